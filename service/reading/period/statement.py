"""The whole of what stands in a period: a time, a stretch between two, a running total.

period  = running | stretch | time
running = as-of time ["," since time] | (to | until | by) time | since time ["," (as of | to) time] | so far time
stretch = [from | between] time (to | and | dash) time
time    = part of time | n-th unit of time | first n units of time | n units to time | date | named | relative
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from service.claim import Accuracy, PeriodKind
from service.reading.period.cursor import Cursor, first_of, rule
from service.reading.period.dates import read_day_stretch, read_plain_year
from service.reading.period.days import Days, day, over, shift_days
from service.reading.period.points import Point, resolve, resolve_after, resolve_before
from service.reading.period.relative import read_day_in_month, read_duration, unit_near
from service.reading.period.times import read_time


def read_whole(cursor: Cursor) -> Days | None:
    """Read a period that takes all that is left; None when no reading does, the cursor then where the furthest came."""
    _take_asides(cursor)
    furthest = start = cursor.position
    for days in _readings(cursor, start, (*_STATEMENTS, read_alone)):
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
    if days is not None and days.start <= today and cursor.take("onward") is not None:
        return Days(today, today, Accuracy.DAY, PeriodKind.AS_OF, days.start)
    return None if days is None else _with_since(cursor, days)


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
        return Days(today, today, Accuracy.DAY, PeriodKind.AS_OF) if _take_event(cursor) else None
    first = resolve(point, today)
    if first is None:
        return None
    position = cursor.position
    bound = cursor.take("as_of") is not None or cursor.take("until") is not None or cursor.take_dash()
    last = read_time(cursor) if bound else None
    end = None if last is None else resolve(last, today)
    if end is None:
        cursor.position = position
        return Days(today, today, Accuracy.DAY, PeriodKind.AS_OF, first.start)
    start = resolve_before(point, end)
    if start is None or start.start > end.end:
        cursor.fail("The running total ends before it starts.")
        return None
    return replace(end, start=end.end, kind=PeriodKind.AS_OF, since=start.start)


def _take_event(cursor: Cursor) -> bool:
    cursor.take("part")
    return cursor.take("event") is not None


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
    """Read: ["from" | "between"] time ("to" | "and" | dash) time."""
    whole = read_stretch_of_days(cursor)
    if whole is not None:
        return whole
    cursor.take("from")
    first = read_time(cursor)
    if first is None or not (cursor.take("to") is not None or cursor.take_dash()):
        return None
    last = read_time(cursor)
    return None if last is None else _joined(cursor, first, last)


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
def read_stretch_of_days(cursor: Cursor) -> Days | None:
    """Read: ["from" | "between"] day to day month."""
    position = cursor.position
    if cursor.take_word("unit") != "week":
        cursor.position = position
    cursor.take("from")
    point = first_of(cursor, (read_day_stretch, read_day_in_month))
    return None if point is None else resolve(point, cursor.setting.today)


_STATEMENTS = (read_as_of, read_single, read_between, read_until, read_since, read_so_far)
