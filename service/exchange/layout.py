"""Which column of a table is which field of a claim."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.errors import Invalid
from service.exchange.columns import CLAIM_COLUMNS
from service.reading import Draft

FIELDS = frozenset(Draft.__struct_fields__) | {
    f"{outer}.{inner}"
    for outer, names in (("quantity", ("value", "low", "high", "unit", "kind")), ("period", ("start", "end", "kind")))
    for inner in names
}
"""What a column can be mapped to. "quantity.low" is a field of the exact form of `quantity`."""
MOST_COLUMNS = 1_000
REQUIRED = ("source", "metric", "quantity")
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


@dataclass(frozen=True, slots=True)
class Layout:
    """What the caller says of a table: columns to fields, what to fill in, what parts the cells."""

    mapping: dict[str, str] = field(default_factory=dict)
    """Column name, or "#3" for the third column, to field; an empty field leaves the column out, and "*" to nothing all
    columns that are not named."""
    fill: dict[str, str] = field(default_factory=dict)
    """Field to the value that it has in rows that leave it empty."""
    delimiter: str | None = None
    encoding: str | None = None


def read_layout(
    mapping: Sequence[str], fill: Sequence[str], delimiter: str | None = None, encoding: str | None = None
) -> Layout:
    """Read "column:field" and "field:value" pairs. Raises Invalid."""
    mapped, filled = {}, {}
    for pair in mapping:
        column, colon, name = pair.rpartition(":")
        if not colon or not column.strip():
            raise Invalid(f'"{pair[:100]}" is no mapping. Write it as column:field, as "Zahl:quantity".', "map")
        mapped[column.strip()] = _checked(name.strip(), "map") if name.strip() else ""
    if mapped.get(_REST):
        raise Invalid('"*" is all columns that are not named; they can only be left out, as "*:".', "map")
    for pair in fill:
        name, colon, value = pair.partition(":")
        if not colon or not value.strip():
            raise Invalid(f'"{pair[:100]}" fills in nothing. Write it as field:value, as "source:reuters".', "fill")
        filled[_checked(name.strip(), "fill")] = value.strip()
    return Layout(mapped, filled, delimiter, encoding)


def lay_out(header: Sequence[str], layout: Layout) -> list[Column]:
    """Give the columns of a table by its header.

    Raises:
        Invalid: A column has no field, two have the same one, a mapped column is missing, or a field that every claim
            needs has no column; what is wrong is told at once. Or there are too many columns.
    """
    if len(header) > MOST_COLUMNS:
        raise Invalid(f"The header names {len(header):,} columns. Send at most {MOST_COLUMNS:,}.", "body")
    names = [name.strip() for name in header]
    numbered = {f"#{place}": place for place in range(1, len(names) + 1)}
    columns = [_column(name, place, layout) for place, name in enumerate(names, start=1)]
    wrong = [("map", f'There is no column "{name}". {_told(names)}') for name in _missing(layout, names, numbered)]
    wrong += [("map", _advice(name, names)) for name, column in zip(names, columns, strict=True) if column is None]
    known = [column for column in columns if column is not None]
    wrong += [("map", message) for message in _doubled(known)]
    if not any(column is None for column in columns):
        wrong += [("map", message) for message in _lacking(known, layout)]
    if wrong:
        raise Invalid(" ".join(message for _, message in wrong[:3]), "map", wrong[:_TOLD_AT_ONCE])
    return known


def _column(name: str, place: int, layout: Layout) -> Column | None:
    if (mapped := layout.mapping.get(f"#{place}", layout.mapping.get(name))) is not None:
        return Column(name or f"#{place}", mapped or None)
    folded = name.casefold().replace(" ", "_")
    if not name or folded in _PASSED_OVER:
        return Column(name or f"#{place}", None)
    if folded in FIELDS:
        return Column(name, folded)
    return Column(name, None) if _REST in layout.mapping else None


def _missing(layout: Layout, names: Sequence[str], numbered: dict[str, int]) -> list[str]:
    return [name for name in layout.mapping if name not in names and name not in numbered and name != _REST]


def _doubled(columns: Sequence[Column]) -> list[str]:
    fields = [column.field for column in columns if column.field]
    return [
        f'Two columns are "{name}". Leave one out by mapping it to nothing, as "column:".'
        for name in sorted({one for one in fields if fields.count(one) > 1})
    ]


def _lacking(columns: Sequence[Column], layout: Layout) -> list[str]:
    given = {name.partition(".")[0] for name in (*(column.field or "" for column in columns), *layout.fill)}
    return [
        f'No column is the claim\'s "{name}". Map one by map=column:{name}, or give all rows the same by '
        f"fill={name}:value. {_told([column.name for column in columns])}"
        for name in REQUIRED
        if name not in given
    ]


def _advice(name: str, names: Sequence[str]) -> str:
    return (
        f'The column "{name[:100]}" is no field of a claim. Say which by map={name[:100]}:field, or leave it out by '
        f"map={name[:100]}: with nothing behind it. {_told(names)}"
    )


def _told(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name[:60]}"' for name in names[:_SHOWN_COLUMNS])
    return f"The columns are {shown}{' …' if len(names) > _SHOWN_COLUMNS else ''}."


def _checked(name: str, parameter: str) -> str:
    if name not in FIELDS:
        raise Invalid(f'"{name[:100]}" is no field of a claim. The fields are {", ".join(sorted(FIELDS))}.', parameter)
    return name
