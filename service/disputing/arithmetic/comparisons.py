"""A ratio and two levels, a change and its ends."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from service.claim import Accuracy, QuantityKind
from service.disputing.arithmetic.reckoned import Range, Reckoned, dimension_of, is_positive, span, tokens_of
from service.disputing.arithmetic.telling import evidence_of, given_words
from service.knowledge import Evidence, Relation

_HUNDRED = Decimal(100)
_RATIO_OF = re.compile(r"^(?:the\s+)?ratio of\s+(.+?)\s+to\s+(.+)$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MORE = re.compile(r"\b(?:higher|more|greater|larger|bigger|above|over)\b", re.IGNORECASE)
_REVISED = Decimal("0.01")
_OF_CHANGES = frozenset({"measure:change", "frequency:annual"})


def ratio_and_levels(ratio: Reckoned, beside: Sequence[Reckoned]) -> Iterator[Evidence]:
    """A ratio that names what it compares ("twice as many as in 2021", "ratio of injured to killed"), and both levels.

    "Ten times higher" may be ten times or eleven.
    """
    quantity = ratio.claim.quantity
    if quantity.kind is not QuantityKind.RATIO or not is_positive(ratio.range):
        return
    factor = ratio.range
    if _MORE.search(quantity.as_given) and factor.high is not None:
        factor = Range(factor.low, factor.high + 1)
    for upper, lower in _compared(ratio, beside):
        if dimension_of(upper) != dimension_of(lower) or not (is_positive(upper.range) and is_positive(lower.range)):
            continue
        reached = factor.times(lower.range)
        if reached.excludes(upper.range):
            told = f"{quantity.as_given}: {span(factor)} times {given_words(lower)} is {span(reached)}"
            arithmetic = f"{told}; {given_words(upper)} is given."
            yield evidence_of(Relation.RATIO_AND_LEVELS, (ratio, lower, upper), arithmetic)


def change_and_ends(change: Reckoned, beside: Sequence[Reckoned]) -> Iterator[Evidence]:
    """A change over a year, and the levels of that year and of the one before, each taken to within 1 %.

    Levels are revised, and a growth rate is not always worked out from the two that are printed: the World Factbook's
    growth of population misses its own levels by up to that.
    """
    quantity, period = change.claim.quantity, change.claim.period
    if quantity.kind is not QuantityKind.CHANGE or period.accuracy is not Accuracy.YEAR:
        return
    years = {int(found) for found in _YEAR.findall(f"{quantity.remark or ''} {quantity.as_given}")}
    if years - {period.start.year, period.start.year - 1}:
        return
    for first, last in _ends_of(change, beside):
        reached = _changed(_nearly(first.range), change.range, is_share=quantity.unit.dimension == "percent")
        if reached.excludes(_nearly(last.range)):
            told = f"{given_words(first)}, changed by {quantity.as_given}, is {span(reached)}"
            arithmetic = f"{told}; {given_words(last)} is given."
            yield evidence_of(Relation.CHANGE_AND_ENDS, (change, first, last), arithmetic)


def _ends_of(change: Reckoned, beside: Sequence[Reckoned]) -> Iterator[tuple[Reckoned, Reckoned]]:
    """Give the levels of the year before and of the year, in one dimension that a change of that kind can be of."""
    year, dimension = change.claim.period.start.year, dimension_of(change)
    if dimension not in {"percent", "count"}:
        return
    wanted = change.tokens - _OF_CHANGES
    same = [one for one in beside if one.where == change.where and one.tokens == wanted and is_positive(one.range)]
    levels = [one for one in same if dimension_of(one) not in {"percent", "ratio"}]
    for first in levels:
        for last in levels:
            is_in_order = _is_of_year(first, year - 1) and _is_of_year(last, year) and last.when == change.when
            is_alike = dimension_of(first) == dimension_of(last)
            if is_in_order and is_alike and (dimension == "percent" or dimension_of(first) == dimension):
                yield first, last


def _compared(ratio: Reckoned, beside: Sequence[Reckoned]) -> Iterator[tuple[Reckoned, Reckoned]]:
    """Give the two levels that a ratio is of, the upper one first."""
    quantity, period = ratio.claim.quantity, ratio.claim.period
    same = [one for one in beside if one.where == ratio.where and one.claim.quantity.kind is QuantityKind.LEVEL]
    if found := _RATIO_OF.match(ratio.claim.metric.as_given):
        above, below = tokens_of(found[1]), tokens_of(found[2])
        now = [one for one in same if one.when == ratio.when]
        yield from ((one, other) for one in now if one.tokens == above for other in now if other.tokens == below)
        return
    years = {int(year) for year in _YEAR.findall(f"{quantity.as_given} {quantity.remark or ''}")}
    if period.accuracy is not Accuracy.YEAR or len(years - {period.start.year}) != 1:
        return
    [year] = years - {period.start.year}
    now = [one for one in same if one.when == ratio.when and one.tokens == ratio.tokens]
    then = [one for one in same if _is_of_year(one, year) and one.tokens == ratio.tokens]
    yield from ((one, other) for one in now for other in then)


def _nearly(level: Range) -> Range:
    low = None if level.low is None else level.low * (1 - _REVISED)
    high = None if level.high is None else level.high * (1 + _REVISED)
    return Range(low, high)


def _changed(first: Range, change: Range, *, is_share: bool) -> Range:
    if not is_share:
        return first.plus(change)
    return first.times(Range(*(None if end is None else 1 + end / _HUNDRED for end in change)))


def _is_of_year(one: Reckoned, year: int) -> bool:
    period = one.claim.period
    is_level = one.claim.quantity.kind is QuantityKind.LEVEL
    return is_level and period.accuracy is Accuracy.YEAR and period.start.year == year
