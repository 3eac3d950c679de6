"""Matching: do two claims speak of the same metric and period? Pure."""

from service.matching.blocking import Search, blocking_keys, keys_version, probe_keys, screen, search_for
from service.matching.equivalence import Judged, classes_of, contradiction_of, follow
from service.matching.grounds import Ground, Grounds, grounds_of
from service.matching.near_misses import Missed, NearMiss, miss_of, nearest
from service.matching.phrases import PhraseComparison, compare_metrics
from service.matching.scoring import (
    Likeness,
    MatchingDescription,
    chance_between,
    compare,
    compare_publications,
    describe,
    last_days_of,
    likeness_of,
)
from service.matching.unsaid import completed

__all__ = [
    "Ground",
    "Grounds",
    "Judged",
    "Likeness",
    "MatchingDescription",
    "Missed",
    "NearMiss",
    "PhraseComparison",
    "Search",
    "blocking_keys",
    "chance_between",
    "classes_of",
    "compare",
    "compare_metrics",
    "compare_publications",
    "completed",
    "contradiction_of",
    "describe",
    "follow",
    "grounds_of",
    "keys_version",
    "last_days_of",
    "likeness_of",
    "miss_of",
    "nearest",
    "probe_keys",
    "screen",
    "search_for",
]
