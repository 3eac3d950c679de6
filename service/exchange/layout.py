"""What is said of a table, and what a column of it is."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from service.errors import Invalid
from service.reading import Draft

FIELDS = (
    frozenset(Draft.__struct_fields__)
    | {
        f"{outer}.{inner}"
        for outer, names in (
            ("quantity", ("value", "low", "high", "unit", "kind")),
            ("period", ("start", "end", "kind")),
        )
        for inner in names
    }
    | {"flag", "power_of_ten"}
)
"""What a column can be mapped to. "quantity.low" is a field of the exact form of `quantity`, "flag" a mark beside a
figure ("p", "about"), "power_of_ten" what it is multiplied by."""
REQUIRED = ("source", "metric", "quantity")
FIGURES = frozenset({"quantity", "quantity.value"})
"""Several columns may hold figures: each makes a claim of its own of every row."""
REST = "*"
"""All columns that are not named."""


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

    is_middle: bool = False
    """True of figures, or of a column of periods, that are all of the middle of a year: "1 July 2020"."""
    has_labels: bool = False
    """Its cells are codes with what they say, as "FR: France"."""
    part: str = ""
    """Of a column of times, or of figures by their heads: which part of the period it tells ("year", "month" …)."""
    order: str = ""
    """Of a column of days: which number comes first ("month first", "day first"), or "compact" for 20200131."""
    is_numbered: bool = False
    """True of places with codes before their names: "01 Andalucía"."""
    groups_by_dot: bool = False
    """True of figures in a table whose decimal mark is the comma."""
    has_marks: bool = False
    """True of figures behind which letters are flags, and no unit."""
    sentinels: frozenset[str] = frozenset()
    """What stands for a missing figure, as -999."""
    of: str | None = None
    """Of a column of flags: the column of figures that they stand beside; None for all of the row."""

    @property
    def holds_figures(self) -> bool:
        """True when each of its cells is the figure of a claim."""
        return self.field in FIGURES


@dataclass(frozen=True, slots=True)
class Layout:
    """What the caller says of a table: columns to fields, what to fill in, what parts the cells."""

    mapping: dict[str, str] = field(default_factory=dict)
    """Column name, or "#3" for the third column, to field; an empty field leaves the column out, and "*" to nothing all
    columns that are not named. "4/*" is all columns called so. "quantity=death toll" is a column of figures of that
    metric."""
    fill: dict[str, str] = field(default_factory=dict)
    """Field to the value that it has in rows that leave it empty."""
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    """Of a workbook; without it the first that holds anything."""
    is_exact: bool = False
    """Whole numbers are counted to the last digit: their zeros at the end are no rounding."""


def read_layout(
    mapping: Sequence[str],
    fill: Sequence[str],
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    is_exact: bool = False,
) -> Layout:
    """Read "column:field" and "field:value" pairs. Raises Invalid."""
    mapped, filled = {}, {}
    for pair in mapping:
        column, colon, name = pair.rpartition(":")
        if not colon or not column.strip():
            raise Invalid(f'"{pair[:100]}" is no mapping. Write it as column:field, as "Zahl:quantity".', "map")
        mapped[column.strip()] = _checked_target(name.strip()) if name.strip() else ""
    if mapped.get(REST):
        raise Invalid('"*" is all columns that are not named; they can only be left out, as "*:".', "map")
    for pair in fill:
        name, colon, value = pair.partition(":")
        if not colon or not value.strip():
            raise Invalid(f'"{pair[:100]}" fills in nothing. Write it as field:value, as "source:reuters".', "fill")
        filled[_checked(name.strip(), "fill")] = value.strip()
    return Layout(mapped, filled, delimiter, encoding, sheet, is_exact)


@dataclass(frozen=True, slots=True)
class Head:
    """The row that names the columns, what merged cells say above them, and some rows below."""

    names: Sequence[str]
    uppers: Sequence[str]
    sample: Sequence[Sequence[str]] = ()
    titles: Sequence[str] = ()
    """What stands above it, alone in its row."""
    is_invented: bool = False
    """The table has none: the names were told by the cells."""
    has_fields: bool = False
    """The names are those of fields, as in JSON: there may be more of them than a claim has use for."""


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
