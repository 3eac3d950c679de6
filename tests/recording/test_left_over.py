"""What was left uncompared is found again, whatever stands beside it."""

import msgspec
import pytest

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
    assert await sweep(recorder) == 3
    async with database.connection() as connection:
        found = await find_conflicts_of_claims(connection, [one.id])
        left = await connection.fetch("select claim_id from uncompared")
    assert len(found[one.id]) == 1
    assert [row["claim_id"] for row in left] == [broken.id]
    assert await sweep(recorder) == 0, "what is set aside is tried again after a pause, not at once"
