"""Pairs of metrics that are only suggested to be one, and what each answer to "same?" would change.

What an answer would open and close is not guessed: the claims concerned are compared and judged as they would be after
it. It is bounded, and only of the two metrics themselves: what follows for others that are judged to be one of them is
not counted.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.claim import Band, Claim, Sameness
from service.matching import Grounds, chance_between, grounds_of
from service.policy import Policy
from service.recording.deciding import is_conflict
from service.recording.pairing import Compared, compare_and_judge
from service.storage import pending as storage
from service.storage.pending import Between, PendingFilters, PendingRow
from service.storage.pool import Database

MOST_COMPARED = 60
"""Of a pair, so many conflicts that stand and so many claims beside each other are compared."""
LOOKED_AT = 300
"""Claims of one of the two metrics beside which those of the other are looked for, and as many beside each."""
MOST_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer would change."""

    opens: int
    """Conflicts that nobody sees today."""
    confirms: int
    """Suggested ones that would be confirmed."""
    closes: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A claim of each metric between which a conflict is suggested, and what it says."""

    conflict_id: UUID
    claims: tuple[Claim, Claim]
    reason: str


@dataclass(frozen=True, slots=True)
class Pending:
    """Two metrics that wait for a judgement."""

    row: PendingRow
    chance: float | None
    """What the model says of the likest sample; None where it does not weigh the two."""
    samples: tuple[Sample, ...]
    grounds: Grounds
    """Of the likest sample."""
    if_same: Effect
    if_different: Effect
    is_bounded: bool
    """Whether there are more than were looked at: the numbers are the least that would change."""


async def list_pending(
    database: Database, policy: Policy, filters: PendingFilters, after: tuple[int, int, int] | None, limit: int
) -> tuple[list[PendingRow], list[Pending]]:
    """Give pairs of metrics that wait for a judgement, as they are listed and looked into; what changes most first.

    A pair whose conflicts were closed meanwhile is listed only.
    """
    async with database.connection() as connection:
        rows = await storage.list_pending_pairs(connection, filters, after, limit)
        pairs = [one.phrase_ids for one in rows]
        standing = await storage.find_conflicts_between(connection, pairs, MOST_COMPARED + 1)
        beside = await storage.find_claims_between(connection, pairs, MOST_COMPARED + 1, LOOKED_AT)
    found: dict[tuple[int, int], tuple[list[Between], list[Between]]] = {pair: ([], []) for pair in pairs}
    for one in standing:
        found[one.phrase_ids][0].append(one)
    for one in beside:
        found[one.phrase_ids][1].append(one)
    weighed = [await asyncio.to_thread(_weigh, row, *found[row.phrase_ids], policy) for row in rows]
    return rows, [one for one in weighed if one is not None]


def _weigh(row: PendingRow, standing: Sequence[Between], beside: Sequence[Between], policy: Policy) -> Pending | None:
    """Compare what stands between two metrics; None where all of it was closed meanwhile."""
    looked = standing[:MOST_COMPARED]
    now = [(one, _compared(one, policy, None)) for one in looked if one.band is Band.SUGGESTED]
    if not now:
        return None
    likest = sorted(now, key=lambda one: (-one[1].score, one[0].conflict_id))[:MOST_SAMPLES]
    first, second = (claim.claim for claim in likest[0][0].claims)
    return Pending(
        row=row,
        chance=chance_between(first, second),
        samples=tuple(_sample(one, pair) for one, pair in likest),
        grounds=grounds_of(first, second),
        if_same=_if_same(looked, beside[:MOST_COMPARED], policy),
        if_different=Effect(0, 0, len(looked)),
        is_bounded=max(len(standing), len(beside)) > MOST_COMPARED,
    )


def _if_same(standing: Sequence[Between], beside: Sequence[Between], policy: Policy) -> Effect:
    after = [(one.band, _compared(one, policy, Sameness.SAME)) for one in standing]
    new = [pair for one in beside if _is_confirmed(pair := _compared(one, policy, Sameness.SAME))]
    confirmed = [pair for band, pair in after if band is Band.SUGGESTED and _is_confirmed(pair)]
    return Effect(len(new), len(confirmed), sum(not is_conflict(pair) for _, pair in after))


def _is_confirmed(pair: Compared) -> bool:
    return is_conflict(pair) and pair.band is Band.CONFIRMED


def _compared(between: Between, policy: Policy, judged: Sameness | None) -> Compared:
    return compare_and_judge(*between.claims, policy, judged, between.tolerance, near=between.near)


def _sample(between: Between, pair: Compared) -> Sample:
    if between.conflict_id is None:
        raise AssertionError("a sample is a conflict that stands")
    first, second = between.claims
    return Sample(between.conflict_id, (first.claim, second.claim), pair.verdict.reason)
