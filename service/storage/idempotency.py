"""What was sent and answered under each Idempotency-Key: one typed function for each query."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("idempotency")


@dataclass(frozen=True, slots=True)
class Reservation:
    """What stands under a key: the request, and its answer once there is one."""

    fingerprint: bytes
    claim_id: UUID
    started_at: datetime
    status: int | None = None
    answer: str | None = None


async def reserve(connection: Connection, owner: UUID, key: str, wanted: Reservation, expired: datetime) -> bool:
    """Take a key for a request; False when it is taken since a later moment than `expired`."""
    row = await connection.fetchrow(
        _SQL["reserve"], owner, key, wanted.fingerprint, wanted.claim_id, wanted.started_at, expired
    )
    return row is not None


async def get_reservation(connection: Connection, owner: UUID, key: str) -> Reservation | None:
    """Get what stands under a key."""
    row = await connection.fetchrow(_SQL["get_reservation"], owner, key)
    return Reservation(**dict(row)) if row else None


async def take_over(connection: Connection, owner: UUID, key: str, started_at: datetime, now: datetime) -> bool:
    """Go on with a request that began at `started_at` and was left; False when another does already."""
    return await connection.fetchrow(_SQL["take_over"], owner, key, started_at, now) is not None


async def keep_answer(connection: Connection, owner: UUID, key: str, answered: Reservation) -> None:
    """Keep what was answered."""
    await connection.execute(_SQL["keep_answer"], owner, key, answered.claim_id, answered.status, answered.answer)


async def abandon(connection: Connection, owner: UUID, key: str, claim_id: UUID) -> None:
    """Let the next one with this key go on at once."""
    await connection.execute(_SQL["abandon"], owner, key, claim_id)


async def give_up(connection: Connection, owner: UUID, key: str, claim_id: UUID) -> None:
    """Free a key whose request has stored nothing."""
    await connection.execute(_SQL["give_up"], owner, key, claim_id)


async def forget_old(connection: Connection, expired: datetime) -> None:
    """Delete what was reserved before a moment."""
    await connection.execute(_SQL["forget_old"], expired)
