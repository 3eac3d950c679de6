"""A figure that is the sum of two others of the same question: two counts of parts, or one source that added two up."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from service.disputing.causes.chances import chance_of_sum
from service.disputing.causes.printed import Said
from service.knowledge import Cause, CauseName

MOST_FIGURES = 6
"""Of more, one is a sum by chance too often, and how often was not measured."""


def find_sums(figures: Sequence[Said]) -> list[Cause]:
    """Give each figure that is exactly the sum of two others, all three as printed; none among many."""
    told = [one for one in figures if one.printed is not None and one.printed.value > 0]
    if not 3 <= len(figures) <= MOST_FIGURES:  # noqa: PLR2004 - a sum and its two parts
        return []
    found = []
    for total in told:
        parts = [one for one in told if one is not total]
        found += [
            cause
            for first, second in combinations(parts, 2)
            if (cause := _sum(total, *sorted((first, second), key=_value), figures=len(figures)))
        ]
    return found


def _sum(total: Said, first: Said, second: Said, *, figures: int) -> Cause | None:
    if _value(total) != _value(first) + _value(second):
        return None
    last = min(one.printed.exponent for one in (total, first, second) if one.printed is not None)
    digits = _value(total).adjusted() - last + 1
    chance = chance_of_sum(figures, digits)
    if chance is None or chance.likelihood is None:
        return None
    says = f"{total.as_given} = {first.as_given} + {second.as_given}"
    all_three = (total, first, second)
    return Cause(
        name=CauseName.SUM_OF_TWO,
        likelihood=chance.likelihood,
        says=says,
        sentence=f"{total.as_given} is the sum of two of the other figures: {says}.",
        chance=chance.words,
        figures=tuple(one.as_given for one in all_three),
        sources=tuple(one.source for one in all_three),
        claim_ids=tuple(one.claim_id for one in all_three if one.claim_id is not None),
    )


def _value(one: Said) -> Decimal:
    return one.printed.value if one.printed is not None else Decimal(0)
