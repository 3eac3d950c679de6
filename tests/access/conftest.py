from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import httpx
import msgspec
import pytest

from service.api.access import KeyDraft, Scope, draw_key
from service.app import create_app
from service.settings import Settings, read_settings
from service.storage.keys import add_key
from service.storage.pool import Database
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

MakeKey = Callable[..., Awaitable[str]]


@pytest.fixture
def settings() -> Settings:
    """A service with a database of its own: every request needs a key."""
    return msgspec.structs.replace(read_settings({}), database_url="postgresql://elsewhere", requests_per_minute=0)


@pytest.fixture
def make_key(database: Database) -> MakeKey:
    async def make(*scopes: str, name: str = "desk key", **fields: object) -> str:
        draft = KeyDraft(name, [Scope(scope) for scope in scopes], **fields)
        key, secret = draw_key(draft, datetime.now(UTC), "test")
        async with database.connection() as connection:
            await add_key(connection, key)
        return secret

    return make


@pytest.fixture
async def client(settings: Settings, dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serving(create_app(settings, dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        yield client


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}
