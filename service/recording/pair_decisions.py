"""A dispute and its pairs: each goes with the decision on it by the table of a conflict's life, and it by theirs."""

from collections.abc import Sequence
from uuid import UUID

from service.conflict import ConflictStatus
from service.judging import standing_of, standing_with
from service.storage import decisions
from service.storage.decisions import HeldPair
from service.storage.disputes import DisputeRow, PairsFound, PairsSeen
from service.storage.pool import Connection


async def move_pairs(connection: Connection, pairs: Sequence[HeldPair], decision: DisputeRow) -> list[UUID]:
    """Bring pairs, which are held, to the status of their dispute; give their ids.

    Raises:
        Clash: No act of a person leads there.
    """
    reached = {
        one.id: standing_with(standing_of(one.status, closed_by_service=one.closed_by_service), decision.status).status
        for one in pairs
    }
    await decisions.write_pairs(connection, reached, decision)
    return list(reached)


def pairs_seen(found: PairsFound) -> PairsSeen:
    """Say where a dispute stands by its pairs: open while one of them waits, then as a person has decided on them.

    Without any decision it is open too, for what the service has closed is no decision; a resolution says more than a
    dismissal.
    """
    if found.is_open or (found.resolution is None and not found.is_dismissed):
        return PairsSeen(ConflictStatus.OPEN, None, found.is_new, is_stale=found.is_open and not found.is_fresh)
    status = ConflictStatus.DISMISSED if found.resolution is None else ConflictStatus.RESOLVED
    return PairsSeen(status, found.resolution, found.is_new)
