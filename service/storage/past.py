"""The past as it was stored: one typed function for each query of sql/queries/past.sql."""

from datetime import datetime
from uuid import UUID

from service.claim import Claim
from service.storage.pool import Connection
from service.storage.queries import queries
from service.stored import decode_claim

_SQL = queries("past")


async def go_back(connection: Connection, moment: datetime) -> datetime:
    """Let all that is read in this transaction be what was known at a moment; give from when on the past is kept.

    Claims, disputes, their histories and what they are found by are read as they stood then. Names of sources, the
    registry of metrics and everything else are the present ones.

    Args:
        connection: In a transaction, in which nothing is written.
        moment: It lies in the past.
    """
    kept_from: datetime = await connection.fetchval(_SQL["go_back"], moment)
    return kept_from


async def find_claims_of_dispute(
    connection: Connection, dispute_id: UUID, start: int, limit: int
) -> list[tuple[Claim, bool]]:
    """Give claims that stood in a dispute, the earliest first, each with whether it was a guest."""
    rows = await connection.fetch(_SQL["find_claims_of_dispute"], dispute_id, start, limit)
    return [(decode_claim(row["body"]), row["is_guest"]) for row in rows]
