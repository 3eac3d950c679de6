"""Which languages are read, and in which of them the words of a claim are.

One word tells little: "cent", "miles" and "media" are words of several languages. Every word votes for the languages
that have it, the less the more they are, and a language is told only where it is well ahead.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from service.reading.compounds import split_compound
from service.reading.lexicon_files import LANGUAGES, WORLD, load, words_of_language
from service.reading.words import unaccented

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[а-яё]")
_LETTERS: Final = {letter: language for language in LANGUAGES for letter in words_of_language(language).letters}
"""Letters that only one of the languages has. They vote in words that are no names; Cyrillic ones in names too."""
_ENOUGH, _AHEAD = 0.9, 1.75
_CAPITALS_MEAN_NOTHING: Final = frozenset(name for name in LANGUAGES if words_of_language(name).capital_nouns)
"""Languages that write nouns with a capital: elsewhere a capital within a text is a name's, and names tell nothing."""


class Words(NamedTuple):
    """A text of a claim. Of a name (a place, a person) only what is written small says what language it is in."""

    text: str
    is_name: bool = False


def detect_language(texts: Iterable[Words]) -> str | None:
    """Name the language that the words are in; None where they are too few or speak for several."""
    return _told(tuple(texts))


@lru_cache(maxsize=8192)
def _told(texts: tuple[Words, ...]) -> str | None:
    votes = dict.fromkeys(LANGUAGES, 0.0)
    for word, is_name in _words(texts):
        languages = _languages_of(word, is_name=is_name)
        for language in languages:
            votes[language] += 1 / len(languages)
    first, second = sorted(votes.values(), reverse=True)[:2]
    if first < _ENOUGH or first < _AHEAD * second:
        return None
    return max(votes, key=votes.__getitem__)


def _words(texts: Iterable[Words]) -> Iterator[tuple[str, bool]]:
    """Give each word in small letters, and whether it may be a name."""
    for text, is_name in texts:
        for number, found in enumerate(_WORD.finditer(text)):
            word = found[0]
            yield word.lower(), word[:1].isupper() and (is_name or number > 0)


def _languages_of(word: str, *, is_name: bool) -> frozenset[str]:
    by_letter = frozenset(_LETTERS[letter] for letter in word if letter in _LETTERS)
    if _CYRILLIC.search(word) and len(by_letter) == 1:
        return by_letter
    known = _vocabulary().get(unaccented(word), frozenset())
    if is_name and known:
        return known & _CAPITALS_MEAN_NOTHING if known <= _CAPITALS_MEAN_NOTHING else frozenset()
    if known:
        return known
    if split_compound(unaccented(word)) is not None:
        return frozenset({"de"})
    if is_name:
        return frozenset()
    return by_letter


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    """Give the languages of each word that the lexicon holds."""
    found: dict[str, set[str]] = {}
    for language, text in _texts():
        for word in _WORD.findall(text):
            found.setdefault(unaccented(word.lower()), set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


def _texts() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        words = words_of_language(language)
        yield from ((language, word) for word in (*words.frequent, *words.silent))
        yield from ((language, text) for texts in load(language, "metrics").values() for text in texts)
        for kind in ("figures", "periods"):
            yield from ((language, text) for text in _leaves(load(language, kind)))
    qualifiers = load("en", "qualifiers").values()
    yield from (("en", text) for entry in qualifiers for ways in entry["values"].values() for text in ways)
    yield from (("en", text) for text in sorted(english_measures()))


@cache
def english_measures() -> frozenset[str]:
    """Give the English names of units and of money, some of which are number words elsewhere ("miles", "cents")."""
    units = (unit for table in load(WORLD, "units").values() for unit in table["units"].items())
    names = [name for key, unit in units for name in (key.replace("_", " "), *unit["names"])]
    small = [word for entry in load(WORLD, "money")["hundredths"].values() for word in entry["words"]]
    plain = [name for name in (*names, *small) if name.isascii() and name.isalpha() and len(name) > 1]
    return frozenset({*plain, *(f"{name}s" for name in plain)})


def _leaves(table: dict[str, Any]) -> Iterator[str]:
    """Give the phrases of a file: its lists, and the keys of its single words."""
    for section, content in table.items():
        if section in {
            "glued_scales",
            "decade_suffix",
            "ordinal_suffix",
            "quarter_letter",
            "half_letter",
            "week_letter",
        }:
            continue
        for key, value in content.items() if isinstance(content, dict) else ():
            if isinstance(value, dict):
                yield from (phrase for phrases in value.values() for phrase in phrases)
            elif isinstance(value, list) and not all(item[:1].isdigit() for item in value):
                yield from value
            else:
                yield key
