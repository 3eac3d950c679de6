/* The list of a queue: a row for each item, which leads to its page and may be marked. */

import { foreign, h } from "./dom.js";
import { gap, period } from "./telling.js";
import { t } from "./words.js";

const MOST_SAID = 4;

/** Draw a row. `state` says what it is to the reader: chosen, fresh, changed, marked; `acts` what may be done with it. */
export function drawRow(item, { address, isChosen, isFresh, isMarked, isChanged }, { onOpen, onMark }) {
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    onOpen(item);
  };
  const box = h("input", {
    type: "checkbox",
    "aria-label": t("mark", { what: item.title }),
    checked: isMarked,
    tabindex: "-1",
    change: (event) => onMark(item, event.target.checked),
  });
  return h(
    "li",
    { "data-id": item.id, class: isMarked ? "marked" : null },
    h("label", { class: "marking" }, box),
    h(
      "a",
      { href: address, "aria-current": isChosen ? "true" : null, click: open },
      h(
        "span",
        { class: "row-top" },
        h("span", { class: `severity ${item.severity}` }, t(`severity.${item.severity}`)),
        sign(isFresh, isChanged),
        item.status === "open" ? "" : h("span", { class: "status" }, t(`status.${item.status}`)),
        h("span", { class: "gap" }, gap(item.gap)),
      ),
      h("span", { class: "what" }, foreign(item.title)),
      h("span", { class: "when" }, [period(item.period), item.counted].filter(Boolean).join(" · ")),
      item.chip ? h("span", { class: "chip" }, item.chip) : "",
      h("span", { class: "said" }, item.said.slice(0, MOST_SAID).map(said), moreSaid(item.said.length - MOST_SAID)),
    ),
  );
}

function sign(isFresh, isChanged) {
  if (isFresh) return h("span", { class: "fresh" }, t("is_new"));
  return isChanged ? h("span", { class: "fresh changed" }, t("is_changed")) : "";
}

function said([figure, by]) {
  return h("span", { class: "one" }, h("b", {}, foreign(figure)), " ", foreign(by));
}

function moreSaid(count) {
  return count > 0 ? h("span", { class: "one hint" }, t("more_figures", { count })) : "";
}
