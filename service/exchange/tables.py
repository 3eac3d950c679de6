"""Tables to claims, row by row in bounded memory: each figure is a claim, with the address of its cell.

A published table has titles above its head and notes below it, several columns of figures, and cells without any. What
makes no claim is skipped and said; what cannot be understood is told by its cell; one broken row spoils no other.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Protocol

import msgspec

from service.errors import Invalid
from service.exchange.cells import bare
from service.exchange.heads import LOOKED_AT, find_head, is_missing, upper_heads
from service.exchange.layout import REQUIRED, Column, Head, Layout, lay_out, state_of
from service.exchange.rows import CellProblem, CsvRows, Record

_LETTERS = 26
_encode = msgspec.json.Encoder().encode


class Rows(Protocol):
    """Where rows come from: bytes of a CSV, or a whole workbook."""

    def feed(self, chunk: bytes) -> list[Record]:
        """Take in bytes and give the rows that are complete."""

    def finish(self) -> list[Record]:
        """Give what is left at the end."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim's fields as a row holds them, or why it makes none. A spreadsheet's numbers: the first row is row 1."""

    number: int
    line: int
    fields: dict[str, Any]
    problem: CellProblem | None = None
    column: str | None = None
    """The column of the figure."""
    cell: str | None = None
    """The address of the figure, or of what is wrong, as "C7"."""
    skipped: str | None = None
    """Why it makes no claim and is not meant to: a title, a note, an empty cell."""


class TableReader:
    """Reads a table as it comes; `columns` is None until its head was found."""

    def __init__(self, layout: Layout, rows: Rows | None = None) -> None:
        self._layout = layout
        self._rows: Rows = rows or CsvRows(layout.delimiter, layout.encoding)
        self._waiting: list[Record] = []
        self.columns: list[Column] | None = None

    def feed(self, chunk: bytes) -> list[Row]:
        """Take in bytes and give the rows that are complete. Raises Invalid when the head is wrong."""
        return list(self._taken(self._rows.feed(chunk), is_last=False))

    def finish(self) -> Iterator[Row]:
        """Give what is left at the end. Raises Invalid when there was not even a head."""
        rows = self._taken(self._rows.finish(), is_last=True)
        if self.columns is None:
            raise Invalid("The table is empty. Its first row names the columns, each further row is a claim.", "body")
        return rows

    def column_of(self, row: Row, pointer: str) -> str | None:
        """Give the column that a JSON pointer's field came from; None when it came from none."""
        name = pointer.strip("/").replace("/", ".")
        outer = name.partition(".")[0]
        if row.column is not None:
            figure = next(one for one in self.columns or () if one.name == row.column)
            if outer == "quantity" or outer in figure.said:
                return row.column
        found = [one.name for one in self.columns or () if one.field and one.field == name]
        found += [one.name for one in self.columns or () if one.field and one.field.partition(".")[0] == outer]
        return found[0] if found else None

    def address(self, row: Row, column: str | None) -> str | None:
        """Give the address of a row's cell in a column."""
        places = (place for place, one in enumerate(self.columns or ()) if one.name == column)
        return next((address(place, row.number) for place in places), None)

    def _taken(self, records: list[Record], *, is_last: bool) -> Iterator[Row]:
        if self.columns is not None:
            return self._read(records)
        self._waiting += [
            one for one in records if isinstance(one.cells, CellProblem) or any(map(str.strip, one.cells))
        ]
        if not self._waiting or (len(self._waiting) < LOOKED_AT and not is_last):
            return iter(())
        return self._begin()

    def _begin(self) -> Iterator[Row]:
        """Find the head among the first rows; give what stands above it as skipped, and the rows below."""
        waiting, self._waiting = self._waiting, []
        place = find_head(waiting[:LOOKED_AT])
        broken = [one.cells.detail for one in waiting[: (place or 0) + 1] if isinstance(one.cells, CellProblem)]
        if place is None or broken:
            raise Invalid(f"The header cannot be read. {' '.join(broken)}", "body")
        names = [bare(cell) for cell in _cells(waiting[place])]
        uppers = upper_heads(waiting[place - 1] if place else None, len(names))
        below = waiting[place + 1 :]
        self.columns = lay_out(Head(names, uppers, [_cells(one) for one in below]), self._layout)
        titles = [_skipped(one, "It stands above the head of the table.") for one in waiting[:place]]
        return iter([*titles, *self._read(below)])

    def _read(self, records: Sequence[Record]) -> Iterator[Row]:
        for record in records:
            if isinstance(record.cells, CellProblem):
                yield Row(record.number, record.line, {}, record.cells)
            elif any(cell.strip() for cell in record.cells):
                yield from _rows_of(record, record.cells, self.columns or (), self._layout.fill)


def address(place: int, number: int) -> str:
    """Give a cell's address as spreadsheets do: the third column of row 7 is C7."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{number}"


def with_content_id(fields: Any) -> Any:
    """Give a claim without an `external_id` one that is made of its content, so that the same is not stored twice."""
    if not isinstance(fields, dict) or fields.get("external_id") is not None:
        return fields
    content = _encode(dict(sorted(fields.items())))
    return fields | {"external_id": f"sha256:{hashlib.sha256(content).hexdigest()[:32]}"}


def _cells(record: Record) -> Sequence[str]:
    return () if isinstance(record.cells, CellProblem) else record.cells


def _skipped(record: Record, why: str, place: int | None = None) -> Row:
    cell = None if place is None else address(place, record.number)
    return Row(record.number, record.line, {}, cell=cell, skipped=why)


def _rows_of(record: Record, cells: Sequence[str], columns: Sequence[Column], fill: dict[str, str]) -> Iterator[Row]:
    """Give a row for each figure; where none of the columns holds figures, they are in parts, and the row is one."""
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        detail = f"The row has {len(cells)} cells and the header {len(columns)}. Quote a text that holds the delimiter."
        yield Row(record.number, record.line, {}, CellProblem(None, detail))
        return
    texts = [bare(cell).strip() for cell in cells[: len(columns)]]
    for place, (column, text) in enumerate(zip(columns, texts, strict=False)):
        if column.field and (wrong := _unprintable(text)):
            problem = CellProblem(column.name, wrong)
            yield Row(record.number, record.line, {}, problem, cell=address(place, record.number))
            return
    figures = [place for place, column in enumerate(columns) if column.holds_figures]
    if (
        len(columns) > 1
        and sum(map(bool, texts)) == 1
        and not any(place < len(texts) and texts[place] for place in figures)
    ):
        yield _skipped(
            record, "It is a note: one cell, and no figure.", next(filter(texts.__getitem__, range(len(texts))))
        )
        return
    shared = _shared(columns, texts, fill)
    for figure in figures or (None,):
        yield _row(record, columns, texts, shared, figure)


def _shared(columns: Sequence[Column], texts: Sequence[str], fill: dict[str, str]) -> dict[str, str]:
    """Give the fields that all figures of a row have in common; places are joined from the narrowest to the widest."""
    fields, places = dict(fill), []
    for column, text in zip(columns, texts, strict=False):
        if column.field == "place" and text:
            places.append((column.level, text, column.are_states))
        elif column.field and text and not column.holds_figures:
            fields[column.field] = text
    if len(places) == 1:
        [(_, text, are_states)] = places
        fields["place"] = (state_of(text) if are_states else None) or text
    elif places:
        fields["place"] = ", ".join(dict.fromkeys(text for _, text, _ in sorted(places, key=itemgetter(0))))
    return fields


def _row(
    record: Record, columns: Sequence[Column], texts: Sequence[str], shared: dict[str, str], place: int | None
) -> Row:
    fields, figure = dict(shared), None if place is None else columns[place]
    if figure is not None and place is not None:
        text = texts[place] if place < len(texts) else ""
        if is_missing(text) and (figure.field or "") not in shared:
            shown = f'"{text[:20]}"' if text else "nothing"
            return _skipped(record, f"The cell holds no figure but {shown}.", place)
        fields |= figure.said | ({figure.field or "": text} if text else {})
    nested = _nested(fields)
    name, cell = (None, None) if figure is None or place is None else (figure.name, address(place, record.number))
    if empty := [name for name in REQUIRED if name not in nested]:
        lacking = next((one.name for one in columns if one.field and one.field.partition(".")[0] == empty[0]), None)
        problem = CellProblem(lacking, f"The cell is empty. Every claim needs its {empty[0]}.")
        return Row(record.number, record.line, {}, problem, name, cell)
    return Row(record.number, record.line, with_content_id(nested), None, name, cell)


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
