/* One conflict: who says what, how far apart, why they were compared, and what to do with it. */

import { RESOLUTIONS } from "./conflicts.js";
import { foreign, h } from "./dom.js";
import { figureCard } from "./figures.js";
import { plot } from "./plot.js";
import { gap, moment, period, what } from "./telling.js";
import { t } from "./words.js";

/** Build the pane. It hands acts to `onAct(item, wanted)`. */
export function openDetail({ onAct, onBack, onCopy }) {
  const element = h("section", { class: "detail", "aria-label": t("chosen") });
  const notes = new Map(); // What was written and not sent yet, by item.
  let item = null;
  let settles = false;

  return {
    element,
    show,
    onKey,
    version: () => item?.version ?? 0,
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
    const history = given.history ?? (isSame && item.version === given.version ? item.history : null);
    item = { ...given, history };
    if (!isSame) settles = false;
    draw();
    for (const name of open) element.querySelector(`details.${name}`)?.setAttribute("open", "");
    const again = focused && element.querySelector(`#${CSS.escape(focused)}`);
    again?.focus({ preventScroll: true });
    if (place) again?.setSelectionRange(...place);
    if (!isSame) element.scrollTop = 0;
  }

  function draw() {
    const [first] = item.figures;
    const label = t("plot", { what: what(first), figures: item.figures.map(spokenFigure).join(", ") });
    element.replaceChildren(
      backButton(),
      h(
        "header",
        {},
        h("h2", { id: "what" }, foreign(what(first))),
        h(
          "p",
          { class: "row-top" },
          h("span", { class: `severity ${item.severity}`, title: t(`severity.${item.severity}.long`) }, severity()),
          h("b", { class: "gap" }, gap(item.gap)),
          h("span", { class: "status" }, t(`status.${item.status}`)),
          item.resolution ? h("span", {}, t(`resolution.${item.resolution}`)) : "",
        ),
        h("p", { class: "when" }, period(first.period), " · ", t("opened"), " ", moment(item.openedAt)),
      ),
      plot(item.figures, label) ?? "",
      h("div", { class: "figures" }, item.figures.map(figureCard)),
      acts(),
      h(
        "p",
        { class: "beside" },
        h("button", { type: "button", id: "copy", click: () => onCopy(item) }, t("copy"), " ", h("kbd", {}, "c")),
        h("a", { href: `/console/conflicts/${item.id}` }, t("permalink")),
      ),
      why(),
      historyOf(),
    );
  }

  function severity() {
    return t(`severity.${item.severity}`);
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
      h(
        "div",
        { class: "buttons" },
        possible().map(([name, letter, press]) =>
          h(
            "button",
            {
              type: "button",
              id: `act-${name}`,
              "aria-expanded": name === "settle" ? String(settles) : null,
              click: press,
            },
            t(name),
            " ",
            h("kbd", {}, letter),
          ),
        ),
      ),
      settles ? reasons() : "",
      h("label", { for: "note" }, t("note"), " ", h("span", { class: "hint", id: "note-hint" }, t("note_hint"))),
      note,
    );
  }

  function possible() {
    const all = {
      acknowledge: ["acknowledge", "a", () => decide({ status: "acknowledged" })],
      settle: ["settle", "r", toggleReasons],
      dismiss: ["dismiss", "x", () => decide({ status: "dismissed" })],
      reopen: ["reopen", "o", () => decide({ status: "open" })],
    };
    const names = { open: ["acknowledge", "settle", "dismiss"], acknowledged: ["settle", "dismiss", "reopen"] };
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
    draw();
    element.querySelector(settles ? "#reason-1" : "#act-settle")?.focus();
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

  /* Below */

  function why() {
    return h(
      "details",
      { class: "why" },
      h("summary", {}, t("why")),
      h("p", { lang: "en" }, foreign(item.reason)),
      h(
        "div",
        { class: "wide", tabindex: "0", role: "region", "aria-label": t("why") },
        h(
          "table",
          {},
          h("thead", {}, h("tr", {}, ["feature", "score", "reason"].map((one) => h("th", { scope: "col" }, t(one))))),
          h(
            "tbody",
            { lang: "en" },
            item.features.map((one) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, one.name),
                h("td", {}, one.score.toFixed(2)),
                h("td", {}, foreign(one.reason)),
              ),
            ),
          ),
        ),
      ),
    );
  }

  function historyOf() {
    if (!item.history) return "";
    return h(
      "details",
      { class: "history", open: item.history.length > 1 },
      h("summary", {}, t("history")),
      h(
        "ol",
        {},
        item.history.map((step) =>
          h(
            "li",
            {},
            h("time", { datetime: step.at }, moment(step.at)),
            " ",
            t(`act.${step.act}`),
            step.resolution ? ` (${t(`resolution.${step.resolution}`)})` : "",
            " · ",
            foreign(step.actor),
            step.note ? h("p", { class: "kept-note" }, foreign(step.note)) : "",
          ),
        ),
      ),
    );
  }
}

function spokenFigure(claim) {
  return t("says", { source: claim.source, figure: claim.quantity.as_given });
}
