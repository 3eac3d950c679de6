"""What dimension a metric's words let one expect of its figures."""

import tomllib
from functools import lru_cache
from typing import Final

from service.reading.thesaurus import LEXICON
from service.reading.words import cut

_TABLES: Final[dict[str, dict[str, list[str]]]] = tomllib.loads((LEXICON / "expected.toml").read_text(encoding="utf-8"))
_WHOLE = frozenset(_TABLES["things"]["whole"])
_FRACTIONS = frozenset(_TABLES["things"]["fractions"])


@lru_cache(maxsize=1)
def _dimensions() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for dimension, words in _TABLES["dimensions"].items():
        for word in words:
            found.setdefault(word, set()).add(dimension)
    return {word: frozenset(dimensions) for word, dimensions in found.items()}


@lru_cache(maxsize=4096)
def expected_dimensions(metric: str) -> frozenset[str]:
    """Give the dimensions that the words of a metric speak of: "wind gusts" of speed, "people killed" of none."""
    table = _dimensions()
    return frozenset(dimension for word in cut(metric.casefold()) for dimension in table.get(word, ()))


@lru_cache(maxsize=4096)
def counts_whole_things(metric: str, thing: str | None) -> bool:
    """Say whether what is counted comes in whole numbers: people and votes do, unless an average or a rate is told."""
    words = frozenset(cut(f"{metric} {thing or ''}".casefold()))
    return (not words.isdisjoint(_WHOLE) or thing == "person") and words.isdisjoint(_FRACTIONS)
