"""What becomes of conflicts is told in the commit that changes them: in the audit trail and in the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from service.conflict import Conflict
from service.dispute import AnnouncedConflict, Crowd
from service.event import Event, EventType
from service.identity import name_key
from service.judging import Act
from service.storage import conflicts as conflict_storage
from service.storage import outbox
from service.storage.conflicts import HistoryRow
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection

SERVICE_ACTOR = "claimdiff"
"""Who stands in the audit trail for what no person did."""

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Change:
    """A conflict as an act has left it."""

    conflict: Conflict
    act: Act
    crowd: Crowd | None = None
    """When it is told of for all contradictions of a claim."""
    sources: tuple[str, ...] = ()
    """Whom it concerns besides, when it is told of for others."""
    is_told: bool = True
    """False when another one is told of for it."""
    has_turned: bool = False
    """Whether it has just become a matter of time, or has become one in earnest."""


async def changed_by(connection: Connection, act: Act, conflict_ids: Sequence[UUID]) -> list[Change]:
    """Give conflicts as they are now, after an act on them."""
    if not conflict_ids:
        return []
    return [Change(one, act) for one in await conflict_storage.get_conflicts(connection, conflict_ids)]


async def announce_changes(connection: Connection, changes: Sequence[Change], now: datetime, *, actor: str) -> None:
    """Write down and announce changes in the caller's transaction, in the order in which they were made."""
    steps = [
        HistoryRow(
            one.conflict.id,
            now,
            actor,
            one.act.value,
            one.conflict.status.value,
            one.conflict.resolution.value if one.conflict.resolution else None,
            one.conflict.note,
        )
        for one in changes
    ]
    events = [_event_of(one, now) for one in changes if one.is_told and not _is_only_stale(one, actor)]
    await outbox.announce(connection, events, steps)


def _is_only_stale(change: Change, actor: str) -> bool:
    """A figure that repeats an older one alarms nobody; what a person does with it is told, and that it has turned."""
    return change.conflict.stale is not None and actor == SERVICE_ACTOR and not change.has_turned


def _is_news(change: Change) -> bool:
    """Nobody could know of it as certain and in earnest before."""
    return change.act.is_first_seen or (change.has_turned and change.conflict.stale is None)


def _event_of(change: Change, now: datetime) -> Event:
    """Make the event that tells of a conflict, with what endpoints filter by."""
    conflict = change.conflict
    return Event(
        id=new_identifier(now),
        type=EventType.CONFLICT_CREATED if _is_news(change) else EventType.CONFLICT_UPDATED,
        occurred_at=now,
        data=_encode(_told(change)),
        metrics=tuple(dict.fromkeys(claim.metric.phrase for claim in conflict.claims)),
        sources=tuple(
            dict.fromkeys(
                name
                for source in (*(claim.source for claim in conflict.claims), *change.sources)
                for name in (name_key(source), source)
            )
        ),
        places=tuple(dict.fromkeys(claim.place.key for claim in conflict.claims if claim.place)),
        severity=conflict.severity,
        band=conflict.band,
    )


def _told(change: Change) -> Conflict:
    if change.crowd is None:
        return change.conflict
    fields = {name: getattr(change.conflict, name) for name in Conflict.__struct_fields__}
    return AnnouncedConflict(**fields, crowd=change.crowd)
