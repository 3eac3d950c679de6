"""Counts that are printed to the last digit: there a zero at the end is a digit like any other, and no rounding.

Of figures counted one by one a tenth ends in a zero; where far more do, the column is rounded.
"""

import re
from collections import defaultdict
from typing import Any

from service.reading.metric_unit import unit_in

_ENOUGH = 8
_MOST_ROUND = 0.3
_WHOLE = re.compile(
    r"(?:[1-9]\d{1,14}|[1-9]\d{0,2}(?:(?P<mark>[, \u00a0\u202f'])\d{3})(?:(?P=mark)\d{3})*)(?:\.0+)?", re.ASCII
)
_NOT_DIGITS = re.compile(r"\D")


class LastDigits:
    """Counts, for each source and metric, how the figures of a table end."""

    def __init__(self, *, all_are_exact: bool = False) -> None:
        self._all_are_exact = all_are_exact
        self._seen: dict[tuple[Any, str], int] = defaultdict(int)
        self._round: dict[tuple[Any, str], int] = defaultdict(int)

    def exact(self, source: Any, metric: str, figure: str) -> str | None:
        """Take in a figure, and give it in plain digits where its zeros at the end are counted, else None."""
        if not _WHOLE.fullmatch(figure) or not _is_count(metric):
            return None
        digits, key = _NOT_DIGITS.sub("", figure.partition(".")[0]), (source, metric)
        zeros = len(digits) - len(digits.rstrip("0"))
        self._seen[key] += 1
        self._round[key] += bool(zeros)
        return digits if zeros and (self._all_are_exact or self._are_counted(key, zeros)) else None

    def _are_counted(self, key: tuple[Any, str], zeros: int) -> bool:
        """Tell whether so many figures were seen that chance gives one with so many zeros, and few of them have any."""
        seen: int = self._seen[key]
        return seen >= _ENOUGH * 10 ** (zeros - 1) and self._round[key] <= _MOST_ROUND * seen


def _is_count(metric: str) -> bool:
    """Leave out what is told in thousands, in euros, in acres: only the figure as it is printed carries those."""
    return unit_in(metric) is None
