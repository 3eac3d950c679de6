/* Disputes as the queue works on them: one question, the figures that exclude each other, and who holds which. */

import { call, follow as followEvents } from "./api.js";
import { foreign, h } from "./dom.js";
import { figureCard } from "./figures.js";
import { historyOf } from "./history.js";
import { changed, folded, sinceOf } from "./matters.js";
import { plot } from "./plot.js";
import { recommendedOf, recommendingOf } from "./recommending.js";
import { day, period } from "./telling.js";
import { spoken, t } from "./words.js";

export const NAME = "disputes";
export const HOME = "/console/";
export const SORT = "gravest";
const PATH = "/v1/disputes";

/** The address of an item's page. */
export function addressOf(id) {
  return `${HOME}disputes/${id}`;
}

/** Give a page of items and where the next begins. */
export async function list(filters, cursor, limit, signal) {
  const { statuses, severity, sort, source, metric, place } = filters;
  const query = { status: statuses, severity, sort, source, metric, place, since: sinceOf(filters), cursor, limit };
  const page = await call("GET", PATH, { query, signal });
  return { items: page.items.map((dispute) => itemOf(dispute)), next: page.next };
}

/** Give one item with its positions and its history. */
export async function get(id) {
  return wholeOf(await call("GET", `${PATH}/${id}`));
}

/** Change an item as it was seen; refused with 412 when it is another by now. */
export async function change(item, act) {
  return wholeOf(await changed(PATH, item, act));
}

/** Give the searches that whoever looks keeps; none when they cannot be had: they are a help only. */
export async function searches() {
  const { items } = await call("GET", "/v1/searches").catch(() => ({ items: [] }));
  return items;
}

/** Hear of each item that is new or was changed. A dispute follows from its claims a moment after they are stored, so
    that whatever becomes of a conflict is a hint only. */
export function follow({ onItem, onHint, onOpen, onLost, signal }) {
  const onEvent = (type, event) => {
    if (type.startsWith("dispute.")) onItem(itemOf(event.data.dispute), type === "dispute.opened");
    if (type.startsWith("conflict.")) onHint();
  };
  return followEvents("/v1/events/stream", { query: { disputes: true }, onEvent, onOpen, onLost, signal });
}

/** Say whether an item is one that a list with these filters would give; null when only the service can tell. */
export function fits({ dispute }, { source, metric, place }) {
  if (dispute.merged_into) return false;
  return source || metric || place ? null : true;
}

/** Give the sentence for print: the service's own in the language of the page, or what the outline says. */
export function sentence(item) {
  const { dispute } = item;
  const printed = printedOf(item);
  if (printed) return printed.text;
  const said = dispute.positions.map((one) => t("figure_by", { figure: one.figure, sources: one.sources.join(", ") }));
  return `${asking(dispute)}, ${period(dispute.question.period)}: ${said.join("; ")}.`;
}

/** Draw what is to be known before one decides, and what may be looked up after. */
export function draw(item, onAct) {
  const { dispute } = item;
  const positions = item.positions ?? dispute.positions;
  const drawn = positions.map((one) => ({
    quantity: { interval: one.core, stated: one.core, as_given: one.figure },
  }));
  return {
    above: [
      printOf(item),
      recommendedOf(item, onAct),
      causesOf(item),
      plot(drawn, sentence(item)) ?? "",
      item.positions ? "" : h("ul", { class: "holders" }, dispute.positions.map(holders)),
    ],
    below: [
      h("div", { class: "positions" }, (item.positions ?? []).map((one, place) => position(one, place, item, onAct))),
      originsOf(item),
      h("p", { class: "beside" }, h("a", { href: pairsOf(dispute) }, t("decide_pairs")), h("a", { href: seriesOf(dispute) }, t("see_series")), h("a", { href: `/console/links?dispute=${item.id}` }, t("embed"))),
      knownOn(item),
      historyOf(item.history?.map((step) => ({ ...step, told: toldOf(step) }))),
    ],
  };
}

function printedOf({ words }) {
  return words?.find((one) => one.language === spoken()) ?? words?.find((one) => one.language === "en");
}

function printOf(item) {
  const printed = printedOf(item);
  if (!printed) return "";
  const left = printed.untranslated ?? [];
  return h(
    "section",
    { class: "for-print", "aria-label": t("for_print") },
    h("h3", {}, t("for_print")),
    h("p", { lang: printed.language }, foreign(printed.text)),
    left.length ? h("p", { class: "hint" }, t("untranslated", { words: left.join(", ") })) : "",
  );
}

/** Tell what may explain the gap, with the chance of a coincidence. */
function causesOf({ causes, dispute, isStale }) {
  const known = causes ?? [dispute.cause].filter(Boolean);
  if (known.length === 0 && !isStale) return "";
  return h(
    "section",
    { class: "causes", "aria-label": t("causes") },
    h("h3", {}, t("causes")),
    isStale ? h("p", {}, t("is_stale")) : "",
    h("ul", { class: "links" }, known.map(drawCause)),
  );
}

function drawCause({ name, likelihood, says, sentence: told, chance }) {
  return h(
    "li",
    {},
    h("b", {}, t(likelihood === "likely" ? "likely" : "possible")),
    `: ${t(`cause.${name}`)} · `,
    h("span", { lang: "en", title: told }, foreign(says)),
    h("span", { class: "hint" }, ` · ${t("by_chance", { chance })}`),
  );
}

/** Tell where figures come from when several sources have one origin, and who still carries what was withdrawn. */
function originsOf({ origins = [], carriers = [] }) {
  const shared = origins.filter((one) => one.sources.length > 1);
  const drawn = shared.map((one) => h("li", {}, h("b", {}, foreign(one.name)), ` · ${one.sources.join(", ")}: ${one.figures.join(", ")}`));
  return [
    drawn.length ? [h("h3", {}, t("origins")), h("ul", { class: "links" }, drawn)] : "",
    carriers.length ? h("h3", {}, t("still_carried")) : "",
    carriers.length ? h("ul", { class: "links", lang: "en" }, carriers.map((one) => h("li", {}, foreign(one.sentence)))) : "",
  ];
}

function holders({ figure, sources }) {
  return h("li", {}, h("b", {}, foreign(figure)), " ", foreign(sources.join(", ")));
}

function position(one, place, item, onAct) {
  const told = [
    t("sources_count", { count: one.source_count }),
    t("origins_count", { count: one.origin_count }),
    t("since_day", { date: day(one.since) }),
  ];
  return h(
    "section",
    { class: "position" },
    h("h3", {}, foreign(one.figure), " ", h("span", { class: "hint" }, told.join(" · "))),
    one.is_guest ? h("p", { class: "hint" }, t("guest")) : "",
    h("div", { class: "figures" }, one.claims.map((listed) => claimCard(listed, place, item, onAct))),
    one.claim_count > one.claims.length
      ? h("p", { class: "hint" }, t("of_many", { shown: one.claims.length, count: one.claim_count }))
      : "",
  );
}

function claimCard({ claim, role, moved_from: earlier }, place, item, onAct) {
  const card = figureCard(claim, place);
  if (role === "leaves_room") card.append(h("p", { class: "hint" }, t("leaves_room")));
  if (earlier) card.append(h("p", { class: "hint" }, t("moved", { figure: earlier.figure })));
  card.append(recommendingOf(item, claim, onAct));
  return card;
}

function toldOf({ changes, recommended }) {
  const marked = recommended && changes.includes("recommended");
  const told = changes.map((change) => t(`change.${change}`)).join(", ");
  return marked ? [told, ": ", foreign(`${recommended.figure}, ${recommended.source}`), ` (${recommended.reason})`] : told;
}

function pairsOf({ question }) {
  const query = new URLSearchParams({ metric: question.metric, status: "all" });
  if (question.place) query.set("place", question.place);
  return `/console/conflicts?${query}`;
}

/** Ask for it as it was known on a day: a page of its own, to be read and linked to. */
function knownOn(item) {
  return h(
    "form",
    { class: "beside", action: addressOf(item.id) },
    h("label", { for: "known-on" }, t("as_known_on")),
    h("input", { id: "known-on", class: "short-field", name: "known_on", type: "date", required: true }),
    h("button", {}, t("choose")),
  );
}

function seriesOf({ question }) {
  return `/console/series?${new URLSearchParams({ metric: question.metric, place: question.place ?? "" })}`;
}

function asking({ question }) {
  return [question.metric, question.subject, question.place].filter(Boolean).join(" · ");
}

function wholeOf(record) {
  const { positions, history, causes, is_stale: isStale, origins, still_carried: carriers } = record;
  const known = { causes, isStale, origins, carriers, words: record.words_for_print };
  return { ...itemOf(record.dispute), positions, history, ...known };
}

function itemOf(dispute) {
  const words = [asking(dispute), ...dispute.positions.flatMap((one) => [one.figure, ...one.sources])];
  return {
    id: dispute.id,
    version: dispute.version,
    status: dispute.status,
    resolution: dispute.resolution,
    note: dispute.note,
    recommended: dispute.recommended,
    severity: dispute.severity,
    gap: dispute.gap,
    openedAt: dispute.opened_at,
    updatedAt: dispute.updated_at,
    title: asking(dispute),
    period: dispute.question.period,
    counted: [
      t("figures_count", { count: dispute.position_count }),
      t("sources_count", { count: dispute.source_count }),
      t("origins_count", { count: dispute.origin_count }),
    ].join(" · "),
    chip: dispute.cause ? t(`cause.${dispute.cause.name}`) : null,
    said: dispute.positions.map((one) => [one.figure, one.sources.join(", ")]),
    searched: folded(words.join("\n")),
    history: null,
    dispute,
  };
}
