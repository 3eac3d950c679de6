"""A figure by its digits: what was printed, in the unit in which it is compared."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from service.claim import Claim, Interval, QuantityKind

_NUMERAL = re.compile(r"\d(?:[\d.,'’ \u00a0\u2009\u202f]*\d)?")
MOST_DIGITS = 30


class Printed(NamedTuple):
    """The value as printed, by its significant digits: `digits` × 10^`exponent`, below zero if `is_negative`."""

    digits: str
    exponent: int
    is_negative: bool
    interval: Interval

    @property
    def length(self) -> int:
        """How many significant digits it has; zeros at the end are none."""
        return len(self.digits)

    @property
    def value(self) -> Decimal:
        """The value in the base unit, exact."""
        return Decimal((int(self.is_negative), tuple(int(one) for one in self.digits), self.exponent))

    def aligned(self, exponent: int) -> str:
        """Give the digits down to a place at or below the last one."""
        return self.digits + "0" * (self.exponent - exponent)


class Said(NamedTuple):
    """A figure with who says it, of what, for when."""

    as_given: str
    source: str
    printed: Printed | None
    """None where it is no single number with digits of its own: a bound, a range, a word, a converted unit."""
    day: date | None = None
    """The last day of its period."""
    metric: str = ""
    """The normal form of what is measured."""
    dimension: str = ""
    kind: QuantityKind = QuantityKind.LEVEL
    claim_id: UUID | None = None
    what: str = ""
    """The metric as given, to be shown."""


def said_of(claim: Claim) -> Said:
    """Give what a claim says."""
    quantity = claim.quantity
    return Said(
        as_given=quantity.as_given,
        source=claim.source,
        printed=read_printed(quantity.as_given, quantity.interval),
        day=claim.period.end,
        metric=claim.metric.phrase,
        dimension=quantity.unit.dimension,
        kind=quantity.kind,
        claim_id=claim.id,
        what=claim.metric.as_given,
    )


def read_printed(as_given: str, interval: Interval) -> Printed | None:
    """Find the digits of a figure again in what it was understood as.

    None unless there is exactly one number in it and a power of ten brings its digits into the interval: so a range, an
    open bound, a number word and a figure in miles have no digits that could be compared with those of others.
    """
    found = _NUMERAL.findall(as_given)
    if len(found) != 1 or interval.low is None or interval.high is None:
        return None
    if not (interval.low.is_finite() and interval.high.is_finite()):
        return None  # what nothing can be compared with was set aside, and keeps nobody waiting
    digits = "".join(str(int(one)) for one in found[0] if one.isdigit()).strip("0")
    if not digits or len(digits) > MOST_DIGITS:
        return None
    is_negative = interval.high < 0 or (interval.low < 0 and abs(interval.low) > interval.high)
    farther = max(abs(interval.low), abs(interval.high))
    for exponent in range(farther.adjusted() - len(digits) + 1, farther.adjusted() - len(digits) - 1, -1):
        printed = Printed(digits, exponent, is_negative, interval)
        if interval.low <= printed.value <= interval.high:
            return printed
    return None
