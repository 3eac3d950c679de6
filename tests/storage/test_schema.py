"""The committed schema is what the migrations make; a backup brings everything back."""

import asyncio
import subprocess
from pathlib import Path

import asyncpg
import httpx

from service.api.access import Home, new_token
from service.app import create_app
from service.settings import read_settings
from service.storage.embedded import find_binaries
from service.storage.migrations import load_migrations, migrate
from tests.builders import draft
from tests.conftest import named
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving
from tests.storage.schema import dump_schema

SCHEMA = Path(__file__).parents[2] / "sql" / "schema.sql"


def test_the_committed_schema_is_what_the_migrations_make(dsn: str) -> None:
    assert dump_schema(dsn) == SCHEMA.read_text(), "The schema has changed: run `make db`, and look at the difference."


async def test_of_two_migrations_at_once_one_waits_and_finds_all_done(server_dsn: str) -> None:
    connection = await asyncpg.connect(server_dsn)
    await connection.execute("create database twice")
    try:
        done = await asyncio.gather(*(migrate(named(server_dsn, "twice")) for _ in range(4)))
        assert sorted(map(len, done)) == [0, 0, 0, len(load_migrations())]
    finally:
        await connection.execute("drop database twice with (force)")
        await connection.close()


async def test_a_backup_brings_claims_conflicts_and_keys_back(server_dsn: str, dsn: str, tmp_path: Path) -> None:
    """The two commands that the README tells an operator."""
    app = create_app(read_settings({}), dsn, Home(key := new_token()))
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        await client.post("/v1/claims", json=draft())
        await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
        shown = {"Authorization": f"Bearer {key}"}
        made = await client.post("/v1/keys", json={"name": "desk", "scopes": ["read"]}, headers=shown)
        assert made.status_code == 201
        before = [(await client.get(path)).json() for path in ("/v1/claims", "/v1/conflicts", "/v1/keys", "/v1/events")]
    connection = await asyncpg.connect(server_dsn)
    await connection.execute("create database restored")
    try:
        file = str(tmp_path / "claimdiff.dump")
        restored = named(server_dsn, "restored")
        run("pg_dump", "--format=custom", f"--file={file}", f"--dbname={dsn}")
        run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={restored}", file)
        assert await migrate(restored) == []
        app = create_app(read_settings({}), restored)
        async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
            paths = ("/v1/claims", "/v1/conflicts", "/v1/keys", "/v1/events")
            assert [(await client.get(path)).json() for path in paths] == before
            again = await client.post("/v1/claims", json=draft(source="gamma", quantity="12"))
            assert len(again.json()["conflicts"]) == 2
    finally:
        await connection.execute("drop database restored with (force)")
        await connection.close()


async def test_readers_of_events_go_on_after_a_restore_into_a_server_with_smaller_numbers(dsn: str) -> None:
    """Transaction numbers of the old server stand in the events; here they are written as if by one far ahead."""
    async with (
        serving(create_app(read_settings({}), dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        await client.post("/v1/claims", json=draft())
        await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
        connection = await asyncpg.connect(dsn)
        await connection.execute("update events set written_by = '5000000000'")
        assert await migrate(dsn) == []
        read = (await client.get("/v1/events")).json()
        assert len(read["items"]) == 1
        await client.post("/v1/claims", json=draft(source="gamma", quantity="12"))
        offset = await connection.fetchval("select transactions from feed_offset")
        assert await migrate(dsn) == []
        assert await connection.fetchval("select transactions from feed_offset") == offset
        await connection.close()
        rest = (await client.get("/v1/events", params={"cursor": read["next"]})).json()["items"]
        assert len(rest) == 2


def run(tool: str, *arguments: str) -> None:
    subprocess.run([str(find_binaries() / tool), *arguments], check=True, capture_output=True)
