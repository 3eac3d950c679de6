"""What is kept and told of one claim that contradicts a great many: never each with each. Pure.

A claim that contradicts fewer than sixty-four is kept with each of them as a pair. One that contradicts more is kept
with the strongest of its contradictions alone: who says what stands in the dispute, and pairs are worked out from it
when somebody asks. Suggested ones are counted for themselves; beyond that number only the claim's matches give them.
From sixteen contradictions on a claim is told of once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from service.claim import Band, Gap, Severity
from service.recording.deciding import contradicts
from service.recording.pairing import Compared

PAIRS_KEPT = 64
"""Claims of one question whose pairs are kept, each with each."""
TOLD_EACH = 16
"""From so many contradictions on, a claim is announced once."""
_BEYOND_ALL = Decimal("Infinity")

Counts = dict[UUID, Counter[Band]]
"""How many contradictions of each band were found of a claim."""


@dataclass(slots=True)
class Thinned:
    """What is kept of some claims' pairs."""

    pairs: list[Compared] = field(default_factory=list)
    counts: Counts = field(default_factory=dict)
    """Of these pairs and of those before."""
    crowded: set[UUID] = field(default_factory=set)
    """Claims that contradict so many for certain that nothing more is to be looked at."""


def thin_out(pairs: Mapping[UUID, Sequence[Compared]], before: Counts) -> Thinned:
    """Give what is kept of the pairs of claims, by the claim that asks.

    Args:
        pairs: What was found now.
        before: How many contradictions were found of each claim before.
    """
    thinned = Thinned()
    for claim_id, found in pairs.items():
        counts = before.get(claim_id, Counter[Band]()).copy()
        apart: list[Compared] = []
        for pair in found:
            (apart if contradicts(pair) else thinned.pairs).append(pair)
        for band in Band:
            some = [pair for pair in apart if pair.band is band]
            is_first = not counts[band]
            counts[band] += len(some)
            if counts[band] < PAIRS_KEPT:
                thinned.pairs += some
            elif is_first:
                thinned.pairs.append(strongest(some))
        thinned.counts[claim_id] = counts
        if counts[Band.CONFIRMED] >= PAIRS_KEPT:
            thinned.crowded.add(claim_id)
    return thinned


def strongest(pairs: Iterable[Compared]) -> Compared:
    """Give the pair whose figures lie farthest apart."""
    return max(pairs, key=lambda pair: (*distance(pair.verdict.severity, pair.verdict.gap), pair.other.id))


def distance(severity: Severity | None, gap: Gap | None) -> tuple[int, Decimal, Decimal]:
    """Give what contradictions are ordered by: their class, the share, and where no share is, the distance itself."""
    if severity is None or gap is None:
        return -1, Decimal(0), Decimal(0)
    return severity.rank, _BEYOND_ALL if gap.percent is None else gap.percent, gap.absolute
