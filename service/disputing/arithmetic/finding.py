"""All that cannot be true together around a dispute, the smallest set first."""

from collections.abc import Callable, Iterator, Sequence

from service.claim import Claim
from service.disputing.arithmetic.comparisons import change_and_ends, ratio_and_levels
from service.disputing.arithmetic.products import rate_and_total, share_and_count
from service.disputing.arithmetic.reckoned import Reckoned, reckon
from service.disputing.arithmetic.wholes import parts_and_whole, shares_above_hundred
from service.knowledge import Evidence

MOST_FOUND = 50
MOST_OF_ONE = 12
"""Claims of one metric and time that are looked at; further ones of the same would say the same again."""

_Relation = Callable[[Reckoned, Sequence[Reckoned]], Iterator[Evidence]]
_OF_ONE_TIME: tuple[_Relation, ...] = (rate_and_total, share_and_count, parts_and_whole, shares_above_hundred)
_OF_TWO_TIMES: tuple[_Relation, ...] = (ratio_and_levels, change_and_ends)


def find_evidence(own: Sequence[Claim], beside: Sequence[Claim]) -> tuple[Evidence, ...]:
    """Find sets of claims that cannot all be true, each with at least one of the dispute's; the smallest first.

    Two claims of the dispute that exclude each other are no news and are left out.

    Args:
        own: Claims of the dispute.
        beside: Claims of the same place about other things or other times.
    """
    claims = _bounded([*own, *beside])
    ids = {claim.id for claim in own}
    found: dict[frozenset[object], Evidence] = {}
    for evidence in _find(claims):
        key = frozenset(one.claim_id for one in evidence.claims)
        if not key.isdisjoint(ids):
            found.setdefault(key, evidence)
        if len(found) >= MOST_FOUND:
            break
    return tuple(sorted(found.values(), key=lambda one: len(one.claims)))


def _find(claims: Sequence[Reckoned]) -> Iterator[Evidence]:
    by_time: dict[object, list[Reckoned]] = {}
    for one in claims:
        by_time.setdefault(one.when, []).append(one)
    for one in claims:
        for relation in _OF_ONE_TIME:
            yield from relation(one, by_time[one.when])
        for relation in _OF_TWO_TIMES:
            yield from relation(one, claims)


def _bounded(claims: Sequence[Claim]) -> list[Reckoned]:
    """Make claims ready, each once, and of one metric, subject and time only some."""
    taken: dict[object, int] = {}
    ready: dict[object, Reckoned] = {}
    for claim in claims:
        one = reckon(claim)
        if one is None or claim.id in ready:
            continue
        key = (one.tokens, one.where, one.when, claim.quantity.kind)
        taken[key] = taken.get(key, 0) + 1
        if taken[key] <= MOST_OF_ONE:
            ready[claim.id] = one
    return list(ready.values())
