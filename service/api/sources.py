"""List sources, and mark the desk's own."""

from collections.abc import Sequence
from http import HTTPStatus

from litestar import Controller, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody

from service.api.cursors import cursor_behind, read_cursor
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.schemas import Source, SourceChange, SourceLag, SourcePage
from service.identity import mixed_scripts
from service.storage import sources as source_storage
from service.storage.pool import Database
from service.storage.sources import mark_ours
from service.storage.stale import Lag, find_lags


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
            rows = await source_storage.list_sources(connection, after, limit)
            lags = await find_lags(connection, [row.id for row in rows])
        return SourcePage([_source(row, lags) for row in rows], cursor_behind(rows, limit, lambda row: (row.id,)))

    @patch(
        operation_id="update_source",
        summary="Mark a source as the desk's own, or take the mark away",
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def update_source(self, data: JSONBody[SourceChange], database: NamedDependency[Database]) -> Source:
        """Mark a source; `ours=true` then narrows lists of claims, conflicts and disputes to what it has printed."""
        async with database.transaction() as connection:
            [source_id] = (await source_storage.add_sources(connection, [data.name])).values()
            await mark_ours(connection, source_id, ours=data.ours)
            [row] = await source_storage.list_sources(connection, source_id - 1, 1)
            lags = await find_lags(connection, [row.id])
        return _source(row, lags)


def _source(row: source_storage.SourceRow, lags: Sequence[Lag]) -> Source:
    scripts = list(mixed_scripts(row.name))
    own = [SourceLag(one.behind, one.days, one.since) for one in lags if one.source_id == row.id]
    return Source(row.name, row.key, row.created_at, row.ours, row.claims, row.open_conflicts, scripts, own)
