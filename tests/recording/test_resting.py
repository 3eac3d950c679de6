"""What a great many claims speak of is worked through once in a while; nothing of it is forgotten."""

from typing import Any

import msgspec
import pytest

from service.disputing import SHOWN_POSITIONS
from service.reading import Draft
from service.recording import Recorder, derive_disputes, describe_dispute, erase_claim
from service.recording.resting import RESTS_FROM, put_off, rest_seconds, rests_of
from service.storage import claims as claim_storage
from service.storage import uncompared
from service.storage.pool import Database
from tests.builders import NOON, count_marks, draft
from tests.recording.test_disputes import POLICY, all_disputes, derive, recorder_on


@pytest.mark.parametrize(
    ("claims", "seconds"), [(0, 0), (2, 0), (RESTS_FROM - 1, 0), (RESTS_FROM, 0.25), (2_000, 1), (50_000, 25)]
)
def test_what_is_larger_rests_longer(claims: int, seconds: float) -> None:
    assert rest_seconds(claims) == seconds


def test_questions_that_were_worked_through_together_rest_together() -> None:
    assert rests_of([[1, 2], [3]], {1: 1_990, 2: 10, 3: 4}) == {1: 1, 2: 1}


def test_who_leads_to_one_that_rests_waits_with_it() -> None:
    """Else a stream of small questions beside a large one would have it worked through with each of them."""
    links = {1: {2}, 2: {1, 3}, 3: {2}, 4: {5}, 5: {4}, 6: set()}
    assert put_off(links, {3}) == {1, 2, 3}
    assert put_off(links, set()) == set()


def saying(number: int) -> dict[str, Any]:
    return draft(source=f"source {number}", quantity=f"{number + 1:,},111.5")


async def store(recorder: Recorder, numbers: range) -> None:
    """As if they had been compared."""
    stored = await recorder.in_stored_form([recorder.read(msgspec.convert(saying(one), Draft)) for one in numbers])
    async with recorder.database.connection() as connection:
        await claim_storage.insert_claims(connection, stored)
        await uncompared.mark_compared(connection, {one.claim.id: 1 for one in stored})


async def claim_counts(database: Database) -> list[int]:
    return [row.outline.claim_count for row in await all_disputes(database)]


async def test_a_large_dispute_rests_and_then_follows_all_that_came(database: Database) -> None:
    recorder = recorder_on(database)
    await store(recorder, range(RESTS_FROM))
    await derive(database)
    assert await claim_counts(database) == [RESTS_FROM]
    async with database.connection() as connection:
        rests = "select bool_and(rests_until > clock_timestamp() - interval '1 hour') from questions"
        assert await connection.fetchval(rests)
        await connection.execute("update questions set rests_until = clock_timestamp() + interval '1 hour'")
        await store(recorder, range(RESTS_FROM, RESTS_FROM + 2))
        assert await derive_disputes(connection, POLICY, NOON) == 2
        assert await derive_disputes(connection, POLICY, NOON) == 0
        assert await claim_counts(database) == [RESTS_FROM], "it rests"
        assert await count_marks(connection) == 1, "one question is to be worked through, whatever came"
        await connection.execute("update questions set rests_until = clock_timestamp()")
        assert await derive_disputes(connection, POLICY, NOON) == 1
    assert await claim_counts(database) == [RESTS_FROM + 2]


async def test_what_is_small_follows_at_once_while_the_large_one_rests(database: Database) -> None:
    recorder = recorder_on(database)
    await store(recorder, range(RESTS_FROM))
    await derive(database)
    async with database.connection() as connection:
        await connection.execute("update questions set rests_until = clock_timestamp() + interval '1 hour'")
    drafts = [draft(metric="tanks lost", quantity=one, source=one) for one in ("14", "33")]
    for one in drafts:
        await recorder.record([recorder.read(msgspec.convert(one, Draft))])
    await derive(database)
    assert sorted(await claim_counts(database)) == [2, RESTS_FROM]


async def test_a_large_dispute_shows_what_working_it_out_anew_would_show(database: Database) -> None:
    recorder = recorder_on(database)
    await store(recorder, range(RESTS_FROM))
    await derive(database)
    [row] = await all_disputes(database)
    async with database.connection() as connection:
        kept = await describe_dispute(connection, row.id, POLICY)
        await connection.execute("delete from dispute_pages")
        anew = await describe_dispute(connection, row.id, POLICY)
    assert kept is not None
    assert anew is not None
    assert (kept.row, kept.told, kept.history) == (anew.row, anew.told, anew.history)
    assert [claims for _, claims in kept.positions] == [claims for _, claims in anew.positions]
    assert len(kept.positions) == SHOWN_POSITIONS


async def test_a_claim_of_a_large_dispute_that_is_taken_back_is_shown_no_more(database: Database) -> None:
    recorder = recorder_on(database)
    await store(recorder, range(RESTS_FROM))
    await derive(database)
    [row] = await all_disputes(database)
    async with database.connection() as connection:
        first = await describe_dispute(connection, row.id, POLICY)
        assert first is not None
        [lowest] = first.positions[0][1]
        await connection.execute("update claims set withdrawn_at = now() where id = $1", lowest.claim.id)
        await connection.execute("update questions set rests_until = clock_timestamp() + interval '1 hour'")
        await derive_disputes(connection, POLICY, NOON)
        resting = await describe_dispute(connection, row.id, POLICY)
        assert resting is not None
        assert [claims for _, claims in resting.positions] == [claims for _, claims in first.positions[1:]]
        await connection.execute("update questions set rests_until = clock_timestamp()")
        await derive_disputes(connection, POLICY, NOON)
        followed = await describe_dispute(connection, row.id, POLICY)
    assert followed is not None
    assert followed.row.outline.claim_count == RESTS_FROM - 1
    assert len(followed.positions) == SHOWN_POSITIONS


async def test_of_a_claim_that_is_erased_a_large_dispute_keeps_nothing(database: Database) -> None:
    recorder = recorder_on(database)
    await store(recorder, range(RESTS_FROM))
    await derive(database)
    [row] = await all_disputes(database)
    kept = "select count(*) from dispute_pages where position($1::text in pages) > 0"
    async with database.connection() as connection:
        shown = await describe_dispute(connection, row.id, POLICY)
        assert shown is not None
        [lowest] = shown.positions[0][1]
        assert await connection.fetchval(kept, str(lowest.claim.id)) == 1
    await erase_claim(database, lowest.claim.id, "Ada", None, NOON)
    async with database.connection() as connection:
        assert await connection.fetchval(kept, str(lowest.claim.id)) == 0
