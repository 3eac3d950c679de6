"""Names of sources, brought to one form: one typed function for each query of sql/queries/sources.sql."""

from collections.abc import Sequence
from uuid import UUID

from service.identity import KEY_VERSION
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("sources")


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
