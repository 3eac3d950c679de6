"""Exports as XLSX: rows go to a temporary file as they come, so that memory stays flat."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter

from service.exchange.cells import Cell
from service.exchange.exports import Export

ROWS_ON_A_SHEET = 1_048_575
"""As many as the format allows besides the header; what is more goes on the next sheet."""
LONGEST_CELL = 32_767
"""In characters, by the format; what is longer is cut."""
_CHUNK_BYTES = 256 * 1024
_FIRST_YEAR = 1901
_KEPT_DIGITS = 15
_LARGEST_POWER = 300
_WIDTHS = {"quote": 60, "reason": 60, "note": 40, "url": 40, "id": 38, "metric": 32}

T = TypeVar("T")


async def write_workbook(export: Export[T]) -> AsyncIterator[bytes]:
    """Write a workbook: it is complete on disk before its first byte goes out, as the format demands."""
    with tempfile.TemporaryDirectory(prefix="claimdiff-export-") as folder:
        path = Path(folder) / "export.xlsx"
        workbook = _Workbook(path, export.name, list(export.columns))
        try:
            async for page in export.pages:
                rows = [[give(one) for give in export.columns.values()] for one in page]
                await asyncio.to_thread(workbook.write, rows)
            await asyncio.to_thread(workbook.close)
        finally:
            workbook.discard()
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, _CHUNK_BYTES):
                yield chunk


class _Workbook:
    """Rows, written one after the other; a new sheet begins where one is full."""

    def __init__(self, path: Path, name: str, columns: Sequence[str]) -> None:
        self._book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_urls": False}
        )
        self._name = name
        self._columns = columns
        self._head = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._sheets = 0
        self._row = 0
        self._begin_sheet()

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            if self._row > ROWS_ON_A_SHEET:
                self._end_sheet()
                self._begin_sheet()
            for column, cell in enumerate(row):
                self._write_cell(column, cell)
            self._row += 1

    def close(self) -> None:
        self._end_sheet()
        self._book.close()

    def discard(self) -> None:
        """Let go of the half-written sheets; does nothing after `close`."""
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()
        self._book.fileclosed = True

    def _begin_sheet(self) -> None:
        self._sheets += 1
        self._sheet: Any = self._book.add_worksheet(self._name if self._sheets == 1 else f"{self._name} {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._columns):
            self._sheet.set_column(column, column, _WIDTHS.get(name, 18))
            self._sheet.write_string(0, column, name, self._head)
        self._row = 1

    def _end_sheet(self) -> None:
        """Let the rows be filtered by their columns."""
        self._sheet.autofilter(0, 0, max(self._row - 1, 0), len(self._columns) - 1)

    def _write_cell(self, column: int, cell: Cell) -> None:
        """Write a text as a text, never as a formula; a figure as a number if a number cell keeps all its digits."""
        match cell:
            case None | "":
                return
            case Decimal() | int() | float() if _is_kept_by_float(cell):
                self._sheet.write_number(self._row, column, float(cell))
            case datetime() if cell.year >= _FIRST_YEAR:
                self._sheet.write_datetime(self._row, column, cell.astimezone(UTC).replace(tzinfo=None), self._moment)
            case date() if cell.year >= _FIRST_YEAR:
                self._sheet.write_datetime(self._row, column, cell, self._day)
            case Decimal():
                self._sheet.write_string(self._row, column, f"{cell:f}"[:LONGEST_CELL])
            case _:
                self._sheet.write_string(self._row, column, str(cell)[:LONGEST_CELL])


def _is_kept_by_float(figure: Decimal | float) -> bool:
    """Say whether a spreadsheet, which keeps fifteen digits and no huge powers, shows the figure as it is."""
    exact = Decimal(str(figure)).normalize()
    return len(exact.as_tuple().digits) <= _KEPT_DIGITS and abs(exact.adjusted()) <= _LARGEST_POWER
