"""The words of reading as data: one folder for each language, and `world` for what is the same in all of them.

    lexicon/de/figures.toml    number words, scales, approximators, names of units
               periods.toml    months, weekdays, quarters, what "last", "until" and "as of" are
               metrics.toml    what is measured, by what English says for it
               words.toml      all the rest: see `LanguageWords`
    lexicon/world/units.toml   …

A language is read as soon as its folder stands there: nothing else names it.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, convert

LEXICON: Final = Path(__file__).parent / "lexicon"
WORLD: Final = "world"


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """What the words of a metric let one expect of its figures."""

    whole: frozenset[str]
    """What comes in whole numbers: people, votes."""
    fractions: frozenset[str]
    """What makes a fraction of it possible: an average, a rate."""
    shares: frozenset[str]
    """What is told in per cent."""
    scores: frozenset[str] = frozenset()
    """What a match ends with: "2:1" is no ratio there."""
    metres: list[str] = []
    """What is measured in metres, as patterns of whole words: behind it "2 m" is no two million."""


class LanguageWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What the words of a language do besides naming figures, periods and metrics (`words.toml`)."""

    stemmer: str
    """The name of its Snowball stemmer, or of a near language's."""
    silent: list[str]
    """Say nothing about what is measured."""
    expected: Expected
    rank: int = 99
    """Of a word that two languages write alike the one with the lower rank keeps it; without one, by its code."""
    frequent: list[str] = []
    """Words by which the language is told, besides all those that its other files hold."""
    letters: str = ""
    """Letters that no other language here has."""
    capital_nouns: bool = False
    """Whether nouns are written with a capital, so that a capital tells no name."""
    has_cases: bool = False
    """Whether nouns have cases, so that a unit ends otherwise where it is spoken of: "auf Quadratmetern"."""
    is_lent: bool = False
    """Whether whole words of it may stand in a text without a language: they are surely not English."""
    mid_year: list[str] = []
    """What says of a population in June or July that it is the year's: an estimate, the middle of the year."""
    before_country: list[str] = []
    """What stands before a country at the end of a metric, folded."""
    shortened: dict[str, str] = {}
    """Words as hurried desks shorten them, in lower case, with the dot where they are no shortening without it."""
    subjects: dict[str, list[str]] = {}
    """Subjects that are one and the same: the form they are given, and the ways to say it."""
    demonyms: dict[str, list[str]] = {}
    """Adjectives, names of peoples and cases of names, by country code; the English ones are in `en/demonyms.toml`."""


@cache
def load(language: str, name: str) -> dict[str, Any]:
    """Load a file of a language ("figures", "periods", "metrics" …), or of `WORLD`.

    Raises:
        FileNotFoundError: The language has no such file.
    """
    return tomllib.loads((LEXICON / language / f"{name}.toml").read_text(encoding="utf-8"))


def read_lines(language: str, name: str) -> list[str]:
    """Read the lines of a table (`towns.tsv`) of a language, or of `WORLD`."""
    return (LEXICON / language / f"{name}.tsv").read_text(encoding="utf-8").splitlines()


@cache
def words_of_language(language: str) -> LanguageWords:
    """Load the words of a language that is read."""
    return convert(load(language, "words"), LanguageWords)


def _languages() -> tuple[str, ...]:
    folders = [folder.name for folder in LEXICON.iterdir() if folder.is_dir() and folder.name != WORLD]
    return tuple(sorted(folders, key=lambda language: (words_of_language(language).rank, language)))


LANGUAGES: Final = _languages()
"""The languages that are read, in the order in which they are tried when the text's own is not given."""
