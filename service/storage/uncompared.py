"""What is still to be compared, and what is set aside: one function a query of sql/queries/uncompared.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.claim import ClaimId
from service.storage.claims import stored_claim_of
from service.storage.pool import Connection
from service.storage.queries import queries
from service.stored import StoredClaim

_SQL = queries("uncompared")


async def mark_compared(connection: Connection, generations: Mapping[ClaimId, int]) -> None:
    """Take the claims out of what is still to be compared, unless they were put back meanwhile."""
    await connection.execute(_SQL["mark_compared"], list(generations), list(generations.values()))


async def lease_uncompared(
    connection: Connection, *, older_than_seconds: float, limit: int, lease_seconds: float
) -> list[StoredClaim]:
    """Take claims that were stored but not compared: a crash's leftovers, or what a judgement asks for again."""
    rows = await connection.fetch(_SQL["lease_uncompared"], older_than_seconds, limit, lease_seconds)
    return [stored_claim_of(row, row["generation"]) for row in rows]


async def release_uncompared(connection: Connection, ids: Sequence[UUID]) -> None:
    """Give back what is not compared to its end, to be gone on with at once."""
    await connection.execute(_SQL["release_uncompared"], ids)


async def set_aside(connection: Connection, reasons: Mapping[UUID, str]) -> None:
    """Note why claims cannot be compared; they are tried again after a pause that grows."""
    await connection.execute(_SQL["set_aside"], list(reasons), list(reasons.values()))


async def blame_claims(connection: Connection, reasons: Mapping[UUID, str]) -> None:
    """Ask for stored claims that others could not be compared with to be compared again, each with what is wrong."""
    await connection.execute(_SQL["blame_claims"], list(reasons), list(reasons.values()))


async def find_set_aside(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Give which of the claims are set aside."""
    return {row["claim_id"] for row in await connection.fetch(_SQL["find_set_aside"], ids)}


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that cannot be compared."""

    claim_id: UUID
    reason: str
    attempts: int
    since: datetime
    next_try_at: datetime


async def list_set_aside(connection: Connection, after: UUID | None, limit: int) -> list[SetAside]:
    """Give what cannot be compared, in the order of ids."""
    return [SetAside(**row) for row in await connection.fetch(_SQL["list_set_aside"], after, limit)]


async def requeue_claims(connection: Connection, ids: Sequence[UUID]) -> None:
    """Ask for claims to be compared again, at once."""
    await connection.execute(_SQL["requeue_claims"], ids)


async def count_uncompared(connection: Connection) -> tuple[int, float]:
    """Give how many claims wait for comparison, and for how many seconds the oldest has."""
    row = await connection.fetchrow(_SQL["count_uncompared"])
    return (row["claims"], row["oldest_seconds"]) if row else (0, 0.0)


async def requeue_claims_of_phrases(connection: Connection, phrase_ids: Sequence[int]) -> int:
    """Ask for all claims of these metrics to be compared again; give how many these are."""
    status = await connection.execute(_SQL["requeue_claims_of_phrases"], phrase_ids)
    return int(status.rpartition(" ")[2])
