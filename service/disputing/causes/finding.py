"""All causes of a dispute, the likeliest first: what the series explains, then sums, then digits and units."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from service.dispute import Dispute, PositionOutline
from service.disputing.causes.chances import chance_of
from service.disputing.causes.digits import Passed, compare_digits
from service.disputing.causes.printed import Said, read_printed
from service.disputing.causes.stale import Series, find_increase, find_other_metric, find_stale, leaves_total
from service.disputing.causes.sums import find_sums
from service.disputing.causes.units import compare_units
from service.knowledge import Cause, CauseName, Likelihood

MOST_POSITIONS = 16
"""Of more, the lowest and the highest eight are compared: by chance, something passes among so many anyway."""
MOST_CAUSES = 8
MOST_LISTED = 8
"""Positions of a dispute whose cause stands in a list: among more, the figures alone say next to nothing."""
_TWO = 2

_SENTENCES = {
    CauseName.FACTOR_1000: "{larger} and {smaller} differ by a factor of a thousand: {says}.",
    CauseName.ABOUT_1000: "{larger} is {says} {smaller}, within 5 %.",
    CauseName.POWER_OF_TEN: "{larger} is {says} {smaller}.",
    CauseName.ABOUT_10: "{larger} is {says} {smaller}, within 2 %.",
    CauseName.DIGIT_DROPPED: "{larger} and {smaller} are the same but for {says}.",
    CauseName.DIGITS_SWAPPED: "{larger} and {smaller} are the same but for {says}.",
    CauseName.ONE_DIGIT: "{larger} and {smaller} are the same but for one place: {says}.",
    CauseName.CUT_OFF: "{smaller} are the first digits of {larger}: {says}.",
    CauseName.SIGN_LOST: "{larger} and {smaller} are the same but for the sign.",
    CauseName.UNIT: "{larger} and {smaller} are one figure in two units: {says}.",
    CauseName.PER_TIME: "{larger} and {smaller} are one figure for two spans: {says}.",
}


def find_causes(
    positions: Sequence[Sequence[Said]], series: Sequence[Said] = (), others: Sequence[Said] = ()
) -> tuple[Cause, ...]:
    """Find what may explain that figures exclude each other; the likeliest first, eight at most.

    Where two explain one pair of figures, at most one is right: neither is more than possible.

    Args:
        positions: Who holds each position, in ascending order; guests are left out.
        series: Figures for other days: of the same question, and of the metrics of `others`.
        others: Figures of other metrics of the same subject and place for the same day.
    """
    half = MOST_POSITIONS // 2
    told = [held for held in positions if held]
    told = told if len(told) <= MOST_POSITIONS else [*told[:half], *told[-half:]]
    found = [*_of_series(told, series, others), *find_sums([held[0] for held in told]), *_of_pairs(told, series)]
    told_of = Counter(_pair_of(one) for one in found)
    found = [_doubted(one) if _pair_of(one) and told_of[_pair_of(one)] > 1 else one for one in found]
    ordered = sorted(found, key=lambda one: (one.likelihood is Likelihood.POSSIBLE, list(CauseName).index(one.name)))
    return tuple(ordered[:MOST_CAUSES])


def with_cause(dispute: Dispute) -> Dispute:
    """Give the dispute with the likeliest cause by its figures alone; without one when nothing explains them."""
    if dispute.position_count > MOST_LISTED:
        return dispute
    held = [[_said(one, dispute)] for one in dispute.positions if not one.is_guest]
    return replace(dispute, cause=next(iter(find_causes(held)), None))


def _said(one: PositionOutline, dispute: Dispute) -> Said:
    unit = dispute.question.unit
    return Said(one.figure, one.sources[0], read_printed(one.figure, one.core), dimension=unit.dimension)


def _of_series(positions: Sequence[Sequence[Said]], series: Sequence[Said], others: Sequence[Said]) -> Iterator[Cause]:
    metrics = {said.metric for held in positions for said in held}
    own = Series(one for one in series if one.metric in metrics)
    for held in positions:
        beside = [one for other in positions if other is not held for one in other]
        for said in held:
            cause = find_stale(said, beside, own) or find_increase(said, beside, own)
            cause = cause or find_other_metric(said, others, series)
            if cause is not None:
                yield cause


def _doubted(cause: Cause) -> Cause:
    return replace(cause, likelihood=Likelihood.POSSIBLE)


def _pair_of(cause: Cause) -> frozenset[object] | None:
    """The two figures that a cause explains, if these are two."""
    if not cause.claim_ids:
        return None
    return frozenset(cause.claim_ids[:2]) if len(cause.figures) == len(cause.sources) == _TWO else None


def _of_pairs(positions: Sequence[Sequence[Said]], series: Sequence[Said]) -> Iterator[Cause]:
    """Compare each position with each other by the first who holds it. The chance grows with the comparisons."""
    pairs = list(combinations([held[0] for held in positions], 2))
    for one, other in pairs:
        if one.printed is None or other.printed is None:
            continue
        is_off = leaves_total(one, other, series)
        passed = compare_digits(one.printed, other.printed, leaves_total=is_off) or compare_units(one, other)
        if passed and (cause := _cause(one, other, passed, len(pairs))):
            yield cause


def _cause(one: Said, other: Said, passed: Passed, comparisons: int) -> Cause | None:
    chance = chance_of(passed.test, passed.digits)
    chance = chance and chance.among(comparisons)
    if chance is None or chance.likelihood is None:
        return None
    smaller, larger = sorted((one, other), key=lambda said: abs(said.printed.value) if said.printed else 0)
    sentence = _SENTENCES[passed.cause].format(smaller=smaller.as_given, larger=larger.as_given, says=passed.says)
    return Cause(
        name=passed.cause,
        likelihood=chance.likelihood,
        says=passed.says,
        sentence=sentence,
        chance=chance.words,
        figures=(smaller.as_given, larger.as_given),
        sources=(smaller.source, larger.source),
        claim_ids=tuple(said.claim_id for said in (smaller, larger) if said.claim_id is not None),
    )
