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
  const underWay = new Map(); // Versions that were seen when something was done to them.

  return { act, putOff, takeBack, isUnderWay };

  /** Say whether this is an item as it was before something was done to it that is not answered yet. */
  function isUnderWay(item) {
    return (underWay.get(item.id) ?? 0) >= item.version;
  }

  async function act(items, wanted) {
    for (const item of items) underWay.set(item.id, item.version);
    const sending = each(items, (item) => matter.change(item, wanted));
    const takesBack = async () => {
      const after = await sending;
      const changed = items.map((item, place) => [item, after[place]]).filter(([, one]) => !(one instanceof Error));
      return each(changed, ([before, one]) => undo(matter, before, one, wanted));
    };
    done.push(takesBack);
    const leaving = items.filter((item) => !list.isKept(item, wanted));
    if (leaving.length) list.leave(leaving);
    page.tell(toldOf(items, wanted), { act: t("undo"), onAct: takeBack });
    const answers = await sending;
    for (const item of items) underWay.delete(item.id);
    answers.forEach((answer) => answer instanceof Error || (look(answer), list.take(answer)));
    const failed = items.map((item, place) => [item, answers[place]]).filter(([, one]) => one instanceof Error);
    if (failed.length === items.length) done.splice(done.indexOf(takesBack), 1);
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
    setAside(item);
    done.push(() => (takeOut(item), [item]));
    list.leave([item], { isPutOff: true });
    page.tell(t("put_off", { what: item.title }), { act: t("undo"), onAct: takeBack });
  }

  async function takeBack() {
    const last = done.pop();
    if (!last) {
      page.tell(t("nothing_to_undo"));
      return;
    }
    const items = await last();
    const failed = items.find((one) => one instanceof Error);
    const restored = items.filter((one) => !(one instanceof Error));
    restored.forEach((item) => (look(item), list.take(item)));
    if (restored.length) list.goTo(restored[0].id);
    if (failed instanceof Refused && AS_SEEN.has(failed.status)) page.tell(t("stale"), { isBad: true });
    else if (failed) await page.fail(failed);
    else page.tell(restored.length > 1 ? t("undone_many", { count: restored.length }) : t("undone", { what: restored[0].title }));
  }
}
