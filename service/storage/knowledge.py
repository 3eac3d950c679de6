"""What stands beside a dispute: one typed function for each query of sql/queries/knowledge.sql."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from service.claim import Claim
from service.storage.pool import Connection
from service.storage.queries import queries
from service.stored import decode_claim

_SQL = queries("knowledge")


async def find_kin(
    connection: Connection, phrases: Sequence[str], places: Sequence[str], day: date, limit: int
) -> list[Claim]:
    """Give claims in force of the same metrics at other times, and of other metrics there at that time."""
    rows = await connection.fetch(_SQL["find_kin"], phrases, places, day, limit)
    return [decode_claim(row["body"]) for row in rows]


async def find_beside(connection: Connection, places: Sequence[str], day: date, limit: int) -> list[Claim]:
    """Give claims in force of the same places that end on the same day, or a year before or after."""
    return [decode_claim(row["body"]) for row in await connection.fetch(_SQL["find_beside"], places, day, limit)]


async def find_corrections(
    connection: Connection, phrases: Sequence[str], places: Sequence[str], day: date, limit: int
) -> list[tuple[Claim, Claim]]:
    """Give claims that were superseded, each with the claim that took its place."""
    rows = await connection.fetch(_SQL["find_corrections"], phrases, places, day, limit)
    return [(decode_claim(row["body"]), decode_claim(row["newer_body"])) for row in rows]


async def find_disputes_of_claims(connection: Connection, claim_ids: Sequence[UUID]) -> list[UUID]:
    """Give the disputes in which claims stand."""
    rows = await connection.fetch(_SQL["find_disputes_of_claims"], claim_ids)
    return [row["dispute_id"] for row in rows]
