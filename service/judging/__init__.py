"""Judging: can two figures both stand? Pure: two quantities and a tolerance in, a verdict out."""

from service.judging.intervals import inside_of, judge
from service.judging.lifecycle import Act, Standing, next_standing, standing_of
from service.judging.severity import gap_words, severity_of

__all__ = ["Act", "Standing", "gap_words", "inside_of", "judge", "next_standing", "severity_of", "standing_of"]
