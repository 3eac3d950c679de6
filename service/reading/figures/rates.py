"""Rates: per what, and how many of it. Per time is expressed per day, per population per person."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from service.reading.figures.amounts import read_amount
from service.reading.figures.lexicon import Lexicon
from service.reading.figures.numerals import EXACT
from service.reading.figures.tokens import Token
from service.reading.figures.units import Measure, Units

_ONE = Decimal(1)
_THING_TOKENS = 4
_PER_DAY = {
    "second": Decimal(86400),
    "minute": Decimal(1440),
    "hour": Decimal(24),
    "day": _ONE,
    "week": EXACT.divide(_ONE, Decimal(7)),
    "month": EXACT.divide(_ONE, Decimal("30.436875")),
    "quarter": EXACT.divide(_ONE, Decimal("91.310625")),
    "year": EXACT.divide(_ONE, Decimal("365.2425")),
}
"""Times a rate per each, to get the rate per day. Months and years are the mean ones of the Gregorian calendar."""


class Rate(NamedTuple):
    """What the figure is per: the dimension and base it divides by, the factor to that base, and the words."""

    dimension: str
    base: str
    factor: Decimal
    name: str


def time_rate(name: str) -> Rate:
    """Give the rate per "day", "week" …."""
    return Rate("time", "day", _PER_DAY[name], f"per {name}")


TIMES = frozenset(_PER_DAY)

PER_PERSON = Rate("person", "person", _ONE, "per person")


def rate_at(tokens: Sequence[Token], at: int, lexicon: Lexicon, units: Units) -> tuple[Rate, int] | None:
    """Read "per day", "a week", "/1,000 population", "daily", "per 100,000 people", "per barrel"."""
    adverb = lexicon.adverbs.match(tokens, at)
    if adverb is not None:
        return time_rate(adverb[0]), adverb[1]
    if tokens[at].text == "/":
        return _divisor(tokens, at + 1, lexicon, units, firm=True)
    if tokens[at].text == "-":
        return _hyphened(tokens, at + 1, lexicon, units)
    if lexicon.word("basis", tokens, at) > at:
        return None
    index = lexicon.word("firm_per", tokens, at)
    if index > at:
        is_loose = lexicon.word("loose_per", tokens, at) > at or lexicon.word("definite", tokens, index) > index
        return _divisor(tokens, index, lexicon, units, firm=not is_loose or tokens[index].kind == "n")
    index = lexicon.word("per", tokens, at)
    rate = _divisor(tokens, index, lexicon, units, firm=False) if index > at else None
    return None if rate is not None and lexicon.word("ago", tokens, rate[1]) > rate[1] else rate  # "a month earlier"


def _hyphened(tokens: Sequence[Token], at: int, lexicon: Lexicon, units: Units) -> tuple[Rate, int] | None:
    """Read the rate of "$80-a-barrel"."""
    index = lexicon.word("per", tokens, at)
    return known_rate(tokens, index + 1, lexicon, units) if index > at and tokens[index].text == "-" else None


def _divisor(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, units: Units, *, firm: bool
) -> tuple[Rate, int] | None:
    """Read what stands below the line; `firm` admits any noun there."""
    amount = read_amount(tokens, at, lexicon) if tokens[at].kind == "n" or firm else None
    count, index = (amount.value, amount.end) if amount and amount.value > 0 else (_ONE, at)
    found = known_rate(tokens, index, lexicon, units)
    if found is None and amount is not None and firm and tokens[at - 1].text != "/" and tokens[index].kind in "es":
        found = PER_PERSON, index
    if found is None and firm and tokens[index].kind == "w":
        found = _thing(tokens, index)
    if found is None:
        return None
    rate, end = found
    if amount is None:
        return rate, end
    name = f"per {amount.value:,f} {rate.name.removeprefix('per ')}"
    return Rate(rate.dimension, rate.base, EXACT.divide(rate.factor, count), name), end


def known_rate(tokens: Sequence[Token], at: int, lexicon: Lexicon, units: Units) -> tuple[Rate, int] | None:
    """Read a time, people or a unit below the line; None for any other thing."""
    known = lexicon.denominators.match(tokens, at)
    if known is not None:
        return (PER_PERSON if known[0] == "person" else time_rate(known[0])), known[1]
    found = units.match(tokens, at)
    return (_measured(found[0]), found[1]) if found else None


def _measured(measure: Measure) -> Rate:
    return Rate(measure.dimension, measure.base, EXACT.divide(_ONE, measure.factor), f"per {measure.name}")


def _thing(tokens: Sequence[Token], at: int) -> tuple[Rate, int]:
    """Take up to four words as the thing below the line: "live births", "woman", "mobile-cellular subscriptions"."""
    end = at + 1
    while end < at + _THING_TOKENS and (tokens[end].kind == "w" or _hyphen(tokens, end)):
        end += 1
    name = " ".join(token.low for token in tokens[at:end] if token.kind == "w")
    return Rate(name, name, _ONE, f"per {name}"), end


def _hyphen(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text == "-" and tokens[at + 1].kind == "w"
