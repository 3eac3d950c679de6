"""Words that say how a figure is told and make no other metric (lexicon/vague.toml); and those that make a part."""

import re
import tomllib
from functools import lru_cache
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
_OF_PARTS = _load("parts")
_WHOLE = frozenset(word.rstrip("$") for word in _OF_PARTS if word.endswith("$"))
_BEGINNINGS = tuple(sorted(word for word in _OF_PARTS if not word.endswith("$")))
_WORDS = re.compile(r"[^\W\d_]+")


def is_vague(word: TopicWord) -> bool:
    """Whether a word tells nothing of what is measured; names tell something."""
    return word.kind == "word" and word.surface in VAGUE


def says_total(text: str) -> bool:
    """Whether a topic says that the whole is counted: "total votes"."""
    return not _TOTALS.isdisjoint(_WORDS.findall(text.casefold()))


@lru_cache(maxsize=65_536)
def makes_a_part(surface: str) -> bool:
    """Whether a word tells a part of what is measured, if only one side says it: "services", "weekend", "cargo"."""
    return surface in _WHOLE or any(part in _WHOLE or part.startswith(_BEGINNINGS) for part in surface.split())
