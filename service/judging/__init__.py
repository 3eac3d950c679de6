"""Judging: can two figures both stand? Pure: two quantities and a tolerance in, a verdict out."""

from service.judging.intervals import gap_between, judge
from service.judging.lifecycle import Act, next_status
from service.judging.severity import severity_of

__all__ = ["Act", "gap_between", "judge", "next_status", "severity_of"]
