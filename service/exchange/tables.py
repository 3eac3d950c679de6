"""Tables to claims, row by row in bounded memory: each figure is a claim, with the address of its cell.

A published table has titles above its head and notes below it, several columns of figures, and cells without any. What
makes no claim is skipped and said; what cannot be understood is told by its cell; one broken row spoils no other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from service.errors import Invalid
from service.exchange.cells import bare
from service.exchange.comments import remark_in
from service.exchange.guessed import Guessed
from service.exchange.headless import is_row_of_figures, names_by_cells
from service.exchange.heads import LOOKED_AT, find_head, upper_heads
from service.exchange.laying_out import lay_out
from service.exchange.layout import Column, Head, Layout
from service.exchange.making import ClaimMaker, Row
from service.exchange.rows import CellProblem, CsvRows, FileRow

SAMPLED = 200
"""Rows by which the columns are told; the head stands among the first of them."""
MOST_SAMPLED_CELLS = 20_000
"""Where a row has very many cells, fewer rows tell."""


class Rows(Protocol):
    """Where rows come from: bytes of a CSV, or a whole workbook."""

    head_is_sure: bool
    """True where the first row is the head, whatever stands in it."""

    @property
    def guessed(self) -> Guessed:
        """What nothing but the bytes has told so far."""

    def feed(self, chunk: bytes) -> list[FileRow]:
        """Take in bytes and give the rows that are complete."""

    def finish(self) -> list[FileRow]:
        """Give what is left at the end."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a table begins: its head, on which row that stands, and the first rows below it."""

    head: Head
    number: int | None
    """As spreadsheets count; None of a table without a head."""
    records: Sequence[FileRow]


class TableReader:
    """Reads a table as it comes; `columns` is None until its head was found.

    `beginning` is there as soon as there is a head, also when its columns cannot be told.
    """

    def __init__(self, layout: Layout, rows: Rows | None = None) -> None:
        self._layout = layout
        self._rows: Rows = rows or CsvRows(layout.delimiter, layout.encoding)
        self._waiting: list[FileRow] = []
        self._maker: ClaimMaker | None = None
        self.columns: list[Column] | None = None
        self.beginning: Beginning | None = None

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
        return next((self._maker.address(place, row) for place in places), None) if self._maker else None

    @property
    def guessed(self) -> Guessed:
        """What nothing but the bytes has told so far: a letter beyond ASCII may come late."""
        return self._rows.guessed

    def _taken(self, records: list[FileRow], *, is_last: bool) -> Iterator[Row]:
        if self.columns is not None:
            return self._read(records)
        self._waiting += [
            one for one in records if isinstance(one.cells, CellProblem) or any(map(str.strip, one.cells))
        ]
        if not self._waiting or not (is_last or self._has_enough()):
            return iter(())
        return self._begin()

    def _has_enough(self) -> bool:
        """Tell whether what waits tells the columns: many rows, or fewer of a wide table, whose cells are held."""
        cells = sum(len(one.cells) for one in self._waiting if not isinstance(one.cells, CellProblem))
        return len(self._waiting) >= SAMPLED or (len(self._waiting) >= LOOKED_AT and cells >= MOST_SAMPLED_CELLS)

    def _begin(self) -> Iterator[Row]:
        """Find the head among the first rows; give what stands above it as skipped, and the rows below."""
        waiting, self._waiting = self._waiting, []
        place = 0 if self._rows.head_is_sure else find_head(waiting[:LOOKED_AT])
        broken = [one.cells.detail for one in waiting[: (place or 0) + 1] if isinstance(one.cells, CellProblem)]
        if place is None or broken:
            raise Invalid(f"The header cannot be read. {' '.join(broken)}", "body")
        titles, below = waiting[:place], waiting[place + 1 :]
        head = self._head(titles, waiting[place], below)
        if head.is_invented:
            below = waiting[place:]
        number = None if head.is_invented else waiting[place].number
        self.beginning = Beginning(head, number, below[:LOOKED_AT])
        self.columns = self._laid_out(head)
        self._maker = ClaimMaker(self.columns, self._layout)
        skipped = [self._maker.skipped(one, "It stands above the head of the table.") for one in titles]
        return chain(skipped, self._read(below))

    def _laid_out(self, head: Head) -> list[Column]:
        """Give the columns. Where they cannot be told, what was guessed may be why: the refusal says it."""
        try:
            return lay_out(head, self._layout)
        except Invalid as error:
            if not (told := str(self.guessed)):
                raise
            raise Invalid(
                f"{error} The table was read {told}; if it is not so, say how.", error.pointer, error.errors
            ) from error

    def _head(self, titles: Sequence[FileRow], named: FileRow, below: Sequence[FileRow]) -> Head:
        cells, sample = _cells(named), [_cells(one) for one in below]
        alone = [",".join(filter(str.strip, _cells(one))).strip() for one in titles if _is_alone(_cells(one))]
        known = frozenset(self._layout.mapping)
        if not self._rows.head_is_sure and is_row_of_figures(cells, sample, known):
            names = names_by_cells([cells, *sample])
            return Head(names, [""] * len(names), [cells, *sample], alone, is_invented=True)
        names = [bare(cell) for cell in cells]
        names[:1] = [remark_in(name) or name for name in names[:1]]
        uppers = upper_heads(titles[-1] if titles else None, len(names))
        return Head(names, uppers, sample, alone, has_fields=self._rows.head_is_sure)

    def _read(self, records: Sequence[FileRow]) -> Iterator[Row]:
        for record in records:
            if isinstance(record.cells, CellProblem):
                yield Row(record.number, record.line, {}, record.cells)
            elif self._maker is not None and any(cell.strip() for cell in record.cells):
                yield from self._maker.rows(record, record.cells)


def _is_alone(cells: Sequence[str]) -> bool:
    """Tell a title: one cell, or a sentence that its commas have parted."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 or (len(filled) > 1 and all(cell.startswith(" ") for cell in filled[1:]))


def _cells(record: FileRow) -> Sequence[str]:
    return () if isinstance(record.cells, CellProblem) else record.cells
