"""How many a list holds, and of which kinds: by status, severity, source and metric, under the filters of the list."""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta, Struct

from service.api.filters import claim_filters, conflict_filters, dispute_filters
from service.api.problems import documented
from service.claim import Severity
from service.storage.counts import Counted, count_claims, count_conflicts, count_disputes
from service.storage.pool import Connection, Database

MOST_COUNTED = 10_000
"""Of the newest; what a page shows beside its list need not be more exact than "more than 10,000"."""
MOST_VALUES = 20
_IN_ORDER = ("status", "severity", "source", "metric")
_RANKED = {str(severity.rank): severity.value for severity in Severity}
Count = Callable[[Connection, Any, int, int], Awaitable[list[Counted]]]
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


def _counter(what: str, of: str, filters: Callable[..., Any], count: Count, beside: str = "") -> HTTPRouteHandler:
    """Give the handler that counts what one list holds, under the filters of that list."""

    @get(
        f"/{what}/counts",
        operation_id=f"count_{what}",
        tags=[what],
        summary=f"Count {what} by {of}",
        description=f"Count what GET /v1/{what} lists with the same filters{beside}.",
        dependencies={"filters": Provide(filters)},
        responses=_FAILURES,
    )
    async def counts(
        self: Controller,  # noqa: ARG001 - the framework hands it
        reading: NamedDependency[Database],
        filters: NamedDependency[Any],
    ) -> ListCounts:
        async with reading.connection() as connection:
            return _told(await count(connection, filters, MOST_COUNTED + 1, MOST_VALUES))

    return counts


class CountsController(Controller):
    """Counts beside the lists."""

    path = "/v1"

    count_claims = _counter("claims", "status, source and metric", claim_filters, count_claims)
    count_conflicts = _counter(
        "conflicts",
        "status, severity, source and metric",
        conflict_filters,
        count_conflicts,
        "; of a large dispute the pairs that are kept",
    )
    count_disputes = _counter("disputes", "status, severity, source and metric", dispute_filters, count_disputes)


def _told(counted: Sequence[Counted]) -> ListCounts:
    total = next((one.rows for one in counted if one.facet is None), 0)
    facets = []
    for name in _IN_ORDER:
        of_facet = [one for one in counted if one.facet == name]
        if of_facet:
            values = [FacetValue(_RANKED.get(one.value or "", one.value or ""), one.rows) for one in of_facet]
            facets.append(Facet(name, values, max(of_facet[0].values - len(values), 0)))
    return ListCounts(min(total, MOST_COUNTED), total > MOST_COUNTED, facets)
