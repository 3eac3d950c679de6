/* Elements are built from text alone: whatever a claim says, it never becomes markup. */

const SVG = "http://www.w3.org/2000/svg";

/** Make an element. Attributes that are null or false are left out; functions become listeners of that event. */
export function h(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** Make an element of a drawing. */
export function s(tag, attributes, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/** Put what a stranger wrote where its writing direction disturbs nothing around it. */
export function foreign(text, language) {
  return h("bdi", { lang: languageTag(language) }, text ?? "");
}

/** Give an address if a browser may follow it as a link, else null. */
export function linkable(address) {
  if (!address) return null;
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Put children, in lists or alone, in place of what an element holds. */
export function put(element, ...children) {
  element.replaceChildren();
  return filled(element, {}, children);
}

export function byId(id) {
  return document.getElementById(id);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child);
  }
  return element;
}

function languageTag(language) {
  return language && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language) ? language : null;
}
