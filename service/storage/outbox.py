"""Events and their deliveries: one typed function for each query of sql/queries/outbox.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from service.errors import Invalid
from service.event import Event, Wish, types_heard
from service.storage.conflicts import HistoryRow
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("outbox")
_encode = msgspec.json.Encoder().encode

NUMBERED = "s"
"""Stands before a place in the feed; before events were numbered the writing transaction stood there."""
_XID_DIGITS = 19
_TOLD_UNASKED = [kind.value for kind in types_heard()]
CHANNEL = "claimdiff_outbox"
"""Senders listen here."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one endpoint, leased to a sender."""

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    attempts: int
    created_at: datetime
    type: str
    occurred_at: datetime
    data: str
    position: int
    url: str
    format: str
    digest_size: int


@dataclass(frozen=True, slots=True)
class AttemptOutcome:
    """What became of an attempt."""

    status: str
    next_attempt_at: datetime
    response_status: int | None
    response_start: str | None
    error: str | None
    duration_milliseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader of the feed asks for."""

    wishes: frozenset[Wish] = frozenset()
    """Besides what there was from the beginning."""
    only_ours: bool = False
    """Leaves out what concerns no source of the desk's own."""

    @property
    def types(self) -> list[str]:
        """The types of events that are asked for, and those that everybody hears of."""
        return [kind.value for kind in types_heard(self.wishes)]


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event as the feed gives it, with its place in the feed's order."""

    position: int
    id: UUID
    type: str
    occurred_at: datetime
    data: str
    written_by: str = NUMBERED


async def announce(connection: Connection, events: Sequence[Event], steps: Sequence[HistoryRow] = ()) -> None:
    """Write events and their deliveries in the caller's transaction, and the steps of the audit trail they tell."""
    if not events and not steps:
        return
    await connection.execute(
        _SQL["announce"],
        [event.id for event in events],
        [event.type.value for event in events],
        [event.occurred_at for event in events],
        [event.data.decode() for event in events],
        [_encode(event.metrics).decode() for event in events],
        [_encode(event.sources).decode() for event in events],
        [_encode(event.places).decode() for event in events],
        [None if event.severity is None else event.severity.rank for event in events],
        [None if event.band is None else event.band.value for event in events],
        [step.conflict_id for step in steps],
        [step.at for step in steps],
        [step.actor for step in steps],
        [step.act for step in steps],
        [step.status for step in steps],
        [step.resolution for step in steps],
        [step.note for step in steps],
        _TOLD_UNASKED,
    )


async def announce_to(connection: Connection, endpoint_id: UUID, event: Event) -> None:
    """Write an event for one endpoint alone, whatever its filters."""
    await connection.execute(
        _SQL["announce_to"], endpoint_id, event.id, event.type.value, event.occurred_at, event.data.decode()
    )


async def lease_deliveries(connection: Connection, busy: Mapping[UUID, int], lease_seconds: float) -> list[Delivery]:
    """Take what is due, for each endpoint as much as it has places free; `busy` counts our calls under way."""
    rows = await connection.fetch(_SQL["lease_deliveries"], list(busy), list(busy.values()), lease_seconds)
    return [Delivery(**row) for row in rows]


async def write_attempt(connection: Connection, ids: Sequence[UUID], outcome: AttemptOutcome) -> None:
    """Write what became of an attempt."""
    await connection.execute(
        _SQL["write_attempt"],
        ids,
        outcome.status,
        outcome.next_attempt_at,
        outcome.response_status,
        outcome.response_start,
        outcome.error,
        outcome.duration_milliseconds,
    )


async def hold_deliveries(connection: Connection, ids: Sequence[UUID], until: datetime) -> None:
    """Put leased deliveries back until a moment; they count as not tried."""
    await connection.execute(_SQL["hold_deliveries"], ids, until)


async def note_success(connection: Connection, endpoint_id: UUID) -> None:
    """Forget that the endpoint was failing."""
    await connection.execute(_SQL["note_success"], endpoint_id)


async def note_failure(connection: Connection, endpoint_id: UUID, now: datetime) -> datetime | None:
    """Note a failure; give since when the endpoint has failed without a success, None if it is gone."""
    row = await connection.fetchrow(_SQL["note_failure"], endpoint_id, now)
    return row["failing_since"] if row else None


async def disable_endpoint(connection: Connection, endpoint_id: UUID, reason: str, now: datetime) -> str | None:
    """Disable an endpoint; give its address, or None when it was disabled already. Its queue is kept."""
    row = await connection.fetchrow(_SQL["disable_endpoint"], endpoint_id, reason, now)
    return row["url"] if row else None


async def number_events(connection: Connection, limit: int) -> int:
    """Give committed events their places in the feed; give how many these were."""
    count: int = await connection.fetchval(_SQL["number_events"], limit)
    return count


async def read_feed(connection: Connection, after: tuple[str, int], limit: int, wanted: "Wanted") -> list[FeedEvent]:
    """Give the events after a place in the feed's order; those given out before events were numbered are kept."""
    rows = await connection.fetch(
        _SQL["read_feed"], await _sequence_of(connection, after), limit, wanted.types, wanted.only_ours
    )
    return [FeedEvent(row["sequence"], row["id"], row["type"], row["occurred_at"], row["data"]) for row in rows]


async def count_missed(connection: Connection, after: tuple[str, int]) -> int:
    """Give how many events were removed for their age before a reader at this place came to them."""
    count: int = await connection.fetchval(_SQL["count_missed"], await _sequence_of(connection, after))
    return count


async def newest_place(connection: Connection) -> tuple[str, int]:
    """Give the place behind every event that has its own."""
    return NUMBERED, int(await connection.fetchval(_SQL["newest_place"]) or 0)


async def find_event(connection: Connection, event_id: UUID) -> tuple[str, int] | None:
    """Give an event's place in the feed's order, or None."""
    row: asyncpg.Record | None = await connection.fetchrow(_SQL["find_event"], event_id)
    return (NUMBERED, row["sequence"]) if row else None


async def _sequence_of(connection: Connection, place: tuple[str, int]) -> int:
    written_by, position = place
    if written_by == NUMBERED:
        return position
    if not written_by.isascii() or not written_by.isdigit() or len(written_by) > _XID_DIGITS:
        raise Invalid("This is no cursor of the feed. Take `next` of the page before.", "cursor")
    found: int | None = await connection.fetchval(_SQL["find_sequence"], written_by, position)
    return found or 0
