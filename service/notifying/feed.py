"""The event feed: a cursor that never skips a late commit, as pages and as a stream of server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from service.errors import Invalid, Unavailable
from service.notifying.formats import standard
from service.storage import outbox
from service.storage.outbox import FeedEvent, Wanted
from service.storage.pool import Database

START = ("0", 0)
HEARTBEAT_SECONDS = 15.0
POLL_SECONDS = 0.5
_PAGE = 200
_ALWAYS = Wanted()

Place = tuple[str, int]
"""How places are written, and the place."""


def place_of(event: FeedEvent) -> Place:
    """Give an event's place in the feed's order."""
    return event.written_by, event.position


async def read_feed(database: Database, after: Place, limit: int, wanted: Wanted = _ALWAYS) -> list[FeedEvent]:
    """Give the events after a place. Only what has its place is read: no later commit can slip under it."""
    async with database.connection() as connection:
        return await outbox.read_feed(connection, after, limit, wanted)


async def count_missed(database: Database, after: Place) -> int:
    """Give how many events were removed for their age before a reader at this place came to them."""
    async with database.connection() as connection:
        return await outbox.count_missed(connection, after)


async def place_after(database: Database, last_event_id: str) -> Place:
    """Give the place of the event that a client has seen last; raises Invalid when there is no such event."""
    try:
        event_id = UUID(last_event_id)
    except ValueError:
        event_id = UUID(int=0)
    async with database.connection() as connection:
        found = await outbox.find_event(connection, event_id)
    if found is None:
        raise Invalid("There is no event with this id. Leave Last-Event-ID out to start anew.", "Last-Event-ID")
    return found


async def newest_place(database: Database) -> Place:
    """Give the place behind everything that has become true: who reads from there on is told what comes."""
    async with database.connection() as connection:
        return await outbox.newest_place(connection)


async def stream_events(
    database: Database, after: Place, is_over: Callable[[], bool], wanted: Wanted = _ALWAYS
) -> AsyncIterator[bytes]:
    """Give server-sent events until it is over: what comes, and a heartbeat when nothing does.

    Taken as fast as it is read. The first bytes go out at once, so that a client knows that it is heard.
    """
    yield b": the stream begins\n\n"
    silent = 0.0
    while not is_over():
        try:
            events = await read_feed(database, after, _PAGE, wanted)
        except Unavailable:
            events = []
        for event in events:
            after = place_of(event)
            yield f"id: {event.id}\nevent: {event.type}\ndata: {standard(event)}\n\n".encode()
        silent = 0.0 if events else silent + POLL_SECONDS
        if not events:
            if silent >= HEARTBEAT_SECONDS:
                silent = 0.0
                yield b": heartbeat\n\n"
            await asyncio.sleep(POLL_SECONDS)
