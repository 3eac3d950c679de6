"""A database that only reads: a replica, or one that its provider has closed for writing because its disk is full."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import httpx
import msgspec
import pytest

from service.app import create_app
from service.settings import read_settings
from service.storage.pool import Database
from tests.access.conftest import MakeKey, bearer, make_key  # noqa: F401 - a fixture
from tests.builders import draft
from tests.conftest import named
from tests.faults.test_outages import assert_refused_for_now
from tests.servers import serving


async def close_for_writing(server_dsn: str, dsn: str, *, closed: bool) -> None:
    """As a provider does it: new sessions only read, and old ones are ended."""
    name = urlsplit(dsn).path[1:]
    connection = await asyncpg.connect(named(server_dsn, "postgres"))
    await connection.execute(f"alter database {name} set default_transaction_read_only = {'on' if closed else 'off'}")
    if closed:
        await connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", name)
    await connection.close()


@pytest.fixture
async def closed(server_dsn: str, dsn: str, database: Database, make_key: MakeKey) -> AsyncIterator[httpx.AsyncClient]:  # noqa: F811
    """A service with a claim in it, whose database was then closed for writing."""
    settings = msgspec.structs.replace(read_settings({}), database_url=dsn)
    key = bearer(await make_key("admin"))
    async with (
        serving(create_app(settings, dsn)) as address,
        httpx.AsyncClient(base_url=address, headers=key, timeout=20) as client,
    ):
        assert (await client.post("/v1/claims", json=draft())).status_code == 201
        await close_for_writing(server_dsn, dsn, closed=True)
        await asyncio.sleep(0.1)
        yield client


async def test_what_is_asked_for_is_answered_and_what_is_to_be_stored_is_refused_for_now(
    closed: httpx.AsyncClient,
) -> None:
    for path in ("/v1/claims", "/v1/conflicts", "/v1/sources", "/v1/events", "/v1/metrics", "/v1/webhooks"):
        assert (await closed.get(path)).status_code == 200, path
    assert_refused_for_now(await closed.post("/v1/claims", json=draft(source="beta news", quantity="62,310")))
    assert_refused_for_now(await closed.post("/v1/keys", json={"name": "a", "scopes": ["read"]}))


async def test_it_is_alive_but_not_ready_and_ready_again_when_the_database_takes_writes(
    closed: httpx.AsyncClient, server_dsn: str, dsn: str
) -> None:
    assert (await closed.get("/health/live")).status_code == 200
    assert_refused_for_now(await closed.get("/health/ready"))
    await close_for_writing(server_dsn, dsn, closed=False)
    async with asyncio.timeout(20):
        while (await closed.get("/health/ready")).status_code != 200:
            await asyncio.sleep(0.05)
        while (await closed.post("/v1/claims", json=draft(source="beta news"))).status_code != 201:
            await asyncio.sleep(0.05)
