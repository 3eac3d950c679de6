"""Searches that a person keeps: one typed function for each query of sql/queries/searches.sql."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from service.storage.identifiers import new_identifier
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("searches")


class Owner(NamedTuple):
    """Whose they are: a person's name as it stands in histories, under a key; no key where none is needed."""

    key_id: UUID | None
    actor: str


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A search under its name."""

    id: UUID
    name: str
    query: str
    created_at: datetime


async def save_search(connection: Connection, owner: Owner, name: str, query: str, now: datetime) -> SearchRow:
    """Keep a search; one of the same name is no more."""
    [row] = await connection.fetch(
        _SQL["save_search"], new_identifier(now), owner.key_id, owner.actor, name, query, now
    )
    return SearchRow(**dict(row.items()))


async def list_searches(connection: Connection, owner: Owner, limit: int) -> list[SearchRow]:
    """List what a person keeps, by name."""
    rows = await connection.fetch(_SQL["list_searches"], owner.key_id, owner.actor, limit)
    return [SearchRow(**dict(row.items())) for row in rows]


async def remove_search(connection: Connection, owner: Owner, identifier: UUID) -> bool:
    """Remove a search of a person's own; False when there is none."""
    return await connection.fetchval(_SQL["remove_search"], identifier, owner.key_id, owner.actor) is not None
