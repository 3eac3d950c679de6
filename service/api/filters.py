"""The filters of the lists of claims, conflicts and disputes: read once, for pages and for exports."""

from typing import Annotated

from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.api.moments import moment_parameter, read_moment
from service.api.parameters import Metric, PeriodFrom, PeriodTo, Place, Source
from service.claim import Band, ConflictStatus, Severity
from service.reading import read_metric, read_place
from service.storage.claims import ClaimFilters, find_source
from service.storage.conflicts import ConflictFilters
from service.storage.disputes import DisputeFilters
from service.storage.pool import Database

_NO_SOURCE = -1
"""An id that no source has: an unknown name finds nothing."""


async def claim_filters(
    database: NamedDependency[Database],
    metric: Metric = None,
    source: Source = None,
    place: Place = None,
    period_from: PeriodFrom = None,
    period_to: PeriodTo = None,
    since: Annotated[str | None, moment_parameter("Published on this day, at this time, or later.")] = None,
    in_force: Annotated[bool, QueryParameter(description="Leave out what was superseded.")] = False,
) -> ClaimFilters:
    """Read what a list of claims is narrowed by."""
    return ClaimFilters(
        phrase=read_metric(metric).phrase if metric else None,
        source_id=await _source_id(database, source),
        place_key=read_place(place).key if place else None,
        period_from=period_from,
        period_to=period_to,
        since=read_moment(since, "since") if since else None,
        superseded=not in_force,
    )


async def conflict_filters(
    database: NamedDependency[Database],
    metric: Metric = None,
    source: Source = None,
    place: Place = None,
    period_from: PeriodFrom = None,
    period_to: PeriodTo = None,
    since: Annotated[str | None, moment_parameter("Opened or changed on this day, at this time, or later.")] = None,
    status: Annotated[list[ConflictStatus] | None, QueryParameter(description="One or more statuses.")] = None,
    severity: Annotated[Severity | None, QueryParameter(description="This severity or graver.")] = None,
    band: Annotated[
        Band, QueryParameter(description="`confirmed` conflicts, or `suggested` ones that wait for a person.")
    ] = Band.CONFIRMED,
) -> ConflictFilters:
    """Read what a list of conflicts is narrowed by."""
    return ConflictFilters(
        phrase=read_metric(metric).phrase if metric else None,
        source_id=await _source_id(database, source),
        place_key=read_place(place).key if place else None,
        period_from=period_from,
        period_to=period_to,
        since=read_moment(since, "since") if since else None,
        statuses=[one.value for one in status] if status else None,
        minimal_severity=severity.rank if severity else None,
        band=band.value,
    )


async def dispute_filters(
    database: NamedDependency[Database],
    metric: Metric = None,
    source: Source = None,
    place: Place = None,
    period_from: PeriodFrom = None,
    period_to: PeriodTo = None,
    since: Annotated[str | None, moment_parameter("Opened or changed on this day, at this time, or later.")] = None,
    status: Annotated[list[ConflictStatus] | None, QueryParameter(description="One or more statuses.")] = None,
    severity: Annotated[Severity | None, QueryParameter(description="This severity or graver.")] = None,
) -> DisputeFilters:
    """Read what a list of disputes is narrowed by."""
    return DisputeFilters(
        phrase=read_metric(metric).phrase if metric else None,
        source_id=await _source_id(database, source),
        place_key=read_place(place).key if place else None,
        period_from=period_from,
        period_to=period_to,
        since=read_moment(since, "since") if since else None,
        statuses=[one.value for one in status] if status else None,
        minimal_severity=severity.rank if severity else None,
    )


async def _source_id(database: Database, name: str | None) -> int | None:
    if not name:
        return None
    async with database.connection() as connection:
        found = await find_source(connection, name)
    return _NO_SOURCE if found is None else found
