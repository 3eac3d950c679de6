/* What this browser remembers of items: the version that was looked at, and what was set aside for later. */

const MOST = 3000;
const HOURS = 24;
const MOST_HEARD = 500;

const seen = remembered("claimdiff.seen");
const later = remembered("claimdiff.later");

/** Note that an item was looked at as it is now. */
export function look(item) {
  if (!((seen.get(item.id) ?? 0) >= item.version)) seen.set(item.id, item.version);
}

/** Say whether an item has changed since it was looked at here. */
export function isChanged(item) {
  return (seen.get(item.id) ?? item.version) < item.version;
}

/** Set an item aside until tomorrow, or until it changes. */
export function setAside(item) {
  later.set(item.id, [item.version, Date.now() + HOURS * 3_600_000]);
}

/** Take an item out of those that are set aside. */
export function takeOut(item) {
  later.delete(item.id);
}

/** Say whether an item is set aside: not any more when it has changed, or when its time is over. */
export function isAside(item) {
  const [version, until] = later.get(item.id) ?? [0, 0];
  return version === item.version && until > Date.now();
}

/** Hold items as they were heard of last, for as long as an older answer may still be on its way. */
export function hearing() {
  const held = new Map();
  const newest = (item) => (held.get(item.id)?.version > item.version ? held.get(item.id) : item);
  const note = (item) => {
    const kept = newest(item);
    held.delete(item.id);
    held.set(item.id, kept);
    if (held.size > MOST_HEARD) held.delete(held.keys().next().value);
  };
  return { newest, note };
}

/** A map that outlives the page; the oldest entries go when there are too many. */
function remembered(name) {
  let held = new Map();
  try {
    held = new Map(JSON.parse(localStorage.getItem(name) ?? "[]"));
  } catch {
    localStorage.removeItem(name); // Somebody else wrote it, or it was cut off.
  }
  const keep = () => localStorage.setItem(name, JSON.stringify([...held].slice(-MOST)));
  return {
    get: (key) => held.get(key),
    set: (key, value) => (held.delete(key), held.set(key, value), keep()),
    delete: (key) => (held.delete(key), keep()),
  };
}
