"""What tells the field of a column that nobody mapped: its head, what stands below it, the title above.

Each step takes the columns as the one before left them; None is a column that nothing has told yet.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from service.exchange.codes import metric_of, state_of_fips
from service.exchange.figure_cells import are_flags
from service.exchange.head_units import bracketed, unit_in_title
from service.exchange.heads import dated_heads, is_missing, is_number, periods_in
from service.exchange.layout import FIGURES, REST, Column, Head, Layout
from service.exchange.usual_heads import coded_head, place_level, usual_field
from service.exchange.whose_places import numbered
from service.reading.metric_unit import unit_in
from service.reading.place import read_place
from service.reading.place.folding import fold_name
from service.reading.place.gazetteer import load_states

JOINED = frozenset({"place", "flag", "subject"})
"""Fields that several columns may hold."""
_SETTLED = JOINED | {"period"}
"""Fields that several heads may name: which of them hold it, what stands in them tells."""
_STATE = re.compile("[A-Z]{2}")
_MOST_STATES = 0.8
"""A column of states may hold other codes beside: territories, a total."""
_FLAGS_OF = re.compile(
    r"(?P<of>.+?)(?:\*|[ _.(:-]*(?:flags?|flag codes|footnotes?|status|symbol|approx)\)?)", re.IGNORECASE
)
_TITLE_START = re.compile(
    r"(?:(?:table|figure|chart|tab\.|tabelle|tableau|cuadro)\s*[\d.]*\s*[.:–—-]*\s*)|[^:]*::\s*|(?:title|titel|titre):\s*",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"(?:,|\s+by\s|\s+\(?\d{4}|:\s+(?:as of\s+)?(?:[a-z]{3,9}\.? )?\d|\s+for\s+(?:the\s+)?(?-i:[A-Z])).*$",
    re.IGNORECASE,
)
_LIST_BY = re.compile(r"list of .+? by (?P<metric>[^(]+?)(?:\s*\(.*)?", re.IGNORECASE)
_NO_METRIC = re.compile(
    r"(?:source|data|note|last|updated|download|https?|©|\d|units?\b|einheit|unité|missing|base period|in \w+$|\()",
    re.IGNORECASE,
)
_LONGEST_METRIC = 80


def by_usual_heads(names: Sequence[str], columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Take heads for what they usually name, where nothing else does."""
    taken = {column.field for column in columns if column} | layout.fill.keys()
    told: list[Column | None] = []
    for name, column in zip(names, columns, strict=True):
        coded = coded_head(name) if column is None else None
        usual = usual_field(coded[0] if coded else name) if column is None else None
        if usual == "" or (usual is not None and (usual not in taken or usual in _SETTLED)):
            said = {"metric": metric_of(coded[1])} if coded and usual == "quantity" and _is_variable(coded) else {}
            told.append(Column(name, usual or None, said, "usual head", has_labels=coded is not None))
            taken |= {usual} - _SETTLED
        else:
            told.append(column)
    return told


def by_periods(head: Head, columns: Sequence[Column | None], *, leaves_rest: bool) -> list[Column | None]:
    """Take columns for figures of the period that their head, or the merged one above, is.

    Where columns of figures are mapped and the rest is left out, no other is one.
    """
    if any(column and column.holds_figures and column.why != "mapped" for column in columns):
        return list(columns)
    is_told = leaves_rest and any(column and column.holds_figures for column in columns)
    free = [column.holds_figures if column else not is_told for column in columns]
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
        said = {"period": period} | ({"metric": bracketed(beside.strip())} if beside.strip() else {})
        shown = f"{upper} {name}".strip()
        told.append(
            Column(shown, column.field if column else "quantity", said | (column.said if column else {}), "period")
        )
    return told


def by_numbers(head: Head, columns: Sequence[Column | None], layout: Layout) -> list[Column | None]:
    """Take columns of nothing but numbers for figures, each of the metric that its head is."""
    known = {column.field for column in columns if column} | layout.fill.keys()
    if known & (FIGURES | {"quantity.low", "quantity.high"}) or REST in layout.mapping:
        return list(columns)
    cells = [[row[place] for row in head.sample if place < len(row)] for place in range(len(columns))]
    figures = [column is None and all(map(_may_be_figure, below)) for column, below in zip(columns, cells, strict=True)]
    if not any(is_one and any(map(is_number, below)) for is_one, below in zip(figures, cells, strict=True)):
        return list(columns)
    if "metric" in known:
        return _only_figures(head.names, columns, figures, is_dated="period" in known)
    are_figures = [name for name, is_one in zip(head.names, figures, strict=True) if is_one]
    years = {} if "period" in known else dated_heads(are_figures)
    return [
        Column(name, "quantity", _said_by(name, years), "only numbers below it") if is_one else column
        for name, column, is_one in zip(head.names, columns, figures, strict=True)
    ]


def _said_by(name: str, years: dict[str, tuple[str, str]]) -> dict[str, str]:
    if name not in years:
        return {"metric": bracketed(name.strip())}
    metric, year = years[name]
    return {"metric": bracketed(metric), "period": year}


def _only_figures(
    names: Sequence[str], columns: Sequence[Column | None], figures: Sequence[bool], *, is_dated: bool
) -> list[Column | None]:
    """Take the one column of numbers for the figures of a metric that is told elsewhere; of several none is taken."""
    if sum(figures) != 1:
        return list(columns)
    at = figures.index(True)
    _, period = ("", "") if is_dated else dated_heads([names[at]]).get(names[at], ("", ""))
    said = {"period": period} if period else {}
    return [*columns[:at], Column(names[at], "quantity", said, "the only column of numbers"), *columns[at + 1 :]]


def _is_variable(coded: tuple[str, str]) -> bool:
    return coded[0].strip().casefold() == "value"


def by_flags(head: Head, names: Sequence[str], columns: Sequence[Column | None]) -> list[Column | None]:
    """Take a column that is called as another, with a mark behind, for the flags of its figures."""
    figures = {name for name, column in zip(names, columns, strict=True) if column and column.holds_figures}
    told: list[Column | None] = []
    for at, (name, column) in enumerate(zip(names, columns, strict=True)):
        before = told[-1] if told else None
        if not name and before is not None and before.holds_figures and are_flags(head, at):
            told.append(Column(f"#{at + 1}", "flag", why=f'beside "{before.name}"', of=before.name))
            continue
        found = _FLAGS_OF.fullmatch(name) if column is None or column.field == "flag" else None
        of = found["of"].strip() if found else None
        if of in figures:
            told.append(Column(name, "flag", why=f'beside "{of}"' if column is None else column.why, of=of))
        else:
            told.append(column)
    return told


def by_title(columns: Sequence[Column], head: Head, layout: Layout) -> list[Column]:
    """Let a title above the table tell the metric, where nothing else does and there is one kind of figure."""
    metrics = [one for one in columns if one.field == "metric" or (one.holds_figures and "metric" in one.said)]
    figures = [one for one in columns if one.holds_figures]
    metric = next((told for title in head.titles if (told := metric_in_title(title))), None)
    if metrics or "metric" in layout.fill or metric is None or not figures:
        return list(columns)
    if len(figures) > 1 and not all(one.said.keys() & {"period", "place"} for one in figures):
        return list(columns)
    return [
        replace(one, said=one.said | {"metric": metric}, why=f"{one.why}; the title above") if one in figures else one
        for one in columns
    ]


def by_units_above(columns: Sequence[Column], head: Head, layout: Layout) -> list[Column]:
    """Let a line above the table tell the unit, or the scale, of all figures that have none of their own."""
    unit = next((told for title in head.titles if (told := unit_in_title(title))), None)
    if unit is None or "unit" in layout.fill or any(one.field in {"unit", "quantity.unit"} for one in columns):
        return list(columns)
    return [
        replace(one, said=one.said | {"unit": unit}, why=f"{one.why}; {unit} by a line above")
        if one.field == "quantity" and unit_in(one.said.get("metric", "")) is None
        else one
        for one in columns
    ]


def metric_in_title(title: str) -> str | None:
    """Give what a table's title says is measured: "Table 3. Population by country, 2020" is population."""
    plain = _TITLE_START.sub("", title.strip())
    listed = _LIST_BY.fullmatch(plain)
    metric = _TITLE_END.sub("", listed["metric"] if listed else plain).strip(" .,:;–—-")
    return metric if metric and len(metric) <= _LONGEST_METRIC and not _NO_METRIC.match(metric) else None


def _may_be_figure(cell: str) -> bool:
    return is_missing(cell) or is_number(cell)


def named_apart(columns: Sequence[Column], layout: Layout) -> list[Column]:
    """Let the heads of several columns of figures tell the metric, where nothing else does."""
    figures = [column for column in columns if column.holds_figures and not column.said]
    if len(figures) < 2 or "metric" in layout.fill or any(column.field == "metric" for column in columns):  # noqa: PLR2004
        return list(columns)
    return [
        replace(column, said={"metric": bracketed(column.name)}) if column.holds_figures and not column.said else column
        for column in columns
    ]


def located(place: int, column: Column, head: Head) -> Column:
    """Give a column of places its level, and whether they are states, as its head and its cells tell."""
    if column.field != "place":
        return column
    level = place_level(column.name)
    cells = [row[place].strip() for row in head.sample if place < len(row) and row[place].strip()]
    states = sum(state_of(cell) is not None for cell in cells) if level == 1 else 0
    are_states = bool(cells) and states >= _MOST_STATES * len(cells)
    return numbered(replace(column, level=level, are_states=are_states), place, head)


def with_states(columns: Sequence[Column], head: Head) -> list[Column]:
    """Let the codes of counties tell the states that no column names."""
    levels = {one.level for one in columns if one.field == "place"}
    if 0 not in levels or 1 in levels:
        return list(columns)
    for at, column in enumerate(columns):
        cells = [row[at].strip() for row in head.sample if at < len(row) and row[at].strip()]
        if column.field is None and cells and all(state_of_fips(cell) is not None for cell in cells):
            told = replace(column, field="place", level=1, are_states=True, why="FIPS codes: the state")
            return [*columns[:at], told, *columns[at + 1 :]]
    return list(columns)


@lru_cache(maxsize=1_000)
def state_of(cell: str) -> str | None:
    """Give one of the United States, by name or code, as it is read for no country and no town; None for others.

    "GA" and "Georgia" are the state's only where the column's other cells are such too.
    """
    if (state := state_of_fips(cell)) is not None:
        return state
    if _STATE.fullmatch(cell):
        return f"US-{cell}" if read_place(f"US-{cell}").key.startswith("US/") else None
    known = load_states().get(fold_name(cell))
    return f"{cell}, USA" if known is not None and known.key.startswith("US/") else None
