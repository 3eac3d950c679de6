"""Files of claims, read record by record: NDJSON, JSON and CSV."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

FORMATS = ("ndjson", "json", "csv")
_SUFFIXES = {".ndjson": "ndjson", ".jsonl": "ndjson", ".json": "json", ".csv": "csv", ".tsv": "csv"}
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Record:
    """One claim of a file as a line of NDJSON, its number in the file, and how far the file was read for it."""

    number: int
    line: bytes
    offset: int


def format_of(name: str) -> str:
    """Tell the format by the file's name; standard input and unknown names are NDJSON."""
    return _SUFFIXES.get(Path(name).suffix.lower(), "ndjson")


def read_records(file: BinaryIO, form: str) -> Iterator[Record]:
    """Read a file in bounded memory (JSON: as a whole).

    A record without an `external_id` gets one that is made of its content, so that loading a file again, or going on
    after an interruption, stores nothing twice.
    """
    readers = {"ndjson": _read_ndjson, "json": _read_json, "csv": _read_csv}
    return readers[form](file)


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


def _read_csv(file: BinaryIO) -> Iterator[Record]:
    """The first row names the fields; an empty cell leaves its field out. Comma, semicolon and tab are told apart."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    header = text.readline()
    separator = max(",;\t", key=header.count)
    names = next(csv.reader([header], delimiter=separator), [])
    rows = csv.reader(text, delimiter=separator)
    offset = len(header.encode())
    for row in rows:
        fields = {name.strip(): cell for name, cell in zip(names, row, strict=False) if cell.strip()}
        offset += sum(len(cell.encode()) + 1 for cell in row)
        if fields:
            yield Record(rows.line_num + 1, _named(fields), offset)


def _named_line(text: bytes) -> bytes:
    try:
        return _named(msgspec.json.decode(text))
    except msgspec.MsgspecError:
        return text  # It is refused with its line number, as any other that cannot be read.


def _named(claim: Any) -> bytes:
    line = _encode(claim)
    if not isinstance(claim, dict) or claim.get("external_id") is not None:
        return line
    content = _encode(dict(sorted(claim.items())))
    return _encode(claim | {"external_id": f"sha256:{hashlib.sha256(content).hexdigest()[:32]}"})
