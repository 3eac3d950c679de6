"""The cells of a row to claims: a claim for each figure, with what its row and its head say of it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import msgspec

from service.exchange.cells import bare
from service.exchange.codes import flagged, label_of, metric_of, place_of, scaled, unit_of
from service.exchange.dates import in_order, joined_period
from service.exchange.figure_cells import plain_figure
from service.exchange.guessing import state_of
from service.exchange.heads import is_missing
from service.exchange.layout import REQUIRED, Column, Layout
from service.exchange.middles import marked
from service.exchange.rows import CellProblem, FileRow
from service.exchange.whole import LastDigits
from service.exchange.whose_places import ALL, named_place

_LETTERS = 26
_MOST_WHOLES = 10_000
"""Places that are known to have parts of other names."""
_BESIDE = frozenset({"flag", "power_of_ten"})
"""Columns that speak of figures, and are no fields of a claim."""
_IN_WORDS: dict[str, Callable[[str], str]] = {"unit": unit_of, "metric": metric_of}
_encode = msgspec.json.Encoder().encode
_HOW_TO_SEND = 'Send UTF-8, or declare the encoding: "text/csv; charset=windows-1252".'


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
    at: str = ""
    """Of JSON: the pointer of the record."""
    skipped: str | None = None
    """Why it makes no claim and is not meant to: a title, a note, an empty cell."""


class ClaimMaker:
    """Makes the claims of a table's rows, once its columns are known."""

    def __init__(self, columns: Sequence[Column], layout: Layout) -> None:
        self._columns = columns
        self._fill = layout.fill
        self._digits = LastDigits(all_are_exact=layout.is_exact)
        self._wholes: set[str] = set()
        self._has_middles = any(one.is_middle for one in columns)
        self._figures: tuple[int | None, ...] = tuple(at for at, one in enumerate(columns) if one.holds_figures)
        self._untold = {at: problem for at, one in enumerate(columns) if (problem := _untold(one)) is not None}
        self._powers = [at for at, one in enumerate(columns) if one.field == "power_of_ten"]
        self._flags = {
            one.name: [at for at, flag in enumerate(columns) if flag.field == "flag" and flag.of in {None, one.name}]
            for one in columns
            if one.holds_figures
        }

    def rows(self, record: FileRow, cells: Sequence[str]) -> Iterator[Row]:
        """Give a row for each figure; where no column holds figures, they are in parts, and the row is one."""
        columns = self._columns
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            detail = (
                f"The row has {len(cells)} cells and the header {len(columns)}. Quote a text that holds the delimiter."
            )
            yield Row(record.number, record.line, {}, CellProblem(None, detail))
            return
        texts = [bare(cell).strip() for cell in cells[: len(columns)]]
        for place, (column, text) in enumerate(zip(columns, texts, strict=False)):
            if column.field and (wrong := _unprintable(text)):
                problem = CellProblem(_with_marks(column.name), wrong)
                yield Row(record.number, record.line, {}, problem, cell=self.address(place, record))
                return
        if self._is_note(texts):
            place = next(filter(texts.__getitem__, range(len(texts))))
            yield self.skipped(record, "It is a note: one cell, and no figure.", place)
            return
        shared = self._shared(texts)
        for figure in self._figures or (None,):
            yield self._row(record, texts, shared, figure)

    def skipped(self, record: FileRow, why: str, place: int | None = None) -> Row:
        """Give a row that makes no claim."""
        cell = None if place is None else self.address(place, record)
        return Row(record.number, record.line, {}, cell=cell, at=record.at, skipped=why)

    def address(self, place: int, record: "FileRow | Row") -> str:
        """Give the address of a cell: of JSON its pointer, else as spreadsheets do."""
        if record.at:
            name = self._columns[place].name.replace("~", "~0").replace("/", "~1")
            return f"{record.at}/{name}"
        return address(place, record.number)

    def _is_note(self, texts: Sequence[str]) -> bool:
        has_figure = any(at is not None and at < len(texts) and texts[at] for at in self._figures)
        return len(self._columns) > 1 and sum(map(bool, texts)) == 1 and not has_figure

    def _shared(self, texts: Sequence[str]) -> dict[str, str]:
        """Give the fields that all figures of a row have in common."""
        fields, places = dict(self._fill), []
        parts: dict[str, str] = {}
        subjects: list[str] = []
        for column, text in self._said(texts):
            if column.field == "place":
                named = named_place(place_of(text), is_numbered=column.is_numbered)
                places.append((column.level, named, column.are_states))
            elif column.field == "subject":
                subjects.append(text)
            elif column.part:
                parts[column.part] = text
            else:
                told = _IN_WORDS.get(column.field or "", str)(text)
                fields[column.field or ""] = in_order(told, column.order) if column.order else told
        fields |= _together(parts, subjects) | ({"place": self._placed(places)} if places else {})
        return {name: text for name, text in fields.items() if text}

    def _said(self, texts: Sequence[str]) -> Iterator[tuple[Column, str]]:
        """Give what the columns say of all figures of a row."""
        for column, text in zip(self._columns, texts, strict=False):
            if column.field and text and not column.holds_figures and column.field not in _BESIDE:
                yield column, label_of(text) if column.has_labels else text

    def _placed(self, places: Sequence[tuple[int, str, bool]]) -> str:
        """Give one place for those of several columns, joined from the narrowest on."""
        if len(places) == 1:
            [(_, said, are_states)] = places
            return (state_of(said) if are_states else None) or said
        ordered = sorted(places, key=itemgetter(0))
        return self._joined([_in_full(said, are_states) for _, said, are_states in ordered])

    def _joined(self, names: Sequence[str]) -> str:
        """Join places from the narrowest on. A part that is called as the whole is none where others are parts of it.

        The state of Mexico among those of Mexico is not the country; "Taiwan, Taiwan" alone is.
        """
        part, whole = names[0], names[-1]
        if part != whole:
            if len(self._wholes) < _MOST_WHOLES:
                self._wholes.add(whole)
        elif whole in self._wholes:
            return f"{part} (part), {whole}"
        return ", ".join(dict.fromkeys(names))

    def _row(self, record: FileRow, texts: Sequence[str], shared: dict[str, str], place: int | None) -> Row:
        columns, fields = self._columns, dict(shared)
        figure = None if place is None else columns[place]
        if figure is not None and place is not None:
            given = texts[place] if place < len(texts) else ""
            text, mark = (given, "") if is_missing(given) else plain_figure(given, figure)
            if (is_missing(text) or (given and not text)) and (figure.field or "") not in shared:
                shown = f'"{given[:20]}"' if given else "nothing"
                return self.skipped(record, f"The cell holds no figure but {shown}.", place)
            if problem := self._untold.get(place):
                return Row(
                    record.number, record.line, {}, problem, problem.column, self.address(place, record), record.at
                )
            fields |= figure.said | ({figure.field or "": text} if text else {})
            if figure.part:
                fields["period"] = joined_period({figure.part: fields["period"], "year": shared.get("period", "")})
            if text and (problem := self._mark(fields, texts, figure, mark)):
                return Row(record.number, record.line, {}, problem, figure.name, self.address(place, record), record.at)
        if self._has_middles and "period" in fields and "metric" in fields:
            fields["period"] = marked(fields["period"], fields["metric"])
        nested: dict[str, Any] = self._counted(_nested(fields))
        name, cell = (None, None) if figure is None or place is None else (figure.name, self.address(place, record))
        if empty := [name for name in REQUIRED if name not in nested]:
            lacking = next((one.name for one in columns if one.field and one.field.partition(".")[0] == empty[0]), None)
            problem = CellProblem(lacking, f"The cell is empty. Every claim needs its {empty[0]}.")
            return Row(record.number, record.line, {}, problem, name, cell, record.at)
        return Row(record.number, record.line, with_content_id(nested), None, name, cell, record.at)

    def _mark(self, fields: dict[str, str], texts: Sequence[str], figure: Column, mark: str) -> CellProblem | None:
        """Let flags and the power of ten beside a figure, or the flag in its cell, say what they do of it."""
        for text in (mark, *(texts[at] for at in self._flags[figure.name] if at < len(texts))):
            status, word = flagged(text) if text else (None, None)
            if word is not None and figure.field == "quantity":
                fields["quantity"] = f"{word} {fields['quantity']}"
            if status is not None and "status" not in fields:
                fields["status"] = status
        for at in self._powers:
            told = scaled(fields[figure.field or ""], texts[at]) if at < len(texts) else fields[figure.field or ""]
            if told is None:
                return CellProblem(self._columns[at].name, f'"{texts[at][:20]}" is no power of ten, as 3 or 6.')
            fields[figure.field or ""] = told
        return None

    def _counted(self, nested: dict[str, Any]) -> dict[str, Any]:
        """Take a whole number for exact where its column is counted to the last digit."""
        figure, metric = nested.get("quantity"), nested.get("metric")
        if not isinstance(figure, str) or not isinstance(metric, str) or "unit" in nested:
            return nested
        exact = self._digits.exact(nested.get("source"), metric, figure)
        return nested if exact is None else nested | {"quantity": {"value": exact}}


def _together(parts: dict[str, str], subjects: Sequence[str]) -> dict[str, str]:
    """Give what several columns say together: the parts of a period, and of whom a row is."""
    said = {"period": joined_period(parts)} if parts else {}
    groups = [one for one in subjects if one.casefold() not in ALL]
    return said | ({"subject": ", ".join(groups)} if groups else {})


def _in_full(place: str, are_states: bool) -> str:  # noqa: FBT001 - as the column says
    return (state_of(place) or place) if are_states and place.isdecimal() else place


def address(place: int, number: int) -> str:
    """Give a cell's address as spreadsheets do: the third column of row 7 is C7."""
    return f"{letters_of(place)}{number}"


def letters_of(place: int) -> str:
    """Give a column's letters as spreadsheets do: the third is C."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def with_content_id(fields: Any) -> Any:
    """Give a claim without an `external_id` one that is made of its content, so that the same is not stored twice."""
    if not isinstance(fields, dict) or fields.get("external_id") is not None:
        return fields
    content = _encode(dict(sorted(fields.items())))
    return fields | {"external_id": f"sha256:{hashlib.sha256(content).hexdigest()[:32]}"}


def _unprintable(text: str) -> str | None:
    if "\x00" in text:
        return "The cell holds NUL. Send printable characters."
    if any("\ud800" <= character <= "\udfff" or character == "\N{REPLACEMENT CHARACTER}" for character in text):
        return f"The cell cannot be decoded. {_HOW_TO_SEND}"
    return None


def _with_marks(name: str) -> str:
    """Put a mark where a byte of a column's name cannot be decoded."""
    return name.encode("utf-8", "replace").decode()


def _untold(figure: Column) -> CellProblem | None:
    """Tell of a head that says something of its figures, and cannot be decoded."""
    if not any(_unprintable(said) for said in figure.said.values()):
        return None
    detail = f"The head of this column says what its figures are of, and cannot be decoded. {_HOW_TO_SEND}"
    return CellProblem(_with_marks(figure.name), detail)


def _nested(fields: dict[str, str]) -> dict[str, Any]:
    """Put "quantity.low" into an object; what is given whole goes before its parts."""
    nested: dict[str, Any] = {name: text for name, text in fields.items() if "." not in name}
    for name, text in fields.items():
        outer, dot, inner = name.partition(".")
        if dot and not isinstance(nested.get(outer), str):
            nested.setdefault(outer, {})[inner] = text
    return nested
