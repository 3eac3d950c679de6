"""Figures of a time before: "compared with [170] in the same period last year", "down from [260] a day earlier"."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from service.articles.lexicon import lower
from service.articles.patterns import wording
from service.claim import Accuracy, Period

_UNITS = ("year", "quarter", "month", "week", "day")
_EARLIER = "|".join(f"(?P<{unit}>{wording(f'{unit}_earlier')})" for unit in _UNITS)
_SAME_OF_YEAR = rf"(?P<same>{wording('same_of_year')}\s(?P<of>(?:19|20)\d\d)(?:\s?(?:р|г|r)\.|\sroku|\sроку|\sгода)?)"
_PATTERN = re.compile(rf"(?<!\w)(?:{_SAME_OF_YEAR}|{_EARLIER})(?!\w)")
_COMPARED = re.compile(rf"(?<!\w){wording('against')}\s(?:\w+['’]?\s?){{0,2}}$")
_BEHIND = re.compile(r"(?:\s[^\W\d_]+){0,4},?\s$")
_COMPARED_FIGURE = re.compile(
    rf"(?<!\w){wording('against')}\s(?:\w+['’]?\s?){{0,2}}[€$£]?\d[\d.,]*(?:\s?[^\s;]+){{0,4}}\s$"
)
_WINDOW = 80
_MOST_YEARS = 200
_WEEKS = timedelta(52 * 7)
"""From a week, which begins on a Monday, to that of the year before."""
_MONTHS = {"month": 1, "quarter": 3}
_LENGTHS = {"month": range(28, 32), "quarter": range(89, 93)}
"""How many days they have."""


class Earlier(NamedTuple):
    """Where a sentence names a time before another, and by how much it lies before it."""

    start: int
    end: int
    unit: str
    year: int | None = None
    """The year that it names itself: "in the same period of [2022]"."""

    def covers(self, told: tuple[int, int, Period]) -> bool:
        """Tell whether a period is read in these words."""
        return self.start < told[1] and told[0] < self.end


@lru_cache(maxsize=256)
def earlier_times(sentence: str) -> tuple[Earlier, ...]:
    """Give where a sentence speaks of a time by how long it lies before: "a year earlier", "im Vormonat"."""
    return tuple(_earlier(found) for found in _PATTERN.finditer(lower(sentence)))


def _earlier(found: re.Match[str]) -> Earlier:
    if found["same"]:
        return Earlier(*found.span(), "year", int(found["of"]))
    return Earlier(*found.span(), next(unit for unit in _UNITS if found[unit]))


def compared_with_earlier(sentence: str, start: int, end: int) -> Earlier | None:
    """Tell the figure that is compared with, "against [170] a year earlier"; give where the time is told."""
    low = lower(sentence)
    for earlier in earlier_times(sentence):
        first, last = earlier.start, earlier.end
        if first >= end and _COMPARED.search(low[:start]) and _BEHIND.fullmatch(f"{low[end:first]}"):
            return earlier
        if not low[:first].strip() and last <= start and not any(letter.isdigit() for letter in low[last:start]):
            return earlier
    return None


def is_behind_compared(sentence: str, start: int) -> bool:
    """Tell a time that is of a figure compared with: "[1.7 %] in January, after 2.3 % in December"."""
    return _COMPARED_FIGURE.search(lower(sentence[max(start - _WINDOW, 0) : start])) is not None


def in_year(period: Period, year: int) -> Period | None:
    """Give the same time of a year before; None where that is none."""
    if not 0 < period.end.year - year < _MOST_YEARS:
        return None
    earlier: Period | None = period
    for _ in range(period.end.year - year):
        earlier = None if earlier is None else year_before(earlier)
    return earlier


def time_before(period: Period, unit: str) -> Period | None:
    """Give the same time a day, a week, a month, a quarter or a year before; None where a finer time is wanted."""
    days = (period.end - period.start).days + 1
    if unit == "year":
        return year_before(period)
    if unit in ("day", "week"):
        away = timedelta(1 if unit == "day" else 7)
        is_fine = days <= away.days and period.start.toordinal() > away.days
        return replace(period, start=period.start - away, end=period.end - away, since=None) if is_fine else None
    months = _MONTHS[unit]
    if days > 31 * months or period.start.toordinal() < 31 * (months + 1):
        return None
    start, end = (_months_before(day, months, is_end=days > 1) for day in (period.start, period.end))
    return replace(period, start=start, end=end, since=None)


def _months_before(day: date, months: int, *, is_end: bool) -> date:
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    last = monthrange(year, month + 1)[1]
    was_last = is_end and day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if was_last else min(day.day, last))


def year_before(period: Period) -> Period | None:
    """Give the same time one year before; None where no year can be before."""
    if period.start.year <= 1:
        return None
    if period.accuracy is Accuracy.WEEK and period.start.weekday() == 0:
        return replace(period, start=period.start - _WEEKS, end=period.end - _WEEKS, since=None)
    start, end = (
        _shifted(day, is_end_of_month=period.accuracy is not Accuracy.DAY) for day in (period.start, period.end)
    )
    return replace(period, start=start, end=end, since=None)


def length_of(period: Period) -> str | None:
    """Tell a quarter and a month, by the days that they have."""
    days = (period.end - period.start).days + 1
    return next((name for name, span in _LENGTHS.items() if days in span), None)


def _shifted(day: date, *, is_end_of_month: bool) -> date:
    year, last = day.year - 1, monthrange(day.year - 1, day.month)[1]
    is_last = is_end_of_month and day.day == monthrange(day.year, day.month)[1]
    return day.replace(year=year, day=last if is_last else min(day.day, last))
