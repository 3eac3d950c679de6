"""Tests of two figures by their digits. Each is exact; what it is worth at how many digits stands in chances.toml.

The two are in the same unit and exclude each other. `count` is of significant digits, of the shorter figure: zeros at
the end are none, so that a coincidence of round figures counts for little.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from service.disputing.causes.printed import Printed
from service.knowledge import CauseName

_MOST_PLACES = 1000
_ABOUT_1000, _ABOUT_10 = Decimal("0.05"), Decimal("0.02")


class Passed(NamedTuple):
    """A test that two figures pass."""

    cause: CauseName
    test: str
    """Its row in chances.toml."""
    says: str
    digits: int


def compare_digits(one: Printed, other: Printed, *, leaves_total: bool = False) -> Passed | None:
    """Give the first test that two figures pass, the strongest first.

    Args:
        one: A figure.
        other: Another, in the same unit.
        leaves_total: Whether one of them does not fit between its neighbours in a running total, and the other does.
    """
    if one.is_negative != other.is_negative:
        return _sign_lost(one, other)
    smaller, larger = sorted((one, other), key=lambda printed: abs(printed.value))
    for test in _TESTS:
        if passed := test(smaller, larger):
            return passed
    return _exchanged(smaller, larger, leaves_total=leaves_total) or _one_digit(
        smaller, larger, leaves_total=leaves_total
    )


def _factor_1000(smaller: Printed, larger: Printed) -> Passed | None:
    """The smaller one times 1,000, or a power of it, is what the larger one can mean, or the other way round."""
    for power, words in ((3, "1,000 times"), (6, "1,000,000 times"), (9, "1,000,000,000 times")):
        if _meets(smaller, larger, power):
            return Passed(CauseName.FACTOR_1000, "factor_1000", words, _shorter(smaller, larger))
    return None


def _about_1000(smaller: Printed, larger: Printed) -> Passed | None:
    """The larger one is 1,000 times the smaller one, or a power of it, to within 5 %."""
    for power, words in ((3, "about 1,000 times"), (6, "about 1,000,000 times")):
        if _is_about(smaller, larger, power, _ABOUT_1000):
            return Passed(CauseName.ABOUT_1000, "about_1000", words, _shorter(smaller, larger))
    return None


def _power_of_ten(smaller: Printed, larger: Printed) -> Passed | None:
    """The larger one has the digits of the smaller one, one or two places further up."""
    for power, words in ((1, "10 times"), (2, "100 times")):
        if smaller.digits == larger.digits and smaller.exponent + power == larger.exponent:
            return Passed(CauseName.POWER_OF_TEN, "power_of_ten", words, _shorter(smaller, larger))
    return None


def _about_10(smaller: Printed, larger: Printed) -> Passed | None:
    """The larger one is 10 or 100 times the smaller one to within 2 %."""
    for power, words in ((1, "about 10 times"), (2, "about 100 times")):
        if _is_about(smaller, larger, power, _ABOUT_10):
            return Passed(CauseName.ABOUT_10, "about_10", words, _shorter(smaller, larger))
    return None


def _digit_dropped(smaller: Printed, larger: Printed) -> Passed | None:
    """Taking one digit out of the longer one gives the shorter one, both down to the same place."""
    short, long = _aligned(smaller, larger)
    if len(long) != len(short) + 1:
        return None
    at = next((place for place, digit in enumerate(short) if digit != long[place]), len(short))
    if short[at:] != long[at + 1 :]:
        return None
    return Passed(CauseName.DIGIT_DROPPED, "digit_dropped", f"a digit too few or too many ({long[at]})", smaller.length)


def _cut_off(smaller: Printed, larger: Printed) -> Passed | None:
    """The finer one begins with all digits of the coarser one: it was cut off where it should have been rounded up."""
    if larger.length <= smaller.length or not larger.digits.startswith(smaller.digits):
        return None
    if larger.exponent + larger.length != smaller.exponent + smaller.length:
        return None
    return Passed(CauseName.CUT_OFF, "cut_off", "cut off, not rounded", smaller.length)


_TESTS: tuple[Callable[[Printed, Printed], Passed | None], ...] = (
    _factor_1000,
    _power_of_ten,
    _about_1000,
    _cut_off,
    _digit_dropped,
    _about_10,
)


def _exchanged(smaller: Printed, larger: Printed, *, leaves_total: bool) -> Passed | None:
    """Two neighbouring digits are exchanged: from the tens up, or where one of the two leaves the running total."""
    one, other = _aligned(smaller, larger)
    if len(one) != len(other):
        return None
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) != 2 or apart[1] != apart[0] + 1:  # noqa: PLR2004 - two neighbours
        return None
    first, second = apart
    if one[first] != other[second] or one[second] != other[first]:
        return None
    is_from_tens = second < len(one) - 1
    if not is_from_tens and not leaves_total:
        return None
    test = "digits_swapped_from_tens" if is_from_tens else "digits_swapped_off_total"
    words = f"two digits exchanged ({one[first : second + 1]} and {other[first : second + 1]})"
    return Passed(CauseName.DIGITS_SWAPPED, test, words, _shorter(smaller, larger))


def _one_digit(smaller: Printed, larger: Printed, *, leaves_total: bool) -> Passed | None:
    """One digit differs: from the hundreds up, or from the tens up where one of the two leaves the running total."""
    one, other = _aligned(smaller, larger)
    if len(one) != len(other):
        return None
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) != 1:
        return None
    [at] = apart
    place = len(one) - 1 - at
    test = _DIGIT_TESTS_OFF_TOTAL.get(place) if leaves_total else None
    test = test or _DIGIT_TESTS.get(min(place, 3))
    if test is None:
        return None
    words = f"one digit differs ({one[at]} and {other[at]})"
    return Passed(CauseName.ONE_DIGIT, test, words, _shorter(smaller, larger))


_DIGIT_TESTS = {2: "one_digit_hundreds", 3: "one_digit_thousands"}
_DIGIT_TESTS_OFF_TOTAL = {1: "one_digit_off_total", 2: "one_digit_off_total"}


def _sign_lost(one: Printed, other: Printed) -> Passed | None:
    """The one is the other with the other sign."""
    if abs(one.value) != abs(other.value):
        return None
    return Passed(CauseName.SIGN_LOST, "sign_lost", "the sign differs", one.length)


def _meets(smaller: Printed, larger: Printed, power: int) -> bool:
    """Whether the one as printed, moved by so many places, lies within what the other can mean."""
    return _holds(larger, smaller.value.scaleb(power)) or _holds(smaller, larger.value.scaleb(-power))


def _holds(printed: Printed, value: Decimal) -> bool:
    low, high = printed.interval.low, printed.interval.high
    if low is None or high is None:
        return False
    above = low < value or (low == value and not printed.interval.low_open)
    return above and (value < high or (value == high and not printed.interval.high_open))


def _is_about(smaller: Printed, larger: Printed, power: int, share: Decimal) -> bool:
    target = abs(smaller.value).scaleb(power)
    return abs(abs(larger.value) - target) <= share * target


def _aligned(one: Printed, other: Printed) -> tuple[str, str]:
    """Give both digit strings down to the last place that either has."""
    exponent = min(one.exponent, other.exponent)
    if max(one.exponent, other.exponent) - exponent > _MOST_PLACES:
        return "", ""
    return one.aligned(exponent), other.aligned(exponent)


def _shorter(one: Printed, other: Printed) -> int:
    return min(one.length, other.length)
