/* The page of series is whole as the service wrote it; keys go from mark to mark. */

import { byId } from "./dom.js";
import { suggest } from "./suggesting.js";

const WAYS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Take over the page that is there; one that is not is asked for. */
export function openSeries() {
  const element = byId("main").querySelector(".series");
  if (element === null) location.reload();
  for (const name of ["metric", "source"]) {
    const input = element?.querySelector(`#series-${name}`);
    input?.after(suggest(input, name));
  }
  return { kind: "series", element: element ?? "", goTo: () => {}, onKey, leave: () => {} };
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
