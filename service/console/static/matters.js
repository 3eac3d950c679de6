/* What all matters have in common that a queue works on: their states, their order, and what narrows a list. */

import { call } from "./api.js";
import { wallClock } from "./telling.js";

export const RESOLUTIONS = [
  "corrected",
  "superseded",
  "different_definition",
  "different_scope",
  "error_in_source",
  "other",
];
export const SEVERITIES = ["slight", "moderate", "major", "extreme"];
export const STATUSES = ["open", "acknowledged", "resolved", "dismissed"];
export const SINCE = { today: 0, yesterday: 1, week: 7, month: 30 };

/** Say whether an item's state fits filters. */
export function fitsState(item, { statuses, severity, ...filters }) {
  if (statuses.length && !statuses.includes(item.status)) return false;
  if (severity && SEVERITIES.indexOf(item.severity) < SEVERITIES.indexOf(severity)) return false;
  const since = sinceOf(filters);
  return since === null || item.updatedAt >= since;
}

/** Give the moment from which a list is asked for: the beginning of a day where the desk is, else where the reader is. */
export function sinceOf({ since }) {
  if (!(since in SINCE)) return null;
  const here = wallClock(new Date());
  const day = Date.UTC(here.getUTCFullYear(), here.getUTCMonth(), here.getUTCDate() - SINCE[since]);
  let moment = new Date(day);
  for (let turn = 0; turn < 2; turn += 1) moment = new Date(moment.getTime() + day - wallClock(moment).getTime());
  return moment.toISOString();
}

/** Put items into the order of the list. */
export function sorted(items, sort) {
  const rank = (item) => SEVERITIES.indexOf(item.severity);
  return [...items].sort(sort === "gravest" ? (a, b) => rank(b) - rank(a) || newest(a, b) : newest);
}

/** Give the letters of a text without case and accents, for searching. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Change an item as it was seen, and give the record as it is then. A recommendation is given, or null to take it off. */
export async function changed(path, item, { status, resolution = null, note = null, recommended }) {
  const body = { status, ...(resolution ? { resolution } : {}), ...(note ? { note } : {}), recommended };
  return call("PATCH", `${path}/${item.id}`, { body, headers: { "If-Match": `"${item.version}"` } });
}

/** Take back what was just done to an item: gives it as it stood before. */
export async function undo(matter, before, after, { recommended }) {
  if (recommended !== undefined) return matter.change(after, { recommended: marked(before.recommended) });
  let item = after;
  if (item.status !== "open") item = await matter.change(item, { status: "open" });
  if (before.status === "open") return item;
  return matter.change(item, { status: before.status, resolution: before.resolution, note: before.note });
}

function marked(recommended) {
  return recommended && { claim_id: recommended.claim_id, reason: recommended.reason };
}

function newest(a, b) {
  return b.openedAt.localeCompare(a.openedAt) || b.id.localeCompare(a.id);
}
