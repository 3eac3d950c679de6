"""Topics and their neighbours: one typed function for each query of sql/queries/topics.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from msgspec import Struct

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
    vector: bytes
    """512 half-precision numbers."""
    keys: tuple[int, ...]


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
    nearness: float


async def find_topics(connection: Connection, hashes: Sequence[UUID]) -> dict[UUID, TopicRow]:
    """Give the stored ones of these topics."""
    rows = await connection.fetch(_SQL["find_topics"], hashes)
    return {row["hash"]: TopicRow(row["id"], row["hash"], row["linked"]) for row in rows}


async def add_topics(connection: Connection, topics: Sequence[NewTopic], encoder: str) -> None:
    """Store new topics; known ones are left as they are."""
    await connection.execute(
        _SQL["add_topics"],
        [one.hash for one in topics],
        [_encode(one.topic).decode() for one in topics],
        [one.vector for one in topics],
        ["{" + ",".join(map(str, one.keys)) + "}" for one in topics],
        encoder,
    )


async def has_nearest_topics(connection: Connection) -> bool:
    """Say whether the server has an index of vectors; where the extension has come since, the index is made."""
    return bool(await connection.fetchval(_SQL["has_nearest_topics"]))


async def find_unindexed_topics(connection: Connection, limit: int) -> list[tuple[int, bytes]]:
    """Find topics whose vectors are not in the index."""
    rows = await connection.fetch(_SQL["find_unindexed_topics"], limit)
    return [(row["id"], row["vector"]) for row in rows]


async def add_topic_vectors(connection: Connection, vectors: Mapping[int, str]) -> None:
    """Put vectors, written "[0.1,…]", into the index."""
    await connection.execute(_SQL["add_topic_vectors"], list(vectors), list(vectors.values()))


async def find_nearest_topics(connection: Connection, vector: str, limit: int) -> list[tuple[int, float]]:
    """Find the topics nearest in meaning, by the index of vectors. In a transaction."""
    await connection.execute(_SQL["search_widely"], str(limit))
    rows = await connection.fetch(_SQL["find_nearest_topics"], vector, limit)
    return [(row["id"], row["nearness"]) for row in rows]


async def find_topics_by_keys(connection: Connection, keys: Sequence[int], limit: int) -> list[tuple[int, bytes]]:
    """Find topics that share a key, with their vectors; no more than the limit."""
    rows = await connection.fetch(_SQL["find_topics_by_keys"], keys, limit)
    return [(row["id"], row["vector"]) for row in rows]


async def add_topic_edges(connection: Connection, edges: Sequence[TopicEdge]) -> None:
    """Store neighbours."""
    await connection.execute(
        _SQL["add_topic_edges"],
        [edge.topic_id for edge in edges],
        [edge.neighbour_id for edge in edges],
        [edge.nearness for edge in edges],
    )


async def hold_unlinked_topic(connection: Connection, topic_id: int) -> bool:
    """Hold a topic until the transaction ends, to link it; False if somebody has linked it meanwhile."""
    return await connection.fetchval(_SQL["hold_unlinked_topic"], topic_id) is not None


async def mark_topic_linked(connection: Connection, topic_id: int) -> None:
    """Note that the neighbours of a topic are stored."""
    await connection.execute(_SQL["mark_topic_linked"], topic_id)


async def find_unlinked_topics(connection: Connection, limit: int) -> list[tuple[int, Topic]]:
    """Find topics whose neighbours were never stored: what a crash has left."""
    rows = await connection.fetch(_SQL["find_unlinked_topics"], limit)
    return [(row["id"], _decode(row["topic"])) for row in rows]


async def find_claims_without_topic(connection: Connection, limit: int) -> list[tuple[UUID, str]]:
    """Find claims that were stored before there were topics, with their bodies."""
    rows = await connection.fetch(_SQL["find_claims_without_topic"], limit)
    return [(row["id"], row["body"]) for row in rows]


async def write_topics_of_claims(connection: Connection, topics: Mapping[UUID, int]) -> None:
    """Give earlier claims their topics, and ask for them to be compared by these."""
    await connection.execute(_SQL["write_topics_of_claims"], list(topics), list(topics.values()))
