"""A source's figures over time, and what two of them disagree on."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, get, patch
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from service.api.access import actor_of
from service.api.cursors import read_cursor, write_cursor
from service.api.filters import point_filters, source_id_of
from service.api.known_on import KnownAt, reading_as_of
from service.api.parameters import CursorParameter, InBand, KnownOn, Limit, Metric, PeriodFrom, PeriodTo, Place, Source
from service.api.problems import documented
from service.api.requests import Request
from service.api.schemas import Cursor, Note
from service.claim import Band
from service.conflict import STANDING, ConflictStatus, Resolution
from service.errors import Invalid, NotFound
from service.reading import read_metric, read_place
from service.recording import Clock, DeskAct, decide_difference, list_days, list_differences, list_series
from service.series import DifferingDay, Series, SeriesDifference
from service.storage import series as storage
from service.storage.pool import Connection, Database
from service.storage.series import DifferenceFilters, PointFilters

_NO_PLACE = "This is no cursor of this list, or what it named was erased. Start the list again."

Points = Annotated[int, QueryParameter(ge=1, le=500, description="Points on a page, of all its series together.")]
Statuses = Annotated[
    list[ConflictStatus] | None, QueryParameter(description="Of the conflicts; by default those that nobody decided.")
]


class SeriesPage(Struct, frozen=True):
    """Series in the order of their places and sources, each in the order of its periods."""

    items: list[Series]
    next: Cursor
    known_on: KnownAt = None


class SeriesDifferencePage(Struct, frozen=True):
    """Pairs of series that disagree."""

    items: list[SeriesDifference]
    next: Cursor


class DifferingDayPage(Struct, frozen=True):
    """Periods on which two series differ, in their order."""

    items: list[DifferingDay]
    next: Cursor


class SeriesAct(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decides of all that two series disagree on."""

    status: Annotated[
        Literal["acknowledged", "resolved", "dismissed"],
        Meta(description="Conflicts are opened again one by one."),
    ]
    resolution: Annotated[
        Resolution | None,
        Meta(description="Required with `resolved`, as `different_definition`; otherwise left out."),
    ] = None
    note: Annotated[Note | None, Meta(description="Kept with each of the conflicts.")] = None


class SeriesDecided(Struct, frozen=True):
    """What a decision has come to."""

    conflicts: Annotated[int, Meta(description="How many conflicts were decided by it.", examples=[212])]


async def difference_filters(
    reading: NamedDependency[Database],
    metric: Metric = None,
    source: Source = None,
    place: Place = None,
    period_from: PeriodFrom = None,
    period_to: PeriodTo = None,
    load: Annotated[UUID | None, QueryParameter(description="With a claim of this upload on one side.")] = None,
    status: Statuses = None,
    band: InBand = Band.CONFIRMED,
) -> DifferenceFilters:
    """Read what a list of differences is narrowed by."""
    return DifferenceFilters(
        phrase=read_metric(metric).phrase if metric else None,
        source_id=await source_id_of(reading, source),
        place_key=read_place(place).key if place else None,
        period_from=period_from,
        period_to=period_to,
        load_id=load,
        statuses=tuple(status) if status else STANDING,
        band=band,
    )


class SeriesController(Controller):
    """Series, and one finding for each pair of them that disagrees."""

    path = "/v1/series"
    tags = ["series"]

    @get(
        operation_id="list_series",
        summary="Get sources' figures of a metric over time, with what they say about themselves",
        dependencies={"filters": Provide(point_filters)},
        responses=documented(HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_series(
        self,
        reading: NamedDependency[Database],
        filters: NamedDependency[PointFilters],
        clock: NamedDependency[Clock],
        known_on: KnownOn = None,
        limit: Points = 200,
        cursor: CursorParameter = None,
    ) -> SeriesPage:
        """Get each source's figures in the order of their periods: bounds, corrections, and checks.

        A page holds so many points; a series that it breaks off goes on with the next one (`is_continued`). Checks look
        back beyond the page. With `known_on` a series is what was stored then, and is not checked.
        """
        async with reading_as_of(reading, known_on, clock()) as (connection, moment):
            after = None
            if cursor and (after := await storage.find_point(connection, read_cursor(cursor, tuple[UUID])[0])) is None:
                raise Invalid(_NO_PLACE, "cursor")
            items, last = await list_series(connection, filters, after, limit, is_checked=moment is None)
        return SeriesPage(items, write_cursor((last.id,)) if last else None, moment)

    @get(
        "/differences",
        operation_id="list_series_differences",
        summary="List pairs of series that disagree, one finding for all of their days",
        dependencies={"filters": Provide(difference_filters)},
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_series_differences(
        self,
        reading: NamedDependency[Database],
        filters: NamedDependency[DifferenceFilters],
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> SeriesDifferencePage:
        """List who differs from whom, of what, on how many of the periods of which both speak, and since when.

        It is counted from the stored conflicts: of a claim that contradicts 64 others or more only the strongest is
        one. They come in the order of their metrics and places. A tolerance for the whole of it is set on its metric
        (PATCH /v1/metrics/{metric_id}).
        """
        async with reading.connection() as connection:
            after = await _difference(connection, read_cursor(cursor, tuple[UUID])[0]) if cursor else None
            items, last = await list_differences(connection, filters, after, limit)
        return SeriesDifferencePage(items, write_cursor((items[-1].id,)) if last and items else None)

    @get(
        "/differences/{conflict_id:uuid}/days",
        operation_id="list_differing_days",
        summary="List the periods on which two series differ",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_differing_days(
        self,
        conflict_id: FromPath[UUID],
        reading: NamedDependency[Database],
        status: Statuses = None,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> DifferingDayPage:
        """List both figures of each period, in order. The id is of any conflict between the two series."""
        after = read_cursor(cursor, tuple[date, UUID]) if cursor else None
        filters = DifferenceFilters(statuses=tuple(status) if status else STANDING)
        async with reading.connection() as connection:
            key = await storage.find_difference(connection, conflict_id)
            if key is None:
                raise NotFound(f"There is no conflict {conflict_id}.")
            items = await list_days(connection, key, filters, after, limit)
        following = (items[-1].period.end, items[-1].conflict_id) if len(items) == limit else None
        return DifferingDayPage(items, write_cursor(following) if following else None)

    @patch(
        "/differences/{conflict_id:uuid}",
        operation_id="decide_series_difference",
        summary="Decide all conflicts between two series with one reason",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    async def decide_series_difference(
        self,
        conflict_id: FromPath[UUID],
        data: JSONBody[SeriesAct],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
    ) -> SeriesDecided:
        """Say of a whole series what would be said of each of its days, as `different_definition`.

        All confirmed conflicts between the two that stand are decided, each with its step in its history. Days that
        come later are conflicts of their own: where two metrics are not the same, a judgement says so for good.
        """
        act = DeskAct(ConflictStatus(data.status), data.resolution, data.note, actor_of(request))
        return SeriesDecided(await decide_difference(database, conflict_id, act, clock()))


async def _difference(connection: Connection, conflict_id: UUID) -> storage.DifferenceKey:
    found = await storage.find_difference(connection, conflict_id)
    if found is None:
        raise Invalid(_NO_PLACE, "cursor")
    return found
