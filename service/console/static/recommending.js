/* The figure that a person recommends: marked with a reason, shown wherever the dispute is, and taken back. */

import { foreign, h } from "./dom.js";
import { moment } from "./telling.js";
import { t } from "./words.js";

const LONGEST_REASON = 2000;

/** Draw which figure is recommended, why and by whom; nothing when none is. */
export function recommendedOf({ recommended }, onAct) {
  if (!recommended) return "";
  const { figure, source, reason, by, at } = recommended;
  const takeOff = () => onAct({ recommended: null, figure });
  return h(
    "section",
    { class: "recommended", "aria-label": t("recommended") },
    h("h3", {}, t("recommended")),
    h("p", {}, h("b", {}, foreign(figure)), " ", foreign(source)),
    h("p", { class: "kept-note" }, foreign(reason)),
    h("p", { class: "hint" }, foreign(by), " · ", h("time", { datetime: at }, moment(at))),
    h("button", { type: "button", id: "take-off", click: takeOff }, t("take_off")),
  );
}

/** Say on a claim's card that it is the recommended one, or offer to recommend it. */
export function recommendingOf({ recommended }, claim, onAct) {
  if (recommended?.claim_id === claim.id) return h("p", {}, h("span", { class: "chip" }, t("recommended")));
  const ask = () => askForReason(claim, (reason) => onAct(marking(claim, reason)));
  const name = `${t("recommend")}: ${claim.quantity.as_given}, ${claim.source}`;
  return h("button", { type: "button", class: "quiet", id: `recommend-${claim.id}`, "aria-label": name, click: ask }, t("recommend"));
}

function marking(claim, reason) {
  return { recommended: { claim_id: claim.id, reason }, figure: claim.quantity.as_given };
}

function askForReason(claim, onYes) {
  const reason = h("textarea", { id: "why-recommended", rows: 3, maxlength: LONGEST_REASON, required: true, "aria-describedby": "why-hint" });
  const send = (event) => {
    event.preventDefault();
    if (!reason.value.trim()) return reason.setAttribute("aria-invalid", "true");
    dialog.close();
    return onYes(reason.value.trim());
  };
  const dialog = h(
    "dialog",
    { "aria-labelledby": "recommend-title", close: () => dialog.remove() },
    h(
      "form",
      { class: "acts", submit: send },
      h("h2", { id: "recommend-title" }, t("recommend")),
      h("p", {}, h("b", {}, foreign(claim.quantity.as_given)), " ", foreign(claim.source)),
      h("label", { for: "why-recommended" }, t("reason_of_mark")),
      reason,
      h("p", { class: "hint", id: "why-hint" }, t("reason_hint")),
      h(
        "div",
        { class: "buttons" },
        h("button", { class: "main" }, t("recommend")),
        h("button", { type: "button", click: () => dialog.close() }, t("cancel")),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  reason.focus();
}
