"""What a terminal shows of series that disagree: a row a series, the first of its days below."""

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from service.cli.tables import COLOURS
from service.judging import gap_words
from service.series import DifferingDay, SeriesDifference


def table_of_differences(found: Sequence[tuple[SeriesDifference, Sequence[DifferingDay]]]) -> Table:
    """One finding for each pair of series, with days below it."""
    table = Table(title="Where they disagree", title_style="bold red", title_justify="left", box=box.SIMPLE_HEAD)
    for name in ("of what", "differ", "median", "when"):
        table.add_column(name)
    table.add_column("one says")
    table.add_column("another says")
    for one, days in found:
        differ = Text(f"{one.differing:,} of {one.common:,}")
        differ.stylize(COLOURS[one.severity])
        median = "" if one.median_percent is None else f"{one.median_percent:f} %"
        since = one.first.end.isoformat()
        when = since if since == str(one.last_end) else f"{since} to {one.last_end}"
        first, second = one.sides
        table.add_row(_what(one), differ, median, when, first.source, second.source, end_section=not days)
        for place, day in enumerate(days, start=1):
            apart = Text(gap_words(day.gap), style="dim")
            figures = [Text(figure, style="dim") for figure in day.figures]
            table.add_row(
                "", "", apart, Text(str(day.period.end), style="dim"), *figures, end_section=place == len(days)
            )
    return table


def _what(one: SeriesDifference) -> str:
    first, second = one.sides
    return ", ".join(part for part in (first.metric, first.subject, first.place or second.place) if part)
