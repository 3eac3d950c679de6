/* What the list is narrowed by; it stands in the address, so that a view can be sent to somebody. */

import { foreign, h } from "./dom.js";
import { SEVERITIES, SINCE, sinceOf, STATUSES } from "./matters.js";
import { suggest } from "./suggesting.js";
import { t } from "./words.js";

const UNDECIDED = ["open", "acknowledged"];
const TEXTS = ["source", "metric", "place"];
const SORTS = ["gravest", "newest"];
const PAUSE = 250;
const WIDE = "(min-width: 62rem)";

/** Read the filters of an address. */
export function filtersOf(query, sort) {
  const status = [...STATUSES, "all"].includes(query.get("status")) ? query.get("status") : "undecided";
  return {
    words: query.get("q") ?? "",
    status,
    statuses: { undecided: UNDECIDED, all: [] }[status] ?? [status],
    severity: SEVERITIES.includes(query.get("severity")) ? query.get("severity") : "",
    sort: SORTS.includes(query.get("sort")) ? query.get("sort") : sort,
    since: query.get("since") in SINCE ? query.get("since") : "",
    changed: query.get("changed") === "yes",
    ...Object.fromEntries(TEXTS.map((name) => [name, query.get(name) ?? ""])),
  };
}

/** Write filters as the query of an address: "" when nothing is narrowed. */
export function queryOf(filters, sort) {
  const query = new URLSearchParams();
  if (filters.words) query.set("q", filters.words);
  if (filters.status !== "undecided") query.set("status", filters.status);
  if (filters.severity) query.set("severity", filters.severity);
  if (filters.sort !== sort) query.set("sort", filters.sort);
  if (filters.since) query.set("since", filters.since);
  if (filters.changed) query.set("changed", "yes");
  for (const name of TEXTS) if (filters[name]) query.set(name, filters[name]);
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** Build the form; `onChange` hears of the filters as they are now. */
export function filterForm(filters, sort, onChange) {
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
  const suggested = (name) => {
    const input = h("input", { id: `filter-${name}`, value: now[name], input: later(name) });
    return [field(name, input), suggest(input, name)];
  };
  const isWide = matchMedia(WIDE).matches;
  const hasMore = TEXTS.some((name) => now[name]) || now.changed;
  const changed = h("input", { type: "checkbox", id: "filter-changed", checked: now.changed });
  changed.addEventListener("change", () => onChange({ ...now, changed: changed.checked }));
  const search = h("input", {
    id: "filter-search",
    type: "search",
    value: now.words,
    placeholder: t("search_hint"),
    input: later("words"),
  });
  const choices = h(
    "div",
    { class: "choices" },
    choice("status", ["undecided", ...STATUSES, "all"].map((one) => [one, t(`status.${one}`)])),
    choice("severity", [["", t("any")], ...SEVERITIES.map(severityChoice)]),
    choice("sort", SORTS.map((one) => [one, t(`sort.${one}`)])),
    choice("since", ["", ...Object.keys(SINCE)].map((one) => [one, t(one ? `since.${one}` : "any_time")])),
  );
  return h(
    "form",
    { role: "search", submit: (event) => event.preventDefault() },
    field("search", search),
    isWide ? choices : "",
    h(
      "details",
      { open: hasMore },
      h("summary", {}, t("more_filters")),
      isWide ? "" : choices,
      h("div", { class: "choices" }, suggested("source"), suggested("metric"), text("place")),
      h("p", {}, changed, " ", h("label", { for: "filter-changed" }, t("only_changed"))),
    ),
    queryOf(now, sort) === "" ? "" : h("button", { type: "button", class: "quiet", click: clear }, t("clear")),
  );

  function clear() {
    clearTimeout(timer);
    onChange(filtersOf(new URLSearchParams(), sort));
  }
}

/** Link the searches that somebody keeps, and the page where this one is kept or subscribed to. */
export function searchesOf(name, query, searches) {
  if (name !== "disputes") return "";
  const links = searches.map((one) => h("a", { href: `/console/${one.query ? `?${one.query}` : ""}` }, foreign(one.name)));
  return h("p", { class: "beside" }, links, h("a", { href: `/console/links${query}` }, t("keep_list")));
}

/** Link what other programs may read of the same list: a feed, and a table. */
export function feedsOf(name, filters) {
  if (name !== "conflicts") return "";
  const query = new URLSearchParams();
  for (const one of filters.statuses) query.append("status", one);
  const since = sinceOf(filters);
  if (since) query.set("since", since);
  for (const one of ["severity", ...TEXTS]) if (filters[one]) query.set(one, filters[one]);
  const link = (path, text) => h("a", { href: `/v1/conflicts${path}${query}` }, text);
  return h("p", { class: "beside" }, link("/export?format=xlsx&", t("as_table")), link(".atom?", t("as_feed")));
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
