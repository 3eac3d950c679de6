"""Judging: can two figures both stand? Pure: two quantities and a tolerance in, a verdict out."""

from service.judging.intervals import inside_of, judge
from service.judging.lifecycle import Act, next_status
from service.judging.severity import gap_words, severity_of

__all__ = ["Act", "gap_words", "inside_of", "judge", "next_status", "severity_of"]
