"""What a metric's words let one expect of its figures: whole numbers, or none that needs a unit."""

import re
from functools import lru_cache
from typing import Final

from service.reading.lexicon_files import LANGUAGES, words_of_language
from service.reading.words import cut

_EXPECTED: Final = [words_of_language(language).expected for language in LANGUAGES]
_WHOLE = frozenset[str]().union(*(one.whole for one in _EXPECTED))
_FRACTIONS = frozenset[str]().union(*(one.fractions for one in _EXPECTED))
_METRES = re.compile("|".join(word for one in _EXPECTED for word in one.metres))
_SCORES = frozenset[str]().union(*(one.scores for one in _EXPECTED))
_SHARES = frozenset[str]().union(*(one.shares for one in _EXPECTED))


@lru_cache(maxsize=4096)
def counts_whole_things(metric: str, thing: str | None) -> bool:
    """Say whether what is counted comes in whole numbers: people and votes do, unless an average or a rate is told."""
    words = frozenset(cut(f"{metric} {thing or ''}".casefold()))
    return (not words.isdisjoint(_WHOLE) or thing == "person") and words.isdisjoint(_FRACTIONS)


@lru_cache(maxsize=4096)
def needs_no_unit(metric: str) -> bool:
    """Say whether the metric's figures are counts or shares: "417546 s" of a population are no seconds."""
    return counts_whole_things(metric, None) or not frozenset(cut(metric.casefold())).isdisjoint(_SHARES)


@lru_cache(maxsize=4096)
def is_in_metres(metric: str) -> bool:
    """Say whether the metric speaks of heights, depths, distances: "2 m" of "Wellenhöhe" are metres."""
    return any(_METRES.fullmatch(word) for word in cut(metric.casefold()))


@lru_cache(maxsize=1024)
def is_score(metric: str) -> bool:
    """Say whether the metric speaks of how a match ended: "2:1" of "Endstand" is no ratio."""
    return not frozenset(cut(metric.casefold())).isdisjoint(_SCORES)
