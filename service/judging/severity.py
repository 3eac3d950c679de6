"""How far apart: the gap between the nearest ends of what is stated, in one measure for the text and the severity.

The measure is the share of the smaller end, as a pocket calculator gives it from the printed figures: 58,000 and 60,000
are 3.4 % apart. From a doubling on it is said as a factor, for no percentage tells a slip of a thousand.
"""

from decimal import ROUND_DOWN, Context, Decimal

from service.claim import Gap, Severity

EXACT = Context(prec=200)
"""Wide enough that no difference of two readable figures is rounded (readers cap digits and exponents)."""
_SHORT = Context(prec=2)
_FACTOR = Context(prec=3)

_HUNDRED = Decimal(100)
_TEN = Decimal(10)
_DOUBLE = Decimal(2)
_LIMITS = ((Decimal(1), Severity.SLIGHT), (_TEN, Severity.MODERATE), (_HUNDRED, Severity.MAJOR))
"""The percentage that each stays below."""
_MORE_DIGITS = (3, 4, 6, 12)


def measure_gap(low: Decimal, high: Decimal, unit: str) -> Gap:
    """Measure the distance between two nearest ends, `low` < `high`, in the base unit."""
    absolute = EXACT.subtract(high, low)
    near, far = sorted((abs(low), abs(high)))
    if low * high <= 0:
        return Gap(absolute=absolute, percent=Decimal(0) if low == high else None, factor=None, unit=unit)
    percent = EXACT.divide(absolute * _HUNDRED, near)
    return Gap(absolute=absolute, percent=_shortened(percent), factor=_times(EXACT.divide(far, near)), unit=unit)


def severity_of(low: Decimal, high: Decimal) -> Severity:
    """Grade a gap by its share of the smaller end: slight under 1 %, moderate under 10 %, major under 100 %.

    The smaller end is the measure because a slip of a thousand is 99.9 % of the larger one, and nothing is more than
    100 % of it: only the smaller end tells a doubling from a slip. Around zero, or across it, a gap is extreme.
    """
    if low == high:
        return Severity.SLIGHT
    if low * high <= 0:
        return Severity.EXTREME
    percent = EXACT.divide(EXACT.subtract(high, low) * _HUNDRED, min(abs(low), abs(high)))
    return _grade(percent)


def gap_words(gap: Gap) -> str:
    """Say a gap: "3.4 % apart", from a doubling on "2.4 times"; around zero, where no share is, the distance itself."""
    if not gap.absolute:
        return "no distance apart"
    if gap.factor is not None and gap.factor >= _DOUBLE:
        return f"{gap.factor:,f} times"
    if gap.percent is None:
        unit = "percentage points" if gap.unit == "percent" else gap.unit
        return f"{gap.absolute.normalize():,f} {unit}".rstrip() + " apart"
    return f"{gap.percent:f} % apart"


def _grade(percent: Decimal) -> Severity:
    return next((severity for limit, severity in _LIMITS if percent < limit), Severity.EXTREME)


def _shortened(percent: Decimal) -> Decimal:
    """Two digits, and more where two would say another severity: 9.96 % is moderate, 10 % is not."""
    short = _SHORT.plus(percent)
    if _grade(short) is _grade(percent):
        return _plain(short)
    for digits in _MORE_DIGITS:
        cut = Context(prec=digits, rounding=ROUND_DOWN).plus(percent)
        if _grade(cut) is _grade(percent):
            return _plain(cut)
    return _plain(percent)


def _times(factor: Decimal) -> Decimal:
    """Below ten one digit after the point, for it is said aloud; never 2 for what is less than a doubling."""
    if factor < _DOUBLE:
        return _plain(Context(prec=3, rounding=ROUND_DOWN).plus(factor))
    return _plain(_FACTOR.plus(factor) if factor >= _TEN else factor.quantize(Decimal("0.1")))


def _plain(number: Decimal) -> Decimal:
    """Without an exponent: "1.0E+3" is no way to print a percentage."""
    return Decimal(f"{number:f}")
