"""Words that say how a figure is told and not of what (lexicon/vague.toml): they make no other metric."""

import re
import tomllib
from pathlib import Path

from service.topic import TopicWord

LEXICON = Path(__file__).parent / "lexicon"
TELLS = 0.15
"""What such a word tells at most."""


def _load(name: str) -> frozenset[str]:
    by_language: dict[str, list[str]] = tomllib.loads((LEXICON / f"{name}.toml").read_text(encoding="utf-8"))
    return frozenset(word for words in by_language.values() for word in words)


VAGUE = _load("vague")
_TOTALS = _load("totals")
_WORDS = re.compile(r"[^\W\d_]+")


def is_vague(word: TopicWord) -> bool:
    """Whether a word tells nothing of what is measured; names tell something."""
    return word.kind == "word" and word.surface in VAGUE


def says_total(text: str) -> bool:
    """Whether a topic says that the whole is counted: "total votes"."""
    return not _TOTALS.isdisjoint(_WORDS.findall(text.casefold()))
