"""Feeds of disputes: by any filters for whoever has a key, and by a link what that was made for and nothing else."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Annotated

from litestar import Controller, Response, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from service.api.access import Access
from service.api.access.authorization import spend
from service.api.access.tokens import LINK_START, hashed, is_well_formed
from service.api.feed_formats import ATOM, CSV, JSON_FEED, atom_of, csv_of, json_feed_of
from service.api.filters import dispute_filters
from service.api.link_schemas import LinkKind
from service.api.links import filters_of, kind_of
from service.api.plots import draw_dispute
from service.api.problems import documented
from service.api.requests import Request, address_of
from service.dispute import Dispute
from service.errors import NoLongerKept, NotFound, Unauthenticated
from service.recording import Clock
from service.settings import Settings
from service.storage import dispute_lists
from service.storage import disputes as dispute_storage
from service.storage import keys as key_storage
from service.storage import links as storage
from service.storage.dispute_lists import DisputeFilters
from service.storage.links import LinkRow
from service.storage.pool import Database

ENTRIES = 100
_READ_ANYWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""A page of another site may show it: the link was given to it."""
Token = Annotated[str, QueryParameter(max_length=200, description="What POST /v1/links has put into the address.")]
Write = Callable[[Sequence[Dispute], str], bytes]

_REFUSALS = documented(
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def _reader(suffix: str, what: str, write: Write, media_type: str) -> HTTPRouteHandler:
    """Give the handler of one form of a link's disputes."""

    @get(
        f"/feeds/disputes.{suffix}",
        operation_id=f"read_{suffix}_by_link",
        summary=f"A link's disputes as {what}",
        description="Give what the link was made for, the newest hundred. It needs no key.",
        media_type=media_type,
        responses=_REFUSALS,
    )
    async def read(
        self: Controller,  # noqa: ARG001 - the framework hands it
        request: Request,
        database: NamedDependency[Database],
        reading: NamedDependency[Database],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        link: Token,
    ) -> Response[bytes]:
        row = await _admit(request, database, clock, link, LinkKind.DISPUTES)
        return await _feed(row, reading, address_of(request, settings), write, media_type)

    return read


class FeedsController(Controller):
    """Feeds of disputes, the newest first."""

    path = "/v1"
    tags = ["links"]

    @get(
        "/disputes.atom",
        operation_id="get_disputes_feed",
        summary="The newest disputes for feed readers",
        media_type=ATOM,
        dependencies={"filters": Provide(dispute_filters)},
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_disputes_feed(
        self,
        request: Request,
        reading: NamedDependency[Database],
        filters: NamedDependency[DisputeFilters],
        settings: NamedDependency[Settings],
    ) -> Response[bytes]:
        """Give the newest hundred as an Atom feed; POST /v1/links makes an address that needs no key."""
        return Response(atom_of(await _newest(reading, filters), address_of(request, settings)), media_type=ATOM)

    read_atom = _reader("atom", "an Atom feed", atom_of, ATOM)
    read_json = _reader("json", "a JSON Feed", json_feed_of, JSON_FEED)
    read_csv = _reader("csv", "a table for spreadsheets", csv_of, CSV)

    @get(
        "/feeds/plot.svg",
        operation_id="read_plot_by_link",
        summary="A link's plot of a dispute",
        responses=_REFUSALS,
    )
    async def read_plot(
        self,
        request: Request,
        database: NamedDependency[Database],
        reading: NamedDependency[Database],
        clock: NamedDependency[Clock],
        link: Token,
    ) -> Response[bytes]:
        """Draw the dispute that the link was made for, as it stands now. It needs no key, and any page may show it."""
        row = await _admit(request, database, clock, link, LinkKind.PLOT)
        async with reading.connection() as connection:
            found = await dispute_storage.get_dispute(connection, row.dispute_id) if row.dispute_id else None
        if found is None:
            raise NotFound("The dispute of this link is no more.")
        drawn = draw_dispute(found.dispute)
        drawn.headers.update(_READ_ANYWHERE)
        return drawn


async def _feed(row: LinkRow, reading: Database, base: str, write: Write, kind: str) -> Response[bytes]:
    wanted = filters_of(row)
    given = {name: getattr(wanted, name) for name in wanted.__struct_fields__} if wanted else {}
    filters = await dispute_filters(reading, **given)
    return Response(write(await _newest(reading, filters), base), media_type=kind, headers=dict(_READ_ANYWHERE))


async def _admit(request: Request, database: Database, clock: Clock, token: str, kind: LinkKind) -> LinkRow:
    """Let somebody in by a link, for what it was made for; raise what is wrong with it.

    The primary database is asked: a standby may not know yet that a link was revoked.
    """
    access: Access = request.app.state.access
    peer = request.client.host if request.client else ""
    access.ring.refuse_guesses(peer)
    row = None
    async with database.connection() as connection:
        if is_well_formed(token, LINK_START):
            row = await storage.find_link(connection, hashed(token))
        key = await key_storage.get_key(connection, row.key_id) if row and row.key_id else None
    if row is None:
        access.ring.count_wrong(peer)
        raise Unauthenticated("This is no link, or it was mistyped or cut off. Ask whoever gave it to you.", shown=True)
    now = clock()
    if row.revoked_at is not None:
        raise NoLongerKept(f"This link was revoked on {row.revoked_at:%Y-%m-%d}. Ask for a new one.")
    if row.expires_at is not None and row.expires_at <= now:
        raise NoLongerKept(f"This link ended on {row.expires_at:%Y-%m-%d}. Ask for a new one.")
    if key is not None:
        if not key.is_usable(now):
            raise Unauthenticated("The key that made this link has ended, and the link with it.", shown=True)
        await spend(access, request.scope, key)
    if kind_of(row) is not kind:
        raise NotFound(f"This link gives {kind_of(row).value} and nothing else.")
    return row


async def _newest(reading: Database, filters: DisputeFilters) -> list[Dispute]:
    async with reading.connection() as connection:
        rows = await dispute_lists.list_disputes(connection, filters, None, ENTRIES)
    return [row.dispute for row in rows]
