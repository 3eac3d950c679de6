"""Settle what a figure says by what its metric says: "300" of "average daily losses" is 300 per day.

The matching of metrics drops these words from the phrase and keeps them as qualifiers; here the figure takes them up,
so that the same fact in two forms becomes the same quantity.
"""

from decimal import Decimal

from msgspec.structs import replace

from service.claim import Interval, Metric, Quantity, QuantityKind
from service.reading.figures.bounds import Span, converted
from service.reading.figures.rates import PER_PERSON, Rate, time_rate

_TIMES = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")


def settle(quantity: Quantity, metric: Metric) -> Quantity:
    """Give the quantity with its kind and rate reconciled with the metric's qualifiers; it stays as it is otherwise."""
    for qualifier in metric.qualifiers:
        group, _, value = qualifier.partition(":")
        if group == "per":
            quantity = _per(quantity, value)
        elif qualifier == "measure:change":
            quantity = _change(quantity)
    return quantity


def _per(quantity: Quantity, name: str) -> Quantity:
    if quantity.kind is not QuantityKind.LEVEL or "/" in quantity.unit.dimension:
        return quantity
    rate = PER_PERSON if name == "person" else time_rate(name) if name in _TIMES else None
    return quantity if rate is None else _rated(quantity, rate)


def _rated(quantity: Quantity, rate: Rate) -> Quantity:
    unit = replace(
        quantity.unit,
        name=f"{quantity.unit.name} {rate.name}".strip(),
        dimension=f"{quantity.unit.dimension}/{rate.dimension}",
        base=f"{quantity.unit.base or '1'}/{rate.base}",
    )
    return replace(
        quantity,
        kind=QuantityKind.RATE,
        unit=unit,
        interval=_scaled(quantity.interval, rate.factor),
        stated=_scaled(quantity.stated, rate.factor),
    )


def _scaled(interval: Interval, factor: Decimal) -> Interval:
    span = Span(interval.low, interval.high, interval.low_open, interval.high_open)
    return Interval(*converted(span, factor, Decimal(0)))


def _change(quantity: Quantity) -> Quantity:
    return replace(quantity, kind=QuantityKind.CHANGE) if quantity.kind is QuantityKind.LEVEL else quantity
