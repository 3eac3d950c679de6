/* Pages that are whole as the service wrote them: series, and what was known on a day. Keys go from mark to mark. */

import { byId } from "./dom.js";
import { suggest } from "./suggesting.js";

const WAYS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const SUGGESTED = ["metric", "source"];

/** Take over the page that is there; when it is another's, it is asked for. */
export function openServed(kind) {
  if (byId("main").dataset.served === undefined) location.reload();
  const element = byId("main").firstElementChild;
  for (const name of SUGGESTED) {
    const input = element.querySelector(`#series-${name}, #filter-${name}`);
    input?.after(suggest(input, name));
  }
  return { kind, element, goTo: () => {}, onKey, leave: () => {} };
}

function onKey(pressed) {
  const marks = [...document.querySelectorAll(".has-mark")];
  if (!(pressed in WAYS) || marks.length === 0) return false;
  const place = marks.indexOf(document.activeElement);
  const wanted = marks[place === -1 ? 0 : Math.min(Math.max(place + WAYS[pressed], 0), marks.length - 1)];
  wanted.tabIndex = -1;
  wanted.focus();
  wanted.scrollIntoView({ block: "center" });
  return true;
}
