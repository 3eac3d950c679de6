"""`claimdiff load`."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import aiohttp
import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from service.api.batches import answer_lines
from service.cli.bookmarks import Shelf
from service.cli.findings import ask_database, ask_server, report_differences
from service.cli.house import find_key
from service.cli.mappings import SavedMapping, load_mapping, save_mapping
from service.cli.places import database_address, service_in_process
from service.cli.previewing import preview
from service.cli.records import FORMATS, format_of
from service.cli.uploading import Away, Find, LoadStopped, Send, Tally, Upload, Wanted
from service.exchange import DELIMITERS, Layout, read_layout
from service.recording import Recorder
from service.settings import Settings, read_settings

_REFUSALS_SHOWN = 20


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True, exists=True, dir_okay=False))
@click.option("--server", help="Address of a running service.  [default: CLAIMDIFF_SERVER, or none: the database]")
@click.option("--key", help="API key for it; better given as CLAIMDIFF_KEY.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Format.  [default: by the file's name, or ndjson]")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="COLUMN:FIELD",
    help="A table's column and the field that it holds, as Zahl:quantity; *: leaves out the rest. Several times.",
)
@click.option(
    "--fill",
    multiple=True,
    metavar="FIELD:VALUE",
    help="A field and what it is in rows of a table that leave it empty, as source:reuters; several times.",
)
@click.option(
    "--delimiter", type=click.Choice(list(DELIMITERS)), help="What parts a CSV's cells.  [default: told by the header]"
)
@click.option("--sheet", help="Of a workbook.  [default: the first that holds anything]")
@click.option("--encoding", help="Of a CSV, as windows-1252.  [default: UTF-8, or by a byte order mark]")
@click.option("--exact", is_flag=True, help="Whole numbers are counted: zeros at the end are no rounding.")
@click.option("--mapping", "saved", metavar="NAME", help="Read the table as --save-mapping kept it; options add to it.")
@click.option("--save-mapping", "save_as", metavar="NAME", help="Keep what is said of the table under this name.")
@click.option("--dry-run", is_flag=True, help="Show the columns and the first claims as they are read; store nothing.")
@click.option("--from-line", type=click.IntRange(min=1), default=1, help="Skip what comes before this line.")
@click.option("--anew", is_flag=True, help="Load from the start what an earlier load, broken off, has taken in part.")
@click.option("--refused", type=click.File("wb"), help="Write the refused claims to this file, to mend them there.")
def load(
    files: tuple[str, ...],
    server: str | None,
    key: str | None,
    form: str | None,
    mapping: tuple[str, ...],
    fill: tuple[str, ...],
    delimiter: str | None,
    sheet: str | None,
    encoding: str | None,
    exact: bool,
    saved: str | None,
    save_as: str | None,
    dry_run: bool,
    from_line: int,
    anew: bool,
    refused: BinaryIO,
) -> None:
    """Load claims from FILES; "-" is standard input.

    NDJSON holds one claim a line, as POST /v1/claims takes it; JSON a list of them; a CSV, XLSX or ODS is a table
    as it was published: titles and notes are found, years or days may be heads of columns, the heads name the fields,
    or --map does; JSON-LD holds schema.org's Claim or ClaimReview, one a line. One bad claim spoils no other.
    Nothing is stored twice, however often a file is loaded: a claim without `external_id` gets one that is made of its
    content. A file is one upload: rows of it that contradict each other are both kept, and told. While the service is
    away the load waits, and goes on; one that was broken off goes on where it stopped when it is started again.

    Ends with 1 when claims were refused.

    \b
    claimdiff load claims.ndjson
    claimdiff load --server http://127.0.0.1:8000 figures.csv
    claimdiff load --fill source:"World Bank" --fill metric:population population.xlsx
    claimdiff load --dry-run --fill source:jhu --fill metric:deaths time_series.csv
    claimdiff load --map Zahl:quantity --map Notiz: --fill source:destatis --save-mapping destatis zahlen.csv
    claimdiff load --mapping destatis zahlen-2026.csv
    zcat claims.ndjson.gz | claimdiff load -
    """
    settings = read_settings()
    said = SavedMapping(mapping, fill, delimiter, sheet, encoding, exact)
    said = load_mapping(settings, saved).under(said) if saved else said
    layout = _layout_of(said)
    if save_as:
        click.echo(f"Kept as {save_mapping(settings, save_as, said)}; use it by --mapping {save_as!r}.", err=True)
    if dry_run:
        _preview(files, form, layout)
        return
    console = Console(stderr=True, highlight=False)
    tally = Tally()
    with contextlib.ExitStack() as stack:
        server = server or settings.server
        dsn = None if server else stack.enter_context(database_address(settings))
        try:
            wanted = Wanted(files, form, from_line, layout, settings, server or dsn or "", anew)
            asyncio.run(_load(wanted, _sender(settings, server, key, dsn), tally, console))
        finally:
            _report(tally, console, refused)
    if tally.refused:
        sys.exit(1)


def _layout_of(said: SavedMapping) -> Layout:
    parted = DELIMITERS[said.delimiter] if said.delimiter else None
    return read_layout(
        said.map, said.fill, delimiter=parted, encoding=said.encoding, sheet=said.sheet, is_exact=said.exact
    )


def _preview(files: Sequence[str], form: str | None, layout: Layout) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    for name in files:
        with _opened(name) as file:
            preview(file, form or format_of(name), layout, console)


Sender = Callable[[], contextlib.AbstractAsyncContextManager[tuple[Send, Find]]]


def _sender(settings: Settings, server: str | None, key: str | None, dsn: str | None) -> Sender:
    if server:
        return lambda: _over_http(server, key or settings.key or find_key(settings, server))
    return lambda: _in_process(settings, dsn or "")


@contextlib.asynccontextmanager
async def _over_http(server: str, key: str | None) -> AsyncIterator[tuple[Send, Find]]:
    headers = {"Content-Type": "application/x-ndjson"} | ({"Authorization": f"Bearer {key}"} if key else {})
    address = f"{server.rstrip('/')}/v1/claims/batch"
    async with aiohttp.ClientSession(headers=headers) as session:

        async def send(lines: bytes, load: UUID) -> bytes:
            try:
                async with session.post(address, data=lines, params={"load": str(load)}) as answer:
                    body = await answer.read()
            except (aiohttp.ClientError, OSError) as error:
                raise Away(f"{server} cannot be reached: {error}") from error
            if answer.status in (429, 502, 503, 504):
                raise Away(f"{server} answers {answer.status}")
            if answer.status != 200:  # noqa: PLR2004
                raise LoadStopped(f"{server} answers {answer.status}: {body[:500].decode(errors='replace')}")
            return body

        yield send, lambda load: ask_server(session, server, load)


@contextlib.asynccontextmanager
async def _in_process(settings: Settings, dsn: str) -> AsyncIterator[tuple[Send, Find]]:
    async with service_in_process(settings, dsn) as service:
        uploads: dict[UUID, Recorder] = {}

        async def send(lines: bytes, load: UUID) -> bytes:
            async def once() -> AsyncIterator[bytes]:
                yield lines

            if load not in uploads:
                uploads[load] = service.recorder.for_load(load)
            return b"".join([answer async for answer in answer_lines(once(), uploads[load])])

        yield send, lambda load: ask_database(service.database, load)


async def _load(wanted: Wanted, sender: Sender, tally: Tally, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    async with sender() as (send, find):
        tally.began = time.monotonic()
        with Progress(*columns, console=console, transient=True) as progress:
            for name in wanted.files:
                with _opened(name) as file:
                    task = progress.add_task(name, total=_size_of(file), rate="")
                    shelf = Shelf(wanted.settings, file, (wanted.target, wanted.form, wanted.layout, wanted.from_line))
                    upload = Upload(name, shelf, tally, console, partial(_show, progress, task, tally))
                    load = await upload.send(file, wanted, send)
                    tally.differences += await find(load) if tally.conflicts else []


def _show(progress: Progress, task: TaskID, tally: Tally, offset: int) -> None:
    rate = f"{tally.outcomes.total() / (time.monotonic() - tally.began):,.0f} claims/s"
    progress.update(task, completed=offset, rate=rate)


@contextlib.contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


def _size_of(file: BinaryIO) -> int | None:
    """Give the size of a file; a pipe has none."""
    return (os.fstat(file.fileno()).st_size or None) if file.seekable() else None


def _report(tally: Tally, console: Console, refused: BinaryIO | None) -> None:
    if tally.refused:
        table = Table("line or cell", "field", "why not", title="Refused", title_justify="left", box=None)
        for record, answer in tally.refused[:_REFUSALS_SHOWN]:
            for reason in answer.refusal:
                table.add_row(record.cell or str(record.number), reason.pointer, reason.detail)
        console.print(table)
        if (more := len(tally.refused) - _REFUSALS_SHOWN) > 0:
            console.print(f"… and {more:,} more; --refused FILE writes them all.")
    if tally.beside:
        cells = ", ".join(record.cell or f"line {record.number}" for record in tally.beside[:_REFUSALS_SHOWN])
        console.print(
            f"{len(tally.beside):,} say something else of what another row of this load speaks of, and are kept beside "
            f"it: {cells}{' …' if len(tally.beside) > _REFUSALS_SHOWN else ''}",
            style="yellow",
            soft_wrap=True,
        )
    if refused is not None:
        refused.writelines(record.line + b"\n" for record, _ in tally.refused if record.line)
    console.print(str(tally), soft_wrap=True)
    report_differences(tally.differences, console)
