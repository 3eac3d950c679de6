"""Which column of a table is which field of a claim."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from service.errors import Invalid
from service.exchange.columns import CLAIM_COLUMNS
from service.exchange.heads import is_missing, is_number, periods_in, place_level, usual_field
from service.reading import Draft
from service.reading.place import read_place
from service.reading.place.folding import fold_name
from service.reading.place.gazetteer import load_states

FIELDS = frozenset(Draft.__struct_fields__) | {
    f"{outer}.{inner}"
    for outer, names in (("quantity", ("value", "low", "high", "unit", "kind")), ("period", ("start", "end", "kind")))
    for inner in names
}
"""What a column can be mapped to. "quantity.low" is a field of the exact form of `quantity`."""
MOST_COLUMNS = 4_000
REQUIRED = ("source", "metric", "quantity")
FIGURES = frozenset({"quantity", "quantity.value"})
"""Several columns may hold figures: each makes a claim of its own of every row."""
_JOINED = frozenset({"place"})
_STATE = re.compile("[A-Z]{2}")
_MOST_STATES = 0.8
"""A column of states may hold other codes beside: territories, a total."""
_PASSED_OVER = frozenset(CLAIM_COLUMNS) - FIELDS
"""Columns of our own exports that say how a claim was understood; it is read again."""
_REST = "*"
_SHOWN_COLUMNS = 30
_TOLD_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the field that its cells go to; None leaves it out."""

    name: str
    field: str | None
    said: dict[str, str] = dataclasses.field(default_factory=dict)
    """What the head says of each figure below it: its period, or its metric."""
    why: str = "its name"
    """By what the field was told."""
    level: int = 0
    """Of a column of places: how wide they are, so that several are joined from the narrowest on."""
    are_states: bool = False
    """True of a column of states of the United States: many of their names and codes are a country's or town's too."""

    @property
    def holds_figures(self) -> bool:
        """True when each of its cells is the figure of a claim."""
        return self.field in FIGURES


@dataclass(frozen=True, slots=True)
class Layout:
    """What the caller says of a table: columns to fields, what to fill in, what parts the cells."""

    mapping: dict[str, str] = field(default_factory=dict)
    """Column name, or "#3" for the third column, to field; an empty field leaves the column out, and "*" to nothing all
    columns that are not named. "quantity=death toll" is a column of figures of that metric."""
    fill: dict[str, str] = field(default_factory=dict)
    """Field to the value that it has in rows that leave it empty."""
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    """Of a workbook; without it the first that holds anything."""


def read_layout(
    mapping: Sequence[str],
    fill: Sequence[str],
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Layout:
    """Read "column:field" and "field:value" pairs. Raises Invalid."""
    mapped, filled = {}, {}
    for pair in mapping:
        column, colon, name = pair.rpartition(":")
        if not colon or not column.strip():
            raise Invalid(f'"{pair[:100]}" is no mapping. Write it as column:field, as "Zahl:quantity".', "map")
        mapped[column.strip()] = _checked_target(name.strip()) if name.strip() else ""
    if mapped.get(_REST):
        raise Invalid('"*" is all columns that are not named; they can only be left out, as "*:".', "map")
    for pair in fill:
        name, colon, value = pair.partition(":")
        if not colon or not value.strip():
            raise Invalid(f'"{pair[:100]}" fills in nothing. Write it as field:value, as "source:reuters".', "fill")
        filled[_checked(name.strip(), "fill")] = value.strip()
    return Layout(mapped, filled, delimiter, encoding, sheet)


@dataclass(frozen=True, slots=True)
class Head:
    """The row that names the columns, what merged cells say above them, and some rows below."""

    names: Sequence[str]
    uppers: Sequence[str]
    sample: Sequence[Sequence[str]] = ()


def lay_out(head: Head, layout: Layout) -> list[Column]:
    """Give the columns of a table by its head: as they are mapped, named, usually meant, or by what stands in them.

    Where no column holds the figure, those whose heads are periods do; else, where no column tells the metric, those
    that hold nothing but numbers do, and their heads are the metrics.

    Raises:
        Invalid: A column has no field, two have the same one, a mapped column is missing, or a field that every claim
            needs has no column; what is wrong is told at once. Or there are too many columns.
    """
    if len(head.names) > MOST_COLUMNS:
        raise Invalid(f"The header names {len(head.names):,} columns. Send at most {MOST_COLUMNS:,}.", "body")
    names = [name.strip() for name in head.names]
    numbered = {f"#{place}": place for place in range(1, len(names) + 1)}
    columns = [_column(name, place, layout) for place, name in enumerate(names, start=1)]
    columns = _usually(names, columns, layout)
    columns = _by_periods(head, columns)
    columns = _by_numbers(head, columns, layout)
    if _REST in layout.mapping:
        columns = [column or Column(name, None) for name, column in zip(names, columns, strict=True)]
    wrong = [("map", f'There is no column "{name}". {_told(names)}') for name in _missing(layout, names, numbered)]
    wrong += [("map", _advice(name, names)) for name, column in zip(names, columns, strict=True) if column is None]
    known = _named_apart([column for column in columns if column is not None], layout)
    wrong += [("map", message) for message in _doubled(known)]
    if not any(column is None for column in columns):
        wrong += [("map", message) for message in _lacking(known, layout)]
    if wrong:
        raise Invalid(" ".join(message for _, message in wrong[:3]), "map", wrong[:_TOLD_AT_ONCE])
    return [_located(place, column, head) for place, column in enumerate(known)]


def _located(place: int, column: Column, head: Head) -> Column:
    """Give a column of places its level, and whether they are states, as its head and its cells tell."""
    if column.field != "place":
        return column
    level = place_level(column.name)
    cells = [row[place].strip() for row in head.sample if place < len(row) and row[place].strip()]
    states = sum(state_of(cell) is not None for cell in cells) if level == 1 else 0
    return replace(column, level=level, are_states=bool(cells) and states >= _MOST_STATES * len(cells))


@lru_cache(maxsize=1_000)
def state_of(cell: str) -> str | None:
    """Give one of the United States, by name or code, as it is read for no country and no town; None for others.

    "GA" and "Georgia" are the state's only where the column's other cells are such too.
    """
    if _STATE.fullmatch(cell):
        return f"US-{cell}" if read_place(f"US-{cell}").key.startswith("US/") else None
    known = load_states().get(fold_name(cell))
    return f"{cell}, USA" if known is not None and known.key.startswith("US/") else None


def _column(name: str, place: int, layout: Layout) -> Column | None:
    if (mapped := layout.mapping.get(f"#{place}", layout.mapping.get(name))) is not None:
        target, _, metric = mapped.partition("=")
        return Column(name or f"#{place}", target or None, {"metric": metric} if metric else {}, "mapped")
    folded = name.casefold().replace(" ", "_")
    if not name or folded in _PASSED_OVER:
        return Column(name or f"#{place}", None)
    return Column(name, folded) if folded in FIELDS else None


def _usually(names: Sequence[str], columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Take heads for what they usually name, where nothing else does."""
    taken = {column.field for column in columns if column} | layout.fill.keys()
    told: list[Column | None] = []
    for name, column in zip(names, columns, strict=True):
        usual = usual_field(name) if column is None else None
        if usual == "" or (usual is not None and (usual not in taken or usual in _JOINED)):
            told.append(Column(name, usual or None, why="usual head"))
            taken |= {usual} - _JOINED
        else:
            told.append(column)
    return told


def _by_periods(head: Head, columns: Sequence[Column | None]) -> list[Column | None]:
    """Take columns for figures of the period that their head, or the merged one above, is."""
    if any(column and column.holds_figures and column.why != "mapped" for column in columns):
        return list(columns)
    free = [column is None or column.holds_figures for column in columns]
    periods = periods_in(
        [
            text
            for name, upper, is_free in zip(head.names, head.uppers, free, strict=True)
            for text in (name, upper)
            if is_free
        ]
    )
    told: list[Column | None] = []
    for name, upper, column, is_free in zip(head.names, head.uppers, columns, free, strict=True):
        period, beside = (periods.get(name), upper) if name in periods else (periods.get(upper), name)
        if not is_free or period is None:
            told.append(column)
            continue
        said = {"period": period} | ({"metric": beside.strip()} if beside.strip() else {})
        shown = f"{upper} {name}".strip()
        told.append(
            Column(shown, column.field if column else "quantity", said | (column.said if column else {}), "period")
        )
    return told


def _by_numbers(head: Head, columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Take columns of nothing but numbers for figures, each of the metric that its head is."""
    known = {column.field for column in columns if column} | layout.fill.keys()
    if known & (FIGURES | {"metric", "quantity.low", "quantity.high"}) or _REST in layout.mapping:
        return list(columns)
    cells = [[row[place] for row in head.sample if place < len(row)] for place in range(len(columns))]
    figures = [column is None and all(map(_may_be_figure, below)) for column, below in zip(columns, cells, strict=True)]
    if not any(is_one and any(map(is_number, below)) for is_one, below in zip(figures, cells, strict=True)):
        return list(columns)
    return [
        Column(name, "quantity", {"metric": name.strip()}, "only numbers below it") if is_one else column
        for name, column, is_one in zip(head.names, columns, figures, strict=True)
    ]


def _may_be_figure(cell: str) -> bool:
    return is_missing(cell) or is_number(cell)


def _named_apart(columns: Sequence[Column], layout: Layout) -> list[Column]:
    """Let the heads of several columns of figures tell the metric, where nothing else does."""
    figures = [column for column in columns if column.holds_figures and not column.said]
    if len(figures) < 2 or "metric" in layout.fill or any(column.field == "metric" for column in columns):  # noqa: PLR2004
        return list(columns)
    return [
        replace(column, said={"metric": column.name}) if column.holds_figures and not column.said else column
        for column in columns
    ]


def _missing(layout: Layout, names: Sequence[str], numbered: dict[str, int]) -> list[str]:
    return [name for name in layout.mapping if name not in names and name not in numbered and name != _REST]


def _doubled(columns: Sequence[Column]) -> list[str]:
    fields = [column.field for column in columns if column.field and column.field not in _JOINED and not column.said]
    return [
        f'Two columns are "{name}". Leave one out by mapping it to nothing, as "column:".'
        for name in sorted({one for one in fields if fields.count(one) > 1})
    ]


def _lacking(columns: Sequence[Column], layout: Layout) -> list[str]:
    given = {name.partition(".")[0] for name in (*_given_by(columns), *layout.fill)}
    return [
        f'No column is the claim\'s "{name}". Map one by map=column:{name}, or give all rows the same by '
        f"fill={name}:value. {_told([column.name for column in columns])}"
        for name in REQUIRED
        if name not in given
    ]


def _given_by(columns: Sequence[Column]) -> set[str]:
    figures = [column for column in columns if column.holds_figures]
    said = set.intersection(*(set(column.said) for column in figures)) if figures else set()
    return {column.field or "" for column in columns} | said


def _advice(name: str, names: Sequence[str]) -> str:
    return (
        f'The column "{name[:100]}" is no field of a claim. Say which by map={name[:100]}:field, or leave it out by '
        f"map={name[:100]}: with nothing behind it. {_told(names)}"
    )


def _told(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name[:60]}"' for name in names[:_SHOWN_COLUMNS])
    return f"The columns are {shown}{' …' if len(names) > _SHOWN_COLUMNS else ''}."


def _checked_target(target: str) -> str:
    name, equals, metric = target.partition("=")
    _checked(name, "map")
    if equals and (name not in FIGURES or not metric.strip()):
        raise Invalid(f'"{target[:100]}" is no field. A metric can stand behind quantity, as "quantity=deaths".', "map")
    return target


def _checked(name: str, parameter: str) -> str:
    if name not in FIELDS:
        raise Invalid(f'"{name[:100]}" is no field of a claim. The fields are {", ".join(sorted(FIELDS))}.', parameter)
    return name
