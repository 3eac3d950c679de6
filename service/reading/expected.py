"""What a metric's words let one expect of its figures: whole numbers, or none that needs a unit."""

import tomllib
from functools import lru_cache
from typing import Final

from service.reading.thesaurus import LEXICON
from service.reading.words import cut

_TABLE: Final[dict[str, list[str]]] = tomllib.loads((LEXICON / "expected.toml").read_text(encoding="utf-8"))["things"]
_WHOLE, _FRACTIONS, _SHARES = (frozenset(_TABLE[name]) for name in ("whole", "fractions", "shares"))


@lru_cache(maxsize=4096)
def counts_whole_things(metric: str, thing: str | None) -> bool:
    """Say whether what is counted comes in whole numbers: people and votes do, unless an average or a rate is told."""
    words = frozenset(cut(f"{metric} {thing or ''}".casefold()))
    return (not words.isdisjoint(_WHOLE) or thing == "person") and words.isdisjoint(_FRACTIONS)


@lru_cache(maxsize=4096)
def needs_no_unit(metric: str) -> bool:
    """Say whether the metric's figures are counts or shares: "417546 s" of a population are no seconds."""
    return counts_whole_things(metric, None) or not frozenset(cut(metric.casefold())).isdisjoint(_SHARES)
