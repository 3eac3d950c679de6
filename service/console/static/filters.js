/* What the list is narrowed by; it stands in the address, so that a view can be sent to somebody. */

import { SEVERITIES, STATUSES } from "./conflicts.js";
import { h } from "./dom.js";
import { t } from "./words.js";

const UNDECIDED = ["open", "acknowledged"];
const TEXTS = ["source", "metric", "place"];
const PAUSE = 250;

/** Read the filters of an address. */
export function filtersOf(query) {
  const status = [...STATUSES, "all"].includes(query.get("status")) ? query.get("status") : "undecided";
  return {
    words: query.get("q") ?? "",
    status,
    statuses: { undecided: UNDECIDED, all: [] }[status] ?? [status],
    severity: SEVERITIES.includes(query.get("severity")) ? query.get("severity") : "",
    sort: query.get("sort") === "gravest" ? "gravest" : "newest",
    ...Object.fromEntries(TEXTS.map((name) => [name, query.get(name) ?? ""])),
  };
}

/** Write filters as the query of an address: "" when nothing is narrowed. */
export function queryOf(filters) {
  const query = new URLSearchParams();
  if (filters.words) query.set("q", filters.words);
  if (filters.status !== "undecided") query.set("status", filters.status);
  if (filters.severity) query.set("severity", filters.severity);
  if (filters.sort !== "newest") query.set("sort", filters.sort);
  for (const name of TEXTS) if (filters[name]) query.set(name, filters[name]);
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** Build the form; `onChange` hears of the filters as they are now. */
export function filterForm(filters, onChange) {
  const now = { ...filters };
  let timer = null;
  const change = (name) => (event) => {
    now[name] = event.target.value;
    clearTimeout(timer);
    onChange(now);
  };
  const later = (name) => (event) => {
    now[name] = event.target.value;
    clearTimeout(timer);
    timer = setTimeout(() => onChange(now), PAUSE);
  };
  const choice = (name, options) =>
    field(name, h("select", { id: `filter-${name}`, change: change(name) }, options.map(option(now[name]))));
  const text = (name) => field(name, h("input", { id: `filter-${name}`, value: now[name], input: later(name) }));
  const hasMore = TEXTS.some((name) => now[name]);
  const search = h("input", {
    id: "filter-search",
    type: "search",
    value: now.words,
    placeholder: t("search_hint"),
    input: later("words"),
  });
  return h(
    "form",
    { role: "search", submit: (event) => event.preventDefault() },
    field("search", search),
    h(
      "div",
      { class: "choices" },
      choice("status", ["undecided", ...STATUSES, "all"].map((one) => [one, t(`status.${one}`)])),
      choice("severity", [["", t("any")], ...SEVERITIES.map(severityChoice)]),
      choice("sort", ["newest", "gravest"].map((one) => [one, t(`sort.${one}`)])),
    ),
    h(
      "details",
      { open: hasMore },
      h("summary", {}, t("more_filters")),
      h("div", { class: "choices" }, TEXTS.map(text)),
    ),
    queryOf(now) === "" ? "" : h("button", { type: "button", class: "quiet", click: clear }, t("clear")),
  );

  function clear() {
    clearTimeout(timer);
    onChange(filtersOf(new URLSearchParams()));
  }
}

function severityChoice(severity) {
  const name = t(`severity.${severity}`);
  return [severity, severity === "extreme" ? name : t("severity.from", { severity: name })];
}

function field(name, input) {
  return h("p", { class: `field field-${name}` }, h("label", { for: input.id }, t(name)), input);
}

function option(chosen) {
  return ([value, text]) => h("option", { value, selected: value === chosen }, text);
}
