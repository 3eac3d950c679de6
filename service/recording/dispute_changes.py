"""What a person does with a dispute: acknowledge, resolve, dismiss, reopen. A decision closes its pairs with it."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from service.claim import ConflictStatus, Event, EventType, Resolution
from service.dispute import DisputeChange, DisputeNews
from service.disputing.causes import with_cause
from service.errors import Clash, Invalid, NotFound, Stale
from service.identity import name_key
from service.judging import Act, next_standing, standing_of
from service.recording.announcing import changed_by, tell
from service.recording.conflict_changes import DeskAct
from service.storage import disputes as storage
from service.storage import outbox
from service.storage.disputes import DisputeRow
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection, Database

PAIRS_AT_ONCE = 1_000
MOST_PAIRS_TOLD = 64
"""Of the pairs that a decision closes so many are announced one by one; the event of the dispute tells of all."""
PAUSE = timedelta(minutes=1)
"""Between two events of one dispute."""
TOLD_AT_ONCE = 50
MOST_SOURCES = 256

_ACTS = {
    ConflictStatus.OPEN: (Act.REOPEN, DisputeChange.REOPENED),
    ConflictStatus.ACKNOWLEDGED: (Act.ACKNOWLEDGE, DisputeChange.ACKNOWLEDGE),
    ConflictStatus.RESOLVED: (Act.RESOLVE, DisputeChange.RESOLVE),
    ConflictStatus.DISMISSED: (Act.DISMISS, DisputeChange.DISMISS),
}
_CLOSED = frozenset({ConflictStatus.RESOLVED, ConflictStatus.DISMISSED})
_encode = msgspec.json.Encoder().encode


async def change_dispute(
    database: Database, dispute_id: UUID, act: DeskAct, *, expected_version: int | None, now: datetime
) -> None:
    """Change a dispute's status; a decision closes its pairs with the same reason, and to take it back opens them.

    Args:
        database: Where the dispute stands.
        dispute_id: Which one.
        act: What is done, and by whom.
        expected_version: The version that the person has seen; None takes any.
        now: When.

    Raises:
        NotFound: There is no such dispute.
        Stale: It has another version by now.
        Clash: The act does not fit its status, or it has become one with another.
        Invalid: Resolved without a resolution, or a resolution with another status.
    """
    if (act.resolution is not None) != (act.status is ConflictStatus.RESOLVED):
        known = ", ".join(resolution.value for resolution in Resolution)
        raise Invalid(f"A resolution goes with status resolved, and only with it. Known: {known}.", "/resolution")
    async with database.transaction() as connection:
        row = await _hold(connection, dispute_id, expected_version)
        standing = standing_of(row.status, closed_by_service=row.closed_by_service)
        doing, change = _ACTS[act.status]
        reached = next_standing(standing, doing).status
        await storage.decide_dispute(connection, dispute_id, reached, resolution=act.resolution, note=act.note, now=now)
        await storage.note_steps(connection, {dispute_id: (row.version + 1, [change])}, now, act.actor)
        more = await _move_some_pairs(connection, row, act, now, told=MOST_PAIRS_TOLD)
        await tell_disputes(connection, now)
    while more:
        async with database.transaction() as connection:
            more = await _move_some_pairs(connection, row, act, now, told=0)


async def _hold(connection: Connection, dispute_id: UUID, expected_version: int | None) -> DisputeRow:
    row = await storage.hold_dispute(connection, dispute_id)
    if row is None:
        raise NotFound(f"There is no dispute {dispute_id}.")
    if row.merged_into is not None:
        raise Clash(f"This dispute has become one with {row.merged_into}.")
    if expected_version is not None and row.version != expected_version:
        raise Stale(f"The dispute has version {row.version} by now. Get it again and look at what was changed.")
    return row


async def _move_some_pairs(
    connection: Connection, before: DisputeRow, act: DeskAct, now: datetime, *, told: int
) -> bool:
    """Close or open some of the pairs with their dispute; say whether there may be more."""
    row = await storage.hold_dispute(connection, before.id)
    if row is None or row.status is not act.status:
        return False
    limit = told or PAIRS_AT_ONCE
    if act.status in _CLOSED:
        ids = await storage.find_pairs_to_close(connection, row.id, limit)
    elif before.status in _CLOSED:
        ids = await storage.find_pairs_to_reopen(connection, row.id, before.status, limit)
    else:
        return False
    doing = _ACTS[act.status][0].value
    await storage.close_pairs(connection, ids, row)
    if told:
        await tell(connection, await changed_by(connection, doing, ids), now, actor=act.actor)
    else:
        await storage.note_pairs(connection, ids, row, act=doing, actor=act.actor)
    return len(ids) == limit


async def tell_disputes(connection: Connection, now: datetime) -> int:
    """Announce what has happened to disputes, in the caller's transaction; give how many were told of.

    One that is new is told of at once, any other at most once in a minute, with all that has happened meanwhile. That
    a source has joined a position is no news by itself.
    """
    rows = await storage.find_untold(connection, now - PAUSE, TOLD_AT_ONCE)
    events = [event for row in rows if (event := await _event_of(connection, row, now)) is not None]
    await outbox.announce(connection, events)
    if rows:
        await storage.mark_told(connection, [row.id for row in rows], now)
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
    if row.status in _CLOSED:
        return EventType.DISPUTE_SETTLED
    return EventType.DISPUTE_UPDATED if row.announced_version else EventType.DISPUTE_OPENED
