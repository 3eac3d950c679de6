"""The audit log, to be read."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from service.api.cursors import cursor_behind, read_cursor
from service.api.moments import moment_parameter, read_moment
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.schemas import Cursor
from service.storage import audit as storage
from service.storage.pool import Database


class Act(Struct, frozen=True):
    """Something that was changed, and by whom."""

    at: Annotated[datetime, Meta(description="When.")]
    actor: Annotated[
        str,
        Meta(
            description="The key's name, behind a person's where one has signed in; `desk` where no key is needed, "
            "`command line` for commands."
        ),
    ]
    key_id: Annotated[UUID | None, Meta(description="The key.")]
    act: Annotated[str, Meta(description="The operation's id in the API document.", examples=["update_conflict"])]
    target: Annotated[str, Meta(description="Its path.", examples=["/v1/webhooks"])]
    status: Annotated[int, Meta(description="The HTTP status that it was answered with.", examples=[200])]
    request_id: Annotated[str | None, Meta(description="As in X-Request-Id and in the service's log.")]
    requests: Annotated[
        int, Meta(description="How many alike ones. Claims that come in are counted by the second, not listed.")
    ]


class AuditPage(Struct, frozen=True):
    """Acts from the newest on."""

    items: list[Act]
    next: Cursor


class AuditController(Controller):
    """Who did what."""

    path = "/v1/audit"
    tags = ["keys"]

    @get(
        operation_id="list_audit",
        summary="List who did what",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_audit(
        self,
        database: NamedDependency[Database],
        actor: Annotated[str | None, QueryParameter(max_length=200, description="Of this key's name.")] = None,
        act: Annotated[str | None, QueryParameter(max_length=100, description="Of this operation.")] = None,
        since: Annotated[str | None, moment_parameter("On this day, at this time, or later.")] = None,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> AuditPage:
        """List what was changed, from the newest on. The log can be added to and not changed."""
        before = read_cursor(cursor, tuple[int])[0] if cursor else None
        after = read_moment(since, "since") if since else None
        async with database.connection() as connection:
            rows = await storage.list_audit(connection, storage.AuditFilters(actor, act, after), before, limit)
        items = [
            Act(row.at, row.actor, row.key_id, row.act, row.target, row.status, row.request_id, row.requests)
            for row in rows
        ]
        return AuditPage(items, cursor_behind(rows, limit, lambda row: (row.position,)))
