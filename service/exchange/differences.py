"""What two sources' series disagree on as a table: a row for each period, with what is said of the whole series."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import NamedTuple

import msgspec

from service.exchange.cells import Cell
from service.exchange.exports import Export
from service.judging import gap_words
from service.reading.place import find_place
from service.series import DifferingDay, SeriesDifference, SeriesSide

_encode = msgspec.json.Encoder().encode


class DifferenceCells(NamedTuple):
    """A row: the series, and one of the periods on which they differ."""

    series: SeriesDifference
    day: DifferingDay


DIFFERENCE_COLUMNS: dict[str, Callable[[DifferenceCells], Cell]] = {
    "first_source": lambda row: row.series.sides[0].source,
    "second_source": lambda row: row.series.sides[1].source,
    "metric": lambda row: row.series.sides[0].metric,
    "subject": lambda row: row.series.sides[0].subject,
    "place": lambda row: _place(row.series.sides),
    "period_start": lambda row: row.day.period.start,
    "period_end": lambda row: row.day.period.end,
    "first_quantity": lambda row: row.day.figures[0],
    "second_quantity": lambda row: row.day.figures[1],
    "gap": lambda row: gap_words(row.day.gap),
    "gap_absolute": lambda row: row.day.gap.absolute,
    "gap_percent": lambda row: row.day.gap.percent,
    "gap_factor": lambda row: row.day.gap.factor,
    "severity": lambda row: row.day.severity.value,
    "series_differing": lambda row: row.series.differing,
    "series_common": lambda row: row.series.common,
    "series_median_percent": lambda row: row.series.median_percent,
    "series": lambda row: row.series.sentence,
}


def _place(sides: Sequence[SeriesSide]) -> str | None:
    """Name a country as the first table does, so that its rows are found again; other places by what was understood."""
    one, other = sides[0], sides[1]
    if one.place is None or one.place_given is None:
        return other.place
    return one.place_given if _is_country(one.place_given) else one.place


def _is_country(name: str) -> bool:
    found = find_place(name)
    return found is not None and found.key.isupper() and "/" not in found.key


def export_differences(pages: AsyncIterator[Sequence[DifferenceCells]]) -> Export[DifferenceCells]:
    """Give the table that `write_export` writes."""
    return Export("differences", DIFFERENCE_COLUMNS, _encode, pages)
