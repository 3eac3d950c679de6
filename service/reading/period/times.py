"""One time, that may hold another: the third quarter of 2022, the first nine months of last year, the year to March."""

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from service.claim import Accuracy, PeriodKind
from service.reading.period.cursor import Cursor, longest_of, nested, rule
from service.reading.period.dates import read_date, read_day_of_month, read_plain_year, read_short_year, read_weekday
from service.reading.period.days import (
    Days,
    day,
    shift_days,
    shift_months,
    trailing_months,
    week_around,
    week_of,
    year_of,
    years_from,
)
from service.reading.period.holidays import read_holiday
from service.reading.period.named import fiscal_around, nth_part, read_named, read_split
from service.reading.period.numbers import read_count, read_ordinal, read_year
from service.reading.period.points import Point, Yearly, mapped, resolve
from service.reading.period.relative import (
    DAYS_IN,
    MONTHS_IN,
    last_of_units,
    read_day_in_month,
    read_near,
    read_relative,
    read_this_unit,
    unit_near,
    units_before,
)

_THURSDAY = 3
_COUNT_LIMIT = 1200
_YEAR = 12
_DECEMBER = 12
_PARTS = 3
_WEEK_PARTS = ((0, 2), (1, 3), (3, 6))
"""Monday to Wednesday, Tuesday to Thursday, Thursday to Sunday."""


@nested
def read_time(cursor: Cursor) -> Point | None:
    """Read: One time, that may hold another: "the end of the third quarter of 2022"."""
    point = longest_of(cursor, _TIMES)
    return point if point is None or isinstance(point, Days) else _in_named_year(cursor, point)


def _in_named_year(cursor: Cursor, point: Yearly) -> Point | None:
    """What comes once a year takes a year that is told otherwise: "March last year"."""
    position = cursor.position
    year = read_near(cursor)
    if isinstance(year, Days) and year.accuracy is Accuracy.YEAR:
        return point.in_year(year.start.year)
    cursor.position = position
    return point


@rule
def read_part(cursor: Cursor) -> Point | None:
    """Read: part time: "mid-November 2013", "early last week", "the end of 2021"."""
    part = cursor.take_word("part")
    if part is None:
        return None
    cursor.take_dash()
    whole = read_time(cursor) or _this_unit(cursor)
    if whole is None:
        return None
    if part in {"so_far", "rest"}:
        return _around(resolve(whole, cursor.setting.today), part, cursor.setting.today)
    return mapped(whole, lambda days: part_of(days, part))


def _around(days: Days | None, part: str, today: date) -> Days | None:
    """What of it lies before the publication, or after: "earlier this year", "the rest of the month"."""
    if days is None or not days.start <= today <= days.end:
        return days
    return Days(days.start, today, Accuracy.SPAN) if part == "so_far" else Days(today, days.end, Accuracy.SPAN)


@rule
def _this_unit(cursor: Cursor) -> Point | None:
    """A bare unit is the present one: "the start of the year"."""
    if cursor.take("fiscal") is not None:
        return fiscal_around(cursor, 0)
    unit = cursor.take_word("unit")
    return None if unit is None else unit_near(unit, 0, cursor.setting.today)


def part_of(days: Days, part: str) -> Days | None:
    """The start and the end are moments; early, mid and late are thirds, in the coarsest unit that allows it."""
    match part:
        case "start":
            return Days(days.start, days.start, Accuracy.DAY, PeriodKind.AS_OF)
        case "end":
            return Days(days.end, days.end, Accuracy.DAY, PeriodKind.AS_OF)
        case _:
            return _third(days, ("early", "mid", "late").index(part))


def _third(days: Days, which: int) -> Days:
    """One of three parts: years, months or days, as the whole divides; a month at the 10th and the 20th."""
    months = months_within(days)
    if months > _YEAR and months % _YEAR == 0:
        edges = [shift_months(days.start, _YEAR * cut) for cut in _cuts(months // _YEAR)]
    elif months >= _PARTS:
        edges = [shift_months(days.start, cut) for cut in _cuts(months)]
    elif days.length < _PARTS:
        return days
    elif days.accuracy is Accuracy.WEEK:
        first, last = _WEEK_PARTS[which]
        return Days(shift_days(days.start, first), shift_days(days.start, last), Accuracy.SPAN)
    else:
        edges = [shift_days(days.start, cut) for cut in ((0, 10, 20) if _is_month(days) else _cuts(days.length))]
    end = days.end if which == _PARTS - 1 else shift_days(edges[which + 1], -1)
    return Days(edges[which], end, Accuracy.SPAN)


def months_within(days: Days) -> int:
    """How many calendar months it touches."""
    return (days.end.year - days.start.year) * _YEAR + days.end.month - days.start.month + 1


def _is_month(days: Days) -> bool:
    return days.accuracy is Accuracy.MONTH


def _cuts(count: int) -> tuple[int, int, int]:
    return (0, -(-count // 3), count - count // 3)


@rule
def read_nth(cursor: Cursor) -> Point | None:
    """Read: [year] [count] ordinal [count] unit [time]: "the third quarter of 2022", "first nine months of 2022"."""
    year = read_year(cursor)
    if year is not None:
        inner = _nth(cursor)
        return inner.in_year(year) if isinstance(inner, Yearly) else None
    return _nth(cursor)


def _nth(cursor: Cursor) -> Point | None:
    before = _count_before_ordinal(cursor)
    ordinal = read_ordinal(cursor)
    if ordinal is None:
        return _months_of_year(cursor)
    count = before or read_count(cursor)
    unit = cursor.take_unit()
    if unit is None:
        return _nth_weekday(cursor, ordinal)
    if unit == "century" and count is None and ordinal > 0:
        return years_from(100 * (ordinal - 1), 100, Accuracy.SPAN)
    if count is not None and (ordinal not in {1, -1} or count > _COUNT_LIMIT):
        return None
    return _of(cursor, lambda days: nth_of(days, unit, ordinal, count))


def _months_of_year(cursor: Cursor) -> Point | None:
    """Read: count "months" year, the first so many: "nine months of 2022", "за 9 месяцев 2022 года"."""
    count = read_count(cursor)
    if count is None or count > _YEAR:
        return None
    if cursor.take("month_letter") is None and cursor.take_unit() != "month":
        return None
    year = read_plain_year(cursor) or read_short_year(cursor)
    return None if year is None else mapped(year, lambda days: nth_of(days, "month", 1, count))


@rule
def read_century(cursor: Cursor) -> Point | None:
    """Read: "century" ordinal: "siglo XX"."""
    ordinal = read_ordinal(cursor) if cursor.take_word("unit") == "century" else None
    return years_from(100 * (ordinal - 1), 100, Accuracy.SPAN) if ordinal is not None and ordinal > 0 else None


@rule
def read_edge(cursor: Cursor) -> Point | None:
    """Read: edge [year]: "year-end 2021", "Jahresbeginn"; without a year that of the present unit."""
    begun = cursor.position
    edge = cursor.take_word("edge")
    if edge is None:
        return None
    unit, part = edge.split()
    is_up_to = begun > 0 and not {"until", "to"}.isdisjoint(cursor.tokens[begun - 1].tags)
    split = read_split(cursor) if unit == "year" else None
    whole = year_of(split) if split is not None else read_plain_year(cursor) if unit == "year" else None
    if whole is None and edge == "year end" and not is_up_to and cursor.setting.today.month < _DECEMBER:
        cursor.fail("It is the end of the last year, or of this one.")
        return None
    return mapped(
        whole or unit_near(unit, 0, cursor.setting.today) or day(cursor.setting.today), lambda days: part_of(days, part)
    )


@rule
def _count_before_ordinal(cursor: Cursor) -> int | None:
    count = read_count(cursor)
    return count if count is not None and cursor.find("ordinal") is not None else None


def _of(cursor: Cursor, part: Callable[[Days], Days | None]) -> Point | None:
    position = cursor.position
    cursor.take_dash()
    whole = read_time(cursor) or _this_unit(cursor)
    if whole is not None:
        return mapped(whole, part)
    cursor.position = position
    return Yearly(lambda year: _in_year(year, part), "part of a year")


def _in_year(year: int, part: Callable[[Days], Days | None]) -> Days | None:
    days = years_from(year, 1, Accuracy.YEAR)
    return None if days is None else part(days)


def _nth_weekday(cursor: Cursor, ordinal: int) -> Point | None:
    weekday = cursor.take_int("weekday")
    if weekday is None:
        return None
    month = read_time(cursor) or unit_near("month", 0, cursor.setting.today)
    if month is None:
        return None
    return mapped(month, lambda days: _weekday_in(days, weekday, ordinal))


def _weekday_in(days: Days, weekday: int, ordinal: int) -> Days | None:
    if ordinal < 0:
        return day(shift_days(days.end, -((days.end.isoweekday() - weekday) % 7)))
    at = shift_days(days.start, (weekday - days.start.isoweekday()) % 7 + 7 * (ordinal - 1))
    return day(at) if at <= days.end else None


def nth_of(days: Days, unit: str, ordinal: int, count: int | None) -> Days | None:
    """The n-th unit within these days, or the first or last so many; None when it does not lie within."""
    if unit == "week":
        return _nth_week(days, ordinal, count)
    size = 1 if count is None else count
    if unit in {"quarter", "half"} and count is None:
        return _nth_half(days, unit, ordinal)
    start, end = (_unit_end(days, unit, size) if ordinal < 0 else _unit_start(days, unit, size, ordinal)) or (
        None,
        None,
    )
    if start is None or end is None or start < days.start or end > days.end:
        return None
    accuracy = {"month": Accuracy.MONTH, "day": Accuracy.DAY}.get(unit, Accuracy.SPAN) if size == 1 else Accuracy.SPAN
    return Days(start, end, accuracy)


def _nth_half(days: Days, unit: str, ordinal: int) -> Days | None:
    """A quarter or half of a year; half of a month is its first fifteen days, or the rest; half of other months."""
    months = months_within(days)
    parts = 4 if unit == "quarter" else 2
    ordinal = ordinal if ordinal > 0 else parts
    if months == 1 and unit == "half":
        middle = shift_days(days.start, 15)
        first = Days(days.start, shift_days(middle, -1), Accuracy.SPAN)
        return first if ordinal == 1 else Days(middle, days.end, Accuracy.SPAN) if ordinal == 2 else None  # noqa: PLR2004
    if months >= 12:  # noqa: PLR2004
        return nth_part(days, unit, ordinal) if months <= 13 else _years_half(days, ordinal)  # noqa: PLR2004
    if months % parts or ordinal > parts:
        return None
    start = shift_months(days.start, months // parts * (ordinal - 1))
    return Days(start, shift_days(shift_months(start, months // parts), -1), Accuracy.SPAN)


def _years_half(days: Days, ordinal: int) -> Days | None:
    years = days.end.year - days.start.year + 1
    if ordinal not in {1, 2}:
        return None
    first = days.start.year + (years // 2 if ordinal == 2 else 0)  # noqa: PLR2004
    return years_from(first, years // 2 if ordinal == 1 else years - years // 2, Accuracy.SPAN)


def _unit_start(days: Days, unit: str, size: int, ordinal: int) -> tuple[date, date] | None:
    if unit in MONTHS_IN:
        start = shift_months(days.start, MONTHS_IN[unit] * (ordinal - 1))
        return start, shift_days(shift_months(start, MONTHS_IN[unit] * size), -1)
    if unit in DAYS_IN:
        start = shift_days(days.start, DAYS_IN[unit] * (ordinal - 1))
        return start, shift_days(start, DAYS_IN[unit] * size - 1)
    return None


def _unit_end(days: Days, unit: str, size: int) -> tuple[date, date] | None:
    if unit in MONTHS_IN:
        return trailing_months(days.end, MONTHS_IN[unit] * size, Accuracy.SPAN).start, days.end
    if unit in DAYS_IN:
        return shift_days(days.end, 1 - DAYS_IN[unit] * size), days.end
    return None


def _nth_week(days: Days, ordinal: int, count: int | None) -> Days | None:
    """Weeks belong to the month or year that has their Thursday, as in ISO 8601."""
    size = 1 if count is None else count
    if ordinal > 0:
        first = _week_with_thursday(shift_days(days.start, 6 - (days.start.weekday() - _THURSDAY - 1) % 7))
        start = shift_days(first.start, 7 * (ordinal - 1))
    else:
        last = _week_with_thursday(shift_days(days.end, -((days.end.weekday() - _THURSDAY) % 7)))
        start = shift_days(last.start, -7 * (size - 1))
    end = shift_days(start, 7 * size - 1)
    if shift_days(end, -3) > days.end or shift_days(start, 3) < days.start:
        return None
    return Days(start, end, Accuracy.WEEK if size == 1 else Accuracy.SPAN)


def _week_with_thursday(thursday: date) -> Days:
    return week_of(*thursday.isocalendar()[:2]) or week_around(thursday)


@rule
def read_trailing(cursor: Cursor) -> Point | None:
    """Read: [count] unit "to" time: "12 months to October", "the year ended 31 March", "week ending 20 November"."""
    if cursor.take("week_ending") is not None:
        return _trailing(cursor, 1, "week", Accuracy.WEEK)
    if cursor.take("week_starting") is not None:
        return _leading_week(cursor)
    count = read_count(cursor)
    fiscal = cursor.take("fiscal") is not None
    unit = "year" if fiscal else cursor.take_unit()
    if unit is None or (unit not in MONTHS_IN and unit not in DAYS_IN and unit != "hour"):
        return None
    if unit == "week" and count is None and cursor.take("starting") is not None:
        return _leading_week(cursor)
    if unit != "hour" and cursor.take("before") is not None:
        return _before(cursor, count or 1, unit)
    if cursor.take("ending") is None:
        return _week_of(cursor) if unit == "week" and count is None else None
    accuracy = {"week": Accuracy.WEEK, "quarter": Accuracy.QUARTER, "year": Accuracy.YEAR}.get(unit, Accuracy.SPAN)
    accuracy = Accuracy.FISCAL_YEAR if fiscal else accuracy if (count or 1) == 1 else Accuracy.SPAN
    return _trailing(cursor, count or 1, unit, accuracy)


def _trailing(cursor: Cursor, count: int, unit: str, accuracy: Accuracy) -> Point | None:
    end = read_time(cursor)
    if end is None or count > _COUNT_LIMIT:
        return None
    if unit in MONTHS_IN:
        return mapped(
            end, lambda days: replace(trailing_months(days.end, MONTHS_IN[unit] * count, accuracy), is_end_told=True)
        )
    size = 1 - (-count // 24) if unit == "hour" else DAYS_IN[unit] * count
    return mapped(end, lambda days: Days(shift_days(days.end, 1 - size), days.end, accuracy))


@rule
def read_leading(cursor: Cursor) -> Point | None:
    """Read: ["next"] count unit "from" time: "three years from October 2024"."""
    cursor.take("stretch")
    count, unit = read_count(cursor), cursor.take_unit()
    if count is None or count > _COUNT_LIMIT or (unit not in MONTHS_IN and unit not in DAYS_IN):
        return None
    start = read_time(cursor) if cursor.take("starting") is not None else None
    if start is None:
        return None
    return mapped(start, lambda days: Days(days.start, last_of_units(days.start, count, unit), Accuracy.SPAN))


def _before(cursor: Cursor, count: int, unit: str) -> Point | None:
    """So many units up to the eve of a time: "the week before 7 May 2020"."""
    end = read_time(cursor)
    if end is None or count > _COUNT_LIMIT:
        return None
    return mapped(end, lambda days: units_before(days.start, count, unit))


def _leading_week(cursor: Cursor) -> Point | None:
    start = read_time(cursor)
    if start is None:
        return None
    return mapped(start, lambda days: Days(days.start, shift_days(days.start, 6), Accuracy.WEEK))


def _week_of(cursor: Cursor) -> Point | None:
    """Read: "the week of Nov. 14": the calendar week that holds the day."""
    at = read_time(cursor)
    return None if at is None else mapped(at, lambda days: week_around(days.start) if days.length == 1 else None)


_TIMES: tuple[Callable[[Cursor], Point | None], ...] = (
    read_part,
    read_trailing,
    read_leading,
    read_relative,
    read_nth,
    read_named,
    read_day_in_month,
    read_date,
    read_weekday,
    read_day_of_month,
    read_century,
    read_edge,
    read_holiday,
    read_this_unit,
)
