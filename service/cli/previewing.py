"""What a load would store: the columns as they are understood, and the first claims as they are read."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table

from service.claim import Claim, ClaimId
from service.cli.records import ClaimLine, claims_in, open_reader, read_rows
from service.cli.tables import of_what, when
from service.errors import ClaimdiffError
from service.exchange import Layout, TableReader
from service.exchange.layout import Column
from service.reading import Draft, read

SHOWN = 10
_NOBODY = ClaimId(UUID(int=0))


def preview(file: BinaryIO, form: str, layout: Layout, console: Console) -> None:
    """Print it; nothing is stored, and no database is asked."""
    reader, start = open_reader(file, form, layout)
    records = claims_in(file, start, form, layout) if reader is None else read_rows(file, reader, start)
    first = list(islice((one for one in records if one.skipped is None), SHOWN))
    if isinstance(reader, TableReader):
        if told := str(reader.guessed):
            console.print(read_as_sentence(file.name, told))
        console.print(_columns(reader.columns or ()))
    console.print(_claims(first))


def read_as_sentence(name: str, told: str) -> str:
    """Say how a file was read that does not say so itself."""
    return f"{name} is read {told}: nothing but what stands in it says so. --encoding, --delimiter say otherwise."


def _columns(columns: Iterable[Column]) -> Table:
    table = Table("column", "holds", "told by", title="Columns", title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        said = ", ".join(f"{name} {text}" for name, text in column.said.items())
        table.add_row(column.name, f"{column.field or 'nothing of a claim'}{f' of {said}' if said else ''}", column.why)
    return table


def _claims(records: Iterable[ClaimLine]) -> Table:
    table = Table("cell", "source", "of what", "when", "figure", "read as", box=box.SIMPLE_HEAD)
    table.title, table.title_justify = "The first claims", "left"
    for record in records:
        at = record.cell or str(record.number)
        try:
            claim = _read(record)
        except (ClaimdiffError, msgspec.MsgspecError) as error:
            table.add_row(at, "", "", "", "", f"[red]not read:[/] {error}")
        else:
            table.add_row(at, claim.source, of_what(claim), when(claim), claim.quantity.as_given, _ends(claim))
    return table


def _read(record: ClaimLine) -> Claim:
    if record.problem is not None:
        raise ClaimdiffError(record.problem)
    draft = msgspec.json.decode(record.line, type=Draft)
    return read(draft, claim_id=_NOBODY, received_at=datetime.now(UTC))


def _ends(claim: Claim) -> str:
    interval, unit = claim.quantity.interval, claim.quantity.unit
    low, high = (("" if end is None else f"{end:f}") for end in (interval.low, interval.high))
    return f"{low} to {high} {unit.base}".strip()
