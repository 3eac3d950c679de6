"""The names that are known: countries and aggregates in many languages, parts of countries, what ends a town's name.

Countries' names come from CLDR, other names and codes from `lexicon/world`. Built when first asked for.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from msgspec import Struct

from service.reading.lexicon_files import LANGUAGES, WORLD, load, read_lines, words_of_language
from service.reading.place.folding import fold_name
from service.reading.tags import base_of

_LANGUAGES = (*LANGUAGES, "nl", "tr")
"""Whose names are known whatever the text's language is; that language's own are looked up besides."""

_REAL = re.compile(r"[A-Z]{2}|[0-9]{3}")
_NOT_PLACES = frozenset({"XA", "XB", "ZZ", "QO"})
_PARTS = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]\s*|\s+-\s+")
_ALPHA3 = re.compile(r"[A-Z]{3}")


class Known(Struct, frozen=True):
    """A known place."""

    key: str
    name: str


@cache
def load_names() -> Mapping[str, Known]:
    """Folded names of countries, aggregates and named parts of countries."""
    table = load(WORLD, "aliases")
    shown = _shown(table)
    names: dict[str, Known] = {}
    for code, name in _aliases(table):
        names.setdefault(fold_name(name), Known(code, shown.get(code, code)))
    for language in _LANGUAGES:
        for code, name in _territories(language):
            names.setdefault(fold_name(name), Known(code, shown.get(code, name)))
    for country, first, name in _regions(load(WORLD, "regions")):
        names.setdefault(fold_name(name), Known(f"{country}/{fold_name(first)}", first))
    for name in table["ambiguous"]["names"]:
        names.pop(fold_name(name), None)
    return names


@cache
def load_abroad() -> frozenset[str]:
    """What stands before a place in other languages: "w Polsce", "no Brasil"."""
    return frozenset(word for language in LANGUAGES for word in words_of_language(language).before_country)


@cache
def load_exonyms() -> Mapping[str, str]:
    """Folded names of towns and regions in other languages, with the English one: "londra" is London."""
    listed: Mapping[str, list[str]] = load(WORLD, "exonyms")["names"]
    return {fold_name(name): english for english, names in listed.items() for name in names}


def load_names_of(language: str) -> Mapping[str, Known]:
    """Folded names of countries in one more language."""
    return _names_of(base_of(language))


@cache
def _names_of(base: str) -> Mapping[str, Known]:
    shown = _shown(load(WORLD, "aliases"))
    return {fold_name(name): Known(code, shown.get(code, name)) for code, name in _territories(base)}


@cache
def load_codes() -> Mapping[str, Known]:
    """ISO 3166-1 codes of two and of three letters, in capitals."""
    shown = _shown(load(WORLD, "aliases"))
    codes = {code: Known(code, name) for code, name in shown.items() if code.isalpha()}
    for alias, targets in get_global("territory_aliases").items():
        if _ALPHA3.fullmatch(alias) and len(targets) == 1 and targets[0] in codes:
            codes[alias] = codes[targets[0]]
    codes["UK"] = codes["GB"]
    codes["XKX"] = codes["XK"]
    return codes


@cache
def load_titles() -> re.Pattern[str]:
    """What stands before "of" in a country's full name, folded: "islamic republic of", "kingdom of"."""
    titles = "|".join(re.escape(fold_name(title)) for title in load(WORLD, "aliases")["titles"]["words"])
    return re.compile(rf"(?:{titles}) of (?P<before>.+)|(?P<after>.+?) (?:{titles})(?: of)?")


@cache
def load_dependents() -> Mapping[str, frozenset[str]]:
    """Codes of countries, and of their parts that have one of their own."""
    return {country: frozenset(parts) for country, parts in load(WORLD, "aliases")["dependents"].items()}


@cache
def load_towns() -> Mapping[str, str]:
    """Folded names of towns that tell which of two places of one name is meant, with the code of theirs."""
    return {fold_name(name): country for country, names in load(WORLD, "regions")["towns"].items() for name in names}


@cache
def load_world_towns() -> Mapping[str, Known]:
    """Towns of 100,000 people and more by their folded names in many languages, where one alone is meant by the name.

    "padang" and "паданг" are ID/padang; "birmingham" is not among them, since there are two. From GeoNames
    (geonames.org, CC BY 4.0): `python -m tests.lexicon.towns CITIES PARTS` writes the table.
    """
    return {folded: known for known, _, names in _world_towns() for folded in names}


@cache
def load_cities() -> Mapping[str, Known]:
    """Towns that running text surely means when it names them, by folded name: listed ones, and large ones abroad."""
    listed = load(WORLD, "regions")["cities"]
    towns = load_world_towns()
    cities = {name: towns.get(name, Known(name, shown)) for shown in listed["known"] for name in (fold_name(shown),)}
    unsure = {fold_name(name) for name in listed["unsure"]}
    for known, thousands, _ in _world_towns():
        name = known.key.partition("/")[2]
        is_large = thousands >= listed["thousands"] and known.key[:2] not in listed["not_of"]
        is_person = " " in name and known.key[:2] in listed["persons"]
        if is_large and not is_person and name not in unsure and name in towns:
            cities.setdefault(name, known)
    return cities


@cache
def _world_towns() -> tuple[tuple[Known, int, tuple[str, ...]], ...]:
    """The rows: the town, thousands of people, and its folded names."""
    rows = (line.split("\t") for line in read_lines(WORLD, "towns"))
    return tuple(
        (
            Known(f"{country}/{fold_name(name)}", name),
            int(thousands),
            (fold_name(name), *filter(None, others.split("|"))),
        )
        for country, name, thousands, others in rows
    )


@cache
def load_states() -> Mapping[str, Known]:
    """What may follow a town and a comma besides a country: folded names and postal codes of states."""
    table = load(WORLD, "regions")
    states = {
        fold_name(name): Known(f"{country}/{fold_name(first)}", first)
        for country, first, name in _regions(table)
        if country != "GB"
    }
    for country, entries in table["after_comma"].items():
        for key, names in entries.items():
            states.update({fold_name(name): Known(f"{country}/{key}", names[0]) for name in names})
    nations = {fold_name(name): Known("GB", "United Kingdom") for _, _, name in _regions({"GB": table["GB"]})}
    return {**states, **nations}


def _aliases(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for group in ("countries", "aggregates"):
        for code, names in table[group].items():
            for name in names:
                yield code, name


def _shown(table: Mapping[str, Any]) -> dict[str, str]:
    return {**{code: name for code, name in Locale("en").territories.items() if _is_place(code)}, **table["shown"]}


def _territories(language: str) -> Iterator[tuple[str, str]]:
    """CLDR's names; one with a second name in brackets ("Myanmar (Burma)") also by either."""
    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return
    for code, name in territories.items():
        if _is_place(code):
            yield code, name
            for part in _PARTS.split(name):
                if part and part != name and code in {"MM", "TR"}:
                    yield code, part


def _is_place(code: str) -> bool:
    return bool(_REAL.fullmatch(code)) and code not in _NOT_PLACES


def _regions(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for country, entry in table.items():
        if "names" in entry:
            for names in entry["names"]:
                for name in names:
                    yield country, names[0], name
