"""Pull instead of push: the event feed, as pages, as a stream, and for feed readers."""

import contextlib
from enum import Enum
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream
from msgspec import Meta, Struct

from service.api.access import Peer
from service.api.cursors import read_cursor, write_cursor
from service.api.filters import conflict_filters
from service.api.parameters import CursorParameter, Limit
from service.api.payloads import DisabledEndpoint, EndpointNotice, When, reference
from service.api.problems import documented
from service.api.requests import Request, address_of
from service.article import ArticleNews
from service.conflict import Conflict
from service.dispute import DisputeNews
from service.errors import Unavailable
from service.event import EventType, Wish
from service.knowledge import WithdrawnNews
from service.notifying.feed import (
    START,
    Place,
    count_missed,
    newest_place,
    place_after,
    place_of,
    read_feed,
    stream_events,
)
from service.notifying.formats import conflict_sentence
from service.notifying.upkeep import number_events
from service.series import SeriesNews
from service.settings import Settings
from service.storage import conflicts as conflict_storage
from service.storage.conflicts import ConflictFilters
from service.storage.outbox import Wanted
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
            extra_json_schema={
                "anyOf": [
                    reference(one)
                    for one in (
                        Conflict,
                        DisputeNews,
                        ArticleNews,
                        SeriesNews,
                        WithdrawnNews,
                        DisabledEndpoint,
                        EndpointNotice,
                    )
                ]
            },
            description="For `conflict.…` the conflict; for `dispute.…` the dispute and what has changed; for "
            "`article.read` the article; for `series.flagged` the series and where it falls; for `claim.withdrawn` who "
            "still carries the figure; for `webhook.disabled` the endpoint and why; for `webhook.test` the endpoint.",
        ),
    ]


class EventPage(Struct, frozen=True):
    """Events in the order in which they became true."""

    items: list[FeedItem]
    missed: Annotated[
        int, Meta(description="Events before these that were removed for their age and that you did not read.")
    ]
    next: Annotated[str, Meta(description="Never null: give it as `cursor` to go on from here, now or later.")]


class Beginning(Enum):
    """Where a stream begins."""

    START = "start"
    NOW = "now"


Begin = Annotated[
    Beginning,
    QueryParameter(name="from", description="`start`: with the oldest event that is kept; `now`: with the next one."),
]
LastEventId = Annotated[str | None, HeaderParameter(name="Last-Event-ID", description="Where a broken stream goes on.")]


WithDisputes = Annotated[
    bool, QueryParameter(name="disputes", description="Also `dispute.…` events, which readers ask for.")
]
WithArticles = Annotated[
    bool, QueryParameter(name="articles", description="Also `article.…` events, which readers ask for.")
]


WithFindings = Annotated[
    bool, QueryParameter(name="findings", description="Also `series.…` and `claim.…` events, which readers ask for.")
]


OnlyOurs = Annotated[
    bool, QueryParameter(name="ours", description="Only what concerns the desk's own sources (PATCH /v1/sources).")
]


def feed_wanted(
    with_disputes: WithDisputes = False,
    with_articles: WithArticles = False,
    only_ours: OnlyOurs = False,
    with_findings: WithFindings = False,
) -> Wanted:
    """Read what a reader of the feed asks for."""
    asked = {Wish.DISPUTES: with_disputes, Wish.ARTICLES: with_articles, Wish.FINDINGS: with_findings}
    return Wanted(wishes=frozenset(wish for wish in Wish if asked[wish]), only_ours=only_ours)


class EventStream(Stream):
    """Server-sent events, whatever media type the handler has besides: no client reads them by another name."""

    def __init__(self, database: Database, after: Place, request: Request, wanted: Wanted) -> None:
        peer: Peer | None = request.scope["state"].get("peer")
        events = stream_events(database, after, lambda: peer is not None and peer.is_leaving, wanted)
        super().__init__(events, media_type=SSE, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})

    def to_asgi_response(self, *arguments: Any, **named: Any) -> Any:
        """Give the framework's response under the name that clients ask for."""
        return super().to_asgi_response(*arguments, **named | {"media_type": SSE})


class EventsController(Controller):
    """The event feed."""

    path = "/v1"
    tags = ["events"]

    @get(
        "/events",
        operation_id="list_events",
        summary="Read the event feed",
        media_type="application/json",
        dependencies={"wanted": Provide(feed_wanted, sync_to_thread=False)},
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
        | {
            200: ResponseSpec(EventPage, generate_examples=False, description="A page, or a stream if it is asked for.")
        },
    )
    async def list_events(
        self,
        request: Request,
        database: NamedDependency[Database],
        wanted: NamedDependency[Wanted],
        limit: Limit = 50,
        cursor: CursorParameter = None,
        last_event_id: LastEventId = None,
    ) -> Response[Any]:
        """Read events after a cursor that never skips a late commit; with Accept: text/event-stream, as a stream."""
        after = read_cursor(cursor, tuple[str, int]) if cursor else START
        if last_event_id is not None:
            after = await place_after(database, last_event_id)
        accepted = request.headers.get("accept", "")
        if SSE in accepted and "application/json" not in accepted:  # generated clients list all that they could take
            await count_missed(database, after)  # what is no cursor is refused before the stream begins
            return EventStream(database, after, request, wanted)
        with contextlib.suppress(Unavailable):
            await number_events(database)  # so that who has just written reads what he wrote
        missed, events = (
            await count_missed(database, after),
            await read_feed(database, after, limit, wanted),
        )
        items = [
            FeedItem(event.id, EventType(event.type), event.occurred_at, msgspec.Raw(event.data.encode()))
            for event in events
        ]
        page = EventPage(items, missed, write_cursor(place_of(events[-1]) if events else after))
        return Response(_encode(page), media_type="application/json")

    @get(
        "/events/stream",
        operation_id="stream_events",
        summary="Follow the event feed as server-sent events",
        media_type=SSE,
        dependencies={"wanted": Provide(feed_wanted, sync_to_thread=False)},
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
        | {
            200: ResponseSpec(
                str,
                generate_examples=False,
                media_type=SSE,
                description="Each event with its `id`, its type as `event`, and as `data` what webhooks carry.",
            )
        },
    )
    async def stream_events(
        self,
        request: Request,
        database: NamedDependency[Database],
        wanted: NamedDependency[Wanted],
        begin: Begin = Beginning.START,
        cursor: CursorParameter = None,
        last_event_id: LastEventId = None,
    ) -> Stream:
        """Give events as they become true, until the client hangs up; made for a browser's `EventSource`.

        `from=now` leaves out what has been. A client that reconnects names the last event that it has seen as
        `Last-Event-ID`, as all of them do by themselves, and misses nothing. A comment comes every 15 seconds when
        nothing else does. When the service ends so does the stream; the client comes again.
        """
        after = read_cursor(cursor, tuple[str, int]) if cursor else START
        if begin is Beginning.NOW and cursor is None:
            with contextlib.suppress(Unavailable):
                await number_events(database)  # what has been so far is left out, also what has no place yet
            after = await newest_place(database)
        if last_event_id is not None:
            after = await place_after(database, last_event_id)
        await count_missed(database, after)  # here, too
        return EventStream(database, after, request, wanted)

    @get(
        "/conflicts.atom",
        operation_id="get_conflicts_feed",
        summary="The newest conflicts for feed readers",
        media_type=ATOM,
        dependencies={"filters": Provide(conflict_filters)},
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_conflicts_feed(
        self,
        request: Request,
        reading: NamedDependency[Database],
        settings: NamedDependency[Settings],
        filters: NamedDependency[ConflictFilters],
    ) -> Response[bytes]:
        """Give the newest conflicts as an Atom feed, a sentence each, narrowed as the list of conflicts is."""
        async with reading.connection() as connection:
            conflicts = await conflict_storage.list_conflicts(connection, filters, None, _ATOM_ENTRIES)
        return Response(atom_feed(conflicts, address_of(request, settings)), media_type=ATOM)


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
        SubElement(entry, "link", href=f"{base}/console/conflicts/{conflict.id}")
        SubElement(entry, "summary").text = _printable(conflict.reason)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _printable(text: str) -> str:
    """XML 1.0 has no way to write most control characters."""
    return "".join(character if character.isprintable() else " " for character in text)
