"""CSV, parted into rows of cells in bounded memory: one broken row spoils no other."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.exchange.comments import count_remarks, head_in, remark_in
from service.exchange.decoding import LONGEST_LINE, LineDecoder
from service.exchange.guessed import Guessed, guessed
from service.exchange.joined_heads import JoinedCells
from service.exchange.parting import LINES_LOOKED_AT, SPACES, FixedWidths, count_cells, detect_delimiter

LONGEST_ROW = LONGEST_LINE
MOST_LINES_IN_A_ROW = 1_000
_DIRECTIVE = "sep="
"""Excel's own first line, which names the delimiter."""
_UNFINISHED = "unexpected end of data"
_ADVICE = {
    _UNFINISHED: f"A quotation mark is opened and not closed within {MOST_LINES_IN_A_ROW:,} lines or {LONGEST_ROW:,} "
    'characters. Close it, or double each " that belongs to a quoted text.',
    "expected after": 'A quotation mark is followed by more text. Double each " that belongs to a quoted text.',
    "new-line character": "A carriage return stands alone in the row. End rows with LF or CRLF.",
}


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a row, and in which column, if it is one."""

    column: str | None
    detail: str


class FileRow(NamedTuple):
    """A row of a file: its number as a spreadsheet counts, the line on which it begins, its cells or what is wrong."""

    number: int
    line: int
    cells: Sequence[str] | CellProblem
    at: str = ""
    """Of JSON: the pointer of the record."""


class CsvRows:
    """Gives the rows of a CSV, or of a text in columns of a fixed width, as its bytes come."""

    head_is_sure = False

    def __init__(self, delimiter: str | None = None, encoding: str | None = None) -> None:
        self._decoder = LineDecoder(encoding)
        self._delimiter = delimiter
        self._is_said = delimiter is not None
        self._widths: FixedWidths | None = None
        self._joined = JoinedCells()
        self._has_begun = False
        self._lines: list[str] = []
        self._line = 1
        self._number = 0

    def feed(self, chunk: bytes) -> list[FileRow]:
        """Take in bytes and give the rows that are complete."""
        self._lines += self._decoder.feed(chunk)
        return list(self._rows_of(is_last=False))

    def finish(self) -> list[FileRow]:
        """Give what is left at the end."""
        self._lines += self._decoder.feed(b"", is_last=True)
        return list(self._rows_of(is_last=True))

    def _rows_of(self, *, is_last: bool) -> Iterator[FileRow]:
        """Give the rows that are complete; what is not is kept."""
        yield from self._begin(is_last=is_last)
        if not self._has_begun:
            return
        if self._delimiter == SPACES:
            yield from self._parted(is_last=is_last)
            return
        start = 0
        while start < len(self._lines) and self._delimiter:
            used, stopped = 0, None
            reader = csv.reader(_from(self._lines, start), delimiter=self._delimiter, strict=True)
            try:
                for cells in reader:
                    self._number += 1
                    lines = self._lines[start + used : start + reader.line_num]
                    yield FileRow(self._number, self._line + start + used, _bounded(self._joined.parted(cells), lines))
                    used = reader.line_num
            except csv.Error as error:
                stopped = str(error)
            start += used
            if stopped is None:
                break
            if stopped == _UNFINISHED and not is_last and _may_go_on(self._lines, start):
                break
            self._number += 1
            yield FileRow(self._number, self._line + start, CellProblem(None, _advice(stopped)))
            start += 1
        self._line += start
        del self._lines[:start]

    @property
    def guessed(self) -> Guessed:
        """What nothing but the bytes has told so far."""
        return guessed(self._decoder.guessed, None if self._is_said else self._delimiter)

    def _begin(self, *, is_last: bool) -> list[FileRow]:
        """Find out what parts the cells, by what the caller, Excel or the lines say; give the remarks above them."""
        if self._has_begun or not self._lines:
            return []
        if self._lines and self._number == 0 and self._lines[0].startswith(_DIRECTIVE):
            said = self._lines.pop(0).removeprefix(_DIRECTIVE).rstrip("\r\n")
            self._number, self._line = self._number + 1, self._line + 1
            self._delimiter = self._delimiter or (said if len(said) == 1 else None)
            self._is_said = self._delimiter is not None
        has_enough = len(self._lines) >= LINES_LOOKED_AT or is_last
        if not has_enough and (self._delimiter is None or count_remarks([*self._lines, ""])):
            return []
        self._has_begun = True
        looked_at = self._lines[:LINES_LOOKED_AT]
        count = count_remarks(looked_at)
        self._delimiter = self._delimiter or detect_delimiter(looked_at[count:])
        widths = [count_cells(line, self._delimiter) for line in looked_at]
        return [] if count == 1 and widths[0] == widths[1] else self._remarks(count, max(widths[count:], default=1))

    def _remarks(self, count: int, width: int) -> list[FileRow]:
        """Take the first lines for what they are: remarks, the last of which may name the columns."""
        said = [remark_in(line) for line in self._lines[:count]]
        del self._lines[:count]
        rows = [FileRow(self._number + at, self._line + at - 1, [text]) for at, text in enumerate(said, start=1)]
        named = next((at for at in reversed(range(count)) if said[at]), None)
        if named is not None and (names := head_in(said[named], width)):
            rows[named] = rows[named]._replace(cells=names)
        self._number, self._line = self._number + count, self._line + count
        return rows

    def _parted(self, *, is_last: bool) -> Iterator[FileRow]:
        """Give the lines of a text in columns, once enough of them tell where the columns stand."""
        if self._widths is None and len(self._lines) < LINES_LOOKED_AT and not is_last:
            return
        self._widths = self._widths or FixedWidths(self._lines)
        for line in self._lines:
            self._number += 1
            yield FileRow(self._number, self._line, _bounded(self._widths.part(line), [line]))
            self._line += 1
        self._lines = []


def _from(lines: Sequence[str], start: int) -> Iterator[str]:
    for place in range(start, len(lines)):
        yield lines[place]


def _may_go_on(lines: Sequence[str], start: int) -> bool:
    return len(lines) - start <= MOST_LINES_IN_A_ROW and sum(map(len, lines[start:])) <= LONGEST_ROW


def _advice(message: str) -> str:
    return next((advice for part, advice in _ADVICE.items() if part in message), f"The row cannot be read: {message}.")


def _bounded(cells: list[str], lines: Sequence[str]) -> list[str] | CellProblem:
    """Refuse a row whose line was cut, for what was behind the cut is lost."""
    if any(len(line.removesuffix("\n")) > LONGEST_LINE for line in lines):
        return CellProblem(None, f"The row is longer than {LONGEST_ROW:,} characters. Send one claim a row.")
    return cells
