"""Removal by age: one typed function for each query of sql/queries/retention.sql."""

from collections.abc import Mapping
from datetime import datetime

from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("retention")
_REMOVING = {
    "events": _SQL["remove_events"],
    "history": _SQL["remove_history"],
    "audit": _SQL["remove_audit"],
    "past": _SQL["remove_past"],
}


async def keep_retention(connection: Connection, days: Mapping[str, int]) -> None:
    """Write down after how many days what may be removed; what is not named may not be."""
    await connection.execute(_SQL["keep_retention"], list(days), list(days.values()))


async def remove_old(connection: Connection, what: str, before: datetime, limit: int) -> int:
    """Remove some of what is oldest of events, histories, the audit log or the past; give how many rows these were."""
    count: int = await connection.fetchval(_REMOVING[what], before, limit)
    return count
