/* Figures on one axis: a dot for what was printed, a bar for what it can mean, an arrow where an end is open.
   Numbers are floats here, for drawing only. */

import { s } from "./dom.js";

const ROW = 44;
const EDGE = 14;
const INSIDE = 20;

/** Draw the figures of an item; `label` is what is read instead of the drawing. */
export function plot(figures, label) {
  const rows = figures.map(rowOf);
  const width = matchMedia("(max-width: 40rem)").matches ? 340 : 600; // Letters keep their size on a phone.
  const scale = scaleOf(width, rows.flatMap((row) => [row.low, row.high, row.dot]).filter(Number.isFinite));
  if (scale === null) return null;
  const height = rows.length * ROW + 12;
  const drawing = s("svg", { class: "plot", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  drawing.append(s("line", { class: "axis", x1: EDGE, x2: width - EDGE, y1: height - 4, y2: height - 4 }));
  rows.forEach((row, place) => drawing.append(...drawn(row, place, scale)));
  return drawing;
}

function rowOf(claim) {
  const { interval, stated } = claim.quantity;
  const number = (text) => (text === null ? null : Number(text));
  const low = number(interval.low);
  const high = number(interval.high);
  const ends = [number(stated.low), number(stated.high)].filter((one) => one !== null);
  const dot = ends.length === 2 ? (ends[0] + ends[1]) / 2 : (ends[0] ?? low ?? high);
  return { low: low ?? -Infinity, high: high ?? Infinity, dot, label: claim.quantity.as_given };
}

function scaleOf(width, values) {
  if (values.length === 0) return null;
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (!(most > least)) return null;
  const start = EDGE + INSIDE;
  const inner = width - 2 * start;
  return { width, x: (value) => start + ((value - least) / (most - least)) * inner };
}

function drawn(row, place, scale) {
  const y = place * ROW + 30;
  const from = Number.isFinite(row.low) ? scale.x(row.low) : EDGE;
  const to = Number.isFinite(row.high) ? scale.x(row.high) : scale.width - EDGE;
  const at = scale.x(row.dot);
  const anchor = at > scale.width / 2 ? "end" : "start";
  const parts = [s("line", { class: `bar bar-${place % 2}`, x1: from, x2: Math.max(to, from + 2), y1: y, y2: y })];
  if (!Number.isFinite(row.low)) parts.push(arrow(EDGE, y, 8, place));
  if (!Number.isFinite(row.high)) parts.push(arrow(scale.width - EDGE, y, -8, place));
  parts.push(s("circle", { class: `dot dot-${place % 2}`, cx: at, cy: y, r: 6 }));
  const shown = row.label.length > 32 ? `${row.label.slice(0, 31)}…` : row.label;
  parts.push(s("text", { class: "figure", x: anchor === "end" ? at + 6 : at - 6, y: y - 12, "text-anchor": anchor }, shown));
  return parts;
}

function arrow(x, y, inwards, place) {
  return s("path", { class: `tip dot-${place % 2}`, d: `M${x} ${y} l${inwards} -6 v12 z` });
}
