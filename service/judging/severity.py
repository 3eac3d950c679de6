"""How far apart: from the gap between the nearest ends to `slight` … `extreme`."""

from decimal import Context, Decimal

from service.claim import Gap, Severity

EXACT = Context(prec=200)
"""Wide enough that no difference of two readable figures is rounded (readers cap digits and exponents)."""
_SHORT = Context(prec=2)
_FACTOR = Context(prec=3)

_HUNDRED = Decimal(100)


def measure_gap(low: Decimal, high: Decimal, unit: str) -> Gap:
    """Measure the distance between two nearest ends, `low` < `high`, in the base unit."""
    absolute = EXACT.subtract(high, low)
    near, far = sorted((abs(low), abs(high)))
    same_sign = low * high > 0
    return Gap(
        absolute=absolute,
        percent=_plain(_SHORT.divide(absolute * _HUNDRED, far)) if far else Decimal(0),
        factor=_plain(_FACTOR.divide(far, near)) if same_sign else None,
        unit=unit,
    )


def severity_of(low: Decimal, high: Decimal) -> Severity:
    """Grade a gap by its share of the smaller end: slight under 1 %, moderate under 10 %, major under 100 %.

    The smaller end is the measure because a slip of a thousand is 99.9 % of the larger one, and nothing is more than
    100 % of it: only the smaller end tells a doubling from a slip. Around zero, or across it, a gap is extreme.
    """
    if low == high:
        return Severity.SLIGHT
    if low * high <= 0:
        return Severity.EXTREME
    absolute = EXACT.subtract(high, low)
    near = min(abs(low), abs(high))
    if absolute * _HUNDRED < near:
        return Severity.SLIGHT
    if absolute * 10 < near:
        return Severity.MODERATE
    return Severity.MAJOR if absolute < near else Severity.EXTREME


def _plain(number: Decimal) -> Decimal:
    """Without an exponent: "1.0E+3" is no way to print a percentage."""
    return Decimal(f"{number:f}")
