"""Pairs of metrics that wait for a judgement: one typed function for each query of sql/queries/pending.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from service.claim import Band
from service.policy import Tolerance
from service.storage.pool import Connection
from service.storage.queries import queries
from service.storage.registry import tolerance_beside
from service.stored import StoredClaim

_SQL = queries("pending")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PendingFilters:
    """What a list of pairs that wait may be narrowed by."""

    phrase: str | None = None
    minimal_score: float = 0.0
    words: list[str] | None = None


@dataclass(frozen=True, slots=True)
class PendingRow:
    """Two metrics that are only suggested to be one; the one that was seen first stands first."""

    phrase_ids: Pair
    metric_ids: tuple[UUID, UUID]
    names: tuple[str, str]
    conflicts: int
    """Suggested ones between the two."""
    score: float
    """Of the likest."""


@dataclass(frozen=True, slots=True)
class Between:
    """A claim of each of two metrics, beside each other, and the conflict between them that stands."""

    phrase_ids: Pair
    claims: tuple[StoredClaim, StoredClaim]
    """In the order of the metrics."""
    conflict_id: UUID | None
    band: Band | None
    """Of the conflict."""
    near: bool
    tolerance: Tolerance | None


async def list_pending_pairs(
    connection: Connection, filters: PendingFilters, after: tuple[int, int, int] | None, limit: int
) -> list[PendingRow]:
    """Give pairs that wait, those with most conflicts first, after the given place in that order."""
    narrowed = filters.phrase, filters.minimal_score, filters.words
    rows = await connection.fetch(_SQL["list_pending_pairs"], *(after or (None, None, None)), *narrowed, limit)
    return [
        PendingRow(
            phrase_ids=(row["first_id"], row["second_id"]),
            metric_ids=(row["first_metric_id"], row["second_metric_id"]),
            names=(row["first_name"], row["second_name"]),
            conflicts=row["conflicts"],
            score=row["score"],
        )
        for row in rows
    ]


async def find_conflicts_between(connection: Connection, pairs: Sequence[Pair], limit: int) -> list[Between]:
    """Give conflicts that stand between the metrics of each pair, at most so many of each."""
    firsts, seconds = [one for one, _ in pairs], [other for _, other in pairs]
    rows = await connection.fetch(_SQL["find_conflicts_between"], firsts, seconds, limit)
    return [_between(row) for row in rows]


async def find_claims_between(
    connection: Connection, pairs: Sequence[Pair], limit: int, looked_at: int
) -> list[Between]:
    """Give claims that blocking would bring together if the metrics of a pair were one, and that are no conflict.

    Args:
        connection: Sees what is committed.
        pairs: Of metrics.
        limit: So many of each pair.
        looked_at: So many claims of the first metric, and as many of the other beside each.
    """
    firsts, seconds = [one for one, _ in pairs], [other for _, other in pairs]
    rows = await connection.fetch(_SQL["find_claims_between"], firsts, seconds, limit, looked_at)
    return [_between(row) for row in rows]


def _between(row: asyncpg.Record) -> Between:
    first, second = (
        StoredClaim(row[f"{side}_claim_id"], row[f"{side}_body"], row[f"{side}_source_id"], row[f"{side}_phrase_id"])
        for side in ("first", "second")
    )
    return Between(
        phrase_ids=(row["our_id"], row["their_id"]),
        claims=(first, second) if first.phrase_id == row["our_id"] else (second, first),
        conflict_id=row["conflict_id"],
        band=Band(row["band"]) if row["band"] else None,
        near=row["near"],
        tolerance=tolerance_beside(row),
    )
