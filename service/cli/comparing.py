"""`claimdiff compare`."""

import asyncio
import heapq
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from service.api.batches import Line, read_line, record_rounds
from service.api.schemas import BatchLine
from service.app import Service
from service.claim import Band
from service.cli.places import service_in_process
from service.cli.records import FORMATS, ClaimLine, format_of, read_claim_lines
from service.cli.scratch import scratch_database
from service.cli.series_tables import table_of_differences
from service.errors import ClaimdiffError
from service.exchange import (
    DELIMITERS,
    DifferenceCells,
    ExportFormat,
    Layout,
    export_differences,
    read_layout,
    write_export,
)
from service.recording import Recorder, all_differences, compare_left_over, list_days
from service.series import DifferingDay, SeriesDifference
from service.settings import read_settings
from service.storage import series as series_storage
from service.storage.series import DifferenceFilters

DIFFERENCES_FOUND, WRONG_USE = 1, 2
LINES_AT_ONCE = 500
_DAYS_AT_ONCE = 200
_REASONS_SHOWN = 5
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class CannotCompare(ClaimdiffError):
    """One of the tables cannot be used; the message says why."""


@dataclass(slots=True)
class Side:
    """One of the two tables: how it is read, and what has become of it."""

    name: str
    form: str
    layout: Layout
    label: str
    """The source of its rows that name none."""
    is_exact: bool
    load_id: UUID | None = None
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)
    read_as: str = ""
    """What of its encoding and delimiter was guessed."""

    @property
    def size(self) -> int | None:
        """In bytes; None of what has none."""
        return Path(self.name).stat().st_size or None

    def opened(self) -> BinaryIO:
        """Open the file."""
        return Path(self.name).open("rb")

    def count(self, answers: Sequence[BatchLine]) -> None:
        """Take in what has become of some rows."""
        for answer in answers:
            self.outcomes[answer.outcome] += 1
            if answer.outcome == "refused" and len(self.reasons) < _REASONS_SHOWN:
                self.reasons.append(f"row {answer.line}: {answer.refusal[0].detail}")

    def source_of(self, named: object) -> object:
        """Give a row's source: one that the table itself names is told apart from the other table's."""
        return f"{named} ({self.label})" if isinstance(named, str) and named != self.label else named

    def quantity_of(self, given: object) -> object:
        """Give a row's figure as it is to be read."""
        is_plain = self.is_exact and isinstance(given, str) and _PLAIN.fullmatch(given.strip())
        return {"value": str(given).strip()} if is_plain else given

    def __str__(self) -> str:
        refused = f", {self.outcomes['refused']:,} refused" if self.outcomes["refused"] else ""
        return f"{self.name}: {self.outcomes['stored'] + self.outcomes['known']:,} figures{refused}" + "".join(
            f"\n  {told}" for told in (*([f"read {self.read_as}"] if self.read_as else []), *self.reasons)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What the two disagree on, the most differing first, each with its first days."""

    series: list[tuple[SeriesDifference, list[DifferingDay]]]
    count: int
    suggested: int


@click.command()
@click.argument("first", type=click.Path(exists=True, dir_okay=False))
@click.argument("second", type=click.Path(exists=True, dir_okay=False))
@click.option("--map", "maps", multiple=True, metavar="COLUMN:FIELD", help="As of `load`, for both tables.")
@click.option("--fill", "fills", multiple=True, metavar="FIELD:VALUE", help="As of `load`, for both tables.")
@click.option("--map-a", multiple=True, metavar="COLUMN:FIELD", help="For the first table alone; several times.")
@click.option("--map-b", multiple=True, metavar="COLUMN:FIELD", help="For the second table alone; several times.")
@click.option("--fill-a", multiple=True, metavar="FIELD:VALUE", help="For the first table alone; several times.")
@click.option("--fill-b", multiple=True, metavar="FIELD:VALUE", help="For the second table alone; several times.")
@click.option("--format-a", type=click.Choice(FORMATS), help="Of the first.  [default: by the file's name]")
@click.option("--format-b", type=click.Choice(FORMATS), help="Of the second.  [default: by the file's name]")
@click.option("--delimiter-a", type=click.Choice(list(DELIMITERS)), help="Of the first.  [default: by its header]")
@click.option("--delimiter-b", type=click.Choice(list(DELIMITERS)), help="Of the second.  [default: by its header]")
@click.option("--encoding-a", help="Of the first, as windows-1252.  [default: UTF-8, or by a byte order mark]")
@click.option("--encoding-b", help="Of the second.  [default: the same]")
@click.option("--sheet-a", help="Of the first, if a workbook.  [default: the first that holds anything]")
@click.option("--sheet-b", help="Of the second, if a workbook.  [default: the same]")
@click.option("--exact", is_flag=True, help="Take figures in plain digits as exact: 240 is no rounding of 239.")
@click.option("--csv", "as_csv", type=click.File("wb", lazy=True), help="Write every differing period to this file.")
@click.option("--xlsx", "as_xlsx", type=click.File("wb", lazy=True), help="Write the same as a workbook.")
@click.option("--days", type=click.IntRange(0, 100), default=3, show_default=True, help="Days shown of each series.")
@click.option("--top", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Series that are shown.")
@click.option("--suggested", is_flag=True, help="What differs only if both mean the same, which a person must say.")
def compare(
    first: str,
    second: str,
    maps: tuple[str, ...],
    fills: tuple[str, ...],
    as_csv: BinaryIO | None,
    as_xlsx: BinaryIO | None,
    days: int,
    top: int,
    suggested: bool,
    **of_each: Any,
) -> None:
    """Print what the tables FIRST and SECOND disagree on: one finding for each series, with its days below.

    Both are whatever `claimdiff load` reads. They are loaded into a database that is made for this and removed again;
    no service runs, and nothing that is stored is touched. A table that names no source is known by its file's name.

    Ends with 0 when the two disagree on nothing, 1 when they do, 2 when they cannot be compared.

    \b
    claimdiff compare --fill metric:population worldbank.csv eurostat.xlsx
    claimdiff compare --map-a "deaths:quantity=deaths" --map-b "death:quantity=deaths" --map "*:" \\
                      --fill-a source:NYT --fill-b "source:COVID Tracking" --csv differences.csv nyt.csv tracking.csv
    """
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    try:
        sides = _sides((first, second), maps, fills, of_each)
        band = Band.SUGGESTED if suggested else Band.CONFIRMED
        with scratch_database() as dsn:
            found = asyncio.run(_compare(dsn, sides, _Wanted(band, days, top, as_csv, as_xlsx)))
    except ClaimdiffError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(WRONG_USE)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USE)
    _print(found, sides, console, band)
    if found.count:
        sys.exit(DIFFERENCES_FOUND)


def _sides(
    names: tuple[str, str], maps: Sequence[str], fills: Sequence[str], of_each: dict[str, Any]
) -> tuple[Side, Side]:
    one, other = (_side(name, letter, maps, fills, of_each) for name, letter in zip(names, ("a", "b"), strict=True))
    if one.label == other.label:
        one.label, other.label = (f"{side.label} ({letter})" for side, letter in ((one, "first"), (other, "second")))
    return one, other


def _side(name: str, letter: str, maps: Sequence[str], fills: Sequence[str], of_each: dict[str, Any]) -> Side:
    delimiter = of_each[f"delimiter_{letter}"]
    layout = read_layout(
        (*maps, *of_each[f"map_{letter}"]),
        (*fills, *of_each[f"fill_{letter}"]),
        delimiter=DELIMITERS[delimiter] if delimiter else None,
        encoding=of_each[f"encoding_{letter}"],
        sheet=of_each[f"sheet_{letter}"],
    )
    label = layout.fill.get("source", Path(name).stem)
    layout = replace(layout, fill=layout.fill | {"source": label})
    return Side(name, of_each[f"format_{letter}"] or format_of(name), layout, label, of_each["exact"])


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for of the differences."""

    band: Band
    days: int
    top: int
    as_csv: BinaryIO | None
    as_xlsx: BinaryIO | None


async def _compare(dsn: str, sides: tuple[Side, Side], wanted: _Wanted) -> Found:
    async with service_in_process(read_settings({}), dsn) as service:
        await _load_both(service, sides)
        while await compare_left_over(service.recorder, older_than_seconds=0):
            pass
        one, other = (side.load_id for side in sides)
        filters = DifferenceFilters(load_id=one, other_load_id=other, band=wanted.band)
        every = [difference async for difference in all_differences(service.database, filters)]
        if not every and one is not None and other is not None:
            await _hold_comparable(service, one, other)
        for form, file in ((ExportFormat.CSV, wanted.as_csv), (ExportFormat.XLSX, wanted.as_xlsx)):
            if file is not None:
                async for chunk in write_export(export_differences(_rows(service, every, filters)), form, mark=True):
                    file.write(chunk)
        shown = heapq.nsmallest(wanted.top, every, key=lambda one: (-one.differing, one.sentence))
        told = [(one, await _days_of(service, one, filters, wanted.days)) for one in shown]
        other_band = Band.CONFIRMED if wanted.band is Band.SUGGESTED else Band.SUGGESTED
        beside = replace(filters, band=other_band)
        return Found(told, len(every), sum([1 async for _ in all_differences(service.database, beside)]))


async def _load_both(service: Service, sides: tuple[Side, Side]) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        for side in sides:
            recorder = service.recorder.for_load()
            side.load_id = recorder.load_id
            task = progress.add_task(side.name, total=side.size)
            with side.opened() as file:
                records = read_claim_lines(file, side.form, side.layout)
                async for answers in record_rounds(_rounds(records, side, recorder, Bar(progress, task)), recorder):
                    side.count(answers)
            if not side.outcomes["stored"]:
                raise CannotCompare(f"No figure of {side.name} can be read.\n{side}")


@dataclass(frozen=True, slots=True)
class Bar:
    """How far a table has been read, as it is shown."""

    progress: Progress
    task: TaskID

    def move(self, offset: int) -> None:
        """Show that so many bytes are read."""
        self.progress.update(self.task, completed=offset)


async def _rounds(records: Iterator[ClaimLine], side: Side, recorder: Recorder, bar: Bar) -> AsyncIterator[list[Line]]:
    """Read records into rounds of lines, each with the source by which the two tables are told apart."""
    wanted = (one for one in records if one.skipped is None)
    while step := list(islice(wanted, LINES_AT_ONCE)):
        bar.move(step[-1].offset)
        side.read_as = step[-1].read_as
        yield [_line(one, side, recorder) for one in step]


def _line(record: ClaimLine, side: Side, recorder: Recorder) -> Line:
    at = record.number
    if record.problem is not None:
        return Line(at, None, CannotCompare(record.problem))
    try:
        fields = msgspec.json.decode(record.line)
    except msgspec.MsgspecError as error:
        return Line(at, None, CannotCompare(str(error)))
    if not isinstance(fields, dict):
        return Line(at, None, CannotCompare("This is no claim."))
    told = {
        "source": side.source_of(fields.get("source", side.label)),
        "quantity": side.quantity_of(fields.get("quantity")),
    }
    return read_line(at, fields | told, recorder)


async def _hold_comparable(service: Service, one: UUID, other: UUID) -> None:
    async with service.database.connection() as connection:
        if not await series_storage.count_beside(connection, one, other):
            raise CannotCompare(
                "No figure of the one table speaks of the same metric, place, unit and time as one of the other. See "
                "how each is read with `claimdiff load --dry-run`, and name what is the same with --map-a, --map-b "
                "and --fill."
            )


async def _rows(
    service: Service, every: Sequence[SeriesDifference], filters: DifferenceFilters
) -> AsyncIterator[Sequence[DifferenceCells]]:
    for one in every:
        async for days in _pages_of_days(service, one, filters, _DAYS_AT_ONCE):
            yield [DifferenceCells(one, day) for day in days]


async def _days_of(
    service: Service, one: SeriesDifference, filters: DifferenceFilters, most: int
) -> list[DifferingDay]:
    if not most:
        return []
    return await anext(_pages_of_days(service, one, filters, most), [])


async def _pages_of_days(
    service: Service, one: SeriesDifference, filters: DifferenceFilters, size: int
) -> AsyncIterator[list[DifferingDay]]:
    after = None
    while True:
        async with service.database.connection() as connection:
            key = await series_storage.find_difference(connection, one.id)
            days = await list_days(connection, key, filters, after, size) if key else []
        if days:
            yield days
        if len(days) < size:
            return
        after = days[-1].period.end, days[-1].conflict_id


def _print(found: Found, sides: tuple[Side, Side], console: Console, band: Band) -> None:
    for side in sides:
        click.echo(str(side), err=True)
    if found.series:
        console.print(table_of_differences(found.series))
    if (more := found.count - len(found.series)) > 0:
        console.print(f"… and {more:,} more; --top shows more of them, --csv FILE writes all with their days.")
    total = "Nothing" if not found.count else f"{found.count:,} series"
    console.print(f"{total} in which the two disagree.", soft_wrap=True)
    if found.suggested and band is Band.CONFIRMED:
        console.print(f"{found.suggested:,} more if a person says that both mean the same: --suggested shows them.")
