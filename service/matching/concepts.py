"""Words of the news that mean one thing in nine languages (lexicon/concepts.toml): the English word stands for all."""

import tomllib
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from service.reading.thesaurus import runs_in
from service.reading.words import singular, stem
from service.topic import TopicWord

LEXICON = Path(__file__).parent / "lexicon"


class _Table(NamedTuple):
    whole: dict[str, str]
    beginnings: dict[str, str]
    forms: dict[str, str]
    """By the concept the form under which English words of it are looked up."""


def _load() -> _Table:
    listed: dict[str, list[str]] = tomllib.loads((LEXICON / "concepts.toml").read_text(encoding="utf-8"))["concepts"]
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for concept, words in listed.items():
        whole |= dict.fromkeys((concept, f"{concept}s", singular(concept)), concept)
        for word in words:
            (whole if word.endswith("$") else beginnings)[word.rstrip("$")] = concept
    return _Table(whole, beginnings, {concept: _form(concept) for concept in listed})


def _form(concept: str) -> str:
    known = [form for _, found in runs_in((concept,), "en") for form in found if ":" not in form]
    return known[0] if known else stem(concept, "en")


CONCEPTS = _load()
_ORDERED = sorted(CONCEPTS.beginnings)


def as_concept(word: TopicWord, language: str) -> TopicWord:
    """Give the English word for a word of the news in whatever language; names and acronyms stay. Pure.

    German writes each noun like a name.
    """
    if word.kind == "acronym" or (word.kind == "name" and language != "de") or word.known:
        return word
    concept = concept_of(word.surface)
    return word if concept is None else TopicWord(CONCEPTS.forms[concept], concept, word.field, "word", known=True)


@lru_cache(maxsize=65_536)
def concept_of(word: str) -> str | None:
    """Give the concept of a word that is written without case and accents; the longest beginning counts."""
    if found := CONCEPTS.whole.get(word):
        return found
    at = bisect_right(_ORDERED, word)
    while at and _ORDERED[at - 1][0] == word[0]:
        at -= 1
        if word.startswith(_ORDERED[at]):
            return CONCEPTS.beginnings[_ORDERED[at]]
    return None
