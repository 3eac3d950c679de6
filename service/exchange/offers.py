"""What a column that nothing has told might hold, by what stands in it: asked back, and never taken unasked.

A column of words that no head explains may be whom the figures are of, or a remark. Which of the two, a person knows;
what stands there, and whether rows are told apart by it, shows what to ask.
"""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from service.errors import Invalid
from service.exchange.heads import is_missing, is_number, periods_in
from service.exchange.layout import Column, Head
from service.exchange.left_over import told_by
from service.reading.place import find_place

LEFT_OUT = ""
"""No field of a claim: the offer is to leave the column out."""
_MOST, _SOME = 0.8, 0.3
_LONG = 60
"""In characters. Cells that are as long on average are sentences."""
_LOOKED_AT = 50
_SHOWN, _SHOWN_LENGTH = 3, 30
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_MEANINGS = {
    "subject": "of whom or what the figure is",
    "metric": "what is measured",
    "place": "where",
    "period": "when",
    "quantity": "the figure",
    "url": "where it was published",
    "quote": "the sentence it stands in",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A field that a column may hold; an empty one leaves it out."""

    field: str
    why: str


def offers_for(head: Head, at: int, columns: Sequence[Column | None], filled: AbstractSet[str]) -> list[Offer]:
    """Give what the column at a place may hold, the likeliest first; to leave it out is always one of them.

    Args:
        head: The head of the table, with its first rows.
        at: The place of a column that nothing has told.
        columns: All columns, as far as they are told.
        filled: Fields that all rows share.
    """
    cells = [row[at].strip() for row in head.sample if at < len(row) and not is_missing(row[at])]
    taken = {column.field for column in columns if column} | filled
    by_form = [field for field, tells in _FORMS.items() if field not in taken and cells and tells(cells[:_LOOKED_AT])]
    offered = [Offer(field, _MEANINGS[field]) for field in by_form]
    if not offered and len(set(cells)) > 1:
        offered = [Offer(field, _MEANINGS[field]) for field in _of_words(taken)]
    if _tells_apart(head, at, columns):
        return [*offered, Offer(LEFT_OUT, "left out, rows that it alone tells apart would contradict each other")]
    return [Offer(LEFT_OUT, "it can be left out, for no row is told apart by it"), *offered]


def asked_back(head: Head, at: int, offered: Sequence[Offer]) -> str:
    """Say what stands in a column, and what of it would be understood."""
    cells = dict.fromkeys(row[at].strip() for row in head.sample if at < len(row) and row[at].strip())
    shown = ", ".join(f'"{_shortened(cell)}"' for cell in list(cells)[:_SHOWN])
    fields = " or ".join(f'"{one.field}" ({one.why})' for one in offered if one.field)
    understood = f"understood would be {fields}; " if fields else ""
    left_out = next(one.why for one in offered if not one.field)
    return f"In it stands {shown or 'nothing'}: {understood}{left_out}."


def _of_words(taken: AbstractSet[str | None]) -> list[str]:
    """Give the fields of words: the metric first where every claim still needs one. Several may be the subject."""
    return [field for field in ("metric", "subject") if field not in taken or field == "subject"]


def _tells_apart(head: Head, at: int, columns: Sequence[Column | None]) -> bool:
    """Tell whether rows that the known columns have alike differ in this one."""
    keys = [place for place, one in enumerate(columns) if one and one.field and not one.holds_figures]
    return told_by(head, [*keys, at]) > told_by(head, keys) if head.sample else False


def _are_periods(cells: Sequence[str]) -> bool:
    try:
        return len(periods_in(cells)) >= _MOST * len(set(cells))
    except Invalid:
        return True  # Days of which nothing tells the month are days.


def _are_places(cells: Sequence[str]) -> bool:
    return sum(not is_number(cell) and find_place(cell) is not None for cell in cells) >= _SOME * len(cells)


def _are_figures(cells: Sequence[str]) -> bool:
    return sum(map(is_number, cells)) >= _MOST * len(cells)


def _are_links(cells: Sequence[str]) -> bool:
    return all(map(_LINK.fullmatch, cells))


def _are_sentences(cells: Sequence[str]) -> bool:
    return sum(map(len, cells)) >= _LONG * len(cells) and not _are_links(cells)


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _SHOWN_LENGTH else f"{cell[:_SHOWN_LENGTH]}…"


_FORMS: dict[str, Callable[[Sequence[str]], bool]] = {
    "url": _are_links,
    "quote": _are_sentences,
    "period": _are_periods,
    "quantity": _are_figures,
    "place": _are_places,
}
