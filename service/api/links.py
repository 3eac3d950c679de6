"""Links that give one feed or one plot without a key: made, listed, revoked by who made them, and administrators."""

from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from service.api.access import Scope
from service.api.access.authorization import actor_of
from service.api.access.tokens import LINK_START, hashed, new_token
from service.api.cursors import cursor_behind, read_cursor
from service.api.link_schemas import FeedFilters, Link, LinkAddress, LinkDraft, LinkKind, LinkPage, MadeLink
from service.api.moments import read_moment
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.requests import Request, address_of
from service.errors import Invalid, NotFound
from service.recording import Clock
from service.settings import Settings
from service.storage import disputes as dispute_storage
from service.storage import links as storage
from service.storage.identifiers import new_identifier
from service.storage.keys import KeyRow
from service.storage.links import LinkRow
from service.storage.pool import Database

FORMS = MappingProxyType({LinkKind.DISPUTES: ("atom", "json", "csv"), LinkKind.PLOT: ("svg",)})
_encode = msgspec.json.Encoder().encode


class LinksController(Controller):
    """Links for feed readers, spreadsheets and pages, which show no key."""

    path = "/v1/links"
    tags = ["links"]

    @post(
        operation_id="create_link",
        summary="Make a link that is read without a key",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    async def create_link(
        self,
        data: JSONBody[LinkDraft],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> MadeLink:
        """Make a link to a feed of disputes, or to the plot of one. The answer shows its addresses, this once.

        It gives that and nothing else. It ends when it expires, when it is revoked, and with the key that made it.
        """
        token = new_token(LINK_START)
        row = _drawn(data, hashed(token), request, clock())
        async with database.connection() as connection:
            if data.dispute_id and await dispute_storage.get_dispute(connection, data.dispute_id) is None:
                raise NotFound(f"There is no dispute {data.dispute_id}.")
            await storage.add_link(connection, row)
        return MadeLink(told(row), addresses(row, token, address_of(request, settings)))

    @get(
        operation_id="list_links",
        summary="List links that are read without a key",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_links(
        self,
        request: Request,
        database: NamedDependency[Database],
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> LinkPage:
        """List the links of the key that asks, the newest first, also those that have ended; `admin` sees all."""
        before = read_cursor(cursor, tuple[UUID])[0] if cursor else None
        async with database.connection() as connection:
            rows = await storage.list_links(connection, _reach_of(request), before, limit)
        return LinkPage([told(row) for row in rows], cursor_behind(rows, limit, lambda row: (row.id,)))

    @delete(
        "/{link_id:uuid}",
        operation_id="revoke_link",
        summary="Revoke a link",
        status_code=200,
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def revoke_link(
        self,
        link_id: FromPath[UUID],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
    ) -> Link:
        """Refuse it from now on: whoever reads it is told since when it is so. One that is revoked stays so."""
        reach = _reach_of(request)
        async with database.connection() as connection:
            row = await storage.get_link(connection, link_id)
            if row is None or reach not in (None, row.key_id):
                raise NotFound(f"There is no link {link_id} of this key.")
            await storage.revoke_link(connection, link_id, clock(), actor_of(request))
            revoked = await storage.get_link(connection, link_id)
        return told(revoked or row)


def addresses(row: LinkRow, token: str, base: str) -> list[LinkAddress]:
    """Give where a link is read. What is secret stands in the query, which no log keeps."""
    name = kind_of(row).value
    return [LinkAddress(form, f"{base}/v1/feeds/{name}.{form}?link={token}") for form in FORMS[kind_of(row)]]


def kind_of(row: LinkRow) -> LinkKind:
    """Say what a link gives."""
    return LinkKind.DISPUTES if row.dispute_id is None else LinkKind.PLOT


def told(row: LinkRow) -> Link:
    """Give a link as it may be shown."""
    return Link(
        id=row.id,
        name=row.name,
        shows=kind_of(row),
        filters=filters_of(row),
        dispute_id=row.dispute_id,
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
    )


def filters_of(row: LinkRow) -> FeedFilters | None:
    """Give which disputes a feed gives."""
    return msgspec.json.decode(row.filters, type=FeedFilters) if row.filters else None


def _drawn(data: LinkDraft, hashed_token: bytes, request: Request, now: datetime) -> LinkRow:
    if data.dispute_id and data.filters:
        raise Invalid("A plot has no filters. Give `filters` for a feed, or `dispute_id` for a plot.", "/filters")
    expires_at = read_moment(data.expires_at, "/expires_at") if data.expires_at is not None else None
    if expires_at is not None and expires_at <= now:
        raise Invalid("The link would have ended already. Give a later day, or none.", "/expires_at")
    key = _key_of(request)
    return LinkRow(
        id=new_identifier(now),
        hash=hashed_token,
        name=data.name,
        key_id=key.id if key else None,
        created_by=actor_of(request),
        created_at=now,
        expires_at=expires_at,
        dispute_id=data.dispute_id,
        filters=_encode(data.filters or FeedFilters()).decode() if data.dispute_id is None else None,
    )


def _key_of(request: Request) -> KeyRow | None:
    key: KeyRow | None = request.scope.get("auth")
    return key


def _reach_of(request: Request) -> UUID | None:
    """Give of which key somebody may see the links; None: of all, as administrators do, and who needs no key."""
    key = _key_of(request)
    return None if key is None or Scope.ADMIN.value in key.scopes else key.id
