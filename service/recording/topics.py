"""The vocabulary of topics: a known topic costs one look-up, a new one is published and then linked."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from service.claim import Claim
from service.matching.encoding import VERSION, encode, load
from service.matching.topic_keys import (
    LEAST_NEARNESS,
    MOST_NEIGHBOURS,
    SEARCHED_REGIONS,
    hash_of,
    keys_of,
    nearest_of,
    packed,
    regions_of,
    vector_of,
    words_to_find,
    written,
)
from service.reading.topic import read_topic
from service.storage import topics as storage
from service.storage.pool import Connection, Database
from service.storage.topics import NewTopic, TopicEdge
from service.topic import Topic

LARGEST_CACHE = 50_000
"""Topics whose ids a process remembers. Ids never change."""
MOST_BY_KEYS = 4_000
"""Topics that share a telling word or a region; of more, some are not looked at."""
INDEXED_AT_ONCE = 500


class Topics:
    """Gives ids to topics and links new ones to their neighbours."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ids: dict[UUID, int] = {}
        self._has_nearest: bool | None = None
        self._is_indexed = False
        """Whether all vectors of the time before this process are in the index; those that come since are put there."""
        self._loading = asyncio.Lock()

    async def ids_of(self, claims: Sequence[Claim]) -> list[int]:
        """Give the id of each claim's topic. When this returns, the neighbours of all of them are committed."""
        topics = {hash_of(topic): topic for topic in map(read_topic, claims)}
        found = {one: self._ids[one] for one in topics if one in self._ids}
        if unknown := {one: topic for one, topic in topics.items() if one not in found}:
            await self._load()
            added = await self._find_or_add(unknown)
            if len(self._ids) + len(added) > LARGEST_CACHE:
                self._ids.clear()
            self._ids |= added
            found |= added
        return [found[hash_of(read_topic(claim))] for claim in claims]

    async def known_or_near(self, claims: Sequence[Claim]) -> list[tuple[int | None, tuple[int, ...]]]:
        """Give the id of each claim's topic that is stored and linked; of another its neighbours. Nothing is added."""
        topics = [read_topic(claim) for claim in claims]
        hashes = [hash_of(topic) for topic in topics]
        known = {one: self._ids[one] for one in hashes if one in self._ids}
        unknown = [one for one in hashes if one not in known]
        near: dict[UUID, tuple[int, ...]] = {}
        if unknown:
            await self._load()
            async with self._database.transaction() as connection:
                rows = await storage.find_topics(connection, unknown)
                known |= {one: row.id for one, row in rows.items() if row.linked}
                for one, topic in zip(hashes, topics, strict=True):
                    if one not in known and one not in near:
                        near[one] = tuple(other for other, _ in await self._neighbours(connection, topic))
        return [(known.get(one), near.get(one, ())) for one in hashes]

    async def _load(self) -> None:
        """Load the encoder beside the loop: meanwhile others are answered."""
        async with self._loading:
            await asyncio.to_thread(load)

    async def _find_or_add(self, topics: dict[UUID, Topic]) -> dict[UUID, int]:
        async with self._database.connection() as connection:
            known = await storage.find_topics(connection, list(topics))
            if new := {one: topic for one, topic in topics.items() if one not in known}:
                encode([topic.text for topic in new.values()])
                await storage.add_topics(connection, [_new(one, topic) for one, topic in new.items()], VERSION)
                known = await storage.find_topics(connection, list(topics))
            for row in known.values():
                if not row.linked:
                    await self._link(connection, row.id, topics[row.hash])
        return {one: row.id for one, row in known.items()}

    async def _link(self, connection: Connection, topic_id: int, topic: Topic) -> None:
        """Find the neighbours of a topic that is committed, and store them; only once, whoever comes first."""
        if await self._finds_nearest(connection):
            await storage.add_topic_vectors(connection, {topic_id: written(packed(vector_of(topic)))})
        async with connection.transaction():
            if not await storage.hold_unlinked_topic(connection, topic_id):
                return
            edges = [TopicEdge(topic_id, topic_id, 1.0)]
            for other, nearness in await self._neighbours(connection, topic):
                if other != topic_id:
                    edges += [TopicEdge(topic_id, other, nearness), TopicEdge(other, topic_id, nearness)]
            await storage.add_topic_edges(connection, edges)
            await storage.mark_topic_linked(connection, topic_id)

    async def _neighbours(self, connection: Connection, topic: Topic) -> list[tuple[int, float]]:
        """Find the topics nearest to one, the nearest first: by their vectors, and by telling words that they share."""
        vector, keys = vector_of(topic), words_to_find(topic)
        near: dict[int, float] = {}
        if await self._finds_nearest(connection):
            found = await storage.find_nearest_topics(connection, written(packed(vector)), MOST_NEIGHBOURS)
            near = {other: nearness for other, nearness in found if nearness >= LEAST_NEARNESS}
        else:
            keys = (*keys, *regions_of(vector, SEARCHED_REGIONS))
        near |= dict(nearest_of(vector, await storage.find_topics_by_keys(connection, keys, MOST_BY_KEYS)))
        return sorted(near.items(), key=lambda one: (-one[1], one[0]))[:MOST_NEIGHBOURS]

    async def _finds_nearest(self, connection: Connection) -> bool:
        """Say whether the server finds topics by their vectors."""
        if self._has_nearest is None:
            self._has_nearest = await storage.has_nearest_topics(connection)
        return self._has_nearest

    async def renew(self) -> int:
        """Bring into the index of vectors what is not in it, and link what a crash has left; give how many."""
        async with self._database.connection() as connection:
            done = 0
            if not self._is_indexed and await self._finds_nearest(connection):
                left = await storage.find_unindexed_topics(connection, INDEXED_AT_ONCE)
                await storage.add_topic_vectors(connection, {one: written(vector) for one, vector in left})
                self._is_indexed = len(left) < INDEXED_AT_ONCE
                done += len(left)
            left_unlinked = await storage.find_unlinked_topics(connection, INDEXED_AT_ONCE)
            if left_unlinked:
                await self._load()
            for identifier, topic in left_unlinked:
                await self._link(connection, identifier, topic)
                done += 1
        return done


def _new(hashed: UUID, topic: Topic) -> NewTopic:
    return NewTopic(hashed, topic, packed(vector_of(topic)), keys_of(topic))
