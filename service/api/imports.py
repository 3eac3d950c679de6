"""POST tables of claims: CSV in, NDJSON out, an answer for each row."""

from collections.abc import AsyncIterator, Sequence
from enum import Enum
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from service.api.batches import LINES_IN_A_ROUND, NDJSON, Line, read_line, record_lines
from service.api.duplex import DuplexStream
from service.api.problems import documented, shorten
from service.api.requests import Request
from service.api.schemas import BatchLine, CellRefusal, ImportRow
from service.errors import Invalid, Malformed, Unreadable
from service.exchange import DELIMITERS, Row, TableReader, read_layout
from service.recording import Recorder

_TABLES = ("text/csv", "text/tab-separated-values", "text/plain")
_MOST_PAIRS = 100
_encode = msgspec.json.Encoder().encode


class Delimiter(Enum):
    """What parts the cells of a row."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    PIPE = "pipe"


Map = Annotated[
    list[str] | None,
    QueryParameter(
        max_items=_MOST_PAIRS,
        description="A column and the claim's field that it holds, as `Zahl:quantity`; `#3:quantity` names the third "
        "column, `Notiz:` leaves one out. Columns that are called as a field need none. May be given several times.",
    ),
]
Fill = Annotated[
    list[str] | None,
    QueryParameter(
        max_items=_MOST_PAIRS,
        description="A field and what it is in rows that leave it empty, as `source:ministry of health`. May be given "
        "several times.",
    ),
]
DelimiterParameter = Annotated[
    Delimiter | None,
    QueryParameter(description="What parts the cells; without it the header tells."),
]


class ImportsController(Controller):
    """Imports: tables of other programs."""

    path = "/v1/claims/import"
    tags = ["claims"]

    @post(
        operation_id="import_claims",
        status_code=200,
        summary="Store the rows of a CSV: CSV in, NDJSON out, streamed",
        media_type=NDJSON,
        request_max_body_size=None,
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
        | {200: ResponseSpec(ImportRow, generate_examples=False, media_type=NDJSON, description="A line per row.")},
    )
    async def import_claims(
        self,
        request: Request,
        recorder: NamedDependency[Recorder],
        map: Map = None,  # noqa: A002 - the parameter's name
        fill: Fill = None,
        delimiter: DelimiterParameter = None,
    ) -> DuplexStream:
        """Store a table, its first row naming the columns; a line is answered for each row, in order.

        Nothing is stored when the columns cannot be told; one bad row spoils no other. A row without `external_id` gets
        one that is made of its content, so that the same table can be sent again. The encoding is UTF-8 unless a byte
        order mark or the `charset` of the Content-Type says otherwise. An apostrophe that guards a cell against being
        run as a formula is taken away.
        """
        kind, parameters = request.content_type
        if kind not in _TABLES:
            raise Malformed(f'The body is sent as "{shorten(kind)}". Send a table with "Content-Type: text/csv".')
        parted = DELIMITERS[delimiter.value] if delimiter else "\t" if "tab" in kind else None
        table = TableReader(read_layout(map or (), fill or (), parted, parameters.get("charset")))
        chunks = request.stream()
        rows = await _begin(table, chunks)
        return DuplexStream(_answers(table, rows, chunks, recorder), media_type=NDJSON)


async def _begin(table: TableReader, chunks: AsyncIterator[bytes]) -> list[Row]:
    """Read as far as the header, so that what is wrong with it is told before anything is answered."""
    async for chunk in chunks:
        rows = table.feed(chunk)
        if table.columns is not None:
            return rows
    return table.finish()


async def _answers(
    table: TableReader, rows: list[Row], chunks: AsyncIterator[bytes], recorder: Recorder
) -> AsyncIterator[bytes]:
    """Store round by round, and give an answer line for each row."""
    async for chunk in chunks:
        while len(rows) >= LINES_IN_A_ROUND:
            yield await _store(table, rows[:LINES_IN_A_ROUND], recorder)
            del rows[:LINES_IN_A_ROUND]
        rows += table.feed(chunk)
    rows += table.finish()
    for start in range(0, len(rows), LINES_IN_A_ROUND):
        yield await _store(table, rows[start : start + LINES_IN_A_ROUND], recorder)


async def _store(table: TableReader, rows: Sequence[Row], recorder: Recorder) -> bytes:
    lines = [_read(row, recorder) for row in rows]
    answers = await record_lines(lines, recorder)
    told = [_told(table, *one) for one in zip(rows, lines, answers, strict=True)]
    return b"".join(_encode(one) + b"\n" for one in told)


def _read(row: Row, recorder: Recorder) -> Line:
    if row.problem:
        return Line(row.number, None, Invalid(row.problem.detail))
    return read_line(row.number, row.fields, recorder)


def _told(table: TableReader, row: Row, line: Line, answer: BatchLine) -> ImportRow:
    given = {one.pointer: shorten(one.given) for one in _faults(line)}
    return ImportRow(
        row=row.number,
        line=row.line,
        outcome=answer.outcome,
        id=answer.id,
        external_id=answer.external_id,
        matches=answer.matches,
        conflicts=answer.conflicts,
        refusal=[
            CellRefusal(
                column=row.problem.column if row.problem else table.field_column(one.pointer),
                field=one.pointer.strip("/").replace("/", ".") or None,
                detail=one.detail,
                given=given.get(one.pointer),
                understood=one.understood,
            )
            for one in answer.refusal
        ],
        type=answer.type,
    )


def _faults(line: Line) -> tuple[Unreadable, ...]:
    return (line.read, *line.read.others) if isinstance(line.read, Unreadable) else ()
