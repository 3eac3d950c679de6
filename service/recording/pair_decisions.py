"""What becomes of the pairs of a dispute with the decision on it: each goes by the table of a conflict's life."""

from collections.abc import Sequence
from uuid import UUID

from service.judging import standing_of, standing_with
from service.storage import decisions
from service.storage.decisions import HeldPair
from service.storage.disputes import DisputeRow
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
