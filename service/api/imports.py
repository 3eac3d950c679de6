"""POST claims of other programs: CSV or schema.org's JSON-LD in, NDJSON or a list out, an answer for each row."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from msgspec.structs import replace

from service.api.access import sources_of
from service.api.batches import LINES_IN_A_ROUND, Line, record_lines
from service.api.duplex import DuplexStream
from service.api.import_previews import preview_table
from service.api.import_rows import Reader, begin_rows, cells_refused, line_of, read_as, rows_of
from service.api.import_schemas import ImportPreview
from service.api.lists import JSON, NDJSON, answers_list, as_lines, as_list, read_list, told_linked, told_workbook
from service.api.parameters import LoadId
from service.api.problems import documented, shorten
from service.api.requests import Request
from service.api.reviews import linked_reader
from service.api.schemas import BatchLine, ImportRow
from service.breathing import Breath, in_slices
from service.errors import Invalid, WrongType
from service.exchange import (
    DELIMITERS,
    LINKED_MEDIA_TYPE,
    NOTHING_GUESSED,
    WORKBOOK_TYPES,
    JsonLineRows,
    JsonRows,
    Layout,
    LinkedReader,
    Row,
    TableReader,
    WorkbookRows,
    read_layout,
)
from service.recording import Clock, Recorder
from service.settings import Settings

_TABLES = ("text/csv", "text/tab-separated-values", "text/plain")
_LINES = (LINKED_MEDIA_TYPE, NDJSON, JSON)
_MOST_PAIRS = 100
_CONTRADICTED = (
    "Another row of this file says something else of the same thing (`beside`). Both are kept; look at them."
)


class Delimiter(Enum):
    """What parts the cells of a row."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    PIPE = "pipe"
    SPACES = "spaces"


Map = Annotated[
    list[str] | None,
    QueryParameter(
        max_items=_MOST_PAIRS,
        description="A column and the claim's field that it holds, as `Zahl:quantity`; `#3:quantity` names the third "
        "column, `Notiz:` leaves one out, `*:` all that are not named, `4/*:period` says that the names of all columns "
        "called so are periods, `deaths:quantity=death toll` tells the metric of a column of figures. Columns called "
        "as a field, and usual heads (country, year, value), need none. May be given several times.",
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
Sheet = Annotated[
    str | None,
    QueryParameter(max_length=100, description="Of a workbook: the sheet; without it the first that holds anything."),
]

RowsShown = Annotated[int, QueryParameter(ge=1, le=25, description="How many of the first rows are shown.")]
FromRow = Annotated[
    int,
    QueryParameter(
        ge=1,
        description="To go on with an import that was broken off: the last `row` that was answered. Send the whole "
        "table again, with the `load` of its answers; rows before this one tell the columns, and are passed over "
        "unanswered. What was stored beyond is answered as `known`.",
    ),
]
Exact = Annotated[
    bool,
    QueryParameter(
        description="Whole numbers are counted to the last digit: zeros at their end are no rounding. Without it a "
        "column says so itself, once its other figures end as counts do."
    ),
]


class ImportsController(Controller):
    """Imports: tables of other programs."""

    path = "/v1/claims/import"
    tags = ["claims"]

    @post(
        operation_id="import_claims",
        status_code=200,
        summary="Store a CSV, or schema.org claims: NDJSON out, streamed, or a JSON list",
        media_type=NDJSON,
        request_max_body_size=None,
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
        | {200: ResponseSpec(ImportRow, generate_examples=False, media_type=NDJSON, description="A line per row.")},
    )
    async def import_claims(
        self,
        request: Request,
        recorder: NamedDependency[Recorder],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        map: Map = None,  # noqa: A002 - the parameter's name
        fill: Fill = None,
        delimiter: DelimiterParameter = None,
        sheet: Sheet = None,
        exact: Exact = False,
        load: LoadId = None,
        from_row: FromRow = 1,
    ) -> DuplexStream:
        """Store a table as it was published; a line is answered for each figure, with the address of its cell.

        Titles above the head and notes below are skipped, and cells without a figure; each is said. Where years or days
        are heads of columns, or several columns hold figures, each cell is a claim of its own. Nothing is stored when
        the columns cannot be told; one bad row spoils no other. A row without `external_id` gets one that is made of
        its content, so that the same table can be sent again. A CSV is UTF-8 unless a byte order mark or the `charset`
        of the Content-Type says otherwise, or its bytes do (`read_as` of a row tells what was guessed); XLSX and ODS
        are taken up to 20 MB. An apostrophe that guards a cell against being run as a formula is taken away. A workbook
        that is sent as a text is taken as the workbook it is.

        As `application/json` it takes records, columns, or objects below their keys, up to 20 MB, and as
        `application/x-ndjson` a record a line; `cell` is then the pointer of the figure.

        As `application/ld+json` it takes lines, each a Claim or ClaimReview of schema.org, or one document: an
        Observation, a Dataset or DataFeed of them. A figure is an Observation in `about`; without one those of the
        sentence are taken that are surely understood. A review's rating is passed over. A row is then a line, or the
        thing's place in the document. As `application/x-ndjson`, and as
        `application/json` a list of up to 1,000, it takes them too: their `@type` tells. The answer is a list when the
        request was JSON, or when `Accept` names `application/json` alone.
        """
        said = _Said(map, fill, delimiter, sheet, exact)
        reader, chunks, items = await _open(request, said, clock(), settings.max_body_bytes)
        slices = in_slices(chunks if items is None else _lines_of(items))
        rows = await begin_rows(reader, slices)
        wanted = (row async for row in rows_of(reader, rows, slices) if row.number >= from_row)
        rounds = _answers(reader, wanted, recorder.for_load(load).for_sources(sources_of(request)))
        if answers_list(request, brought_list=request.content_type[0] == JSON):
            return DuplexStream(as_list(rounds), media_type=JSON)
        return DuplexStream(as_lines(rounds), media_type=NDJSON)

    @post(
        "/check",
        operation_id="check_import",
        status_code=200,
        summary="Show what a table would come to; nothing is stored",
        request_max_body_size=None,
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def check_import(
        self,
        request: Request,
        recorder: NamedDependency[Recorder],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        map: Map = None,  # noqa: A002 - the parameter's name
        fill: Fill = None,
        delimiter: DelimiterParameter = None,
        sheet: Sheet = None,
        exact: Exact = False,
        rows: RowsShown = 20,
    ) -> ImportPreview:
        """Tell how each column is understood and why, and what the first figures are read as; count the rest.

        Takes what POST /v1/claims/import takes, JSON-LD left out, with the same parameters. Where the columns cannot be
        told, it says what is wrong with them and shows the first rows, to be mapped by a person.
        """
        said = _Said(map, fill, delimiter, sheet, exact)
        reader, chunks, _ = await _open(request, said, clock(), settings.max_body_bytes)
        if isinstance(reader, LinkedReader):
            raise Invalid("Things of schema.org have no columns to be told. Send a table.", "body")
        recorder = recorder.for_sources(sources_of(request))
        return await preview_table(reader, in_slices(chunks), said.layout(request), recorder, rows)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a request says of its table."""

    map: Sequence[str] | None
    fill: Sequence[str] | None
    delimiter: Delimiter | None
    sheet: str | None
    exact: bool

    def layout(self, request: Request) -> Layout:
        """Read it. Raises Invalid."""
        kind, parameters = request.content_type
        parted = DELIMITERS[self.delimiter.value] if self.delimiter else "\t" if "tab" in kind else None
        encoding = parameters.get("charset")
        return read_layout(self.map or (), self.fill or (), delimiter=parted, encoding=encoding, is_exact=self.exact)


async def _open(
    request: Request, said: _Said, now: datetime, most_bytes: int
) -> tuple[Reader, AsyncIterator[bytes], list[object] | None]:
    """Give the reader of what was sent, with the bytes, or the things of a list of schema.org's claims."""
    kind, layout = request.content_type[0], said.layout(request)
    chunks: AsyncIterator[bytes] = request.stream()
    if kind in _TABLES:
        is_workbook, chunks = await told_workbook(chunks)
        return TableReader(layout, WorkbookRows(said.sheet) if is_workbook else None), chunks, None
    if kind in WORKBOOK_TYPES:
        return TableReader(layout, WorkbookRows(said.sheet)), chunks, None
    if kind not in _LINES:
        raise WrongType(
            f'The body is sent as "{shorten(kind)}". Send a table with "Content-Type: text/csv", records as '
            f'"{JSON}" or "{NDJSON}", or lines of schema.org\'s claims with "Content-Type: {LINKED_MEDIA_TYPE}".'
        )
    is_linked, chunks = await told_linked(chunks)
    if not is_linked and kind != LINKED_MEDIA_TYPE:
        return TableReader(layout, JsonRows() if kind == JSON else JsonLineRows()), chunks, None
    _refuse_layout(said.map, said.fill, said.delimiter)
    items, chunks = await read_list(request, most_bytes, chunks)
    return linked_reader(now), chunks, items


def _refuse_layout(*given: object) -> None:
    if any(one is not None for one in given):
        raise Invalid("`map`, `fill` and `delimiter` speak of tables. Leave them out, or send text/csv.", "map")


async def _lines_of(items: Sequence[object]) -> AsyncIterator[bytes]:
    """Give the things of a list as lines, which the reader takes."""
    for item in items:
        yield msgspec.json.encode(item) + b"\n"


async def _answers(reader: Reader, wanted: AsyncIterator[Row], recorder: Recorder) -> AsyncIterator[list[ImportRow]]:
    """Store round by round, and give an answer line for each row."""
    told = NOTHING_GUESSED
    async for rows in _rounds(wanted):
        answers, known = await _store(reader, rows, recorder), reader.guessed
        if known != told:
            answers[0], told = replace(answers[0], read_as=read_as(known)), known
        yield answers


async def _rounds(rows: AsyncIterator[Row]) -> AsyncIterator[list[Row]]:
    taken: list[Row] = []
    async for row in rows:
        taken.append(row)
        if len(taken) >= LINES_IN_A_ROUND:
            yield taken
            taken = []
    if taken:
        yield taken


async def _store(reader: Reader, rows: Sequence[Row], recorder: Recorder) -> list[ImportRow]:
    claims, breathe = [row for row in rows if row.skipped is None], Breath()
    lines = []
    for row in claims:
        lines.append(line_of(row, recorder))
        await breathe()
    answers = iter(await record_lines(lines, recorder))
    read = iter(lines)
    return [_told(reader, row, next(read), next(answers)) if row.skipped is None else _passed(row) for row in rows]


def _passed(row: Row) -> ImportRow:
    return ImportRow(row=row.number, line=row.line, cell=row.cell, outcome="skipped", note=row.skipped)


def _told(reader: Reader, row: Row, line: Line, answer: BatchLine) -> ImportRow:
    return ImportRow(
        row=row.number,
        line=row.line,
        cell=row.cell,
        outcome=answer.outcome,
        id=answer.id,
        external_id=answer.external_id,
        matches=answer.matches,
        conflicts=answer.conflicts,
        beside=answer.beside,
        note=_CONTRADICTED if answer.beside and answer.outcome == "stored" else None,
        load=answer.load,
        refusal=cells_refused(reader, row, line, answer.refusal),
        type=answer.type,
    )
