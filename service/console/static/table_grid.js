/* The first rows of a table: above each column what it holds, in each cell what its figure is read as, or what is wrong. */

import { foreign, h } from "./dom.js";
import { period, stated } from "./telling.js";
import { t } from "./words.js";

const FIELDS = [
  "quantity",
  "metric",
  "source",
  "period",
  "place",
  "subject",
  "unit",
  "claimant",
  "quote",
  "url",
  "published_at",
  "language",
  "status",
  "external_id",
  "flag",
  "power_of_ten",
  "quantity.value",
  "quantity.low",
  "quantity.high",
  "period.start",
  "period.end",
];
const AS_TOLD = "as-told";

/** Draw it; `onMap(place, field)` hears what a person says: "" leaves a column out, null takes back what was said. */
export function drawGrid({ columns, rows, figures }, mapped, onMap) {
  const found = new Map(figures.map((one) => [one.cell, one]));
  const wrong = new Map(figures.flatMap((figure) => figure.refusal.map((one) => [one.cell ?? figure.cell, one])));
  const whole = figures.filter((one) => one.outcome === "refused" && one.refusal.every((each) => !each.cell));
  const inRow = new Map(whole.map((one) => [one.row, one.refusal[0]]));
  const head = (one) => h("th", { scope: "col", class: one.is_told ? null : "untold" }, headOf(one, mapped.get(one.place), onMap));
  const line = ({ row, cells }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, String(row), inRow.has(row) ? problemOf(inRow.get(row)) : ""),
      columns.map((column, at) => cellOf(cells[at] ?? "", found.get(`${column.letter}${row}`), wrong.get(`${column.letter}${row}`))),
    );
  return h(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": t("first_rows") },
    h(
      "table",
      { class: "grid" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("row")), columns.map(head))),
      h("tbody", {}, rows.map(line)),
    ),
  );
}

function headOf(column, said, onMap) {
  const id = `column-${column.place}`;
  const told = column.field === null ? t("left_out") : nameOf(column.field);
  const first = column.is_told && said === undefined ? t("as_told", { field: told }) : t(column.is_told ? "as_it_tells" : "not_told");
  const select = h(
    "select",
    { id, change: () => onMap(column.place, select.value === AS_TOLD ? null : select.value) },
    h("option", { value: AS_TOLD, selected: said === undefined }, first),
    h("option", { value: "", selected: said === "" }, t("left_out")),
    FIELDS.map((one) => h("option", { value: one, selected: said === one }, nameOf(one))),
  );
  const beside = [column.metric, column.period].filter(Boolean);
  return [
    h("label", { for: id }, h("span", { class: "hint" }, column.letter, " "), foreign(column.name)),
    select,
    beside.length ? h("span", { class: "hint" }, foreign(beside.join(" · "))) : "",
    !column.is_told && said === undefined ? h("span", { class: "hint" }, offersOf(column)) : "",
    column.told_by && said === undefined && column.field ? h("span", { class: "hint" }, reasonOf(column.told_by)) : "",
  ];
}

/** What it may hold, by what stands in it: the likeliest first. */
function offersOf({ offered }) {
  return offered.length ? `${offered.map((one) => (one ? nameOf(one) : t("left_out"))).join(" · ")}?` : "";
}

function nameOf(field) {
  return t(`field.${field}`);
}

/** Say by what a column was told, in the page's language where there are words for it. */
function reasonOf(told) {
  const name = `why.${told.toLowerCase().replace(/\W+/g, "_")}`;
  const words = t(name);
  return words === name ? h("span", { lang: "en" }, told) : words;
}

function cellOf(text, figure, refusal) {
  const claim = figure?.claim;
  return h(
    "td",
    { class: refusal ? "wrong" : null },
    foreign(text),
    claim ? h("span", { class: "reading" }, `= ${stated(claim.quantity)}, ${period(claim.period)}`) : "",
    figure?.note ? h("span", { class: "hint", lang: "en" }, figure.note) : "",
    refusal ? problemOf(refusal) : "",
  );
}

function problemOf({ detail }) {
  return h("span", { class: "reading bad", lang: "en" }, detail);
}
