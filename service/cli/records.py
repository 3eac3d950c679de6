"""Files of claims, read record by record: NDJSON, JSON, CSV, and lines of schema.org's JSON-LD."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from service.api.requests import decode_strictly
from service.exchange import Layout, LinkedReader, Row, TableReader, with_content_id

FORMATS = ("ndjson", "json", "csv", "jsonld")
_SUFFIXES = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonld": "jsonld",
}
_CHUNK_BYTES = 64 * 1024
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Record:
    """One claim of a file as a line of NDJSON, its number in the file, and how far the file was read for it.

    A row of a table that cannot be read has no line, but a problem.
    """

    number: int
    line: bytes
    offset: int
    problem: str | None = None


def format_of(name: str) -> str:
    """Tell the format by the file's name; standard input and unknown names are NDJSON."""
    return _SUFFIXES.get(Path(name).suffix.lower(), "ndjson")


def read_records(file: BinaryIO, form: str, layout: Layout) -> Iterator[Record]:
    """Read a file in bounded memory (JSON: as a whole); the layout is that of a CSV.

    A record without an `external_id` gets one that is made of its content, so that loading a file again, or going on
    after an interruption, stores nothing twice.
    """
    if form == "csv":
        return _read_rows(file, TableReader(layout))
    if form == "jsonld":
        return _read_rows(file, LinkedReader(decode_strictly))
    return _read_json(file) if form == "json" else _read_ndjson(file)


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


def _read_rows(file: BinaryIO, reader: TableReader | LinkedReader) -> Iterator[Record]:
    offset = 0
    while chunk := file.read(_CHUNK_BYTES):
        offset += len(chunk)
        yield from (_record(row, offset) for row in reader.feed(chunk))
    yield from (_record(row, offset) for row in reader.finish())


def _record(row: Row, offset: int) -> Record:
    if row.problem is None:
        return Record(row.number, _encode(row.fields), offset)
    column = f"{row.problem.column}: " if row.problem.column else ""
    return Record(row.number, b"", offset, column + row.problem.detail)


def _named_line(text: bytes) -> bytes:
    try:
        return _named(msgspec.json.decode(text))
    except msgspec.MsgspecError:
        return text  # It is refused with its line number, as any other that cannot be read.


def _named(claim: Any) -> bytes:
    return _encode(with_content_id(claim))
