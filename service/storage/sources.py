"""Sources, and their names brought to one form: one typed function for each query of sql/queries/sources.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.identity import KEY_VERSION, name_key
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("sources")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source and how much it has published."""

    id: int
    key: str
    name: str
    created_at: datetime
    ours: bool
    claims: int
    open_conflicts: int


async def add_sources(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """Give the id of each source key; unknown sources are created."""
    keys = [name_key(name) for name in names]
    rows = await connection.fetch(_SQL["add_sources"], keys, [name.strip() for name in names], KEY_VERSION)
    known = {row["key"]: row["id"] for row in rows}
    if missing := [name for name in names if name_key(name) not in known]:
        # Another writer's insert committed after this statement's snapshot: the next one sees it.
        known |= await add_sources(connection, missing)
    return known


async def find_source(connection: Connection, name: str) -> int | None:
    """Give the source's id by its name, or None."""
    row = await connection.fetchrow(_SQL["find_source"], name_key(name))
    return row["id"] if row else None


async def list_sources(connection: Connection, after: int, limit: int) -> list[SourceRow]:
    """Give sources in the order in which they were first seen."""
    return [SourceRow(**row) for row in await connection.fetch(_SQL["list_sources"], after, limit)]


async def find_sources_of_other_keys(connection: Connection, limit: int) -> list[tuple[int, str]]:
    """Hold some sources whose keys are of another form; give their ids and names."""
    rows = await connection.fetch(_SQL["find_sources_of_other_keys"], KEY_VERSION, limit)
    return [(row["id"], row["name"]) for row in rows]


async def find_key(connection: Connection, key: str, beside: int) -> int | None:
    """Hold the other source that has this key; give its id, or None."""
    found: int | None = await connection.fetchval(_SQL["find_key"], key, beside)
    return found


async def write_key(connection: Connection, source_id: int, key: str) -> None:
    """Give a source its key."""
    await connection.execute(_SQL["write_key"], source_id, key, KEY_VERSION)


async def merge_source(connection: Connection, source_id: int, into: int) -> None:
    """Note that two sources are one; the claims are still to be moved."""
    await connection.execute(_SQL["merge_source"], source_id, into, KEY_VERSION)


async def find_claims_to_move(connection: Connection, limit: int) -> list[tuple[int, int]]:
    """Give merged sources that have claims, each with the one that it was merged into."""
    return [(row["id"], row["merged_into"]) for row in await connection.fetch(_SQL["find_claims_to_move"], limit)]


async def move_claims(connection: Connection, source_id: int, into: int, limit: int) -> list[UUID]:
    """Move some claims from one source to another; give their ids."""
    return [row["id"] for row in await connection.fetch(_SQL["move_claims"], source_id, into, limit)]


async def find_endpoints_of_other_names(connection: Connection, limit: int) -> list[tuple[UUID, list[str]]]:
    """Hold some endpoints whose filter names sources in another form."""
    rows = await connection.fetch(_SQL["find_endpoints_of_other_names"], KEY_VERSION, limit)
    return [(row["id"], row["sources"]) for row in rows]


async def write_endpoint_names(connection: Connection, endpoint_id: UUID, sources: Sequence[str]) -> None:
    """Give an endpoint's filter its names."""
    await connection.execute(_SQL["write_endpoint_names"], endpoint_id, sources, KEY_VERSION)


async def list_source_names(connection: Connection, limit: int) -> list[str]:
    """Give names of sources, those first seen last before others."""
    return [row["name"] for row in await connection.fetch(_SQL["list_source_names"], limit)]


async def mark_ours(connection: Connection, source_id: int, *, ours: bool) -> None:
    """Write whether a source is the desk's own."""
    await connection.execute(_SQL["mark_ours"], source_id, ours)
