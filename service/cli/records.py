"""Files of claims, read record by record: NDJSON, JSON, CSV, workbooks, and lines of schema.org's JSON-LD."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from service.api.requests import decode_strictly
from service.exchange import Layout, LinkedReader, Row, TableReader, WorkbookRows, with_content_id

FORMATS = ("ndjson", "json", "csv", "xlsx", "ods", "jsonld")
_SUFFIXES = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".ods": "ods",
    ".jsonld": "jsonld",
}
_CHUNK_BYTES = 64 * 1024
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Record:
    """One claim of a file as a line of NDJSON, its number in the file, and how far the file was read for it.

    A row of a table that cannot be read has no line, but a problem; one that is no claim is skipped, and says why.
    """

    number: int
    line: bytes
    offset: int
    problem: str | None = None
    cell: str | None = None
    skipped: str | None = None


def format_of(name: str) -> str:
    """Tell the format by the file's name; standard input and unknown names are NDJSON."""
    return _SUFFIXES.get(Path(name).suffix.lower(), "ndjson")


def read_records(file: BinaryIO, form: str, layout: Layout) -> Iterator[Record]:
    """Read a file in bounded memory (JSON: as a whole); the layout is that of a table.

    A record without an `external_id` gets one that is made of its content, so that loading a file again, or going on
    after an interruption, stores nothing twice.
    """
    if (reader := reader_of(form, layout)) is not None:
        return read_rows(file, reader)
    return _read_json(file) if form == "json" else _read_ndjson(file)


def reader_of(form: str, layout: Layout) -> TableReader | LinkedReader | None:
    """Give the reader of a format that comes in rows; None for JSON."""
    match form:
        case "csv":
            return TableReader(layout)
        case "xlsx" | "ods":
            return TableReader(layout, WorkbookRows(layout.sheet))
        case "jsonld":
            return LinkedReader(decode_strictly)
        case _:
            return None


def _read_ndjson(file: BinaryIO) -> Iterator[Record]:
    offset = 0
    for number, line in enumerate(file, start=1):
        offset += len(line)
        text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if text:
            yield Record(number, _named_line(text), offset)


def _read_json(file: BinaryIO) -> Iterator[Record]:
    text = file.read()
    try:
        decoded = msgspec.json.decode(text)
    except msgspec.MsgspecError as error:
        raise click.ClickException(f"{file.name} is no JSON: {error}. One claim a line would be NDJSON.") from None
    claims = decoded.get("claims", decoded.get("items", [decoded])) if isinstance(decoded, dict) else decoded
    if not isinstance(claims, list):
        raise click.ClickException(f"{file.name} holds no list of claims.")
    for number, claim in enumerate(claims, start=1):
        yield Record(number, _named(claim), len(text) * number // len(claims))


def read_rows(file: BinaryIO, reader: TableReader | LinkedReader) -> Iterator[Record]:
    """Read what comes in rows, by a reader that afterwards knows the columns."""
    offset = 0
    while chunk := file.read(_CHUNK_BYTES):
        offset += len(chunk)
        yield from (_record(row, offset) for row in reader.feed(chunk))
    yield from (_record(row, offset) for row in reader.finish())


def _record(row: Row, offset: int) -> Record:
    if row.skipped is not None:
        return Record(row.number, b"", offset, None, row.cell, row.skipped)
    if row.problem is None:
        return Record(row.number, _encode(row.fields), offset, None, row.cell)
    column = f"{row.problem.column}: " if row.problem.column else ""
    return Record(row.number, b"", offset, column + row.problem.detail, row.cell)


def _named_line(text: bytes) -> bytes:
    try:
        return _named(msgspec.json.decode(text))
    except msgspec.MsgspecError:
        return text  # It is refused with its line number, as any other that cannot be read.


def _named(claim: Any) -> bytes:
    return _encode(with_content_id(claim))
