"""Judging: can two figures both stand? Pure: two quantities and a tolerance in, a verdict out."""

from service.judging.intervals import gap_between, inside_of, judge, tolerance_within
from service.judging.lifecycle import (
    Act,
    Standing,
    act_of_evidence,
    act_reaching,
    check_resolution,
    next_standing,
    standing_of,
)
from service.judging.severity import gap_words, measure_gap, severity_of

__all__ = [
    "Act",
    "Standing",
    "act_of_evidence",
    "act_reaching",
    "check_resolution",
    "gap_between",
    "gap_words",
    "inside_of",
    "judge",
    "measure_gap",
    "next_standing",
    "severity_of",
    "standing_of",
    "tolerance_within",
]
