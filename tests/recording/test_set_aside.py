"""What cannot be compared reaches nobody else, is told, and is tried again. The edges of time are not of that kind."""

import asyncio
from datetime import date
from itertools import pairwise
from uuid import UUID

import httpx
import msgspec
import pytest

from service.claim import Claim
from service.policy import Policy
from service.reading import Draft
from service.recording import GroupCommit, Recorder, Sources, Vocabulary, sweep
from service.storage.pool import Database
from tests.builders import NOON, as_answered, draft


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)


def read(recorder: Recorder, **fields: object) -> Claim:
    return recorder.read(msgspec.convert(draft(**fields), Draft))


EDGES = [(date(9999, 12, 1), date.max), (date(9999, 1, 1), date.max), (date.max, date.max), (date.min, date(1, 3, 1))]


@pytest.mark.parametrize(("start", "end"), EDGES)
async def test_a_period_at_the_edge_of_time_is_compared_like_any_other(
    start: date, end: date, recorder: Recorder
) -> None:
    """Number 4 of the faults: the day after the last one was computed after the claim was committed."""

    def at_the_edge(**fields: object) -> Claim:
        claim = read(recorder, period="2022-11", **fields)
        period = msgspec.structs.replace(claim.period, start=start, end=end)
        return msgspec.structs.replace(claim, period=period)

    [first] = await recorder.record([at_the_edge()])
    [second] = await recorder.record([at_the_edge(source="beta news", quantity="62,310")])
    assert as_answered(first).comparison.value == "complete"
    assert len(second.conflicts) == 1
    assert await sweep(recorder) == 0


async def poison(database: Database, claim_id: UUID) -> None:
    """A figure that no arithmetic takes: it decodes, and raises when it is compared."""
    async with database.connection() as connection:
        broken = (
            'update claims set body = regexp_replace(body, \'"low":"[^"]*"\', \'"low":"sNaN"\', \'g\') where id = $1'
        )
        await connection.execute(broken, claim_id)


async def test_a_stored_claim_that_nobody_can_be_compared_with_hurts_no_other_pair(
    recorder: Recorder, database: Database
) -> None:
    good, bad = read(recorder), read(recorder, source="poisoned")
    await recorder.record([good, bad])
    await poison(database, bad.id)
    [answer] = await recorder.record([read(recorder, source="beta news", quantity="62,310")])
    told = as_answered(answer)
    assert [pair.other.id for pair in answer.pairs] == [good.id]
    assert len(told.conflicts) == 1
    assert told.comparison.value == "set_aside"
    assert str(bad.id) in (told.comparison_note or "")


async def test_a_body_that_cannot_be_decoded_is_set_aside_itself(recorder: Recorder, database: Database) -> None:
    good, bad = read(recorder), read(recorder, source="poisoned")
    await recorder.record([good, bad])
    async with database.connection() as connection:
        await connection.execute("update claims set body = 'no claim' where id = $1", bad.id)
    [answer] = await recorder.record([read(recorder, source="beta news", quantity="62,310")])
    assert as_answered(answer).comparison.value == "complete"
    assert len(answer.conflicts) == 1
    async with database.connection() as connection:
        aside = await connection.fetch("select claim_id from uncompared where reason is not null")
    assert [row["claim_id"] for row in aside] == [bad.id]


async def test_what_is_set_aside_is_tried_again_later_and_later_and_starves_nobody(
    recorder: Recorder, database: Database
) -> None:
    bad, good = read(recorder, source="poisoned"), read(recorder, metric="rainfall", quantity="12 mm")
    drafts = await recorder.in_stored_form([bad, good])
    async with database.connection() as connection:
        await recorder._publish(connection, drafts)
        await connection.execute("update claims set body = 'no claim' where id = $1", bad.id)
    pauses = []
    for _ in range(4):
        await sweep(recorder)
        async with database.connection() as connection:
            row = await connection.fetchrow("select attempts, reason, next_try_at - now() as pause from uncompared")
            await connection.execute("update uncompared set next_try_at = now()")
        assert row is not None
        assert row["reason"]
        pauses.append(row["pause"].total_seconds())
    assert all(later > 1.5 * earlier for earlier, later in pairwise(pauses)), pauses


async def test_once_it_is_mended_it_is_compared(recorder: Recorder, database: Database) -> None:
    good, bad = read(recorder), read(recorder, source="poisoned", quantity="62,310")
    drafts = await recorder.in_stored_form([good, bad])
    async with database.connection() as connection:
        await recorder._publish(connection, drafts)
        whole = await connection.fetchval("select body from claims where id = $1", bad.id)
        await connection.execute("update claims set body = 'no claim' where id = $1", bad.id)
    await sweep(recorder)
    async with database.connection() as connection:
        await connection.execute("update claims set body = $2 where id = $1", bad.id, whole)
        await connection.execute("update uncompared set next_try_at = now()")
    assert await sweep(recorder) == 1
    async with database.connection() as connection:
        assert await connection.fetchval("select count(*) from conflicts") == 1
        assert await connection.fetchval("select count(*) from uncompared") == 0


async def test_of_many_claims_at_once_only_the_one_that_breaks_is_told_so(
    recorder: Recorder, database: Database
) -> None:
    """Number 5 of the faults: 30 bad claims of 240 had 209 of the others answered 500."""
    bad = read(recorder, source="poisoned", metric="rainfall", quantity="12 mm")
    await recorder.record([bad])
    await poison(database, bad.id)
    together = GroupCommit(recorder)
    wet = [read(recorder, source=f"wet {n}", metric="rainfall", quantity=f"{n}.5 mm") for n in range(10, 40)]
    dry = [read(recorder, source=f"dry {n}") for n in range(210)]
    answers = await asyncio.gather(*(together.record(one) for one in [*wet, *dry]))
    states = [as_answered(one).comparison.value for one in answers]
    assert states == ["set_aside"] * 30 + ["complete"] * 210


async def test_an_operator_sees_what_is_set_aside_and_why(client: httpx.AsyncClient, database: Database) -> None:
    stored = (await client.post("/v1/claims", json=draft())).json()["claim"]["id"]
    await poison(database, UUID(stored))
    answer = (await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))).json()
    assert answer["stored"]
    assert answer["comparison"] == "set_aside"
    listed = (await client.get("/v1/claims/uncompared")).json()
    assert [one["claim_id"] for one in listed["items"]] == [answer["claim"]["id"]]
    assert stored in listed["items"][0]["reason"]
    assert "claimdiff_set_aside_claims 1" in (await client.get("/metrics")).text


async def test_the_lines_beside_a_bad_one_are_answered_as_if_it_were_not_there(
    client: httpx.AsyncClient, database: Database
) -> None:
    stored = (await client.post("/v1/claims", json=draft(metric="rainfall", quantity="12 mm"))).json()["claim"]["id"]
    await poison(database, UUID(stored))
    lines = [draft(), draft(source="wet", metric="rainfall", quantity="15 mm"), draft(source="beta", quantity="62,310")]
    body = b"".join(msgspec.json.encode(one) + b"\n" for one in lines)
    answer = await client.post("/v1/claims/batch", content=body, headers={"content-type": "application/x-ndjson"})
    told = [msgspec.json.decode(line) for line in answer.text.splitlines()]
    assert [one["outcome"] for one in told] == ["stored"] * 3
    assert [len(one["conflicts"]) for one in told] in ([0, 0, 1], [1, 0, 0], [1, 0, 1])
