"""Who took whose place is found by the newer claim, and noting it leaves all indexes of claims alone."""

import pytest

from service.claim import Claim
from service.policy import Policy
from service.recording import Recorder, Sources, Vocabulary, erase_claim, sweep
from service.storage import claims as storage
from service.storage.loads import find_superseded
from service.storage.pool import Connection, Database
from tests.builders import NOON, claim

IN_PAGE = "select pg_stat_get_xact_tuples_hot_updated('claims'::regclass)"
OLD, NEW, NEWEST = claim(1), claim(2, published_at="2022-11-22"), claim(3, published_at="2022-11-23")


@pytest.fixture
async def recorder(database: Database) -> Recorder:
    """Of a source that has corrected itself twice."""
    policy = Policy()
    found = Recorder(database, Vocabulary(database, policy), Sources(database), policy, lambda: NOON)
    for one in (OLD, NEW, NEWEST):
        await found.record([one])
    return found


async def noted(connection: Connection) -> set[tuple[int, int]]:
    rows = await connection.fetch("select newer_id, older_id from successions")
    return {(row["newer_id"].int, row["older_id"].int) for row in rows}


async def in_claims(connection: Connection) -> set[tuple[int, int]]:
    rows = await connection.fetch("select superseded_by, id from claims where superseded_by is not null")
    return {(row["superseded_by"].int, row["id"].int) for row in rows}


async def test_it_is_found_by_the_newer_one(recorder: Recorder, database: Database) -> None:
    async with database.connection() as connection:
        assert await noted(connection) == await in_claims(connection) == {(2, 1), (3, 2)}
        assert await find_superseded(connection, [NEW.id, OLD.id]) == [OLD.id]


async def test_who_comes_back_into_force_is_found_no_more(recorder: Recorder, database: Database) -> None:
    async with database.connection() as connection:
        await storage.restore_claims(connection, [OLD.id])
        assert await noted(connection) == await in_claims(connection) == {(3, 2)}


@pytest.mark.parametrize("erased", [OLD, NEW, NEWEST], ids=["the first", "between", "the last"])
async def test_what_is_erased_is_found_as_claims_say(recorder: Recorder, database: Database, erased: Claim) -> None:
    await erase_claim(database, erased.id, "desk", None, NOON)
    await sweep(recorder)
    async with database.connection() as connection:
        assert await noted(connection) == await in_claims(connection)


async def test_the_one_in_its_place_is_written_into_the_page_of_a_claim(recorder: Recorder, database: Database) -> None:
    """No index says of it, or each would be written anew."""
    async with database.connection() as connection:
        indexes = await connection.fetch("select indexdef from pg_indexes where tablename = 'claims'")
        assert [row["indexdef"] for row in indexes if "superseded_by" in row["indexdef"]] == []
        async with connection.transaction():
            before = await connection.fetchval(IN_PAGE)
            await storage.restore_claims(connection, [OLD.id])
            assert await connection.fetchval(IN_PAGE) == before + 1
