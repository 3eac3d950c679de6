"""Tables without a head, as statistics offices print them for reading: what stands in a column tells what it is.

A rank, a place, a figure, a date. The names that are given are those that a head would have.
"""

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from service.errors import Unreadable
from service.exchange.heads import PERIOD, is_missing, is_number
from service.exchange.usual_heads import usual_field
from service.reading.period import read_period
from service.reading.place import find_place

_MOST = 0.8
_SOME = 0.5
_ANY_TIME = datetime(2020, 1, 1, tzinfo=UTC)


def is_row_of_figures(cells: Sequence[str], below: Sequence[Sequence[str]], known: frozenset[str]) -> bool:
    """Tell whether what seems to be a head is a row like those below: a figure, no period, stands above figures.

    Args:
        cells: What seems to be a head.
        below: Rows below it.
        known: Names that the caller gave to columns.
    """
    if any(cell.strip() in known or usual_field(cell) is not None for cell in cells):
        return False
    for place, cell in enumerate(cells):
        under = [row[place] for row in below if place < len(row) and not is_missing(row[place])]
        numbers = sum(map(is_number, under))
        if is_number(cell) and not PERIOD.fullmatch(cell.strip()) and under and numbers >= _MOST * len(under):
            return True
    return False


def names_by_cells(rows: Sequence[Sequence[str]]) -> list[str]:
    """Name the columns by what stands in them; what cannot be told is named by its place, as "#3"."""
    width = max(map(len, rows), default=0)
    columns = [[row[place].strip() for row in rows if place < len(row)] for place in range(width)]
    told = [_name(cells) for cells in columns]
    return [
        name if name and (name == "rank" or told.count(name) == 1) else f"#{place}"
        for place, name in enumerate(told, start=1)
    ]


def _name(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if not is_missing(cell)]
    if not filled:
        return ""
    if _are_ranks(filled):
        return "rank"
    if _share(filled, lambda cell: PERIOD.fullmatch(cell) is not None) >= _MOST:
        return "period"
    if _share(filled, is_number) >= _MOST:
        return "value"
    if _share(filled, _is_period) >= _MOST:
        return "period"
    return "place" if _share(filled, lambda cell: find_place(cell) is not None) >= _SOME else ""


def _are_ranks(cells: Sequence[str]) -> bool:
    """Tell 1, 2, 3 …, a tie allowed, from figures."""
    numbers = [int(cell.rstrip(".")) for cell in cells if cell.rstrip(".").isdecimal() and len(cell) < 6]  # noqa: PLR2004
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    return len(numbers) == len(cells) > 2 and numbers[0] <= 1 and all(step in {0, 1, 2} for step in steps)  # noqa: PLR2004


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells)


@lru_cache(maxsize=1_000)
def _is_period(cell: str) -> bool:
    try:
        read_period(cell, published_at=_ANY_TIME)
    except Unreadable:
        return False
    return True
