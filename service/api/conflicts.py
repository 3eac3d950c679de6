"""List, get and change conflicts."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from litestar import Controller, Response, get, patch
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from service.api.access import actor_of
from service.api.cursors import cursor_behind, read_cursor, write_cursor
from service.api.filters import conflict_filters, source_hint
from service.api.parameters import CursorParameter, Limit, Sort, Sorting, Source
from service.api.problems import documented
from service.api.requests import Request
from service.api.schemas import ConflictChange, ConflictPage, ConflictRecord, ConflictStep
from service.api.versions import IfMatch, version_seen
from service.conflict import Conflict, ConflictStatus, Resolution
from service.errors import Invalid, NotFound
from service.policy import Policy
from service.recording import Clock, DeskAct, change_conflict, find_large_dispute, list_pairs
from service.storage import conflicts as storage
from service.storage.pool import Connection, Database


class ConflictsController(Controller):
    """Conflicts: two sources' figures for the same metric and period that cannot both stand."""

    path = "/v1/conflicts"
    tags = ["conflicts"]

    @get(
        operation_id="list_conflicts",
        summary="List conflicts, the newest or the gravest first",
        dependencies={"filters": Provide(conflict_filters)},
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_conflicts(
        self,
        reading: NamedDependency[Database],
        filters: NamedDependency[storage.ConflictFilters],
        policy: NamedDependency[Policy],
        source: Source = None,
        sort: Sort = Sorting.NEWEST,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> ConflictPage:
        """List conflicts; filters are joined by "and". With `fields=summary` it answers as its `/summaries` does.

        Of a `dispute` of more than 64 claims not each pair is kept: its conflicts are worked out page by page, the
        newest claim's first; a page may be short where filters leave most out. What is not kept has version 0 and
        no address of its own: decide on the dispute. They cannot be sorted by gravity.
        """
        return await page_of_conflicts(reading, filters, source, policy, (sort, cursor, limit))

    @get(
        "/{conflict_id:uuid}",
        operation_id="get_conflict",
        summary="Get a conflict with its history",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_conflict(
        self, conflict_id: FromPath[UUID], database: NamedDependency[Database]
    ) -> Response[ConflictRecord]:
        """Get a conflict with both claims and its audit trail; the ETag goes into If-Match when you change it."""
        async with database.connection() as connection:
            found = await storage.get_conflicts(connection, [conflict_id])
            if not found:
                raise NotFound(f"There is no conflict {conflict_id}.")
            history = await storage.get_history(connection, conflict_id)
        return _answer(found[0], history)

    @patch(
        "/{conflict_id:uuid}",
        operation_id="update_conflict",
        summary="Acknowledge, resolve, dismiss or reopen a conflict",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.CONFLICT,
            HTTPStatus.PRECONDITION_FAILED,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.PRECONDITION_REQUIRED,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    async def update_conflict(
        self,
        conflict_id: FromPath[UUID],
        data: JSONBody[ConflictChange],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
        if_match: IfMatch = None,
    ) -> Response[ConflictRecord]:
        """Move a conflict along its life; every step is kept in its history and announced as conflict.updated."""
        version = version_seen(if_match, f"/v1/conflicts/{conflict_id}")
        act = DeskAct(data.status, data.resolution, data.note, actor_of(request))
        conflict = await change_conflict(database, conflict_id, act, expected_version=version, now=clock())
        async with database.connection() as connection:
            history = await storage.get_history(connection, conflict_id)
        return _answer(conflict, history)


async def page_of_conflicts(
    reading: Database,
    filters: storage.ConflictFilters,
    source: str | None,
    policy: Policy,
    place: tuple[Sorting, str | None, int],
) -> ConflictPage:
    """Give a page: in an order, behind a cursor and with so many items."""
    sort, cursor, limit = place
    async with reading.connection() as connection:
        large = await find_large_dispute(connection, filters)
        if large is not None and sort is Sorting.GRAVEST:
            raise Invalid(
                "The conflicts of a dispute of so many claims are worked out page by page, the newest claim's first. "
                "Take sort=newest; the dispute itself gives its outermost positions.",
                "sort",
            )
        if large is not None:
            after = read_cursor(cursor, tuple[datetime, UUID, datetime, UUID]) if cursor else None
            pairs, following = await list_pairs(connection, large, filters, policy, after, limit)
            return ConflictPage(pairs, write_cursor(following) if following else None, None)
        list_page = _gravest if sort is Sorting.GRAVEST else _newest
        page = await list_page(connection, filters, cursor, limit)
    return page if page.items else ConflictPage([], None, await source_hint(reading, source))


async def _newest(
    connection: Connection, filters: storage.ConflictFilters, cursor: str | None, limit: int
) -> ConflictPage:
    after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
    items = await storage.list_conflicts(connection, filters, after, limit)
    return ConflictPage(items, cursor_behind(items, limit, lambda one: (one.opened_at, one.id)), None)


async def _gravest(
    connection: Connection, filters: storage.ConflictFilters, cursor: str | None, limit: int
) -> ConflictPage:
    after = read_cursor(cursor, tuple[int, datetime, UUID]) if cursor else None
    items = await storage.list_conflicts_by_severity(connection, filters, after, limit)
    following = cursor_behind(items, limit, lambda one: (one.severity.rank, one.opened_at, one.id))
    return ConflictPage(items, following, None)


def _answer(conflict: Conflict, history: list[storage.HistoryRow]) -> Response[ConflictRecord]:
    steps = [
        ConflictStep(
            step.at,
            step.actor,
            step.act,
            ConflictStatus(step.status),
            Resolution(step.resolution) if step.resolution else None,
            step.note,
        )
        for step in history
    ]
    return Response(ConflictRecord(conflict, steps), headers={"ETag": f'"{conflict.version}"'})
