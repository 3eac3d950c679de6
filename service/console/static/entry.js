/* Entering a claim: checked while it is typed, with how it is understood and what stands against it beside it. */

import { call, Refused } from "./api.js";
import { byId, foreign, h, put } from "./dom.js";
import { figureCard } from "./figures.js";
import { suggest } from "./suggesting.js";
import { CANNOT_STAND, gap, meaning, period, stated, what } from "./telling.js";
import { t } from "./words.js";

const PAUSE = 300;
const LANGUAGES = ["en", "de", "fr", "es", "uk", "ru", "it", "pl", "pt"];
const STATUSES = ["reported", "estimated", "projected", "provisional", "revised", "retracted"];
const STANDS_IN = "a source not named yet";
const KEPT_FIELDS = ["source", "language"]; // The next claim is often of the same.

/** The fields as the API takes them: name, kind, longest text, whether it must be given. */
const FIELDS = [
  ["source", "text", 500, true],
  ["metric", "text", 500, true],
  ["quantity", "text", 200, true],
  ["period", "text", 200, false],
  ["subject", "text", 500, false],
  ["place", "text", 200, false],
  ["claimant", "text", 500, false],
  ["quote", "long", 5000, false],
  ["url", "url", 2000, false],
  ["published_at", "date", 40, false],
  ["unit", "text", 500, false],
  ["language", "choice", LANGUAGES, false],
  ["status", "choice", STATUSES, false],
];
const RARE = new Set(["unit", "language", "status"]);

let handed = null; // A draft from elsewhere, to be looked at before it is stored.

/** Lead to the form with a draft filled in; nothing is stored yet. */
export function handOn(draft, page) {
  handed = draft;
  page.go("/console/claims/new");
}

/** Build the view. */
export function openEntry(page) {
  const touched = new Set();
  let timer = null;
  let checking = null;
  let sent = null; // The body that was sent, with its key: sent again it stores nothing twice.

  const top = h("div", { id: "entry-problem", class: "problem", role: "alert" });
  const short = h("p", { class: "short", id: "entry-short" });
  const save = h("button", { type: "submit", class: "main" }, t("save"));
  const form = h(
    "form",
    { class: "entry-form", novalidate: true, submit: store, input: typed, focusout: left },
    FIELDS.filter(([name]) => !RARE.has(name)).map(field),
    h("details", {}, h("summary", {}, t("rarely")), FIELDS.filter(([name]) => RARE.has(name)).map(field)),
    top,
    short,
    h("div", { class: "buttons" }, save, h("button", { type: "button", class: "quiet", click: reset }, t("empty"))),
  );
  const result = h("section", { class: "entry-result", "aria-label": t("understanding") }, hint());
  const element = h(
    "div",
    { class: "entry" },
    h("div", {}, h("h1", {}, t("claims")), h("p", { class: "hint" }, t("enter_hint")), form),
    result,
  );

  return { kind: "claims", element, goTo, onKey: () => false, leave };

  function goTo() {
    form.elements.source.focus();
    if (handed === null) return;
    for (const [name] of FIELDS) if (typeof handed[name] === "string") fillIn(name, handed[name]);
    handed = null;
    check();
  }

  function fillIn(name, text) {
    form.elements[name].value = name === "published_at" ? text.slice(0, 10) : text;
    touched.add(name);
    if (RARE.has(name)) form.elements[name].closest("details").open = true;
  }

  function leave() {
    clearTimeout(timer);
    checking?.abort();
  }

  /* The form */

  function field([name, kind, limit, isRequired]) {
    const id = `entry-${name}`;
    const common = { id, name, "aria-describedby": `${id}-hint ${id}-problem`, required: isRequired };
    return h(
      "div",
      { class: "field" },
      h("label", { for: id }, t(`field.${name}`), isRequired ? h("span", { class: "hint" }, " ", t("required")) : ""),
      control(kind, limit, common, name),
      h("p", { id: `${id}-hint`, class: "hint" }, hintOf(name)),
      h("p", { id: `${id}-problem`, class: "problem" }),
    );
  }

  function control(kind, limit, common, name) {
    if (kind === "long") return h("textarea", { ...common, rows: 3, maxlength: limit, dir: "auto" });
    if (kind === "date") return h("input", { ...common, type: "date" });
    if (kind !== "choice") {
      const type = { type: "text", inputmode: kind === "url" ? "url" : null, autocomplete: "off", dir: "auto" };
      const input = h("input", { ...common, ...type, maxlength: limit });
      return [input, name === "source" || name === "metric" ? suggest(input, name) : ""];
    }
    const options = name === "language" ? [["", "–"], ...limit.map((one) => [one, one])] : limit.map(statusOption);
    return h("select", common, options.map(([value, text]) => h("option", { value }, text)));
  }

  function statusOption(one) {
    return [one, t(`claim.${one}`)];
  }

  function hintOf(name) {
    const text = t(`hint.${name}`);
    return text === `hint.${name}` ? "" : text;
  }

  function drafted() {
    const body = {};
    for (const [name] of FIELDS) {
      const text = form.elements[name].value.trim();
      if (text !== "" && !(name === "status" && text === "reported")) body[name] = text;
    }
    return body;
  }

  function typed(event) {
    touched.add(event.target.name);
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  function left(event) {
    if (event.target.required && touched.has(event.target.name) && event.target.value.trim() === "") {
      complain(event.target.name, [t("missing")]);
    }
  }

  function reset() {
    for (const [name] of FIELDS) if (!KEPT_FIELDS.includes(name)) form.elements[name].value = "";
    form.elements.status.value = "reported";
    touched.clear();
    clearProblems();
    put(result, hint());
    short.textContent = "";
    form.elements[form.elements.source.value ? "metric" : "source"].focus();
  }

  /* Problems, at the field where they are */

  function clearProblems() {
    top.replaceChildren();
    for (const [name] of FIELDS) complain(name, []);
  }

  function complain(name, content) {
    byId(`entry-${name}-problem`)?.replaceChildren(...content);
    const input = form.elements[name];
    if (content.length) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (content.length && RARE.has(name)) input.closest("details").open = true;
  }

  /** Put each problem to its field. While somebody types, fields that were not reached yet are left in peace. */
  function showProblems(error, { isSent }) {
    clearProblems();
    const others = [];
    let first = null;
    for (const one of error.errors) {
      const name = one.pointer.split("/")[1];
      if (!FIELDS.some(([known]) => known === name)) others.push(one.detail);
      else if (isSent || touched.has(name)) {
        complain(name, problemOf(one));
        first ??= form.elements[name];
      }
    }
    if (error.errors.length === 0) others.push(error.message);
    top.replaceChildren(...others.map((text) => h("p", {}, text)));
    if (isSent) first?.focus();
  }

  function problemOf({ detail, given, understood, at }) {
    const spot = given && at ? h("span", { class: "spot" }, spotted(given, at)) : "";
    const would = understood && !detail.includes(understood) ? h("span", {}, t("would_be", { understood })) : "";
    return [h("span", { lang: "en" }, detail), spot, would].filter(Boolean);
  }

  function spotted(given, [start, end]) {
    const letters = [...given];
    const part = (from, to) => letters.slice(from, to).join("");
    return [part(0, start), h("mark", {}, part(start, Math.max(end, start + 1))), part(Math.max(end, start + 1))];
  }

  /* Checking */

  async function check() {
    checking?.abort();
    const body = drafted();
    if (!body.metric || !body.quantity) {
      put(result, hint());
      short.textContent = "";
      return;
    }
    checking = new AbortController();
    const { signal } = checking;
    try {
      const found = await call("POST", "/v1/claims/check", { body: { source: STANDS_IN, ...body }, signal });
      if (signal.aborted) return;
      clearProblems();
      showUnderstood(found);
      if (found.matches.length === 0) await showNear(body, signal);
    } catch (error) {
      if (signal.aborted) return;
      put(result, hint());
      short.textContent = "";
      if (error instanceof Refused && error.status === 422) showProblems(error, { isSent: false });
      else await page.fail(error);
    }
  }

  function hint() {
    return h("p", { class: "notice" }, t("check_hint"));
  }

  function showUnderstood(found) {
    const against = found.matches.filter((one) => CANNOT_STAND[one.verdict] && one.band === "confirmed");
    const perhaps = found.matches.filter((one) => CANNOT_STAND[one.verdict] && one.band !== "confirmed");
    const beside = found.matches.filter((one) => !CANNOT_STAND[one.verdict]);
    const count = Math.max(found.counts.conflict - perhaps.length, against.length);
    const told = count ? t("many_against", { count }) : t("none_against");
    short.textContent = `${stated(found.claim.quantity)}, ${period(found.claim.period)} · ${told}`;
    short.classList.toggle("bad", count > 0);
    page.say(short.textContent);
    put(
      result,
      h("h2", {}, t("understanding")),
      understood(found.claim),
      found.warnings.map((one) => h("p", { class: "bad", lang: "en" }, foreign(one))),
      h("h2", {}, told),
      found.dispute ? disputeLink(found.dispute) : "",
      against.map(standing),
      group("perhaps", perhaps),
      group("agreeing", beside),
    );
  }

  /** Nothing is found: say why, by what is nearly the same and the one thing that keeps it apart. */
  async function showNear(body, signal) {
    const query = { near: true };
    const { near } = await call("POST", "/v1/claims/check", { query, body: { source: STANDS_IN, ...body }, signal });
    if (!signal.aborted && near.length) result.append(h("h2", {}, t("near_misses")), ...near.map(nearMiss));
  }

  function nearMiss({ claim, apart }) {
    const why = apart.map(({ code, parameters: [one, other] }) => t(`near.${code}`, { one, other }));
    return h(
      "div",
      { class: "standing" },
      h("p", { class: "row-top" }, h("b", {}, foreign(why.join(" · "))), h("span", { class: "what-small" }, foreign(what(claim)))),
      figureCard(claim, 1),
    );
  }

  function disputeLink({ id, position_count: count }) {
    const address = `/console/disputes/${id}`;
    const go = (event) => (event.preventDefault(), page.go(address));
    return h("p", {}, h("a", { href: address, click: go }, t("see_dispute")), h("span", { class: "hint" }, " ", t("figures_count", { count })));
  }

  function understood(claim) {
    const { metric, quantity, subject, place } = claim;
    const rows = [
      ["field.metric", [foreign(metric.phrase), metric.qualifiers.length ? ` (${metric.qualifiers.join(", ")})` : ""]],
      ["field.quantity", [stated(quantity), quantity.kind === "level" ? "" : ` · ${t(`kind.${quantity.kind}`)}`]],
      ["can_mean", meaning(quantity)],
      ["field.period", period(claim.period)],
      ["field.subject", subject && foreign(subject.as_given)],
      ["field.place", place && foreign(place.name)],
      ["remark", quantity.remark && foreign(quantity.remark)],
    ];
    return h(
      "dl",
      { class: "understood" },
      rows.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, t(name)), h("dd", {}, value))),
    );
  }

  function standing(match) {
    return h(
      "div",
      { class: "standing" },
      h(
        "p",
        { class: "row-top" },
        match.severity ? h("span", { class: `severity ${match.severity}` }, t(`severity.${match.severity}`)) : "",
        match.gap ? h("b", { class: "gap" }, gap(match.gap)) : t(`verdict.${match.verdict}`),
        h("span", { class: "what-small" }, foreign(what(match.claim))),
      ),
      figureCard(match.claim, 1),
    );
  }

  function group(name, matches) {
    if (matches.length === 0) return "";
    const title = h("summary", {}, t(name), ` (${matches.length})`);
    return h("details", {}, title, matches.map(standing));
  }

  /* Storing */

  async function store(event) {
    event.preventDefault();
    clearTimeout(timer);
    checking?.abort();
    clearProblems();
    const body = drafted();
    const missing = FIELDS.filter(([name, , , isRequired]) => isRequired && !body[name]).map(([name]) => name);
    for (const name of missing) complain(name, [t("missing")]);
    if (missing.length) {
      form.elements[missing[0]].focus();
      return;
    }
    save.disabled = true;
    try {
      const recorded = await call("POST", "/v1/claims", { body, headers: { "Idempotency-Key": keyFor(body) } });
      sent = null;
      reset();
      showStored(recorded);
    } catch (error) {
      if (error instanceof Refused && error.status === 422) showProblems(error, { isSent: true });
      else await page.fail(error);
    } finally {
      save.disabled = false;
    }
  }

  function keyFor(body) {
    const text = JSON.stringify(body);
    if (sent?.text !== text) sent = { text, key: [...crypto.getRandomValues(new Uint32Array(4))].join("-") };
    return sent.key;
  }

  function showStored(recorded) {
    const { claim, conflicts } = recorded;
    const link = (conflict) => {
      const other = conflict.claims.find((one) => one.id !== claim.id) ?? conflict.claims[0];
      const address = `/console/conflicts/${conflict.id}`;
      const text = [foreign(other.source), ": ", foreign(other.quantity.as_given), " · ", gap(conflict.gap)];
      return h("li", {}, h("a", { href: address, click: (event) => (event.preventDefault(), page.go(address)) }, text));
    };
    const title = t(recorded.stored ? "stored" : "known", { what: `${claim.quantity.as_given}, ${what(claim)}` });
    page.tell(title);
    put(
      result,
      h("h2", {}, foreign(title)),
      conflicts.length
        ? [h("p", {}, t("opened_conflicts")), h("ul", { class: "links" }, conflicts.map(link))]
        : h("p", {}, t("opened_none")),
      hint(),
    );
  }
}
