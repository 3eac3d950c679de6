"""Tables of populations by the middle of each year: a column in which all is "1 July 2020" speaks of years.

Of one figure nobody knows whether it is one of twelve months. A table that has no other day than the middle of a year
has a figure a year, as statistics offices print them; each period is then marked so, and stays as it is printed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from service.errors import Unreadable
from service.exchange.heads import is_missing
from service.exchange.layout import Column, Head
from service.reading import read_metric
from service.reading.midyear import MARK, is_middle, is_population
from service.reading.period import read_period

_ENOUGH_ROWS = 3
_ANY_TIME = datetime(2020, 1, 1, tzinfo=UTC)


def with_middles(columns: Sequence[Column], head: Head) -> list[Column]:
    """Mark what holds nothing but middles of years: a column of periods, or all figures by their heads."""
    said = [column.said.get("period") for column in columns if column.holds_figures]
    by_heads = bool(said) and all(period is not None and _is_middle(period) for period in said)
    return [
        replace(column, is_middle=True)
        if (column.holds_figures and by_heads) or (column.field == "period" and _are_middles(at, head))
        else column
        for at, column in enumerate(columns)
    ]


@lru_cache(maxsize=1_000)
def marked(period: str, metric: str) -> str:
    """Give a period with the mark by which it is read as the year, where the metric is a population."""
    return f"{period} ({MARK})" if is_population(read_metric(metric), None) else period


def _are_middles(at: int, head: Head) -> bool:
    cells = [row[at].strip() for row in head.sample if at < len(row) and not is_missing(row[at])]
    return len(cells) >= _ENOUGH_ROWS and all(map(_is_middle, cells))


@lru_cache(maxsize=1_000)
def _is_middle(text: str) -> bool:
    try:
        return is_middle(read_period(text, published_at=_ANY_TIME))
    except Unreadable:
        return False
