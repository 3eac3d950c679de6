"""Figures for tests of causes, in words: said("4,418"), said("33", source="JHU", day="2020-03-17")."""

from datetime import date
from uuid import UUID, uuid5

from service.disputing.causes import Said, read_printed
from service.reading.quantity import read_quantity

NAMES = UUID(int=7)


def said(text: str, source: str = "", day: str = "2022-11-20", metric: str = "losses") -> Said:
    quantity = read_quantity(text, language="en")
    return Said(
        as_given=text,
        source=source or f"who says {text}",
        printed=read_printed(text, quantity.interval),
        day=date.fromisoformat(day),
        metric=metric,
        dimension=quantity.unit.dimension,
        kind=quantity.kind,
        claim_id=uuid5(NAMES, f"{text} {source} {day} {metric}"),
        what=metric,
    )
