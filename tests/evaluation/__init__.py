"""Measure the readers and the matching against public data: `python -m tests.evaluation DATA [set …]`.

One module a family of sets, each with `evaluate(data) -> list[Row]`. A set that is not in the data folder is left out.
"""

from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table: what was measured, on how many cases, the score, the floor to beat, a remark."""

    set: str
    cases: int
    score: float
    floor: float | None = None
    note: str = ""


MODULES = ("numbers", "factbook", "equate", "periods", "places", "metrics", "judgement", "causes", "news", "desk")
"""Looked for as `tests.evaluation.<name>`; each has `evaluate(data: Path) -> list[Row]`."""


def percent(right: int, of: int) -> float:
    """Give a share in per cent; of nothing it is zero."""
    return 100 * right / of if of else 0.0


def present(data: Path, name: str) -> Path | None:
    """Give a set's folder, if it is there."""
    folder = data / name
    return folder if folder.is_dir() else None
