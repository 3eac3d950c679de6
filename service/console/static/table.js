/* A table as it was published: its columns as they are told, the first rows with what each figure is read as, and what
   it would come to. Nothing is stored before it is asked for; what was stored can be taken back whole. */

import { call, Refused } from "./api.js";
import { h, put } from "./dom.js";
import { drawGrid } from "./table_grid.js";
import { drawStored } from "./table_stored.js";
import { t } from "./words.js";

const PATH = "/v1/claims/import";
const MOST_BYTES = 20_000_000;
const PAUSE = 400;
const TYPES = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  txt: "text/plain",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  json: "application/json",
  ndjson: "application/x-ndjson",
  jsonl: "application/x-ndjson",
};
const SAME = ["source", "metric", "period", "place"];
const RARELY_SAME = ["subject", "unit", "claimant", "published_at", "language", "url"];
const DELIMITERS = ["", "comma", "semicolon", "tab", "pipe", "spaces"];
const ENCODINGS = ["utf-8", "windows-1252", "windows-1251", "iso-8859-15", "utf-16", "gb18030"];

/** Build the view. */
export function openTable(page) {
  let file = null;
  let mapped = new Map(); // By place: what a person says that a column holds; "" leaves it out.
  let leavesRest = false;
  let timer = null;
  let asking = null;

  const chosen = h("input", { id: "table-file", type: "file", accept: Object.keys(TYPES).map((one) => `.${one}`).join(","), "aria-describedby": "table-hint" });
  chosen.addEventListener("change", () => chosen.files[0] && take(chosen.files[0]));
  const problem = h("p", { class: "problem", role: "alert" });
  const delimiter = choice("table-delimiter", DELIMITERS.map((one) => [one, t(one ? `delimiter.${one}` : "told_by_head")]));
  const encoding = choice("table-encoding", ENCODINGS.map((one) => [one, one]));
  const sheet = h("input", { id: "table-sheet", maxlength: 100 });
  const exact = h("input", { id: "table-exact", type: "checkbox" });
  const form = h(
    "form",
    { class: "draft-form", submit: (event) => event.preventDefault(), input: changed },
    h("p", { class: "field" }, h("label", { for: "table-file" }, t("table_file")), chosen),
    h("p", { class: "hint", id: "table-hint" }, t("table_hint")),
    h("fieldset", {}, h("legend", {}, t("table_same")), h("div", { class: "choices" }, SAME.map(same))),
    h(
      "details",
      {},
      h("summary", {}, t("rarely")),
      h("div", { class: "choices" }, RARELY_SAME.map(same)),
      h(
        "div",
        { class: "choices" },
        labelled("delimiter", delimiter),
        labelled("encoding", encoding),
        labelled("sheet", sheet),
      ),
      h("p", {}, exact, " ", h("label", { for: "table-exact" }, t("exact_figures"))),
    ),
    problem,
  );
  for (const kind of ["dragover", "dragleave", "drop"]) form.addEventListener(kind, dropped);
  const result = h("section", { class: "draft-result", "aria-label": t("table_result") });
  const element = h("div", { class: "draft table" }, h("h1", {}, t("table")), h("p", { class: "hint" }, t("table_why")), form, result);

  return { kind: "table", element, goTo: () => chosen.focus(), onKey: () => false, leave };

  function leave() {
    clearTimeout(timer);
    asking?.abort();
  }

  /* Taking a table in */

  function dropped(event) {
    const [given] = event.dataTransfer?.files ?? [];
    event.preventDefault();
    form.classList.toggle("dropping", event.type === "dragover");
    if (event.type === "drop" && given) take(given);
  }

  function take(given) {
    const kind = TYPES[given.name.split(".").pop().toLowerCase()];
    if (!kind) return tell(t("no_table", { name: given.name }));
    if (given.size > MOST_BYTES) return tell(t("too_large", { name: given.name }));
    file = { name: given.name, kind, blob: given };
    mapped = new Map();
    leavesRest = false;
    return check();
  }

  function changed(event) {
    if (event.target === chosen || file === null) return;
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  function tell(words) {
    problem.textContent = words;
  }

  /** What is said of the table, as both operations take it. */
  function said() {
    const filled = [...SAME, ...RARELY_SAME].map((name) => [name, form.querySelector(`#same-${name}`).value.trim()]);
    return {
      map: [...[...mapped].map(([place, field]) => `#${place}:${field}`), ...(leavesRest ? ["*:"] : [])],
      fill: filled.filter(([, value]) => value).map(([name, value]) => `${name}:${value}`),
      delimiter: delimiter.value,
      sheet: sheet.value.trim(),
      exact: exact.checked || null,
    };
  }

  function send(path, signal) {
    const isText = file.kind.startsWith("text/");
    const kind = isText && encoding.value !== "utf-8" ? `${file.kind}; charset=${encoding.value}` : file.kind;
    const plain = file.blob.slice(0, file.blob.size, ""); // Its own type would be sent in place of the one said here.
    return call("POST", path, { query: said(), body: plain, headers: { "Content-Type": kind }, signal });
  }

  /* Looking at it */

  async function check() {
    clearTimeout(timer);
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    tell("");
    if (!result.hasChildNodes()) put(result, h("p", { class: "notice" }, t("checking")));
    try {
      const preview = await send(`${PATH}/check`, signal);
      if (!signal.aborted) show(preview);
    } catch (error) {
      if (signal.aborted) return;
      put(result);
      if (error instanceof Refused && error.status !== 401) tell(error.message);
      else await page.fail(error);
    }
  }

  function show(preview) {
    const held = document.activeElement?.id;
    const untold = preview.columns.filter((one) => !one.is_told).length;
    const leave = () => ((leavesRest = true), check());
    put(
      result,
      h("h2", {}, file.name),
      untold ? h("p", { class: "problem", role: "alert" }, t("choose_columns", { count: untold })) : "",
      preview.problems.length && !untold ? problems(preview.problems) : "",
      preview.read_as ? readAs(preview.read_as) : "",
      preview.problems.length ? "" : counts(preview.counts),
      untold ? h("p", {}, h("button", { type: "button", click: leave }, t("leave_rest", { count: untold }))) : "",
      preview.problems.length ? "" : storeButton(preview.counts.read),
      drawGrid(preview, mapped, onMap),
      refusedList(preview.refused),
    );
    page.say(preview.problems.length ? preview.problems[0].detail : t("can_be_read", { count: preview.counts.read }));
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
  }

  function onMap(place, field) {
    if (field === null) mapped.delete(place);
    else mapped.set(place, field);
    check();
  }

  function problems(all) {
    return h(
      "section",
      { class: "problem", role: "alert" },
      h("h3", {}, t("before_storing")),
      h("ul", { class: "links", lang: "en" }, all.map((one) => h("li", {}, one.detail))),
    );
  }

  /** What of the file was guessed, for a guess may be wrong. */
  function readAs(guessed) {
    const told = [
      guessed.encoding && `${t("encoding")}: ${guessed.encoding}`,
      guessed.delimiter && `${t("delimiter")}: ${t(`delimiter.${guessed.delimiter}`)}`,
    ];
    return h("p", { class: "hint", id: "table-read-as" }, told.filter(Boolean).join(" · "));
  }

  function counts({ read, refused, skipped }) {
    return h(
      "ul",
      { class: "legend" },
      h("li", {}, h("b", {}, t("can_be_read", { count: read }))),
      h("li", { class: refused ? "bad" : null }, t("cannot_be_read", { count: refused })),
      h("li", {}, t("no_figures", { count: skipped })),
    );
  }

  function refusedList(refused) {
    if (refused.length === 0) return "";
    const told = refused.flatMap((figure) => figure.refusal.map((one) => [one.cell ?? figure.cell ?? figure.row, one]));
    return h(
      "section",
      {},
      h("h3", {}, t("refused_cells")),
      h("ul", { class: "links" }, told.map(([cell, one]) => h("li", {}, h("b", {}, String(cell)), " ", h("span", { lang: "en" }, one.detail)))),
    );
  }

  /* Storing it */

  function storeButton(count) {
    const button = h("button", { type: "button", class: "main", id: "store-table", disabled: count === 0 }, t("store_table", { count }));
    button.addEventListener("click", () => ((button.disabled = true), store()));
    return h("p", {}, button);
  }

  async function store() {
    put(result, h("p", { class: "notice" }, t("storing")));
    try {
      const rows = await send(PATH);
      drawStored(result, rows, page);
    } catch (error) {
      put(result);
      await page.fail(error);
      check();
    }
  }

  /* Fields */

  function same(name) {
    const isRare = name === "published_at" ? "date" : "text";
    return labelled(`field.${name}`, h("input", { id: `same-${name}`, type: isRare, maxlength: 500, autocomplete: "off", dir: "auto" }));
  }

  function labelled(name, input) {
    return h("p", { class: "field" }, h("label", { for: input.id }, t(name)), input);
  }

  function choice(id, options) {
    return h("select", { id }, options.map(([value, text]) => h("option", { value }, text)));
  }
}
