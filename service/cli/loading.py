"""`claimdiff load`."""

import asyncio
import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import aiohttp
import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from service.api.batches import answer_lines
from service.api.schemas import BatchLine, Refusal
from service.cli.findings import ask_database, ask_server, report_differences
from service.cli.house import find_key
from service.cli.mappings import SavedMapping, load_mapping, save_mapping
from service.cli.places import database_address, service_in_process
from service.cli.previewing import preview, read_as_sentence
from service.cli.records import FORMATS, ClaimLine, format_of, read_claim_lines
from service.errors import ClaimdiffError
from service.exchange import DELIMITERS, Layout, read_layout
from service.recording import Recorder
from service.series import SeriesDifference
from service.settings import Settings, read_settings
from service.storage.identifiers import new_identifier

LINES_AT_ONCE = 500
_PATIENCE_SECONDS = 120
_LONGEST_WAIT_SECONDS = 10
_REFUSALS_SHOWN = 20
_REASONS_SHOWN = 5
_AWAY = "/problems/unavailable"

Send = Callable[[bytes, UUID], Awaitable[bytes]]
"""NDJSON of an upload in, NDJSON out. Raises Away when it is to be tried again."""
SendOn = Callable[[bytes], Awaitable[bytes]]
"""The same, of one upload."""
Find = Callable[[UUID], Awaitable[list[SeriesDifference]]]
"""Gives on which series an upload disagrees with others."""


class Away(ClaimdiffError):
    """The service cannot take claims just now."""


class LoadStopped(ClaimdiffError):
    """Loading stopped before the end; the message says how to go on."""


@dataclass(slots=True)
class Tally:
    """What became of the claims."""

    outcomes: Counter[str] = field(default_factory=Counter)
    conflicts: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[ClaimLine, BatchLine]] = field(default_factory=list)
    beside: list[ClaimLine] = field(default_factory=list)
    """Records that say something else of what another one of this load speaks of."""
    differences: list[SeriesDifference] = field(default_factory=list)
    """On which series it disagrees with others."""
    read_as: dict[str, str] = field(default_factory=dict)
    """Of each file what of its encoding and delimiter was guessed."""
    began: float = field(default_factory=time.monotonic)

    def count(self, record: ClaimLine, answer: BatchLine) -> None:
        """Take in one answer."""
        self.outcomes[answer.outcome] += 1
        if answer.outcome == "stored":
            self.conflicts += len(answer.conflicts)
            self.beside += [record] if answer.beside else []
        if answer.outcome == "refused":
            self.refused.append((record, answer))

    def __str__(self) -> str:
        seconds = max(time.monotonic() - self.began, 0.001)
        return (
            f"{self.outcomes.total():,} claims in {seconds:.1f} s ({self.outcomes.total() / seconds:,.0f}/s): "
            f"{self.outcomes['stored']:,} stored, {self.outcomes['known']:,} known already, "
            f"{self.outcomes['refused']:,} refused; {self.conflicts:,} conflicts opened."
            + "".join(f"\n{read_as_sentence(*told)}" for told in self.read_as.items())
            + "".join(f"\nSkipped, {count:,} times: {why}" for why, count in self.skipped.most_common(_REASONS_SHOWN))
        )


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
    refused: BinaryIO,
) -> None:
    """Load claims from FILES; "-" is standard input.

    NDJSON holds one claim a line, as POST /v1/claims takes it; JSON a list of them; a CSV, XLSX or ODS is a table
    as it was published: titles and notes are found, years or days may be heads of columns, the heads name the fields,
    or --map does; JSON-LD holds schema.org's Claim or ClaimReview, one a line. One bad claim spoils no other.
    Nothing is stored twice, however often a file is loaded: a claim without `external_id` gets one that is made of its
    content. A file is one upload: rows of it that contradict each other are both kept, and told. While the service is
    away the load waits, and goes on.

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
            asyncio.run(
                _load(_Wanted(files, form, from_line, layout), _sender(settings, server, key, dsn), tally, console)
            )
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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which files are loaded, from where on, and how they are read."""

    files: tuple[str, ...]
    form: str | None
    from_line: int
    layout: Layout


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


async def _load(wanted: _Wanted, sender: Sender, tally: Tally, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    async with sender() as (send, find):
        tally.began = time.monotonic()
        with Progress(*columns, console=console, transient=True) as progress:
            for name in wanted.files:
                with _opened(name) as file:
                    task = progress.add_task(name, total=_size_of(file), rate="")
                    load = new_identifier(datetime.now(UTC))
                    records = read_claim_lines(file, wanted.form or format_of(name), wanted.layout)
                    for records_at_once in _in_steps(one for one in records if one.number >= wanted.from_line):
                        await _send_until_taken(name, records_at_once, _of_upload(send, load), tally, console)
                        if told := records_at_once[-1].read_as:
                            tally.read_as[name] = told
                        rate = f"{tally.outcomes.total() / (time.monotonic() - tally.began):,.0f} claims/s"
                        progress.update(task, completed=records_at_once[-1].offset, rate=rate)
                    tally.differences += await find(load) if tally.conflicts else []


def _of_upload(send: Send, load: UUID) -> SendOn:
    return lambda lines: send(lines, load)


async def _send_until_taken(name: str, records: list[ClaimLine], send: SendOn, tally: Tally, console: Console) -> None:
    """Send again what was not taken, as long as patience lasts; what was taken meanwhile is known by its id."""
    started, wait = time.monotonic(), 0.5
    records = _readable(records, tally)
    while records:
        try:
            answers = _read_answers(await send(b"\n".join(record.line for record in records)))
        except Away as away:
            problem, answers = str(away), {}
        else:
            problem = "the database is away"
        left = [record for line, record in enumerate(records, start=1) if not _taken(answers.get(line))]
        for line, record in enumerate(records, start=1):
            if _taken(answers.get(line)):
                tally.count(record, answers[line])
        if left and time.monotonic() - started > _PATIENCE_SECONDS:
            raise LoadStopped(f"{problem}. Go on later with: claimdiff load --from-line {left[0].number} {name}")
        if left:
            console.print(f"Waiting: {problem}", style="yellow")
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
        records = left


def _readable(records: list[ClaimLine], tally: Tally) -> list[ClaimLine]:
    """Give the records that a claim can be made of, and count the others as skipped or refused."""
    for record in records:
        if record.skipped is not None:
            tally.skipped[record.skipped] += 1
        if record.problem is not None:
            refusal = [Refusal("", record.problem, None)]
            tally.count(
                record, BatchLine(record.number, "refused", None, None, 0, [], [], None, refusal, "/problems/invalid")
            )
    return [record for record in records if record.problem is None and record.skipped is None]


def _taken(answer: BatchLine | None) -> bool:
    return answer is not None and answer.type != _AWAY


def _read_answers(body: bytes) -> dict[int, BatchLine]:
    decode = msgspec.json.Decoder(BatchLine).decode
    answers: dict[int, BatchLine] = {}
    with contextlib.suppress(msgspec.MsgspecError):  # A broken connection cuts the last line.
        for line in body.splitlines():
            answer = decode(line)
            answers[answer.line] = answer
    return answers


def _in_steps(records: Iterator[ClaimLine]) -> Iterator[list[ClaimLine]]:
    while step := list(islice(records, LINES_AT_ONCE)):
        yield step


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
