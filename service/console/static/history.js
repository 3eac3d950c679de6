/* What became of an item, step by step. */

import { foreign, h } from "./dom.js";
import { moment } from "./telling.js";
import { t } from "./words.js";

/** Draw steps: `at`, `told` in words, `resolution`, `actor`, `note`. Nothing while they are not there yet. */
export function historyOf(steps) {
  if (!steps) return "";
  return h(
    "details",
    { class: "history", open: steps.length > 1 },
    h("summary", {}, t("history")),
    h("ol", {}, steps.map(drawn)),
  );
}

function drawn({ at, told, resolution, actor, note }) {
  return h(
    "li",
    {},
    h("time", { datetime: at }, moment(at)),
    " ",
    told,
    resolution ? ` (${t(`resolution.${resolution}`)})` : "",
    " · ",
    foreign(actor),
    note ? h("p", { class: "kept-note" }, foreign(note)) : "",
  );
}
