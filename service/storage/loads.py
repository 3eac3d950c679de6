"""Uploads, and claims taken back or erased: one typed function for each query of sql/queries/loads.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("loads")


@dataclass(frozen=True, slots=True)
class LoadRow:
    """An upload."""

    id: UUID
    created_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None


async def open_load(connection: Connection, load_id: UUID, now: datetime) -> None:
    """Note an upload; a known one is left as it is."""
    await connection.execute(_SQL["open_load"], load_id, now)


async def list_loads(connection: Connection, after: tuple[datetime, UUID] | None, limit: int) -> list[LoadRow]:
    """Give uploads, the newest first."""
    return [LoadRow(**row) for row in await connection.fetch(_SQL["list_loads"], *(after or (None, None)), limit)]


async def withdraw_load(connection: Connection, load_id: UUID, now: datetime, actor: str) -> bool:
    """Note that an upload is taken back; say whether there is such a one."""
    return await connection.fetchval(_SQL["withdraw_load"], load_id, now, actor) is not None


async def withdraw_claims(connection: Connection, load_id: UUID, now: datetime, limit: int) -> list[UUID]:
    """Take some of an upload's claims back; give their ids."""
    return [row["id"] for row in await connection.fetch(_SQL["withdraw_claims"], load_id, now, limit)]


async def withdraw_each(connection: Connection, newer_by_id: Mapping[UUID, UUID | None], now: datetime) -> list[UUID]:
    """Take claims back, each with the one in its place, or none; give those that counted until now."""
    rows = await connection.fetch(_SQL["withdraw_each"], list(newer_by_id), list(newer_by_id.values()), now)
    return [row["id"] for row in rows]


async def find_superseded(connection: Connection, ids: Sequence[UUID]) -> list[UUID]:
    """Give the claims that these supersede."""
    return [row["id"] for row in await connection.fetch(_SQL["find_superseded"], ids)]


async def hold_claim(connection: Connection, claim_id: UUID) -> bool:
    """Hold a claim alone until the transaction ends; say whether there is such a one."""
    return await connection.fetchval(_SQL["hold_claim"], claim_id) is not None


async def erase_claim(connection: Connection, claim_id: UUID, now: datetime, actor: str, why: str | None) -> None:
    """Erase a claim that is held with all that was told of it, and leave the note that there was one."""
    await connection.execute(_SQL["erase_events"], claim_id)
    await connection.execute(_SQL["erase_answers"], claim_id)
    await connection.execute(_SQL["erase_readings"], claim_id)
    await connection.execute(_SQL["erase_pages"], claim_id)
    await connection.execute(_SQL["erase_conflicts"], claim_id)
    await connection.execute(_SQL["erase_claim"], claim_id, now, actor, why)


async def find_erased(connection: Connection, claim_id: UUID) -> datetime | None:
    """Give when a claim was erased, None if it was not."""
    found: datetime | None = await connection.fetchval(_SQL["find_erased"], claim_id)
    return found
