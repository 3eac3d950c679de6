/* The chosen item: who says what, how far apart, what to do with it, and what became of it. */

import { foreign, h } from "./dom.js";
import { RESOLUTIONS } from "./matters.js";
import { gap, moment, period } from "./telling.js";
import { t } from "./words.js";

/** Build the pane of a matter. It hands acts to `onAct(item, wanted)`. */
export function openDetail(matter, { onAct, onBack, onCopy, onLater }) {
  const element = h("section", { class: "detail", "aria-label": t(`chosen.${matter.NAME}`) });
  const notes = new Map(); // What was written and not sent yet, by item.
  let item = null;
  let settles = false;

  return {
    element,
    show,
    onKey,
    item: () => item,
    wait: () => empty(t("loading")),
    clear: empty,
  };

  function empty(text) {
    item = null;
    settles = false;
    element.replaceChildren(backButton(), h("p", { class: "notice" }, text));
  }

  function show(given) {
    const isSame = item?.id === given.id;
    const held = isSame ? document.activeElement : null;
    const place = held?.name === "note" ? [held.selectionStart, held.selectionEnd] : null;
    const focused = held && element.contains(held) ? held.id : null;
    const open = isSame ? [...element.querySelectorAll("details[open]")].map((one) => one.className) : [];
    const known = isSame && item.version === given.version && !given.history ? item : {};
    item = { ...known, ...given, positions: given.positions ?? known.positions, history: given.history ?? known.history };
    if (!isSame) settles = false;
    drawAll();
    for (const name of open) element.querySelector(`details.${name}`)?.setAttribute("open", "");
    const again = focused && element.querySelector(`#${CSS.escape(focused)}`);
    again?.focus({ preventScroll: true });
    if (place) again?.setSelectionRange(...place);
    if (!isSame) element.scrollTop = 0;
  }

  function drawAll() {
    const { above, below } = matter.draw(item, (wanted) => onAct(item, wanted));
    const copying = h("button", { type: "button", id: "copy", click: () => onCopy(item) }, t("copy"), " ");
    copying.append(h("kbd", {}, "c"));
    element.replaceChildren(
      backButton(),
      heading(),
      ...above.flat(Infinity).filter(Boolean),
      acts(),
      h("p", { class: "beside" }, copying, h("a", { href: matter.addressOf(item.id) }, t("permalink"))),
      ...below.flat(Infinity).filter(Boolean),
    );
  }

  function heading() {
    const grave = t(`severity.${item.severity}`);
    return h(
      "header",
      {},
      h("h2", { id: "what" }, foreign(item.title)),
      h(
        "p",
        { class: "row-top" },
        h("span", { class: `severity ${item.severity}`, title: t(`severity.${item.severity}.long`) }, grave),
        h("b", { class: "gap" }, gap(item.gap)),
        h("span", { class: "status" }, t(`status.${item.status}`)),
        item.resolution ? h("span", {}, t(`resolution.${item.resolution}`)) : "",
      ),
      h("p", { class: "when" }, [period(item.period), item.counted].filter(Boolean).join(" · ")),
      h("p", { class: "when" }, t("opened"), " ", moment(item.openedAt)),
      item.note ? h("p", { class: "kept-note", id: "kept-note" }, foreign(item.note)) : "",
    );
  }

  function backButton() {
    return h("button", { type: "button", class: "back quiet", click: onBack }, "← ", t("back"));
  }

  /* Deciding */

  function acts() {
    const note = h("textarea", {
      id: "note",
      name: "note",
      rows: 2,
      maxlength: 4000,
      "aria-describedby": "note-hint",
      input: (event) => notes.set(item.id, event.target.value),
    });
    note.value = notes.get(item.id) ?? "";
    return h(
      "form",
      { class: "acts", "aria-labelledby": "acts-title", submit: (event) => event.preventDefault() },
      h("h3", { id: "acts-title" }, t("acts")),
      h("div", { class: "buttons" }, possible().map(actButton)),
      settles ? reasons() : "",
      h("label", { for: "note" }, t("note"), " ", h("span", { class: "hint", id: "note-hint" }, t("note_hint"))),
      note,
    );
  }

  function actButton([name, letter, press]) {
    const expanded = name === "settle" ? String(settles) : null;
    const attributes = { type: "button", id: `act-${name}`, "aria-expanded": expanded, click: press };
    return h("button", attributes, t(name), " ", h("kbd", {}, letter));
  }

  function possible() {
    const all = {
      acknowledge: ["acknowledge", "a", () => decide({ status: "acknowledged" })],
      settle: ["settle", "r", toggleReasons],
      dismiss: ["dismiss", "x", () => decide({ status: "dismissed" })],
      reopen: ["reopen", "o", () => decide({ status: "open" })],
      later: ["later", "s", () => onLater(item)],
    };
    const names = {
      open: ["acknowledge", "settle", "dismiss", "later"],
      acknowledged: ["settle", "dismiss", "reopen", "later"],
    };
    return (names[item.status] ?? ["reopen"]).map((name) => all[name]);
  }

  function reasons() {
    return h(
      "fieldset",
      { class: "reasons" },
      h("legend", {}, t("settle_as")),
      RESOLUTIONS.map((resolution, place) =>
        h(
          "button",
          { type: "button", id: `reason-${place + 1}`, click: () => decide({ status: "resolved", resolution }) },
          h("kbd", {}, String(place + 1)),
          " ",
          t(`resolution.${resolution}`),
        ),
      ),
    );
  }

  function toggleReasons() {
    settles = !settles;
    drawAll();
    element.querySelector(".reasons")?.scrollIntoView({ block: "nearest" });
    element.querySelector(settles ? "#reason-1" : "#act-settle")?.focus({ preventScroll: settles });
  }

  function decide(wanted) {
    const note = (notes.get(item.id) ?? "").trim() || null;
    notes.delete(item.id);
    settles = false;
    onAct(item, { ...wanted, note });
  }

  function onKey(pressed) {
    if (item === null) return false;
    if (settles && RESOLUTIONS[Number(pressed) - 1]) {
      decide({ status: "resolved", resolution: RESOLUTIONS[Number(pressed) - 1] });
      return true;
    }
    if (pressed === "c") return onCopy(item), true;
    if (pressed === "m") return element.querySelector("#note").focus(), true;
    const found = possible().find(([, letter]) => letter === pressed);
    found?.[2]();
    return found !== undefined;
  }
}
