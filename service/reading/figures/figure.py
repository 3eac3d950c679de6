"""A figure as parsed, before bounds are worked out."""

from decimal import Decimal

from msgspec import Struct

from service.reading.figures.rates import Rate
from service.reading.figures.sides import Side
from service.reading.figures.units import Measure


class Figure(Struct):
    """A figure as parsed, before bounds are worked out; `end` is the index of the token after it."""

    start: int
    end: int
    low: Side
    high: Side | None = None
    vague: tuple[Decimal, Decimal] | None = None
    approximators: tuple[str, ...] = ()
    direction: str = ""
    measure: Measure | None = None
    rate: Rate | None = None
    ratio: str = ""
    thing: tuple[int, int] | None = None
    other: "Figure | None" = None
    denominator: Side | None = None
    is_floor: bool = False
    """Whether "from" stands right before the number."""
    is_between: bool = False
    """Whether "between" stands before the number: two must follow."""
    basis_at: int | None = None
    """Where the first words begin that say on what basis the figure stands: "year-on-year", "annualised"."""
