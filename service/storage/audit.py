"""The audit log: who did what. Rows are added and read, and never changed; a trigger of the table holds it so."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from uuid import UUID

from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("audit")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act, or a count of alike ones."""

    at: datetime
    actor: str
    key_id: UUID | None
    act: str
    target: str
    status: int
    request_id: str | None
    requests: int = 1
    position: int = 0
    """Given by the table."""


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What of the log is asked for; None leaves it open."""

    actor: str | None = None
    act: str | None = None
    since: datetime | None = None


async def write_audit(connection: Connection, rows: Sequence[AuditRow]) -> None:
    """Add rows."""
    columns = zip(*(astuple(row)[:-1] for row in rows), strict=True)
    await connection.execute(_SQL["write_audit"], *map(list, columns))


async def list_audit(connection: Connection, filters: AuditFilters, before: int | None, limit: int) -> list[AuditRow]:
    """List the log from the newest on."""
    rows = await connection.fetch(_SQL["list_audit"], filters.actor, filters.act, filters.since, before, limit)
    return [AuditRow(**dict(row)) for row in rows]
