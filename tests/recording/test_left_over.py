"""What was left uncompared is found again, whatever stands beside it."""

import asyncio

import msgspec
import pytest

from service.claim import Claim
from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, compare_left_over, sweep
from service.storage.conflicts import find_conflicts_of_claims
from service.storage.pool import Database, open_database
from service.storage.uncompared import lease_uncompared
from tests.builders import NOON, draft
from tests.laws.oracle import assert_stored_is_expected


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)


async def leave_uncompared(recorder: Recorder, claims: list[Claim]) -> None:
    """Store claims as a process does that dies before it has compared them."""
    drafts = await recorder.in_stored_form(claims)
    async with recorder.database.connection() as connection:
        await recorder._publish(connection, drafts)


async def test_a_claim_that_cannot_be_compared_keeps_no_other_waiting(recorder: Recorder, database: Database) -> None:
    given = [draft(), draft(source="beta news", quantity="62,310"), draft(metric="rainfall", quantity="12 mm")]
    one, other, broken = [recorder.read(msgspec.convert(fields, Draft)) for fields in given]
    await leave_uncompared(recorder, [one, other, broken])
    async with database.connection() as connection:
        await connection.execute("update claims set body = 'no claim' where id = $1", broken.id)
    assert await sweep(recorder) == 3
    async with database.connection() as connection:
        found = await find_conflicts_of_claims(connection, [one.id])
        left = await connection.fetch("select claim_id from uncompared")
    assert len(found[one.id]) == 1
    assert [row["claim_id"] for row in left] == [broken.id]
    assert await sweep(recorder) == 0, "what is set aside is tried again after a pause, not at once"


async def test_processes_share_what_is_left_over(dsn: str) -> None:
    """Number 17 of the faults: 3,000 of 3,000 claims were compared by each of two processes."""
    databases = [await open_database(dsn, size=3) for _ in range(3)]
    recorders = [Recorder(one, Vocabulary(one, Policy()), Sources(one), Policy(), lambda: NOON) for one in databases]
    claims = [
        recorders[0].read(msgspec.convert(draft(source=f"source {number}", quantity=f"{number}7,310"), Draft))
        for number in range(1, 61)
    ]
    await leave_uncompared(recorders[0], claims)
    shares = await asyncio.gather(*(compare_left_over(one, older_than_seconds=0.0, limit=20) for one in recorders))
    assert sum(shares) == 60
    assert max(shares) == 20
    assert await assert_stored_is_expected(dsn, Policy()) > 1_000
    for one in databases:
        await one.close()


async def test_who_died_with_left_over_work_gives_it_back_in_time(recorder: Recorder, database: Database) -> None:
    claim = recorder.read(msgspec.convert(draft(), Draft))
    await leave_uncompared(recorder, [claim])
    async with database.connection() as connection:
        taken = await lease_uncompared(connection, older_than_seconds=0, limit=10, lease_seconds=30)
        again = await lease_uncompared(connection, older_than_seconds=0, limit=10, lease_seconds=30)
        await connection.execute("update uncompared set leased_until = now()")
    assert ([one.id for one in taken], again) == ([claim.id], [])
    assert await sweep(recorder) == 1


async def test_a_try_whose_end_was_not_heard_is_found_again_by_its_id(recorder: Recorder, database: Database) -> None:
    """A connection that is lost during the commit may have committed: the same id again is the same claim."""
    claim = recorder.read(msgspec.convert(draft(), Draft))
    await leave_uncompared(recorder, [claim])
    [answer] = await recorder.record([claim])
    assert (answer.stored, answer.claim.id) == (True, claim.id)
    async with database.connection() as connection:
        assert await connection.fetchval("select count(*) from claims") == 1
        assert await connection.fetchval("select count(*) from uncompared") == 0
