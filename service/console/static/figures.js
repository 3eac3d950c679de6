/* One source's figure with where it comes from, as a card. */

import { foreign, h, linkable } from "./dom.js";
import { day, meaning, period, stated } from "./telling.js";
import { t } from "./words.js";

const LONG_QUOTE = 400;

/** Build the card of a claim; `place` picks its colour. */
export function figureCard(claim, place) {
  const url = linkable(claim.url);
  return h(
    "article",
    { class: `figure figure-${place % 2}` },
    h("h3", {}, foreign(claim.source)),
    h("p", { class: "printed" }, foreign(claim.quantity.as_given, claim.language)),
    h(
      "dl",
      {},
      pair("understood", stated(claim.quantity)),
      meaning(claim.quantity) ? pair("can_mean", meaning(claim.quantity)) : "",
      claim.claimant ? pair("attributed", foreign(claim.claimant, claim.language)) : "",
      pair("period", period(claim.period)),
      pair("published", day(claim.published_at)),
    ),
    claim.quote ? quoted(claim) : h("p", { class: "hint" }, t("no_quote")),
    url
      ? h("p", {}, h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, t("link")), " ", hostOf(url))
      : "",
    claim.url && !url ? h("p", { class: "hint" }, t("no_link"), ": ", foreign(claim.url)) : "",
  );
}

function pair(name, value) {
  return h("div", {}, h("dt", {}, t(name)), h("dd", {}, value));
}

function hostOf(url) {
  return h("span", { class: "hint" }, foreign(new URL(url).hostname));
}

/** Show the quote, its figure marked; a long one is cut until it is asked for. */
function quoted(claim) {
  const { quote } = claim;
  const isLong = quote.length > LONG_QUOTE;
  const block = h("blockquote", { dir: "auto", class: isLong ? "cut" : null }, marked(quote, claim.quantity.as_given));
  if (claim.language) block.setAttribute("lang", claim.language.replace("_", "-"));
  if (!isLong) return block;
  const toggle = h("button", { type: "button", class: "quiet", "aria-expanded": "false" }, t("whole_quote"));
  toggle.addEventListener("click", () => {
    const isCut = block.classList.toggle("cut");
    toggle.setAttribute("aria-expanded", String(!isCut));
    toggle.textContent = t(isCut ? "whole_quote" : "short_quote");
  });
  return [block, toggle];
}

function marked(text, figure) {
  const at = figure ? text.toLowerCase().indexOf(figure.toLowerCase()) : -1;
  if (at === -1 || text.toLowerCase().length !== text.length) return text;
  const end = at + figure.length;
  return [text.slice(0, at), h("mark", {}, text.slice(at, end)), text.slice(end)];
}
