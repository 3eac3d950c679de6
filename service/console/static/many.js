/* Deciding on many items at a time: how many and which are told before it is done. */

import { foreign, h } from "./dom.js";
import { RESOLUTIONS } from "./matters.js";
import { t } from "./words.js";

const MOST_NAMED = 6;
const AT_ONCE = 4;

/** Draw what may be done to those that are marked. */
export function manyBar({ marked, visible }, { onAct, onAll, onNone }) {
  const button = (name, press, kind) => h("button", { type: "button", class: kind, click: press }, t(name));
  return [
    h("b", {}, t("marked", { count: marked })),
    button("acknowledge", () => onAct("acknowledged")),
    button("settle", () => onAct("resolved")),
    button("dismiss", () => onAct("dismissed")),
    h("button", { type: "button", class: "quiet", click: onAll }, t("mark_all", { count: visible })),
    button("unmark", onNone, "quiet"),
  ];
}

/** Ask whether an act is to be done to so many items; `onYes(act)` hears of it. */
export function askForMany(items, status, onYes) {
  const reason = h(
    "select",
    { id: "many-reason" },
    RESOLUTIONS.map((one) => h("option", { value: one }, t(`resolution.${one}`))),
  );
  const title = t(`many.${status}`, { count: items.length });
  const yes = () => {
    dialog.close();
    onYes({ status, resolution: status === "resolved" ? reason.value : null });
  };
  const dialog = h(
    "dialog",
    { "aria-labelledby": "many-title", close: () => dialog.remove() },
    h("h2", { id: "many-title" }, title),
    h("ul", { class: "links" }, items.slice(0, MOST_NAMED).map((item) => h("li", {}, foreign(item.title)))),
    items.length > MOST_NAMED ? h("p", { class: "hint" }, t("and_more", { count: items.length - MOST_NAMED })) : "",
    status === "resolved" ? h("p", { class: "field" }, h("label", { for: "many-reason" }, t("settle_as")), reason) : "",
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", class: "main", id: "many-yes", click: yes }, t("do_it")),
      h("button", { type: "button", click: () => dialog.close() }, t("cancel")),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(status === "resolved" ? "#many-reason" : "#many-yes").focus();
}

/** Do something to each of many, a few at once; gives what came of each, in their order: a value or an Error. */
export async function each(items, act) {
  const results = [];
  const waiting = items.entries();
  const work = async () => {
    for (const [place, item] of waiting) {
      results[place] = await act(item, place).catch((error) => error);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
