"""The words of a language, from languages/*.toml."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

LANGUAGES = ("en", "de", "fr", "es", "uk")

Table = dict[str, Any]
_FOLDER = Path(__file__).parent / "languages"


class Lexicon:
    """The words of one language."""

    def __init__(self, language: str, table: Table) -> None:
        self.language = language
        self.table = table
        self.locale = Locale.parse(table["locale"])

    def __getitem__(self, section: str) -> Any:
        """Give a section, or a word that stands in none."""
        return self.table[section]

    def form(self, forms: dict[str, str], number: Decimal | int) -> str:
        """Give the form that goes with a number, by the plural rule of the language."""
        rule = self.locale.plural_form(number)
        return forms.get(rule, forms["other"])

    def join(self, words: list[str]) -> str:
        """Join names as in prose: "A, B and C"."""
        if len(words) == 1:
            return words[0]
        last = words[-1]
        sounds = last.casefold()
        is_before_i = sounds.startswith(("i", "í", "hi")) and not sounds.startswith(("hie", "io", "ia"))
        template = self.table["and_before_i"] if is_before_i and "and_before_i" in self.table else self.table["and"]
        return str(template).format(first=self.table["comma"].join(words[:-1]), last=last)


@cache
def lexicon_of(language: str) -> Lexicon:
    """Load the words of a language."""
    return Lexicon(language, _load(f"{language}.toml"))


@cache
def symbols() -> Table:
    """Load the units that are printed by a symbol."""
    return _load("symbols.toml")


@cache
def _nouns() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in _load("common_nouns.toml").items()}


def is_common(name: str) -> bool:
    """Say whether a name is no proper name: it takes an article, and is to be translated."""
    words, nouns = name.split(), _nouns()
    if not words:
        return False
    is_noun = words[-1].casefold() in nouns["nouns"] or words[-1] in nouns["in_lower_case"]
    return is_noun or name.casefold() in nouns["names"]


def _load(name: str) -> Table:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
