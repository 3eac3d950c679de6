/* Names that the service knows, offered where one is typed. */

import { call } from "./api.js";
import { h } from "./dom.js";

const MOST = 200;
const PATHS = { source: "/v1/sources", metric: "/v1/metrics" };

/** Build the list of names for an input; it is asked for when somebody comes to it. */
export function suggest(input, kind) {
  const list = h("datalist", { id: `${input.id}-known` });
  input.setAttribute("list", list.id);
  input.addEventListener("focus", () => fill(list, PATHS[kind]), { once: true });
  return list;
}

async function fill(list, path) {
  const found = await call("GET", path, { query: { limit: MOST } }).catch(() => ({ items: [] })); // A help only.
  list.append(...found.items.map((one) => h("option", { value: one.name })));
}
