"""From a parsed figure to a Quantity: bounds in the printed unit, then in the dimension's base unit."""

from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from service.claim import Approximator, Interval, Quantity, QuantityKind, Unit
from service.reading.figures.bounds import (
    ONE_SIDED,
    Bounds,
    Span,
    between,
    bounds_of,
    converted,
    precision_of,
    reach_of,
)
from service.reading.figures.cardinals import Amount
from service.reading.figures.figure import Figure
from service.reading.figures.numerals import EXACT
from service.reading.figures.rates import Rate
from service.reading.figures.sides import Side
from service.reading.figures.units import COUNT, PERCENT, RATIO, Measure

_HUNDRED, _ONE, _ZERO = Decimal(100), Decimal(1), Decimal(0)
_SPEEDS = {"length": ("speed", "km/h", Decimal(24000)), "data": ("data_speed", "B/s", Decimal(86400))}
_HUNDREDTH, _FRACTION_REACH = Decimal("0.01"), Decimal("0.04")


class Printed(NamedTuple):
    """A figure with its bounds still in the printed unit."""

    bounds: Bounds
    measure: Measure
    rate: Rate | None
    kind: QuantityKind


def print_of(figure: Figure, cap_percent: Decimal, *, counted: bool = False) -> Printed:
    """Work out bounds and unit in the unit as printed; `counted`: it is a number of things that were named."""
    measure, scale = _measure(figure)
    measure, rate = _joined(measure, figure.rate)
    kind = _kind(figure, measure, rate)
    bare = not counted and bool(figure.low.value)
    is_interest = measure is PERCENT and figure.rate is not None
    continuous = not is_interest and (measure is not COUNT or rate is not None or bare)
    bounds = _bounds(figure, continuous=continuous, cap_percent=cap_percent)
    if scale != 1:
        bounds = Bounds(_times(bounds.stated, scale), _times(bounds.meant, scale), bounds.approximator)
    if figure.ratio == "divided":
        bounds = Bounds(_inverse(bounds.stated), _inverse(bounds.meant), bounds.approximator)
    if figure.direction == "down":
        bounds = Bounds(bounds.stated.mirrored(), bounds.meant.mirrored(), bounds.approximator)
    return Printed(bounds, measure, rate, kind)


def _joined(measure: Measure, rate: Rate | None) -> tuple[Measure, Rate | None]:
    """Read length per time as a speed ("100 km per hour" is 100 km/h), and per cent per annum as per cent."""
    if rate is not None and rate.name == "per year" and measure is PERCENT:
        return measure, None
    if rate is None or rate.dimension != "time" or measure.dimension not in _SPEEDS:
        return measure, rate
    dimension, base, per_day = _SPEEDS[measure.dimension]
    factor = EXACT.divide(EXACT.multiply(measure.factor, rate.factor), per_day)
    return Measure(f"{measure.name} {rate.name}", dimension, base, factor), None


def _measure(figure: Figure) -> tuple[Measure, Decimal]:
    """Settle what is measured: a share is percent, "times" a ratio, a number without a unit a count."""
    if figure.measure is not None:
        return figure.measure, _ONE
    if figure.denominator is not None:
        measure, share = (PERCENT, _HUNDRED) if figure.ratio == "in" else (RATIO, _ONE)
        return measure, EXACT.divide(share, figure.denominator.value)
    if figure.ratio in ("times", "divided"):
        return RATIO, _ONE
    if figure.low.amount.fraction and figure.rate is None and abs(figure.low.value) < 1:
        return PERCENT, _HUNDRED
    return COUNT, _ONE


def _kind(figure: Figure, measure: Measure, rate: Rate | None) -> QuantityKind:
    if figure.direction in ("up", "down"):
        return QuantityKind.CHANGE
    if measure is RATIO:
        return QuantityKind.RATIO
    if measure.dimension == "percentage_points":
        return QuantityKind.CHANGE
    return QuantityKind.RATE if rate is not None or measure.dimension.endswith("/time") else QuantityKind.LEVEL


def _bounds(figure: Figure, *, continuous: bool, cap_percent: Decimal) -> Bounds:
    if figure.vague is not None:
        span = Span(*figure.vague)
        return Bounds(span, span, Approximator.VAGUE)
    name = _strongest(figure.approximators)
    if figure.high is not None:
        return _range(figure, figure.high, name, continuous=continuous, cap_percent=cap_percent)
    if figure.other is not None:
        return _chained(figure, figure.other, cap_percent)
    amount = _share(figure) or figure.low.amount
    half = precision_of(amount, continuous=continuous, cap_percent=cap_percent)
    bounds = bounds_of(name, figure.low.value, half, reach_of(amount))
    if figure.direction in ("up", "down") and bounds.stated.low is None:
        bounds = bounds._replace(stated=bounds.stated._replace(low=_ZERO), meant=bounds.meant._replace(low=_ZERO))
    return bounds


def _chained(figure: Figure, other: Figure, cap_percent: Decimal) -> Bounds:
    """Join two bounds: "above 1000 and below 1500"."""
    spans = [_bounds(one, continuous=True, cap_percent=cap_percent).stated for one in (_alone(figure), other)]
    low, high = sorted(spans, key=lambda span: span.low is None)
    span = Span(low.low, high.high, low.low_open, high.high_open)
    return Bounds(span, span, Approximator.BETWEEN)


def _alone(figure: Figure) -> Figure:
    return replace(figure, other=None)


def _share(figure: Figure) -> Amount | None:
    """Give "one in four" the reach of a fraction, still counted in the printed ones."""
    if figure.denominator is None or figure.ratio != "in":
        return None
    whole, part = figure.denominator.value, figure.low.amount.value
    half = min(whole * _HUNDREDTH, part * _FRACTION_REACH)
    return figure.low.amount._replace(half=half, zeros=half, whole=False)


def _strongest(names: tuple[str, ...]) -> str:
    """Of "at least about", the bound counts; of two alike, the first."""
    for name in names:
        if name in ONE_SIDED:
            return name
    return names[0] if names else "exact"


def _range(figure: Figure, high: Side, name: str, *, continuous: bool, cap_percent: Decimal) -> Bounds:
    ends = sorted((figure.low, high), key=lambda side: side.value)
    halves = [precision_of(side.amount, continuous=continuous, cap_percent=cap_percent) for side in ends]
    low, high_end = ends
    if name == "about":
        reaches = [min(reach_of(side.amount), abs(side.value)) for side in ends]
        span = Span(low.value - reaches[0], high_end.value + reaches[1])
        return Bounds(span, span, Approximator.BETWEEN)
    return between(low.value, high_end.value, halves[0], halves[1])


def _times(span: Span, factor: Decimal) -> Span:
    return converted(span, factor, _ZERO)


def _inverse(span: Span) -> Span:
    """Give one over the span: "3 times lower" is a third."""
    low = EXACT.divide(_ONE, span.high) if span.high else None
    high = EXACT.divide(_ONE, span.low) if span.low else None
    return Span(low, high, span.high_open, span.low_open)


def quantity_of(printed: Printed, given: str, thing: str | None, things_text: str) -> Quantity:
    """Convert to the base unit and name the unit."""
    measure, rate = printed.measure, printed.rate
    factor = measure.factor if rate is None else EXACT.multiply(measure.factor, rate.factor)
    offset = _ZERO if printed.kind is QuantityKind.CHANGE or rate is not None else measure.offset
    meant, stated = (converted(span, factor, offset) for span in (printed.bounds.meant, printed.bounds.stated))
    return Quantity(
        as_given=given,
        kind=printed.kind,
        interval=_interval(meant),
        stated=_interval(stated),
        approximator=printed.bounds.approximator,
        unit=unit_of(measure, rate, thing, things_text),
    )


def _interval(span: Span) -> Interval:
    return Interval(span.low, span.high, span.low_open, span.high_open)


def unit_of(measure: Measure, rate: Rate | None, thing: str | None, things_text: str) -> Unit:
    """Name the unit: the measure, or the things counted, and what it is per."""
    name = measure.name or things_text
    if rate is None:
        return Unit(name, measure.dimension, measure.base, thing)
    base = f"{measure.base or '1'}/{rate.base}"
    return Unit(f"{name} {rate.name}".strip(), f"{measure.dimension}/{rate.dimension}", base, thing)
