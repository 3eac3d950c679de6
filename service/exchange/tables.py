"""CSV, read row by row in bounded memory: one broken row spoils no other."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from service.errors import Invalid
from service.exchange.cells import bare
from service.exchange.decoding import LONGEST_LINE, LineDecoder
from service.exchange.layout import REQUIRED, Column, Layout, lay_out

LONGEST_ROW = LONGEST_LINE
MOST_LINES_IN_A_ROW = 1_000
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_DIRECTIVE = "sep="
"""Excel's own first line, which names the delimiter."""
_UNFINISHED = "unexpected end of data"
_ADVICE = {
    _UNFINISHED: f"A quotation mark is opened and not closed within {MOST_LINES_IN_A_ROW:,} lines or {LONGEST_ROW:,} "
    'characters. Close it, or double each " that belongs to a quoted text.',
    "expected after": 'A quotation mark is followed by more text. Double each " that belongs to a quoted text.',
    "new-line character": "A carriage return stands alone in the row. End rows with LF or CRLF.",
}

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a row, and in which column, if it is one."""

    column: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a claim's fields. Rows are numbered as a spreadsheet numbers them: the header is row 1."""

    number: int
    line: int
    fields: dict[str, Any]
    problem: CellProblem | None = None


class TableReader:
    """Reads a table as it comes. Its first row is the header; `columns` is None until that is read."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._decoder = LineDecoder(layout.encoding)
        self._delimiter = layout.delimiter
        self._lines: list[str] = []
        self._line = 1
        self._number = 0
        self.columns: list[Column] | None = None

    def feed(self, chunk: bytes) -> list[Row]:
        """Take in bytes and give the rows that are complete. Raises Invalid when the header is wrong."""
        self._lines += self._decoder.feed(chunk)
        return list(self._read(is_last=False))

    def finish(self) -> list[Row]:
        """Give what is left at the end. Raises Invalid when there was not even a header."""
        self._lines += self._decoder.feed(b"", is_last=True)
        rows = list(self._read(is_last=True))
        if self.columns is None:
            raise Invalid("The table is empty. Its first row names the columns, each further row is a claim.", "body")
        return rows

    def field_column(self, pointer: str) -> str | None:
        """Give the column that a JSON pointer's field came from; None when it came from none."""
        name = pointer.strip("/").replace("/", ".")
        found = [one.name for one in self.columns or () if one.field and one.field == name]
        outer = name.partition(".")[0]
        found += [one.name for one in self.columns or () if one.field and one.field.partition(".")[0] == outer]
        return found[0] if found else None

    def _read(self, *, is_last: bool) -> Iterator[Row]:
        for number, line, cells in self._records(is_last=is_last):
            if isinstance(cells, CellProblem):
                if self.columns is None:
                    raise Invalid(f"The header cannot be read. {cells.detail}", "body")
                yield Row(number, line, {}, cells)
            elif not any(cell.strip() for cell in cells):
                continue
            elif self.columns is None:
                self.columns = lay_out([bare(cell) for cell in cells], self._layout)
            else:
                yield _row(number, line, cells, self.columns, self._layout.fill)

    def _records(self, *, is_last: bool) -> Iterator[tuple[int, int, Sequence[str] | CellProblem]]:
        """Give number, line and cells of each record; what is not complete yet is kept."""
        self._begin(is_last=is_last)
        start = 0
        while start < len(self._lines) and self._delimiter:
            used, stopped = 0, None
            reader = csv.reader(_from(self._lines, start), delimiter=self._delimiter, strict=True)
            try:
                for cells in reader:
                    self._number += 1
                    lines = self._lines[start + used : start + reader.line_num]
                    yield self._number, self._line + start + used, _bounded(cells, lines)
                    used = reader.line_num
            except csv.Error as error:
                stopped = str(error)
            start += used
            if stopped is None:
                break
            if stopped == _UNFINISHED and not is_last and _may_go_on(self._lines, start):
                break
            self._number += 1
            yield self._number, self._line + start, CellProblem(None, _advice(stopped))
            start += 1
        self._line += start
        del self._lines[:start]

    def _begin(self, *, is_last: bool) -> None:
        """Find out what parts the cells, by what the caller, Excel or the header says."""
        if self._lines and self._number == 0 and self._lines[0].startswith(_DIRECTIVE):
            said = self._lines.pop(0).removeprefix(_DIRECTIVE).rstrip("\r\n")
            self._number, self._line = self._number + 1, self._line + 1
            self._delimiter = self._delimiter or (said if len(said) == 1 else None)
        if self._delimiter is None and (self._lines or is_last):
            self._delimiter = sniff(self._lines[0] if self._lines else "")


def sniff(header: str) -> str:
    """Give the delimiter that parts a header into most cells."""

    def cells(delimiter: str) -> int:
        return len(next(csv.reader([header.rstrip("\r\n")], delimiter=delimiter), ()))

    return max(DELIMITERS.values(), key=cells)


def with_content_id(fields: Any) -> Any:
    """Give a claim without an `external_id` one that is made of its content, so that the same is not stored twice."""
    if not isinstance(fields, dict) or fields.get("external_id") is not None:
        return fields
    content = _encode(dict(sorted(fields.items())))
    return fields | {"external_id": f"sha256:{hashlib.sha256(content).hexdigest()[:32]}"}


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


def _row(number: int, line: int, cells: Sequence[str], columns: Sequence[Column], fill: dict[str, str]) -> Row:
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        detail = f"The row has {len(cells)} cells and the header {len(columns)}. Quote a text that holds the delimiter."
        return Row(number, line, {}, CellProblem(None, detail))
    fields = dict(fill)
    for column, cell in zip(columns, cells, strict=False):
        if column.field and (text := bare(cell).strip()):
            if problem := _unprintable(text):
                return Row(number, line, {}, CellProblem(column.name, problem))
            fields[column.field] = text
    nested = _nested(fields)
    if empty := [name for name in REQUIRED if name not in nested]:
        column_name = next((one.name for one in columns if one.field and one.field.partition(".")[0] == empty[0]), None)
        return Row(number, line, {}, CellProblem(column_name, f"The cell is empty. Every claim needs its {empty[0]}."))
    return Row(number, line, with_content_id(nested))


def _unprintable(text: str) -> str | None:
    if "\x00" in text:
        return "The cell holds NUL. Send printable characters."
    if any("\ud800" <= character <= "\udfff" or character == "\N{REPLACEMENT CHARACTER}" for character in text):
        return 'The cell cannot be decoded. Send UTF-8, or declare the encoding: "text/csv; charset=windows-1252".'
    return None


def _nested(fields: dict[str, str]) -> dict[str, Any]:
    """Put "quantity.low" into an object; what is given whole goes before its parts."""
    nested: dict[str, Any] = {name: text for name, text in fields.items() if "." not in name}
    for name, text in fields.items():
        outer, dot, inner = name.partition(".")
        if dot and not isinstance(nested.get(outer), str):
            nested.setdefault(outer, {})[inner] = text
    return nested
