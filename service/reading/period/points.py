"""What comes once a year and what is fixed: the two things that a name of a time can give.

"5 January" comes once a year; which one is meant follows from a year that stands nearby, or from the day of
publication: figures speak of the past, so it is the last one that had begun by then.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from msgspec import Struct

from service.reading.period.days import LAST_YEAR, Days

_LEAP_SPACING = 8
"""29 February is at most eight years away."""


class Yearly(Struct, frozen=True):
    """Something that comes once a year: None for a year that lacks it."""

    in_year: Callable[[int], Days | None]
    name: str


Point: TypeAlias = Days | Yearly


def resolve(point: Point, today: date) -> Days | None:
    """The last one that had begun by the day of publication; what is fixed stays."""
    if isinstance(point, Days):
        return point
    return _search(point, range(today.year, today.year - _LEAP_SPACING - 1, -1), lambda days: days.start <= today)


def resolve_before(point: Point, end: Days) -> Days | None:
    """The last one that begins before another thing ends."""
    if isinstance(point, Days):
        return point
    years = range(end.end.year, end.end.year - _LEAP_SPACING - 1, -1)
    return _search(point, years, lambda days: days.start <= end.start)


def resolve_after(point: Point, start: Days) -> Days | None:
    """The first one that ends after another thing begins."""
    if isinstance(point, Days):
        return point
    years = range(start.start.year, start.start.year + _LEAP_SPACING + 1)
    return _search(point, years, lambda days: days.end >= start.end)


def _search(point: Yearly, years: range, is_meant: Callable[[Days], bool]) -> Days | None:
    for year in years:
        days = point.in_year(year) if 0 < year <= LAST_YEAR else None
        if days is not None and is_meant(days):
            return days
    return None


def mapped(point: Point, change: Callable[[Days], Days | None]) -> Point | None:
    """Do to every one of them what is done to one: "mid" of "November" comes once a year too."""
    if isinstance(point, Days):
        return change(point)
    inner = point.in_year

    def in_year(year: int) -> Days | None:
        days = inner(year)
        return None if days is None else change(days)

    return Yearly(in_year, point.name)
