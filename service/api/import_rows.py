"""The rows of a table that is sent: read as they come, each to a claim's fields, and what is wrong with its cells."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence

from service.api.batches import Line, read_line
from service.api.problems import printable, shorten
from service.api.schemas import CellRefusal, ReadAs, Refusal
from service.errors import Invalid, Unreadable
from service.exchange import NOTHING_GUESSED, Guessed, LinkedReader, Row, TableReader
from service.recording import Recorder

Reader = TableReader | LinkedReader


async def begin_rows(reader: Reader, chunks: AsyncIterator[bytes]) -> Iterable[Row]:
    """Read as far as the header, so that what is wrong with it is told before anything is answered."""
    async for chunk in chunks:
        rows = reader.feed(chunk)
        if reader.columns is not None:
            return rows
    return await asyncio.to_thread(reader.finish)  # a workbook is read here, whole


async def rows_of(reader: Reader, first: Iterable[Row], chunks: AsyncIterator[bytes]) -> AsyncIterator[Row]:
    """Give all rows, the first ones as they were begun."""
    for row in first:
        yield row
    async for chunk in chunks:
        for row in reader.feed(chunk):
            yield row
    for row in reader.finish():
        yield row


def line_of(row: Row, recorder: Recorder) -> Line:
    """Read a row's claim, or tell why it is none."""
    if row.problem:
        return Line(row.number, None, Invalid(row.problem.detail))
    return read_line(row.number, row.fields, recorder)


def read_as(guessed: Guessed) -> ReadAs | None:
    """Tell what was guessed of the file; None when nothing was."""
    return None if guessed == NOTHING_GUESSED else ReadAs(guessed.encoding, guessed.delimiter)


def cells_refused(reader: Reader, row: Row, line: Line, refusals: Sequence[Refusal]) -> list[CellRefusal]:
    """Tell what is wrong with a row, cell by cell."""
    given = {one.pointer: shorten(one.given) for one in _faults(line)}
    return [
        CellRefusal(
            column=printable(column) if (column := _column_of(row, reader, one.pointer)) else None,
            cell=reader.address(row, column),
            field=one.pointer.strip("/").replace("/", ".") or None,
            detail=one.detail,
            given=given.get(one.pointer),
            understood=one.understood,
        )
        for one in refusals
    ]


def _column_of(row: Row, reader: Reader, pointer: str) -> str | None:
    return row.problem.column if row.problem else reader.column_of(row, pointer)


def _faults(line: Line) -> tuple[Unreadable, ...]:
    return (line.read, *line.read.others) if isinstance(line.read, Unreadable) else ()
