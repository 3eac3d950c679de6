"""Settle what a figure says by what its metric says: "300" of "average daily losses" is 300 per day.

The matching of metrics keeps such words as qualifiers; here the figure takes them up, so that the same fact in two
forms becomes the same quantity: "-2.8%" and "fell 2.8%" of "change in retail sales", "0.25" and "25 %" of a share.
"""

import re
from decimal import Decimal, localcontext

from msgspec.structs import replace

from service.claim import Interval, Metric, Quantity, QuantityKind, Unit
from service.errors import Unreadable
from service.reading.expected import counts_whole_things, is_in_metres
from service.reading.figures.bounds import Span, converted
from service.reading.figures.lexicon import lexicon_for
from service.reading.figures.numerals import EXACT
from service.reading.figures.rates import PER_PERSON, TIMES, Rate, time_rate
from service.reading.figures.tokens import fold, tokens_of
from service.reading.figures.units import PERCENT, RATIO, units_for
from service.reading.lexicon_files import WORLD, load
from service.reading.metric import is_change_of_prices, is_moved
from service.reading.quantity import read_quantity
from service.reading.words import cut

_ZERO, _ONE, _HUNDRED, _MILLION = Decimal(0), Decimal(1), Decimal(100), Decimal(1_000_000)
_RATED = re.compile(r"count|money:.+|volume|mass|energy|length|area|data")
_BY_METRIC = load(WORLD, "signs")["by_metric"]
_METRES = re.compile(r"\d(?P<apart>\s?)m\b")
_PART_OF = re.compile(r"(?<!\S)(?P<part>\d{1,6}) (?:out of|of|von|sur|de|из|із|з) (?P<all>\d{1,6})(?![\d.,])")
_SPOKEN = 10
"""In tenths, quarters, thirds people speak of shares; "34 of 45" they have counted."""


def resolve(quantity: Quantity, metric: Metric) -> Quantity:
    """Give the quantity with kind, rate and share reconciled with the metric; otherwise as it is.

    Per day (week, month, year, person): a bare number, money or a physical amount becomes a rate. Change: a level or a
    ratio ("doubled") becomes a change, and a positive figure of a "decline in …" a negative one. Ratio: a bare number
    or a percentage becomes a ratio. Share: a bare number is per cent, and below one a part of the whole. "67m" is 67
    million unless the metric speaks of heights or distances. "34 of 45
    drones" of "drones shot down" is 34. Per cent of the index of prices are its change.
    """
    with localcontext(EXACT):
        quantity = _change(quantity, metric) if is_moved(metric, quantity) else quantity
        quantity = _resolved(_counted(_millions(_named_by_metric(quantity, metric), metric), metric), metric)
        return replace(quantity, kind=QuantityKind.CHANGE) if is_change_of_prices(metric, quantity) else quantity


def _resolved(quantity: Quantity, metric: Metric) -> Quantity:
    if quantity.unit.dimension == "percentage_points" and _is_decrease(metric) and _is_positive(quantity):
        return _mirrored(quantity)
    for qualifier in metric.qualifiers:
        group, _, value = qualifier.partition(":")
        if group == "per":
            quantity = _per(quantity, value)
        elif group == "measure":
            quantity = _measured(quantity, value, metric)
    return quantity


def _measured(quantity: Quantity, value: str, metric: Metric) -> Quantity:
    if value == "change":
        return _change(quantity, metric)
    if value == "ratio":
        return _ratio(quantity)
    return _share(quantity) if value == "share" else quantity


def _named_by_metric(quantity: Quantity, metric: Metric) -> Quantity:
    """Read a sign of two units as the one that the metric speaks of: "65 kt" of wind are knots, of ore kilotonnes."""
    for sign, entry in _BY_METRIC.items():
        if quantity.unit.name == entry["instead_of"] and re.search(rf"\d\s?{sign}\b", quantity.as_given):
            other = units_for(lexicon_for(None)).by_key[entry["unit"]]
            if any(word in entry["words"] for word in cut(fold(metric.as_given))):
                factor = EXACT.divide(other.factor, Decimal(entry["factor"]))
                return _scaled(quantity, factor, Unit(other.name, other.dimension, other.base), quantity.kind)
    return quantity


def _millions(quantity: Quantity, metric: Metric) -> Quantity:
    """Read the "m" of "67m" as million where the metric has nothing to do with metres.

    Raises:
        Unreadable: It stands apart from the digits, as metres do, and the metric counts nothing that is known: "2 m".
    """
    found = _METRES.search(quantity.as_given) if quantity.unit.name == "metre" else None
    if found is None or is_in_metres(metric.as_given):
        return quantity
    if found["apart"] and not counts_whole_things(metric.as_given, None):
        problem = 'The "m" can be metres or million.'
        raise Unreadable("/quantity", quantity.as_given, problem, '"2 metres", "2 million"')
    return _scaled(quantity, _MILLION, Unit("", "count", ""), quantity.kind)


def _counted(quantity: Quantity, metric: Metric) -> Quantity:
    """Read "34 of 45" as 34 where the metric counts; "7 out of 10" is a share, and so is that of other things."""
    if quantity.unit.dimension != PERCENT.dimension or any(one.startswith("measure:") for one in metric.qualifiers):
        return quantity
    found = _PART_OF.search(quantity.as_given)
    if found is None or _is_round(found["all"]) or not _speaks_of(metric, quantity.unit.thing):
        return quantity
    try:
        part = read_quantity(f"{quantity.as_given[: found.end('part')]} {quantity.unit.thing or ''}")
    except Unreadable:
        return quantity
    return replace(part, as_given=quantity.as_given)


def _is_round(whole: str) -> bool:
    """10, 100, 20, 5,000: numbers that shares are spoken of in."""
    return int(whole) <= _SPOKEN or whole.rstrip("0") in {"1", "2", "25", "5"}


def _speaks_of(metric: Metric, thing: str | None) -> bool:
    return thing is None or thing.split()[-1].removesuffix("s") in metric.as_given.casefold()


def _per(quantity: Quantity, name: str) -> Quantity:
    if quantity.kind is not QuantityKind.LEVEL or not _RATED.fullmatch(quantity.unit.dimension):
        return quantity
    rate = PER_PERSON if name == "person" else time_rate(name) if name in TIMES else None
    return (
        quantity if rate is None else _scaled(quantity, rate.factor, _unit_per(quantity.unit, rate), QuantityKind.RATE)
    )


def _unit_per(unit: Unit, rate: Rate) -> Unit:
    return replace(
        unit,
        name=f"{unit.name} {rate.name}".strip(),
        dimension=f"{unit.dimension}/{rate.dimension}",
        base=f"{unit.base or '1'}/{rate.base}",
    )


def _scaled(quantity: Quantity, factor: Decimal, unit: Unit, kind: QuantityKind, offset: Decimal = _ZERO) -> Quantity:
    """Give (value + offset) × factor in another unit and kind."""
    meant, stated = (_converted(interval, factor, offset) for interval in (quantity.interval, quantity.stated))
    return replace(quantity, interval=meant, stated=stated, unit=unit, kind=kind)


def _converted(interval: Interval, factor: Decimal, offset: Decimal) -> Interval:
    return Interval(
        *converted(Span(interval.low, interval.high, interval.low_open, interval.high_open), factor, offset)
    )


def _change(quantity: Quantity, metric: Metric) -> Quantity:
    if quantity.kind is QuantityKind.RATIO:
        return _scaled(quantity, _HUNDRED, _unit_of_percent(quantity), QuantityKind.CHANGE, -_ONE)
    if quantity.kind is not QuantityKind.LEVEL:
        return quantity
    changed = replace(quantity, kind=QuantityKind.CHANGE)
    return _mirrored(changed) if _is_decrease(metric) and _is_positive(quantity) else changed


def _is_decrease(metric: Metric) -> bool:
    """Tell "decline in sales" from "change in sales"."""
    lexicon, tokens = lexicon_for(None), tokens_of(fold(metric.as_given))
    return any(lexicon.word("decrease", tokens, at) > at for at in range(len(tokens) - 1))


def _is_positive(quantity: Quantity) -> bool:
    stated = quantity.stated
    unsigned = not quantity.as_given.lstrip().startswith(("+", "-", "−", "–"))
    return unsigned and (stated.low is None or stated.low >= 0) and (stated.high is None or stated.high > 0)


def _mirrored(quantity: Quantity) -> Quantity:
    return replace(quantity, interval=_negated(quantity.interval), stated=_negated(quantity.stated))


def _negated(interval: Interval) -> Interval:
    return Interval(*Span(interval.low, interval.high, interval.low_open, interval.high_open).mirrored())


def _unit_of_percent(quantity: Quantity) -> Unit:
    return Unit(PERCENT.name, PERCENT.dimension, PERCENT.base, quantity.unit.thing)


def _ratio(quantity: Quantity) -> Quantity:
    unit = Unit(RATIO.name, RATIO.dimension, RATIO.base)
    if quantity.kind is QuantityKind.CHANGE and quantity.unit.dimension == "percent":
        return _scaled(quantity, Decimal("0.01"), unit, QuantityKind.RATIO, _HUNDRED)
    if quantity.kind is not QuantityKind.LEVEL:
        return quantity
    if quantity.unit.dimension == "percent":
        return _scaled(quantity, Decimal("0.01"), unit, QuantityKind.RATIO)
    bare = quantity.unit.dimension == "count" and not quantity.unit.name
    return _scaled(quantity, _ONE, unit, QuantityKind.RATIO) if bare else quantity


def _share(quantity: Quantity) -> Quantity:
    """Read "25" and "0.25" of a share as 25 per cent; a number of things stays one."""
    high = quantity.stated.high if quantity.stated.high is not None else quantity.stated.low
    bare = quantity.unit.dimension == "count" and not quantity.unit.name and quantity.kind is QuantityKind.LEVEL
    if not bare or high is None or not 0 <= high <= _HUNDRED:
        return quantity
    part = 0 < high < 1 or (high == 1 and "." in quantity.as_given)
    return _scaled(quantity, _HUNDRED if part else _ONE, _unit_of_percent(quantity), QuantityKind.LEVEL)
