"""Whatever the interleaving, the stored conflicts equal those of a comparison of all claims pair by pair."""

import asyncio
import os
import random
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import msgspec
import pytest

from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, check_claims, sweep
from service.storage import uncompared
from service.storage.pool import Database
from tests.builders import NOON, draft
from tests.laws.oracle import assert_stored_is_expected
from tests.patience import PATIENCE_SECONDS

METRICS = ["personnel losses", "losses of personnel", "people killed", "death toll", "tanks lost", "people wounded"]
SUBJECTS = ["Russian army", "Russian armed forces", None]
PLACES = ["Ukraine", None]
POLICY = Policy()


def random_draft(chance: random.Random) -> dict[str, Any]:
    fields = {
        "source": f"source {chance.randrange(6)}",
        "metric": chance.choice(METRICS),
        "quantity": chance.choice(["84,720", "62,310", "almost 85 thousand", "more than 60,000", "about 84,600"]),
        "period": f"as of 2022-11-{chance.randrange(20, 23)}",
        "subject": chance.choice(SUBJECTS),
        "place": chance.choice(PLACES),
        "published_at": f"2022-11-{chance.randrange(20, 24)}",
        "claimant": chance.choice([None, None, "the General Staff", "the ministry"]),
        "status": chance.choice(["reported"] * 9 + ["retracted"]),
    }
    return draft(**{name: value for name, value in fields.items() if value is not None})


@contextmanager
def service_process(dsn: str, port: int) -> Iterator[str]:
    """One real process of the service."""
    environment = os.environ | {"DATABASE_URL": dsn, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "tests.laws.one_process", str(port)]
    process = subprocess.Popen(command, env=environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health/ready")).status_code == 200
    except httpx.TransportError:
        return False


@asynccontextmanager
async def ready(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        async with asyncio.timeout(120):
            while not await _is_ready(client):
                await asyncio.sleep(0.05)
        yield client


async def test_32_writers_on_two_processes_miss_no_pair(dsn: str, unused_tcp_port_factory: Any) -> None:
    chance = random.Random(7)
    ports = [unused_tcp_port_factory(), unused_tcp_port_factory()]
    with service_process(dsn, ports[0]) as one, service_process(dsn, ports[1]) as other:
        async with ready(one) as first, ready(other) as second:

            async def write(client: httpx.AsyncClient, drafts: list[dict[str, Any]]) -> None:
                for each in drafts:
                    answer = await client.post("/v1/claims", json=each)
                    assert answer.status_code == 201, answer.text

            work = [[random_draft(chance) for _ in range(8)] for _ in range(32)]
            await asyncio.gather(*(write((first, second)[at % 2], drafts) for at, drafts in enumerate(work)))
    assert await assert_stored_is_expected(dsn, POLICY) > 30


def recorder_on(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, POLICY), Sources(database), POLICY, lambda: NOON)


def read(recorder: Recorder, fields: dict[str, Any]) -> Any:
    return recorder.read(msgspec.convert(fields, Draft))


async def publish(recorder: Recorder, claims: list[Any]) -> Any:
    """Store claims and do not compare them, as a process does that dies in between."""
    drafts = await recorder.in_stored_form(claims)
    async with recorder.database.connection() as connection:
        return await recorder._publish(connection, drafts)


async def test_the_oracle_goes_red_when_claims_are_compared_before_they_are_committed(
    dsn: str, database: Database
) -> None:
    """The sabotage: look for candidates first, store afterwards. Two claims at the same moment miss each other."""
    recorder = recorder_on(database)
    pair = [read(recorder, draft()), read(recorder, draft(source="beta news", quantity="62,310"))]
    await asyncio.gather(*(check_claims(recorder, [claim]) for claim in pair))
    published = await publish(recorder, pair)
    async with database.connection() as connection:
        await uncompared.mark_compared(connection, {one.claim.id: 1 for one, _ in published})
    with pytest.raises(AssertionError, match="1 of 1 conflicts were missed"):
        await assert_stored_is_expected(dsn, POLICY)


async def test_what_a_crash_left_uncompared_is_found_by_the_sweep(dsn: str, database: Database) -> None:
    recorder = recorder_on(database)
    await recorder.record([read(recorder, draft())])
    await publish(recorder, [read(recorder, draft(source="beta news", quantity="62,310"))])
    with pytest.raises(AssertionError, match="left uncompared"):
        await assert_stored_is_expected(dsn, POLICY)
    assert await sweep(recorder) == 1
    assert await assert_stored_is_expected(dsn, POLICY) == 1


async def test_the_order_of_arrival_does_not_matter(dsn: str, database: Database) -> None:
    chance = random.Random(11)
    recorder = recorder_on(database)
    for _ in range(40):
        batch = [read(recorder, random_draft(chance)) for _ in range(chance.randrange(1, 8))]
        await recorder.record(batch)
    assert await assert_stored_is_expected(dsn, POLICY) > 10
