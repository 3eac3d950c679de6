"""Which column of a table is which field of a claim: as it is mapped, named, usually meant, or as its cells tell."""

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from service.errors import Invalid
from service.exchange.columns import CLAIM_COLUMNS
from service.exchange.dates import by_dates, by_months
from service.exchange.figure_cells import with_styles
from service.exchange.guessing import (
    JOINED,
    by_flags,
    by_numbers,
    by_periods,
    by_title,
    by_units_above,
    by_usual_heads,
    located,
    named_apart,
    with_states,
)
from service.exchange.layout import FIELDS, REQUIRED, REST, Column, Head, Layout
from service.exchange.left_over import by_counting, by_leaving, by_places
from service.exchange.middles import with_middles
from service.exchange.offers import asked_back, offers_for
from service.exchange.whose_places import by_heads_of_places, by_names

MOST_COLUMNS = 4_000
_PASSED_OVER = frozenset(CLAIM_COLUMNS) - FIELDS
"""Columns of our own exports that say how a claim was understood; it is read again."""
_SHOWN_COLUMNS = 30
_TOLD_AT_ONCE = 20


def lay_out(head: Head, layout: Layout) -> list[Column]:
    """Give the columns of a table by its head: as they are mapped, named, usually meant, or by what stands in them.

    Where no column holds the figure, those whose heads are periods do; else, where no column tells the metric, those
    that hold nothing but numbers do, and their heads are the metrics.

    Raises:
        Invalid: A column has no field, two have the same one, a mapped column is missing, or a field that every claim
            needs has no column; what is wrong is told at once. Or there are too many columns.
    """
    columns, wrong = tell_columns(head, layout)
    known = [column for column in columns if column is not None]
    if wrong:
        raise Invalid(" ".join(wrong[:3]), "map", [("map", message) for message in wrong[:_TOLD_AT_ONCE]])
    placed = with_states([located(place, column, head) for place, column in enumerate(known)], head)
    placed = by_units_above(placed, head, layout)
    placed = with_styles(with_middles(placed, head), head)
    return [replace(one, why="what stands in it") if head.is_invented and one.field else one for one in placed]


def tell_columns(head: Head, layout: Layout) -> tuple[list[Column | None], list[str]]:
    """Give each column as far as it can be told, None where it cannot, and all that is wrong with them.

    Raises:
        Invalid: There are too many columns.
    """
    if len(head.names) > MOST_COLUMNS:
        raise Invalid(f"The header names {len(head.names):,} columns. Send at most {MOST_COLUMNS:,}.", "body")
    names = [name.strip() for name in head.names]
    numbered = {f"#{place}": place for place in range(1, len(names) + 1)}
    columns = [_column(name, place, layout) for place, name in enumerate(names, start=1)]
    columns = by_usual_heads(names, columns, layout)
    columns = by_dates(head, columns, layout)
    columns = by_periods(head, columns, leaves_rest=REST in layout.mapping)
    columns = by_months(head, columns, layout)
    columns = by_counting(head, columns)
    columns = by_names(head, columns)
    columns = by_places(head, columns, layout)
    columns = by_names(head, columns)
    columns = by_heads_of_places(head, columns, layout)
    columns = by_numbers(head, columns, layout)
    columns = by_flags(head, names, columns)
    columns = by_leaving(head, columns, layout)
    if REST in layout.mapping:
        columns = [column or Column(name, None) for name, column in zip(names, columns, strict=True)]
    wrong = [f'There is no column "{name}". {_told(names)}' for name in _missing(layout, names, numbered)]
    wrong += _untold(head, columns, layout)
    known = named_apart([column for column in columns if column is not None], layout)
    known = by_title(known, head, layout)
    wrong += _doubled(known)
    if not any(column is None for column in columns):
        wrong += _lacking(known, layout)
    told = iter(known)
    return [None if column is None else next(told) for column in columns], wrong


def _column(name: str, place: int, layout: Layout) -> Column | None:
    if (mapped := _mapped(name, place, layout)) is not None:
        target, _, metric = mapped.partition("=")
        if target == "period" and name not in layout.mapping and f"#{place}" not in layout.mapping:
            return None  # "4/*:period": the heads are periods, the cells figures
        return Column(name or f"#{place}", target or None, {"metric": metric} if metric else {}, "mapped")
    folded = name.casefold().replace(" ", "_")
    if not name or folded in _PASSED_OVER:
        return Column(name or f"#{place}", None)
    return Column(name, folded) if folded in FIELDS else None


def _mapped(name: str, place: int, layout: Layout) -> str | None:
    """Give what a column is mapped to: by its number, its name, or a pattern of names ("4/*", "2019*")."""
    exact = layout.mapping.get(f"#{place}", layout.mapping.get(name))
    if exact is not None:
        return exact
    return next((field for one, field in layout.mapping.items() if _is_pattern(one) and fnmatchcase(name, one)), None)


def _is_pattern(name: str) -> bool:
    return "*" in name and name != REST


def _missing(layout: Layout, names: Sequence[str], numbered: dict[str, int]) -> list[str]:
    given = (name for name in layout.mapping if name not in names and name not in numbered and name != REST)
    return [one for one in given if not (_is_pattern(one) and any(fnmatchcase(name, one) for name in names))]


def _doubled(columns: Sequence[Column]) -> list[str]:
    fields = [one.field for one in columns if one.field and one.field not in JOINED and not one.said and not one.part]
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


def _untold(head: Head, columns: Sequence[Column | None], layout: Layout) -> list[str]:
    """Ask for the columns that nothing has told, with what would be understood of each."""
    untold = [at for at, column in enumerate(columns) if column is None][:_TOLD_AT_ONCE]
    offered = {at: offers_for(head, at, columns, layout.fill.keys()) for at in untold}
    return [_advice(head.names[at].strip(), asked_back(head, at, offered[at]), head.names) for at in untold]


def _advice(name: str, asked: str, names: Sequence[str]) -> str:
    return (
        f'The column "{name[:100]}" is no field of a claim. Say which by map={name[:100]}:field, or leave it out by '
        f"map={name[:100]}: with nothing behind it. {asked} {_told(names)}"
    )


def _told(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name[:60]}"' for name in names[:_SHOWN_COLUMNS])
    return f"The columns are {shown}{' …' if len(names) > _SHOWN_COLUMNS else ''}."
