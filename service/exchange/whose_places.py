"""Columns of places: which of several tell where, heads that are places, and what is printed around a name.

A code beside its name says the same again; a continent holds its countries, and is no part of them.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from service.exchange.heads import is_missing, is_number
from service.exchange.layout import REST, Column, Head, Layout
from service.exchange.usual_heads import is_part_left_out, is_wide, place_level
from service.reading.place import find_place

ALL = frozenset(
    {"total", "totals", "all", "both", "both sexes", "all ages", "insgesamt", "gesamt", "ensemble", "todos"}
    | {"ambos sexos", "totale", "усього", "всего", "ogółem", "t", "_t"}
)
"""What stands in a column of groups where the row is of all of them."""
_MOST = 0.8
_FEWEST = 3
_FEWEST_NUMBERED = 2
_ENOUGH_HEADS = 0.7
_LONGEST_CODE = 3
_NAMES = frozenset({"name", "names", "nom", "nombre", "nome", "назва"})
_OF_COUNTIES = frozenset({4, 5})
"""Digits of a county's code, which tells the state."""
_NUMBERED = re.compile(r"(?:\d{1,6}[A-Z]?|[A-Z]{2}[A-Z]?\d[A-Z0-9]{0,3})(?:[.):]?\s+|\s*[-–]\s*)(?=[^\W\d_])")
"""A code before a name: "01 Andalucía", "DE21 Oberbayern"."""
_NOTED = re.compile(
    r"(?:\s*\[[^\]]{1,12}\]|\s*\((?:\d{1,2}|[a-z]|until [^()]*|under [^()]*)\)|\s*[*†‡]+|[¹²³⁴⁵⁶⁷⁸⁹]+"
    r"|(?<=[^\W\d_])\s?\d\))+$"
)
_INDENTED = re.compile(r"^[\s.·•–—>-]+(?=[^\W\d_])")
_BY_HEADS = "its head is a place"


def named_place(text: str, *, is_numbered: bool) -> str:
    """Give a place's name without a code before it, footnote marks behind it, and what indents it."""
    plain = _INDENTED.sub("", _NOTED.sub("", text))
    return _NUMBERED.sub("", plain, count=1) if is_numbered else plain


def by_heads_of_places(head: Head, columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Take columns of numbers whose heads are places for figures of those places."""
    known = {column.field for column in columns if column} | layout.fill.keys()
    if "place" in known or "quantity" in known or REST in layout.mapping:
        return list(columns)
    free = [at for at, one in enumerate(columns) if one is None and _are_figures(head, at)]
    places = [at for at in free if find_place(head.names[at].strip()) is not None]
    if len(places) < _FEWEST or len(places) < _ENOUGH_HEADS * len(free):
        return list(columns)
    return [
        Column(head.names[at].strip(), "quantity", {"place": head.names[at].strip()}, _BY_HEADS) if at in free else one
        for at, one in enumerate(columns)
    ]


def by_names(head: Head, columns: Sequence[Column | None]) -> list[Column | None]:
    """Leave out places that say nothing more: codes beside names, and what holds the countries of the table."""
    told = [_by_cells(head, at, one) for at, one in enumerate(columns)]
    wide = [at for at, one in enumerate(told) if one and one.field is None and is_wide(head.names[at])]
    if not _places(told) and len(wide) == 1:
        told[wide[0]] = Column(head.names[wide[0]].strip(), "place", why="usual head")
    for one, other in permutations(_places(told), 2):
        if not {one, other} <= set(_places(told)):
            continue
        name = head.names[other].strip()
        if place_level(head.names[one]) == place_level(head.names[other]) and _is_code_of(head, one, other):
            told[one] = Column(head.names[one].strip(), None, why=f'"{name}" says it in words')
        elif _holds(head, one, other):
            told[one] = Column(head.names[one].strip(), None, why=f'it holds places of "{name}"')
    if not _tell_rows_apart(told):
        return [None if one and not one.field and is_part_left_out(one.name) else one for one in told]
    return told


def _tell_rows_apart(columns: Sequence[Column | None]) -> bool:
    return any(one and one.field in {"place", "subject", "metric", "source"} for one in columns)


def _by_cells(head: Head, at: int, column: Column | None) -> Column | None:
    """Take no numbers for places, and what is called a name for a place where places stand in it."""
    cells, name = _cells(head, at), head.names[at].strip()
    if column is None and name.casefold() in _NAMES and cells:
        found = sum(not is_number(cell) and find_place(cell) is not None for cell in cells)
        return Column(name, "place", why="places stand in it") if found >= _MOST * len(cells) else None
    is_usual = column is not None and column.field == "place" and column.why == "usual head"
    are_codes = bool(cells) and all(cell.isdecimal() and len(cell) not in _OF_COUNTIES for cell in cells)
    return Column(name, None, why="codes") if is_usual and are_codes else column


def numbered(column: Column, place: int, head: Head) -> Column:
    """Note that a column's places have codes before their names."""
    cells = [cell for cell in _cells(head, place) if cell.casefold() not in ALL]
    with_codes = sum(_NUMBERED.match(cell) is not None for cell in cells)
    return replace(column, is_numbered=len(cells) >= _FEWEST_NUMBERED and with_codes >= _MOST * len(cells))


def _places(columns: Sequence[Column | None]) -> list[int]:
    return [at for at, one in enumerate(columns) if one and one.field == "place" and one.why != "mapped"]


def _are_twins(head: Head, one: int, other: int) -> bool:
    """Tell columns of which each value of the one stands beside one of the other, in both directions."""
    pairs = set(_pairs(head, one, other))
    return len(pairs) >= 1 and len({a for a, _ in pairs}) == len(pairs) == len({b for _, b in pairs})


def _is_code_of(head: Head, one: int, other: int) -> bool:
    """Tell a column of codes from the names beside it."""
    codes = [cell for cell in _cells(head, one) if cell.isupper() and len(cell) <= _LONGEST_CODE]
    return bool(codes) and len(codes) == len(_cells(head, one)) and _are_twins(head, one, other)


def _holds(head: Head, wide: int, narrow: int) -> bool:
    """Tell a column of which one value stands beside several of the other, and each of those beside one only.

    A country's parts do so too, so that the other one has to be countries: read as such without it.
    """
    beside: dict[str, set[str]] = defaultdict(set)
    back: dict[str, set[str]] = defaultdict(set)
    for a, b in _pairs(head, wide, narrow):
        beside[a].add(b)
        back[b].add(a)
    if len(back) < _FEWEST or max(map(len, beside.values())) < 2 or max(map(len, back.values())) > 1:  # noqa: PLR2004
        return False
    countries = [found for name in back if (found := find_place(name)) is not None and "/" not in found.key]
    return len(countries) >= _MOST * len(back) and sum(_is_country(name) for name in beside) < len(beside)


def _is_country(name: str) -> bool:
    found = find_place(name)
    return found is not None and len(found.key) == 2  # noqa: PLR2004 - a country's code


def _pairs(head: Head, one: int, other: int) -> list[tuple[str, str]]:
    rows = [row for row in head.sample if max(one, other) < len(row)]
    return [(row[one].strip(), row[other].strip()) for row in rows if row[one].strip() and row[other].strip()]


def _are_figures(head: Head, at: int) -> bool:
    cells = [row[at] for row in head.sample if at < len(row)]
    return any(map(is_number, cells)) and all(is_missing(cell) or is_number(cell) for cell in cells)


def _cells(head: Head, at: int) -> list[str]:
    return [row[at].strip() for row in head.sample if at < len(row) and not is_missing(row[at])]
