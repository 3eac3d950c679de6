"""The vocabulary of metric phrases: a known phrase costs one look-up, a new one is published and then linked."""

from collections.abc import Sequence

from msgspec.structs import replace

from service.claim import Band, Metric
from service.matching import (
    PhraseComparison,
    blocking_keys,
    compare_metrics,
    keys_version,
    probe_keys,
    screen,
    search_for,
)
from service.policy import Policy
from service.recording.topics import Topics
from service.storage import vocabulary as storage
from service.storage.pool import Connection, Database
from service.storage.vocabulary import Edge

LARGEST_CACHE = 50_000
"""Phrases whose ids a process remembers. Ids never change, so a remembered one is never stale."""
LOOK_ALIKE = 0.3
"""Phrases below this score have nothing in common that a person would call alike."""
MOST_LOOKED_AT = 5_000
RENEWED_AT_ONCE = 2_000
MOST_LOOK_ALIKES = 200


class Vocabulary:
    """Gives ids to phrases and links new ones to their neighbours."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy
        self.topics = Topics(database)
        self._ids: dict[str, int] = {}

    async def phrase_ids(self, metrics: Sequence[Metric]) -> list[int]:
        """Give the id of each metric's phrase. When this returns, the neighbours of all of them are committed."""
        unknown = {metric.phrase: metric for metric in metrics if metric.phrase not in self._ids}
        if unknown:
            ids = await self._find_or_add(unknown)
            if len(self._ids) + len(ids) > LARGEST_CACHE:
                self._ids.clear()
            self._ids |= ids
            return [ids.get(metric.phrase) or self._ids[metric.phrase] for metric in metrics]
        return [self._ids[metric.phrase] for metric in metrics]

    async def known_ids(self, metrics: Sequence[Metric]) -> list[int | None]:
        """Give the id of each metric's phrase that is stored and linked, None for others; nothing is added."""
        unknown = list({metric.phrase for metric in metrics if metric.phrase not in self._ids})
        known: dict[str, int] = {}
        if unknown:
            async with self._database.connection() as connection:
                found = await storage.find_phrases(connection, unknown)
            known = {phrase: identifier for phrase, (identifier, linked) in found.items() if linked}
        return [self._ids.get(metric.phrase, known.get(metric.phrase)) for metric in metrics]

    async def look_alikes(self, metric: Metric, policy: Policy) -> list[int]:
        """Give the ids of phrases that look like this one, separated or not, the likest first. Bounded; unhurried."""
        wide = replace(policy, suggested_threshold=min(policy.suggested_threshold, LOOK_ALIKE))
        first = metric.phrase.split()[0]
        group = f"{first.partition(':')[0]}:" if ":" in first else None
        async with self._database.connection() as connection:
            found = await storage.find_look_alikes(connection, probe_keys(metric, wide), group, MOST_LOOKED_AT)
        compared = [(identifier, compare_metrics(metric, other, wide)) for identifier, other in found]
        alike = [(-one.score, identifier) for identifier, one in compared if one.separator or one.band]
        return [identifier for _, identifier in sorted(alike)[:MOST_LOOK_ALIKES]]

    async def _find_or_add(self, metrics: dict[str, Metric]) -> dict[str, int]:
        async with self._database.connection() as connection:
            known = await storage.find_phrases(connection, list(metrics))
            # In one order by whoever brings them, so that two who bring the same do not wait for each other.
            if new := [metrics[phrase] for phrase in sorted(metrics.keys() - known.keys())]:
                await storage.add_phrases(
                    connection, [(metric, blocking_keys(metric.phrase)) for metric in new], keys_version()
                )
                known = await storage.find_phrases(connection, list(metrics))
        ids = {phrase: identifier for phrase, (identifier, _) in known.items()}
        await self._link(
            [(identifier, metrics[phrase]) for phrase, (identifier, linked) in known.items() if not linked]
        )
        return ids

    async def neighbours(self, connection: Connection, metric: Metric) -> list[tuple[int, PhraseComparison]]:
        """Find the stored phrases that match a metric's own by their words, itself left out; in no order."""
        search, may_match = search_for(metric, self._policy), screen(metric)
        alike, same = (search.alike, *search.beside_alike), (search.same, *search.beside_same)
        found = await storage.find_neighbours(connection, search.sure, alike, same, keys_version())
        compared = (
            (identifier, compare_metrics(metric, Metric(phrase, phrase), self._policy))
            for identifier, phrase in found
            if phrase != metric.phrase and may_match(phrase)
        )
        return [(identifier, one) for identifier, one in compared if one.band is not None]

    async def _link(self, phrases: Sequence[tuple[int, Metric]]) -> None:
        for identifier, metric in phrases:
            async with self._database.transaction() as connection:
                edges = _edges(identifier, await self.neighbours(connection, metric))
                await storage.add_edges(connection, edges)
                await storage.mark_linked(connection, [identifier])

    async def renew_keys(self) -> int:
        """Give some of the phrases whose keys are of another version new ones; give how many these were."""
        async with self._database.transaction() as connection:
            found = await storage.find_phrases_of_other_keys(connection, keys_version(), RENEWED_AT_ONCE)
            keys = {identifier: blocking_keys(phrase) for identifier, phrase in found}
            if keys:
                await storage.write_keys(connection, keys, keys_version())
        return len(keys)


def _edges(identifier: int, neighbours: Sequence[tuple[int, PhraseComparison]]) -> list[Edge]:
    """Both directions, and the phrase with itself; in one order, whichever of two phrases asks."""
    edges = [Edge(identifier, identifier, Band.CONFIRMED, 1.0)]
    for other, comparison in neighbours:
        if comparison.band is not None:
            edges.append(Edge(identifier, other, comparison.band, comparison.score))
            edges.append(Edge(other, identifier, comparison.band, comparison.score))
    return sorted(edges, key=lambda edge: (edge.phrase_id, edge.neighbour_id))
