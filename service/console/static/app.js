/* The page: its head, which view the address asks for, what is told below, and the keys. */

import { call, Refused, session } from "./api.js";
import { byId, h, put } from "./dom.js";
import * as disputes from "./disputes.js";
import { openQueue } from "./queue.js";
import { doAgain, whatWasDone } from "./taking_over.js";
import { learnAll, NAMES, speak, spoken, t } from "./words.js";

const VIEWS = {
  disputes: async (page) => openQueue(page, disputes),
  conflicts: async (page) => openQueue(page, await late(import("./conflicts.js"))),
  draft: async (page) => (await late(import("./draft.js"))).openDraft(page),
  claims: async (page) => (await late(import("./entry.js"))).openEntry(page),
  series: async () => (await late(import("./served.js"))).openServed("series"),
  links: async () => (await late(import("./served.js"))).openServed("links"),
  past: async () => (await late(import("./served.js"))).openServed("past"),
  table: async (page) => (await late(import("./table.js"))).openTable(page),
  metrics: async (page) => (await late(import("./metrics.js"))).openMetrics(page),
};
const ELSEWHERE = { n: "/console/claims/new", d: "/console/draft", t: "/console/table", g: "/console/" };
const LIVE = new Set(["disputes", "conflicts"]);
const KEYS_OFF = "claimdiff.keys_off";
const SHOWN_KEYS = [
  ["j ↓", "next"],
  ["k ↑", "previous"],
  ["Enter", "open"],
  ["a", "acknowledge"],
  ["r", "settle"],
  ["x", "dismiss"],
  ["s", "later"],
  ["o", "reopen"],
  ["z", "undo"],
  ["v", "mark"],
  ["m", "note"],
  ["c", "copy"],
  ["/", "search"],
  ["n", "enter"],
  ["d", "draft"],
  ["t", "table"],
  ["g", "queue"],
  ["?", "help"],
  ["Esc", "leave"],
];

/** Give a view's module, and the words that it may ask for. */
async function late(module) {
  const [loaded] = await Promise.all([module, learnAll()]);
  return loaded;
}

let view = null;
let shows = 0; // A view that comes too late, because another was asked for meanwhile, is not shown.
let liveState = "connecting";

/** What views may ask of the page. */
const page = {
  /** Go to an address of the console. `kept` views are told of it instead of being built anew. */
  go(address, { replace = false } = {}) {
    history[replace ? "replaceState" : "pushState"](null, "", address);
    show();
  },

  /** Tell what happened, with one act that may follow. */
  tell(text, { act = null, onAct = null, isBad = false } = {}) {
    const close = h("button", { type: "button", class: "quiet", "aria-label": t("close"), click: () => this.hush() }, "×");
    const button = act && h("button", { type: "button", click: () => (this.hush(), onAct()) }, act);
    byId("told").replaceChildren(h("p", { class: isBad ? "bad" : null }, text), button ?? "", close);
  },

  hush() {
    byId("told").replaceChildren();
  },

  /** Let those hear it who do not see the page. */
  say(text) {
    byId("heard").textContent = text;
  },

  setLive(state) {
    liveState = state;
    byId("live")?.replaceWith(liveSign());
  },

  /** Tell of a failure; a missing key is asked for. */
  async fail(error) {
    if (error?.name === "AbortError") return;
    if (error instanceof Refused && error.status === 401) await signIn(error);
    else if (error instanceof Refused) this.tell(t("failed", { detail: error.message }), { isBad: true });
    else if (error instanceof TypeError) this.tell(t("unreachable"), { isBad: true });
    else throw error;
  },
};

async function signIn(error) {
  view?.leave();
  view = null;
  drawHead();
  const { askForKey } = await late(import("./signing_in.js"));
  const problem = session.name() ? error.message : null;
  delete byId("main").dataset.served;
  await askForKey(byId("main"), problem);
  start();
}

function start() {
  view?.leave();
  view = null;
  drawHead();
  show();
}

/** Show what the address asks for. */
async function show() {
  const turn = ++shows;
  const path = location.pathname;
  const found = /^\/console\/(?:conflicts|disputes)\/([0-9a-f-]{36})$/.exec(path);
  const query = new URLSearchParams(location.search);
  const named = path.split("/")[2] in VIEWS ? path.split("/")[2] : "disputes";
  const kind = query.get("known_on") && named === "disputes" ? "past" : named;
  let done = null;
  if (view?.kind !== kind) {
    const wanted = await VIEWS[kind](page);
    const isServed = byId("main").dataset.served !== undefined; // What the service wrote is read until there is more.
    if (isServed) await wanted.goTo(found ? found[1] : null, query);
    if (turn !== shows) return wanted.leave();
    view?.leave();
    view = wanted;
    if (isServed) done = whatWasDone(byId("main"));
    delete byId("main").dataset.served;
    document.title = `${t(kind)} – claimdiff`;
    if (view.element.parentElement !== byId("main")) byId("main").replaceChildren(view.element); // Moved, it would lose a click.
    byId("live")?.replaceWith(liveSign());
    for (const link of byId("top").querySelectorAll("nav a")) link.removeAttribute("aria-current");
    byId(`to-${named}`).setAttribute("aria-current", "page");
  }
  view.goTo(found ? found[1] : null, query);
  if (done) doAgain(done);
}

function drawHead() {
  document.documentElement.lang = spoken();
  document.title = t("title");
  const languages = Object.keys(NAMES).map((one) =>
    h("option", { value: one, lang: one, selected: one === spoken() }, NAMES[one]),
  );
  const choose = async (event) => {
    await speak(event.target.value);
    start();
  };
  put(
    byId("top"),
    h("a", { class: "skip", href: "#main" }, t("skip")),
    h("p", { class: "name" }, h("a", { href: "/console/", click: inPage }, "claimdiff")),
    h(
      "nav",
      { "aria-label": "claimdiff" },
      h("a", { id: "to-disputes", href: "/console/", click: inPage }, t("disputes")),
      h("a", { id: "to-draft", href: "/console/draft", click: inPage }, t("draft")),
      h("a", { id: "to-claims", href: "/console/claims/new", click: inPage }, t("claims")),
      h("a", { id: "to-table", href: "/console/table", click: inPage }, t("table")),
      h("a", { id: "to-conflicts", href: "/console/conflicts", click: inPage }, t("conflicts")),
      h("a", { id: "to-series", href: "/console/series" }, t("series")),
      h("a", { id: "to-metrics", href: "/console/metrics", click: inPage }, t("metrics")),
      h("a", { id: "to-links", href: "/console/links" }, t("links")),
      h("a", { href: "/docs" }, t("api")),
    ),
    liveSign(),
    h("select", { id: "language", "aria-label": t("language"), change: choose }, languages),
    h("button", { type: "button", class: "quiet", id: "help", click: showKeys }, t("keys")),
    session.name() ? [h("b", { id: "person-shown" }, session.name()), signOutButton()] : "",
  );
}

function liveSign() {
  const long = { live: t("live_long"), lost: t("lost_long"), connecting: "" }[liveState];
  const isShown = LIVE.has(view?.kind);
  return h("span", { id: "live", class: `live ${liveState}`, title: long, hidden: !isShown }, t(liveState));
}

function inPage(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  page.go(event.currentTarget.getAttribute("href"));
}

function signOutButton() {
  return h("button", { type: "button", class: "quiet", id: "sign-out", click: signOut }, t("sign_out"));
}

async function signOut() {
  try {
    await session.end();
    await call("GET", "/v1/conflicts", { query: { limit: 1 } });
    start();
  } catch (error) {
    await page.fail(error);
  }
}

function showKeys() {
  const toggle = h("input", { type: "checkbox", id: "keys-on", change: (event) => keepKeys(event.target.checked) });
  toggle.checked = keysAct();
  const rows = SHOWN_KEYS.map(([keys, act]) => [
    h("dt", {}, keys.split(" ").map((one) => h("kbd", {}, one))),
    h("dd", {}, t(`key.${act}`)),
  ]);
  const dialog = h(
    "dialog",
    { "aria-labelledby": "keys-title", close: () => dialog.remove() },
    h("h2", { id: "keys-title" }, t("keys_title")),
    h("dl", { class: "keys" }, rows),
    h("p", {}, toggle, " ", h("label", { for: "keys-on" }, t("keys_on"))),
    h("button", { type: "button", class: "main", click: () => dialog.close() }, t("close")),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function keysAct() {
  return localStorage.getItem(KEYS_OFF) === null;
}

function keepKeys(on) {
  if (on) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "yes");
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog")) return;
  const isTyping = event.target.closest?.("input:not([type=radio],[type=checkbox]), textarea, select");
  if (event.key === "Escape" && isTyping) {
    event.target.blur();
    return;
  }
  if (isTyping || !keysAct()) return;
  if (event.key === "?") showKeys();
  else if (view?.onKey(event.key)) {
    event.preventDefault();
    return;
  }
  else if (event.key in ELSEWHERE) page.go(ELSEWHERE[event.key]);
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", onKey);
window.addEventListener("popstate", show);
start();
