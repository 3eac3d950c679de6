"""What is nearly the same as a claim: one typed function for each query of sql/queries/near_misses.sql."""

from collections.abc import Sequence

from service.storage.pool import Connection
from service.storage.queries import queries
from service.stored import Probe, StoredClaim

_SQL = queries("near_misses")


async def find_neighbour_ids(
    connection: Connection, phrase_id: int, topic_id: int | None, limit: int
) -> tuple[list[int], list[int]]:
    """Give the metrics and the topics that are neighbours of these, themselves among them; at most so many of each."""
    rows = await connection.fetch(_SQL["find_neighbour_ids"], phrase_id, topic_id, limit)
    metrics = [row["id"] for row in rows if row["is_metric"]]
    return metrics, [row["id"] for row in rows if not row["is_metric"]]


async def find_near_claims(
    connection: Connection, probe: Probe, topic_ids: Sequence[int], phrase_ids: Sequence[int], limit: int
) -> list[StoredClaim]:
    """Give other sources' claims in force of these topics and metrics: of the same last day, and of the nearest others.

    Args:
        connection: Sees what is committed.
        probe: The claim that asks.
        topic_ids: Of any place.
        phrase_ids: At the probe's place.
        limit: So many in all.
    """
    place = probe.claim.claim.place
    end = probe.claim.claim.period.end
    around = [day for day in probe.last_days if abs((day - end).days) <= 1]
    rows = await connection.fetch(
        _SQL["find_near_claims"],
        topic_ids,
        phrase_ids,
        probe.claim.source_id,
        place.key if place else "",
        around[0],
        around[-1],
        limit,
    )
    return [
        StoredClaim(row["id"], row["body"], row["source_id"], row["phrase_id"], topic_id=row["topic_id"])
        for row in rows
    ]
