"""Columns of words that nothing has told: places by what stands in them; of JSON what a claim has no use for.

A table of cells says little of itself, so that a column without a meaning is asked back. Records have fields for many
purposes, and one of them may not keep the others from being read; but rows that only it tells apart stay apart by it.
"""

from collections.abc import Sequence
from itertools import pairwise

from service.exchange.heads import is_missing, is_number
from service.exchange.layout import REST, Column, Head, Layout
from service.reading.place import find_place

_MOST = 0.8
_LEFT_OUT = "words that nothing of a claim is told by"
_TELLS_APART = "it tells rows apart"
_COUNTS_ROWS = "it counts the rows"
_COUNTS = frozenset({"day", "week", "month", "no", "no.", "nr", "number", "index", "row", "position", "pos", "#", "n"})
_FEWEST_NAMED, _FEWEST = 3, 10
_LONGEST_COUNT = 10


def by_places(head: Head, columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Take the one column in which names of places stand for the place, where nothing else is one."""
    known = {column.field for column in columns if column} | layout.fill.keys()
    if "place" in known or REST in layout.mapping:
        return list(columns)
    found = [
        at for at, column in enumerate(columns) if column is None and _are_places(_cells(head, at), len(head.sample))
    ]
    if len(found) != 1:
        return list(columns)
    told = Column(head.names[found[0]].strip(), "place", why="places stand in it")
    return [*columns[: found[0]], told, *columns[found[0] + 1 :]]


def by_counting(head: Head, columns: Sequence[Column | None]) -> list[Column | None]:
    """Leave out, of records, a column of numbers that goes up by one from row to row: "day": 2, 3, 4."""
    if not head.has_fields:
        return list(columns)
    return [
        Column(name.strip(), None, why=_COUNTS_ROWS) if column is None and _is_count(name, _cells(head, at)) else column
        for at, (name, column) in enumerate(zip(head.names, columns, strict=True))
    ]


def by_leaving(head: Head, columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Leave out, of records, what is still untold; a field that alone tells rows apart is the claim's subject.

    Where only several of them together do, they stay untold, so that they are asked back.
    """
    untold = [at for at, column in enumerate(columns) if column is None]
    if not head.has_fields or not untold:
        return list(columns)
    known = {column.field for column in columns if column} | layout.fill.keys()
    keys = [at for at, column in enumerate(columns) if column and column.field and not column.holds_figures]
    told = told_by(head, keys)
    apart = told_by(head, keys + untold) > told
    subject = next((at for at in untold if told_by(head, [*keys, at]) == told_by(head, keys + untold)), None)
    if apart and (subject is None or "subject" in known):
        return list(columns)
    return [
        column
        or Column(name.strip(), *(("subject", {}, _TELLS_APART) if apart and at == subject else (None, {}, _LEFT_OUT)))
        for at, (name, column) in enumerate(zip(head.names, columns, strict=True))
    ]


def told_by(head: Head, places: Sequence[int]) -> int:
    """Count the different rows among the first ones, by some of their cells."""
    return len({tuple(row[at].strip() for at in places if at < len(row)) for row in head.sample})


def _cells(head: Head, at: int) -> list[str]:
    return [row[at].strip() for row in head.sample if at < len(row) and not is_missing(row[at])]


def _are_places(cells: Sequence[str], rows: int) -> bool:
    """Tell places: they stand in most rows, and most of what stands there is one."""
    if not cells or len(cells) < _MOST * rows:
        return False
    return sum(not is_number(cell) and find_place(cell) is not None for cell in cells) >= _MOST * len(cells)


def _is_count(name: str, cells: Sequence[str]) -> bool:
    """Tell a count of rows: numbers that go up or down by one, of a name for such, or far too many for a chance."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < _LONGEST_COUNT]
    enough = _FEWEST_NAMED if name.strip().casefold() in _COUNTS else _FEWEST
    steps = {after - before for before, after in pairwise(numbers)}
    return len(numbers) == len(cells) >= enough and steps in ({1}, {-1})
