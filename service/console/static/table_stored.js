/* What became of a table that was stored: how many, what it contradicts, and a way to take it back whole. */

import { call } from "./api.js";
import { foreign, h, put } from "./dom.js";
import { what } from "./telling.js";
import { t } from "./words.js";

const MOST_LINKED = 20;
const PAUSES = [300, 1000, 3000]; // A dispute follows from its claims a moment after they are stored.
const OUTCOMES = ["stored", "known", "refused", "skipped"];

/** Tell it in place of the preview. */
export function drawStored(result, rows, page) {
  const count = (outcome) => rows.filter((one) => one.outcome === outcome).length;
  const load = rows.find((one) => one.load)?.load;
  const conflicts = [...new Set(rows.flatMap((one) => one.conflicts))];
  const refused = rows.filter((one) => one.outcome === "refused");
  const links = h("ul", { class: "links" });
  const told = h("h2", { tabindex: "-1" }, t("n.stored", { count: count("stored") }));
  put(
    result,
    told,
    h("ul", { class: "legend" }, OUTCOMES.slice(1).map((one) => h("li", {}, t(`n.${one}`, { count: count(one) })))),
    refused.length ? h("ul", { class: "links" }, refused.slice(0, MOST_LINKED).map(drawRefused)) : "",
    conflicts.length ? h("h3", {}, t("opened_count", { count: conflicts.length })) : h("p", {}, t("opened_none")),
    links,
    load ? h("p", {}, takeBackButton(load, page)) : "",
  );
  told.focus();
  page.say(told.textContent);
  const stored = new Set(rows.map((one) => one.id));
  linkAll(links, conflicts, stored, page).catch((error) => page.fail(error));
}

function drawRefused({ row, refusal }) {
  const [one] = refusal;
  return h("li", {}, h("b", {}, one?.cell ?? String(row)), " ", h("span", { lang: "en" }, one?.detail ?? ""));
}

/** Link the disputes that the stored claims stand in; where none follows in time, the conflicts themselves. */
async function linkAll(links, conflicts, stored, page) {
  if (conflicts.length === 0) return;
  const { conflict } = await call("GET", `/v1/conflicts/${conflicts[0]}`);
  for (const pause of PAUSES) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const { items } = await call("GET", "/v1/disputes", { query: { since: conflict.opened_at, sort: "newest", limit: 200 } });
    const found = items.filter((one) => one.positions.some((position) => position.claim_ids.some((id) => stored.has(id))));
    links.replaceChildren(...found.slice(0, MOST_LINKED).map((one) => linkTo(`/console/disputes/${one.id}`, one.sentence, page)));
    if (found.length) return;
  }
  links.append(linkTo(`/console/conflicts/${conflict.id}`, what(conflict.claims[0]), page));
}

function linkTo(address, words, page) {
  return h("li", {}, h("a", { href: address, click: (event) => (event.preventDefault(), page.go(address)) }, foreign(words)));
}

function takeBackButton(load, page) {
  const button = h("button", { type: "button", id: "take-back-table" }, t("take_back_table"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { claims } = await call("DELETE", `/v1/loads/${load}`);
      page.tell(t("table_taken_back", { count: claims }));
    } catch (error) {
      button.disabled = false;
      await page.fail(error);
    }
  });
  return button;
}
