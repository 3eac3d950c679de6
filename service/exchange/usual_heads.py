"""What the heads of columns usually name, in the words of publishers: `heads.toml`, and the ways such words are joined.

A head is "Date_reported", "dateRep" or "date of information", a code is called "Country_code" or "codice_regione".
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_PLACES = ("place_in_state", "place_in_country", "place")
_NAMES = frozenset(
    {"name", "label", "title", "names", "bezeichnung", "nom", "nombre", "denominazione", "nazwa", "назва"}
)
_MOST_WORDS = 4
_CODED = re.compile(r"(?P<code>[A-Za-z_ ]{2,40}?) ?: ?(?P<label>\S.*)")
"""SDMX with labels, "REF_AREA: Reference area", and Data Commons, "Value:Count_Person"."""
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_JOINT = re.compile(r"[\s_.\-/]+")


def words_of_head(head: str) -> list[str]:
    """Give the words of a head in lower case, as "countriesAndTerritories", "Date_reported" join them."""
    return _JOINT.sub(" ", _HUMP.sub(" ", head.strip())).casefold().split()


@lru_cache(maxsize=10_000)
def usual_field(head: str) -> str | None:
    """Give the field that a head usually names, "" for one that is left out, None for words that say nothing of it."""
    if (exact := _usual().get(" ".join(head.casefold().split()))) is not None:
        return exact
    words = words_of_head(head)
    told = _usual().get(" ".join(words))
    return told if told is not None or not 1 < len(words) <= _MOST_WORDS else _by_parts(words)


def _by_parts(words: list[str]) -> str | None:
    """Tell a head of a few words by the one that says of what kind it is: the first or the last."""
    ends, parts = {words[0], words[-1]}, _words()
    if not ends.isdisjoint(parts["part_of_left_out"]) or not set(words).isdisjoint(parts["part_of_upkeep"]):
        return ""
    if not ends.isdisjoint(parts["part_of_period"]):
        return "period"
    rest = [word for word in words if word not in _NAMES]
    return _usual().get(" ".join(rest)) if rest and len(rest) < len(words) else None


def is_part_left_out(head: str) -> bool:
    """Tell a head that only one of its words leaves out, as "region code": without other words it tells rows apart."""
    return usual_field(head) == "" and " ".join(head.casefold().split()) not in _usual()


def coded_head(head: str) -> tuple[str, str] | None:
    """Give the code and the label of a head that has both, where the code is a usual head."""
    found = _CODED.fullmatch(head.strip())
    return (found["code"], found["label"]) if found and usual_field(found["code"]) is not None else None


def is_wide(head: str) -> bool:
    """Tell a head of places that hold countries: continents, regions of the world."""
    plain = " ".join(head.casefold().split())
    return (
        plain in _words()["wider_than_countries"] or " ".join(words_of_head(head)) in _words()["wider_than_countries"]
    )


def place_level(head: str) -> int:
    """Give how wide the places are that a head usually names: 0 in a state, 1 in a country, 2 countries and others."""
    plain = " ".join(head.casefold().split())
    words = words_of_head(head)
    rest = " ".join(word for word in words if word not in _NAMES)
    found = (_levels().get(one) for one in (plain, " ".join(words), rest))
    return next((level for level in found if level is not None), len(_PLACES) - 1)


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _usual() -> dict[str, str]:
    fields = {"left_out": "", "wider_than_countries": ""} | dict.fromkeys(_PLACES, "place")
    return {
        word: fields.get(name, name)
        for name, words in _words().items()
        if not name.startswith("part_")
        for word in words
    }


@lru_cache(maxsize=1)
def _levels() -> dict[str, int]:
    return {word: level for level, name in enumerate(_PLACES) for word in _words()[name]}
