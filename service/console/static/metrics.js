/* Metrics and sources: whether two metrics are the same, what else they are called, how far figures may lie apart. */

import { call, Refused } from "./api.js";
import { foreign, h, put } from "./dom.js";
import { t } from "./words.js";

const MOST = 200;

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
      const [pending, known, publishers] = await Promise.all([
        call("GET", "/v1/judgements/pending", { signal: stop.signal }),
        call("GET", "/v1/metrics", { query: { limit: MOST }, signal: stop.signal }),
        call("GET", "/v1/sources", { query: { limit: MOST }, signal: stop.signal }),
      ]);
      const pairs = pending.items.map(drawPair);
      put(waiting, pairs.length ? pairs : h("p", { class: "notice" }, t("none_suggested")));
      put(metrics, known.items.map(drawMetric));
      put(sources, publishers.items.map(drawSource));
    } catch (error) {
      await page.fail(error);
    }
  }

  /* Are they the same? */

  function drawPair(pair, place) {
    const [one, other] = pair.metrics.map(({ name }) => name);
    const answer = (verdict) => () => judge(pair.metrics, verdict);
    const number = place === 0 ? (key) => [" ", h("kbd", {}, key)] : () => "";
    return h(
      "section",
      { class: "acts" },
      h("h3", {}, foreign(one), " ⇄ ", foreign(other)),
      h("p", { class: "hint" }, t("waiting", { count: pair.conflicts })),
      h("ul", { class: "links" }, pair.samples.map(drawSample)),
      drawGrounds("speaks_for", pair.speaking_for),
      drawGrounds("speaks_against", pair.against),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", click: answer("same") }, t("same"), number("1")),
        h("button", { type: "button", click: answer("different") }, t("different"), number("2")),
      ),
      h(
        "p",
        { class: "hint" },
        [["same", pair.if_same], ["different", pair.if_different]].map(([verdict, effect]) =>
          h("span", { class: "effect" }, `${t(verdict)}: ${t(pair.at_least ? "effect_at_least" : "effect", effect)} `),
        ),
      ),
    );
  }

  function drawGrounds(name, grounds) {
    if (grounds.length === 0) return "";
    const said = grounds.map(({ code, parameters }) => {
      const [one, other] = parameters;
      return h("li", {}, foreign(t(`ground.${code}`, { words: parameters.join(", "), one, other })));
    });
    return [h("h4", {}, t(name)), h("ul", { class: "grounds" }, said)];
  }

  function drawSample({ conflict_id: id, claims }) {
    const said = claims.map((claim) => t("says", { source: claim.source, figure: claim.figure }));
    const address = `/console/conflicts/${id}`;
    const go = (event) => (event.preventDefault(), page.go(address));
    const told = `${said.join(", ")} · ${claims[0].period}`;
    return h("li", {}, h("a", { href: address, click: go }, foreign(told)));
  }

  async function judge([one, other], verdict) {
    try {
      const body = { metric_a: one.id, metric_b: other.id, verdict };
      const made = await call("POST", "/v1/judgements", { body });
      const name = t("both", { one: one.name, other: other.name });
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
