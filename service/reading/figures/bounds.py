"""From an amount and its approximator to bounds: how far "about", "almost" and the written precision reach.

Sources. That a round number stands for its neighbourhood, the wider the rounder, is Lasersohn's pragmatic halo
("Pragmatic halos", Language 75, 1999) and Krifka's coarse scales ("Approximate interpretation of number words",
2007). That "almost" and "nearly" stay below the number while "about" is two-sided, and that the reach grows with
roundness, was measured by Ferson et al. ("Natural language of uncertainty: numeric hedge words", International
Journal of General Systems 44, 2015). The reach used here: five halves of the last written place that is not zero
("about 85 thousand": 2,500 either way, "about 83,880": 25), and never more than a tenth of the number ("about 300":
30). "Just over" and "just under" reach half as far. Bounds ("more than", "at least", "up to") take the number as said
and are unbounded at the other end.
"""

from decimal import Decimal
from typing import NamedTuple

from service.claim import Approximator
from service.reading.figures.cardinals import Amount
from service.reading.figures.numerals import EXACT

_HALF, _ZERO, _HUNDRED = Decimal("0.5"), Decimal(0), Decimal(100)
_REACH_PLACES = Decimal(5)
_ONE_DIGIT_SHARE = Decimal("0.05")
_REACH_SHARE = Decimal("0.1")
_FRACTION_SHARE, _FRACTION_POINTS = Decimal("0.04"), Decimal("0.01")


class Span(NamedTuple):
    """Bounds in the printed unit; None is unbounded."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def mirrored(self) -> "Span":
        """Give the span of the negated figure."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Span(low, high, self.high_open, self.low_open)


class Bounds(NamedTuple):
    """What was said (`stated`), and what it can mean with its written precision (`meant`)."""

    stated: Span
    meant: Span
    approximator: Approximator


def precision_of(amount: Amount, *, continuous: bool, cap_percent: Decimal) -> Decimal:
    """Give half of the written place: how far the true value may lie from the printed one.

    Trailing zeros of a whole number count as rounding up to `cap_percent` of the value. A whole number of things is
    exact; a whole number of a continuous unit ("7 %", "12 GW"), or a bare one, is rounded to the unit. One digit with a
    scale ("three billion") is five per cent wide either way.
    """
    if amount.fraction:
        return min(_FRACTION_POINTS, _FRACTION_SHARE * abs(amount.value))
    capped = min(amount.zeros, abs(amount.value) * cap_percent / _HUNDRED)
    if not amount.whole:
        return max(_capped(amount), capped)
    if not amount.value and not continuous:
        return _ZERO
    rounded = capped if amount.zeros > _HALF else _ZERO
    return max(rounded, _HALF) if continuous else rounded


def _capped(amount: Amount) -> Decimal:
    if amount.half <= _HALF or len(amount.mantissa.normalize().as_tuple().digits) > 1:
        return amount.half
    return min(amount.half, abs(amount.value) * _ONE_DIGIT_SHARE)


def reach_of(amount: Amount) -> Decimal:
    """Give how far an approximator reaches around the number."""
    place = _FRACTION_POINTS if amount.fraction else amount.zeros
    return min(_REACH_PLACES * place, _REACH_SHARE * abs(amount.value))


def around(value: Decimal, half: Decimal) -> Span:
    """Give the span that rounds to the value: half-open away from zero, so that 7.1 and 7.2 share no point."""
    if not half:
        return Span(value, value)
    if value < 0:
        return Span(value - half, value + half, low_open=True)
    return Span(value - half, value + half, high_open=True)


def bounds_of(approximator: str, value: Decimal, half: Decimal, reach: Decimal) -> Bounds:
    """Apply an approximator of the lexicon to a number.

    Args:
        approximator: A name of the table: "about", "almost", "just_over", "more_than" … or "exact".
        value: The number, with its sign.
        half: Its written precision, see `precision_of`.
        reach: See `reach_of`.
    """
    if approximator == "exact":
        return Bounds(Span(value, value), around(value, half), Approximator.EXACT)
    kind, span = _TABLE[approximator](abs(value) if approximator in _BY_SIZE else value, reach)
    if approximator in _BY_SIZE and value < 0:
        span = span.mirrored()
    return Bounds(span, span, kind)


def _about(value: Decimal, reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.ABOUT, Span(value - reach, value + reach)


def _almost(value: Decimal, reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.ALMOST, Span(value - reach, value, high_open=True)


def _just_under(value: Decimal, reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.ALMOST, Span(value - reach * _HALF, value, high_open=True)


def _just_over(value: Decimal, reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.JUST_OVER, Span(value, value + reach * _HALF, low_open=True)


def _odd(value: Decimal, reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.JUST_OVER, Span(value, value + reach)


def _more_than(value: Decimal, _reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.MORE_THAN, Span(value, None, low_open=True)


def _at_least(value: Decimal, _reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.AT_LEAST, Span(value, None)


def _less_than(value: Decimal, _reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.LESS_THAN, Span(None, value, high_open=True)


def _at_most(value: Decimal, _reach: Decimal) -> tuple[Approximator, Span]:
    return Approximator.AT_MOST, Span(None, value)


_TABLE = {
    "about": _about,
    "almost": _almost,
    "just_under": _just_under,
    "just_over": _just_over,
    "odd": _odd,
    "more_than": _more_than,
    "at_least": _at_least,
    "less_than": _less_than,
    "at_most": _at_most,
}
ONE_SIDED = frozenset({"more_than", "at_least", "less_than", "at_most"})
_BY_SIZE = frozenset({"about", "almost", "just_under", "just_over", "odd"})


def between(low: Decimal, high: Decimal, low_half: Decimal, high_half: Decimal) -> Bounds:
    """Join the ends of a range ("600-800"): both included, each widened by its own written precision."""
    meant = Span(low - low_half, high + high_half, high_open=bool(high_half))
    return Bounds(Span(low, high), meant, Approximator.BETWEEN)


def converted(span: Span, factor: Decimal, offset: Decimal) -> Span:
    """Convert both ends to the base unit: (value + offset) × factor, exact as far as 40 digits reach."""
    return span._replace(low=_convert(span.low, factor, offset), high=_convert(span.high, factor, offset))


def _convert(value: Decimal | None, factor: Decimal, offset: Decimal) -> Decimal | None:
    if value is None:
        return None
    if factor == 1 and not offset:
        return plain(value)
    return plain(EXACT.multiply(EXACT.add(value, offset), factor))


_MAX_PLACES = 40
_SHORT = EXACT.copy()
_SHORT.prec = 28


def plain(value: Decimal) -> Decimal:
    """Write a decimal without exponent and without trailing zeros; one that never ends is cut at 28 digits."""
    _, digits, exponent = value.as_tuple()
    if len(digits) > _MAX_PLACES:
        value = _SHORT.plus(value)
    if not isinstance(exponent, int) or exponent == 0:
        return value
    value = EXACT.normalize(value)
    return EXACT.quantize(value, Decimal(1)) if value == EXACT.to_integral_value(value) else value
