"""Topics and their neighbours: one typed function for each query of sql/queries/topics.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from msgspec import Struct

from service.storage.arrays import array_of
from service.storage.pool import Connection
from service.storage.queries import queries
from service.topic import Topic

_SQL = queries("topics")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Topic).decode


class NewTopic(Struct, frozen=True):
    """A topic to be stored."""

    hash: UUID
    topic: Topic
    words: tuple[int, ...]
    rarest: tuple[int, ...]
    """What it is found by."""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic that is stored."""

    id: int
    hash: UUID
    linked: bool


@dataclass(frozen=True, slots=True)
class TopicEdge:
    """Two topics that are neighbours, in one direction."""

    topic_id: int
    neighbour_id: int


async def find_topics(connection: Connection, hashes: Sequence[UUID]) -> dict[UUID, TopicRow]:
    """Give the stored ones of these topics."""
    rows = await connection.fetch(_SQL["find_topics"], hashes)
    return {row["hash"]: TopicRow(row["id"], row["hash"], row["linked"]) for row in rows}


async def add_topics(connection: Connection, topics: Sequence[NewTopic]) -> None:
    """Store new topics; known ones are left as they are."""
    await connection.execute(
        _SQL["add_topics"],
        [one.hash for one in topics],
        [_encode(one.topic).decode() for one in topics],
        [array_of(one.words) for one in topics],
        [array_of(one.rarest) for one in topics],
    )


async def find_topics_by_words(
    connection: Connection, words: Sequence[int], rarest: Sequence[int], limit: int
) -> list[tuple[int, list[int]]]:
    """Find topics that have one of the rarest words, or whose rarest are among these words; at most so many.

    Each with all its words.
    """
    rows = await connection.fetch(_SQL["find_topics_by_words"], words, rarest, limit)
    return [(row["id"], row["words"]) for row in rows]


async def write_topic_keys(connection: Connection, topic_id: int, words: Sequence[int], rarest: Sequence[int]) -> None:
    """Store what a topic is found by, where that has changed."""
    await connection.execute(_SQL["write_topic_keys"], topic_id, words, rarest)


async def add_topic_edges(connection: Connection, edges: Sequence[TopicEdge]) -> list[TopicEdge]:
    """Store neighbours; give those that were not known to be."""
    rows = await connection.fetch(
        _SQL["add_topic_edges"],
        [edge.topic_id for edge in edges],
        [edge.neighbour_id for edge in edges],
    )
    return [TopicEdge(row["topic_id"], row["neighbour_id"]) for row in rows]


async def requeue_claims_of_new_neighbours(connection: Connection, topic_id: int, neighbour_ids: Sequence[int]) -> None:
    """Have claims of a topic and its new neighbours compared by the sweep, each pair from one side."""
    await connection.execute(_SQL["requeue_claims_of_new_neighbours"], topic_id, neighbour_ids)


async def hold_unlinked_topics(connection: Connection, topic_ids: Sequence[int]) -> list[int]:
    """Hold topics until the transaction ends, to link them; those are left out that somebody has linked meanwhile."""
    return [row["id"] for row in await connection.fetch(_SQL["hold_unlinked_topics"], topic_ids)]


async def mark_topics_linked(connection: Connection, topic_ids: Sequence[int]) -> None:
    """Note that the neighbours of topics are stored."""
    await connection.execute(_SQL["mark_topics_linked"], topic_ids)


async def get_topics(connection: Connection, topic_ids: Sequence[int]) -> dict[int, Topic]:
    """Give topics by their ids."""
    return {row["id"]: _decode(row["topic"]) for row in await connection.fetch(_SQL["get_topics"], topic_ids)}


async def find_unlinked_topics(connection: Connection, limit: int) -> list[tuple[int, Topic]]:
    """Find topics whose neighbours were never stored: what a crash has left."""
    rows = await connection.fetch(_SQL["find_unlinked_topics"], limit)
    return [(row["id"], _decode(row["topic"])) for row in rows]


async def find_claims_without_topic(connection: Connection, limit: int) -> list[tuple[UUID, str]]:
    """Find claims that were stored before there were topics, with their bodies."""
    rows = await connection.fetch(_SQL["find_claims_without_topic"], limit)
    return [(row["id"], row["body"]) for row in rows]


async def write_topics_of_claims(connection: Connection, topics: Mapping[UUID, tuple[int, str]]) -> None:
    """Give earlier claims their topics and countries, and ask for them to be compared by these."""
    ids, countries = zip(*topics.values(), strict=True)
    await connection.execute(_SQL["write_topics_of_claims"], list(topics), ids, countries)
