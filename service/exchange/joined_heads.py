r"""Eurostat's own form: the first column holds several, parted by commas, and its head the others' name behind them.

freq,unit,geo\TIME_PERIOD ⇥ 2018 ⇥ 2019
A,PC,AT                   ⇥ 4.9  ⇥ 4.5 p
"""

import re

_HEAD = re.compile(r"[A-Za-z_]\w*(?:,[A-Za-z_]\w*)*\\[A-Za-z_]\w*")


class JoinedCells:
    """Parts the first cell of each row where that of the first row is such a head."""

    def __init__(self) -> None:
        self._width: int | None = None

    def parted(self, cells: list[str]) -> list[str]:
        """Give the cells of a row; others as they are."""
        if self._width is None:
            is_head = len(cells) > 1 and _HEAD.fullmatch(cells[0].strip()) is not None
            self._width = cells[0].count(",") + 1 if is_head else 0
            if is_head:
                return [*cells[0].strip().partition("\\")[0].split(","), *cells[1:]]
        if not self._width:
            return cells
        first = cells[0].strip().split(",")
        return [*first, *cells[1:]] if len(first) == self._width else cells
