"""Claims that arrive together share statements, commits and the derivation of what they open; no more is changed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from service.claim import Claim
from service.policy import Policy
from service.recording import GroupCommit, Recorder, Sources, Vocabulary
from service.recording.group_commit import A_FEW
from service.storage import claims as storage
from service.storage.pool import Database, open_database
from service.storage.queries import queries
from tests.builders import NOON, claim, count_marks
from tests.recording.test_disputes import all_disputes, derive

POLICY = Policy()


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    """One connection, so that all statements are heard."""
    opened = await open_database(dsn, size=1)
    yield opened
    await opened.close()


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, POLICY), Sources(database), POLICY, lambda: NOON)


async def statements(database: Database, recorder: Recorder, claims: list[Claim]) -> list[str]:
    asked: list[str] = []

    def hear(query: object) -> None:
        asked.append(getattr(query, "query", ""))

    async with database.connection() as connection:
        connection.add_query_logger(hear)
    await recorder.record(claims)
    async with database.connection() as connection:
        connection.remove_query_logger(hear)
    return asked


async def superseders(database: Database) -> dict[int, int]:
    """By the number of the older claim, that of the one in its place."""
    async with database.connection() as connection:
        rows = await connection.fetch("select id, superseded_by from claims where superseded_by is not null")
    return {row["id"].int: row["superseded_by"].int for row in rows}


async def test_a_round_that_supersedes_and_opens_nothing_is_three_statements(
    database: Database, recorder: Recorder
) -> None:
    first = [claim(number, source=f"source {number}") for number in range(1, 9)]
    later = [claim(100 + number, source=f"source {number}", published_at="2022-11-22") for number in range(1, 9)]
    earlier = [
        claim(50 + number, source="alpha wire", metric="rainfall", published_at=f"2022-11-2{number}")
        for number in (1, 2)
    ]
    await recorder.record([*first, *earlier])
    names = ("insert_claims", "find_candidates", "supersede_quietly")
    assert await statements(database, recorder, later) == [queries("claims")[name] for name in names]
    newer = {one.id.int: two.id.int for one, two in zip([*first, earlier[0]], [*later, earlier[1]], strict=True)}
    assert await superseders(database) == newer


async def test_where_a_conflict_is_open_around_what_falls_it_is_closed(database: Database, recorder: Recorder) -> None:
    await recorder.record([claim(1), claim(2, source="beta news", quantity="62,310")])
    [agreeing] = await recorder.record([claim(3, source="beta news", quantity="84,720", published_at="2022-11-22")])
    assert agreeing.conflicts == ()
    assert await superseders(database) == {2: 3}
    async with database.connection() as connection:
        assert await connection.fetchval("select array_agg(status || ' ' || resolution) from conflicts") == [
            "resolved superseded"
        ]


@pytest.mark.parametrize("is_open", [True, False], ids=["a conflict is open", "the registry was changed"])
async def test_what_is_not_to_be_done_quietly_is_not_done_at_all(
    database: Database, recorder: Recorder, is_open: bool
) -> None:
    await recorder.record([claim(1), claim(2, source="beta news", quantity="62,310" if is_open else "84,720")])
    async with database.connection() as connection:
        epoch = await connection.fetchval("select epoch from registry_state")
        older, newer = claim(2).id, claim(1).id
        basis = epoch if is_open else epoch - 1
        assert await storage.supersede_quietly(connection, {older: newer}, {}, basis) == (epoch, False)
    assert await superseders(database) == {}


async def test_a_few_at_once_are_told_the_dispute_that_they_open(recorder: Recorder) -> None:
    together = GroupCommit(recorder)
    await together.record(claim(1))
    opening = [claim(number, source=f"source {number}", quantity=f"{number}2,310") for number in range(2, 2 + A_FEW)]
    told = await asyncio.gather(*(together.record(one) for one in opening))
    assert all(one.dispute is not None for one in told)


async def test_what_a_crowd_opens_is_derived_together_and_comes_to_the_same(
    database: Database, recorder: Recorder
) -> None:
    together = GroupCommit(recorder)
    crowd = [claim(number, source=f"source {number}", quantity=f"{number}2,310") for number in range(1, 20)]
    told = await asyncio.gather(*(together.record(one) for one in crowd))
    assert sum(len(one.conflicts) for one in told) == 19 * 18 // 2
    async with database.connection() as connection:
        assert await count_marks(connection) > 0, "not one by one"
    await derive(database)
    [dispute] = await all_disputes(database)
    assert dispute.outline.position_count == 19
