"""Searches of the console's list that a person keeps under a name."""

from http import HTTPStatus
from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from service.api.access.authorization import actor_of
from service.api.link_schemas import SavedSearch, SearchDraft, SearchList
from service.api.problems import documented
from service.api.requests import Request
from service.errors import Invalid, NotFound
from service.recording import Clock
from service.storage import searches as storage
from service.storage.keys import KeyRow
from service.storage.pool import Database
from service.storage.searches import Owner, SearchRow

MOST = 100
"""Of one person."""


class SearchesController(Controller):
    """What one person looks for again and again; nobody else sees it. Who may look may keep them."""

    path = "/v1/searches"
    tags = ["links"]

    @get(
        operation_id="list_searches",
        summary="List the searches that one keeps",
        responses=documented(HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_searches(self, request: Request, database: NamedDependency[Database]) -> SearchList:
        """List those of the person who has signed in, or else of the key."""
        async with database.connection() as connection:
            rows = await storage.list_searches(connection, _owner_of(request), MOST)
        return SearchList([_told(row) for row in rows])

    @post(
        operation_id="save_search",
        summary="Keep a search under a name",
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def save_search(
        self,
        data: JSONBody[SearchDraft],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
    ) -> SavedSearch:
        """Keep it; one of the same name is replaced."""
        owner = _owner_of(request)
        async with database.connection() as connection:
            known = await storage.list_searches(connection, owner, MOST)
            if len(known) >= MOST and data.name not in {one.name for one in known}:
                raise Invalid(f"You keep {MOST} searches. Remove one first.", "/name")
            return _told(await storage.save_search(connection, owner, data.name, data.query, clock()))

    @delete(
        "/{search_id:uuid}",
        operation_id="remove_search",
        summary="Remove a search of one's own",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def remove_search(
        self, search_id: FromPath[UUID], request: Request, database: NamedDependency[Database]
    ) -> None:
        """Keep it no longer."""
        async with database.connection() as connection:
            if not await storage.remove_search(connection, _owner_of(request), search_id):
                raise NotFound(f"There is no search {search_id} of yours.")


def _owner_of(request: Request) -> Owner:
    key: KeyRow | None = request.scope.get("auth")
    return Owner(key.id if key else None, actor_of(request))


def _told(row: SearchRow) -> SavedSearch:
    return SavedSearch(row.id, row.name, row.query, row.created_at)
