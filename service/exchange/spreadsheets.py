"""Workbooks (XLSX, ODS), read sheet by sheet into the cells that a CSV would hold.

python-calamine reads both, in one wheel without dependencies, and gives the values that are stored: 7.1 % formatted as
per cent is 0.071 there. A workbook is read whole, so that it has bounds that a CSV has not.
"""

import io
import zipfile
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from service.errors import Invalid
from service.exchange.guessed import NOTHING_GUESSED
from service.exchange.rows import FileRow

MOST_BYTES = 20_000_000
MOST_UNPACKED_BYTES = 200_000_000
"""Of all that is in it, as its own directory says; more is a trap, or a table for CSV."""
WORKBOOK_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
WORKBOOK_START = b"PK\x03\x04"
"""With which XLSX and ODS begin, and no text does: both are archives."""
_PARTS = ("xl/workbook", "mimetype", "content.xml")
"""What such an archive holds."""
_Value = int | float | str | bool | time | date | datetime | timedelta


class WorkbookRows:
    """Gives the rows of one sheet when all bytes have come: of the named one, else of the first that holds any."""

    head_is_sure = False
    guessed = NOTHING_GUESSED

    def __init__(self, sheet: str | None = None) -> None:
        self._sheet = sheet
        self._body = bytearray()

    def feed(self, chunk: bytes) -> list[FileRow]:
        """Take in bytes. Raises Invalid."""
        if len(self._body) + len(chunk) > MOST_BYTES:
            raise Invalid(f"The workbook is larger than {MOST_BYTES:,} bytes. Save its sheet as CSV.", "body")
        self._body += chunk
        return []

    def finish(self) -> list[FileRow]:
        """Give the rows of the sheet. Raises Invalid."""
        body, self._body = bytes(self._body), bytearray()
        if not body:
            return []
        _hold_in_bounds(body)
        try:
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(body))
            names = self._names(workbook.sheet_names)
            sheets = (workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names)
            rows = next((rows for rows in sheets if rows), [])
        except CalamineError as error:
            raise Invalid(f"The workbook cannot be read: {error}.", "body") from error
        return [FileRow(number, number, [as_cell(value) for value in row]) for number, row in enumerate(rows, start=1)]

    def _names(self, names: list[str]) -> list[str]:
        if self._sheet is None:
            return names
        if self._sheet not in names:
            shown = ", ".join(f'"{name[:60]}"' for name in names[:30])
            raise Invalid(f'There is no sheet "{self._sheet[:60]}". The sheets are {shown}.', "sheet")
        return [self._sheet]


def as_cell(value: _Value) -> str:
    """Give a stored value as a CSV holds it: whole numbers without a point, days without a time.

    A workbook stores figures as binary floating point; the shortest text that gives the same number is what was typed.
    """
    match value:
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _hold_in_bounds(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise Invalid("This is no workbook: it is neither XLSX nor ODS.", "body") from error
    if not any(name.startswith(_PARTS) for name in names):
        shown = ", ".join(f'"{name[:60]}"' for name in names[:5])
        raise Invalid(f"This is an archive and no workbook. Unpack it, and send one of {shown}.", "body")
    if unpacked > MOST_UNPACKED_BYTES:
        raise Invalid(
            f"The workbook unpacks to more than {MOST_UNPACKED_BYTES:,} bytes. Save its sheet as CSV.", "body"
        )
