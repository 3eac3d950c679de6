"""Exports as bytes, page by page: CSV, NDJSON and XLSX."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import TypeVar, assert_never

from service.exchange.cells import as_text
from service.exchange.exports import Export, ExportFormat
from service.exchange.workbooks import write_workbook

MEDIA_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.NDJSON: "application/x-ndjson",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

T = TypeVar("T")


def write_export(export: Export[T], form: ExportFormat, *, mark: bool) -> AsyncIterator[bytes]:
    """Write an export.

    Args:
        export: What to write.
        form: The format.
        mark: Whether a CSV begins with a byte order mark, without which Excel takes UTF-8 for an old code page.
    """
    match form:
        case ExportFormat.CSV:
            return _write_csv(export, mark=mark)
        case ExportFormat.NDJSON:
            return _write_ndjson(export)
        case ExportFormat.XLSX:
            return write_workbook(export)
        case _:
            assert_never(form)


async def _write_ndjson(export: Export[T]) -> AsyncIterator[bytes]:
    async for page in export.pages:
        yield b"".join(export.line(one) + b"\n" for one in page)


async def _write_csv(export: Export[T], *, mark: bool) -> AsyncIterator[bytes]:
    yield (BYTE_ORDER_MARK if mark else b"") + _csv_lines([list(export.columns)])
    async for page in export.pages:
        yield _csv_lines([[as_text(give(one)) for give in export.columns.values()] for one in page])


def _csv_lines(rows: Sequence[Sequence[str]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()
