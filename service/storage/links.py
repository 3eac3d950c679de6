"""Links that are read without a key: one typed function for each query of sql/queries/links.sql."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("links")


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as it is stored: never what stands in its address."""

    id: UUID
    hash: bytes
    name: str
    key_id: UUID | None
    created_by: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    dispute_id: UUID | None = None
    """A plot of this dispute; None: a feed."""
    filters: str | None = None
    """JSON: which disputes the feed gives."""


async def add_link(connection: Connection, link: LinkRow) -> None:
    """Store a new link."""
    await connection.execute(
        _SQL["add_link"],
        link.id,
        link.hash,
        link.name,
        link.key_id,
        link.created_by,
        link.created_at,
        link.expires_at,
        link.dispute_id,
        link.filters,
    )


async def find_link(connection: Connection, hashed: bytes) -> LinkRow | None:
    """Find a link by the SHA-256 of what stands in its address, in force or not."""
    row = await connection.fetchrow(_SQL["find_link"], hashed)
    return _link_of(row) if row else None


async def get_link(connection: Connection, identifier: UUID) -> LinkRow | None:
    """Get a link by its id."""
    row = await connection.fetchrow(_SQL["get_link"], identifier)
    return _link_of(row) if row else None


async def list_links(connection: Connection, key_id: UUID | None, before: UUID | None, limit: int) -> list[LinkRow]:
    """List links of a key, or of all, the newest first."""
    return [_link_of(row) for row in await connection.fetch(_SQL["list_links"], key_id, before, limit)]


async def revoke_link(connection: Connection, identifier: UUID, now: datetime, actor: str) -> None:
    """Revoke a link; one that is revoked stays so."""
    await connection.execute(_SQL["revoke_link"], identifier, now, actor)


def _link_of(row: Mapping[str, Any]) -> LinkRow:
    return LinkRow(**dict(row.items()))
