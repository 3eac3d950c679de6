/* What the queue works on: the one module that knows by which operations. Another kind of matter (a dispute of many
   positions) needs a module with the same functions and items of the same shape. */

import { call, follow as followEvents } from "./api.js";

const PATH = "/v1/conflicts";
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

/** Give a page of items and where the next begins. */
export async function list({ statuses, severity, sort, source, metric, place }, cursor, limit = 50) {
  const query = { status: statuses, severity, sort, source, metric, place, cursor, limit };
  const page = await call("GET", PATH, { query });
  return { items: page.items.map(itemOf), next: page.next };
}

/** Give one item with its history. */
export async function get(id) {
  const record = await call("GET", `${PATH}/${id}`);
  return { ...itemOf(record.conflict), history: record.history };
}

/** Change an item as it was seen; refused with 412 when somebody else changed it meanwhile. */
export async function change(item, { status, resolution = null, note = null }) {
  const body = { status, ...(resolution ? { resolution } : {}), ...(note ? { note } : {}) };
  const headers = { "If-Match": `"${item.version}"` };
  const record = await call("PATCH", `${PATH}/${item.id}`, { body, headers });
  return { ...itemOf(record.conflict), history: record.history };
}

/** Take back what was just done: gives the item as it stood before. */
export async function undo(before, after) {
  let item = after;
  if (item.status !== "open") item = await change(item, { status: "open" });
  if (before.status !== "open") item = await change(item, statusBefore(before));
  return item;
}

/** Hear of each item that is new or was changed. */
export function follow({ onItem, onOpen, onLost, signal }) {
  const onEvent = (type, event) => {
    if (type.startsWith("conflict.") && event.data.band === "confirmed") {
      onItem(itemOf(event.data), type === "conflict.created");
    }
  };
  return followEvents("/v1/events/stream", { onEvent, onOpen, onLost, signal });
}

/** Say whether an item is one that a list with these filters would give, as far as that can be told here. */
export function fits(item, { statuses, severity, source, metric, place }) {
  if (statuses.length && !statuses.includes(item.status)) return false;
  if (severity && SEVERITIES.indexOf(item.severity) < SEVERITIES.indexOf(severity)) return false;
  if (source && !item.figures.some((claim) => folded(claim.source) === folded(source))) return false;
  if (metric && !item.figures.some((claim) => folded(claim.metric.as_given) === folded(metric))) return false;
  if (place && !item.figures.some((claim) => isPlace(claim.place, place))) return false;
  return true;
}

/** Put items into the order of the list. */
export function sorted(items, sort) {
  const newest = (a, b) => b.openedAt.localeCompare(a.openedAt) || b.id.localeCompare(a.id);
  const rank = (item) => SEVERITIES.indexOf(item.severity);
  return [...items].sort(sort === "gravest" ? (a, b) => rank(b) - rank(a) || newest(a, b) : newest);
}

/** Give the letters of a text without case and accents, for searching. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function itemOf(conflict) {
  const [first, second] = conflict.claims;
  return {
    id: conflict.id,
    version: conflict.version,
    status: conflict.status,
    resolution: conflict.resolution,
    note: conflict.note,
    severity: conflict.severity,
    gap: conflict.gap,
    score: conflict.score,
    reason: conflict.reason,
    features: conflict.features,
    openedAt: conflict.opened_at,
    updatedAt: conflict.updated_at,
    figures: [first, second],
    searched: folded(conflict.claims.flatMap(wordsOf).join("\n")),
    history: null,
  };
}

function wordsOf(claim) {
  return [
    claim.metric.as_given,
    claim.subject?.as_given,
    claim.place?.as_given,
    claim.place?.name,
    claim.source,
    claim.claimant,
    claim.quote,
    claim.quantity.as_given,
    claim.period.as_given,
  ].filter(Boolean);
}

function isPlace(place, wanted) {
  return place !== null && [place.as_given, place.name, place.key].some((name) => folded(name) === folded(wanted));
}

function statusBefore(before) {
  return { status: before.status, resolution: before.resolution, note: before.note };
}
