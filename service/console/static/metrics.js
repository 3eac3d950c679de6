/* Metrics and sources: whether two metrics are the same, what else they are called, how far figures may lie apart. */

import { call, Refused } from "./api.js";
import { foreign, h, put } from "./dom.js";
import { gap, period } from "./telling.js";
import { t } from "./words.js";

const MOST = 200;
const MOST_SHOWN = 3;

/** Build the view. */
export function openMetrics(page) {
  const stop = new AbortController();
  const judged = []; // The last ones can be taken back.
  const waiting = h("div", { class: "pairs" });
  const metrics = h("ul", { class: "known" });
  const sources = h("ul", { class: "known" });
  const element = h(
    "div",
    { class: "draft" },
    h("h1", {}, t("metrics")),
    h("p", { class: "hint" }, t("metrics_why")),
    waiting,
    h("h2", {}, t("known_metrics")),
    metrics,
    h("h2", {}, t("known_sources")),
    sources,
  );
  load();
  return { kind: "metrics", element, goTo: () => {}, onKey, leave: () => stop.abort() };

  async function load() {
    try {
      const query = { band: "suggested", status: ["open", "acknowledged"], limit: MOST };
      const [suggested, known, publishers] = await Promise.all([
        call("GET", "/v1/conflicts", { query, signal: stop.signal }),
        call("GET", "/v1/metrics", { query: { limit: MOST }, signal: stop.signal }),
        call("GET", "/v1/sources", { query: { limit: MOST }, signal: stop.signal }),
      ]);
      const pairs = pairsOf(suggested.items);
      put(waiting, pairs.length ? pairs.map(drawPair) : h("p", { class: "notice" }, t("none_suggested")));
      put(metrics, known.items.map(drawMetric));
      put(sources, publishers.items.map(drawSource));
    } catch (error) {
      await page.fail(error);
    }
  }

  /* Are they the same? */

  function drawPair({ names: [one, other], conflicts }, place) {
    const answer = (verdict) => () => judge([one, other], verdict);
    const number = place === 0 ? (key) => [" ", h("kbd", {}, key)] : () => "";
    return h(
      "section",
      { class: "acts" },
      h("h3", {}, foreign(one), " ⇄ ", foreign(other)),
      h("p", { class: "hint" }, t("waiting", { count: conflicts.length })),
      h("ul", { class: "links" }, conflicts.slice(0, MOST_SHOWN).map(drawConflict)),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", click: answer("same") }, t("same"), number("1")),
        h("button", { type: "button", click: answer("different") }, t("different"), number("2")),
      ),
    );
  }

  function drawConflict({ id, claims, gap: apart }) {
    const said = claims.map((claim) => t("says", { source: claim.source, figure: claim.quantity.as_given }));
    const address = `/console/conflicts/${id}`;
    const go = (event) => (event.preventDefault(), page.go(address));
    const told = `${said.join(", ")} · ${period(claims[0].period)} (${gap(apart)})`;
    return h("li", {}, h("a", { href: address, click: go }, foreign(told)));
  }

  async function judge([one, other], verdict) {
    try {
      const body = { metric_a: one, metric_b: other, verdict };
      const made = await call("POST", "/v1/judgements", { body });
      const name = t("both", { one, other });
      judged.push({ id: made.judgement.id, name });
      const told = [t(`judged.${verdict}`, { what: name }), t("compared_again", { count: made.claims_compared_again })];
      page.tell(told.join(" · "), { act: t("undo"), onAct: takeBack });
      await load();
    } catch (error) {
      await page.fail(error);
    }
  }

  async function takeBack() {
    const last = judged.pop();
    if (!last) return page.tell(t("nothing_to_undo"));
    try {
      await call("DELETE", `/v1/judgements/${last.id}`);
      page.tell(t("undone", { what: last.name }));
      await load();
    } catch (error) {
      await page.fail(error);
    }
  }

  /* What is known */

  function drawMetric(metric) {
    const told = [t("claims_count", { count: metric.claims }), t("sources_count", { count: metric.sources })];
    const named = metric.same_as.map((one) => one.name).join(", ");
    const details = h(
      "details",
      {},
      h("summary", {}, foreign(metric.name), " ", h("span", { class: "hint" }, [...told, named].filter(Boolean).join(" · "))),
    );
    details.addEventListener("toggle", () => details.open && details.append(metricForm(metric)), { once: true });
    return h("li", {}, details);
  }

  function metricForm(metric) {
    const id = (name) => `${name}-${metric.id}`;
    const synonyms = h("textarea", { id: id("synonyms"), rows: 3 });
    synonyms.value = metric.synonyms.join("\n");
    const tolerance = h("input", { id: id("tolerance"), inputmode: "decimal", maxlength: 60 });
    tolerance.value = metric.tolerance?.relative_percent ?? "";
    const definition = h("textarea", { id: id("definition"), rows: 2, maxlength: 4000 });
    definition.value = metric.definition ?? "";
    const problem = h("p", { class: "problem", role: "alert" });
    const field = (name, input) => h("p", { class: "field" }, h("label", { for: input.id }, t(name)), input);
    const save = async (event) => {
      event.preventDefault();
      const percent = tolerance.value.trim();
      const kept = metric.tolerance ?? {};
      const within = percent || kept.absolute ? { ...kept, relative_percent: percent || null } : null;
      const body = { synonyms: synonyms.value.split("\n").map((one) => one.trim()).filter(Boolean) };
      body.tolerance = within;
      body.definition = definition.value.trim() || null;
      try {
        const changed = await call("PATCH", `/v1/metrics/${metric.id}`, { body, headers: { "If-Match": `"${metric.version}"` } });
        page.tell(t("saved", { what: `${metric.name} (${t("compared_again", { count: changed.claims_compared_again })})` }));
        await load();
      } catch (error) {
        if (error instanceof Refused && error.errors.length) problem.textContent = error.errors[0].detail;
        else if (error instanceof Refused && error.status === 412) problem.textContent = t("stale");
        else await page.fail(error);
      }
    };
    return h(
      "form",
      { class: "draft-form", submit: save },
      field("synonyms", synonyms),
      field("tolerance", tolerance),
      field("definition", definition),
      problem,
      h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, t("save_changes"))),
    );
  }

  function drawSource(source) {
    const address = `/console/?${new URLSearchParams({ source: source.name })}`;
    const go = (event) => (event.preventDefault(), page.go(address));
    const told = [t("claims_count", { count: source.claims }), t("open_count", { count: source.open_conflicts })];
    if (source.mixed_scripts?.length) told.push(t("mixed_scripts"));
    return h("li", {}, h("a", { href: address, click: go }, foreign(source.name)), " ", h("span", { class: "hint" }, told.join(" · ")));
  }

  function onKey(pressed) {
    if (pressed === "z") return takeBack(), true;
    const [same, different] = waiting.querySelectorAll("section:first-child button");
    const button = { 1: same, 2: different }[pressed];
    button?.click();
    return Boolean(button);
  }
}

/** Group conflicts that wait for a person's word by the two metrics that they are about. */
function pairsOf(conflicts) {
  const pairs = new Map();
  for (const conflict of conflicts) {
    const [one, other] = conflict.claims.map((claim) => claim.metric);
    if (one.phrase === other.phrase) continue;
    const key = [one.phrase, other.phrase].sort().join("\n");
    if (!pairs.has(key)) pairs.set(key, { names: [one.as_given, other.as_given], conflicts: [] });
    pairs.get(key).conflicts.push(conflict);
  }
  return [...pairs.values()].sort((a, b) => b.conflicts.length - a.conflicts.length);
}
