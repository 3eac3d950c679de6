"""Cells of figures: which mark is the decimal one in this table, flags inside of a cell, numbers that say "missing".

One cell alone does not tell whether 85.170 is eighty-five thousand; the others of its table mostly do.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from service.exchange.codes import flagged
from service.exchange.heads import is_missing
from service.exchange.layout import Column, Head

_GROUPS_BY_DOT = re.compile(
    r"[-+−]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[-+−]?\d{1,3}(?:\.\d{3})+,\d+|[-+−]?\d+,(?:\d{1,2}|\d{4,})"
)
_GROUPS_BY_COMMA = re.compile(
    r"[-+−]?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|[-+−]?\d{1,3}(?:,\d{3})+\.\d+|[-+−]?\d*\.(?:\d{1,2}|\d{4,})|[-+−]?0\.\d+"
)
_ONE_DOT = re.compile(r"[-+−]?[1-9]\d{0,2}\.\d{3}")
_MARKED = re.compile(r"(?P<figure>[-+−<>~≈]?\s?[\d.,][\d.,' \u00a0\u202f]*\s?%?)\s?(?P<mark>\(?[a-z]{1,3}\)?)")
_NINES = re.compile(r"-9{2,}(?:[.,][09]+)?")
_DECLARED = re.compile(r"(?:missing|fill|no data|fehlend|manquant)[^\d-]*(?P<number>-?\d+(?:\.\d+)?)", re.IGNORECASE)
_FEWEST_NINES = 3
_FAR = 10


def with_styles(columns: Sequence[Column], head: Head) -> list[Column]:
    """Note how the figures of a table are written, as far as its first rows tell."""
    places = [at for at, column in enumerate(columns) if column.holds_figures]
    cells = {at: [row[at].strip() for row in head.sample if at < len(row) and not is_missing(row[at])] for at in places}
    groups_by_dot = _groups_by_dot([cell for below in cells.values() for cell in below])
    alike: dict[str, list[int]] = defaultdict(list)
    for at in places:
        alike[columns[at].said.get("metric", "")].append(at)
    # Once for all columns of a metric: a table may have thousands of days.
    marks = {metric: _has_marks([cell for at in ats for cell in cells[at]]) for metric, ats in alike.items()}
    declared = frozenset(found["number"] for title in head.titles if (found := _DECLARED.search(title)))
    return [
        replace(
            column,
            groups_by_dot=groups_by_dot,
            has_marks=marks[column.said.get("metric", "")],
            sentinels=declared | _sentinels(cells[at]),
        )
        if at in cells
        else column
        for at, column in enumerate(columns)
    ]


def plain_figure(text: str, column: Column) -> tuple[str, str]:
    """Give a cell's figure as it can be read alone, and the flag that stood in the cell; "" for what holds none."""
    if text.isdecimal() and text not in column.sentinels:
        return text, ""
    if text in column.sentinels:
        return "", ""
    figure, mark = text, ""
    if column.has_marks and (found := _MARKED.fullmatch(text)) and _is_flag(found["mark"]):
        figure, mark = found["figure"].strip(), found["mark"]
    if column.groups_by_dot and _ONE_DOT.fullmatch(figure):
        figure = figure.replace(".", "")
    return figure, mark


def are_flags(head: Head, at: int) -> bool:
    """Tell a column in which nothing but flags stand, beside some figures."""
    cells = [row[at].strip() for row in head.sample if at < len(row) and row[at].strip()]
    return bool(cells) and all(_is_flag(cell.casefold()) for cell in cells)


def _groups_by_dot(cells: Sequence[str]) -> bool:
    dots = sum(_GROUPS_BY_DOT.fullmatch(cell) is not None for cell in cells)
    return dots > 0 and not any(_GROUPS_BY_COMMA.fullmatch(cell) for cell in cells)


def _has_marks(cells: Sequence[str]) -> bool:
    """Tell flags from a unit, which all figures of a column would have."""
    marks = [found["mark"] if (found := _MARKED.fullmatch(cell)) else "" for cell in cells]
    return len(set(marks)) != 1 or marks == [""] * len(marks)


def _is_flag(mark: str) -> bool:
    letters = mark.strip("()")
    return flagged(letters) != (None, None) or set(letters) <= set("bcdefinprsuz")


def _sentinels(cells: Sequence[str]) -> frozenset[str]:
    """Find -999 and the like where no other figure of the column is nearly as far below nothing."""
    nines = {cell for cell in cells if _NINES.fullmatch(cell) and cell.count("9") >= _FEWEST_NINES}
    others = [_value(cell) for cell in cells if cell not in nines]
    lowest = min((one for one in others if one is not None), default=0.0)
    return frozenset(one for one in nines if lowest * _FAR > (_value(one) or 0.0))


def _value(cell: str) -> float | None:
    try:
        return float(cell.replace("−", "-").replace(",", "."))
    except ValueError:
        return None
