"""Plots as SVG, to be put into an article, a message, a page."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter

from service.api.filters import point_filters
from service.api.problems import documented
from service.dispute import Dispute
from service.errors import NotFound
from service.plotting import NARROWEST, WIDEST, plot_dispute, plot_series
from service.recording import list_series
from service.storage import disputes as dispute_storage
from service.storage.pool import Database
from service.storage.series import PointFilters

_MEDIA_TYPE = "image/svg+xml"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
"""Opened by itself a drawing runs nothing and loads nothing, whatever somebody got into it."""
_MOST_POINTS = 3_000
Width = Annotated[
    int,
    QueryParameter(ge=NARROWEST, le=WIDEST, description="As wide as it is shown, so that its letters stay large."),
]


class PlotsController(Controller):
    """Plots without a script, light and dark, each with a text that says the same."""

    path = "/v1"

    @get(
        "/disputes/{dispute_id:uuid}/plot.svg",
        operation_id="plot_dispute",
        tags=["disputes"],
        summary="Draw a dispute: a row a position",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def plot_dispute(self, dispute_id: FromPath[UUID], reading: NamedDependency[Database]) -> Response[bytes]:
        """Draw who holds which figure, with what it can mean, as an SVG of at most 20 kB."""
        async with reading.connection() as connection:
            row = await dispute_storage.get_dispute(connection, dispute_id)
        if row is None:
            raise NotFound(f"There is no dispute {dispute_id}.")
        return draw_dispute(row.dispute)

    @get(
        "/series/plot.svg",
        operation_id="plot_series",
        tags=["series"],
        summary="Draw series over time",
        dependencies={"filters": Provide(point_filters)},
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def plot_series(
        self, reading: NamedDependency[Database], filters: NamedDependency[PointFilters], width: Width = WIDEST
    ) -> Response[bytes]:
        """Draw the first six series and 3,000 figures that are found, as an SVG of at most 20 kB."""
        async with reading.connection() as connection:
            series, _ = await list_series(connection, filters, None, _MOST_POINTS)
        return _drawing(plot_series(series, width))


def draw_dispute(dispute: Dispute) -> Response[bytes]:
    """Draw a dispute as an answer."""
    return _drawing(plot_dispute(dispute))


def _drawing(drawn: bytes) -> Response[bytes]:
    return Response(drawn, media_type=_MEDIA_TYPE, headers=dict(_HEADERS))
