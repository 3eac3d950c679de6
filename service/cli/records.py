"""Files of claims, read record by record: NDJSON, JSON, CSV, workbooks, and lines of schema.org's JSON-LD.

JSON and NDJSON hold claims as POST /v1/claims takes them, when the first names its metric and quantity; everything
else is the rows of a table.
"""

import contextlib
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from service.api.reviews import linked_reader
from service.exchange import (
    WORKBOOK_START,
    JsonLineRows,
    JsonRows,
    Layout,
    LinkedReader,
    Row,
    TableReader,
    WorkbookRows,
    with_content_id,
)

FORMATS = ("ndjson", "json", "csv", "xlsx", "ods", "jsonld")
_SUFFIXES = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".geojson": "json",
    ".xlsx": "xlsx",
    ".ods": "ods",
    ".jsonld": "jsonld",
}
_TELLING_BYTES = 4 * 1024
_LINKED = re.compile(rb'"@(?:type|context|graph)"')
_CHUNK_BYTES = 64 * 1024
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim of a file as a line of NDJSON, its number in the file, and how far the file was read for it.

    A row of a table that cannot be read has no line, but a problem; one that is no claim is skipped, and says why.
    """

    number: int
    line: bytes
    offset: int
    problem: str | None = None
    cell: str | None = None
    skipped: str | None = None
    read_as: str = ""
    """What of the file's encoding and delimiter was guessed up to here, as "as windows-1252"."""


def format_of(name: str) -> str:
    """Tell the format by the file's name; standard input and unknown names are NDJSON."""
    return _SUFFIXES.get(Path(name).suffix.lower(), "ndjson")


def read_claim_lines(file: BinaryIO, form: str, layout: Layout) -> Iterator[ClaimLine]:
    """Read a file in bounded memory (JSON: as a whole); the layout is that of a table.

    A record without an `external_id` gets one that is made of its content, so that loading a file again, or going on
    after an interruption, stores nothing twice.
    """
    reader, start = open_reader(file, form, layout)
    if reader is not None:
        return read_rows(file, reader, start)
    return claims_in(file, start, form, layout)


def claims_in(file: BinaryIO, start: bytes, form: str, layout: Layout) -> Iterator[ClaimLine]:
    """Read claims in JSON, or one a line; `start` was read before."""
    return _read_json(start, file.name, layout) if form == "json" else _read_ndjson(file, start, layout)


def open_reader(file: BinaryIO, form: str, layout: Layout) -> tuple[TableReader | LinkedReader | None, bytes]:
    """Give the reader of what comes in rows, None for claims in JSON, and what was read of the file to tell."""
    match form:
        case "csv":
            start = file.read(len(WORKBOOK_START))
            is_workbook = start == WORKBOOK_START
            return TableReader(layout, WorkbookRows(layout.sheet) if is_workbook else None), start
        case "xlsx" | "ods":
            return TableReader(layout, WorkbookRows(layout.sheet)), b""
        case "jsonld":
            return linked_reader(datetime.now(UTC)), b""
        case "json":
            body = file.read()
            if _LINKED.search(body[:_TELLING_BYTES]):
                return linked_reader(datetime.now(UTC)), body
            claims = _claims_in(_decoded(body, file.name))
            return (None if are_claims(claims, layout) else TableReader(layout, JsonRows())), body
        case _:
            first = _first_line(file)
            if _LINKED.search(first[:_TELLING_BYTES]):
                return linked_reader(datetime.now(UTC)), first
            with contextlib.suppress(msgspec.MsgspecError):
                if not are_claims([msgspec.json.decode(first)], layout):
                    return TableReader(layout, JsonLineRows()), first
            return None, first


def are_claims(decoded: Any, layout: Layout) -> bool:
    """Tell claims, as the API takes them, from records with names of their own."""
    first = decoded[0] if isinstance(decoded, list) and decoded else None
    return not layout.mapping and (not isinstance(first, dict) or {"metric", "quantity"} <= first.keys())


def _first_line(file: BinaryIO) -> bytes:
    """Give the first line that holds anything, with the empty ones before it."""
    read = b""
    for line in file:
        read += line
        if line.removeprefix(b"\xef\xbb\xbf").strip():
            break
    return read


def _decoded(body: bytes, name: str) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise click.ClickException(f"{name} is no JSON: {error}. One claim a line would be NDJSON.") from None


def _claims_in(decoded: Any) -> Any:
    if isinstance(decoded, dict) and {"metric", "quantity"} <= decoded.keys():
        return [decoded]
    claims = decoded.get("claims", decoded.get("items")) if isinstance(decoded, dict) else decoded
    return claims if isinstance(claims, list) else [{}]


def _read_ndjson(file: BinaryIO, start: bytes, layout: Layout) -> Iterator[ClaimLine]:
    offset = 0
    for number, line in enumerate(itertools.chain(io.BytesIO(start), file), start=1):
        offset += len(line)
        text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if text:
            yield ClaimLine(number, _named_line(text, layout), offset)


def _read_json(body: bytes, name: str, layout: Layout) -> Iterator[ClaimLine]:
    claims = _claims_in(_decoded(body, name))
    for number, claim in enumerate(claims, start=1):
        yield ClaimLine(number, _named(claim, layout), len(body) * number // len(claims))


def read_rows(file: BinaryIO, reader: TableReader | LinkedReader, start: bytes = b"") -> Iterator[ClaimLine]:
    """Read what comes in rows, by a reader that afterwards knows the columns; `start` was read before."""
    offset = len(start)
    yield from _claim_lines(reader.feed(start), offset, reader)
    while chunk := file.read(_CHUNK_BYTES):
        offset += len(chunk)
        yield from _claim_lines(reader.feed(chunk), offset, reader)
    yield from _claim_lines(reader.finish(), offset, reader)


def _claim_lines(rows: Iterable[Row], offset: int, reader: TableReader | LinkedReader) -> Iterator[ClaimLine]:
    read_as = str(reader.guessed)
    for row in rows:
        line, problem = b"", None
        if row.problem is not None:
            problem = (f"{row.problem.column}: " if row.problem.column else "") + row.problem.detail
        elif row.skipped is None:
            line = _encode(row.fields)
        yield ClaimLine(row.number, line, offset, problem, row.cell, row.skipped, read_as)


def _named_line(text: bytes, layout: Layout) -> bytes:
    try:
        return _named(msgspec.json.decode(text), layout)
    except msgspec.MsgspecError:
        return text  # It is refused with its line number, as any other that cannot be read.


def _named(claim: Any, layout: Layout) -> bytes:
    filled = layout.fill | claim if isinstance(claim, dict) and layout.fill else claim
    return _encode(with_content_id(filled))
