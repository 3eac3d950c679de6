"""Digits to exact decimals, whatever the grouping and the decimal sign.

    numeral = digits, { sign, digits }, [ exponent ]
    sign    = "," | "." | "'" | "_" | " "

Two different signs: the last one is the decimal sign. One sign several times: it groups. One sign once, and not three
digits after it: decimal. One sign once with three digits after it has two readings: a comma groups unless the language
writes decimal commas; a dot is decimal or groups by the language, and without one it is reported as ambiguous.
"""

from decimal import Context, Decimal
from typing import NamedTuple

EXACT = Context(prec=80, Emin=-400, Emax=400)
"""Wide enough that no product of a readable numeral, its scale and a unit factor is rounded by accident."""

MAX_DIGITS = 40
MAX_EXPONENT = 40
LARGEST = Decimal("1e45")
"""No figure of news comes near; more is a slip or an attack."""


class Numeral(NamedTuple):
    """A number as written.

    Args:
        value: The exact value.
        half: Half of the last written place: 0.05 for "7.1", 500 for "85 thousand"; 0.5 for a plain whole number.
        zeros: Half of the place of the last digit that is not zero, for whole numbers: 500 for "85,000".
        whole: A whole number without a scale: it may be an exact count.
    """

    value: Decimal
    half: Decimal
    zeros: Decimal
    whole: bool


class AmbiguousNumeralError(ValueError):
    """Two readings are possible; both are named."""

    def __init__(self, text: str, decimal: str, grouped: str) -> None:
        super().__init__(f'"{text}" can be {decimal} or {grouped}')


class BadNumeralError(ValueError):
    """No reading is possible, or the number is too long."""


_HALF = Decimal("0.5")
_GROUP, _PAIR = 3, 2
"""Digits of a group: three, or two before the last in the Indian way."""


def read_numeral(text: str, decimal_sign: str | None = None) -> Numeral:
    """Read digits with their separators.

    Args:
        text: As matched by the tokenizer, folded.
        decimal_sign: "." or ",": what the language writes; None: not known.

    Raises:
        AmbiguousNumeralError: "1.234" when the decimal sign is not known, "85,000" in a language of decimal commas.
        BadNumeralError: The groups fit no style, or there are more than 40 digits.
    """
    if text.isdigit():
        numeral = _plain(text, "", 0)
        return numeral._replace(zeros=_HALF) if _is_of_a_table(text) else numeral
    mantissa, exponent = _split_exponent(text)
    if exponent and decimal_sign is None and sum(not character.isdigit() for character in mantissa) == 1:
        decimal_sign = next(character for character in mantissa if character in ".,")  # nobody groups before a power
    whole, fraction = _split(mantissa, decimal_sign)
    return _plain(whole, fraction, exponent)


def _is_of_a_table(digits: str) -> bool:
    """Tell counts as tables print them: four digits or more, ungrouped, with one zero at the end: 6480 is not 6478."""
    return len(digits) > _GROUP and digits[-1] == "0" != digits[-2]


def _split_exponent(text: str) -> tuple[str, int]:
    lowered = text.lower().replace(" ", "") if "10" in text and not text.isdigit() else text.lower()
    for sign in ("x10", "×10", "*10", "e"):
        mantissa, found, power = lowered.partition(sign)
        if found:
            return mantissa, _power(power.lstrip("^"))
    return text, 0


def _power(text: str) -> int:
    power = int(text)
    if abs(power) > MAX_EXPONENT:
        raise BadNumeralError(f"the exponent {power} is beyond {MAX_EXPONENT}")
    return power


def _plain(whole: str, fraction: str, exponent: int) -> Numeral:
    digits = whole + fraction
    if len(digits) > MAX_DIGITS:
        raise BadNumeralError(f"a number of more than {MAX_DIGITS} digits")
    place = exponent - len(fraction)
    value = Decimal(f"{digits}E{place}" if place else digits)
    if place or fraction:
        half = _HALF.scaleb(place)
        return Numeral(value, half, half, whole=False)
    trailing = len(digits) - len(digits.rstrip("0")) if value else 0
    return Numeral(value, _HALF, _HALF.scaleb(trailing), whole=True)


def _split(text: str, decimal_sign: str | None) -> tuple[str, str]:
    """Split into whole part and fraction, separators of groups removed and checked."""
    signs = [character for character in text if not character.isdigit()]
    if not signs:
        return text, ""
    last = signs[-1]
    if last in " '_":
        return _ungroup(text), ""
    if len(signs) == 1:
        return _one_sign(text, last, decimal_sign)
    if last in signs[:-1]:
        return _ungroup(text), ""
    whole, _, fraction = text.rpartition(last)
    return _ungroup(whole), fraction


def _one_sign(text: str, sign: str, decimal_sign: str | None) -> tuple[str, str]:
    whole, _, fraction = text.partition(sign)
    if sign == "," and decimal_sign is None and len(fraction) > _GROUP and whole not in ("", "0"):
        raise AmbiguousNumeralError(text, f"{whole}.{fraction}", f"a misprint of {whole}{fraction}")
    if len(fraction) != _GROUP or len(whole) > _GROUP or whole in ("", "0", "00", "000"):
        return whole or "0", fraction
    if whole.startswith("0"):
        return whole, fraction
    if sign == "," and decimal_sign in (None, "."):
        return whole + fraction, ""
    if sign == "," and fraction == "000":
        raise AmbiguousNumeralError(text, whole, whole + fraction)
    if decimal_sign is None:
        raise AmbiguousNumeralError(text, f"{whole}.{fraction}", whole + fraction)
    return (whole, fraction) if sign == decimal_sign else (whole + fraction, "")


def _ungroup(text: str) -> str:
    """Remove the separators of groups of three, or of Indian groups (two, two, …, three)."""
    sign = next((character for character in text if not character.isdigit()), "")
    if not sign:
        return text
    first, *groups = text.split(sign)
    western = len(first) <= _GROUP and all(len(group) == _GROUP for group in groups)
    indian = len(first) <= _PAIR and len(groups[-1]) == _GROUP and all(len(group) == _PAIR for group in groups[:-1])
    if not all(group.isdigit() for group in groups) or not (western or indian):
        raise BadNumeralError(f'the groups of "{text}" fit no way of writing numbers')
    return first + "".join(groups)
