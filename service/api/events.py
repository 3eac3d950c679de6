"""Pull instead of push: the event feed, as pages, as a stream, and for feed readers."""

import contextlib
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter
from litestar.response import Stream
from msgspec import Meta, Struct

from service.api.cursors import read_cursor, write_cursor
from service.api.parameters import CursorParameter, Limit
from service.api.payloads import DisabledEndpoint, EndpointNotice, When, reference
from service.api.problems import documented
from service.api.requests import Request
from service.claim import Band, Conflict, EventType
from service.errors import Unavailable
from service.notifying.feed import START, count_missed, place_after, place_of, read_feed, stream_events
from service.notifying.formats import conflict_sentence
from service.notifying.upkeep import number_events
from service.storage import conflicts as conflict_storage
from service.storage.pool import Database

SSE = "text/event-stream"
ATOM = "application/atom+xml"
_ATOM_ENTRIES = 100
_NAMESPACE = "http://www.w3.org/2005/Atom"

_encode = msgspec.json.Encoder().encode


class FeedItem(Struct, frozen=True):
    """An event, in the shape in which webhooks carry it, with its id."""

    id: Annotated[UUID, Meta(description="The webhook-id that the same event has in calls.")]
    type: Annotated[EventType, Meta(description="What happened; it says what `data` is.")]
    timestamp: When
    data: Annotated[
        Any,
        Meta(
            extra_json_schema={"anyOf": [reference(one) for one in (Conflict, DisabledEndpoint, EndpointNotice)]},
            description="For `conflict.…` the conflict; for `webhook.disabled` the endpoint and why; for "
            "`webhook.test` the endpoint.",
        ),
    ]


class EventPage(Struct, frozen=True):
    """Events in the order in which they became true."""

    items: list[FeedItem]
    missed: Annotated[
        int, Meta(description="Events before these that were removed for their age and that you did not read.")
    ]
    next: Annotated[str, Meta(description="Never null: give it as `cursor` to go on from here, now or later.")]


class EventsController(Controller):
    """The event feed."""

    path = "/v1"
    tags = ["events"]

    @get(
        "/events",
        operation_id="list_events",
        summary="Read the event feed",
        media_type="application/json",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
        | {
            200: ResponseSpec(EventPage, generate_examples=False, description="A page, or a stream if it is asked for.")
        },
    )
    async def list_events(
        self,
        request: Request,
        database: NamedDependency[Database],
        limit: Limit = 50,
        cursor: CursorParameter = None,
        last_event_id: Annotated[
            str | None, HeaderParameter(name="Last-Event-ID", description="Where a broken stream goes on.")
        ] = None,
    ) -> Response[Any]:
        """Read events after a cursor that never skips a late commit; with Accept: text/event-stream, as a stream."""
        after = read_cursor(cursor, tuple[str, int]) if cursor else START
        if last_event_id is not None:
            after = await place_after(database, last_event_id)
        accepted = request.headers.get("accept", "")
        if SSE in accepted and "application/json" not in accepted:  # generated clients list all that they could take
            headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            return Stream(stream_events(database, after), media_type=SSE, headers=headers)
        with contextlib.suppress(Unavailable):
            await number_events(database)  # so that who has just written reads what he wrote
        missed, events = await count_missed(database, after), await read_feed(database, after, limit)
        items = [
            FeedItem(event.id, EventType(event.type), event.occurred_at, msgspec.Raw(event.data.encode()))
            for event in events
        ]
        page = EventPage(items, missed, write_cursor(place_of(events[-1]) if events else after))
        return Response(_encode(page), media_type="application/json")

    @get(
        "/conflicts.atom",
        operation_id="get_conflicts_feed",
        summary="The newest conflicts for feed readers",
        media_type=ATOM,
        responses=documented(HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_conflicts_feed(self, request: Request, database: NamedDependency[Database]) -> Response[bytes]:
        """Give the newest confirmed conflicts as an Atom feed, a sentence each."""
        filters = conflict_storage.ConflictFilters(band=Band.CONFIRMED.value)
        async with database.connection() as connection:
            conflicts = await conflict_storage.list_conflicts(connection, filters, None, _ATOM_ENTRIES)
        return Response(atom_feed(conflicts, str(request.base_url).rstrip("/")), media_type=ATOM)


def atom_feed(conflicts: list[Conflict], base: str) -> bytes:
    """Write conflicts as an Atom feed (RFC 4287)."""
    feed = Element("feed", xmlns=_NAMESPACE)
    SubElement(feed, "id").text = f"{base}/v1/conflicts.atom"
    SubElement(feed, "title").text = "claimdiff: conflicts"
    SubElement(feed, "link", rel="self", href=f"{base}/v1/conflicts.atom")
    newest = max((conflict.updated_at for conflict in conflicts), default=None)
    SubElement(feed, "updated").text = newest.isoformat() if newest else "1970-01-01T00:00:00Z"
    author = SubElement(feed, "author")
    SubElement(author, "name").text = "claimdiff"
    for conflict in conflicts:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = f"urn:uuid:{conflict.id}"
        SubElement(entry, "title").text = _printable(conflict_sentence(conflict))
        SubElement(entry, "updated").text = conflict.updated_at.isoformat()
        SubElement(entry, "published").text = conflict.opened_at.isoformat()
        SubElement(entry, "link", href=f"{base}/v1/conflicts/{conflict.id}")
        SubElement(entry, "summary").text = _printable(conflict.reason)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _printable(text: str) -> str:
    """XML 1.0 has no way to write most control characters."""
    return "".join(character if character.isprintable() else " " for character in text)
