/* The page's own words, from a catalogue for each language. What sources wrote and what the service says of single
   fields stays in its language. */

export const NAMES = { en: "English", de: "Deutsch", fr: "Français", es: "Español", uk: "Українська" };
const KEPT = "claimdiff_language";
const YEAR_SECONDS = 31_536_000;

let language = document.documentElement.lang; // As the service has written the page.
let isWhole = false; // The words of the queue come first; other views bring the others.
let catalogue = await read(language);
let plurals = new Intl.PluralRules(language);

/** The language in which the page speaks. */
export function spoken() {
  return language;
}

/** The language with the region that the reader's browser asks for, for dates and numbers. */
export function locale() {
  const wanted = navigator.languages.find((tag) => tag.slice(0, 2) === language);
  return wanted ?? { en: "en-GB" }[language] ?? language;
}

/** Speak another language from now on, and when the page is opened again. */
export async function speak(wanted) {
  catalogue = await read(wanted);
  language = wanted;
  plurals = new Intl.PluralRules(language);
  document.cookie = `${KEPT}=${language}; path=/console; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** Know all words, not only those of the queue. */
export async function learnAll() {
  if (isWhole) return;
  isWhole = true;
  catalogue = await read(language);
}

/** Give a text in the language spoken, its {places} filled. A text with several forms is told by the place `count`. */
export function t(name, places = {}) {
  const found = catalogue[name] ?? name;
  const text = typeof found === "string" ? found : (found[plurals.select(Number(places.count))] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (whole, place) => (place in places ? places[place] : whole));
}

async function read(name) {
  return (await fetch(new URL(`./${name}${isWhole ? "" : ".first"}.json`, import.meta.url))).json();
}
