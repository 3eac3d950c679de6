"""The vocabulary in the database: known phrases, new ones, and keys of an older lexicon."""

import asyncpg

from service.policy import Policy
from service.reading import read_metric
from service.recording import Vocabulary
from service.storage.pool import Database, open_database

POLICY = Policy()


async def neighbours(dsn: str, phrase: str) -> set[str]:
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(
        "select other.phrase from phrase_edges join phrases as one on one.id = phrase_id "
        "join phrases as other on other.id = neighbour_id where one.phrase = $1 and other.phrase <> $1",
        phrase,
    )
    await connection.close()
    return {row["phrase"] for row in rows}


async def test_a_new_phrase_is_linked_to_its_neighbours_in_both_directions(dsn: str, database: Database) -> None:
    vocabulary = Vocabulary(database, POLICY)
    metrics = [read_metric(text) for text in ("museum visitors", "museum takings", "museum visitrs")]
    await vocabulary.phrase_ids(metrics)
    right, _, wrong = (metric.phrase for metric in metrics)
    assert await neighbours(dsn, right) == {wrong}
    assert await neighbours(dsn, wrong) == {right}


async def test_another_process_knows_a_phrase_by_its_id(database: Database) -> None:
    metric = read_metric("museum visitors")
    [first] = await Vocabulary(database, POLICY).phrase_ids([metric])
    assert await Vocabulary(database, POLICY).phrase_ids([metric]) == [first]


async def test_a_known_phrase_costs_one_look_up(dsn: str) -> None:
    metric, asked = read_metric("museum visitors"), []
    database = await open_database(dsn, size=1)
    await Vocabulary(database, POLICY).phrase_ids([metric])
    async with database.connection() as connection:
        connection.add_query_logger(lambda query: asked.append(query.query))
    vocabulary = Vocabulary(database, POLICY)
    for _ in range(5):
        await vocabulary.phrase_ids([metric])
    await database.close()
    assert [query.split()[0] for query in asked if "phrases" in query] == ["select"]


async def test_phrases_with_keys_of_another_lexicon_are_found_and_get_new_ones(dsn: str, database: Database) -> None:
    vocabulary = Vocabulary(database, POLICY)
    right, wrong = read_metric("museum visitors"), read_metric("museum visitrs")
    await vocabulary.phrase_ids([right])
    connection = await asyncpg.connect(dsn)
    await connection.execute("update phrases set keys = '{}', keys_version = 1")
    await vocabulary.phrase_ids([wrong])
    assert await neighbours(dsn, right.phrase) == {wrong.phrase}
    assert [await vocabulary.renew_keys(), await vocabulary.renew_keys()] == [1, 0]
    assert await connection.fetchval("select min(cardinality(keys)) from phrases") > 0
    await connection.close()
