"""Behind pgbouncer in transaction mode the service works with all its limits in force: number 14 of the faults."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import httpx
import pytest

from service.app import create_app
from service.errors import Unavailable
from service.policy import Policy
from service.settings import read_settings
from service.storage.migrations import migrate
from service.storage.pool import Database, open_database
from tests.builders import draft
from tests.debian import pgbouncer, postgresql_15
from tests.laws.oracle import assert_stored_is_expected
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql_15(tmp_path_factory.mktemp("debian")) as dsn:
        yield dsn


@pytest.fixture(scope="module")
def pooler(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pgbouncer(tmp_path_factory.mktemp("pooler"), server) as dsn:
        asyncio.run(migrate(dsn, cache_statements=False))
        yield dsn


@pytest.fixture
async def pooled(pooler: str) -> AsyncIterator[Database]:
    database = await open_database(pooler, size=6, statement_seconds=0.5, cache_statements=False)
    yield database
    await database.close()


async def test_migrating_through_the_pooler_says_when_there_is_nothing_to_do(pooler: str, server: str) -> None:
    assert await migrate(pooler, cache_statements=False) == []
    assert await migrate(server) == []


async def test_all_limits_are_in_force_in_every_statement(pooled: Database) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "jit", "enable_seqscan")
    async with pooled.connection() as connection:
        alone = [await connection.fetchval("select current_setting($1)", name) for name in names]
    async with pooled.transaction() as connection:
        within = [await connection.fetchval("select current_setting($1)", name) for name in names]
    assert alone == within == ["500ms", "500ms", "1min", "off", "off"]


async def test_a_statement_that_takes_too_long_is_stopped_by_the_server(pooled: Database) -> None:
    with pytest.raises(Unavailable, match="QueryCanceled"):
        async with pooled.connection() as connection:
            await connection.fetchval("select pg_sleep(20)")


async def test_nothing_is_left_in_the_sessions_that_others_get(pooled: Database, pooler: str) -> None:
    async with pooled.connection() as connection:
        await connection.fetchval("select 1")
    other = await asyncpg.connect(pooler, statement_cache_size=0)
    async with other.transaction():
        assert await other.fetchval("select current_setting('statement_timeout')") == "0"
    await other.close()


async def test_the_whole_service_works_through_it(pooler: str, server: str) -> None:
    """More requests at once than the pooler has sessions; every second figure conflicts with every other."""
    app = create_app(read_settings({"CLAIMDIFF_STATEMENT_CACHE": "false", "CLAIMDIFF_LISTEN_URL": server}), pooler)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        hook = {"url": "https://hooks.example/one"}
        assert (await client.post("/v1/webhooks", json=hook)).status_code == 201
        figures = ["84,720" if number % 2 else "62,310" for number in range(40)]
        drafts = [draft(source=f"source {number}", quantity=figure) for number, figure in enumerate(figures)]
        answers = await asyncio.gather(*(client.post("/v1/claims", json=one) for one in drafts))
        assert {answer.status_code for answer in answers} == {201}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await client.get("/health/ready")).json()["uncompared_claims"]:
                await asyncio.sleep(0.05)
        connection = await asyncpg.connect(server)
        pairs = await connection.fetchval("select count(*) from conflicts")
        queued = await connection.fetchval("select count(*) from deliveries")
        told = await connection.fetchval("select count(*) from events where type = 'conflict.created'")
        await connection.close()
        assert pairs == await assert_stored_is_expected(server, Policy()) == 400
        assert queued == told
        listed = (await client.get("/v1/events", params={"limit": 200})).json()["items"]
        assert len(listed) == min(told, 200)
