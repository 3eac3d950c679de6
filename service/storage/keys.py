"""API keys and the shares of their minutes: one typed function for each query of sql/queries/keys.sql."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("keys")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as it is stored: never the key itself."""

    id: UUID
    name: str
    prefix: str
    hash: bytes
    scopes: tuple[str, ...]
    requests_per_minute: int | None
    """None: as the service is set; 0: no limit."""
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    last_used_at: datetime | None = None
    sources: tuple[str, ...] | None = None
    """Whose claims it may store; None: of any source."""

    def is_usable(self, now: datetime) -> bool:
        """Say whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


async def add_key(connection: Connection, key: KeyRow) -> None:
    """Store a new key."""
    await connection.execute(
        _SQL["add_key"],
        key.id,
        key.name,
        key.prefix,
        key.hash,
        list(key.scopes),
        key.requests_per_minute,
        key.created_at,
        key.created_by,
        key.expires_at,
        list(key.sources) if key.sources is not None else None,
    )


async def find_key(connection: Connection, hashed: bytes) -> KeyRow | None:
    """Find a key by its SHA-256, usable or not."""
    row = await connection.fetchrow(_SQL["find_key"], hashed)
    return key_of(row) if row else None


async def get_key(connection: Connection, key_id: UUID) -> KeyRow | None:
    """Get a key by its id."""
    row = await connection.fetchrow(_SQL["get_key"], key_id)
    return key_of(row) if row else None


async def find_keys_by_prefix(connection: Connection, start: str) -> list[KeyRow]:
    """Find the keys whose visible prefix starts so, or whose id it is."""
    return [key_of(row) for row in await connection.fetch(_SQL["find_keys_by_prefix"], start)]


async def list_keys(connection: Connection, after: UUID | None, limit: int) -> list[KeyRow]:
    """List keys, also revoked ones, in the order in which they were made."""
    return [key_of(row) for row in await connection.fetch(_SQL["list_keys"], after, limit)]


async def revoke_key(connection: Connection, key_id: UUID, now: datetime, actor: str) -> bool:
    """Revoke a key; False when there is none or it is revoked already."""
    return await connection.fetchrow(_SQL["revoke_key"], key_id, now, actor) is not None


async def has_usable_key(connection: Connection, now: datetime) -> bool:
    """Say whether any key would be let in."""
    return bool(await connection.fetchval(_SQL["has_usable_key"], now))


async def note_uses(connection: Connection, uses: Mapping[UUID, datetime]) -> None:
    """Keep when keys were last used."""
    await connection.execute(_SQL["note_uses"], list(uses), list(uses.values()))


async def lease_requests(connection: Connection, key_id: UUID, minute: datetime, share: int, limit: int) -> int:
    """Take a share of a key's minute; give how many of its requests are used by all processes, this share counted.

    What the answer exceeds the limit by was not granted.
    """
    used: int = await connection.fetchval(_SQL["lease_requests"], key_id, minute, share, limit)
    return used


def key_of(row: Mapping[str, Any]) -> KeyRow:
    sources = None if row["sources"] is None else tuple(row["sources"])
    return KeyRow(**(dict(row) | {"scopes": tuple(row["scopes"]), "sources": sources}))
