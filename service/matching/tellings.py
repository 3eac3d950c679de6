"""One time told in two ways: by its day and by its month, by a total and by its span, by a fiscal year and by its days.

Weeks, months, years, what comes back as they do and what is counted since the first of a month have figures of their
own beside a running total, and another day of a total is another total. What only may be one is loose: a person
decides. All that is compared here lies under few last days (`windows`).
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from itertools import permutations

from msgspec import Struct

from service.claim import Accuracy, Period, PeriodKind

DAY = timedelta(days=1)
LONG_SPAN = timedelta(days=27)
"""From a first to a last day 28 days apart: spans that long may differ by a day at their ends."""
SHIFT = 3
"""Days by which a quarter, half or year in whole weeks may lie beside that of the calendar."""
_SHORTEST_TOTAL, _WEEK = 3, 7
_SHORT, _QUARTER = timedelta(days=26), timedelta(days=83)
_NIGHT = 3
"""A night, or a night and the days around it."""
SOON = 2
"""Days behind an event by which what is counted of it is told as of a day."""
_LONGEST_MONTH = 31
_SEASON = 92
"""What is told by its year takes no longer than a season."""
_THIRDS = {1: 10, 11: 20, 21: 0}
"""First and last days of the parts of a month: early, mid and late; the last ends with the month."""
_IN_WEEKS = frozenset({Accuracy.QUARTER, Accuracy.HALF, Accuracy.YEAR, Accuracy.FISCAL_YEAR})
_YEAR = range(360, 373)
"""How many days a year has, in whole weeks too."""
ASSUMED_ENDS = ((6, 30), (12, 31))
"""With which days a fiscal year ends that nobody knows."""
FISCAL_BEFORE, FISCAL_BEHIND = 9, 3
"""So many months before and behind the year that is assumed a fiscal year of that name may end."""


_DAY_OF_MONTH = re.compile(r"(?<!\d)0?(\d{1,2})(?!\d)")


class Telling(Struct, frozen=True):
    """How two periods that are not the same may be told of one thing."""

    name: str
    reason: str
    is_loose: bool = False
    """Whether a person has to decide: two things may well be told so."""
    is_vague: bool = False
    """Whether a person has to decide, unless all else makes it all but certain."""


def told_in_two_ways(one: Period, other: Period) -> Telling | None:
    """Say how two periods may be told of one thing; None where they are two. Symmetric."""
    for first, second in permutations((one, other)):
        for is_told, telling in _TELLINGS:
            if is_told(first, second):
                return telling
    return None


def end_of_month(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def end_of_third(day: date) -> date:
    """The last day of the part of the month, early, mid or late, that a day lies in."""
    last = next((last for first, last in _THIRDS.items() if first <= day.day <= last), 0)
    return day.replace(day=last) if last else end_of_month(day)


def is_month(period: Period) -> bool:
    """Whether it is a whole month of the calendar."""
    return period.start.day == 1 and period.end == end_of_month(period.start)


def is_short(period: Period) -> bool:
    """Whether it is some days of a month, or one: no month."""
    return period.end - period.start < _SHORT


def is_year(period: Period) -> bool:
    """Whether it is twelve months long."""
    return period.kind is PeriodKind.DURING and days_in(period) in _YEAR


def is_calendar_year(period: Period) -> bool:
    """Whether it is a year of the calendar that nobody calls a fiscal one."""
    is_whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    return is_whole and not period.is_fiscal_start_unknown


def is_quarter_or_longer(period: Period) -> bool:
    """Whether it is long enough to be told in whole weeks or by the calendar."""
    return period.kind is PeriodKind.DURING and period.end - period.start >= _QUARTER


def days_in(period: Period) -> int:
    """How many days a period has."""
    return (period.end - period.start).days + 1


def months_between(first: date, last: date) -> int:
    """How many months lie between the ends of two periods; below zero where the last comes before the first."""
    return (last.year - first.year) * 12 + last.month - first.month


def is_nearly_same_span(one: Period, other: Period) -> bool:
    """Whether a month or more differs by a day at its ends, or a quarter or more is told in whole weeks beside it."""
    if one.kind is PeriodKind.AS_OF or other.kind is PeriodKind.AS_OF:
        return False
    if one.end - one.start < LONG_SPAN or other.end - other.start < LONG_SPAN:
        return False
    starts, ends = abs(one.start - other.start).days, abs(one.end - other.end).days
    if starts <= 1 and ends <= 1:
        return True
    return 0 < starts <= SHIFT and ends <= SHIFT and (_is_in_weeks(one, other) or _is_in_weeks(other, one))


def _is_in_weeks(one: Period, calendar: Period) -> bool:
    """Whether one is a quarter, half or year of the calendar, and the other thirteen weeks or so, or months, by days.

    "Three months to 29 June" are the second quarter of a company whose quarters end with a week.
    """
    is_of_weeks = one.accuracy not in _IN_WEEKS
    is_calendar = calendar.accuracy in _IN_WEEKS and not calendar.is_fiscal_start_unknown
    return is_of_weeks and is_calendar and is_quarter_or_longer(one) and is_quarter_or_longer(calendar)


def _is_total_up_to(span: Period, total: Period) -> bool:
    """Whether a span of single days ends with the day of a running total: "28 April to 10 May", "as of 10 May".

    Weeks, months, years, what comes back as they do ("12 months to 1 September", "24 hours to 9 July") and what is
    counted since the first of a month have figures of their own beside the total, unless the total is told to begin
    with the span. A total that is told to begin on another day is another one.
    """
    if not _ends_with(span, total):
        return False
    if total.since is not None:
        return abs(total.since - span.start) <= DAY
    return span.start.day != 1 and not _comes_back(span)


def is_counted_since(span: Period, total: Period) -> bool:
    """Whether a total is told to be of that span: "so far this year" on 10 May, and "1 January to 10 May"."""
    is_total = total.kind is PeriodKind.AS_OF and total.start == total.end
    return is_total and span.kind is PeriodKind.DURING and (total.since, total.end) == (span.start, span.end)


def _ends_with(span: Period, total: Period) -> bool:
    if span.kind is not PeriodKind.DURING or total.kind is not PeriodKind.AS_OF or span.end != total.end:
        return False
    return total.start == total.end and span.accuracy is Accuracy.SPAN


def _comes_back(span: Period) -> bool:
    """Whether it is as long as a day, a week, some weeks or some months."""
    days = days_in(span)
    return days < _SHORTEST_TOTAL or days % _WEEK == 0 or (span.end + DAY).day == span.start.day


def _is_within_month(days: Period, month: Period) -> bool:
    """Whether one is told by its days and the other by their month: "9 August 2022" and "August 2022".

    A month's last day has figures of its own: what stands at its end.
    """
    return is_month(month) and is_short(days) and month.start <= days.start < month.end and days.end <= month.end


def _is_end_of_month(moment: Period, month: Period) -> bool:
    """Whether one is a state at the end of the month of which the other speaks: "end of May 2023", "May 2023"."""
    is_moment = moment.kind is PeriodKind.AS_OF and moment.start == moment.end and moment.since is None
    return is_moment and month.kind is PeriodKind.DURING and is_month(month) and moment.end == month.end


def _is_night(day: Period, night: Period) -> bool:
    """Whether two tell one night or so by its last day: "12 March", "night of 11-12 March"."""
    return (
        day.end == night.end and night.start <= day.start and 1 < days_in(night) <= _NIGHT and day.start != night.start
    )


def _is_day_of_event(day: Period, told: Period) -> bool:
    """Whether one is told by its day, and the other by how it stood soon behind or by that day and the next one.

    "34 killed, 5 November", "41 dead as of 7 November", "night of 5-6 November": of an event they are one thing.
    """
    if day.kind is not PeriodKind.DURING or day.start != day.end:
        return False
    if told.kind is PeriodKind.DURING:
        return told.start == day.start and told.end - day.end == DAY
    is_count = told.start == told.end and told.since in {None, day.start}
    return is_count and 0 < (told.end - day.end).days <= SOON


def _is_total_since_first(span: Period, total: Period) -> bool:
    """Whether a span from the first of a month on ends as a total does that is told by its last day or month."""
    if span.kind is not PeriodKind.DURING or total.kind is not PeriodKind.AS_OF or total.since is not None:
        return False
    is_span = span.accuracy is Accuracy.SPAN and days_in(span) > _LONGEST_MONTH
    return is_span and span.end == total.end and span.start < total.start


def _is_end_of_span(moment: Period, span: Period) -> bool:
    """Whether one is a state at the end of the quarter, half or year of which the other speaks."""
    is_moment = moment.kind is PeriodKind.AS_OF and moment.start == moment.end and moment.since is None
    return is_moment and is_quarter_or_longer(span) and span.accuracy in _IN_WEEKS and moment.end == span.end


def _is_by_year(by: Period, span: Period) -> bool:
    """Whether one is told up to a year and the other by the years that end with it: "by 2022", "2018 to 2022"."""
    is_up_to = by.kind is PeriodKind.AS_OF and is_calendar_year(by) and span.kind is PeriodKind.DURING
    return is_up_to and by.end == span.end and span.start < by.start


def _is_vague_start(vague: Period, exact: Period) -> bool:
    """Whether only the start differs, and lies in the part of a month in which the other begins: "late September"."""
    if vague.kind is not PeriodKind.DURING or exact.kind is not PeriodKind.DURING or vague.end != exact.end:
        return False
    is_same_part = vague.start < exact.start <= end_of_third(vague.start) < exact.end
    is_same_part = is_same_part and vague.start.day in _THIRDS and not _is_written(vague.start, vague)
    return is_same_part and vague.accuracy is exact.accuracy is Accuracy.SPAN


def _is_vague_end(vague: Period, exact: Period) -> bool:
    """Whether only the end differs, and lies in the part of a month in which the other ends: "to mid-November"."""
    if vague.kind is not PeriodKind.DURING or exact.kind is not PeriodKind.DURING:
        return False
    are_spans = vague.accuracy is exact.accuracy is Accuracy.SPAN and abs(vague.start - exact.start).days <= SHIFT
    is_same_part = exact.end < vague.end == end_of_third(exact.end) and not is_third(vague)
    return are_spans and is_same_part and not _is_written(vague.end, vague)


def _is_in_part(day: Period, part: Period) -> bool:
    """Whether one is told by its day, and the other by the part of a month in which it lies: "mid-April"."""
    is_within = day.start == day.end and part.start <= day.start and day.end <= part.end
    return is_third(part) and is_within and not _is_written(part.end, part)


def _is_written(day: date, period: Period) -> bool:
    """Whether the day of the month stands in what was given: in "11 to 20 April" it does, in "mid-April" not."""
    return period.as_given is None or str(day.day) in _DAY_OF_MONTH.findall(period.as_given)


def is_third(period: Period) -> bool:
    """Whether it is the early, middle or late part of a month."""
    is_span = period.accuracy is Accuracy.SPAN and period.start.day in _THIRDS
    return is_span and period.end == end_of_third(period.start)


def _is_soon_announced(one: Period, other: Period) -> bool:
    """Whether two are told by single days of which one comes soon behind the other."""
    return days_in(one) == days_in(other) == 1 and 0 < (other.end - one.end).days <= SOON


def _is_in_year(days: Period, year: Period) -> bool:
    """Whether one is told by its days or season, and the other by their calendar year."""
    is_within = year.start <= days.start and days.end <= year.end
    is_year = year.kind is PeriodKind.DURING and is_calendar_year(year)
    return is_year and is_within and days.kind is PeriodKind.DURING and days_in(days) <= _SEASON


def _is_turn_of_year(old: Period, new: Period) -> bool:
    """Whether two moments are the last day of a year and the first of the next one."""
    are_moments = all(one.kind is PeriodKind.AS_OF and one.start == one.end for one in (old, new))
    return are_moments and is_turn(old.end) and new.end - old.end == DAY


def is_turn(day: date) -> bool:
    """Whether it is the last day of a year."""
    return (day.month, day.day) == (12, 31)


def _is_trailing_year(year: Period, month: Period) -> bool:
    """Whether one tells the twelve months up to the end of the other: of prices both are the change on a year ago."""
    is_trailing = is_year(year) and not is_calendar_year(year) and year.accuracy is not Accuracy.FISCAL_YEAR
    return is_trailing and month.kind is PeriodKind.DURING and is_month(month) and year.end == month.end


def _is_fiscal_alike(fiscal: Period, year: Period) -> bool:
    """Whether one is a fiscal year whose first day nobody told, and the other twelve months that may be it."""
    if not fiscal.is_fiscal_start_unknown or not is_year(fiscal) or not is_year(year):
        return False
    if (fiscal.end.month, fiscal.end.day) not in ASSUMED_ENDS:
        return False
    if (fiscal.start, fiscal.end) == (year.start, year.end):
        return not is_same_fiscal_year(fiscal, year)
    is_of_months = not is_calendar_year(year) and year.end == end_of_month(year.end)
    return is_of_months and -FISCAL_BEFORE <= months_between(fiscal.end, year.end) <= FISCAL_BEHIND


def is_same_fiscal_year(one: Period, other: Period) -> bool:
    """Whether two have the same days and are both told as fiscal ("2018/19"), or both are known, or both are not."""
    if (one.start, one.end) != (other.start, other.end):
        return False
    are_fiscal = one.accuracy is Accuracy.FISCAL_YEAR and other.accuracy is Accuracy.FISCAL_YEAR
    return are_fiscal or one.is_fiscal_start_unknown is other.is_fiscal_start_unknown


def _is_same_fiscal_part(fiscal: Period, part: Period) -> bool:
    """Whether only one of two that have the same days is of a fiscal year whose first day nobody told."""
    is_same = (fiscal.start, fiscal.end, fiscal.kind) == (part.start, part.end, part.kind)
    return is_same and fiscal.is_fiscal_start_unknown and not is_same_fiscal_year(fiscal, part)


_Is = Callable[[Period, Period], bool]
_TELLINGS: tuple[tuple[_Is, Telling], ...] = (
    (
        _is_fiscal_alike,
        Telling("fiscal", "One is a fiscal year whose first day nobody told; the other may be it.", is_loose=True),
    ),
    (
        _is_same_fiscal_part,
        Telling("fiscal", "One is of a fiscal year whose first day nobody told.", is_loose=True),
    ),
    (
        _is_total_up_to,
        Telling("total_up_to_day", "The span ends with the day of the total, which may be the total of that span."),
    ),
    (
        _is_within_month,
        Telling("day_in_month", "One is told by the month, the other by days within it; it may be one thing."),
    ),
    (
        _is_night,
        Telling("night", "One tells the day, the other the night or the days that end with it."),
    ),
    (
        _is_trailing_year,
        Telling("year_to_month", "One tells the twelve months up to the other's end; of prices both are one change."),
    ),
    (
        _is_end_of_month,
        Telling("end_of_month", "One is told by the month, the other by its end.", is_vague=True),
    ),
    (
        _is_day_of_event,
        Telling("day_of_event", "One is told by the day of the event, the other soon behind; it may be one event."),
    ),
    (
        _is_total_since_first,
        Telling("since_first", "The span ends with the total, which may be the total of that span.", is_vague=True),
    ),
    (
        _is_end_of_span,
        Telling("end_of_span", "One is told by the quarter, half or year, the other by its end.", is_loose=True),
    ),
    (
        _is_by_year,
        Telling("up_to_year", "One is told up to a year, the other by the years that end with it.", is_vague=True),
    ),
    (
        _is_vague_start,
        Telling("vague_start", "They end together; the start of one is told by a part of a month.", is_vague=True),
    ),
    (
        _is_turn_of_year,
        Telling("turn_of_year", "One tells the end of a year, the other the start of the next one.", is_vague=True),
    ),
    (
        _is_vague_end,
        Telling("vague_end", "They begin together; the end of one is told by a part of a month.", is_vague=True),
    ),
    (
        _is_in_part,
        Telling("in_part", "One is told by its day, the other by the part of a month in which it lies.", is_vague=True),
    ),
    (
        _is_soon_announced,
        Telling("announced", "One day is soon behind the other; what is announced once may be told so.", is_vague=True),
    ),
    (
        _is_in_year,
        Telling("in_year", "One is told by the year, the other by days within it; it may be one thing.", is_vague=True),
    ),
)
"""The first that holds says how: what is certain enough to be confirmed before what is loose."""
