"""How many a list holds, and of which kinds: by status, severity, source and metric, under the filters of the list."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from msgspec import Meta, Struct

from service.api.filters import claim_filters, conflict_filters, dispute_filters
from service.api.problems import documented
from service.claim import Severity
from service.storage.claims import ClaimFilters
from service.storage.conflicts import ConflictFilters
from service.storage.counts import Counted, count_claims, count_conflicts, count_disputes
from service.storage.dispute_lists import DisputeFilters
from service.storage.pool import Database

MOST_COUNTED = 10_000
"""Of the newest; what a page shows beside its list need not be more exact than "more than 10,000"."""
MOST_VALUES = 20
_IN_ORDER = ("status", "severity", "source", "metric")
_RANKED = {str(severity.rank): severity.value for severity in Severity}
_FAILURES = documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)


class FacetValue(Struct, frozen=True):
    """A value, and how many have it."""

    value: Annotated[str, Meta(description="As the list's filter of the same name takes it.", examples=["open"])]
    count: Annotated[int, Meta(description="How many of those that were counted have it.", examples=[12])]


class Facet(Struct, frozen=True):
    """One way in which what a list holds differs: what has two sources counts under each of them."""

    name: Annotated[str, Meta(description="`status`, `severity`, `source` or `metric`.", examples=["status"])]
    values: Annotated[list[FacetValue], Meta(description="The commonest twenty.")]
    more: Annotated[int, Meta(description="How many further values there are.", examples=[0])]


class ListCounts(Struct, frozen=True):
    """How many a list holds, and of which kinds."""

    total: Annotated[int, Meta(description="How many there are, at most 10,000.", examples=[214])]
    is_capped: Annotated[bool, Meta(description="True when there are more: the newest 10,000 were counted.")]
    facets: Annotated[list[Facet], Meta(description="In the order status, severity, source, metric.")]


class CountsController(Controller):
    """Counts beside the lists."""

    path = "/v1"

    @get(
        "/claims/counts",
        operation_id="count_claims",
        tags=["claims"],
        summary="Count claims by status, source and metric",
        dependencies={"filters": Provide(claim_filters)},
        responses=_FAILURES,
    )
    async def count_claims(
        self, reading: NamedDependency[Database], filters: NamedDependency[ClaimFilters]
    ) -> ListCounts:
        """Count what GET /v1/claims lists with the same filters."""
        async with reading.connection() as connection:
            return _told(await count_claims(connection, filters, MOST_COUNTED + 1, MOST_VALUES))

    @get(
        "/conflicts/counts",
        operation_id="count_conflicts",
        tags=["conflicts"],
        summary="Count conflicts by status, severity, source and metric",
        dependencies={"filters": Provide(conflict_filters)},
        responses=_FAILURES,
    )
    async def count_conflicts(
        self, reading: NamedDependency[Database], filters: NamedDependency[ConflictFilters]
    ) -> ListCounts:
        """Count what GET /v1/conflicts lists with the same filters; of a large dispute the pairs that are kept."""
        async with reading.connection() as connection:
            return _told(await count_conflicts(connection, filters, MOST_COUNTED + 1, MOST_VALUES))

    @get(
        "/disputes/counts",
        operation_id="count_disputes",
        tags=["disputes"],
        summary="Count disputes by status, severity, source and metric",
        dependencies={"filters": Provide(dispute_filters)},
        responses=_FAILURES,
    )
    async def count_disputes(
        self, reading: NamedDependency[Database], filters: NamedDependency[DisputeFilters]
    ) -> ListCounts:
        """Count what GET /v1/disputes lists with the same filters."""
        async with reading.connection() as connection:
            return _told(await count_disputes(connection, filters, MOST_COUNTED + 1, MOST_VALUES))


def _told(counted: Sequence[Counted]) -> ListCounts:
    total = next((one.rows for one in counted if one.facet is None), 0)
    facets = []
    for name in _IN_ORDER:
        of_facet = [one for one in counted if one.facet == name]
        if of_facet:
            values = [FacetValue(_RANKED.get(one.value or "", one.value or ""), one.rows) for one in of_facet]
            facets.append(Facet(name, values, max(of_facet[0].values - len(values), 0)))
    return ListCounts(min(total, MOST_COUNTED), total > MOST_COUNTED, facets)
