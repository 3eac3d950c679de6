"""Metrics and sources by their names: one typed function for each query of sql/queries/reconciliation.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import msgspec

from service.claim import Metric
from service.identity import name_key
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("reconciliation")
_decode = msgspec.json.Decoder(Metric).decode


@dataclass(frozen=True, slots=True)
class MetricInUse:
    """A metric in use, by the name that a desk gave it or its first wording."""

    phrase_id: int
    id: UUID
    metric: Metric
    name: str
    definition: str | None


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source, by its folded key and the name that was first given."""

    key: str
    name: str


async def find_named_metrics(connection: Connection, names: Sequence[str]) -> dict[str, set[int]]:
    """Give, by name in small letters, the phrases of the metrics that a desk calls so."""
    found: dict[str, set[int]] = {}
    for row in await connection.fetch(_SQL["find_named_metrics"], [name.lower() for name in names]):
        found.setdefault(row["wording"], set()).add(row["id"])
    return found


async def find_metric_candidates(connection: Connection, phrase_ids: Sequence[int]) -> dict[int, MetricInUse]:
    """Give the metrics in use among these phrases."""
    rows = await connection.fetch(_SQL["find_metric_candidates"], phrase_ids)
    return {row["id"]: _metric(row) for row in rows}


async def find_phrases_of_metrics(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Give the phrases of metrics by their ids; unknown ids give none."""
    rows = await connection.fetch(_SQL["find_phrases_of_metrics"], ids)
    return {row["metric_id"]: row["id"] for row in rows}


async def suggest_metrics(connection: Connection, text: str, limit: int, skip: int) -> list[MetricInUse]:
    """Give metrics whose name holds the text, those that begin with it first."""
    return [_metric(row) for row in await connection.fetch(_SQL["suggest_metrics"], text, limit, skip)]


async def list_source_names(connection: Connection, limit: int) -> list[NamedSource]:
    """Give sources in the order in which they were first seen."""
    return [NamedSource(**row) for row in await connection.fetch(_SQL["list_source_names"], limit)]


async def get_source_names(connection: Connection, keys: Sequence[str]) -> list[NamedSource]:
    """Give the sources with these keys."""
    return [NamedSource(**row) for row in await connection.fetch(_SQL["get_source_names"], keys)]


async def suggest_sources(connection: Connection, text: str, limit: int, skip: int) -> list[NamedSource]:
    """Give sources whose key holds the text, those that begin with it first."""
    rows = await connection.fetch(_SQL["suggest_sources"], name_key(text), limit, skip)
    return [NamedSource(**row) for row in rows]


def _metric(row: asyncpg.Record) -> MetricInUse:
    return MetricInUse(row["id"], row["metric_id"], _decode(row["metric"]), row["name"], row["definition"])
