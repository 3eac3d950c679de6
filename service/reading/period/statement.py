"""The whole of what stands in a period: a time, a stretch between two, a running total.

period  = running | stretch | time
running = as-of time ["," since time] | (to | until | by) time | since (time | event) ["," (as of | to) time]
        | so far time | time "," (as of | to) time | from time
stretch = [from | between] time (to | and | dash) time
time    = part of time | n-th unit of time | first n units of time | n units to time | date | named | relative
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from service.claim import Accuracy, PeriodKind
from service.reading.period.cursor import Cursor, first_of, rule
from service.reading.period.dates import read_date, read_day_stretch, read_plain_year
from service.reading.period.days import Days, day, month_of, over, shift_days
from service.reading.period.points import Point, Yearly, mapped, resolve, resolve_after, resolve_before
from service.reading.period.relative import read_day_in_month, read_duration, unit_near
from service.reading.period.times import part_of, read_time
from service.reading.period.words import PeriodToken

_LONGEST_EVENT = 4
"""In words."""


def read_whole(cursor: Cursor) -> Days | None:
    """Read a period that takes all that is left; None when no reading does, the cursor then where the furthest came."""
    _take_asides(cursor)
    furthest = start = cursor.position
    for days in _readings(cursor, start, (*_STATEMENTS, read_alone, read_up_to, read_in_force, read_since_event)):
        if days is not None and cursor.is_done():
            return days
        furthest = max(furthest, cursor.position)
    cursor.position = furthest
    return None


def read_longest(cursor: Cursor) -> Days | None:
    """Read the period that takes most of what is left."""
    longest, furthest = None, cursor.position
    for days in _readings(cursor, cursor.position, _STATEMENTS):
        if days is not None and cursor.position > furthest:
            longest, furthest = days, cursor.position
    cursor.position = furthest
    return longest


def _readings(
    cursor: Cursor, start: int, statements: Sequence[Callable[[Cursor], Days | None]]
) -> Iterator[Days | None]:
    for read in statements:
        cursor.position = start
        days = read(cursor)
        if days is not None:
            _take_asides(cursor)
        yield days


def _take_asides(cursor: Cursor) -> None:
    while cursor.take("aside") is not None:
        pass


@rule
def read_single(cursor: Cursor) -> Days | None:
    """One time, and since when it counts if that follows."""
    cursor.take("about")
    point = read_time(cursor)
    today = cursor.setting.today
    days = None if point is None else resolve(point, today)
    if days is not None and _take_base(cursor, days):
        return days
    if days is not None and days.start <= today and cursor.take("onward") is not None:
        return Days(today, today, Accuracy.DAY, PeriodKind.AS_OF, days.start)
    return None if days is None else _with_since(cursor, days)


def _take_base(cursor: Cursor, days: Days) -> bool:
    """Move behind what it is held against: "червень 2025 до червня 2024", as long and a year or more before."""
    position = cursor.position
    if cursor.take("against") is not None:
        base = read_time(cursor)
        if isinstance(base, Days) and base.accuracy is days.accuracy and base.end < days.start and cursor.is_done():
            return True
    cursor.position = position
    return False


def _with_since(cursor: Cursor, days: Days) -> Days:
    position = cursor.position
    if cursor.take("since") is not None:
        start = read_time(cursor)
        first = None if start is None else resolve_before(start, days)
        if first is not None and first.start <= days.end:
            return replace(days, start=days.end, kind=PeriodKind.AS_OF, since=first.start)
    cursor.position = position
    return days


@rule
def read_as_of(cursor: Cursor) -> Days | None:
    """Read: as-of ["about"] time ["," "since" time]."""
    said = cursor.take_token("as_of")
    if said is None:
        return None
    about = cursor.take("about") is not None
    point = read_time(cursor)
    days = None if point is None else resolve(point, cursor.setting.today)
    if days is None or ("soft" in said.tags and days.accuracy is not Accuracy.DAY):
        return None  # "на 5 мая" is as of that day, "на 2022 год" is the year
    if about and days.accuracy is Accuracy.DAY:
        days = replace(days, accuracy=Accuracy.WEEK)
    return _with_since(cursor, replace(days, kind=PeriodKind.AS_OF))


@rule
def read_until(cursor: Cursor) -> Days | None:
    """Read: ("to" | "until" | "by") time: a running total up to it; "before" it: up to its eve."""
    before = cursor.take("before") is not None
    if not before and cursor.take("until") is None:
        return None
    point = read_time(cursor)
    days = None if point is None else resolve(point, cursor.setting.today)
    if days is None:
        return None
    if before and days.kind is PeriodKind.DURING:
        return replace(day(shift_days(days.start, -1)), kind=PeriodKind.AS_OF)
    return _with_since(cursor, replace(days, kind=PeriodKind.AS_OF))


@rule
def read_since(cursor: Cursor) -> Days | None:
    """Read: "since" time [[","] ("as of" | "to" | "until") time]: a running total, up to now if it is not said."""
    if cursor.take("since") is None:
        return None
    today = cursor.setting.today
    point = read_time(cursor)
    if point is None:
        end = _read_bound(cursor) if _take_event(cursor) else None
        return replace(end, start=end.end, kind=PeriodKind.AS_OF) if end is not None else None
    first = resolve(point, today)
    if first is None:
        return None
    end = _read_bound(cursor, or_today=False)
    if end is None:
        return _counted_from(first, today)
    start = resolve_before(point, end)
    if start is None or start.start > end.end:
        cursor.fail("The running total ends before it starts.")
        return None
    return replace(end, start=end.end, kind=PeriodKind.AS_OF, since=start.start)


def _read_bound(cursor: Cursor, *, or_today: bool = True) -> Days | None:
    """Read: [("as of" | "until") time]: the day up to which a total counts; where nothing says it, the publication."""
    today, position = cursor.setting.today, cursor.position
    bound = cursor.take("as_of") is not None or cursor.take("until") is not None or cursor.take_dash()
    last = read_time(cursor) if bound else None
    end = None if last is None else resolve(last, today)
    if end is None:
        cursor.position = position
        return Days(today, today, Accuracy.DAY) if or_today else None
    return end


def _counted_from(first: Days, today: date) -> Days:
    """A total since a day that has come; what is in force from a day to come is a state as of that day."""
    if first.start > today:
        return replace(first, kind=PeriodKind.AS_OF)
    return Days(today, today, Accuracy.DAY, PeriodKind.AS_OF, first.start)


def _take_event(cursor: Cursor) -> bool:
    cursor.take("part")
    return cursor.take("event") is not None


@rule
def read_up_to(cursor: Cursor) -> Days | None:
    """Read: time ("as of" | "until") time within it: a total since its start. "весна 2024, на 16 апреля"."""
    today = cursor.setting.today
    point = read_time(cursor)
    whole = None if point is None else resolve(point, today)
    if whole is None or (cursor.take("as_of") is None and cursor.take("until") is None):
        return None
    last = read_time(cursor)
    last = last if last is None or isinstance(last, Days) else _within(last, whole)
    if last is None or not whole.start < last.end <= whole.end:
        return None
    return replace(last, start=last.end, kind=PeriodKind.AS_OF, since=whole.start)


def _within(point: Yearly, whole: Days) -> Days | None:
    years = (point.in_year(year) for year in {whole.start.year, whole.end.year})
    return next((days for days in years if days is not None and whole.start <= days.end <= whole.end), None)


@rule
def read_in_force(cursor: Cursor) -> Days | None:
    """Read: "from" time, all there is: "from May 2023"."""
    if cursor.take("from") is None:
        return None
    point = read_time(cursor)
    first = None if point is None else resolve(point, cursor.setting.today)
    return None if first is None else _counted_from(first, cursor.setting.today)


@rule
def read_since_event(cursor: Cursor) -> Days | None:
    """Read: "since" words ("as of" | "until") time: what began when is not told, the last day is."""
    if cursor.take("since") is None:
        return None
    cursor.take("part")
    words = 0
    while (token := cursor.peek()) is not None and words < _LONGEST_EVENT and _is_word(token):
        cursor.position += 1
        words += 1
    end = _read_bound(cursor, or_today=False) if words else None
    return None if end is None else replace(end, start=end.end, kind=PeriodKind.AS_OF)


def _is_word(token: PeriodToken) -> bool:
    """Whether it says nothing of time: "the floods"."""
    return token.text.isalpha() and token.tags.keys() <= {"article", "occasion", "soft"}


@rule
def read_alone(cursor: Cursor) -> Days | None:
    """A duration that is all there is: up to the publication. Within a sentence it would be any duration."""
    point = read_duration(cursor)
    return None if point is None else resolve(point, cursor.setting.today)


@rule
def read_so_far(cursor: Cursor) -> Days | None:
    """Read: "so far" time | time "so far" | "year to date": a running total since its start, up to the publication."""
    today = cursor.setting.today
    unit = cursor.take_word("to_date")
    if unit is not None:
        year = read_plain_year(cursor) if unit == "year" else None
        return _running(resolve(year, today) if year else unit_near(unit, 0, today), today)
    if cursor.take("so_far") is not None:
        point = read_time(cursor)
        if point is None:
            return Days(today, today, Accuracy.DAY, PeriodKind.AS_OF)
        return _running(resolve(point, today), today)
    point = read_time(cursor)
    if point is None or (cursor.take("so_far") is None and cursor.take("to_date") is None):
        return None
    days = resolve(point, today)
    if days is not None and days.end < today:
        return Days(today, today, Accuracy.DAY, PeriodKind.AS_OF, days.start)  # "January to date"
    return _running(days, today)


def _running(days: Days | None, today: date) -> Days | None:
    if days is None or days.start > today:
        return None
    end = min(days.end, today)
    return Days(end, end, Accuracy.DAY, PeriodKind.AS_OF, days.start)


@rule
def read_between(cursor: Cursor) -> Days | None:
    """Read: ["the years"] ["from" | "between"] time ("to" | "and" | dash) time."""
    whole = first_of(cursor, (read_stretch_of_days, read_month_to_day))
    if whole is not None:
        return whole
    cursor.take("years")
    begins = cursor.take("from") is not None
    first = read_time(cursor)
    if first is None or not (cursor.take("to") is not None or cursor.take_dash()):
        return None
    last = read_time(cursor)
    if not begins and _may_be_of_each_year(first, last):
        cursor.fail("It is a stretch from one time to another, or a part of each of the years.")
        return None
    return None if last is None else _joined(cursor, first, last)


def _may_be_of_each_year(first: Point, last: Point | None) -> bool:
    """Tell "summer 2019–2021" and "Q3 2019–2021", which may be three summers; "from Q3 2019 to 2021" is one stretch."""
    if not isinstance(first, Days) or not isinstance(last, Days):
        return False
    return last.accuracy is Accuracy.YEAR and first.accuracy in _PARTS_OF_YEARS and first.end.year < last.end.year


_PARTS_OF_YEARS = frozenset({Accuracy.SEASON, Accuracy.QUARTER, Accuracy.HALF})


def _joined(cursor: Cursor, first: Point, last: Point) -> Days | None:
    today = cursor.setting.today
    if isinstance(last, Days):
        end: Days | None = last
        start = resolve_before(first, last)
    else:
        start = resolve(first, today)
        end = None if start is None else resolve_after(last, start)
    days = None if start is None or end is None else over(start, end)
    if days is None:
        cursor.fail("The period ends before it starts.")
    return days


@rule
def read_month_to_day(cursor: Cursor) -> Days | None:
    """Read: ["from"] [part] month dash day month [year]: "June-14 Aug 2020", where "June-14" is no day."""
    cursor.take("from")
    part = cursor.take_word("part")
    cursor.take_dash()
    month = cursor.take_int("month")
    if month is None or not cursor.take_dash():
        return None
    last = read_date(cursor)
    if not isinstance(last, Days) or last.length > 1:
        return None
    whole: Point = Yearly(lambda year: month_of(year, month), f"month {month}")
    return _joined(cursor, whole if part is None else mapped(whole, lambda days: part_of(days, part)) or whole, last)


@rule
def read_stretch_of_days(cursor: Cursor) -> Days | None:
    """Read: ["from" | "between"] day to day month."""
    position = cursor.position
    if cursor.take_word("unit") not in {"week", "weekend"}:
        cursor.position = position
    cursor.take("from")
    point = first_of(cursor, (read_day_stretch, read_day_in_month))
    return None if point is None else resolve(point, cursor.setting.today)


_STATEMENTS = (read_as_of, read_single, read_between, read_until, read_since, read_so_far)
