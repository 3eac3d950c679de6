"""What has happened to disputes is told: at once when one opens, then at most once a minute."""

from datetime import datetime, timedelta

import msgspec

from service.dispute import DisputeChange, DisputeNews
from service.disputing.causes import with_cause
from service.event import Event, EventType
from service.identity import name_key
from service.storage import disputes as storage
from service.storage import outbox
from service.storage.disputes import DisputeRow
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection

PAUSE = timedelta(minutes=1)
"""Between two events of one dispute."""
TOLD_AT_ONCE = 50
MOST_SOURCES = 256

_encode = msgspec.json.Encoder().encode


async def announce_disputes(connection: Connection, now: datetime) -> int:
    """Announce what has happened to disputes, in the caller's transaction; give how many were told of.

    One that is new is told of at once, any other at most once in a minute, with all that has happened meanwhile. That
    a source has joined a position is no news by itself: it goes with the next one.
    """
    rows = await storage.find_untold(connection, now - PAUSE, TOLD_AT_ONCE)
    events = {row.id: event for row in rows if (event := await _event_of(connection, row, now)) is not None}
    await outbox.announce(connection, list(events.values()))
    if events:
        await storage.mark_told(connection, list(events), now)
    if passed := [row.id for row in rows if row.id not in events]:
        await storage.pass_over(connection, passed)
    return len(rows)


async def _event_of(connection: Connection, row: DisputeRow, now: datetime) -> Event | None:
    changes = await storage.find_changes(connection, row)
    if set(changes) <= {DisputeChange.SOURCE_JOINED}:
        return None
    reach = await storage.find_reach(connection, row.id, MOST_SOURCES)
    return Event(
        id=new_identifier(now),
        type=_type_of(row),
        occurred_at=now,
        data=_encode(DisputeNews(with_cause(row.dispute), changes)),
        metrics=tuple(reach.phrases),
        sources=tuple(dict.fromkeys(name for source in reach.sources for name in (name_key(source), source))),
        places=tuple(reach.places),
        severity=row.outline.severity,
    )


def _type_of(row: DisputeRow) -> EventType:
    if row.status.is_closed:
        return EventType.DISPUTE_SETTLED
    return EventType.DISPUTE_UPDATED if row.announced_version else EventType.DISPUTE_OPENED
