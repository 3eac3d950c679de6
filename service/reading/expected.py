"""What dimension a metric's words let one expect of its figures."""

import tomllib
from functools import lru_cache
from typing import Final

from service.reading.thesaurus import LEXICON
from service.reading.words import cut

_WORDS: Final[dict[str, list[str]]] = tomllib.loads((LEXICON / "expected.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _dimensions() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for dimension, words in _WORDS.items():
        for word in words:
            found.setdefault(word, set()).add(dimension)
    return {word: frozenset(dimensions) for word, dimensions in found.items()}


@lru_cache(maxsize=4096)
def expected_dimensions(metric: str) -> frozenset[str]:
    """Give the dimensions that the words of a metric speak of: "wind gusts" of speed, "people killed" of none."""
    table = _dimensions()
    return frozenset(dimension for word in cut(metric.casefold()) for dimension in table.get(word, ()))
