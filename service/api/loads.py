"""Uploads: list them, take one back whole."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

import msgspec
from litestar import Controller, delete, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.api.access import actor_of
from service.api.cursors import cursor_behind, read_cursor
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.requests import Request
from service.api.schemas import Load, LoadPage, Withdrawn
from service.recording import Clock, withdraw_load
from service.storage import loads as storage
from service.storage.pool import Database


class LoadsController(Controller):
    """Uploads: what came in one batch or import."""

    path = "/v1/loads"
    tags = ["claims"]

    @get(
        operation_id="list_loads",
        summary="List uploads, the newest first",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_loads(
        self, database: NamedDependency[Database], limit: Limit = 50, cursor: CursorParameter = None
    ) -> LoadPage:
        """List batches and imports that have stored something."""
        after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
        async with database.connection() as connection:
            rows = await storage.list_loads(connection, after, limit)
        items = [msgspec.convert(row, Load, from_attributes=True) for row in rows]
        return LoadPage(items, cursor_behind(rows, limit, lambda row: (row.created_at, row.id)))

    @delete(
        "/{load_id:uuid}",
        operation_id="withdraw_load",
        summary="Take an upload back whole",
        status_code=200,
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def withdraw_load(
        self,
        load_id: FromPath[UUID],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
    ) -> Withdrawn:
        """Take back all claims of an upload: they are kept and count no more.

        What they superseded comes back into force and their conflicts close, within seconds. Calling it again goes on
        where it was broken off.
        """
        return Withdrawn(await withdraw_load(database, load_id, actor_of(request), clock()))
