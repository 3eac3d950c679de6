"""Text to tokens: numbers, and words with what they can mean in a language.

What a word can do is data (`periods.toml` of each language: tag, value, phrases); the names of months and weekdays
come from CLDR, so that a date reads in any language that CLDR knows, and the rest of the grammar in those with a file.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeAlias

from babel import Locale, UnknownLocaleError
from msgspec import Struct

from service.reading.lexicon_files import LANGUAGES, load
from service.reading.tags import base_of

Value: TypeAlias = int | str
Tags: TypeAlias = Mapping[str, Value]

_NO_TAGS: Tags = {}
_TOKEN = re.compile(
    r"(?P<date>(?<![0-9][-/.])[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.,]+(?:Z|[+-][0-9:]+)?)?(?!-?[0-9]))"
    r"|(?P<time>[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?(?:\s?[ap]\.?m\b\.?)?(?![0-9:/-])|[0-9]{1,2}\s?[ap]\.?m\b\.?)"
    r"|(?P<number>\d+)(?P<suffix>(?:['’]s|-?[^\W\d_]{1,3}|\.?[ºª°])(?![^\W_]))?"
    r"|(?P<word>w/[ec]\b|[^\W\d_]+)"
    r"|(?P<mark>[^\s])"
)
_ORDINAL_DOT = re.compile(r"\.(?![0-9])")
_MARKS_WITHIN = frozenset("-.‐‑'’")
_WIDEST_NUMBER = 8


class PeriodLexicon(Struct, frozen=True):
    """The words of one language: each phrase, as a tuple of folded words, with its tags."""

    language: str
    phrases: Mapping[tuple[str, ...], Tags]
    heads: Mapping[str, int]
    """First words, with the length of the longest phrase that begins so."""
    ordinal_suffixes: frozenset[str]
    decade_suffixes: frozenset[str]
    has_ordinal_dot: bool
    """Whether "3." is the third, as in German."""


class PeriodToken(Struct, frozen=True):
    """A piece of the text, where it stands, and what it can mean."""

    text: str
    start: int
    end: int
    tags: Tags
    digits: int = 0
    """How many digits a number was written with; 0 for anything else."""


def fold(word: str) -> str:
    """Fold case, accents and width."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def number_of(token: PeriodToken) -> int:
    """The number that a token says, 0 for one that says none."""
    value = token.tags.get("number", 0)
    return value if isinstance(value, int) else 0


def tokenize(text: str, lexicon: PeriodLexicon) -> list[PeriodToken]:
    """Split a text into tokens; the longest phrase of the lexicon wins."""
    pieces = list(_pieces(text, lexicon))
    tokens: list[PeriodToken] = []
    position = 0
    while position < len(pieces):
        token, position = _phrase_at(pieces, position, lexicon)
        tokens.append(token)
    return tokens


def _pieces(text: str, lexicon: PeriodLexicon) -> Iterator[PeriodToken]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind in {"number", "suffix"}:
            yield from _number(found, lexicon)
        elif kind in {"date", "time"}:
            tags: Tags = {"iso": found[0]} if kind == "date" else {"soft": "time"}
            yield PeriodToken(found[0], found.start(), found.end(), tags)
        else:
            yield PeriodToken(fold(found[0]), found.start(), found.end(), _NO_TAGS)


def _number(found: re.Match[str], lexicon: PeriodLexicon) -> Iterator[PeriodToken]:
    digits, suffix = found["number"], fold(found["suffix"] or "").lstrip("-.'’")
    if len(digits) > _WIDEST_NUMBER:
        yield PeriodToken(digits, found.start(), found.end("number"), _NO_TAGS)
        return
    number = int(digits)
    tags: dict[str, Value] = {}
    if suffix in lexicon.decade_suffixes and number % 10 == 0:
        tags["decade"] = number
    if suffix in lexicon.ordinal_suffixes or (
        lexicon.has_ordinal_dot and _ORDINAL_DOT.match(found.string, found.end())
    ):
        tags.update(number=number, ordinal=number)
    if suffix and tags:
        yield PeriodToken(found[0], found.start(), found.end(), tags, len(digits) if "number" in tags else 0)
        return
    yield PeriodToken(digits, found.start(), found.end("number"), {"number": number, **tags}, len(digits))
    if suffix:
        first = found.end() - len(found["suffix"].lstrip("-.'’"))
        if first > found.end("number"):
            yield PeriodToken(found.string[first - 1], first - 1, first, _NO_TAGS)
        yield PeriodToken(suffix, first, found.end(), _NO_TAGS)


def _phrase_at(pieces: list[PeriodToken], position: int, lexicon: PeriodLexicon) -> tuple[PeriodToken, int]:
    first = pieces[position]
    if first.tags:
        return first, position + 1
    for length in range(lexicon.heads.get(first.text, 0), 0, -1):
        end, words = _words_from(pieces, position, length)
        tags = lexicon.phrases.get(words)
        if tags is not None:
            last = pieces[end - 1]
            return PeriodToken(" ".join(words), first.start, last.end, tags), end
    return first, position + 1


def _words_from(pieces: list[PeriodToken], position: int, length: int) -> tuple[int, tuple[str, ...]]:
    """The next so many words, hyphens and dots between them left out, and where they end."""
    words: list[str] = []
    while position < len(pieces) and len(words) < length:
        text = pieces[position].text
        if text not in _MARKS_WITHIN:
            words.append(text)
        elif not words:
            break
        position += 1
    return position, tuple(words)


def lexicon_of(language: str) -> PeriodLexicon:
    """The lexicon of a language ("de", "de-AT"); names of months and weekdays for one without a file."""
    return _lexicon_of(base_of(language))


@cache
def _lexicon_of(base: str) -> PeriodLexicon:
    phrases: dict[tuple[str, ...], dict[str, Value]] = {}
    for tag, value, phrase in (*_names(base), *_entries(base)):
        words = tuple(fold(found[0]) for found in _WORD.finditer(phrase))
        phrases.setdefault(words, {})[tag] = value
    heads: dict[str, int] = {}
    for words in phrases:
        heads[words[0]] = max(heads.get(words[0], 0), len(words))
    return PeriodLexicon(
        base,
        phrases,
        heads,
        frozenset(words[-1] for words, tags in phrases.items() if "ordinal_suffix" in tags),
        frozenset(words[-1] for words, tags in phrases.items() if "decade_suffix" in tags),
        has_ordinal_dot=("dot",) in phrases,
    )


_WORD = re.compile(r"w/[ec]\b|[^\W_]+|[º°]")


def _entries(base: str) -> Iterator[tuple[str, Value, str]]:
    if base not in LANGUAGES:
        return
    for tag, values in load(base, "periods").items():
        for value, phrases in values.items():
            for phrase in phrases:
                yield tag, int(value) if value.lstrip("-").isdigit() else value, phrase


def _names(base: str) -> Iterator[tuple[str, Value, str]]:
    """Months and weekdays as CLDR has them, wide and abbreviated, within a date and standing alone."""
    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return
    for context in ("stand-alone", "format"):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months[context][width].items():
                yield "month", int(month), name
            for weekday, name in locale.days[context][width].items():
                yield "weekday", int(weekday) + 1, name


@cache
def fiscal_words() -> re.Pattern[str]:
    """What says in any language that a year is a fiscal one, in a folded text: "fy22", "roku obrotowego"."""
    phrases = {
        " ".join(words)
        for language in LANGUAGES
        for words, tags in lexicon_of(language).phrases.items()
        if "fiscal" in tags
    }
    return re.compile(rf"\bfy ?'?\d|\bfiscal|фінансов|финансов|\b(?:{'|'.join(map(re.escape, sorted(phrases)))})\b")


_CENTURY_PIVOT = 70


def year_of_two_digits(digits: str) -> int:
    """Give the year of "25" or "98" as spreadsheets have it: of this century below 70, of the last from there on."""
    year = int(digits)
    return year + (2000 if year < _CENTURY_PIVOT else 1900)


@cache
def months_of(language: str) -> Mapping[str, int]:
    """Give the months of a language by each single word that names one, folded."""
    return {
        words[0]: month
        for words, tags in lexicon_of(language).phrases.items()
        if len(words) == 1 and isinstance(month := tags.get("month"), int)
    }
