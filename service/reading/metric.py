"""What is measured, and of whom: phrases brought to one form, in which equal texts are equal metrics."""

import re
import tomllib
from collections.abc import Sequence

from service.claim import Metric, Subject
from service.errors import Unreadable
from service.reading.thesaurus import LEXICON, form_of, rewrite, run_of
from service.reading.words import cut, fold, guess_language, stem

LIMIT = 500
"""Characters. The longest official label of a statistics agency that we saw has 290."""

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_DIRECTIONS = (
    re.compile(r"\bratio of (?:the )?([^\W\d]+)\b.*?\bto (?:the )?([^\W\d]+)"),
    re.compile(r"\b([^\W\d]+)[ -]to[ -]([^\W\d]+) ratio\b"),
    re.compile(r"\bfrom (?:the )?([^\W\d]+)\b.*?\bto (?:the )?([^\W\d]+)"),
)


def _silent() -> dict[str, frozenset[str]]:
    listed: dict[str, list[str]] = tomllib.loads((LEXICON / "silent.toml").read_text(encoding="utf-8"))
    return {language: frozenset(stem(fold(word), language) for word in words) for language, words in listed.items()}


def _subjects() -> dict[tuple[str, ...], str]:
    """Runs of stems to what they are called: armies, elections, and countries by their codes."""
    tables = [
        tomllib.loads((LEXICON / name).read_text(encoding="utf-8")) for name in ("subjects.toml", "demonyms.toml")
    ]
    return {run_of(text, "en"): called for table in tables for called, texts in table.items() for text in texts}


_SILENT = _silent()
_SUBJECTS = _subjects()


def read_metric(given: str, language: str | None = None) -> Metric:
    """Bring a metric's words to one form: stems and concepts in a fixed order, then its qualifiers.

    Args:
        given: The metric in words, at most 500 characters.
        language: BCP 47 tag of the text; without it English, with Cyrillic told by its letters.

    Raises:
        Unreadable: Nothing to read, too long, or characters that no text holds.
    """
    folded = fold(_readable(given, "/metric", '"personnel losses", "GDP per capita", "people killed"'))
    said = rewrite(cut(folded), _language(language, folded))
    words = _loud(said, _language(language, folded))
    qualifiers = tuple(sorted({*_settled(said), *_directions(folded), *_numbers(said)}))
    if not words and not qualifiers:
        raise _unreadable(given, "/metric", "There is no word in it.", '"personnel losses"')
    return Metric(as_given=given, phrase=" ".join((*words, *qualifiers)), qualifiers=qualifiers)


def read_subject(given: str) -> Subject:
    """Fold who or what is meant to one key: the country's code first, then words in a fixed order.

    "Russian army" and "Armed Forces of the Russian Federation" are both "RU military".

    Raises:
        Unreadable: Nothing to read, too long, or characters that no text holds.
    """
    folded = fold(_readable(given, "/subject", '"Russian army", "general election"'))
    said = _subject_words(cut(folded))
    words = sorted({word for word in said if word not in _SILENT["en"]}) or sorted(set(said))
    if not words:
        raise _unreadable(given, "/subject", "There is no word in it.", '"Russian army"')
    return Subject(as_given=given, key=" ".join(words))


def _subject_words(words: Sequence[str]) -> list[str]:
    forms = [form_of(word, "en") for word in words]
    said: list[str] = []
    at = 0
    while at < len(forms):
        length = next((n for n in range(6, 0, -1) if tuple(forms[at : at + n]) in _SUBJECTS), 0)
        said.append(_SUBJECTS[tuple(forms[at : at + length])] if length else stem(words[at]))
        at += length or 1
    return said


def _language(tag: str | None, folded: str) -> str:
    primary = tag.split("-")[0].lower() if tag else ""
    return primary if primary in _SILENT else guess_language(folded)


def _loud(said: Sequence[str], language: str) -> list[str]:
    plain = {word for word in said if ":" not in word and not _DIGITS.fullmatch(word) and word not in "<>≥≤"}
    return sorted(plain - _SILENT[language]) or sorted(plain)


def _settled(said: Sequence[str]) -> set[str]:
    """The qualifiers that are said, and the implied ones of whose group nothing is said."""
    explicit = {word for word in said if ":" in word and not word.startswith("?")}
    groups = {word.split(":")[0] for word in explicit}
    implied = {word[1:] for word in said if word.startswith("?")}
    return explicit | {word for word in implied if word.split(":")[0] not in groups}


def _directions(folded: str) -> set[str]:
    """The order is a qualifier: "Russian to Ukrainian losses" is not "Ukrainian to Russian losses"."""
    found = next((match for pattern in _DIRECTIONS if (match := pattern.search(folded))), None)
    return {f"order:{stem(found[1])}-{stem(found[2])}"} if found else set()


def _numbers(said: Sequence[str]) -> set[str]:
    return {f"number:{word.replace(',', '.')}" for word in said if _DIGITS.fullmatch(word)}


def _readable(given: str, pointer: str, understood: str) -> str:
    if not given.strip():
        raise _unreadable(given, pointer, "It is empty.", understood)
    if len(given) > LIMIT:
        raise _unreadable(given, pointer, f"It is longer than {LIMIT} characters.", understood)
    at = next((at for at, letter in enumerate(given) if letter == "\0" or "\ud800" <= letter <= "\udfff"), None)
    if at is not None:
        problem = "It holds a character that no text holds (NUL or half a surrogate pair)."
        raise Unreadable(pointer, given, problem, understood, (at, at + 1))
    return given


def _unreadable(given: str, pointer: str, problem: str, understood: str) -> Unreadable:
    return Unreadable(pointer, given, problem, understood, (0, len(given)))
