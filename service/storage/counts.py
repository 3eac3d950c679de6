"""How many claims, conflicts and disputes a list holds, and of which kinds, by the filters of that list."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from service.storage.claims import ClaimFilters
from service.storage.conflicts import ConflictFilters
from service.storage.dispute_lists import DisputeFilters
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("counts")


@dataclass(frozen=True, slots=True)
class Counted:
    """One value of a facet with the rows that have it, and how many values there are; without a facet: all rows."""

    facet: str | None
    value: str | None
    rows: int
    values: int


async def count_claims(connection: Connection, filters: ClaimFilters, most: int, values: int) -> list[Counted]:
    """Count the newest claims, so many at most, and the commonest values of each facet."""
    asked = (
        filters.phrase,
        filters.source_id,
        filters.place_key,
        filters.period_from,
        filters.period_to,
        filters.since,
        filters.superseded,
        most,
        filters.dispute_id,
        filters.is_ours,
        filters.words,
    )
    return _counted(await connection.fetch(_SQL["count_claims"], *asked, values))


async def count_conflicts(connection: Connection, filters: ConflictFilters, most: int, values: int) -> list[Counted]:
    """Count the newest conflicts, so many at most, and the commonest values of each facet."""
    asked = (
        filters.phrase,
        filters.source_id,
        filters.place_key,
        filters.period_from,
        filters.period_to,
        filters.since,
        filters.statuses,
        filters.minimal_severity,
        filters.band,
        most,
        filters.dispute_id,
        filters.is_ours,
        filters.is_stale,
        filters.words,
    )
    return _counted(await connection.fetch(_SQL["count_conflicts"], *asked, values))


async def count_disputes(connection: Connection, filters: DisputeFilters, most: int, values: int) -> list[Counted]:
    """Count the newest disputes, so many at most, and the commonest values of each facet."""
    asked = (
        filters.phrase,
        filters.source_id,
        filters.place_key,
        filters.period_from,
        filters.period_to,
        filters.since,
        filters.statuses,
        filters.minimal_severity,
        most,
        filters.assignee,
        filters.is_recommended,
        filters.is_ours,
        filters.is_stale,
        filters.words,
    )
    return _counted(await connection.fetch(_SQL["count_disputes"], *asked, values))


def _counted(rows: Sequence[asyncpg.Record]) -> list[Counted]:
    return [Counted(row["facet"], row["value"], row["rows"], row["values"]) for row in rows]
