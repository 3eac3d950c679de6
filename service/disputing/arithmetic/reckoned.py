"""Claims as arithmetic needs them: what they speak of as a set of words, and the widest that their figure can mean."""

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from service.claim import Approximator, Claim, QuantityKind, Status
from service.disputing.causes import read_printed
from service.errors import Unreadable
from service.reading import read_metric

_MOST_ROUNDED = 18
_FIVE_PERCENT = Decimal("0.05")
_LEADING = re.compile(r"^(?:all|the|its|their)\s+", re.IGNORECASE)

Tokens = frozenset[str]


class Range(NamedTuple):
    """What a figure can mean, both ends included; None is without end. Never below zero where it is multiplied."""

    low: Decimal | None
    high: Decimal | None

    def times(self, other: "Range") -> "Range":
        """Multiply two ranges of figures that are not below zero."""
        low = None if self.low is None or other.low is None else self.low * other.low
        high = None if self.high is None or other.high is None else self.high * other.high
        return Range(low, high)

    def plus(self, other: "Range") -> "Range":
        """Add two ranges."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Range(low, high)

    def excludes(self, other: "Range") -> bool:
        """Say whether the two share no point."""
        return self.is_above(other) or other.is_above(self)

    def is_above(self, other: "Range") -> bool:
        """Say whether all of this one lies above the other."""
        return self.low is not None and other.high is not None and self.low > other.high


class Reckoned(NamedTuple):
    """A claim, ready for arithmetic."""

    claim: Claim
    tokens: Tokens
    """The words and qualifiers of what it measures."""
    range: Range
    place: str | None
    where: tuple[str | None, str | None]
    """Of whom and where; equal for figures that can be reckoned with each other."""
    when: tuple[object, ...]
    """Which time it speaks of."""


def reckon(claim: Claim) -> Reckoned | None:
    """Make a claim ready; None for one that no sum may rest on: a projection, an assumed period, a retraction."""
    if claim.status in {Status.PROJECTED, Status.RETRACTED} or claim.period.assumed:
        return None
    period = claim.period
    place = claim.place.key if claim.place else None
    return Reckoned(
        claim=claim,
        tokens=frozenset(claim.metric.phrase.split()),
        range=widest(claim),
        place=place,
        where=(claim.subject.key if claim.subject else None, place),
        when=(period.kind, period.start, period.end, period.since),
    )


def widest(claim: Claim) -> Range:
    """Give the widest that a figure can mean: a round number is taken as rounded at its last digit, up to 5 %.

    Nothing is built on whether "700 a day" was exactly that.
    """
    quantity = claim.quantity
    low, high = quantity.interval.low, quantity.interval.high
    printed = read_printed(quantity.as_given, quantity.interval)
    if printed is None or low is None or high is None or quantity.approximator is not Approximator.EXACT:
        return Range(low, high)
    half = min(Decimal(5).scaleb(printed.exponent - 1), abs(printed.value) * _FIVE_PERCENT)
    return Range(min(low, printed.value - half), max(high, printed.value + half))


def is_level(one: Reckoned, dimension: str) -> bool:
    """Say whether a claim gives a level of that dimension."""
    return one.claim.quantity.kind is QuantityKind.LEVEL and dimension_of(one) == dimension


def is_positive(given: Range) -> bool:
    """Say whether a figure is not below zero, as far as it says."""
    return (given.low is None or given.low >= 0) and (given.low is not None or (given.high or Decimal(0)) >= 0)


def dimension_of(one: Reckoned) -> str:
    """Give the dimension of a claim's figure."""
    return one.claim.quantity.unit.dimension


def tokens_of(words: str) -> Tokens | None:
    """Give the words of a phrase in the normal form of metrics; None where there is nothing to read."""
    try:
        return frozenset(read_metric(_LEADING.sub("", words.strip()), "en").phrase.split())
    except Unreadable:
        return None


@cache
def relations() -> dict[str, Any]:
    """Load the words that make relations."""
    return tomllib.loads((Path(__file__).parent / "relations.toml").read_text(encoding="utf-8"))


@cache
def table_tokens(words: str) -> Tokens:
    """Give the normal form of words of the table; those in it can be read."""
    return tokens_of(words) or frozenset()


def number(value: Decimal) -> str:
    """Print a result: with thousands, up to four digits after the point."""
    if value.adjusted() > _MOST_ROUNDED:
        return f"{value:,f}"
    rounded = round(value, 4)
    return f"{rounded.normalize():,f}" if rounded else f"{value.normalize():,f}"


def span(given: Range) -> str:
    """Print a range as it is said."""
    if given.low is None and given.high is None:
        return "anything"
    if given.low is None or given.high is None:
        return f"up to {number(given.high)}" if given.high is not None else f"{number(given.low or Decimal(0))} or more"
    return number(given.low) if given.low == given.high else f"{number(given.low)} to {number(given.high)}"
