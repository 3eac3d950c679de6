"""The filters of the lists of claims, conflicts, disputes and series: read once, for pages and for exports."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from litestar.di import NamedDependency
from litestar.params import QueryParameter
from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import extractOne

from service.api.moments import moment_parameter, read_moment
from service.api.parameters import (
    OF_METRIC,
    InBand,
    InDispute,
    Metric,
    Ours,
    PeriodFrom,
    PeriodTo,
    Place,
    Source,
    Stale,
)
from service.api.problems import shorten
from service.api.words import Words, read_words
from service.claim import Band, Severity
from service.conflict import ConflictStatus
from service.identity import name_key
from service.reading import read_metric, read_place, read_subject
from service.storage.claims import ClaimFilters
from service.storage.conflicts import ConflictFilters
from service.storage.dispute_lists import DisputeFilters
from service.storage.pool import Database
from service.storage.series import PointFilters
from service.storage.sources import find_source, list_source_names

_NO_SOURCE = -1
"""An id that no source has: an unknown name finds nothing."""
_MOST_NAMES = 20_000
"""Of sources, the newest first, among which the one that is meant is looked for."""
_ALIKE = 80


async def claim_filters(
    reading: NamedDependency[Database],
    metric: Metric = None,
    source: Source = None,
    place: Place = None,
    period_from: PeriodFrom = None,
    period_to: PeriodTo = None,
    since: Annotated[str | None, moment_parameter("Published on this day, at this time, or later.")] = None,
    in_force: Annotated[bool, QueryParameter(description="Leave out what was superseded.")] = False,
    dispute: InDispute = None,
    ours: Ours = None,
    q: Words = None,
) -> ClaimFilters:
    """Read what a list of claims is narrowed by."""
    return ClaimFilters(
        phrase=read_metric(metric).phrase if metric else None,
        source_id=await source_id_of(reading, source),
        place_key=read_place(place).key if place else None,
        period_from=period_from,
        period_to=period_to,
        since=read_moment(since, "since") if since else None,
        superseded=not in_force,
        dispute_id=dispute,
        is_ours=ours,
        words=read_words(q),
    )


async def conflict_filters(
    reading: NamedDependency[Database],
    metric: Metric = None,
    source: Source = None,
    place: Place = None,
    period_from: PeriodFrom = None,
    period_to: PeriodTo = None,
    since: Annotated[str | None, moment_parameter("Opened or changed on this day, at this time, or later.")] = None,
    status: Annotated[list[ConflictStatus] | None, QueryParameter(description="One or more statuses.")] = None,
    severity: Annotated[Severity | None, QueryParameter(description="This severity or graver.")] = None,
    band: InBand = Band.CONFIRMED,
    dispute: InDispute = None,
    ours: Ours = None,
    stale: Stale = None,
    q: Words = None,
) -> ConflictFilters:
    """Read what a list of conflicts is narrowed by."""
    return ConflictFilters(
        phrase=read_metric(metric).phrase if metric else None,
        source_id=await source_id_of(reading, source),
        place_key=read_place(place).key if place else None,
        period_from=period_from,
        period_to=period_to,
        since=read_moment(since, "since") if since else None,
        statuses=[one.value for one in status] if status else None,
        minimal_severity=severity.rank if severity else None,
        band=band.value,
        dispute_id=dispute,
        is_ours=ours,
        is_stale=stale,
        words=read_words(q),
    )


async def dispute_filters(
    reading: NamedDependency[Database],
    metric: Metric = None,
    source: Source = None,
    place: Place = None,
    period_from: PeriodFrom = None,
    period_to: PeriodTo = None,
    since: Annotated[str | None, moment_parameter("Opened or changed on this day, at this time, or later.")] = None,
    status: Annotated[list[ConflictStatus] | None, QueryParameter(description="One or more statuses.")] = None,
    severity: Annotated[Severity | None, QueryParameter(description="This severity or graver.")] = None,
    assignee: Annotated[
        str | None, QueryParameter(max_length=200, description="Those that this person sees to.")
    ] = None,
    recommended: Annotated[
        bool | None, QueryParameter(description="With a recommended figure, or those with none yet.")
    ] = None,
    ours: Ours = None,
    stale: Stale = None,
    q: Words = None,
) -> DisputeFilters:
    """Read what a list of disputes is narrowed by."""
    return DisputeFilters(
        phrase=read_metric(metric).phrase if metric else None,
        source_id=await source_id_of(reading, source),
        place_key=read_place(place).key if place else None,
        period_from=period_from,
        period_to=period_to,
        since=read_moment(since, "since") if since else None,
        statuses=[one.value for one in status] if status else None,
        minimal_severity=severity.rank if severity else None,
        assignee=assignee,
        is_recommended=recommended,
        is_ours=ours,
        is_stale=stale,
        words=read_words(q),
    )


async def point_filters(
    reading: NamedDependency[Database],
    metric: Annotated[
        str,
        QueryParameter(
            min_length=1,
            max_length=500,
            description=OF_METRIC,
        ),
    ],
    source: Source = None,
    place: Place = None,
    subject: Annotated[
        str | None, QueryParameter(max_length=500, description="Of this subject: who or what is counted.")
    ] = None,
    period_from: PeriodFrom = None,
    period_to: PeriodTo = None,
) -> PointFilters:
    """Read which series are asked for."""
    return PointFilters(
        phrase=read_metric(metric).phrase,
        place_key=read_place(place).key if place else None,
        source_id=await source_id_of(reading, source),
        subject_key=read_subject(subject).key if subject else None,
        period_from=period_from,
        period_to=period_to,
    )


async def source_id_of(database: Database, name: str | None) -> int | None:
    """Give the id of a source that a filter names: None for no filter, an id that finds nothing for an unknown one."""
    if not name:
        return None
    async with database.connection() as connection:
        found = await find_source(connection, name)
    return _NO_SOURCE if found is None else found


async def source_hint(database: Database, name: str | None) -> str | None:
    """Say that a source which a filter names is not there, and which may be meant; None where there is nothing to say.

    A name that is not known yet is none that is wrong, so it is not refused.
    """
    if not name or await source_id_of(database, name) != _NO_SOURCE:
        return None
    async with database.connection() as connection:
        names = await list_source_names(connection, _MOST_NAMES)
    near = await asyncio.to_thread(_nearest, name, names)
    meant = f' Did you mean "{near}"?' if near else " GET /v1/sources lists them."
    return f'There is no source "{shorten(name)}" here.{meant}'


def _nearest(name: str, names: Sequence[str]) -> str | None:
    found = extractOne(name_key(name), names, processor=name_key, scorer=WRatio, score_cutoff=_ALIKE)
    return found[0] if found else None
