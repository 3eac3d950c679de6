"""What is measured: phrases brought to one form, in which equal texts are equal metrics."""

import tomllib
from collections.abc import Sequence

from service.claim import Metric
from service.reading.qualifiers import find_codes, find_qualifiers, is_number
from service.reading.thesaurus import LEXICON, rewrite
from service.reading.words import cut, fold, guess_language, refuse, require_text, stem

UNDERSTOOD = '"personnel losses", "GDP per capita", "people killed"'


def _silent() -> dict[str, frozenset[str]]:
    listed: dict[str, list[str]] = tomllib.loads((LEXICON / "silent.toml").read_text(encoding="utf-8"))
    return {language: frozenset(stem(fold(word), language) for word in words) for language, words in listed.items()}


SILENT = _silent()
"""Stems of the words that say nothing about what is measured, for each language."""


def read_metric(given: str, language: str | None = None) -> Metric:
    """Bring a metric's words to one form: stems and concepts in a fixed order, then its qualifiers.

    Args:
        given: The metric in words, at most 500 characters.
        language: BCP 47 tag of the text; without it English, with Cyrillic told by its letters.

    Raises:
        Unreadable: Nothing to read, too long, or characters that no text holds.
    """
    folded = fold(require_text(given, "/metric", UNDERSTOOD))
    spoken = _language(language, folded)
    said = rewrite(cut(folded), spoken)
    words = _loud(said, SILENT[spoken])
    qualifiers = sorted(find_codes(given) | find_qualifiers(said, folded, SILENT[spoken].__contains__))
    if not words and not qualifiers:
        raise refuse(given, "/metric", "There is no word in it.", UNDERSTOOD)
    return Metric(as_given=given, phrase=" ".join((*words, *qualifiers)), qualifiers=tuple(qualifiers))


def _language(tag: str | None, folded: str) -> str:
    primary = tag.split("-")[0].lower() if tag else ""
    return primary if primary in SILENT else guess_language(folded)


def _loud(said: Sequence[str], silent: frozenset[str]) -> list[str]:
    plain = {word for word in said if word[0].isalnum() and ":" not in word and not is_number(word)}
    return sorted(plain - silent) or sorted(plain)
