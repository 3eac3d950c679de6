"""Taking back: an upload whole, kept and out of force; a claim for good, with nothing of it left but the note.

Whom the claims superseded comes back into force, and conflicts around them close, by the sweep: it compares again what
is put back among the uncompared in the same transaction.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from service.errors import NotFound
from service.storage import loads as storage
from service.storage import uncompared
from service.storage.pool import Connection, Database

CLAIMS_AT_ONCE = 1_000


async def withdraw_load(database: Database, load_id: UUID, actor: str, now: datetime) -> int:
    """Take back all claims of an upload; give how many these were. Again, it goes on where it was broken off.

    Raises:
        NotFound: There is no such upload.
    """
    async with database.connection() as connection:
        if not await storage.withdraw_load(connection, load_id, now, actor):
            raise NotFound(f"There is no load {load_id}.")
    total = 0
    while True:
        async with database.transaction() as connection:
            withdrawn = await storage.withdraw_claims(connection, load_id, now, CLAIMS_AT_ONCE)
            restored = await storage.find_superseded(connection, withdrawn)
            await uncompared.requeue_claims(connection, sorted({*withdrawn, *restored}))
        total += len(withdrawn)
        if len(withdrawn) < CLAIMS_AT_ONCE:
            return total


async def withdraw_claims(connection: Connection, newer_by_id: Mapping[UUID, UUID | None], now: datetime) -> None:
    """Take claims back in the caller's transaction, each for the one in its place, or for none."""
    withdrawn = await storage.withdraw_each(connection, newer_by_id, now)
    restored = await storage.find_superseded(connection, withdrawn)
    await uncompared.requeue_claims(connection, sorted({*withdrawn, *restored}))


async def erase_claim(database: Database, claim_id: UUID, actor: str, why: str | None, now: datetime) -> None:
    """Erase a claim for good: itself, its conflicts, what was told of it and what was answered.

    Raises:
        NotFound: There is no such claim.
    """
    async with database.transaction() as connection:
        if not await storage.hold_claim(connection, claim_id):
            raise NotFound(f"There is no claim {claim_id}.")
        restored = await storage.find_superseded(connection, [claim_id])
        await storage.erase_claim(connection, claim_id, now, actor, why)
        await uncompared.requeue_claims(connection, restored)
