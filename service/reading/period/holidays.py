"""Feasts that newsrooms tell time by: "Christmas 2021", "over the Labor Day weekend"."""

from datetime import date

from service.claim import Accuracy
from service.reading.period.cursor import Cursor, rule
from service.reading.period.days import Days, day, day_of, shift_days
from service.reading.period.numbers import read_year
from service.reading.period.points import Point, Yearly, mapped

_SATURDAY = 6
_WEEK = 7
_ADJACENT = {1: (-2, 0), 5: (0, 2), 6: (0, 1), 7: (-1, 0)}
"""A feast on Monday or Friday makes a weekend of three days."""


@rule
def read_holiday(cursor: Cursor) -> Point | None:
    """Read: holiday [year] ["weekend"] [year]; the lexicon says when each is."""
    when = cursor.take_word("holiday")
    if when is None:
        return None
    year = read_year(cursor)
    position = cursor.position
    weekend = cursor.take_word("unit") == "weekend"
    if not weekend:
        cursor.position = position
    year = year or read_year(cursor)
    point = Yearly(lambda at: holiday_in(at, when), when) if year is None else holiday_in(year, when)
    return mapped(point, _weekend_of) if weekend and point is not None else point


def _weekend_of(feast: Days) -> Days:
    first, last = _ADJACENT.get(feast.start.isoweekday(), (0, 0))
    if first == last:
        last = _SATURDAY - feast.start.isoweekday() + 1
        first = last - 1
    return Days(shift_days(feast.start, first), shift_days(feast.start, last), Accuracy.SPAN)


def holiday_in(year: int, when: str) -> Days | None:
    """The day of a feast: "12/25", "11/4/4" (fourth Thursday of November, -1 is the last), "easter+1"."""
    if when.startswith("easter"):
        return day(shift_days(easter(year), int(when.removeprefix("easter") or "0")))
    when, _, after = when.partition("+")
    if after:
        feast = holiday_in(year, when)
        return None if feast is None else day(shift_days(feast.start, int(after)))
    month, *rest = (int(part) for part in when.split("/"))
    if len(rest) == 1:
        return day_of(year, month, rest[0])
    return _nth(year, month, rest[0], rest[1])


def _nth(year: int, month: int, weekday: int, count: int) -> Days | None:
    if count > 0:
        first = date(year, month, 1)
        return day(shift_days(first, (weekday - first.isoweekday()) % _WEEK + _WEEK * (count - 1)))
    last = shift_days(date(year, month + 1, 1), -1)
    return day(shift_days(last, -((last.isoweekday() - weekday) % _WEEK)))


def easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian algorithm (Nature, 20 April 1876)."""
    century, rest = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, number = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, number + 1)
