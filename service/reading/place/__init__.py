"""Text to Place: one code for a country's names in many languages, a folded name for anything else.

Keys: "FR" for a country (ISO 3166-1 alpha-2), "EU", "EZ" and the UN's M49 numbers ("001" is the world) for aggregates;
"FR/paris" for a place within a country that the text names, or that alone is meant by its name, "US/texas/paris" where
a state is said; "coningsby" for one whose country is not said, and "georgia" for the country or the state, nobody
knows which. A part of a country is never the country: England is "GB/england".
"""

import re
import unicodedata

from service.claim import PART_OF, TWO_PLACES, Place
from service.errors import Unreadable
from service.reading.place.codes import known_by_code
from service.reading.place.extracting import extract_place, find_places
from service.reading.place.folding import fold_name
from service.reading.place.gazetteer import (
    Known,
    load_abroad,
    load_codes,
    load_dependents,
    load_exonyms,
    load_names,
    load_names_of,
    load_states,
    load_titles,
    load_towns,
    load_world_towns,
)

POINTER = "/place"
LONGEST_TEXT = 200
UNDERSTOOD = '"France", "FR", "FRA", "Korea, Rep.", "Euro area", "Paris, France", "Coningsby".'
_WITHIN = re.compile(r"(?P<inner>.+?)\s*(?:,\s*(?P<outer>[^,()]+)|\((?P<bracket>[^()]+)\))", re.DOTALL)
_COMPOSITION = re.compile(r"(?:\d+|nineteen|twenty)(?:\s+(?:countries|members|member states))?", re.IGNORECASE)
"""Behind an aggregate: of how many countries, or in which year."""
_UNSURE_ALONE = frozenset({*TWO_PLACES, "congo", "korea"})
_COMMON_WORDS = frozenset(
    {"turkey", "chad", "jordan", "china", "world", "global", "earth", "america", "holland", "jersey"}
)


def read_place(text: str, language: str | None = None) -> Place:
    """Read a place as printed.

    Args:
        text: A country, an aggregate, a code, a region or a town, with or without its country behind a comma.
        language: The text's language, as a BCP 47 tag: its names of countries are known too.

    Raises:
        Unreadable: There is nothing that could be a name, or far too much.
    """
    _check(text)
    is_two = fold_name(text) in TWO_PLACES
    known = None if is_two else _known(text, language, is_alone=True) or _within(text, language) or _town(text)
    if known is None:
        name = _in_english(text.strip())
        known = Known(fold_name(name), name)
    if not known.key:
        raise Unreadable(POINTER, text, "There is no name in it.", UNDERSTOOD)
    return Place(text, known.key, known.name)


def country_place(code: str) -> Place:
    """Give the place of a country by its ISO 3166-1 code, as our own tables hold it. KeyError for any other text."""
    known = load_codes()[code]
    return Place(known.name, known.key, known.name)


def find_place(text: str) -> Place | None:
    """Give the country, aggregate or well-known part of a country that the whole text surely names, else None."""
    if not text or len(text) > LONGEST_TEXT:
        return None
    folded = fold_name(text)
    known = load_names().get(folded)
    if known is None or folded in _UNSURE_ALONE or (folded in _COMMON_WORDS and text.strip()[0].islower()):
        return None
    return Place(text, known.key, known.name)


def _check(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        problem = f"A place has at most {LONGEST_TEXT} characters; this has {len(text)}."
        raise Unreadable(POINTER, text[:LONGEST_TEXT], problem, UNDERSTOOD)
    for at, letter in enumerate(text):
        if unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"} and letter not in "\t\n\r":
            raise Unreadable(POINTER, text, f"There is a character U+{ord(letter):04X}.", UNDERSTOOD, (at, at + 1))


def _known(text: str, language: str | None, *, is_alone: bool = False) -> Known | None:
    if (code := known_by_code(text.strip(), is_alone=is_alone)) is not None:
        return code
    folded = fold_name(_in_english(text))
    known = load_names().get(folded)
    if known is None and language is not None:
        known = load_names_of(language).get(folded)
    return known or _without_title(folded)


def _in_english(name: str) -> str:
    """Give the English name of a town or region that is well known by others: "Londra" is London."""
    folded = fold_name(name)
    return name if folded in load_names() else load_exonyms().get(folded, name)


def _without_title(folded: str) -> Known | None:
    """A country by its full name: "Republic of India", "Islamic Republic of Pakistan", "Iran, Islamic Rep."."""
    found = load_titles().fullmatch(folded)
    known = None if found is None else load_names().get(found["before"] or found["after"])
    return known if known is not None and "/" not in known.key else None


def _within(text: str, language: str | None) -> Known | None:
    """A name with the country or the state behind it: "Paris, France", "Paris (France)", "Paris, Texas, USA"."""
    found = _WITHIN.fullmatch(text.strip())
    if found is None:
        return None
    inner, outer = found["inner"].strip(), (found["outer"] or found["bracket"] or "").strip()
    nearer = _known(inner, language)
    around = _around(inner, outer, language)
    if nearer is not None and (part := _part_behind(nearer, outer, language)) is not None:
        return part
    if around is None or not fold_name(inner):
        return nearer if nearer is not None and _COMPOSITION.fullmatch(outer) else None
    if nearer is None:
        nearer = _within(inner, language)
    if nearer is not None and _is_part(nearer.key, around.key):
        return nearer
    town = _town(inner)
    name = town.name if town is not None and town.key.startswith(f"{around.key}/") else _in_english(inner)
    return Known(f"{around.key}/{fold_name(name)}", name)


def _part_behind(country: Known, outer: str, language: str | None) -> Known | None:
    """A region or large town told behind its country: "Österreich, Niederösterreich"."""
    part = _known(outer, language) or _town(outer)
    is_part = part is not None and "/" not in country.key and part.key.startswith(f"{country.key}/")
    return part if is_part else None


def is_town(place: Place) -> bool:
    """Whether it is named by itself as a town is, whose name another may bear too: "Paris" is in Texas as well."""
    return place.key.islower() or fold_name(place.as_given) in load_world_towns()


def _town(text: str) -> Known | None:
    """A large town by its name alone, in whatever language: "Monachium" is DE/munich."""
    return load_world_towns().get(fold_name(text))


def _around(inner: str, outer: str, language: str | None) -> Known | None:
    """The country or state behind a name; two of one name are told apart by well-known towns."""
    country = load_towns().get(fold_name(inner))
    known = _known(outer, language)
    if country is not None and known is not None and known.key == country:
        return known
    return load_states().get(fold_name(outer)) or known


def _is_part(key: str, around: str) -> bool:
    is_below = key == around or key.startswith(f"{around}/") or PART_OF.get(key) == around
    return is_below or key in load_dependents().get(around, ())


__all__ = ["country_place", "extract_place", "find_place", "find_places", "is_town", "load_abroad", "read_place"]
