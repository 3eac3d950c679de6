"""Matching: do two claims speak of the same metric and period? Pure."""

from service.matching.blocking import blocking_keys, probe_keys
from service.matching.phrases import PhraseComparison, compare_metrics
from service.matching.scoring import MatchingDescription, compare, describe

__all__ = [
    "MatchingDescription",
    "PhraseComparison",
    "blocking_keys",
    "compare",
    "compare_metrics",
    "describe",
    "probe_keys",
]
