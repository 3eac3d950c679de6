"""API keys: make, list, get, revoke."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from service.api.access.authorization import NOBODY, Access
from service.api.access.scopes import Scope
from service.api.access.tokens import hashed, new_token, visible_prefix
from service.api.cursors import cursor_behind, read_cursor
from service.api.moments import MomentText, read_moment
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.requests import Request
from service.api.schemas import Cursor
from service.errors import Invalid, NotFound
from service.recording import Clock
from service.storage import keys as storage
from service.storage.identifiers import new_identifier
from service.storage.keys import KeyRow
from service.storage.pool import Database

Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Scopes = Annotated[list[Scope], Meta(min_length=1, max_length=3)]
Sources = Annotated[list[Name], Meta(min_length=1, max_length=1000)]
Requests = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class KeyDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A key to be made."""

    name: Annotated[
        Name, Meta(description="Who will use it; acts are logged under this name.", examples=["foreign desk"])
    ]
    scopes: Annotated[
        Scopes,
        Meta(
            description="`read` lists and checks; `write` stores claims and moves conflicts; `admin` does all, with "
            "keys and webhooks. A key has no more than those that it names; `admin` holds the others.",
            examples=[["read", "write"]],
        ),
    ]
    expires_at: Annotated[MomentText | None, Meta(description="From when on it is refused; null: never.")] = None
    requests_per_minute: Annotated[
        Requests | None, Meta(description="Its own limit; null: the service's; 0: none.")
    ] = None
    sources: Annotated[
        Sources | None,
        Meta(
            description="Whose claims it may store, in any spelling of these names; null: of any source.",
            examples=[["alpha agency"]],
        ),
    ] = None


class ApiKey(Struct, frozen=True):
    """A key as it stands; the key itself is not kept."""

    id: UUID
    name: Annotated[str, Meta(description="Who uses it.", examples=["foreign desk"])]
    prefix: Annotated[str, Meta(description="Its first characters, to know it again by.", examples=["cdk_7Hq2ZkPm"])]
    scopes: list[Scope]
    requests_per_minute: Annotated[int | None, Meta(description="Its own limit; null: the service's; 0: none.")]
    created_at: datetime
    created_by: Annotated[str, Meta(description="The name of the key that made it, or `command line`.")]
    expires_at: Annotated[datetime | None, Meta(description="From when on it is refused; null: never.")]
    revoked_at: Annotated[datetime | None, Meta(description="Since when it is refused.")]
    revoked_by: Annotated[str | None, Meta(description="Who revoked it.")]
    last_used_at: Annotated[datetime | None, Meta(description="Up to some seconds late; null: never used.")]
    sources: Annotated[list[str] | None, Meta(description="Whose claims it may store; null: of any source.")]


class ApiKeyWithSecret(Struct, frozen=True):
    """A new key, which is shown this once."""

    key: ApiKey
    secret: Annotated[str, Meta(description="To be sent as `Authorization: Bearer …`. Keep it; it is not shown again.")]


class ApiKeyPage(Struct, frozen=True):
    """Keys in the order in which they were made."""

    items: list[ApiKey]
    next: Cursor


_COMMON = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)


class KeysController(Controller):
    """Keys, for whoever has the scope `admin`."""

    path = "/v1/keys"
    tags = ["keys"]

    @post(
        operation_id="create_key",
        summary="Make an API key",
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def create_key(
        self,
        data: JSONBody[KeyDraft],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
    ) -> ApiKeyWithSecret:
        """Make a key. The answer shows it, this once."""
        key, secret = draw_key(data, clock(), str(request.scope.get("user") or NOBODY))
        async with database.connection() as connection:
            await storage.add_key(connection, key)
        return ApiKeyWithSecret(shown(key), secret)

    @get(
        operation_id="list_keys",
        summary="List API keys",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_keys(
        self, database: NamedDependency[Database], limit: Limit = 50, cursor: CursorParameter = None
    ) -> ApiKeyPage:
        """List keys, also revoked and expired ones, in the order in which they were made."""
        after = read_cursor(cursor, tuple[UUID])[0] if cursor else None
        async with database.connection() as connection:
            rows = await storage.list_keys(connection, after, limit)
        return ApiKeyPage([shown(row) for row in rows], cursor_behind(rows, limit, lambda row: (row.id,)))

    @get("/{key_id:uuid}", operation_id="get_key", summary="Get an API key", responses=documented(*_COMMON))
    async def get_key(self, key_id: FromPath[UUID], database: NamedDependency[Database]) -> ApiKey:
        """Get what is known of a key; the key itself is not shown again."""
        async with database.connection() as connection:
            row = await storage.get_key(connection, key_id)
        if row is None:
            raise NotFound(f"There is no key {key_id}.")
        return shown(row)

    @delete("/{key_id:uuid}", operation_id="revoke_key", summary="Revoke an API key", responses=documented(*_COMMON))
    async def revoke_key(
        self,
        key_id: FromPath[UUID],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
        access: NamedDependency[Access],
    ) -> None:
        """Refuse a key from now on, in other processes within two seconds. It stays in the list; twice is once."""
        async with database.transaction() as connection:
            if await storage.get_key(connection, key_id) is None:
                raise NotFound(f"There is no key {key_id}.")
            await storage.revoke_key(connection, key_id, clock(), str(request.scope.get("user") or NOBODY))
        access.ring.forget()


def draw_key(draft: KeyDraft, now: datetime, actor: str) -> tuple[KeyRow, str]:
    """Make a key: what is to be stored of it, and the key itself. Raises Invalid if it would be expired already."""
    expires_at = read_moment(draft.expires_at, "/expires_at") if draft.expires_at is not None else None
    if expires_at is not None and expires_at <= now:
        raise Invalid("The key would be expired already.", "/expires_at")
    secret = new_token()
    key = KeyRow(
        id=new_identifier(now),
        name=draft.name,
        prefix=visible_prefix(secret),
        hash=hashed(secret),
        scopes=tuple(dict.fromkeys(scope.value for scope in draft.scopes)),
        requests_per_minute=draft.requests_per_minute,
        created_at=now,
        created_by=actor,
        expires_at=expires_at,
        sources=tuple(dict.fromkeys(draft.sources)) if draft.sources is not None else None,
    )
    return key, secret


def shown(key: KeyRow) -> ApiKey:
    """Give what may be shown of a key."""
    return ApiKey(
        id=key.id,
        name=key.name,
        prefix=key.prefix,
        scopes=[Scope(scope) for scope in key.scopes],
        requests_per_minute=key.requests_per_minute,
        created_at=key.created_at,
        created_by=key.created_by,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
        revoked_by=key.revoked_by,
        last_used_at=key.last_used_at,
        sources=list(key.sources) if key.sources is not None else None,
    )
