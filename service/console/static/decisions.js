/* What an editor does with items: done at once on the page, sent behind it, and taken back on request. */

import { Refused } from "./api.js";
import { each } from "./many.js";
import { undo } from "./matters.js";
import { look, setAside, takeOut } from "./memory.js";
import { t } from "./words.js";

const AS_SEEN = new Set([409, 412]);

/** Build the decisions on one matter. `list` takes items in (`take`), lets them go (`leave`), and goes to one. */
export function openDecisions(matter, page, list) {
  const done = []; // Each a function that takes it back and gives the items as they are then.
  const last = new Map(); // By item, the sending of what was done to it last, until that is answered.
  const underWay = new Map(); // By item, the newest version that is from before what was sent last.
  const ours = new Map(); // Items as they were when something done here was answered.
  let turn = 0; // Only what was done last tells that it succeeded, and leads to an item.

  return { act, putOff, takeBack, isUnderWay };

  /** Say whether this is an item as it was before something was done to it that is not answered yet. */
  function isUnderWay(item) {
    return (underWay.get(item.id) ?? 0) >= item.version;
  }

  /** Do a step to each item, behind what was done to it before and to what came of that; gives what came of each. Whoever
      is quick changes what he has made himself, and is not told that somebody else has. */
  function send(items, step) {
    const before = items.map((item) => last.get(item.id));
    const turned = async (item, place) => {
      await before[place];
      const answer = await step(newer(item, ours.get(item.id)), place);
      if (answer) ours.set(item.id, answer);
      return answer;
    };
    const sending = each(items, turned).then((answers) => (items.forEach(forget), answers));
    const forget = ({ id }) => last.get(id) === sending && (last.delete(id), underWay.delete(id));
    for (const item of items) {
      last.set(item.id, sending);
      underWay.set(item.id, Math.max(item.version, (underWay.get(item.id) ?? 0) + 1));
    }
    return sending;
  }

  async function act(items, wanted) {
    turn += 1;
    const stood = [];
    const sending = send(items, (item, place) => ((stood[place] = item), matter.change(item, wanted)));
    const takeOneBack = async (now, place) =>
      (await sending)[place] instanceof Error ? null : undo(matter, stood[place], now, wanted);
    const takesBack = async () => (await send(items, takeOneBack)).filter((one) => one !== null);
    done.push(takesBack);
    const leaving = items.filter((item) => !list.isKept(item, wanted));
    if (leaving.length) list.leave(leaving);
    page.tell(toldOf(items, wanted), { act: t("undo"), onAct: takeBack });
    const answers = await sending;
    answers.forEach((answer) => answer instanceof Error || (look(answer), list.take(answer)));
    const failed = items.map((item, place) => [item, answers[place]]).filter(([, one]) => one instanceof Error);
    if (failed.length === items.length && done.includes(takesBack)) done.splice(done.indexOf(takesBack), 1);
    if (failed.length) await tellFailed(failed, items.length);
  }

  function toldOf(items, { status, resolution, recommended, figure }) {
    if (recommended !== undefined) return t(recommended ? "done.recommended" : "done.unrecommended", { what: figure });
    const reason = resolution ? t(`resolution.${resolution}`) : "";
    if (items.length > 1) return t(`done_many.${status}`, { count: items.length, reason });
    return t(`done.${status}`, { what: items[0].title, reason });
  }

  async function tellFailed(failed, count) {
    const [[item, error]] = failed;
    const isStale = error instanceof Refused && AS_SEEN.has(error.status);
    for (const [one] of failed) await bringBack(one, isStale);
    if (count === 1) list.goTo(item.id);
    if (isStale) page.tell(count === 1 ? t("stale") : t("stale_many", { count: failed.length }), { isBad: true });
    else await page.fail(error);
  }

  async function bringBack(item, isStale) {
    try {
      list.take(isStale ? await matter.get(item.id) : item);
    } catch {
      list.take(item); // What it is now is seen when the service answers again.
    }
  }

  function putOff(item) {
    turn += 1;
    setAside(item);
    done.push(async () => (takeOut(item), [item]));
    list.leave([item], { isPutOff: true });
    page.tell(t("put_off", { what: item.title }), { act: t("undo"), onAct: takeBack });
  }

  async function takeBack() {
    const latest = done.pop();
    if (!latest) {
      page.tell(t("nothing_to_undo"));
      return;
    }
    const mine = ++turn;
    const items = await latest();
    const failed = items.find((one) => one instanceof Error);
    const restored = items.filter((one) => !(one instanceof Error));
    restored.forEach((item) => (look(item), list.take(item)));
    const isLast = mine === turn && restored.length > 0;
    if (isLast) list.goTo(restored[0].id);
    if (failed instanceof Refused && AS_SEEN.has(failed.status)) page.tell(t("stale"), { isBad: true });
    else if (failed) await page.fail(failed);
    else if (isLast) page.tell(undoneOf(restored));
  }

  function undoneOf(items) {
    return items.length > 1 ? t("undone_many", { count: items.length }) : t("undone", { what: items[0].title });
  }
}

function newer(item, other) {
  return other?.version > item.version ? other : item;
}
