"""The upkeep of what is told: events get their places in the feed, and what has grown old is removed."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from service.errors import Unavailable
from service.storage import outbox
from service.storage import retention as storage
from service.storage.pool import Database

NUMBERED_AT_ONCE = 1_000
NUMBERING_SECONDS = 0.1
REMOVED_AT_ONCE = 1_000
REMOVING_SECONDS = 600.0

_log = structlog.get_logger()


async def number_until_cancelled(database: Database) -> None:
    """Give events their places in the feed, soon after they are committed. Any number of processes may do so."""
    while True:
        with contextlib.suppress(Unavailable):
            while await number_events(database) == NUMBERED_AT_ONCE:
                pass
        await asyncio.sleep(NUMBERING_SECONDS)


async def number_events(database: Database) -> int:
    """Number what is committed by now; give how many events that were."""
    async with database.connection() as connection:
        return await outbox.number_events(connection, NUMBERED_AT_ONCE)


async def remove_until_cancelled(database: Database, days: Mapping[str, int], clock: Callable[[], datetime]) -> None:
    """Remove what is older than it is kept, now and then."""
    while True:
        with contextlib.suppress(Unavailable):
            await remove_old(database, days, clock())
        await asyncio.sleep(REMOVING_SECONDS)


async def remove_old(database: Database, days: Mapping[str, int], now: datetime) -> dict[str, int]:
    """Remove what is older than so many days, 0 keeping it for ever; give how much that was of each."""
    kept = {what: count for what, count in days.items() if count > 0}
    async with database.connection() as connection:
        await storage.keep_retention(connection, kept)
    removed = {}
    for what, count in kept.items():
        removed[what] = await _remove(database, what, now - timedelta(days=count))
        if removed[what]:
            _log.info("removed what was old", what=what, rows=removed[what], days=count)
    return removed


async def _remove(database: Database, what: str, before: datetime) -> int:
    total = 0
    while True:
        async with database.connection() as connection:
            done = await storage.remove_old(connection, what, before, REMOVED_AT_ONCE)
        total += done
        if done < REMOVED_AT_ONCE:
            return total
