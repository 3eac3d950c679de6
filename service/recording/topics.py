"""The vocabulary of topics: a known topic costs one look-up, a new one is published and then linked."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import chain
from uuid import UUID

from service.claim import Claim
from service.matching.aligning import encode_words
from service.matching.encoding import load
from service.matching.lifting import may_be_one
from service.matching.topic_keys import hash_of, keys_of
from service.reading.topic import read_topic
from service.storage import topics as storage
from service.storage.pool import Connection, Database
from service.storage.topics import NewTopic, TopicEdge
from service.topic import Topic

LARGEST_CACHE = 50_000
"""Topics whose ids a process remembers. Ids never change."""
MOST_FOUND = 2_000
"""Topics that share a rare word; of more, some are not looked at."""
MOST_COMPARED = 100
"""Of these, the ones that share most words are compared."""
LINKED_AT_ONCE = 500
IN_ONE_TRANSACTION = 50
"""New topics that are linked together: others who bring one of them wait so long."""


class Topics:
    """Gives ids to topics and links new ones to their neighbours."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ids: dict[UUID, int] = {}
        self._loading = asyncio.Lock()

    async def ids_of(self, claims: Sequence[Claim]) -> list[int]:
        """Give the id of each claim's topic. When this returns, the neighbours of all of them are committed."""
        hashes = [hash_of(topic) for topic in map(read_topic, claims)]
        found = {one: self._ids[one] for one in hashes if one in self._ids}
        if len(found) < len(set(hashes)):
            topics = {one: read_topic(claim) for one, claim in zip(hashes, claims, strict=True) if one not in found}
            added = await self._find_or_add(topics)
            if len(self._ids) + len(added) > LARGEST_CACHE:
                self._ids.clear()
            self._ids |= added
            found |= added
        return [found[one] for one in hashes]

    async def known_or_near(self, claims: Sequence[Claim]) -> list[tuple[int | None, tuple[int, ...]]]:
        """Give the id of each claim's topic that is stored and linked; of another its neighbours. Nothing is added."""
        topics = [read_topic(claim) for claim in claims]
        hashes = [hash_of(topic) for topic in topics]
        known = {one: self._ids[one] for one in hashes if one in self._ids}
        unknown = [one for one in hashes if one not in known]
        near: dict[UUID, tuple[int, ...]] = {}
        if unknown:
            async with self._database.connection() as connection:
                rows = await storage.find_topics(connection, unknown)
                known |= {one: row.id for one, row in rows.items() if row.linked}
                for one, topic in zip(hashes, topics, strict=True):
                    if one not in known and one not in near:
                        near[one] = tuple(await self._neighbours(connection, topic))
        return [(known.get(one), near.get(one, ())) for one in hashes]

    async def _load(self) -> None:
        """Load the encoder beside the loop: meanwhile others are answered."""
        async with self._loading:
            await asyncio.to_thread(load)

    async def _find_or_add(self, topics: dict[UUID, Topic]) -> dict[UUID, int]:
        async with self._database.connection() as connection:
            known = await storage.find_topics(connection, list(topics))
            new = {one: topic for one, topic in topics.items() if one not in known}
            if new:
                await self._load()
                await asyncio.to_thread(encode_words, new.values())
                await storage.add_topics(connection, [_new(one, topic) for one, topic in new.items()])
                known = await storage.find_topics(connection, list(topics))
            unlinked = [row for row in known.values() if not row.linked]
            await self._link(connection, {row.id: topics[row.hash] for row in unlinked if row.hash in new})
            await self._link_again(connection, {row.id: topics[row.hash] for row in unlinked if row.hash not in new})
        return {one: row.id for one, row in known.items()}

    async def _link_again(self, connection: Connection, topics: Mapping[int, Topic]) -> None:
        """Link topics that may have claims: the sweep compares them with those of neighbours that are new."""
        for identifier, topic in topics.items():
            keys = keys_of(topic)
            await storage.write_topic_keys(connection, identifier, keys.words, keys.rarest)
        added = await self._link(connection, topics, have_claims=True)
        # Again, for claims that were stored and compared between the first time and the commit.
        await _requeue(connection, added)

    async def _link(
        self, connection: Connection, topics: Mapping[int, Topic], *, have_claims: bool = False
    ) -> list[TopicEdge]:
        """Find the neighbours of topics that are committed, and store them; only once, whoever comes first.

        Gives those that were no neighbours before.

        Many new ones, as a table brings them, share a transaction: each of its own would wait for its commit.
        """
        ids, added = sorted(topics), list[TopicEdge]()
        for at in range(0, len(ids), IN_ONE_TRANSACTION):
            some = ids[at : at + IN_ONE_TRANSACTION]
            async with connection.transaction():
                held = await storage.hold_unlinked_topics(connection, some)
                edges = [edge for one in held for edge in await self._edges(connection, one, topics[one])]
                if held:
                    new = await storage.add_topic_edges(connection, edges)
                    if have_claims:
                        await _requeue(connection, new)
                    await storage.mark_topics_linked(connection, held)
                    added += new
        return added

    async def _edges(self, connection: Connection, topic_id: int, topic: Topic) -> list[TopicEdge]:
        others = [other for other in await self._neighbours(connection, topic) if other != topic_id]
        both = [(TopicEdge(topic_id, other), TopicEdge(other, topic_id)) for other in others]
        return [TopicEdge(topic_id, topic_id), *chain.from_iterable(both)]

    async def _neighbours(self, connection: Connection, topic: Topic) -> list[int]:
        """Find the topics that may speak of the same thing, by the words that they share."""
        await self._load()
        topics = await storage.get_topics(connection, await self.alike(connection, topic, MOST_COMPARED))
        return sorted(await asyncio.to_thread(_kin, topic, topics))

    async def alike(self, connection: Connection, topic: Topic, most: int) -> list[int]:
        """Find the topics that share most words with one, itself among them where it is stored; not compared."""
        keys = keys_of(topic)
        asked = set(keys.words)
        found = await storage.find_topics_by_words(connection, keys.words, keys.rarest, MOST_FOUND)
        likest = sorted(found, key=lambda one: (-len(asked.intersection(one[1])), len(one[1]), one[0]))
        return [identifier for identifier, _ in likest[:most]]

    async def renew(self) -> int:
        """Link what a crash has left, or what is to be linked anew, under the keys of this version; give how many."""
        async with self._database.connection() as connection:
            left = await storage.find_unlinked_topics(connection, LINKED_AT_ONCE)
            await self._link_again(connection, dict(left))
        return len(left)


async def _requeue(connection: Connection, edges: Sequence[TopicEdge]) -> None:
    """Have claims of new neighbours compared with each other."""
    beside: dict[int, list[int]] = {}
    for edge in edges:
        if edge.topic_id < edge.neighbour_id:
            beside.setdefault(edge.topic_id, []).append(edge.neighbour_id)
    for topic_id, others in beside.items():
        await storage.requeue_claims_of_new_neighbours(connection, topic_id, others)


def _kin(topic: Topic, others: Mapping[int, Topic]) -> set[int]:
    encode_words(others.values())
    return {identifier for identifier, other in others.items() if may_be_one(topic, other)}


def _new(hashed: UUID, topic: Topic) -> NewTopic:
    keys = keys_of(topic)
    return NewTopic(hashed, topic, keys.words, keys.rarest)
