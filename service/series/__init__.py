"""Series: one source's figures of one thing over time, and what two of them disagree on. Pure."""

from service.series.checks import LOOKED_BACK, check_series
from service.series.differences import Counted, DifferingDay, SeriesDifference, SeriesSide, day_of, difference_of
from service.series.news import SeriesNews
from service.series.points import (
    CheckKind,
    RunningTotal,
    Series,
    SeriesCheck,
    SeriesPoint,
    Shape,
    by_end,
    phrases_of_new,
    phrases_of_parts,
    point_of,
    running_total_of,
    series_key,
)

__all__ = [
    "LOOKED_BACK",
    "CheckKind",
    "Counted",
    "DifferingDay",
    "RunningTotal",
    "Series",
    "SeriesCheck",
    "SeriesDifference",
    "SeriesNews",
    "SeriesPoint",
    "SeriesSide",
    "Shape",
    "by_end",
    "check_series",
    "day_of",
    "difference_of",
    "phrases_of_new",
    "phrases_of_parts",
    "point_of",
    "running_total_of",
    "series_key",
]
