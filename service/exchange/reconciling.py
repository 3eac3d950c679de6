"""Names of other programs' tables, matched with our metrics and sources: candidates, the likest first."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec.structs import replace
from rapidfuzz import fuzz, process

from service.claim import Metric
from service.errors import Unreadable
from service.identity import name_key
from service.matching import PhraseComparison, compare_metrics, probe_keys
from service.policy import Policy
from service.reading import read_metric
from service.storage import reconciliation as storage
from service.storage import vocabulary
from service.storage.pool import Connection, Database
from service.storage.reconciliation import MetricInUse, NamedSource

FULL = 100.0
"""The score of one and the same; other wordings stay below."""
MOST_UNSURE = 99.0
LIKE_ENOUGH = 0.4
"""Metrics whose wordings score less have too little in common to be offered."""
ALIKE_IN_LETTERS = 60.0
"""The same for the names of sources: of 100."""
MOST_LOOKED_AT = 2_000
MOST_SOURCES = 200_000
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a name may mean.

    Args:
        id: The metric's id, or the source's key.
        name: As it is shown.
        description: What tells it from its namesakes; may be empty.
        score: From 0 to 100.
        is_match: Whether it is certain: the same wording, name, synonym or id.
        features: What the score was made of, by name.
    """

    id: str
    name: str
    description: str
    score: float
    is_match: bool
    features: Mapping[str, float | bool]


async def find_metrics(
    database: Database, policy: Policy, names: Sequence[str], limits: Sequence[int]
) -> list[list[Candidate]]:
    """Find the metrics that each name may mean. Nothing is added to the vocabulary."""
    wide = replace(policy, suggested_threshold=min(policy.suggested_threshold, LIKE_ENOUGH))
    found = []
    async with database.connection() as connection:
        called = await storage.find_named_metrics(connection, names)
        meant = await _by_id(connection, names)
        for name, limit in zip(names, limits, strict=True):
            sure = called.get(name.lower(), set()) | {meant[one] for one in [_as_id(name)] if one in meant}
            found.append((await _metrics_like(connection, wide, name, sure))[:limit])
            await asyncio.sleep(0)
    return found


async def find_sources(database: Database, names: Sequence[str], limits: Sequence[int]) -> list[list[Candidate]]:
    """Find the sources that each name may mean, by their letters, whatever the order of the words."""
    async with database.connection() as connection:
        sources = await storage.list_source_names(connection, MOST_SOURCES)
    in_order = [_words_in_order(one.key) for one in sources]
    found = []
    for name, limit in zip(names, limits, strict=True):
        found.append(_sources_like(name[:_LONGEST_NAME], sources, in_order, limit))
        await asyncio.sleep(0)
    return found


async def suggest_metrics(database: Database, text: str, limit: int, skip: int) -> list[Candidate]:
    """Complete a metric's name, or find it by its id."""
    async with database.connection() as connection:
        phrases = list((await _by_id(connection, [text])).values())
        found = list((await storage.find_metric_candidates(connection, phrases)).values()) if phrases else []
        found = found or await storage.suggest_metrics(connection, text, limit, skip)
    return [_metric(one, FULL, sure=False) for one in found]


async def suggest_sources(database: Database, text: str, limit: int, skip: int) -> list[Candidate]:
    """Complete a source's name."""
    async with database.connection() as connection:
        found = await storage.suggest_sources(connection, text, limit, skip)
    return [_source(one, FULL, sure=False) for one in found]


async def get_metric(database: Database, identifier: str) -> Candidate | None:
    """Give a metric by its id, or None."""
    return next(iter(await suggest_metrics(database, identifier, 1, 0)), None) if _as_id(identifier) else None


async def get_source(database: Database, identifier: str) -> Candidate | None:
    """Give a source by its key, or None."""
    async with database.connection() as connection:
        found = await storage.get_source_names(connection, [name_key(identifier)])
    return _source(found[0], FULL, sure=True) if found else None


async def _metrics_like(connection: Connection, wide: Policy, name: str, sure: set[int]) -> list[Candidate]:
    compared = await _compared(connection, wide, name)
    same = {identifier for identifier, one in compared.items() if one.score >= 1.0} | sure
    ids = sorted(same) + sorted(compared.keys() - same, key=lambda one: (-compared[one].score, one))
    metrics = await storage.find_metric_candidates(connection, ids[:MOST_LOOKED_AT])
    return [
        _metric(metrics[one], FULL if one in same else _score(compared[one]), sure=one in same, by=compared.get(one))
        for one in ids
        if one in metrics
    ]


async def _compared(connection: Connection, wide: Policy, name: str) -> dict[int, PhraseComparison]:
    """Compare a name with the phrases that share a rare word with it; what is kept apart is left out."""
    if (metric := _read(name)) is None:
        return {}
    known = await vocabulary.find_phrases(connection, [metric.phrase])
    near = await vocabulary.find_look_alikes(connection, probe_keys(metric, wide), None, MOST_LOOKED_AT)
    alike = [(identifier, other) for identifier, other in near if other.phrase != metric.phrase]
    alike += [(identifier, metric) for identifier, _ in known.values()]
    compared = {identifier: compare_metrics(metric, other, wide) for identifier, other in alike}
    return {identifier: one for identifier, one in compared.items() if one.band is not None}


def _read(name: str) -> Metric | None:
    try:
        return read_metric(name) if name.strip() and len(name) <= _LONGEST_NAME else None
    except Unreadable:
        return None


def _score(comparison: PhraseComparison) -> float:
    return round(min(comparison.score * FULL, MOST_UNSURE), 2)


def _metric(found: MetricInUse, score: float, *, sure: bool, by: PhraseComparison | None = None) -> Candidate:
    told = [found.definition] if found.definition else [found.metric.as_given, *found.metric.qualifiers]
    return Candidate(
        id=str(found.id),
        name=found.name,
        description="; ".join(one for one in told if one != found.name),
        score=score,
        is_match=sure,
        features={"same_metric": sure} | ({"wording": round(by.score * FULL, 2)} if by else {}),
    )


def _sources_like(name: str, sources: Sequence[NamedSource], in_order: Sequence[str], limit: int) -> list[Candidate]:
    key = name_key(name)
    if not key:
        return []
    near = process.extract(
        _words_in_order(key), in_order, scorer=fuzz.ratio, score_cutoff=ALIKE_IN_LETTERS, limit=limit + 1
    )
    scored = {
        place: FULL if sources[place].key == key else min(round(score, 2), MOST_UNSURE) for _, score, place in near
    }
    ordered = sorted(scored.items(), key=lambda one: (-one[1], one[0]))[:limit]
    return [_source(sources[place], score, sure=sources[place].key == key) for place, score in ordered]


def _source(found: NamedSource, score: float, *, sure: bool) -> Candidate:
    return Candidate(found.key, found.name, "", score, sure, {"same_name": sure, "letters": score})


def _words_in_order(key: str) -> str:
    return " ".join(sorted(key.split()))


async def _by_id(connection: Connection, names: Sequence[str]) -> dict[UUID, int]:
    ids = [identifier for name in names if (identifier := _as_id(name))]
    return await storage.find_phrases_of_metrics(connection, ids) if ids else {}


def _as_id(name: str) -> UUID | None:
    try:
        return UUID(name.strip())
    except ValueError:
        return None
