/* Conflicts as the queue works on them: the pairs that a dispute is made of, and those that wait for a person's word. */

import { call, follow as followEvents } from "./api.js";
import { foreign, h } from "./dom.js";
import { figureCard } from "./figures.js";
import { historyOf } from "./history.js";
import { changed, folded, sinceOf } from "./matters.js";
import { plot } from "./plot.js";
import { gap, period, what } from "./telling.js";
import { t } from "./words.js";

export const NAME = "conflicts";
export const HOME = "/console/conflicts";
export const SORT = "newest";
const PATH = "/v1/conflicts";

/** The address of an item's page. */
export function addressOf(id) {
  return `${HOME}/${id}`;
}

/** Give a page of items and where the next begins. */
export async function list(filters, cursor, limit, signal) {
  const { statuses, severity, sort, source, metric, place } = filters;
  const query = { status: statuses, severity, sort, source, metric, place, since: sinceOf(filters), cursor, limit };
  const page = await call("GET", PATH, { query, signal });
  return { items: page.items.map(itemOf), next: page.next };
}

/** Give one item with its history. */
export async function get(id) {
  const record = await call("GET", `${PATH}/${id}`);
  return { ...itemOf(record.conflict), history: record.history };
}

/** Change an item as it was seen; refused with 412 when somebody else changed it meanwhile. */
export async function change(item, act) {
  const record = await changed(PATH, item, act);
  return { ...itemOf(record.conflict), history: record.history };
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

/** Say whether an item is one that a list with these filters would give; null when only the service can tell. */
export function fits({ figures }, { source, metric, place }) {
  if (source && !figures.some((claim) => folded(claim.source) === folded(source))) return false;
  if (metric && !figures.some((claim) => folded(claim.metric.as_given) === folded(metric))) return false;
  if (place && !figures.some((claim) => isPlace(claim.place, place))) return false;
  return true;
}

/** Give the sentence for print. */
export function sentence({ figures, gap: apart }) {
  const said = figures.map((claim) => t("says", { source: claim.source, figure: claim.quantity.as_given }));
  return `${said.join(", ")}: ${what(figures[0])}, ${period(figures[0].period)} (${gap(apart)}).`;
}

/** Draw what is to be known before one decides, and what may be looked up after. */
export function draw(item) {
  const [first] = item.figures;
  const spoken = item.figures.map((claim) => t("says", { source: claim.source, figure: claim.quantity.as_given }));
  return {
    above: [
      plot(item.figures, t("plot", { what: what(first), figures: spoken.join(", ") })) ?? "",
      h("div", { class: "figures" }, item.figures.map(figureCard)),
    ],
    below: [why(item), historyOf(item.history?.map((step) => ({ ...step, told: t(`act.${step.act}`) })))],
  };
}

function why(item) {
  const columns = ["feature", "score", "reason"].map((one) => h("th", { scope: "col" }, t(one)));
  const rows = item.features.map((one) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, one.name),
      h("td", {}, one.score.toFixed(2)),
      h("td", {}, foreign(one.reason)),
    ),
  );
  const table = h("table", {}, h("thead", {}, h("tr", {}, columns)), h("tbody", { lang: "en" }, rows));
  return h(
    "details",
    { class: "why" },
    h("summary", {}, t("why")),
    h("p", { lang: "en" }, foreign(item.reason)),
    h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("why") }, table),
  );
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
    title: what(first),
    period: first.period,
    counted: null,
    said: conflict.claims.map((claim) => [claim.quantity.as_given, claim.source]),
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
