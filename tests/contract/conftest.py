"""A running service that needs keys, and a receiver of its calls: what a generated client is used against."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from aiohttp import web

from service.api.access import KeyDraft, Scope, draw_key
from service.app import create_app
from service.settings import Settings, read_settings
from service.storage.keys import add_key
from service.storage.pool import Database
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

_PATIENCE_SECONDS = PATIENCE_SECONDS


@dataclass(frozen=True, slots=True)
class World:
    """Where a client finds everything."""

    service: str
    key: str
    receiver: str


def guarded_settings() -> Settings:
    """Every request needs a key; webhooks may go to this machine."""
    given = read_settings({"CLAIMDIFF_WEBHOOK_ALLOW_HTTP": "true", "CLAIMDIFF_WEBHOOK_NETWORKS": "127.0.0.0/8"})
    return msgspec.structs.replace(given, database_url="postgresql://elsewhere", requests_per_minute=0)


async def new_key(database: Database) -> tuple[UUID, str]:
    """Make an API key that may do everything; gives its id and the key."""
    key, secret = draw_key(KeyDraft("generated client", [Scope.ADMIN]), datetime.now(UTC), "test")
    async with database.connection() as connection:
        await add_key(connection, key)
    return key.id, secret


@pytest.fixture
async def world(dsn: str, database: Database) -> AsyncIterator[World]:
    async with serving(create_app(guarded_settings(), dsn)) as service, receiving() as receiver:
        _, key = await new_key(database)
        yield World(service, key, receiver)


@asynccontextmanager
async def receiving() -> AsyncIterator[str]:
    """Keep the first call that comes by POST, and give it to whoever asks by GET, with its headers."""
    first: asyncio.Future[dict[str, object]] = asyncio.get_running_loop().create_future()

    async def take(request: web.Request) -> web.Response:
        call = {"headers": {name.lower(): one for name, one in request.headers.items()}, "body": await request.text()}
        if not first.done():
            first.set_result(call)
        return web.Response(status=204)

    async def give(_: web.Request) -> web.Response:
        return web.json_response(await asyncio.wait_for(asyncio.shield(first), _PATIENCE_SECONDS))

    app = web.Application()
    app.router.add_post("/hook", take)
    app.router.add_get("/hook", give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
