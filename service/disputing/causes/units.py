"""Slips of units: a figure that is another one in other units. Only with their evidence, for ratios meet by chance."""

from decimal import Decimal

from service.claim import QuantityKind
from service.disputing.causes.digits import Passed
from service.disputing.causes.printed import Printed, Said
from service.knowledge import CauseName

FACTORS: dict[str, tuple[tuple[Decimal, str], ...]] = {
    "length": (
        (Decimal("1.609344"), "kilometres and miles"),
        (Decimal("1.852"), "kilometres and nautical miles"),
        (Decimal("3.280839895"), "metres and feet"),
    ),
    "area": (
        (Decimal("2.589988110336"), "square kilometres and square miles"),
        (Decimal("2.471053814672"), "hectares and acres"),
    ),
    "mass": ((Decimal("2.204622621849"), "kilograms and pounds"),),
    "volume": ((Decimal("158.987294928"), "litres and barrels"), (Decimal("3.785411784"), "litres and gallons")),
}
_TIMES = (
    (Decimal(7), "per day and per week"),
    (Decimal(12), "per month and per year"),
    (Decimal(52), "per week and per year"),
    (Decimal(365), "per day and per year"),
)
_FAHRENHEIT, _FREEZING = Decimal("1.8"), Decimal(32)


def compare_units(one: Said, other: Said) -> Passed | None:
    """Say which units two figures of one dimension seem to be printed in, although both were read in the same one.

    The larger is the smaller times the factor between two units of that dimension, within the printed precision of
    both; of a rate also the factor between two spans; of temperatures Fahrenheit and Celsius. Tons never: the three
    kinds lie as near to each other as honest figures do.
    """
    if one.printed is None or other.printed is None or one.dimension != other.dimension:
        return None
    count = min(one.printed.length, other.printed.length)
    if one.dimension == "temperature":
        return _temperatures(one.printed, other.printed, count)
    if one.printed.value <= 0 or other.printed.value <= 0:
        return None
    smaller, larger = sorted((one.printed, other.printed), key=lambda printed: printed.value)
    for factor, words in FACTORS.get(one.dimension, ()):
        if _is_times(smaller, larger, factor):
            return Passed(CauseName.UNIT, "unit", words, count)
    for factor, words in _TIMES if one.kind is QuantityKind.RATE else ():
        if _is_times(smaller, larger, factor):
            return Passed(CauseName.PER_TIME, "per_time", words, count)
    return None


def _is_times(smaller: Printed, larger: Printed, factor: Decimal) -> bool:
    low, high = smaller.interval.low or Decimal(0), smaller.interval.high or Decimal(0)
    least, most = larger.interval.low or Decimal(0), larger.interval.high or Decimal(0)
    return low * factor < most and least < high * factor


def _temperatures(one: Printed, other: Printed, count: int) -> Passed | None:
    colder, hotter = sorted((one, other), key=lambda printed: printed.value)
    low, high = ((end or Decimal(0)) * _FAHRENHEIT + _FREEZING for end in (colder.interval.low, colder.interval.high))
    if low < (hotter.interval.high or Decimal(0)) and (hotter.interval.low or Decimal(0)) < high:
        return Passed(CauseName.UNIT, "temperature", "°C and °F", count)
    return None
