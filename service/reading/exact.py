"""A figure given in exact fields: the ends are taken as they are, without any rounding read into them."""

import re
from decimal import Decimal

from service.claim import Approximator, Interval, Quantity, QuantityKind
from service.errors import Unreadable
from service.reading.draft import QuantityFields
from service.reading.quantity import read_quantity

_DECIMAL = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_UNDERSTOOD = '{"value": "84600"}, {"low": "600", "high": "800", "unit": "km"}'


def read_exact(fields: QuantityFields, place: str | None = None) -> Quantity:
    """Read exact fields into a quantity in the dimension's base unit; the place settles whose dollars are meant.

    Raises:
        Unreadable: No figure, a value beside two ends, ends in the wrong order, a decimal or unit that cannot be read.
    """
    low, high = _ends(fields)
    given = _as_given(fields)
    read_ends = [None if end is None else _read_end(end, fields, place) for end in (low, high)]
    model = next(one for one in read_ends if one is not None)
    bounds = [None if one is None else _only(one) for one in read_ends]
    if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
        raise Unreadable("/quantity/high", given, "The upper end is below the lower end.", _UNDERSTOOD)
    interval = Interval(bounds[0], bounds[1], fields.low_open, fields.high_open)
    kind = model.kind if fields.kind is QuantityKind.LEVEL else fields.kind
    return Quantity(given, kind, interval, interval, _approximator(fields, bounds), model.unit)


def _ends(fields: QuantityFields) -> tuple[str | None, str | None]:
    if fields.value is not None and (fields.low is not None or fields.high is not None):
        raise Unreadable("/quantity/value", fields.value, "A single value and an end are both given.", _UNDERSTOOD)
    if fields.value is not None:
        return fields.value, fields.value
    if fields.low is None and fields.high is None:
        raise Unreadable("/quantity", "{}", "There is no figure in it.", _UNDERSTOOD)
    return fields.low, fields.high


def _read_end(end: str, fields: QuantityFields, place: str | None) -> Quantity:
    if not _DECIMAL.fullmatch(end):
        problem = "This is no plain decimal of at most 40 digits."
        raise Unreadable("/quantity", end, problem, '"84600", "7.15", "-2.8", "1.2e9"')
    word = "up " if fields.kind is QuantityKind.CHANGE else ""
    return read_quantity(f"{word}{Decimal(end):f}", language="en", place=place, unit=fields.unit)


def _only(quantity: Quantity) -> Decimal:
    if quantity.stated.low is None or quantity.stated.low != quantity.stated.high:
        raise Unreadable("/quantity/unit", quantity.as_given, "The unit makes no single figure of it.", _UNDERSTOOD)
    return quantity.stated.low


def _as_given(fields: QuantityFields) -> str:
    unit = f" {fields.unit}" if fields.unit else ""
    if fields.value is not None:
        return fields.value + unit
    if fields.low is None:
        return f"{'less than' if fields.high_open else 'at most'} {fields.high}{unit}"
    if fields.high is None:
        return f"{'more than' if fields.low_open else 'at least'} {fields.low}{unit}"
    return f"{fields.low}–{fields.high}{unit}"


def _approximator(fields: QuantityFields, bounds: list[Decimal | None]) -> Approximator:
    low, high = bounds
    if low is None:
        return Approximator.LESS_THAN if fields.high_open else Approximator.AT_MOST
    if high is None:
        return Approximator.MORE_THAN if fields.low_open else Approximator.AT_LEAST
    return Approximator.EXACT if low == high else Approximator.BETWEEN
