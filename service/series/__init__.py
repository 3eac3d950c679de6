"""Series: one source's figures of one thing over time, and what two of them disagree on. Pure."""

from service.series.differences import Counted, DifferingDay, SeriesDifference, day_of, difference_of

__all__ = ["Counted", "DifferingDay", "SeriesDifference", "day_of", "difference_of"]
