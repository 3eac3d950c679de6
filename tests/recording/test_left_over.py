"""What was left uncompared is found again, whatever stands beside it."""

import asyncio

import msgspec
import pytest

from service.app import run_on
from service.claim import Claim
from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, sweep
from service.storage.conflicts import find_conflicts_of_claims
from service.storage.pool import Database
from tests.builders import NOON, draft


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)


async def leave_uncompared(recorder: Recorder, claims: list[Claim]) -> None:
    """Store claims as a process does that dies before it has compared them."""
    drafts = await recorder._in_stored_form(claims)
    async with recorder.database.connection() as connection:
        await recorder._publish(connection, drafts)


async def test_a_claim_that_cannot_be_compared_keeps_no_other_waiting(recorder: Recorder, database: Database) -> None:
    given = [draft(), draft(source="beta news", quantity="62,310"), draft(metric="rainfall", quantity="12 mm")]
    one, other, broken = [recorder.read(msgspec.convert(fields, Draft)) for fields in given]
    await leave_uncompared(recorder, [one, other, broken])
    async with database.connection() as connection:
        await connection.execute("update claims set body = 'no claim' where id = $1", broken.id)
    assert await sweep(recorder) == 2
    async with database.connection() as connection:
        found = await find_conflicts_of_claims(connection, [one.id])
        left = await connection.fetch("select claim_id from uncompared")
    assert len(found[one.id]) == 1
    assert [row["claim_id"] for row in left] == [broken.id]


async def test_work_in_the_background_is_taken_up_again_after_an_error() -> None:
    begun = 0
    goes_on = asyncio.Event()

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise RuntimeError("a fault nobody thought of")
        goes_on.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(run_on("work", work, pause_seconds=0))
    async with asyncio.timeout(10):
        await goes_on.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert begun == 3
