"""A database that only reads: a replica, or one that its provider has closed for writing because its disk is full."""

import asyncio
import signal
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import httpx
import msgspec
import pytest

from service.api.access.keyring import REMEMBERED
from service.app import create_app
from service.settings import read_settings
from service.storage.migrations import MigrationError, migrate
from service.storage.pool import Database
from tests.access.conftest import MakeKey, bearer, make_key  # noqa: F401 - a fixture
from tests.builders import draft
from tests.cli.test_serve import served
from tests.conftest import named
from tests.faults.test_outages import assert_refused_for_now
from tests.patience import PATIENCE_SECONDS
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
        httpx.AsyncClient(base_url=address, headers=key, timeout=PATIENCE_SECONDS) as client,
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
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await closed.get("/health/ready")).status_code != 200:
            await asyncio.sleep(0.05)
        while (await closed.post("/v1/claims", json=draft(source="beta news"))).status_code != 201:
            await asyncio.sleep(0.05)


async def test_it_starts_on_a_database_that_only_reads_and_goes_on_when_it_takes_writes(
    server_dsn: str,
    dsn: str,
    database: Database,
    make_key: MakeKey,  # noqa: F811
) -> None:
    key = bearer(await make_key("admin"))
    await close_for_writing(server_dsn, dsn, closed=True)
    with served(DATABASE_URL=dsn) as service:
        async with httpx.AsyncClient(
            base_url=await asyncio.to_thread(lambda: service.address), headers=key, timeout=PATIENCE_SECONDS
        ) as client:
            assert (await client.get("/v1/claims")).status_code == 200
            assert_refused_for_now(await client.get("/health/ready"))
            assert_refused_for_now(await client.post("/v1/claims", json=draft()))
            await close_for_writing(server_dsn, dsn, closed=False)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (await client.get("/health/ready")).status_code != 200:
                    await asyncio.sleep(0.1)
                while (await client.post("/v1/claims", json=draft())).status_code != 201:
                    await asyncio.sleep(0.1)
        assert await asyncio.to_thread(service.end, signal.SIGTERM) == 0


async def test_one_that_only_reads_and_is_not_ours_is_refused_in_words(server_dsn: str, dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    last = await connection.fetchval(
        "delete from migrations where name = (select max(name) from migrations) returning name"
    )
    await connection.close()
    await close_for_writing(server_dsn, dsn, closed=True)
    with pytest.raises(MigrationError, match=f"only reads, and it lacks migrations: {last}"):
        await migrate(dsn)


async def test_lists_come_from_the_replica_and_from_the_other_one_while_it_is_away(
    server_dsn: str,
    dsn: str,
    database: Database,
    make_key: MakeKey,  # noqa: F811
) -> None:
    """The replica is a copy here, made at a moment: what is stored later is missing in it, and tells who was read."""
    key = bearer(await make_key("admin"))
    name, copy = urlsplit(dsn).path[1:], f"{urlsplit(dsn).path[1:]}_copy"
    operator = await asyncpg.connect(named(server_dsn, "postgres"))
    alone = create_app(msgspec.structs.replace(read_settings({}), database_url=dsn), dsn)
    async with (
        serving(alone) as address,
        httpx.AsyncClient(base_url=address, headers=key, timeout=PATIENCE_SECONDS) as client,
    ):
        await client.post("/v1/claims", json=draft())
    await database.close()
    await operator.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", name)
    await operator.execute(f"create database {copy} template {name} strategy file_copy")
    settings = msgspec.structs.replace(read_settings({}), database_url=dsn, read_url=named(server_dsn, copy))
    app = create_app(settings, dsn)
    async with (
        serving(app) as address,
        httpx.AsyncClient(base_url=address, headers=key, timeout=PATIENCE_SECONDS) as client,
    ):
        stored = await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
        assert len(stored.json()["conflicts"]) == 1, "claims are compared where they are stored"

        async def counts() -> list[int]:
            lists = [
                (await client.get(path)).json()["items"] for path in ("/v1/claims", "/v1/conflicts", "/v1/sources")
            ]
            exported = (await client.get("/v1/claims/export?format=ndjson")).text.splitlines()
            return [*map(len, lists), len(exported)]

        assert await counts() == [1, 0, 1, 1]
        await operator.execute(f"drop database {copy} with (force)")
        assert await counts() == [2, 1, 2, 2]
        one = f"/v1/claims/{stored.json()['claim']['id']}"
        assert (await client.get(one)).status_code == 200
    await operator.close()


async def test_lists_go_on_from_the_replica_while_the_other_one_is_away(
    server_dsn: str,
    dsn: str,
    template: str,
    make_key: MakeKey,  # noqa: F811
) -> None:
    """Here they are one database under two names of its host, and only the one is ever there."""
    key = bearer(await make_key("read"))
    settings = msgspec.structs.replace(
        read_settings({}), database_url=dsn, read_url=dsn, acquire_seconds=2.0, requests_per_minute=0
    )
    app = create_app(settings, dsn)
    async with (
        serving(app) as address,
        httpx.AsyncClient(base_url=address, headers=key, timeout=PATIENCE_SECONDS) as client,
    ):
        assert (await client.get("/v1/claims")).status_code == 200
        await app.state.service.database.close()  # as good as away: it lends no connection any more
        await asyncio.sleep(REMEMBERED.total_seconds())
        for path in ("/v1/claims", "/v1/conflicts", "/v1/sources"):
            assert (await client.get(path)).status_code == 200, path
        assert_refused_for_now(await client.get("/v1/events"))
