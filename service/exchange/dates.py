"""Columns of times: one that holds whole dates, or years, months and days in columns of their own, or months as heads.

A day such as 3/4/2020 is read in the one order that fits all of its column.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from service.errors import Unreadable
from service.exchange.heads import is_missing, is_number
from service.exchange.layout import REST, Column, Head, Layout
from service.exchange.usual_heads import words_of_head
from service.reading.period import read_period, year_of_two_digits

_ANY_TIME = datetime(2020, 1, 1, tzinfo=UTC)
_LEAP = "2020"
"""A year in which each day is one, to read a month's name in."""
_MOST = 0.8
_FEWEST_HEADS = 3
_GUESSED = frozenset({"usual head", "days stand in it"})
_YEAR = re.compile(r"[12]\d\d\d(?:\.0)?", re.ASCII)
_SLASHED = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)(?:[ T].*)?", re.ASCII)
_DAY = re.compile(
    r"\d\d?\.\d\d?\.\d{4}|(?:1[5-9]|20|21)\d\d-\d\d-\d\d(?:[ T].*)?|\d\d?/\d\d?/\d{4}(?:[ T].*)?", re.ASCII
)
_COMPACT = re.compile(r"((?:1[5-9]|20|21)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?", re.ASCII)
_DIGITS = re.compile(r"\d\d?(?:\.0)?", re.ASCII)
_QUARTER = re.compile(
    r"(?:[qQkKtT]|quarter |quartal )?([1-4])(?:\.| ?[qQ]|st quarter|nd quarter|rd quarter|th quarter)?"
)
_KINDS = {
    "month": frozenset({"month", "months", "monat", "mois", "mes", "mese", "mês", "місяць", "месяц", "miesiąc"}),
    "day": frozenset({"day", "tag", "jour", "día", "giorno", "dia", "день", "dzień"}),
    "quarter": frozenset({"quarter", "quartal", "trimestre", "квартал", "kwartał", "qtr"}),
    "week": frozenset({"week", "woche", "semaine", "semana", "settimana", "тиждень", "неделя", "kw"}),
}
_OF_YEAR = frozenset({"j-d", "annual", "ann", "ann.", "year", "jahr", "année", "año", "anno"})
_LAST_OF = {"month": 12, "day": 31, "quarter": 4, "week": 53}
_ORDERS = {"month first": (0, 1), "day first": (1, 0)}


def by_dates(head: Head, columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Let one column tell the time, or its parts in several together; what only says the same again is left out."""
    told = list(columns)
    told = _by_days(head, told, layout)
    found = [at for at, one in enumerate(told) if one and one.field == "period" and one.why == "usual head"]
    if "period" in layout.fill or any(one and one.field == "period" and one.why not in _GUESSED for one in columns):
        return _left_out(told, found, "the time is said otherwise")
    kinds = {at: _kind_of(head.names[at], _cells(head, at)) for at in found}
    whole = [at for at in found if kinds[at] == "whole"]
    years = [at for at in found if kinds[at] == "year"]
    if len(whole) == 1:
        told = _left_out(told, [at for at in found if at not in whole], f'"{head.names[whole[0]]}" says it')
    elif not whole and len(years) == 1:
        for at in found:
            column = told[at]
            if column is not None and kinds[at] and len(found) > 1:
                told[at] = replace(column, part=kinds[at])
    for at in found:
        column = told[at]
        if column is not None and column.field == "period" and not kinds[at] and _cells(head, at):
            told[at] = None
    return [
        one if one is None or one.field != "period" else _ordered(one, _cells(head, at)) for at, one in enumerate(told)
    ]


def _by_days(head: Head, columns: list[Column | None], layout: Layout) -> list[Column | None]:
    """Take the one column in which nothing but days stand for the time, where no head names it."""
    if "period" in layout.fill or REST in layout.mapping or any(one and one.field == "period" for one in columns):
        return columns
    found = [at for at, one in enumerate(columns) if one is None and _share(_cells(head, at), _is_day) == 1]
    if len(found) == 1:
        columns[found[0]] = Column(head.names[found[0]].strip(), "period", why="days stand in it")
    return columns


def _is_day(cell: str) -> bool:
    return _DAY.fullmatch(cell) is not None


def by_months(head: Head, columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Take columns whose heads are the months or quarters of the year that their row names."""
    years = [
        at
        for at, one in enumerate(columns)
        if one and one.field == "period" and _kind_of("", _cells(head, at)) == "year"
    ]
    free = [at for at, one in enumerate(columns) if one is None]
    if len(years) != 1 or REST in layout.mapping:
        return list(columns)
    for part, read in _PARTS.items():
        numbers = {at: number for at in free if (number := read(head.names[at].strip())) is not None}
        if len(numbers) < _FEWEST_HEADS or len(set(numbers.values())) < len(numbers):
            continue
        return [_of_year(one, head, at, part, numbers.get(at)) for at, one in enumerate(columns)]
    return list(columns)


def _of_year(column: Column | None, head: Head, at: int, part: str, number: int | None) -> Column | None:
    name = head.names[at].strip()
    if number is not None:
        return Column(name, "quantity", {"period": str(number)}, f"a {part} of the row's year", part=part)
    if column is not None or not any(map(is_number, _cells(head, at))):
        return column
    if name.casefold() in _OF_YEAR:
        return Column(name, "quantity", {"period": ""}, "the row's year", part="year")
    return Column(name, None, why=f"it sums up the {part}s beside it")


def month_in(text: str) -> int | None:
    """Give the month that a name, in any language that is read, or a number is; None for other words."""
    if _DIGITS.fullmatch(text):
        return None
    return _named(text, "month")


def joined_period(parts: Mapping[str, str]) -> str:
    """Give a period whose parts stood in columns: a year with a month, a day, a quarter or a week."""
    year = parts.get("year", "").removesuffix(".0")
    inner = {name: text for name, text in parts.items() if name != "year"}
    told = {name: number for name, text in inner.items() if text and (number := _number_of(name, text)) is not None}
    if len(told) < sum(map(bool, inner.values())):
        return " ".join(text for text in (*inner.values(), year) if text)
    if "month" in told:
        day = f"-{told['day']:02}" if "day" in told else ""
        return f"{year}-{told['month']:02}{day}"
    if "quarter" in told:
        return f"{year}-Q{told['quarter']}"
    return f"{year}-W{told['week']:02}" if "week" in told else year


def in_order(text: str, order: str) -> str:
    """Give a day as it is written in a column of that order as an ISO date; others as they are."""
    if order == "compact":
        found = _COMPACT.fullmatch(text)
        return "-".join(part for part in found.groups() if part) if found else text
    found = _SLASHED.fullmatch(text)
    if found is None or order not in _ORDERS:
        return text
    month, day = (found[1 + at] for at in _ORDERS[order])
    year = year_of_two_digits(found[3]) if len(found[3]) == len("20") else int(found[3])
    return f"{year}-{int(month):02}-{int(day):02}"


def _left_out(columns: list[Column | None], places: Sequence[int], why: str) -> list[Column | None]:
    return [
        Column(one.name, None, why=why) if one is not None and at in places else one for at, one in enumerate(columns)
    ]


def _kind_of(name: str, cells: Sequence[str]) -> str:
    """Tell what stands in a column of times: whole dates, or one part of them; "" where it is neither."""
    if _share(cells, lambda cell: _YEAR.fullmatch(cell) is not None) == 1:
        return "year"
    named = set(words_of_head(name))
    for kind, words in _KINDS.items():
        if named & words and _share(cells, lambda cell, kind=kind: _number_of(kind, cell) is not None) >= _MOST:  # type: ignore[misc]
            return kind
    return "" if _share(cells, _is_part) > 1 - _MOST else "whole"


def _is_part(cell: str) -> bool:
    """Tell a number, or a month's name, that alone is no time."""
    is_number = cell.removesuffix(".0").isdecimal() and not (_YEAR.fullmatch(cell) or _COMPACT.fullmatch(cell))
    return is_number or month_in(cell) is not None


def _ordered(column: Column, cells: Sequence[str]) -> Column:
    """Note in which order the days of a column are written, where its cells tell."""
    if cells and all(_COMPACT.fullmatch(cell) for cell in cells):
        return replace(column, order="compact")
    found = [one for cell in cells if (one := _SLASHED.fullmatch(cell))]
    if not found or len(found) < _MOST * len(cells):
        return column
    fitting = [
        name for name, (month, _) in _ORDERS.items() if all(int(one[1 + month]) <= _LAST_OF["month"] for one in found)
    ]
    return replace(column, order=fitting[0]) if len(fitting) == 1 else column


def _number_of(kind: str, text: str) -> int | None:
    """Give which month, day, quarter or week a cell is."""
    if _DIGITS.fullmatch(text):
        number = int(text.removesuffix(".0"))
        return number if 1 <= number <= _LAST_OF[kind] else None
    return _named(text, kind) if kind in {"month", "quarter"} else None


def _quarter_in(text: str) -> int | None:
    return None if _DIGITS.fullmatch(text) else _number_of("quarter", text)


@lru_cache(maxsize=2_000)
def _named(text: str, kind: str) -> int | None:
    if kind == "quarter" and (found := _QUARTER.fullmatch(text)):
        return int(found[1])
    try:
        period = read_period(f"{text} {_LEAP}", published_at=_ANY_TIME)
    except Unreadable:
        return None
    if period.accuracy.value != kind or str(period.end.year) != _LEAP:
        return None
    return period.end.month if kind == "month" else (period.end.month + 2) // 3


def _cells(head: Head, at: int) -> list[str]:
    return [row[at].strip() for row in head.sample if at < len(row) and not is_missing(row[at])]


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


_PARTS: dict[str, Callable[[str], int | None]] = {"month": month_in, "quarter": _quarter_in}
