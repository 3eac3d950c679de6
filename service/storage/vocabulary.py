"""Phrases and their neighbours: one typed function for each query of sql/queries/vocabulary.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from service.claim import Band, Metric
from service.storage.arrays import array_of
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("vocabulary")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Metric).decode


@dataclass(frozen=True, slots=True)
class Edge:
    """Two phrases that are neighbours, in one direction."""

    phrase_id: int
    neighbour_id: int
    band: Band
    score: float


async def find_phrases(connection: Connection, phrases: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """Give id and whether its neighbours are known, for each phrase that is stored."""
    rows = await connection.fetch(_SQL["find_phrases"], phrases)
    return {row["phrase"]: (row["id"], row["linked"]) for row in rows}


async def add_phrases(
    connection: Connection, metrics: Sequence[tuple[Metric, Sequence[int]]], keys_version: int
) -> None:
    """Store new phrases with their blocking keys; known ones are left as they are."""
    await connection.execute(
        _SQL["add_phrases"],
        [metric.phrase for metric, _ in metrics],
        [_encode(metric).decode() for metric, _ in metrics],
        [metric.as_given for metric, _ in metrics],
        [array_of(keys) for _, keys in metrics],
        keys_version,
    )


async def find_neighbours(
    connection: Connection,
    sure: Sequence[int],
    alike: Sequence[Sequence[int]],
    same: Sequence[Sequence[int]],
    keys_version: int,
) -> list[tuple[int, str]]:
    """Find the phrases with any of the sure keys, or one of each of four others; and all of another keys' version."""
    rows = await connection.fetch(_SQL["find_neighbours"], sure, *alike, *same, keys_version)
    return [(row["id"], row["phrase"]) for row in rows]


async def find_phrases_of_other_keys(connection: Connection, keys_version: int, limit: int) -> list[tuple[int, str]]:
    """Find phrases whose keys are of another version."""
    rows = await connection.fetch(_SQL["find_phrases_of_other_keys"], keys_version, limit)
    return [(row["id"], row["phrase"]) for row in rows]


async def write_keys(connection: Connection, keys: Mapping[int, Sequence[int]], keys_version: int) -> None:
    """Give phrases new keys."""
    await connection.execute(_SQL["write_keys"], list(keys), [array_of(some) for some in keys.values()], keys_version)


async def find_look_alikes(
    connection: Connection, keys: Sequence[int], start: str | None, limit: int
) -> list[tuple[int, Metric]]:
    """Find phrases that share one of the keys or start alike, no more than the limit."""
    rows = await connection.fetch(_SQL["find_look_alikes"], keys, start, limit)
    return [(row["id"], _decode(row["metric"])) for row in rows]


async def add_edges(connection: Connection, edges: Sequence[Edge]) -> None:
    """Store neighbours."""
    await connection.execute(
        _SQL["add_edges"],
        [edge.phrase_id for edge in edges],
        [edge.neighbour_id for edge in edges],
        [edge.band.value for edge in edges],
        [edge.score for edge in edges],
    )


async def mark_linked(connection: Connection, phrase_ids: Sequence[int]) -> None:
    """Note that the neighbours of these phrases are stored."""
    await connection.execute(_SQL["mark_linked"], phrase_ids)
