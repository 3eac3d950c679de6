/* Disputes: one question, the figures that exclude each other, and who holds which. */

import { call, follow, Refused } from "./api.js";
import { folded, sorted } from "./conflicts.js";
import { foreign, h, put } from "./dom.js";
import { figureCard } from "./figures.js";
import { filterForm, filtersOf, queryOf } from "./filters.js";
import { plot } from "./plot.js";
import { day, gap, moment, period } from "./telling.js";
import { t } from "./words.js";

const PATH = "/v1/disputes";
const HOME = "/console/disputes";
const PAGE = 50;
const WIDE = "(min-width: 62rem)";
const PAUSES = [500, 3000, 15_000]; // A dispute follows from its claims a moment after they are stored.

/** Build the view. `page` is what it may ask of the page. */
export function openDisputes(page) {
  const stop = new AbortController();
  let filters = null;
  let asked = null;
  let items = [];
  let next = null;
  let chosen = null;
  let timers = [];

  const head = h("div", { class: "filters" });
  const rows = h("ul", { class: "rows" });
  const foot = h("div", { class: "foot" });
  const list = h("section", { class: "list", "aria-label": t("disputes") }, head, rows, foot);
  const detail = h("section", { class: "detail", "aria-label": t("chosen_dispute") });
  const element = h("div", { class: "queue" }, h("h1", { class: "unseen" }, t("disputes")), list, detail);

  follow("/v1/events/stream", { onEvent: heard, onOpen, onLost, signal: stop.signal });
  return { kind: "disputes", element, goTo, onKey, leave };

  function leave() {
    timers.forEach(clearTimeout);
    stop.abort();
  }

  function goTo(id, query) {
    const wanted = queryOf(filtersOf(query));
    element.dataset.shown = id ? "detail" : "list";
    chosen = id;
    if (wanted !== asked) {
      asked = wanted;
      filters = filtersOf(query);
      put(head, filterForm(filters, (changed) => page.go(HOME + queryOf(changed), { replace: true })));
      load();
    } else {
      mark();
    }
    if (id) show(id);
    else settleOnFirst();
  }

  /* The list */

  async function load({ further = false } = {}) {
    const query = asked;
    const { statuses, severity, sort, source, metric, place } = filters;
    const cursor = further ? next : null;
    try {
      const found = await call("GET", PATH, {
        query: { status: statuses, severity, sort, source, metric, place, cursor, limit: PAGE },
        signal: stop.signal,
      });
      if (query !== asked) return;
      const known = further ? items : [];
      items = sorted([...known, ...found.items.map(itemOf)], sort);
      next = found.next;
      draw();
      if (!chosen) settleOnFirst();
    } catch (error) {
      await page.fail(error);
    }
  }

  function shown() {
    const words = folded(filters.words).split(/\s+/).filter(Boolean);
    return items.filter((item) => words.every((word) => item.searched.includes(word)));
  }

  function draw() {
    const focused = document.activeElement?.closest?.("[data-id]")?.dataset.id;
    const visible = shown();
    put(rows, visible.map(row));
    const count = visible.length;
    put(
      foot,
      h("p", {}, count ? t(next ? "shown_more" : "shown", { count }) : t("none_disputed")),
      next ? h("button", { type: "button", click: () => load({ further: true }) }, t("more")) : "",
    );
    if (focused) linkOf(focused)?.focus({ preventScroll: true });
  }

  function row({ dispute }) {
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      page.go(addressOf(dispute.id));
    };
    return h(
      "li",
      { "data-id": dispute.id },
      h(
        "a",
        { href: addressOf(dispute.id), "aria-current": dispute.id === chosen ? "true" : null, click: open },
        h(
          "span",
          { class: "row-top" },
          h("span", { class: `severity ${dispute.severity}` }, t(`severity.${dispute.severity}`)),
          dispute.status === "open" ? "" : h("span", { class: "status" }, t(`status.${dispute.status}`)),
          h("span", { class: "gap" }, gap(dispute.gap)),
        ),
        h("span", { class: "what" }, foreign(asking(dispute))),
        h("span", { class: "when" }, period(dispute.question.period), " · ", counts(dispute)),
        h(
          "span",
          { class: "said" },
          dispute.positions.map((one) =>
            h("span", { class: "one" }, h("b", {}, foreign(one.figure)), " ", foreign(one.sources.join(", "))),
          ),
        ),
      ),
    );
  }

  function addressOf(id) {
    return `${HOME}${id ? `/${id}` : ""}${asked}`;
  }

  function linkOf(id) {
    return rows.querySelector(`[data-id="${id}"] a`);
  }

  function mark() {
    for (const link of rows.querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
    const link = chosen && linkOf(chosen);
    link?.setAttribute("aria-current", "true");
    link?.scrollIntoView({ block: "nearest" });
  }

  /* The chosen one */

  function settleOnFirst() {
    const [first] = shown();
    if (first && matchMedia(WIDE).matches) {
      chosen = first.id;
      mark();
      show(first.id);
    } else {
      put(detail, h("p", { class: "notice" }, t("choose")));
    }
  }

  async function show(id) {
    try {
      const record = await call("GET", `${PATH}/${id}`, { signal: stop.signal });
      if (chosen === id) drawDetail(record);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) put(detail, h("p", { class: "notice" }, t("gone_dispute")));
      else await page.fail(error);
    }
  }

  function drawDetail({ dispute, positions, history }) {
    const drawn = positions.map((one) => ({
      quantity: { interval: one.core, stated: one.core, as_given: one.figure },
    }));
    const back = () => page.go(addressOf(null));
    put(
      detail,
      h("button", { type: "button", class: "back quiet", click: back }, "← ", t("back")),
      h(
        "header",
        {},
        h("h2", {}, foreign(asking(dispute))),
        h(
          "p",
          { class: "row-top" },
          h("span", { class: `severity ${dispute.severity}` }, t(`severity.${dispute.severity}`)),
          h("b", { class: "gap" }, gap(dispute.gap)),
          h("span", { class: "status" }, t(`status.${dispute.status}`)),
        ),
        h("p", { class: "when" }, period(dispute.question.period), " · ", counts(dispute)),
      ),
      plot(drawn, dispute.sentence) ?? "",
      h("p", {}, h("a", { href: pairsOf(dispute) }, t("decide_pairs"))),
      positions.map(drawPosition),
      drawHistory(history),
    );
  }

  /* Live: disputes follow from conflicts, so that whatever becomes of one is looked at again. */

  function heard(type) {
    if (!/^(conflict|dispute)\./.test(type)) return;
    timers.forEach(clearTimeout);
    timers = PAUSES.map((pause) => setTimeout(refresh, pause));
  }

  function refresh() {
    if (filters === null) return;
    load();
    if (chosen) show(chosen);
  }

  function onOpen(isFresh) {
    page.setLive("live");
    if (isFresh) heard("conflict.any");
  }

  function onLost(error) {
    page.setLive("lost");
    if (error instanceof Refused && error.status === 401 && !stop.signal.aborted) page.fail(error);
  }

  /* Keys */

  function onKey(pressed) {
    if (pressed === "/") return head.querySelector("input[type=search]").focus(), true;
    if (pressed === "Escape") return page.go(addressOf(null)), true;
    const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[pressed];
    const visible = shown();
    if (!by || visible.length === 0) return false;
    const place = visible.findIndex((item) => item.id === chosen);
    const wanted = visible[place === -1 ? 0 : Math.min(Math.max(place + by, 0), visible.length - 1)];
    page.go(addressOf(wanted.id), { replace: true });
    linkOf(wanted.id)?.focus({ preventScroll: true });
    return true;
  }

  function pairsOf({ question }) {
    const query = new URLSearchParams({ metric: question.metric });
    if (question.place) query.set("place", question.place);
    return `/console/?${query}`;
  }
}

function drawPosition(position, place) {
  const told = t("held_by", { sources: position.source_count, origins: position.origin_count, date: day(position.since) });
  return h(
    "section",
    { class: "position" },
    h("h3", {}, foreign(position.figure), " ", h("span", { class: "hint" }, told)),
    position.is_guest ? h("p", { class: "hint" }, t("guest")) : "",
    h(
      "div",
      { class: "figures" },
      position.claims.map((one) => {
        const card = figureCard(one.claim, place);
        if (one.role === "leaves_room") card.append(h("p", { class: "hint" }, t("leaves_room")));
        if (one.moved_from) card.append(h("p", { class: "hint" }, t("moved", { figure: one.moved_from.figure })));
        return card;
      }),
    ),
    position.claim_count > position.claims.length
      ? h("p", { class: "hint" }, t("of_many", { shown: position.claims.length, count: position.claim_count }))
      : "",
  );
}

function drawHistory(history) {
  return h(
    "details",
    { class: "history" },
    h("summary", {}, t("history")),
    h(
      "ol",
      {},
      history.map((step) =>
        h(
          "li",
          {},
          h("time", { datetime: step.at }, moment(step.at)),
          " ",
          step.changes.map((one) => t(`change.${one}`)).join(", "),
          " · ",
          foreign(step.actor),
          step.note ? h("p", { class: "kept-note" }, foreign(step.note)) : "",
        ),
      ),
    ),
  );
}

function asking({ question }) {
  return [question.metric, question.subject, question.place].filter(Boolean).join(" · ");
}

function counts(dispute) {
  return t("counts", { figures: dispute.position_count, sources: dispute.source_count, origins: dispute.origin_count });
}

function itemOf(dispute) {
  const words = [asking(dispute), ...dispute.positions.flatMap((one) => [one.figure, ...one.sources])];
  return {
    id: dispute.id,
    severity: dispute.severity,
    openedAt: dispute.opened_at,
    searched: folded(words.join("\n")),
    dispute,
  };
}
