"""Judging: can two figures both stand? Pure: two quantities and a tolerance in, a verdict out."""

from service.judging.intervals import gap_between, has_room, inside_of, judge, reach, tolerance_within
from service.judging.lifecycle import (
    Act,
    Standing,
    act_of_evidence,
    act_reaching,
    check_resolution,
    next_standing,
    standing_of,
    standing_with,
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
    "has_room",
    "inside_of",
    "judge",
    "measure_gap",
    "next_standing",
    "reach",
    "severity_of",
    "standing_of",
    "standing_with",
    "tolerance_within",
]
