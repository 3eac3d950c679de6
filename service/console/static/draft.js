/* A draft held against what is stored: each of its figures marked in the text, with what stands against it beside it.
   Nothing is stored; a figure may be handed on to the form, where a person looks at it first. */

import { call, Refused } from "./api.js";
import { foreign, h, put } from "./dom.js";
import { handOn } from "./entry.js";
import { CANNOT_STAND, gap, period, stated, what } from "./telling.js";
import { t } from "./words.js";

const STANDINGS = ["conflicts", "agrees", "alone", "not_understood"];
const MOST_CHARACTERS = 30_000;
const KEPT = "claimdiff.our_name";
const WAYS = { n: 1, j: 1, ArrowDown: 1, p: -1, k: -1, ArrowUp: -1 };

/** Build the view. */
export function openDraft(page) {
  let checking = null;
  let chosen = null;
  let count = 0;

  const text = h("textarea", { id: "draft-text", rows: 12, dir: "auto", required: true, "aria-describedby": "draft-hint" });
  const source = h("input", { id: "draft-source", required: true, maxlength: 500, autocomplete: "organization" });
  source.value = localStorage.getItem(KEPT) ?? t("our_desk");
  const published = h("input", { id: "draft-day", type: "date" });
  const file = h("input", { id: "draft-file", type: "file", accept: ".txt,.md,text/plain,text/markdown" });
  file.addEventListener("change", () => file.files[0] && take(file.files[0]));
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h(
    "form",
    { class: "draft-form", submit: (event) => (event.preventDefault(), check()), keydown: sendByKey },
    h("p", { class: "field" }, h("label", { for: "draft-text" }, t("draft_text")), text),
    h("p", { class: "hint", id: "draft-hint" }, t("draft_hint")),
    h(
      "div",
      { class: "choices" },
      h("p", { class: "field" }, h("label", { for: "draft-source" }, t("our_name")), source),
      h("p", { class: "field" }, h("label", { for: "draft-day" }, t("field.published_at")), published),
      h("p", { class: "field" }, h("label", { for: "draft-file" }, t("draft_file")), file),
    ),
    problem,
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, t("check_draft"), " ", h("kbd", {}, "Ctrl ⏎"))),
  );
  for (const kind of ["dragover", "drop"]) form.addEventListener(kind, dropped);
  const result = h("section", { class: "draft-result", "aria-label": t("draft_result") });
  const element = h("div", { class: "draft" }, h("h1", {}, t("draft")), h("p", { class: "hint" }, t("draft_why"), " ", h("a", { href: "/console/claims/new", click: (event) => (event.preventDefault(), page.go("/console/claims/new")) }, t("one_figure"))), form, result);

  return { kind: "draft", element, goTo: () => text.focus(), onKey, leave: () => checking?.abort() };

  /* Taking a text in */

  function dropped(event) {
    const [given] = event.dataTransfer?.files ?? [];
    if (event.type === "dragover" || given) event.preventDefault();
    form.classList.toggle("dropping", event.type === "dragover");
    if (event.type === "drop" && given) take(given);
  }

  async function take(given) {
    if (!/^text\/(?!html)/.test(given.type || "text/plain")) {
      tell(t("no_text", { name: given.name }));
      return;
    }
    text.value = await given.text();
    tell("");
    if (text.value.length <= MOST_CHARACTERS) await check();
  }

  function tell(words) {
    problem.textContent = words;
  }

  function sendByKey(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      check();
    }
  }

  /* Checking */

  async function check() {
    const body = { source: source.value.trim(), text: text.value };
    if (!body.source || !body.text.trim()) return tell(t("missing"));
    if (published.value) body.published_at = published.value;
    localStorage.setItem(KEPT, body.source);
    checking?.abort();
    checking = new AbortController();
    tell("");
    put(result, h("p", { class: "notice" }, t("checking")));
    try {
      const found = await call("POST", "/v1/articles/check", { body, signal: checking.signal });
      show(body.text, found);
    } catch (error) {
      put(result);
      if (error instanceof Refused && error.status === 422) tell(error.errors[0]?.detail ?? error.message);
      else await page.fail(error);
    }
  }

  function show(given, { article, claims, not_claims: others }) {
    chosen = null;
    count = claims.length;
    const told = STANDINGS.map((one) => [one, claims.filter((claim) => claim.standing === one).length]);
    const counts = told.map(([one, number]) => sign(one, t(`draft.${one}`, { count: number })));
    put(
      result,
      h("h2", { id: "draft-counts", tabindex: "-1" }, t("draft_figures", { count })),
      h("ul", { class: "legend" }, counts.map((one) => h("li", {}, one))),
      count ? h("p", { class: "hint" }, t("draft_keys")) : "",
      h("div", { class: "marked-text", dir: "auto", lang: article.language }, marked(given, claims)),
      h("ol", { class: "found" }, claims.map((claim, place) => drawFound(claim, place))),
      others.length ? drawOthers(others) : "",
      h("p", { class: "hint" }, t("draft_hash", { hash: article.sha256.slice(0, 16), count: article.characters })),
    );
    page.say(told.map(([one, number]) => t(`draft.${one}`, { count: number })).join(", "));
    result.querySelector("#draft-counts").focus({ preventScroll: true });
    result.scrollIntoView({ block: "start" });
  }

  /** Give the text with its figures as links to what was found of them. Offsets count code points, not UTF-16. */
  function marked(given, claims) {
    const letters = [...given];
    const parts = [];
    let at = 0;
    claims.forEach((claim, place) => {
      const [start, end] = endsOf(claim);
      if (start < at) return; // Two readings of the same letters: the first is marked.
      parts.push(letters.slice(at, start).join(""));
      const label = `${t(`standing.${claim.standing}`)}: `;
      const link = { href: `#found-${place + 1}`, id: `figure-${place + 1}`, class: `in-text ${claim.standing}` };
      const go = (event) => (event.preventDefault(), choose(place));
      parts.push(h("a", { ...link, click: go }, h("span", { class: "unseen" }, label), letters.slice(start, end).join("")));
      at = end;
    });
    return [...parts, letters.slice(at).join("")];
  }

  /* What was found */

  function drawFound(one, place) {
    const { standing, claim, draft, matches, anchors, reasons } = one;
    const store = draft && h("button", { type: "button", click: () => handOn(draft, page) }, t("hand_on"));
    return h(
      "li",
      { id: `found-${place + 1}`, class: `found-one ${standing}`, tabindex: "-1" },
      h("p", { class: "row-top" }, sign(standing, t(`standing.${standing}`)), h("b", {}, foreign(anchors.figure.exact))),
      claim ? h("p", {}, foreign(what(claim)), " · ", stated(claim.quantity), " · ", period(claim.period)) : "",
      h("p", { class: "sentence" }, foreign(anchors.quote.exact)),
      one.state === "sure" ? "" : reasons.map((reason) => h("p", { class: "hint", lang: "en" }, foreign(reason))),
      matches.length ? h("ul", { class: "links" }, matches.map(drawMatch)) : "",
      store ? h("p", {}, store) : "",
    );
  }

  function drawMatch(match) {
    const { claim, verdict } = match;
    const apart = match.gap && CANNOT_STAND[verdict] ? ` (${gap(match.gap)})` : "";
    const said = t("says", { source: claim.source, figure: claim.quantity.as_given });
    const query = new URLSearchParams({ metric: claim.metric.as_given, status: "all" });
    const address = `/console/?${query}`;
    const go = (event) => (event.preventDefault(), page.go(address));
    return h(
      "li",
      {},
      h("span", { class: `verdict ${verdict}` }, t(`verdict.${verdict}`)),
      " ",
      foreign(said),
      apart,
      ` · ${period(claim.period)} · `,
      h("a", { href: address, click: go }, t("its_disputes")),
    );
  }

  function drawOthers(others) {
    return h(
      "details",
      {},
      h("summary", {}, t("draft_others", { count: others.length })),
      h("ul", { class: "links" }, others.map((one) => h("li", {}, foreign(one.selector.exact), " · ", h("span", { lang: "en" }, one.reason)))),
    );
  }

  /* Keys */

  function choose(place) {
    chosen = place;
    for (const link of result.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    result.querySelector(`#figure-${place + 1}`)?.setAttribute("aria-current", "true");
    const found = result.querySelector(`#found-${place + 1}`);
    found?.focus({ preventScroll: true });
    found?.scrollIntoView({ block: "nearest" });
  }

  function onKey(pressed) {
    const by = WAYS[pressed];
    if (!by || count === 0) return false;
    choose(chosen === null ? 0 : Math.min(Math.max(chosen + by, 0), count - 1));
    return true;
  }
}

function sign(standing, words) {
  return h("span", { class: `standing-sign ${standing}` }, words);
}

function endsOf({ anchors: { figure } }) {
  return [figure.start, figure.end];
}
