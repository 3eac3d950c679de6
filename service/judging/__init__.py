"""Judging: can two figures both stand? Pure: two quantities and a tolerance in, a verdict out."""

from service.judging.intervals import judge
from service.judging.lifecycle import Act, next_status
from service.judging.severity import severity_of

__all__ = ["Act", "judge", "next_status", "severity_of"]
