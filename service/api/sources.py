"""List sources."""

from http import HTTPStatus

from litestar import Controller, get
from litestar.di import NamedDependency

from service.api.cursors import cursor_behind, read_cursor
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.schemas import Source, SourcePage
from service.identity import mixed_scripts
from service.storage import claims as storage
from service.storage.pool import Database


class SourcesController(Controller):
    """Sources: who publishes."""

    path = "/v1/sources"
    tags = ["sources"]

    @get(
        operation_id="list_sources",
        summary="List sources, in the order in which they were first seen",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_sources(
        self, reading: NamedDependency[Database], limit: Limit = 50, cursor: CursorParameter = None
    ) -> SourcePage:
        """List sources with how much each has published and how many conflicts it is in."""
        after = read_cursor(cursor, tuple[int])[0] if cursor else 0
        async with reading.connection() as connection:
            rows = await storage.list_sources(connection, after, limit)
        items = [
            Source(row.name, row.key, row.created_at, row.claims, row.open_conflicts, list(mixed_scripts(row.name)))
            for row in rows
        ]
        return SourcePage(items, cursor_behind(rows, limit, lambda row: (row.id,)))
