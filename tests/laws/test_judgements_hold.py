"""Whatever is judged while claims come in, the stored conflicts equal those of all claims compared pair by pair."""

import asyncio
import random
from typing import Any

import asyncpg
import httpx
import pytest

from service.claim import Sameness
from service.errors import Contradicted
from service.recording import compare_concerned, make_judgement, sweep, withdraw_judgement
from service.storage.pool import Database
from tests.builders import draft
from tests.laws.oracle import assert_stored_is_expected
from tests.laws.test_no_pair_is_missed import POLICY, read, ready, recorder_on, service_process
from tests.patience import until

METRICS = ["personnel losses", "persnnel losses", "people killed", "coffins counted", "graves dug", "attrition"]
FIGURES = ["84,720", "62,310", "almost 85 thousand", "84,600", "84,000", "12,000", "31,450"]


def random_draft(chance: random.Random) -> dict[str, Any]:
    return draft(
        source=f"source {chance.randrange(20)}",
        metric=chance.choice(METRICS),
        quantity=chance.choice(FIGURES),
        period=f"as of 2022-11-{chance.randrange(20, 22)}",
        published_at=f"2022-11-{chance.randrange(20, 24)}",
    )


async def write(client: httpx.AsyncClient, chance: random.Random) -> None:
    for _ in range(8):
        answer = await client.post("/v1/claims", json=random_draft(chance))
        assert answer.status_code == 201, answer.text


async def judge(client: httpx.AsyncClient, chance: random.Random) -> None:
    """A desk that makes up its mind, and changes it."""
    for _ in range(6):
        one, other = chance.sample(METRICS, 2)
        body = {"metric_a": one, "metric_b": other, "verdict": chance.choice(["same", "different"])}
        made = await client.post("/v1/judgements", json=body)
        assert made.status_code in {200, 201, 409}, made.text
        if made.status_code != 409 and chance.random() < 0.4:
            identifier = made.json()["judgement"]["id"]
            assert (await client.delete(f"/v1/judgements/{identifier}")).status_code == 204


async def tolerate(client: httpx.AsyncClient, chance: random.Random) -> None:
    for _ in range(4):
        found = (await client.get("/v1/metrics", params={"unused": True})).json()["items"]
        if not found:
            continue
        tolerance = chance.choice([None, {"relative_percent": "0.5"}, {"absolute": "900", "unit": "people"}])
        changed = await client.patch(f"/v1/metrics/{chance.choice(found)['id']}", json={"tolerance": tolerance})
        assert changed.status_code in {200, 412}, changed.text


async def until_all_is_compared(dsn: str) -> None:
    """The answers come before the last of many claims is compared again; the sweep does the rest."""
    connection = await asyncpg.connect(dsn)
    try:
        left = "select exists (select from uncompared union select from requeued_phrases)"
        await until(lambda: connection.fetchval(left), lambda is_left: not is_left)
    finally:
        await connection.close()


async def test_writers_and_judges_on_two_processes_agree_with_the_oracle(
    dsn: str, unused_tcp_port_factory: Any
) -> None:
    ports = [unused_tcp_port_factory(), unused_tcp_port_factory()]
    with service_process(dsn, ports[0]) as one, service_process(dsn, ports[1]) as other:
        async with ready(one) as first, ready(other) as second:
            work = [write] * 8 + [judge] * 3 + [tolerate] * 2
            await asyncio.gather(*(act((first, second)[at % 2], random.Random(at)) for at, act in enumerate(work)))
            await until_all_is_compared(dsn)
    assert await assert_stored_is_expected(dsn, POLICY) > 10


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_any_sequence_of_claims_judgements_and_second_thoughts_agrees_with_the_oracle(
    dsn: str, database: Database, seed: int
) -> None:
    chance = random.Random(seed)
    recorder = recorder_on(database)
    made = []
    for _ in range(25):
        await recorder.record([read(recorder, random_draft(chance)) for _ in range(chance.randrange(1, 4))])
        pair = await recorder.vocabulary.phrase_ids(
            [read(recorder, draft(metric=metric)).metric for metric in chance.sample(METRICS, 2)]
        )
        try:
            made.append(
                (await make_judgement(recorder, (pair[0], pair[1]), chance.choice(list(Sameness)), "desk", None))[0]
            )
        except Contradicted:
            await withdraw_judgement(recorder, made.pop(chance.randrange(len(made))), "desk")
        await compare_concerned(recorder)
        await assert_stored_is_expected(dsn, POLICY)


async def test_a_judgement_whose_process_died_is_carried_out_by_the_sweep(dsn: str, database: Database) -> None:
    recorder = recorder_on(database)
    pair = [read(recorder, draft()), read(recorder, draft(source="b", metric="attrition", quantity="62,310"))]
    await recorder.record(pair)
    ids = await recorder.vocabulary.phrase_ids([claim.metric for claim in pair])
    await make_judgement(recorder, (ids[0], ids[1]), Sameness.SAME, "desk", None)
    with pytest.raises(AssertionError, match="left uncompared"):
        await assert_stored_is_expected(dsn, POLICY)
    assert await sweep(recorder) == 2
    assert await assert_stored_is_expected(dsn, POLICY) == 1


async def test_a_judgement_between_finding_and_opening_a_conflict_is_not_overlooked(
    dsn: str, database: Database
) -> None:
    """Someone holds the claim while its conflict is about to be opened; meanwhile a desk says that it is none."""
    recorder = recorder_on(database)
    first, second = (
        read(recorder, draft()),
        read(recorder, draft(source="b", metric="persnnel losses", quantity="62,310")),
    )
    await recorder.record([first])
    ids = await recorder.vocabulary.phrase_ids([first.metric, second.metric])
    other = await asyncpg.connect(dsn)
    async with other.transaction():
        await other.execute("select from claims where id = $1 for update", first.id)
        recording = asyncio.create_task(recorder.record([second]))
        while not await other.fetchval("select exists (select from pg_locks where not granted)"):
            await asyncio.sleep(0.01)
        await make_judgement(recorder, (ids[0], ids[1]), Sameness.DIFFERENT, "desk", None)
    [recorded] = await recording
    await compare_concerned(recorder)
    assert recorded.conflicts == ()
    assert await other.fetchval("select count(*) from conflicts") == 0
    await other.close()
    assert await assert_stored_is_expected(dsn, POLICY) == 0
