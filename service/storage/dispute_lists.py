"""Lists of disputes and what narrows them: one typed function for each query of sql/queries/dispute_lists.sql."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.storage.disputes import DisputeRow, dispute_of
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("dispute_lists")


@dataclass(frozen=True, slots=True)
class DisputeFilters:
    """What a list of disputes may be narrowed by; None leaves it open."""

    phrase: str | None = None
    source_id: int | None = None
    place_key: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    since: datetime | None = None
    statuses: list[str] | None = None
    minimal_severity: int | None = None
    assignee: str | None = None
    is_recommended: bool | None = None
    """Whether a figure is recommended."""
    is_ours: bool | None = None
    """Whether a source of the desk's own is in it."""
    is_stale: bool | None = None
    words: list[str] | None = None
    """Patterns, each of which is to be found."""


async def list_disputes(
    connection: Connection, filters: DisputeFilters, after: tuple[datetime, UUID] | None, limit: int
) -> list[DisputeRow]:
    """Give disputes from the newest on, after the given place in that order."""
    rows = await connection.fetch(_SQL["list_disputes"], *(after or (None, None)), *_narrowed(filters, limit))
    return [dispute_of(row) for row in rows]


async def list_disputes_by_severity(
    connection: Connection, filters: DisputeFilters, after: tuple[int, datetime, UUID] | None, limit: int
) -> list[DisputeRow]:
    """Give disputes from the gravest on (the newest of equals first), after the given place in that order."""
    place = after or (None, None, None)
    rows = await connection.fetch(_SQL["list_disputes_by_severity"], *place, *_narrowed(filters, limit))
    return [dispute_of(row) for row in rows]


def _narrowed(filters: DisputeFilters, limit: int) -> tuple[object, ...]:
    return (
        filters.phrase,
        filters.source_id,
        filters.place_key,
        filters.period_from,
        filters.period_to,
        filters.since,
        filters.statuses,
        filters.minimal_severity,
        limit,
        filters.assignee,
        filters.is_recommended,
        filters.is_ours,
        filters.is_stale,
        filters.words,
    )
