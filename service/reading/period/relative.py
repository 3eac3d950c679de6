"""Times told from the day of publication: yesterday, last month, the past 24 hours, two weeks ago."""

from collections.abc import Callable
from datetime import date

from service.claim import Accuracy
from service.reading.period.cursor import Cursor, first_of, nested, rule
from service.reading.period.dates import weekday_of
from service.reading.period.days import (
    Days,
    day,
    half_of,
    month_of,
    quarter_of,
    season_of,
    shift_days,
    shift_months,
    trailing_months,
    week_around,
    year_of,
    years_from,
)
from service.reading.period.named import fiscal_around
from service.reading.period.numbers import read_count, read_day_number
from service.reading.period.points import Point, Yearly, resolve

_HOURS_A_DAY = 24
_TUESDAY = 2
_FRIDAY = 5
_MOST = 9999
_OF_YEARS = frozenset({"year", "decade", "century"})
_NO_COUNT_OF_YEARS = 1000
_ACCURACIES = {
    "hour": Accuracy.DAY,
    "day": Accuracy.DAY,
    "week": Accuracy.WEEK,
    "fortnight": Accuracy.SPAN,
    "month": Accuracy.MONTH,
    "quarter": Accuracy.QUARTER,
    "half": Accuracy.HALF,
    "year": Accuracy.YEAR,
    "decade": Accuracy.DECADE,
    "century": Accuracy.SPAN,
}
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}


def last_of_units(first: date, count: int, unit: str) -> date:
    """The last day of so many months or days that begin on a day."""
    if unit in MONTHS_IN:
        return shift_days(shift_months(first, MONTHS_IN[unit] * count), -1)
    return shift_days(first, DAYS_IN[unit] * count - 1)


def units_before(of: date, count: int, unit: str) -> Days:
    """So many months or days up to a day's eve."""
    eve = shift_days(of, -1)
    accuracy = Accuracy.WEEK if unit == "week" and count == 1 else Accuracy.SPAN
    if unit in MONTHS_IN:
        return trailing_months(eve, MONTHS_IN[unit] * count, accuracy)
    return Days(shift_days(of, -DAYS_IN[unit] * count), eve, accuracy)


@rule
def read_relative(cursor: Cursor) -> Point | None:
    """Read: relative = ago | stretch | offset | unit of now | weekday of a week."""
    return first_of(cursor, (read_ago, read_stretch, read_offset, read_weekday_near, read_near))


@rule
def read_offset(cursor: Cursor) -> Point | None:
    """Yesterday, today, tomorrow."""
    offset = cursor.take_int("offset")
    return None if offset is None else day(shift_days(cursor.setting.today, offset))


@rule
def read_near(cursor: Cursor) -> Point | None:
    """Read: near | relation (unit | fiscal | month | season | weekday), or turned: "last month", "le mois dernier"."""
    near = cursor.take_word("near")
    if near is not None:
        unit, away = near.split()
        return unit_near(unit, int(away), cursor.setting.today)
    relation = cursor.take_int("relation")
    if relation is not None:
        return first_of(cursor, [_named_near(relation), _unit_near(relation)])
    position = cursor.position
    for tag in ("unit", "fiscal", "season", "month", "weekday"):
        found = cursor.take_token(tag)
        shift = cursor.take_int("relation") if found is not None else None
        if found is not None and shift is not None and cursor.find("unit") is None:
            return _near(cursor, tag, found.tags[tag], shift)
        cursor.position = position
    return None


def _unit_near(relation: int) -> Callable[[Cursor], Point | None]:
    def read(cursor: Cursor) -> Point | None:
        unit = cursor.take_word("unit")
        return None if unit is None else unit_near(unit, relation, cursor.setting.today)

    return read


def _named_near(relation: int) -> Callable[[Cursor], Point | None]:
    def read(cursor: Cursor) -> Point | None:
        for tag in ("fiscal", "season", "weekday", "month"):
            found = cursor.take_token(tag)
            if found is not None:
                return _near(cursor, tag, found.tags[tag], relation)
        return None

    return rule(read)


def _near(cursor: Cursor, tag: str, value: int | str, relation: int) -> Point | None:
    today = cursor.setting.today
    match tag:
        case "unit":
            return unit_near(str(value), relation, today)
        case "fiscal":
            return fiscal_around(cursor, relation)
        case "weekday":
            return weekday_of(day(shift_days(today, 7 * relation)), int(value))
        case "month":
            return month_of(today.year + relation, int(value))
        case _:
            return _season_near(cursor, str(value), relation)


def _season_near(cursor: Cursor, season: str, relation: int) -> Days | None:
    """This season is the one that has begun last; "last summer" is over."""
    from_now = Yearly(_season(cursor, season), season)
    begun = resolve(from_now, cursor.setting.today)
    if begun is None:
        return None
    running = begun.end >= cursor.setting.today
    shift = relation if running or relation > 0 else min(relation + 1, 0)
    return from_now.in_year(begun.start.year + shift)


def _season(cursor: Cursor, season: str) -> Callable[[int], Days | None]:
    return lambda year: season_of(year, season, cursor.setting.hemisphere)


def unit_near(unit: str, relation: int, today: date) -> Days | None:
    """The calendar unit that holds the day of publication, or the one so many before or after it."""
    match unit:
        case "day":
            return day(shift_days(today, relation))
        case "week":
            return week_around(shift_days(today, 7 * relation))
        case "weekend":
            behind = relation == 0 and today.isoweekday() <= _TUESDAY  # "this weekend" is over then
            saturday = shift_days(week_around(shift_days(today, 7 * (relation - behind))).start, 5)
            return Days(saturday, shift_days(saturday, 1), Accuracy.SPAN)
        case "working_week":
            monday = week_around(shift_days(today, 7 * relation)).start
            return Days(monday, shift_days(monday, 4), Accuracy.WEEK)
        case _:
            return _months_near(unit, relation, today)


def _months_near(unit: str, relation: int, today: date) -> Days | None:
    match unit:
        case "month":
            moved = shift_months(today.replace(day=1), relation)
            return month_of(moved.year, moved.month)
        case "quarter":
            moved = shift_months(today.replace(day=1), 3 * relation)
            return quarter_of(moved.year, (moved.month + 2) // 3)
        case "half":
            moved = shift_months(today.replace(day=1), 6 * relation)
            return half_of(moved.year, (moved.month + 5) // 6)
        case _:
            return _years_near(unit, relation, today)


def _years_near(unit: str, relation: int, today: date) -> Days | None:
    match unit:
        case "year":
            return year_of(today.year + relation)
        case "decade":
            return years_from(today.year - today.year % 10 + 10 * relation, 10, Accuracy.DECADE)
        case "century":
            return years_from(today.year - today.year % 100 + 100 * relation, 100, Accuracy.SPAN)
        case "fortnight":
            start = shift_days(week_around(today).start, 14 * relation)
            return Days(start, shift_days(start, 13), Accuracy.SPAN)
        case _:
            return None


@rule
def read_stretch(cursor: Cursor) -> Point | None:
    """Read: ("past" | "next") count unit: "the past 24 hours", "10 previous weeks"; "past week"."""
    count = _stretch_count(cursor)
    if count is None:
        whole = cursor.take_word("past_unit")
        return None if whole is None else stretch(whole, -1, cursor.setting.today)
    number, direction = count
    unit = cursor.take_unit()
    if unit is None or not 1 <= number <= _MOST:
        return None
    return stretch(unit, direction * number, cursor.setting.today)


def _stretch_count(cursor: Cursor) -> tuple[int, int] | None:
    position = cursor.position
    within = cursor.take_int("within")
    number = read_count(cursor)
    if within is not None and number is not None:
        return number, within
    direction = cursor.take_token("stretch")
    if direction is not None:
        way = direction.tags["stretch"]
        number = number or read_count(cursor)
        if number is None and "rolling" in direction.tags:
            number = 1
        if number is not None and isinstance(way, int):
            return number, way
    cursor.position = position
    return None


def stretch(unit: str, count: int, today: date) -> Days | None:
    """So many units up to the day of publication (a negative count), or the next so many from the day after it.

    A stretch of days, hours, weeks, months or years reaches back to the same day or date; quarters are those of the
    calendar; business days are Monday to Friday before the day of publication.
    """
    if unit == "business_day":
        return _business_days(count, today)
    if unit in {"quarter", "weekend", "half", "working_week"}:
        return _whole_units(unit, count, today)
    far = _moved(unit, count, today)
    return Days(far, today, Accuracy.SPAN) if count < 0 else Days(shift_days(today, 1), far, Accuracy.SPAN)


def _moved(unit: str, count: int, today: date) -> date:
    if unit == "hour":
        return shift_days(today, -(-abs(count) // _HOURS_A_DAY) * (1 if count > 0 else -1))
    if unit in DAYS_IN:
        return shift_days(today, DAYS_IN[unit] * count)
    return shift_months(today, MONTHS_IN[unit] * count)


def _whole_units(unit: str, count: int, today: date) -> Days | None:
    near, far = unit_near(unit, 1 if count > 0 else -1, today), unit_near(unit, count, today)
    if near is None or far is None:
        return None
    return Days(min(near.start, far.start), max(near.end, far.end), Accuracy.SPAN)


def _business_days(count: int, today: date) -> Days:
    step = 1 if count > 0 else -1
    first = last = _next_business_day(today, step)
    for _ in range(min(abs(count), _MOST) - 1):
        last = _next_business_day(last, step)
    return Days(min(first, last), max(first, last), Accuracy.SPAN)


def _next_business_day(of: date, step: int) -> date:
    moved = shift_days(of, step)
    while moved.isoweekday() > _FRIDAY and date.min < moved < date.max:
        moved = shift_days(moved, step)
    return moved


@nested
def read_ago(cursor: Cursor) -> Point | None:
    """Read: count unit [count unit …] ("ago" | "later"): the day so far away, with the accuracy of the last unit."""
    before = cursor.take_int("ago_before")
    moves: list[tuple[str, int]] = []
    while (count := read_count(cursor)) is not None:
        unit = cursor.take_word("unit")
        if unit is None or count > _MOST or unit not in _ACCURACIES:
            return None
        moves.append((unit, count))
        _take_and(cursor)
    way = before if before is not None else cursor.take_int("ago")
    if way is None or not moves:
        return None
    at = cursor.setting.today
    for unit, count in moves:
        at = _moved(unit, way * count, at)
    return Days(at, at, _ACCURACIES[moves[-1][0]])


def _take_and(cursor: Cursor) -> None:
    token = cursor.peek()
    if token is not None and token.text in {"and", "und", "et", "y", "и", "та", "і"}:
        cursor.position += 1


@rule
def read_weekday_near(cursor: Cursor) -> Point | None:
    """Read: weekday with a week, or turned: "Tuesday of last week", "next week on Tuesday", "Friday next week"."""
    weekday = cursor.take_int("weekday")
    week = read_near(cursor)
    if weekday is None and isinstance(week, Days):
        weekday = cursor.take_int("weekday")
    if weekday is None or not isinstance(week, Days) or week.accuracy is not Accuracy.WEEK:
        return None
    return weekday_of(week, weekday)


@rule
def read_day_in_month(cursor: Cursor) -> Point | None:
    """Read: day relation month, with or without a second day: "the 20th of next month", "4 to 22 this month"."""
    first = read_day_number(cursor)
    if first is None:
        return None
    last = first
    if cursor.take_dash() or cursor.take("to") is not None:
        last = read_day_number(cursor) or 0
    month = read_near(cursor)
    if not isinstance(month, Days) or month.accuracy is not Accuracy.MONTH or not first <= last <= month.length:
        return None
    start, end = shift_days(month.start, first - 1), shift_days(month.start, last - 1)
    return day(start) if first == last else Days(start, end, Accuracy.SPAN)


@rule
def read_this_unit(cursor: Cursor) -> Point | None:
    """Read: article unit: "the week" is the present one, "the weekend" the last one that has begun."""
    found = cursor.find("unit")
    if found is None or (found[0] == 0 and found[1].tags["unit"] != "weekend"):
        return None
    position, token = found
    if token.tags["unit"] != "weekend" and "article" not in cursor.tokens[position - 1].tags:
        return None
    cursor.position = position + 1
    today = cursor.setting.today
    is_over = token.tags["unit"] == "weekend" and today.isoweekday() <= _FRIDAY  # figures speak of the past
    return unit_near(str(token.tags["unit"]), -1 if is_over else 0, today)


@rule
def read_duration(cursor: Cursor) -> Point | None:
    """Read: count unit, alone: "24 hours" are the last 24."""
    count = read_count(cursor)
    unit = cursor.take_unit()
    if count is None or unit is None or not 1 <= count <= _MOST:
        return None
    if unit in _OF_YEARS and count >= _NO_COUNT_OF_YEARS:
        return None  # "2019 year" is a year and not as many.
    return stretch(unit, -count, cursor.setting.today)
