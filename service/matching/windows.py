"""Under which last days a comparable claim can stand: no fewer than `compare_periods` allows."""

from collections.abc import Iterator
from datetime import date

from service.claim import Accuracy, Period, PeriodKind
from service.matching.tellings import (
    ASSUMED_ENDS,
    DAY,
    FISCAL_BEFORE,
    FISCAL_BEHIND,
    LONG_SPAN,
    SHIFT,
    SOON,
    days_in,
    end_of_month,
    end_of_third,
    is_calendar_year,
    is_month,
    is_quarter_or_longer,
    is_short,
    is_turn,
    is_year,
)

_LONGEST_THIRD = 11


def last_days(period: Period, *, of_event: bool = False, of_year: bool = False) -> tuple[date, ...]:
    """Give those days, ascending: a day's leeway for spans of 28 days or more, a month beside each of its days.

    What is told of an event stands under the days around it too, and what comes once a year under those of its year.

    Total: beyond the first and the last day that there are, no claim can stand.
    """
    days = {period.end, end_of_third(period.end), *_thirds(period)}
    if is_month(period):
        days |= {period.start.replace(day=day) for day in range(1, period.end.day)}
    if is_short(period):
        days.add(end_of_month(period.end))
    if period.kind is PeriodKind.DURING and period.end - period.start >= LONG_SPAN:
        days |= set(_around(period.end, SHIFT if is_quarter_or_longer(period) else 1))
    if period.kind is PeriodKind.AS_OF and period.start == period.end:
        days |= set(_turns(period.end))
    if is_year(period):
        days |= set(_fiscal_ends(period))
    if of_year:
        days |= set(_of_year(period))
    if of_event and days_in(period) <= SOON:
        days |= set(_around(period.end, SOON))
    return tuple(sorted(days))


def _thirds(period: Period) -> Iterator[date]:
    """The days of the part of a month with which a span ends that may be told by it."""
    if period.accuracy is Accuracy.SPAN and period.start != period.end == end_of_third(period.end):
        yield from (day for day in _around(period.end, _LONGEST_THIRD) if end_of_third(day) == period.end)


def _of_year(period: Period) -> Iterator[date]:
    """The last day of the year, and all days of a whole one."""
    yield period.end.replace(month=12, day=31)
    if is_calendar_year(period):
        yield from (date.fromordinal(day) for day in range(period.start.toordinal(), period.end.toordinal()))


def _around(day: date, reach: int) -> Iterator[date]:
    for count in range(-reach, reach + 1):
        ordinal = day.toordinal() + count
        if date.min.toordinal() <= ordinal <= date.max.toordinal():
            yield date.fromordinal(ordinal)


def _turns(day: date) -> Iterator[date]:
    """The other side of a year's turn."""
    if is_turn(day) and day < date.max:
        yield day + DAY
    elif day > date.min and is_turn(day - DAY):
        yield day - DAY


def _fiscal_ends(period: Period) -> Iterator[date]:
    """Where twelve months end that may be a fiscal year whose first day nobody told; of such a year, and of others."""
    if period.is_fiscal_start_unknown:
        for months in range(-FISCAL_BEFORE, FISCAL_BEHIND + 1):
            yield from _month_end(period.end, months)
    if not is_calendar_year(period) and period.end == end_of_month(period.end):
        for months in range(-FISCAL_BEHIND, FISCAL_BEFORE + 1):
            yield from (day for day in _month_end(period.end, months) if (day.month, day.day) in ASSUMED_ENDS)


def _month_end(day: date, months: int) -> Iterator[date]:
    """The end of the month so many months away, if there is one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if date.min.year <= year <= date.max.year:
        yield end_of_month(date(year, month + 1, 1))
