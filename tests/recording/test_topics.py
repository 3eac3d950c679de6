"""Topics are found and linked once, whoever comes first; what was stored before gets its topic while all goes on."""

import asyncio
from typing import Any

import asyncpg
import msgspec
import pytest

from service.claim import Claim
from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, check_claims, sweep
from service.recording.topics import Topics
from service.recording.upgrading import give_topics
from service.storage.pool import Database
from tests.builders import NOON, draft
from tests.laws.oracle import assert_stored_is_expected

POLICY = Policy()
WORDINGS = ("tanks destroyed", "tanks lost", "destroyed tanks of the army", "tanks of the army lost")


def recorder_on(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, POLICY), Sources(database), POLICY, lambda: NOON)


def reading(recorder: Recorder, **given: Any) -> Claim:
    return recorder.read(msgspec.convert(draft(place="Ukraine", **given), Draft))


def two_wordings(recorder: Recorder) -> tuple[Claim, Claim]:
    return (
        reading(recorder, metric="tanks destroyed", quantity="2,900"),
        reading(recorder, source="beta news", metric="tanks lost", quantity="1,500"),
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_other_words_for_one_thing_conflict_in_whatever_order_they_come(
    order: tuple[int, int], dsn: str, database: Database
) -> None:
    recorder = recorder_on(database)
    claims = two_wordings(recorder)
    opened = [len(recording.conflicts) for at in order for recording in await recorder.record([claims[at]])]
    assert opened == [0, 1]
    assert await assert_stored_is_expected(dsn, POLICY) == 1


async def test_a_check_in_words_that_nobody_has_stored_finds_the_topic_and_leaves_nothing(database: Database) -> None:
    recorder = recorder_on(database)
    stored, asked = two_wordings(recorder)
    await recorder.record([stored])
    [checked] = await check_claims(recorder, [asked])
    assert [match.claim.id for match in checked.matches] == [stored.id]
    async with database.connection() as connection:
        assert await connection.fetchval("select count(*) from topics") == 1


async def test_a_source_that_says_it_in_other_words_takes_nothing_back(dsn: str, database: Database) -> None:
    recorder = recorder_on(database)
    one, _ = two_wordings(recorder)
    again = reading(recorder, metric="tanks lost", quantity="1,500", published_at="2022-11-22")
    await recorder.record([one])
    await recorder.record([again])
    async with database.connection() as connection:
        assert await connection.fetchval("select count(*) from claims where superseded_by is not null") == 0


async def test_topics_that_are_linked_at_once_are_neighbours_in_both_directions(database: Database) -> None:
    recorder = recorder_on(database)
    claims = [reading(recorder, metric=metric) for metric in WORDINGS]
    several = [Topics(database) for _ in range(4)]
    found = await asyncio.gather(*(topics.ids_of([claim]) for topics in several for claim in claims))
    assert len({ids[0] for ids in found}) == len(WORDINGS)
    async with database.connection() as connection:
        edges = {tuple(row) for row in await connection.fetch("select topic_id, neighbour_id from topic_edges")}
        assert await connection.fetchval("select bool_and(linked) from topics")
    assert edges == {(other, one) for one, other in edges}
    assert len(edges) == len(WORDINGS) ** 2


async def test_what_a_crash_has_left_unlinked_is_linked_by_the_sweep(database: Database) -> None:
    recorder = recorder_on(database)
    await recorder.record(list(two_wordings(recorder)))
    async with database.connection() as connection:
        await connection.execute("delete from topic_edges; update topics set linked = false")
        assert await recorder.vocabulary.topics.renew() == 2
        assert await connection.fetchval("select count(*) from topic_edges") == 4
    assert await recorder.vocabulary.topics.renew() == 0


async def test_claims_from_before_there_were_topics_are_compared_by_them(dsn: str, database: Database) -> None:
    recorder = recorder_on(database)
    connection = await asyncpg.connect(dsn)
    await connection.execute("alter table claims add constraint before check (topic_id is null) not valid")
    first, second = two_wordings(recorder)
    as_before = [msgspec.structs.replace(one, topic_id=None) for one in await recorder.in_stored_form([first])]
    await recorder._publish(connection, as_before)
    await connection.execute("alter table claims drop constraint before")
    [recording] = await recorder.record([second])
    assert not recording.conflicts
    assert await give_topics(database, recorder.vocabulary.topics) == 1
    assert await give_topics(database, recorder.vocabulary.topics) == 0
    await sweep(recorder)
    await connection.close()
    assert await assert_stored_is_expected(dsn, POLICY) == 1


async def test_claims_of_topics_that_have_become_neighbours_are_compared_by_the_sweep(
    dsn: str, database: Database
) -> None:
    recorder = recorder_on(database)
    claims = two_wordings(recorder)
    await recorder.record([claims[0]])
    async with database.connection() as connection:
        await connection.execute("update topics set words = '{1}', rarest = '{1}'")
        [recording] = await recorder.record([claims[1]])
        assert not recording.conflicts
        await connection.execute("update topics set linked = false")
        assert await recorder.vocabulary.topics.renew() == 2
        assert await connection.fetchval("select count(*) from uncompared") == 1
    assert await sweep(recorder) == 1
    assert await assert_stored_is_expected(dsn, POLICY) == 1
    async with database.connection() as connection:
        await connection.execute("update topics set linked = false")
        assert await recorder.vocabulary.topics.renew() == 2
        assert await connection.fetchval("select count(*) from uncompared") == 0
