"""Counts, ordinals and years, in figures and in words."""

from service.reading.period.cursor import Cursor, is_soft, rule
from service.reading.period.words import PeriodToken

FEWEST_YEAR_DIGITS = 4
_CENTURY = 100
_PIVOT_YEARS = 20
"""A year of two digits lies at most so far ahead of the publication: "30" is 2030 in 2016, 1930 in 2009."""
_APOSTROPHES = frozenset("'’‘`")
_EARLIEST_SPOKEN, _LATEST_SPOKEN = 1000, 2999
_LONGEST_SPOKEN = 10
"""In tokens: "one thousand nine hundred and ninety-six" has nine."""


@rule
def read_count(cursor: Cursor) -> int | None:
    """Read: count = digits | word | tens word | "a" | "a few"."""
    some = cursor.take_int("some")
    if some is not None:
        return some
    token = cursor.take_token("number")
    if token is None or "ordinal" in token.tags:
        return None
    return _composed(cursor, token, "number")


@rule
def read_ordinal(cursor: Cursor) -> int | None:
    """Read: ordinal = digits suffix | word | tens word; -1 is the last."""
    token = cursor.take_token("ordinal")
    if token is not None:
        return _composed(cursor, token, "ordinal")
    token = cursor.take_token("number")
    if token is None or token.digits or _value(token, "number") not in range(20, 100, 10):
        return None
    value = _composed(cursor, token, "ordinal")
    return None if value == _value(token, "number") else value


def _composed(cursor: Cursor, token: PeriodToken, tag: str) -> int:
    """A word for tens takes a word for ones after it: "twenty-one", "twenty first"."""
    value = _value(token, "number" if "number" in token.tags else tag)
    if token.digits or value not in range(20, 100, 10):
        return value
    position = cursor.position
    cursor.take_dash()
    ones = cursor.peek()
    if ones is not None and tag in ones.tags and not ones.digits and 0 < _value(ones, tag) < 10:  # noqa: PLR2004
        cursor.position += 1
        return value + _value(ones, tag)
    cursor.position = position
    return value


_ARTICLES = frozenset({"one", "ein", "eine", "einen", "einem", "einer", "un", "une", "una"})
"""Numbers that are articles as a rule, and no day of a month: "murieron el domingo en un incendio"."""


@rule
def read_day_number(cursor: Cursor) -> int | None:
    """A number for a day of the month: "5", "5th", "fifth", "twenty-second"; not the year of "Oct. '22"."""
    found = cursor.find("number")
    if found is not None and found[0] and cursor.tokens[found[0] - 1].text in _APOSTROPHES:
        return None
    ordinal = read_ordinal(cursor)
    if ordinal is not None:
        return ordinal if 1 <= ordinal <= 31 else None  # noqa: PLR2004
    token = cursor.take_token("number")
    if token is None or token.digits > 2 or token.text in _ARTICLES:  # noqa: PLR2004
        return None
    value = _value(token, "number") if token.digits else _composed(cursor, token, "number")
    following = cursor.peek()
    if not token.digits and following is not None and following.tags.get("number") in {_CENTURY, 10 * _CENTURY}:
        return None
    return value if 1 <= value <= 31 else None  # noqa: PLR2004


@rule
def read_year(cursor: Cursor) -> int | None:
    """Read: year = ["year"] digits⁴ | "'" digits² | "year" digits | words ("nineteen ninety-six")."""
    named = cursor.take("year_word") is not None
    found = cursor.find("number")
    if found is None:
        return None
    position, token = found
    value = _value(token, "number")
    if token.digits == FEWEST_YEAR_DIGITS and value > 0:
        cursor.position = position + 1
        return value
    if token.digits == 2 and position and cursor.tokens[position - 1].text in _APOSTROPHES:  # noqa: PLR2004
        cursor.position = position + 1
        return full_year(value, cursor.setting.today.year)
    if token.digits:
        value = full_year(value, cursor.setting.today.year) if token.digits == 2 else value  # noqa: PLR2004
        return _any_number(cursor, position, value) if named else None
    return _spoken_year(cursor, position, any_year=named)


def _any_number(cursor: Cursor, position: int, value: int) -> int | None:
    cursor.position = position + 1
    return value if 0 < value <= 9999 else None  # noqa: PLR2004


def full_year(value: int, today: int) -> int:
    """The century that two digits leave out: the last one that does not lie more than 20 years ahead."""
    year = today - today % _CENTURY + value
    while year > today + _PIVOT_YEARS:
        year -= _CENTURY
    while year <= today + _PIVOT_YEARS - _CENTURY:
        year += _CENTURY
    return year


def _spoken_year(cursor: Cursor, position: int, *, any_year: bool) -> int | None:
    total = current = 0
    cursor.position = position
    while (token := cursor.peek()) is not None and cursor.position - position < _LONGEST_SPOKEN:
        if "number" in token.tags and not token.digits:
            total, current = _spoken(total, current, _value(token, "number"))
        elif token.text not in {"and", "-"} and not (is_soft(token) and token.text == ","):
            break
        cursor.position += 1
    year = total + current
    return year if (any_year and 0 < year <= _LATEST_SPOKEN) or _EARLIEST_SPOKEN <= year <= _LATEST_SPOKEN else None


def _spoken(total: int, current: int, value: int) -> tuple[int, int]:
    if value == 1000:  # noqa: PLR2004
        return total + max(current, 1) * value, 0
    if value == _CENTURY:
        return total, max(current, 1) * value
    if current == 0 or current % _CENTURY == 0 or (current % 10 == 0 and value < 10):  # noqa: PLR2004
        return total, current + value
    return total, min(current * _CENTURY + value, 10**6)


def _value(token: PeriodToken, tag: str) -> int:
    value = token.tags[tag]
    return value if isinstance(value, int) else 0
