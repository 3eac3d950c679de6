"""Calendar arithmetic: stretches of whole days, both ends included."""

from calendar import monthrange
from datetime import date, timedelta
from enum import Enum

from msgspec import Struct

from service.claim import Accuracy, PeriodKind

FIRST_YEAR = 1
LAST_YEAR = 9999
DAY = timedelta(days=1)
_MONTHS_IN_YEAR = 12

SEASONS = ("spring", "summer", "autumn", "winter")


class Hemisphere(Enum):
    """Which half of the year is warm."""

    NORTH = "north"
    SOUTH = "south"


_SEASON_STARTS = {
    Hemisphere.NORTH: {"spring": 3, "summer": 6, "autumn": 9, "winter": 12},
    Hemisphere.SOUTH: {"autumn": 3, "winter": 6, "spring": 9, "summer": 12},
}


class Days(Struct, frozen=True):
    """From `start` to `end`, both included. `kind` and `since` are as in Period."""

    start: date
    end: date
    accuracy: Accuracy
    kind: PeriodKind = PeriodKind.DURING
    since: date | None = None
    is_end_told: bool = False
    """Whether a year's last day was said, so that nobody has to know whose year it is."""

    @property
    def length(self) -> int:
        """How many days."""
        return (self.end - self.start).days + 1


def day(of: date) -> Days:
    """One day."""
    return Days(of, of, Accuracy.DAY)


def day_of(year: int, month: int, number: int) -> Days | None:
    """The day, or None when the calendar lacks it."""
    try:
        return day(date(year, month, number))
    except ValueError:
        return None


def months_from(year: int, month: int, count: int, accuracy: Accuracy) -> Days | None:
    """`count` whole months from the given one; None outside the years 1 to 9999."""
    last = year * _MONTHS_IN_YEAR + month - 1 + count - 1
    last_year, last_month = divmod(last, _MONTHS_IN_YEAR)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= _MONTHS_IN_YEAR and last_year <= LAST_YEAR):
        return None
    end = date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    return Days(date(year, month, 1), end, accuracy)


def month_of(year: int, month: int) -> Days | None:
    """A calendar month."""
    return months_from(year, month, 1, Accuracy.MONTH)


def quarter_of(year: int, number: int) -> Days | None:
    """A calendar quarter, 1 to 4."""
    return months_from(year, 3 * number - 2, 3, Accuracy.QUARTER) if 1 <= number <= 4 else None  # noqa: PLR2004


def half_of(year: int, number: int) -> Days | None:
    """A half of a calendar year, 1 or 2."""
    return months_from(year, 6 * number - 5, 6, Accuracy.HALF) if number in {1, 2} else None


def year_of(year: int) -> Days | None:
    """A calendar year."""
    return months_from(year, 1, 12, Accuracy.YEAR)


def years_from(year: int, count: int, accuracy: Accuracy) -> Days | None:
    """`count` whole calendar years; the year 0 of a century counts from 1, because the calendar has none."""
    first = max(year, FIRST_YEAR)
    return months_from(first, 1, (year + count - first) * _MONTHS_IN_YEAR, accuracy) if year >= 0 else None


def week_of(year: int, number: int) -> Days | None:
    """An ISO 8601 week, Monday to Sunday."""
    try:
        monday = date.fromisocalendar(year, number, 1)
        return Days(monday, monday + 6 * DAY, Accuracy.WEEK)
    except (ValueError, OverflowError):
        return None


def week_around(of: date) -> Days:
    """The week from Monday to Sunday that holds the day (cut at the calendar's own ends)."""
    monday = date.fromordinal(max(of.toordinal() - of.weekday(), 1))
    return Days(monday, shift_days(monday, 6), Accuracy.WEEK)


def season_of(year: int, season: str, hemisphere: Hemisphere) -> Days | None:
    """A meteorological season: three whole months. The one over the year's end is named by the year it begins in."""
    return months_from(year, _SEASON_STARTS[hemisphere][season], 3, Accuracy.SEASON)


def shift_days(of: date, count: int) -> date:
    """So many days later; stops at the calendar's own ends."""
    return date.fromordinal(min(max(of.toordinal() + count, 1), date.max.toordinal()))


def shift_months(of: date, count: int) -> date:
    """So many months later on the same day of the month, or on the month's last day; stops at the calendar's ends."""
    year, month = divmod(of.year * _MONTHS_IN_YEAR + of.month - 1 + count, _MONTHS_IN_YEAR)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return date.min if count < 0 else date.max
    return date(year, month + 1, min(of.day, monthrange(year, month + 1)[1]))


def is_month_end(of: date) -> bool:
    """True on the last day of a month."""
    return of.day == monthrange(of.year, of.month)[1]


def end_of_month(of: date) -> date:
    """The last day of the month."""
    return of.replace(day=monthrange(of.year, of.month)[1])


def trailing_months(end: date, count: int, accuracy: Accuracy) -> Days:
    """So many months that end on the day: whole calendar months when it is a month's last day."""
    back = shift_months(end, -count)
    if is_month_end(end):
        back = end_of_month(back)
    return Days(shift_days(back, 1), end, accuracy)


def over(first: Days, last: Days) -> Days | None:
    """From the start of the one to the end of the other; None when that runs backwards."""
    if first.start > last.end:
        return None
    return Days(first.start, last.end, Accuracy.SPAN)
