/* How figures, periods and gaps are told. Decimals stay text: no figure passes through a float. */

import { locale, t } from "./words.js";

const QUARTER_MONTHS = 3;

/** Of each verdict, whether the two figures exclude each other. */
export const CANNOT_STAND = {
  conflict: true,
  compatible: false,
  agree_by_rounding: false,
  agree: false,
  not_comparable: false,
};

/** Write a decimal that came as text with the separators of the language. */
export function decimal(text) {
  const [whole, fraction = ""] = text.split(".");
  if (!/^-?\d{1,60}$/.test(whole) || fraction.length > 20) return text;
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 20, useGrouping: "min2" }).format(text);
}

/** Tell what a figure was understood as: the bare words, in the base unit. */
export function stated(quantity) {
  return told(quantity.stated, quantity.unit);
}

/** Tell what a figure can mean with its written precision, where that is more than its last digit; else null. */
export function meaning(quantity) {
  const { low, high } = quantity.interval;
  const width = low === null || high === null ? 0 : Number(high) - Number(low);
  const isWide = width > Math.abs(Number(high)) / 500 && (width > 1 || quantity.unit.dimension !== "count");
  const differs = low !== quantity.stated.low || high !== quantity.stated.high;
  return isWide && differs ? told(quantity.interval, quantity.unit) : null;
}

function told({ low, high, low_open: lowOpen, high_open: highOpen }, { name, base }) {
  const unit = base || name;
  const one = (figure) => withUnit(decimal(figure), unit);
  if (low !== null && low === high) return one(low);
  if (low === null && high === null) return "–";
  if (low === null) return t(highOpen ? "below" : "at_most", { figure: one(high) });
  if (high === null) return t(lowOpen ? "above" : "at_least", { figure: one(low) });
  return t("between", { low: decimal(low), high: one(high) });
}

/** Tell how far apart two figures are, as the severity is measured. */
export function gap({ percent, factor, absolute, unit }) {
  if (factor !== null && Number(factor) >= 2) return t("apart_factor", { factor: decimal(shorter(factor)), count: shorter(factor) });
  if (percent !== null) return t("apart_percent", { percent: decimal(percent) });
  return t("apart_absolute", { absolute: withUnit(decimal(absolute), unit) });
}

/** Tell what is measured: metric, subject and place of a claim. */
export function what(claim) {
  return [claim.metric.as_given, claim.subject?.as_given, claim.place?.name].filter(Boolean).join(" · ");
}

/** Tell the time that a figure speaks of. */
export function period(one) {
  const told = one.kind === "as_of" ? t("as_of", { date: day(one.end) }) : span(one);
  return one.assumed ? `${told} (${t("assumed")})` : told;
}

/** Write a day. */
export function day(iso) {
  return format(iso, { dateStyle: "medium" });
}

/** Write a moment as the desk's clocks show it, where it has named its time zone; else as the reader's do. */
export function moment(iso) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short", timeZone: zone() }).format(new Date(iso));
}

/** Give what the desk's clocks show at a moment, as if it were UTC. */
export function wallClock(moment) {
  const units = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const parts = new Intl.DateTimeFormat("en-US", { ...units, hourCycle: "h23", timeZone: zone() }).formatToParts(moment);
  const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

function zone() {
  return document.documentElement.dataset.zone;
}

/** Give the sentence for print. */
export function sentence(item) {
  const said = item.figures.map((claim) => t("says", { source: claim.source, figure: claim.quantity.as_given }));
  return `${said.join(", ")}: ${what(item.figures[0])}, ${period(item.figures[0].period)} (${gap(item.gap)}).`;
}

function span({ start, end, accuracy }) {
  const year = start.slice(0, 4);
  switch (accuracy) {
    case "day":
      return start === end ? day(end) : range(start, end);
    case "month":
      return sameMonth(start, end) ? format(start, { month: "long", year: "numeric" }) : range(start, end);
    case "quarter":
      return t("quarter", { number: Math.ceil(Number(end.slice(5, 7)) / QUARTER_MONTHS), year: end.slice(0, 4) });
    case "year":
      return year === end.slice(0, 4) ? year : range(start, end);
    case "fiscal_year":
      return t("fiscal", { date: day(end) });
    default:
      return range(start, end);
  }
}

function range(start, end) {
  return t("date_joined", { from: day(start), to: day(end) });
}

function sameMonth(start, end) {
  return start.slice(0, 7) === end.slice(0, 7);
}

function format(iso, options) {
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(new Date(`${iso.slice(0, 10)}T00:00Z`));
}

function withUnit(figure, unit) {
  return unit ? `${figure} ${unit === "percent" ? "%" : unit}` : figure;
}

function shorter(text) {
  const [whole, fraction] = text.split(".");
  return fraction && whole.length > 1 ? whole : `${whole}${fraction ? `.${fraction.slice(0, 1)}` : ""}`;
}
