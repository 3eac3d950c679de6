"""The database away, full, busy or restarted, and the service told to end: what was taken is kept, the rest is refused
with 503 and Retry-After, and work goes on by itself."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from service.app import create_app
from service.errors import Unavailable
from service.policy import Policy
from service.settings import read_settings
from service.storage.embedded import start_embedded_server
from service.storage.migrations import migrate
from service.storage.pool import Database
from tests.builders import draft
from tests.laws.oracle import assert_stored_is_expected, stored
from tests.laws.test_no_pair_is_missed import random_draft, ready
from tests.patience import PATIENCE_SECONDS, until
from tests.servers import serving


def assert_refused_for_now(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.json()["type"] == "/problems/unavailable"


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="claimdiff-test-"))
    folder.chmod(0o755)
    yield folder
    rmtree(folder)


async def test_a_database_that_is_stopped_and_started_is_worked_with_again(folder: Path) -> None:
    server = await asyncio.to_thread(start_embedded_server, folder / "data")
    await migrate(server.dsn)
    async with (
        serving(create_app(read_settings({}), server.dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        assert (await client.post("/v1/claims", json=draft())).status_code == 201
        await asyncio.to_thread(server.stop)
        assert_refused_for_now(await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310")))
        assert_refused_for_now(await client.get("/v1/conflicts"))
        assert_refused_for_now(await client.get("/health/ready"))
        assert (await client.get("/health/live")).status_code == 200
        server = await asyncio.to_thread(start_embedded_server, folder / "data")

        async def post() -> httpx.Response:
            answer = await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
            if answer.status_code != 201:
                assert_refused_for_now(answer)
            return answer

        answer = await until(post, lambda told: told.status_code == 201)
        assert len(answer.json()["conflicts"]) == 1
    assert await assert_stored_is_expected(server.dsn, Policy()) == 1
    await asyncio.to_thread(server.stop)


async def test_connections_that_the_server_cuts_are_replaced(dsn: str, client: httpx.AsyncClient) -> None:
    other = await asyncpg.connect(dsn)
    for number in range(5):
        await other.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            "and datname = current_database()"
        )
        answers = [await client.post("/v1/claims", json=draft(external_id=str(number))) for _ in range(12)]
        assert {answer.status_code for answer in answers} <= {200, 201, 503}
        assert answers[-1].status_code == 200
    await other.close()
    assert len((await client.get("/v1/claims")).json()["items"]) == 5


async def test_with_no_connection_free_a_request_is_refused_in_bounded_time(dsn: str) -> None:
    settings = msgspec.structs.replace(read_settings({}), pool_size=2, acquire_seconds=0.2, statement_seconds=1.0)
    holder = await asyncpg.connect(dsn)
    async with (
        serving(create_app(settings, dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        async with holder.transaction():
            await holder.execute("lock table claims")
            writes = [asyncio.create_task(client.post("/v1/claims", json=draft())) for _ in range(3)]
            answers = await asyncio.gather(*(client.get("/v1/claims") for _ in range(8)))
            for answer in answers:
                assert_refused_for_now(answer)
        assert {answer.status_code for answer in await asyncio.gather(*writes)} <= {201, 503}
        assert (await client.get("/v1/claims")).status_code == 200
    await holder.close()


@pytest.mark.parametrize(
    "code", ["53100", "53200", "53300", "57P01", "57P03", "57014", "58030", "08006", "40P01", "55P03"]
)
async def test_what_the_server_says_when_it_cannot_serve_is_one_error(database: Database, code: str) -> None:
    """Disk full, out of memory, too many connections, shutting down, starting up, too slow, input or output failed …"""
    with pytest.raises(Unavailable):
        async with database.connection() as connection:
            await connection.execute(f"do $$ begin raise exception 'as if' using errcode = '{code}'; end $$")
    async with database.connection() as connection:
        assert await connection.fetchval("select 1") == 1


async def until_stored(dsn: str, count: int) -> None:
    connection = await asyncpg.connect(dsn)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (
            await connection.fetchval("select (select count(*) from claims) - (select count(*) from uncompared)")
            < count
        ):
            await asyncio.sleep(0.05)
    await connection.close()


async def test_a_batch_says_which_lines_were_not_stored_because_the_database_went_away(folder: Path) -> None:
    server = await asyncio.to_thread(start_embedded_server, folder / "data")
    await migrate(server.dsn)
    lines = [msgspec.json.encode(dated(number)) for number in range(1200)]

    async def body() -> AsyncIterator[bytes]:
        for number, line in enumerate(lines):
            if number == 600:
                await until_stored(server.dsn, 500)
                await asyncio.to_thread(server.stop)
            yield line + b"\n"

    async with (
        serving(create_app(read_settings({}), server.dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        answer = await client.post("/v1/claims/batch", content=body())
        answers = [msgspec.json.decode(line) for line in answer.text.splitlines()]
        assert [one["line"] for one in answers] == list(range(1, 1201))
        outcomes = [one["outcome"] for one in answers]
        assert outcomes[:500] == ["stored"] * 500
        assert outcomes[-200:] == ["refused"] * 200
        server = await asyncio.to_thread(start_embedded_server, folder / "data")
        again = await client.post("/v1/claims/batch", content=b"\n".join(lines))
        outcomes_again = [msgspec.json.decode(line)["outcome"] for line in again.text.splitlines()]
        known = [number for number, outcome in enumerate(outcomes_again) if outcome == "known"]
        assert [number for number, outcome in enumerate(outcomes) if outcome == "stored"] == known
        assert set(outcomes_again) == {"stored", "known"}
    claims, _ = await stored(server.dsn)
    assert sorted(int(claim.external_id or "") for claim in claims) == list(range(1200))
    await asyncio.to_thread(server.stop)


async def test_a_service_that_is_told_to_end_finishes_what_it_took(dsn: str, unused_tcp_port: int) -> None:
    environment = os.environ | {"DATABASE_URL": dsn, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "tests.laws.one_process", str(unused_tcp_port)]
    process = subprocess.Popen(command, env=environment)  # noqa: ASYNC220 - it starts at once
    chance = random.Random(3)
    acknowledged: set[str] = set()
    broken = 0
    async with ready(f"http://127.0.0.1:{unused_tcp_port}") as client:

        async def write() -> None:
            nonlocal broken
            while True:
                try:
                    answer = await client.post("/v1/claims", json=random_draft(chance))
                except httpx.ConnectError:
                    return
                except httpx.TransportError:
                    broken += 1
                    return
                assert answer.status_code == 201, answer.text
                acknowledged.add(answer.json()["claim"]["id"])

        writers = [asyncio.create_task(write()) for _ in range(16)]
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(acknowledged) <= len(writers):
                await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        await asyncio.gather(*writers)
    assert await asyncio.to_thread(process.wait, PATIENCE_SECONDS) in {0, -signal.SIGTERM}
    claims, _ = await stored(dsn)
    assert {str(claim.id) for claim in claims} >= acknowledged
    assert await assert_stored_is_expected(dsn, Policy()) > 0


def dated(number: int) -> dict[str, Any]:
    """A claim with a day of its own: compared with no other."""
    day = date(2015, 1, 1) + timedelta(days=number)
    return draft(external_id=str(number), period=f"as of {day}")


def lines_of(count: int) -> list[bytes]:
    return [msgspec.json.encode(dated(number)) for number in range(count)]


async def test_a_broken_connection_leaves_whole_claims_and_the_same_batch_again_stores_nothing_twice(
    dsn: str, client: httpx.AsyncClient
) -> None:
    lines = lines_of(1500)
    body = b"\n".join(lines)
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    head = f"POST /v1/claims/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body[: len(body) * 2 // 3])
    await writer.drain()
    await reader.readuntil(b'"line":1,')
    writer.transport.abort()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await client.get("/health/ready")).json()["uncompared_claims"]:
            await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    claims, _ = await stored(dsn)
    assert 0 < len(claims) < 1500
    answers: list[dict[str, Any]] = [
        msgspec.json.decode(line) for line in (await client.post("/v1/claims/batch", content=body)).text.splitlines()
    ]
    assert sum(answer["outcome"] == "known" for answer in answers) == len(claims)
    assert sum(answer["outcome"] == "stored" for answer in answers) == 1500 - len(claims)
    ids = {str(claim.id): claim.external_id for claim in (await stored(dsn))[0]}
    assert len(ids) == 1500
    assert [ids[answer["id"]] for answer in answers] == [str(number) for number in range(1500)]


async def test_a_reader_that_does_not_read_stops_the_batch_and_does_not_fill_the_memory(
    dsn: str, client: httpx.AsyncClient
) -> None:
    """Back-pressure: the service takes no more than it can answer."""
    _, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port, limit=1024)
    writer.write(b"POST /v1/claims/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"".join(msgspec.json.encode(draft(quantity="quite a lot" + "x" * 150)) + b"\n" for _ in range(100))
    framed = f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n"
    sent = 0
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                writer.write(framed)
                sent += len(framed)
                await asyncio.wait_for(writer.drain(), 2)
    except TimeoutError:
        pass
    assert sent < 60_000_000, "the service took 60 MB from somebody who read none of its answers"
    writer.transport.abort()
    assert (await client.post("/v1/claims", json=draft())).status_code == 201
