"""Overlap and gap of open, closed and unbounded ends, and the verdict on them.

Agreement comes in three strengths. `agree`: both state the same. `agree_by_rounding`: two single figures that differ,
but each can be the other, rounded or approximated as it was printed. `compatible`: a bound or a range leaves room for
the other figure. Two intervals that share no point conflict, unless their gap is within the tolerance.
"""

import math
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from service.claim import Approximator, Gap, Interval, Quantity, Verdict, VerdictKind
from service.judging.severity import gap_words, measure_gap, severity_of
from service.policy import Tolerance

_SINGLE = frozenset({Approximator.EXACT, Approximator.ABOUT, Approximator.ALMOST, Approximator.JUST_OVER})
_NO_TOLERANCE = Tolerance()
_DISTANCES = {"percent": "percentage_points"}
"""By dimension: another one in which the distance of two such figures may be given."""


def judge(one: Quantity, other: Quantity, tolerance: Tolerance = _NO_TOLERANCE) -> Verdict:
    """Say whether both figures can stand, and why, in one sentence. The order of the two does not matter.

    Args:
        one: A quantity in its dimension's base unit.
        other: The quantity of another claim on the same metric and period.
        tolerance: How far apart the two may lie and still be compatible; its absolute part is in the base unit.
    """
    separator = separator_of(one, other)
    if separator is not None:
        return Verdict(VerdictKind.NOT_COMPARABLE, f"Not comparable: {separator}.", separator)
    apart = gap_between(one.interval, other.interval)
    if apart is None:
        return _standing(*_by_width(one, other))
    return _apart(one, other, apart, tolerance)


def separator_of(one: Quantity, other: Quantity) -> str | None:
    """Name what keeps two quantities from being compared at all: their dimension or their kind."""
    if one.unit.dimension != other.unit.dimension:
        left, right = sorted((_unit_name(one), _unit_name(other)))
        return f"unit: {left} and {right}"
    if one.kind is not other.kind:
        left, right = sorted((one.kind.value, other.kind.value))
        return f"kind of figure: {left} and {right}"
    return None


def gap_between(one: Interval, other: Interval) -> tuple[Decimal, Decimal] | None:
    """Give the two nearest ends of intervals that share no point, the lower first; None when they share one.

    Touching ends share their point only when both are closed; otherwise the two ends are equal and the gap is zero.
    """
    return _below(one, other) or _below(other, one)


def tolerance_within(tolerance: Tolerance, dimension: str) -> Tolerance:
    """Give what of a tolerance holds for figures of a dimension: an absolute part of another one does not."""
    if tolerance.dimension in {None, dimension, _DISTANCES.get(dimension)}:
        return tolerance
    return replace(tolerance, absolute=Decimal(0))


def has_room(tolerance: Tolerance) -> bool:
    """Say whether a tolerance allows anything; without one, ends that touch but are open are apart."""
    return bool(tolerance.absolute or tolerance.relative_percent)


def reach(high: Decimal, tolerance: Tolerance) -> Fraction:
    """Give how far above an interval's high end its neighbour may begin and still stand beside it.

    The share is of the smaller of the two ends: 100 reaches 110 at 10 %, and -110 reaches -100. It never reaches across
    zero, where a share means nothing; only the absolute part does. Whoever begins nearer is within it too.
    """
    exact, share = Fraction(high), Fraction(tolerance.relative_percent) / 100
    by_share = exact * (1 + share) if exact >= 0 else exact / (1 + share)
    return max(exact + Fraction(tolerance.absolute), by_share)


def inside_of(interval: Interval) -> tuple[float, float]:
    """Give ends that lie within the interval for certain, each the next float inwards; infinite where it is unbounded.

    Two intervals overlap for certain when each low one lies below the other's high one. The converse does not hold.
    """
    low = -math.inf if interval.low is None else math.nextafter(float(interval.low), math.inf)
    high = math.inf if interval.high is None else math.nextafter(float(interval.high), -math.inf)
    return low, high


def _below(left: Interval, right: Interval) -> tuple[Decimal, Decimal] | None:
    high, low = left.high, right.low
    if high is None or low is None or high > low:
        return None
    if high == low and not (left.high_open or right.low_open):
        return None
    return high, low


def _standing(finer: Quantity, coarser: Quantity) -> Verdict:
    if finer.stated == coarser.stated:
        return Verdict(VerdictKind.AGREE, f"{finer.as_given} and {coarser.as_given} say the same.")
    if finer.approximator in _SINGLE and coarser.approximator in _SINGLE:
        return Verdict(VerdictKind.AGREE_BY_ROUNDING, _rounding(finer, coarser))
    return Verdict(VerdictKind.COMPATIBLE, f"{finer.as_given} and {coarser.as_given} leave room for each other.")


def _rounding(finer: Quantity, coarser: Quantity) -> str:
    if gap_between(finer.stated, coarser.interval) is not None:
        return f"{finer.as_given} and {coarser.as_given} can be roundings of one figure."
    if coarser.approximator is Approximator.EXACT:
        return f"{finer.as_given} lies within the rounding of {coarser.as_given}."
    return f"{finer.as_given} is what {coarser.as_given} can mean."


def _apart(one: Quantity, other: Quantity, ends: tuple[Decimal, Decimal], tolerance: Tolerance) -> Verdict:
    """What is said is said of the printed figures; that they exclude each other is said by the intervals."""
    printed = gap_between(one.stated, other.stated) or ends
    gap = measure_gap(*printed, one.unit.base)
    smaller, larger = _by_position(one, other)
    both = f"{larger.as_given} and {smaller.as_given}"
    if _tolerated(*ends, tolerance, one.unit.dimension):
        return Verdict(
            VerdictKind.COMPATIBLE, f"{both} can both stand: {gap_words(gap)}, within the tolerance.", gap=gap
        )
    reason = f"{both} cannot both stand: {_distance(gap)}."
    return Verdict(VerdictKind.CONFLICT, reason, gap=gap, severity=severity_of(*printed))


def _distance(gap: Gap) -> str:
    if not gap.absolute:
        return "they exclude each other"
    words = gap_words(gap)
    return f"one is {words} the other" if words.endswith("times") else words


def _tolerated(low: Decimal, high: Decimal, tolerance: Tolerance, dimension: str) -> bool:
    within = tolerance_within(tolerance, dimension)
    return has_room(within) and high <= reach(low, within)


def _by_width(one: Quantity, other: Quantity) -> tuple[Quantity, Quantity]:
    """The finer first; a fixed order also when both are equally fine, by their words."""
    ours, theirs = _width(one.interval), _width(other.interval)
    if ours == theirs:
        return (
            (one, other)
            if (one.as_given, one.approximator.name) <= (other.as_given, other.approximator.name)
            else (other, one)
        )
    if ours is None or theirs is None:
        return (other, one) if ours is None else (one, other)
    return (one, other) if ours < theirs else (other, one)


def _by_position(one: Quantity, other: Quantity) -> tuple[Quantity, Quantity]:
    return (one, other) if _below(one.interval, other.interval) is not None else (other, one)


def _width(interval: Interval) -> Decimal | None:
    """How much room an interval leaves; None: without end."""
    return None if interval.low is None or interval.high is None else interval.high - interval.low


def _unit_name(quantity: Quantity) -> str:
    return quantity.unit.thing or quantity.unit.name or quantity.unit.dimension
