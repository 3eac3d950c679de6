/* The queue: what is to be decided, live, with the chosen one beside it. */

import { Refused } from "./api.js";
import { openDecisions } from "./decisions.js";
import { openDetail } from "./detail.js";
import { h, put } from "./dom.js";
import { feedsOf, filterForm, filtersOf, queryOf, searchesOf } from "./filters.js";
import { askForMany, manyBar } from "./many.js";
import { fitsState, folded, sorted } from "./matters.js";
import { hearing, isAside, isChanged, look } from "./memory.js";
import { drawRow } from "./rows.js";
import { t } from "./words.js";

const PAGE = 50;
const SEARCHED_PAGE = 200;
const MOST_SEARCHED = 1000;
const FEW_LEFT = 5;
const PAUSES = [700, 4000, 15_000]; // What follows from something is there a moment later.
const WIDE = "(min-width: 62rem)";

/** Build the view of a matter. `page` is what it may ask of the page. */
export function openQueue(page, matter) {
  const stop = new AbortController();
  const fresh = new Set();
  const changed = new Set(); // It stays in a list of what has changed when it was looked at there.
  const marked = new Set();
  const wholes = new Map(); // What was fetched before it was asked for.
  const hints = new Map();
  const heard = hearing(); // A list that was asked for before knows less.
  const drawn = new Map(); // Rows stay while they are what they were.
  let filters = null;
  let asked = null; // The query that the list was loaded for.
  let items = [];
  let next = null;
  let budget = MOST_SEARCHED;
  let loading = null;
  let chosen = null;
  let showsAside = false;
  let searches = [];

  const detail = openDetail(matter, {
    onAct: (item, wanted) => decisions.act([item], wanted),
    onBack: back,
    onCopy: copy,
    onLater: (item) => decisions.putOff(item),
  });
  const decisions = openDecisions(matter, page, { take, leave: takeAway, isKept, goTo: goToItem });
  const head = h("div", { class: "filters" });
  const bar = h("div", { class: "many", role: "group", "aria-label": t("many") });
  const rows = h("ul", { class: "rows", id: "rows" });
  const foot = h("div", { class: "foot" });
  const list = h("section", { class: "list", "aria-label": t(matter.NAME) }, head, bar, rows, foot);
  const element = h("div", { class: "queue" }, h("h1", { class: "unseen" }, t(matter.NAME)), list, detail.element);

  matter.follow({ onItem: hear, onHint: hint, onOpen: opened, onLost: lost, signal: stop.signal });
  matter.searches?.().then((found) => {
    searches = found;
    if (found.length && filters) head.lastElementChild.replaceWith(searchesOf(matter.NAME, asked, searches));
  });
  return { kind: matter.NAME, element, goTo, onKey, leave };

  function leave() {
    hints.forEach((timer) => clearTimeout(timer));
    stop.abort();
  }

  /** Show an item beside the list that an address asks for; done when both are there. */
  function goTo(id, query) {
    const wanted = queryOf(filtersOf(query, matter.SORT), matter.SORT);
    element.dataset.shown = id ? "detail" : "list";
    const underWay = [];
    if (wanted !== asked) {
      asked = wanted;
      filters = filtersOf(query, matter.SORT);
      marked.clear();
      drawHead();
      underWay.push(load());
    }
    if (id !== null) underWay.push(choose(id));
    else if (!matchMedia(WIDE).matches) unchoose();
    else underWay.push(chooseFirst());
    return Promise.all(underWay);
  }

  function drawHead() {
    put(head, filterForm(filters, matter.SORT, refilter), searchesOf(matter.NAME, asked, searches));
  }

  function refilter(wanted) {
    page.go(matter.HOME + queryOf(wanted, matter.SORT), { replace: true });
  }

  function addressOf(id) {
    return (id ? matter.addressOf(id) : matter.HOME) + asked;
  }

  /* The list */

  async function load({ further = false } = {}) {
    loading?.abort();
    loading = new AbortController();
    const { signal } = loading;
    if (!further) {
      budget = MOST_SEARCHED;
      put(foot, h("p", {}, t("loading")));
    }
    try {
      let isFirst = !further;
      do {
        const size = filters.words ? SEARCHED_PAGE : PAGE;
        const found = await matter.list(filters, isFirst ? null : next, size, signal);
        if (signal.aborted) return;
        items = sorted(joined(isFirst ? [] : items, asHeard(found.items)), filters.sort);
        isFirst = false;
        next = found.next;
        draw();
      } while (filters.words && next && items.length < budget && shown().length < PAGE);
      loading = null;
      draw();
      if (chosen === null && matchMedia(WIDE).matches) await chooseFirst();
    } catch (error) {
      if (!signal.aborted) put(foot);
      await page.fail(error);
    }
  }

  /** Look at the first page again, and keep what is known beyond it. */
  async function refresh() {
    if (filters === null || loading !== null) return;
    const query = asked;
    try {
      const found = await matter.list(filters, null, PAGE, stop.signal);
      if (query !== asked || loading !== null) return;
      const before = new Map(items.map((item) => [item.id, item]));
      const last = found.next ? found.items.at(-1) : null;
      const ordered = sorted(joined(items, found.items), filters.sort);
      const beyond = last ? ordered.slice(ordered.findIndex((item) => item.id === last.id) + 1) : [];
      const asShown = (item) => (decisions.isUnderWay(item) ? (before.get(item.id) ?? []) : item);
      const current = asHeard(found.items).flatMap(asShown);
      for (const item of current) if (!before.has(item.id)) arrive(item);
      items = sorted(joined(beyond, current), filters.sort);
      if (next === null || beyond.length === 0) next = found.next;
      draw();
      if (chosen !== null) showWhole(chosen);
    } catch (error) {
      await page.fail(error);
    }
  }

  function joined(known, more) {
    const all = new Map(known.map((item) => [item.id, item]));
    for (const item of more) if (!all.has(item.id) || all.get(item.id).version < item.version) all.set(item.id, item);
    return [...all.values()];
  }

  function asHeard(found) {
    const isWanted = (item) => fitsState(item, filters) && matter.fits(item, filters) !== false;
    return found.map((item) => heard.newest(item)).filter(isWanted);
  }

  function shown() {
    const words = folded(filters.words).split(/\s+/).filter(Boolean);
    for (const item of items) if (isChanged(item)) changed.add(item.id);
    return items.filter(
      (item) =>
        words.every((word) => item.searched.includes(word)) &&
        (!filters.changed || changed.has(item.id)) &&
        (showsAside || !isAside(item)),
    );
  }

  function draw() {
    const focused = document.activeElement?.closest?.("[data-id]")?.dataset.id;
    const visible = shown();
    const acts = { onOpen: (item) => page.go(addressOf(item.id)), onMark: mark };
    put(rows, visible.map((item) => rowOf(item, acts)));
    put(bar, marked.size ? barOf(visible) : "");
    put(foot, footOf(visible.length));
    if (focused) linkOf(focused)?.focus({ preventScroll: true });
    if (visible.length < FEW_LEFT && next && loading === null && !filters.words) load({ further: true });
  }

  function rowOf(item, acts) {
    const marks = { isFresh: fresh.has(item.id), isMarked: marked.has(item.id), isChanged: isChanged(item) };
    const state = { address: addressOf(item.id), isChosen: item.id === chosen, ...marks };
    const known = JSON.stringify([item.version, state]);
    if (drawn.get(item.id)?.known !== known) drawn.set(item.id, { known, row: drawRow(item, state, acts) });
    return drawn.get(item.id).row;
  }

  function footOf(count) {
    const parts = [];
    if (count > 0) parts.push(h("p", {}, t(next ? "shown_more" : "shown", { count })));
    else if (loading === null) parts.push(h("p", {}, t(asked === "" ? `none_at_all.${matter.NAME}` : `none.${matter.NAME}`)));
    if (filters.words && next) parts.push(h("p", {}, t("searched", { count: items.length })));
    const further = () => ((budget = items.length + MOST_SEARCHED), load({ further: true }));
    if (next) parts.push(h("button", { type: "button", click: further }, t(filters.words ? "search_further" : "more")));
    const aside = items.filter(isAside).length;
    const toggle = () => ((showsAside = !showsAside), draw());
    if (aside) {
      const label = t(showsAside ? "hide_aside" : "show_aside", { count: aside });
      parts.push(h("button", { type: "button", class: "quiet", click: toggle }, label));
    }
    return [...parts, feedsOf(matter.NAME, filters)];
  }

  function linkOf(id) {
    return rows.querySelector(`[data-id="${id}"] a`);
  }

  /* Many at a time */

  function mark(item, on) {
    if (on) marked.add(item.id);
    else marked.delete(item.id);
    draw();
  }

  function barOf(visible) {
    const counts = { marked: marked.size, visible: visible.length };
    const onAll = () => (visible.forEach((item) => marked.add(item.id)), draw());
    return manyBar(counts, { onAct: askForMarked, onAll, onNone: () => (marked.clear(), draw()) });
  }

  function askForMarked(status) {
    const wanted = items.filter((item) => marked.has(item.id) && item.status !== status);
    if (wanted.length) askForMany(wanted, status, (act) => (marked.clear(), decisions.act(wanted, act)));
  }

  /* The chosen one */

  function choose(id) {
    if (chosen === id) return null;
    chosen = id;
    fresh.delete(id);
    markChosen();
    const known = [wholes.get(id), items.find((item) => item.id === id)].filter(Boolean);
    if (known.length) detail.show(known.reduce((one, other) => (other.version > one.version ? other : one)));
    else detail.wait();
    return showWhole(id);
  }

  async function showWhole(id) {
    try {
      const whole = await matter.get(id);
      if (chosen !== id || whole.version < (detail.item()?.version ?? 0)) return;
      detail.show(whole);
      look(whole);
      prefetch();
    } catch (error) {
      if (chosen !== id) return;
      if (error instanceof Refused && error.status === 404) detail.clear(t(`gone.${matter.NAME}`));
      else await page.fail(error);
    }
  }

  async function prefetch() {
    const visible = shown();
    const follower = visible[visible.findIndex((item) => item.id === chosen) + 1];
    if (!follower || wholes.get(follower.id)?.version >= follower.version) return;
    if (wholes.size > FEW_LEFT) wholes.clear();
    const whole = await matter.get(follower.id).catch(() => null); // It is asked for again when it is chosen.
    if (whole) wholes.set(whole.id, whole);
  }

  function unchoose() {
    chosen = null;
    markChosen();
    detail.clear(t(`choose.${matter.NAME}`));
  }

  function chooseFirst() {
    const [first] = shown();
    if (first) return choose(first.id);
    unchoose();
    return null;
  }

  function markChosen() {
    for (const link of rows.querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
    drawn.delete(chosen);
    const link = chosen && linkOf(chosen);
    link?.setAttribute("aria-current", "true");
    link?.scrollIntoView({ block: "nearest" });
  }

  function goToItem(id) {
    page.go(addressOf(id), { replace: true });
    if (id === null) unchoose();
    else linkOf(id)?.focus({ preventScroll: true });
  }

  function step(by) {
    const visible = shown();
    if (visible.length === 0) return;
    const place = visible.findIndex((item) => item.id === chosen);
    const wanted = visible[place === -1 ? 0 : Math.min(Math.max(place + by, 0), visible.length - 1)];
    goToItem(wanted.id);
    if (place + by >= visible.length - 1 && next && loading === null) load({ further: true });
  }

  function back() {
    const last = chosen;
    page.go(addressOf(null));
    if (last) linkOf(last)?.focus();
  }

  /* Deciding */

  /** Say whether an item stays in the list when an act is done to it. */
  function isKept(item, { status = item.status }) {
    return fitsState({ ...item, status }, filters);
  }

  /** Take items out of the list, and go on to who follows them. Those that are only put off stay known. */
  function takeAway(leaving, { isPutOff = false } = {}) {
    const visible = shown();
    const gone = new Set(leaving.map((item) => item.id));
    const place = visible.findIndex((item) => gone.has(item.id));
    const stays = (item) => !gone.has(item.id);
    const follower = visible.slice(place + 1).find(stays) ?? visible.slice(0, Math.max(place, 0)).findLast(stays);
    if (!isPutOff) items = items.filter(stays);
    draw();
    if (gone.has(chosen)) goToItem(follower?.id ?? null);
  }

  async function copy(item) {
    const text = matter.sentence(item);
    try {
      await navigator.clipboard.writeText(text);
      page.tell(t("copied", { text }));
    } catch {
      page.tell(t("copy_failed", { text }));
    }
  }

  /* Live */

  function hear(item, isNew) {
    if (filters === null) return;
    const isWanted = matter.fits(item, filters);
    if (isWanted === null) return hint();
    if (isNew && isWanted && fitsState(item, filters)) arrive(item);
    take(item);
  }

  function arrive(item) {
    fresh.add(item.id);
    page.say(t(`arrived.${matter.NAME}`, { severity: t(`severity.${item.severity}`), what: item.title }));
  }

  function hint() {
    for (const pause of PAUSES) {
      if (hints.has(pause)) continue;
      hints.set(pause, setTimeout(() => (hints.delete(pause), refresh()), pause));
    }
  }

  /** Put an item as it is now into the list, or out of it, and beside it if it is the chosen one. */
  function take(item) {
    heard.note(item);
    const known = items.find((one) => one.id === item.id);
    if ((known && known.version > item.version) || decisions.isUnderWay(item)) return;
    if (known?.version === item.version && item.id !== chosen) return;
    const isKept = fitsState(item, filters) && (matter.fits(item, filters) ?? known !== undefined);
    items = items.filter((one) => one.id !== item.id);
    if (isKept) items = sorted([...items, item], filters.sort);
    if (known || isKept) draw();
    if (item.id !== chosen || item.version < (detail.item()?.version ?? 0)) return;
    if (item.history) {
      detail.show(item);
      look(item);
    } else showWhole(item.id);
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
    if (marked.size && ["a", "r", "x"].includes(pressed)) {
      askForMarked({ a: "acknowledged", r: "resolved", x: "dismissed" }[pressed]);
      return true;
    }
    const acts = {
      j: () => step(1),
      ArrowDown: () => step(1),
      k: () => step(-1),
      ArrowUp: () => step(-1),
      v: () => (markItem(chosen), step(1)),
      z: () => decisions.takeBack(),
      "/": () => head.querySelector("input[type=search]").focus(),
      Escape: back,
    };
    if (!(pressed in acts)) return detail.onKey(pressed);
    acts[pressed]();
    return true;
  }

  function markItem(id) {
    const item = items.find((one) => one.id === id);
    if (item) mark(item, !marked.has(id));
  }
}
