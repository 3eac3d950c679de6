"""Days, months and years of the calendar, as languages write them."""

from collections.abc import Callable

from service.reading.period.cursor import Cursor, DateOrder, first_of, rule
from service.reading.period.days import Days, day, day_of, month_of, over, shift_days, week_around, year_of
from service.reading.period.iso import read_iso
from service.reading.period.numbers import full_year, read_day_number, read_year
from service.reading.period.points import Point, Yearly, resolve
from service.reading.period.words import PeriodToken, number_of

_MONTHS = range(1, 13)
_SEPARATORS = ("/", ".", "-", "‐", "‑", "–")
_WEEK = 7
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@rule
def read_date(cursor: Cursor) -> Point | None:
    """Read: date = [[relation] weekday] (iso | figures | day month [year] | year month [day]) | month [year] | year."""
    position = cursor.position
    cursor.take("relation")
    weekday = cursor.take_int("weekday")
    if weekday is not None:
        cursor.take_dash()
        with_day = first_of(cursor, _WITH_DAY)
        if with_day is not None:
            return _on_weekday(cursor, with_day, weekday)
    cursor.position = position
    return first_of(cursor, (*_WITH_DAY, read_month, read_plain_year))


def _on_weekday(cursor: Cursor, found: Point, weekday: int) -> Point | None:
    """Give the day of a whole date, unless its weekday is another: one of the two is a slip, and nobody knows which."""
    if isinstance(found, Days) and found.length == 1 and found.start.isoweekday() != weekday:
        cursor.fail(f"{found.start} is a {_WEEKDAYS[found.start.weekday()]}.")
        return None
    return found


@rule
def read_iso_day(cursor: Cursor) -> Point | None:
    """An ISO 8601 day within words: "since 2022-02-24"."""
    text = cursor.take_word("iso")
    if text is None:
        return None
    days = read_iso(text.upper(), today=cursor.setting.today)
    if days is None:
        cursor.fail(f'"{text}" is not a day of the calendar.')
    return days


@rule
def read_day_month(cursor: Cursor) -> Point | None:
    """Read: day [separator] month [separator] [year]: "5 January 2022", "5. Januar", "5 de enero de 2022"."""
    number = read_day_number(cursor)
    if number is None:
        return None
    separator = _take_separator(cursor)
    month = cursor.take_int("month")
    if month is None:
        return None
    return _dated(cursor, month, number, separator)


@rule
def read_month_day(cursor: Cursor) -> Point | None:
    """Read: month [separator] day [separator] [year]: "Jan. 5, 2022", "Oct/2", "September 4th"."""
    month = cursor.take_int("month")
    if month is None:
        return None
    separator = _take_separator(cursor)
    number = read_day_number(cursor)
    if number is None:
        return None
    return _dated(cursor, month, number, separator)


@rule
def read_year_month(cursor: Cursor) -> Point | None:
    """Read: year [separator] month [[separator] day]: "2016 June", "2020/Sep/23"."""
    year = read_year(cursor)
    if year is None:
        return None
    cursor.take_dash()
    month = cursor.take_int("month")
    if month is None:
        return None
    position = cursor.position
    if cursor.take_dash():
        number = read_day_number(cursor)
        if number is not None:
            return _checked(cursor, day_of(year, month, number), year, month, number)
    cursor.position = position
    return month_of(year, month)


def _take_separator(cursor: Cursor) -> str | None:
    token = cursor.peek()
    return token.text if token is not None and cursor.take_dash() else None


def _dated(cursor: Cursor, month: int, number: int, separator: str | None) -> Point | None:
    """A day of a month, in the year that follows if one does; of two digits only after the same separator once more."""
    position = cursor.position
    again = _take_separator(cursor)
    year = read_year(cursor)
    if year is None and again is not None and again == separator:
        year = _short_year(cursor)
    if year is None or (again is not None and separator is None):
        cursor.position = position
        year = read_year(cursor)
    return _in_year(cursor, month, number, year)


def _short_year(cursor: Cursor) -> int | None:
    """Two digits: "5-Jan-22", "5/Jan/22"."""
    token = cursor.peek()
    if token is None or token.digits != 2:  # noqa: PLR2004
        return None
    cursor.position += 1
    return full_year(number_of(token), cursor.setting.today.year)


def _in_year(cursor: Cursor, month: int, number: int, year: int | None) -> Point | None:
    if year is None:
        return _yearly_day(cursor, month, number)
    return _checked(cursor, day_of(year, month, number), year, month, number)


def _yearly_day(cursor: Cursor, month: int, number: int) -> Point | None:
    point = Yearly(lambda year: day_of(year, month, number), f"{number:02}/{month:02}")
    if resolve(point, cursor.setting.today) is None:
        cursor.fail(f"Month {month} has no day {number}.")
        return None
    return point


def _checked(cursor: Cursor, days: Days | None, year: int, month: int, number: int) -> Days | None:
    if days is None:
        cursor.fail(f"{year:04}-{month:02}-{number:02} is not a day of the calendar.")
    return days


@rule
def read_month(cursor: Cursor) -> Point | None:
    """Read: month [separator] [year]: "November 2022", "Nov '22", "August 99"."""
    position = cursor.position
    if cursor.take_word("unit") != "month":
        cursor.position = position
    month = cursor.take_int("month")
    if month is None:
        return None
    position = cursor.position
    cursor.take_dash()
    year = read_year(cursor) or _small_year(cursor)
    if year is not None:
        return month_of(year, month)
    cursor.position = position
    return Yearly(lambda year: month_of(year, month), f"month {month}")


def _small_year(cursor: Cursor) -> int | None:
    """Two digits that cannot be a day: "August 99"."""
    token = cursor.peek()
    if token is None or token.digits != 2 or number_of(token) <= 31:  # noqa: PLR2004
        return None
    cursor.position += 1
    return full_year(number_of(token), cursor.setting.today.year)


@rule
def read_plain_year(cursor: Cursor) -> Point | None:
    """A year."""
    year = read_year(cursor)
    return None if year is None else year_of(year)


@rule
def read_short_year(cursor: Cursor) -> Point | None:
    """A year by its last two digits, right behind what calls for one: "9M22"."""
    year = _short_year(cursor)
    return None if year is None else year_of(year)


@rule
def read_figures(cursor: Cursor) -> Point | None:
    """Read: n separator n [separator n]: "31/12/2021", "31.12.21", "2021/12/31", "11/2022", "2022.3", "4/22"."""
    parts = _parts(cursor)
    if len(parts) == 3:  # noqa: PLR2004
        return _three(cursor, parts)
    if len(parts) == 2:  # noqa: PLR2004
        return _two(cursor, parts)
    return None


def _parts(cursor: Cursor) -> list[PeriodToken]:
    """Up to three numbers with one and the same separator between them, or three with spaces ("2016 10 16")."""
    parts: list[PeriodToken] = []
    separator: str | None = None
    found = cursor.find("number")
    position = found[0] if found else len(cursor.tokens)
    while position < len(cursor.tokens) and len(parts) < 3:  # noqa: PLR2004
        token = cursor.tokens[position]
        if not token.digits or not token.text.isdigit() or "number" not in token.tags:
            break
        parts.append(token)
        cursor.position = position = position + 1
        mark = cursor.tokens[position].text if position < len(cursor.tokens) else None
        if mark in _SEPARATORS and separator in {None, mark}:
            separator = mark
            position += 1
    if separator is None and not (len(parts) == 3 and parts[0].digits == 4):  # noqa: PLR2004
        return []
    return parts


def _three(cursor: Cursor, parts: list[PeriodToken]) -> Point | None:
    one, two, three = (number_of(part) for part in parts)
    digits = [part.digits for part in parts]
    if digits[0] == 4 and max(digits[1:]) <= 2:  # noqa: PLR2004
        return _checked(cursor, day_of(one, two, three), one, two, three)
    if max(digits[:2]) > 2 or digits[2] not in {2, 4}:  # noqa: PLR2004
        return None
    year = three if digits[2] == 4 else full_year(three, cursor.setting.today.year)  # noqa: PLR2004
    order = _order(cursor, one, two, parts)
    if order is None:
        return None
    number, month = (one, two) if order is DateOrder.DAY_FIRST else (two, one)
    return _checked(cursor, day_of(year, month, number), year, month, number)


def _two(cursor: Cursor, parts: list[PeriodToken]) -> Point | None:
    one, two = (number_of(part) for part in parts)
    digits = (parts[0].digits, parts[1].digits)
    if digits[0] == 4 and two in _MONTHS and digits[1] <= 2:  # noqa: PLR2004
        return month_of(one, two)
    if digits[1] == 4 and one in _MONTHS and digits[0] <= 2:  # noqa: PLR2004
        return month_of(two, one)
    if max(digits) > 2:  # noqa: PLR2004
        return None
    order = _order(cursor, one, two, parts)
    if order is None:
        return None
    number, month = (one, two) if order is DateOrder.DAY_FIRST else (two, one)
    if month not in _MONTHS:
        return None
    return _in_year(cursor, month, number, read_year(cursor))


def _order(cursor: Cursor, one: int, two: int, parts: list[PeriodToken]) -> DateOrder | None:
    """Whose figure is the day: plain when one is above 12; dots are written day first; else the language says."""
    if one > 12 or two > 12:  # noqa: PLR2004
        return DateOrder.DAY_FIRST if one > 12 else DateOrder.MONTH_FIRST  # noqa: PLR2004
    if cursor.tokens[cursor.tokens.index(parts[0]) + 1].text == "." or one == two:
        return DateOrder.DAY_FIRST
    if cursor.setting.order is not DateOrder.UNKNOWN:
        return cursor.setting.order
    cursor.fail("Day and month cannot be told apart without the language or the place.")
    return None


@rule
def read_day_stretch(cursor: Cursor) -> Point | None:
    """Read: day to day month [year] | month day to day [year]: "1–15 Nov 2022", "Nov 1-15, 2022"."""
    return first_of(cursor, (_days_then_month, _month_then_days, _day_then_figures))


@rule
def _day_then_figures(cursor: Cursor) -> Point | None:
    """Read: day dash day separator month separator year: "1.–15.11.2022"."""
    first = read_day_number(cursor)
    if first is None or not (cursor.take_dash() or cursor.take("to") is not None):
        return None
    last = read_figures(cursor)
    if not isinstance(last, Days) or last.length > 1 or first > last.end.day:
        return None
    return over(day(last.end.replace(day=first)), last)


@rule
def _days_then_month(cursor: Cursor) -> Point | None:
    numbers = _two_days(cursor)
    month = cursor.take_int("month") if numbers else None
    if numbers is None or month is None:
        return None
    return _stretch(cursor, month, numbers)


@rule
def _month_then_days(cursor: Cursor) -> Point | None:
    month = cursor.take_int("month")
    numbers = _two_days(cursor) if month is not None else None
    if numbers is None or month is None:
        return None
    following = cursor.peek()
    if following is not None and "month" in following.tags:
        return None
    return _stretch(cursor, month, numbers)


def _two_days(cursor: Cursor) -> tuple[int, int] | None:
    first = read_day_number(cursor)
    if first is None or not (cursor.take_dash() or cursor.take("to") is not None):
        return None
    last = read_day_number(cursor)
    return None if last is None else (first, last)


def _stretch(cursor: Cursor, month: int, numbers: tuple[int, int]) -> Point | None:
    def in_year(year: int) -> Days | None:
        first, last = day_of(year, month, numbers[0]), day_of(year, month, numbers[1])
        return None if first is None or last is None else over(first, last)

    year = read_year(cursor)
    point = Yearly(in_year, "days of a month") if year is None else in_year(year)
    if point is None or resolve(point, cursor.setting.today) is None:
        cursor.fail("The days do not stand in the month one after the other.")
        return None
    return point


@rule
def read_weekday(cursor: Cursor) -> Point | None:
    """Read: weekday [day number]: the last one, the day of publication included; "Thursday the 21st"."""
    weekday = cursor.take_int("weekday")
    if weekday is None:
        return None
    today = cursor.setting.today
    number = read_day_number(cursor)
    if number is None:
        return day(shift_days(today, -((today.isoweekday() - weekday) % _WEEK)))
    return _weekday_on(cursor, weekday, number)


def _weekday_on(cursor: Cursor, weekday: int, number: int) -> Days | None:
    """This month's, even if it is still to come, or the last one before."""
    for months_back in range(12 * 11):
        year, month = divmod(cursor.setting.today.year * 12 + cursor.setting.today.month - 1 - months_back, 12)
        days = day_of(year, month + 1, number)
        if days is not None and days.start.isoweekday() == weekday:
            return days
    return None


def weekday_of(week: Days, weekday: int) -> Days:
    """A day of the week that holds the first of these days."""
    return day(shift_days(week_around(week.start).start, weekday - 1))


@rule
def read_day_of_month(cursor: Cursor) -> Point | None:
    """Read: An ordinal alone is a day of this month, or of the last one that has had it: "the 21st"."""
    number = read_marked_day(cursor)
    if number is None:
        return None
    today = cursor.setting.today
    for months_back in range(12):
        year, month = divmod(today.year * 12 + today.month - 1 - months_back, 12)
        days = day_of(year, month + 1, number)
        if days is not None and days.start <= today:
            return days
    return None


def read_marked_day(cursor: Cursor) -> int | None:
    """A day's number that is marked as one: "21st", "the 21"."""
    found = cursor.find("ordinal") or cursor.find("number")
    if found is None:
        return None
    position, token = found
    marked = "ordinal" in token.tags or (position > 0 and "article" in cursor.tokens[position - 1].tags)
    return read_day_number(cursor) if marked else None


_WITH_DAY: tuple[Callable[[Cursor], Point | None], ...] = (
    read_iso_day,
    read_figures,
    read_day_month,
    read_month_day,
    read_year_month,
)
