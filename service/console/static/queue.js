/* The queue: what is to be decided, live, with the chosen one beside it. */

import { Refused } from "./api.js";
import * as matters from "./conflicts.js";
import { openDetail } from "./detail.js";
import { foreign, h } from "./dom.js";
import { filterForm, filtersOf, queryOf } from "./filters.js";
import { gap, period, sentence, what } from "./telling.js";
import { t } from "./words.js";

const MOST_SEARCHED = 1000;
const WIDE = "(min-width: 62rem)";

/** Build the view. `page` is what it may ask of the page. */
export function openQueue(page) {
  const stop = new AbortController();
  const decided = []; // The last ones can be taken back.
  const fresh = new Set();
  let filters = null;
  let asked = null; // The query that the list was loaded for.
  let items = [];
  let next = null;
  let budget = MOST_SEARCHED;
  let loading = null;
  let chosen = null;

  const detail = openDetail({ onAct: act, onBack: back, onCopy: copy });
  const head = h("div", { class: "filters" });
  const rows = h("ul", { class: "rows", id: "rows" });
  const foot = h("div", { class: "foot" });
  const list = h("section", { class: "list", "aria-label": t("conflicts") });
  list.append(head, rows, foot);
  const element = h("div", { class: "queue" }, h("h1", { class: "unseen" }, t("title")), list, detail.element);

  matters.follow({ onItem: hear, onOpen: opened, onLost: lost, signal: stop.signal });

  return { kind: "queue", element, goTo, onKey, leave: () => stop.abort() };

  function goTo(id, query) {
    const wanted = queryOf(filtersOf(query));
    element.dataset.shown = id ? "detail" : "list";
    if (wanted !== asked) {
      asked = wanted;
      filters = filtersOf(query);
      head.replaceChildren(filterForm(filters, refilter));
      load();
    }
    if (id !== null) choose(id);
    else if (!matchMedia(WIDE).matches) unchoose();
    else chooseFirst();
  }

  function refilter(changed) {
    page.go(`/console/${queryOf(changed)}`, { replace: true });
  }

  function addressOf(id) {
    return `/console/${id ? `conflicts/${id}` : ""}${asked}`;
  }

  /* The list */

  async function load({ further = false } = {}) {
    loading?.abort();
    loading = new AbortController();
    const { signal } = loading;
    if (!further) {
      budget = MOST_SEARCHED;
      foot.replaceChildren(h("p", {}, t("loading")));
    }
    try {
      let isFirst = !further;
      do {
        const found = await matters.list(filters, isFirst ? null : next, filters.words ? 200 : 50);
        if (signal.aborted) return;
        if (isFirst) items = [];
        isFirst = false;
        add(found.items);
        next = found.next;
        draw();
      } while (filters.words && next && items.length < budget && shown().length < 50);
      loading = null;
      draw();
      if (chosen === null && location.pathname === "/console/" && matchMedia(WIDE).matches) chooseFirst();
    } catch (error) {
      foot.replaceChildren();
      await page.fail(error);
    }
  }

  function add(more) {
    const known = new Map(items.map((item) => [item.id, item]));
    for (const item of more) if (!known.has(item.id) || known.get(item.id).version < item.version) known.set(item.id, item);
    items = matters.sorted(known.values(), filters.sort);
  }

  function shown() {
    const words = matters.folded(filters.words).split(/\s+/).filter(Boolean);
    return items.filter((item) => words.every((word) => item.searched.includes(word)));
  }

  function draw() {
    const focused = document.activeElement?.closest?.("[data-id]")?.dataset.id;
    const visible = shown();
    rows.replaceChildren(...visible.map(row));
    foot.replaceChildren(...footOf(visible.length));
    if (focused) linkOf(focused)?.focus({ preventScroll: true });
  }

  function footOf(count) {
    const parts = [];
    if (count > 0) parts.push(h("p", {}, t(next ? "shown_more" : "shown", { count })));
    else if (loading === null) parts.push(h("p", {}, t(asked === "" ? "none_at_all" : "none")));
    if (filters.words && next) parts.push(h("p", {}, t("searched", { count: items.length })));
    const further = () => ((budget = items.length + MOST_SEARCHED), load({ further: true }));
    if (next) parts.push(h("button", { type: "button", click: further }, t(filters.words ? "search_further" : "more")));
    return parts;
  }

  function row(item) {
    const [first] = item.figures;
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      page.go(addressOf(item.id));
    };
    return h(
      "li",
      { "data-id": item.id },
      h(
        "a",
        { href: addressOf(item.id), "aria-current": item.id === chosen ? "true" : null, click: open },
        h(
          "span",
          { class: "row-top" },
          h("span", { class: `severity ${item.severity}` }, t(`severity.${item.severity}`)),
          fresh.has(item.id) ? h("span", { class: "fresh" }, t("is_new")) : "",
          item.status === "open" ? "" : h("span", { class: "status" }, t(`status.${item.status}`)),
          h("span", { class: "gap" }, gap(item.gap)),
        ),
        h("span", { class: "what" }, foreign(what(first))),
        h("span", { class: "when" }, period(first.period)),
        h(
          "span",
          { class: "said" },
          item.figures.map((claim) => [
            h("span", { class: "one" }, h("b", {}, foreign(claim.quantity.as_given)), " ", foreign(claim.source)),
          ]),
        ),
      ),
    );
  }

  function linkOf(id) {
    return rows.querySelector(`[data-id="${id}"] a`);
  }

  /* The chosen one */

  async function choose(id) {
    if (chosen === id) return;
    const known = items.find((item) => item.id === id);
    chosen = id;
    fresh.delete(id);
    mark();
    if (known) detail.show(known);
    else detail.wait();
    try {
      const whole = await matters.get(id);
      if (chosen === id) detail.show(whole);
    } catch (error) {
      if (chosen !== id) return;
      if (error instanceof Refused && error.status === 404) detail.clear(t("gone"));
      else await page.fail(error);
    }
  }

  function unchoose() {
    chosen = null;
    mark();
    detail.clear(t("choose"));
  }

  function chooseFirst() {
    const [first] = shown();
    if (first) choose(first.id);
    else unchoose();
  }

  function mark() {
    for (const link of rows.querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
    const link = chosen && linkOf(chosen);
    link?.setAttribute("aria-current", "true");
    link?.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const visible = shown();
    if (visible.length === 0) return;
    const place = visible.findIndex((item) => item.id === chosen);
    const wanted = visible[place === -1 ? 0 : Math.min(Math.max(place + by, 0), visible.length - 1)];
    page.go(addressOf(wanted.id), { replace: true });
    linkOf(wanted.id)?.focus({ preventScroll: true });
  }

  function back() {
    page.go(addressOf(null));
    const place = decided.length ? null : chosen;
    if (place) linkOf(place)?.focus();
  }

  /* Deciding */

  async function act(item, wanted) {
    const visible = shown();
    const place = visible.findIndex((one) => one.id === item.id);
    const leaves = !matters.fits({ ...item, status: wanted.status }, filters);
    const follower = leaves ? (visible[place + 1] ?? visible[place - 1]) : null;
    const text = t(`done.${wanted.status}`, {
      what: what(item.figures[0]),
      reason: wanted.resolution ? t(`resolution.${wanted.resolution}`) : "",
    });
    if (leaves && place !== -1) {
      items = items.filter((one) => one.id !== item.id);
      draw();
      goOn(follower);
    }
    page.tell(text, { act: t("undo"), onAct: takeBack });
    const entry = { before: item, done: matters.change(item, wanted) };
    decided.push(entry);
    try {
      take(await entry.done);
    } catch (error) {
      decided.splice(decided.indexOf(entry), 1);
      await failedToAct(item, error);
    }
  }

  function goOn(follower) {
    page.go(addressOf(follower?.id ?? null), { replace: true });
    if (!follower) unchoose();
    else linkOf(follower.id)?.focus({ preventScroll: true });
  }

  async function failedToAct(item, error) {
    chosen = null;
    if (error instanceof Refused && (error.status === 412 || error.status === 409)) {
      page.tell(t("stale"), { isBad: true });
      take(await matters.get(item.id));
    } else {
      take(item);
      await page.fail(error);
    }
    page.go(addressOf(item.id), { replace: true });
  }

  async function takeBack() {
    const entry = decided.pop();
    if (!entry) {
      page.tell(t("nothing_to_undo"));
      return;
    }
    try {
      const item = await matters.undo(entry.before, await entry.done);
      take(item);
      page.go(addressOf(item.id), { replace: true });
      page.tell(t("undone", { what: what(item.figures[0]) }));
    } catch (error) {
      if (error instanceof Refused && error.status === 412) page.tell(t("stale"), { isBad: true });
      else await page.fail(error);
    }
  }

  async function copy(item) {
    const text = sentence(item);
    try {
      await navigator.clipboard.writeText(text);
      page.tell(t("copied"));
    } catch {
      page.tell(t("copy_failed", { text }));
    }
  }

  /* Live */

  function hear(item, isNew) {
    if (filters === null) return;
    if (isNew && matters.fits(item, filters)) {
      fresh.add(item.id);
      page.say(t("arrived", { severity: t(`severity.${item.severity}`), what: what(item.figures[0]) }));
    }
    take(item);
  }

  /** Put an item as it is now into the list, or out of it, and beside it if it is the chosen one. */
  function take(item) {
    const known = items.find((one) => one.id === item.id);
    if (known && known.version > item.version) return;
    items = items.filter((one) => one.id !== item.id);
    if (matters.fits(item, filters)) items = matters.sorted([...items, item], filters.sort);
    draw();
    if (item.id === chosen && item.version >= detail.version()) {
      if (item.history) detail.show(item);
      else matters.get(item.id).then((whole) => whole.id === chosen && detail.show(whole), page.fail.bind(page));
    }
  }

  function opened(isFresh) {
    page.setLive("live");
    if (isFresh && filters !== null && loading === null) load();
  }

  function lost(error) {
    page.setLive("lost");
    if (error instanceof Refused && error.status === 401 && !stop.signal.aborted) page.fail(error);
  }

  /* Keys */

  function onKey(pressed) {
    switch (pressed) {
      case "j":
      case "ArrowDown":
        return step(1), true;
      case "k":
      case "ArrowUp":
        return step(-1), true;
      case "z":
        return takeBack(), true;
      case "/":
        return head.querySelector("input[type=search]").focus(), true;
      case "Escape":
        return back(), true;
      default:
        return detail.onKey(pressed);
    }
  }
}
