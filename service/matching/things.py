"""What is counted: the same thing in two words, people in general, or two things."""

import tomllib
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, convert

LEXICON = Path(__file__).parent / "lexicon"


class Things(Struct, frozen=True):
    """The whole of lexicon/things.toml."""

    people: list[str]
    pieces: list[str]
    same: dict[str, list[str]]
    near: list[list[str]]
    """Two lists of `same` whose words may mean one thing, as homes stand for the households in them."""


THINGS = convert(tomllib.loads((LEXICON / "things.toml").read_text(encoding="utf-8")), Things)
_CALLED = {word: name for name, words in THINGS.same.items() for word in words}
_FIRST_THING = "households"
"""From here on the lists are of things, before it of people."""
_NAMES = list(THINGS.same)
_PERSONS = frozenset(_NAMES[: _NAMES.index(_FIRST_THING)])


@lru_cache(maxsize=16_384)
def same_thing(one: str, other: str) -> float | None:
    """1 for the same thing, less for a doubt, nothing when they are surely two things."""
    ours, theirs = _called(one), _called(other)
    if ours == theirs:
        return 1.0
    if "pieces" in (ours, theirs):
        return 0.9
    if "people" in (ours, theirs):
        return 0.9 if {ours, theirs} - {"people"} <= _PERSONS else _doubt(ours, theirs)
    return _doubt(ours, theirs)


@lru_cache(maxsize=16_384)
def is_general(word: str) -> bool:
    """Whether it says no more than people, or pieces, whatever they are."""
    return _called(word) in {"people", "pieces"}


def _doubt(ours: str, theirs: str) -> float | None:
    if sorted((ours, theirs)) in THINGS.near:
        return 0.5
    known = {*_NAMES, "people"}
    return None if ours in known and theirs in known else 0.0


def _called(word: str) -> str:
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in _CALLED:
            return _CALLED[form]
        if form in THINGS.people:
            return "people"
        if form in THINGS.pieces:
            return "pieces"
    return word.removesuffix("s")
