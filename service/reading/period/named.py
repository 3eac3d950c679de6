"""Quarters, halves, seasons, weeks, decades, centuries and fiscal years."""

from service.claim import Accuracy
from service.reading.period.cursor import Cursor, first_of, rule
from service.reading.period.days import (
    Days,
    half_of,
    months_from,
    quarter_of,
    season_of,
    shift_days,
    shift_months,
    week_of,
    years_from,
)
from service.reading.period.numbers import full_year, read_count, read_ordinal, read_year
from service.reading.period.points import Point, Yearly
from service.reading.period.words import number_of

_CENTURY = 100
_MONTHS = 12
_SPLIT_YEAR_START = (7, 1)
_SPLIT_MARKS = frozenset("/-–‐‑")


@rule
def read_named(cursor: Cursor) -> Point | None:
    """Read: named = split year | fiscal | quarter | half | season | week | decade."""
    return first_of(
        cursor,
        (
            read_fiscal,
            read_split_year,
            read_years,
            read_split_named,
            read_lettered,
            read_season,
            read_week,
            read_decade,
        ),
    )


@rule
def read_lettered(cursor: Cursor) -> Point | None:
    """Read: "Q3 2022", "2022 Q3", "3Q22", "H1 2022", "2022H2", "Q3 FY2022"; without a year it comes once a year."""
    year = read_year(cursor)
    if year is not None:
        cursor.take_dash()
    which = _letter_and_number(cursor)
    if which is None:
        return None
    letter, number = which
    if year is not None:
        return _lettered(letter, number, year)
    position = cursor.position
    cursor.take_dash()
    fiscal = read_fiscal(cursor)
    if isinstance(fiscal, Days):
        return nth_part(fiscal, letter, number)
    first = read_split(cursor)
    split = None if first is None else split_year(cursor, first)
    if split is not None:
        return nth_part(split, letter, number)
    year = _year_after(cursor)
    if year is None:
        cursor.position = position
    return _lettered(letter, number, year)


def _lettered(letter: str, number: int, year: int | None) -> Point | None:
    build = quarter_of if letter == "quarter" else half_of
    if build(2000, number) is None:
        return None
    return Yearly(lambda at: build(at, number), f"{letter} {number}") if year is None else build(year, number)


def _letter_and_number(cursor: Cursor) -> tuple[str, int] | None:
    position = cursor.position
    number = read_ordinal(cursor) or read_count(cursor)
    for letter in ("quarter", "half"):
        if cursor.take(f"{letter}_letter") is not None:
            number = number or read_count(cursor) or read_ordinal(cursor)
            if number is not None:
                return letter, number
    cursor.position = position
    return None


def _year_after(cursor: Cursor) -> int | None:
    """A year, or its last two digits: "3Q22"."""
    year = read_year(cursor)
    token = cursor.peek()
    if year is None and token is not None and token.digits == 2:  # noqa: PLR2004
        cursor.position += 1
        return full_year(number_of(token), cursor.setting.today.year)
    return year


def nth_part(of: Days, unit: str, number: int) -> Days | None:
    """The n-th quarter or half of twelve months that begin on any day."""
    months = 3 if unit == "quarter" else 6
    accuracy = Accuracy.QUARTER if unit == "quarter" else Accuracy.HALF
    if not 1 <= number <= 12 // months:
        return None
    start = shift_months(of.start, months * (number - 1))
    return Days(start, shift_days(shift_months(start, months), -1), accuracy)


@rule
def read_season(cursor: Cursor) -> Point | None:
    """Read: season [year ["/" year]] | year season: "winter 2022" and "winter 2022/23" begin in December 2022."""
    before = read_year(cursor)
    season = cursor.take_word("season")
    if season is None:
        return None
    hemisphere = cursor.setting.hemisphere
    split = read_split(cursor) if before is None else before
    year = split if split is not None else _season_year(cursor)
    if year is None:
        return Yearly(lambda at: season_of(at, season, hemisphere), season)
    return season_of(year, season, hemisphere)


def _season_year(cursor: Cursor) -> int | None:
    cursor.take_dash()
    return read_year(cursor)


@rule
def read_split(cursor: Cursor) -> int | None:
    """Two years that follow each other, "2021/22", "2021-2022", "21/22": the first of them."""
    cursor.take("year_word")
    first = cursor.take_token("number")
    if first is None or first.digits not in {2, 4} or not cursor.take_mark(_SPLIT_MARKS):
        return None
    last = cursor.peek()
    if last is None or last.digits not in {2, first.digits}:
        return None
    cursor.position += 1
    one, two = number_of(first), number_of(last)
    if (one + 1 - two) % _CENTURY or (last.digits == 4 and one + 1 != two):  # noqa: PLR2004
        return None
    return one if first.digits == 4 else full_year(one, cursor.setting.today.year)  # noqa: PLR2004


@rule
def read_split_year(cursor: Cursor) -> Point | None:
    """A year over two calendar years: "2021/22", "2021–22", "2021/22 financial year"."""
    found = cursor.find("number")
    if found is None or found[1].digits != 4:  # noqa: PLR2004
        return None
    first = read_split(cursor)
    if first is None:
        return None
    is_short = cursor.tokens[cursor.position - 1].digits == 2  # noqa: PLR2004
    if cursor.take("split") is not None:
        return _twelve_months(first, *_SPLIT_YEAR_START)
    named = cursor.take("fiscal") is not None
    return split_year(cursor, first) if is_short or named else None


@rule
def read_years(cursor: Cursor) -> Point | None:
    """Read: year dash the last two digits of a later one: "2019–21"; "2003-11" is a month."""
    first = read_year(cursor)
    mark = cursor.peek()
    last = cursor.take_token("number") if first is not None and cursor.take_dash() else None
    if first is None or mark is None or last is None or last.digits != 2:  # noqa: PLR2004
        return None
    if mark.text in "-/" and number_of(last) <= _MONTHS:
        return None
    count = (number_of(last) - first) % _CENTURY + 1
    return years_from(first, count, Accuracy.SPAN) if count <= _CENTURY // 2 else None


def split_year(cursor: Cursor, first: int) -> Days | None:
    """From the fiscal year's first day in the one year to its eve in the next; from July where none is known."""
    start = cursor.setting.fiscal_start
    month, number = start if start is not None and start != (1, 1) else _SPLIT_YEAR_START
    return _twelve_months(first, month, number)


def _twelve_months(year: int, month: int, number: int) -> Days | None:
    days = months_from(year, month, 12, Accuracy.FISCAL_YEAR)
    if days is None or number == 1:
        return days
    return Days(shift_days(days.start, number - 1), shift_days(days.end, number - 1), Accuracy.FISCAL_YEAR)


@rule
def read_fiscal(cursor: Cursor) -> Point | None:
    """Read: fiscal [quarter] (year ["/" year] | 'yy') | year fiscal: "FY22", "FY17/18", "2022 fiscal year"."""
    if cursor.take("fiscal") is None:
        year = read_year(cursor)
        return fiscal_year(cursor, year) if year is not None and cursor.take("fiscal") is not None else None
    cursor.take_dash()
    first = read_split(cursor)
    if first is not None:
        return split_year(cursor, first)
    part = _fiscal_part(cursor)
    year = _year_after(cursor)
    whole = None if year is None else fiscal_year(cursor, year)
    return whole if whole is None or part is None else nth_part(whole, *part)


def _fiscal_part(cursor: Cursor) -> tuple[str, int] | None:
    """Read: "Q3", "third quarter"."""
    position = cursor.position
    lettered = _letter_and_number(cursor)
    if lettered is not None:
        return lettered
    number, unit = read_ordinal(cursor), cursor.take_word("unit")
    if number is not None and unit in {"quarter", "half"}:
        return unit, number
    cursor.position = position
    return None


@rule
def read_split_named(cursor: Cursor) -> Point | None:
    """Read: split year "/" year: "season 2021/22", which is nobody's fiscal year."""
    first = read_split(cursor) if cursor.take("split") is not None else None
    return None if first is None else _twelve_months(first, *_SPLIT_YEAR_START)


def fiscal_year(cursor: Cursor, year: int) -> Days | None:
    """A fiscal year by its one number: what the place means by it; the calendar year where the place is not known."""
    month, number = cursor.setting.fiscal_start or (1, 1)
    if (month, number) != (1, 1) and cursor.setting.fiscal_named_by_end:
        year -= 1
    return _twelve_months(year, month, number)


def fiscal_around(cursor: Cursor, shift: int) -> Days | None:
    """The fiscal year that holds the day of publication, or one so many before or after it."""
    today = cursor.setting.today
    month, number = cursor.setting.fiscal_start or (1, 1)
    year = today.year if (today.month, today.day) >= (month, number) else today.year - 1
    return _twelve_months(year + shift, month, number)


@rule
def read_week(cursor: Cursor) -> Point | None:
    """Read: week number [year]: "week 47 of 2022", "KW 47/2022", "W47"."""
    if cursor.take("week_letter") is None and cursor.take_word("unit") != "week":
        return None
    cursor.take_dash()
    number = read_count(cursor)
    if number is None or not 1 <= number <= 53:  # noqa: PLR2004
        return None
    cursor.take_dash()
    year = read_year(cursor)
    if year is None:
        return Yearly(lambda at: week_of(at, number), f"week {number}")
    week = week_of(year, number)
    if week is None:
        cursor.fail(f"{year} has no week {number}.")
    return week


@rule
def read_decade(cursor: Cursor) -> Point | None:
    """Read: "the 1990s", "the '90s", "the nineties", "les années 1990": ten years, the first ends in 0."""
    named = cursor.take("decade_word") is not None
    start = cursor.take_int("decade") or _spoken_decade(cursor)
    if start is None and named:
        start = cursor.take_int("number")
    if start is None or start % 10 or start > 9999:  # noqa: PLR2004
        return None
    position = cursor.position
    if cursor.take_word("unit") not in {"year", "decade"}:
        cursor.position = position
    if start < _CENTURY:
        start = _latest_decade(start, cursor.setting.today.year)
    if start % _CENTURY == 0 and start < 1900:  # noqa: PLR2004
        return years_from(start, _CENTURY, Accuracy.SPAN)
    return years_from(start, 10, Accuracy.DECADE)


@rule
def _spoken_decade(cursor: Cursor) -> int | None:
    """Read: [century] decade: "nineties", "nineteen seventies"."""
    century = read_count(cursor)
    if century is not None:
        cursor.take_dash()
    decade = cursor.take_int("nineties")
    return decade if century is None or decade is None else century * _CENTURY + decade


def _latest_decade(digits: int, today: int) -> int:
    start = today - today % _CENTURY + digits
    return start if start <= today else start - _CENTURY
