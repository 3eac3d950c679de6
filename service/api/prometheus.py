"""GET /metrics: what an operator's Prometheus scrapes."""

import asyncio
from dataclasses import asdict
from http import HTTPStatus

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from prometheus_client import CONTENT_TYPE_LATEST

from service import __version__
from service.api.problems import documented
from service.storage import gauges as storage
from service.storage.pool import Database
from service.telemetry import prometheus


class PrometheusController(Controller):
    """Figures for whoever runs the service."""

    path = "/metrics"
    tags = ["operation"]

    @get(
        operation_id="get_figures",
        summary="Get the figures of this service for Prometheus",
        media_type="text/plain",
        responses=documented(HTTPStatus.SERVICE_UNAVAILABLE)
        | {200: ResponseSpec(str, generate_examples=False, media_type="text/plain", description="Prometheus text.")},
    )
    async def get_figures(self, database: NamedDependency[Database]) -> Response[bytes]:
        """Give ingest rates, how far comparing lags, the depth of the outbox, delivery failures and pool waits."""
        prometheus.BUILD.labels(__version__).set(1)
        prometheus.POOL_CONNECTIONS.labels("busy").set(database.size - database.idle)
        prometheus.POOL_CONNECTIONS.labels("idle").set(database.idle)
        async with database.connection() as connection:
            present = await storage.read_present(connection)
        named = {f"claimdiff_{name}": value for name, value in asdict(present).items()}
        text = await asyncio.to_thread(prometheus.render, named)  # of some thousand lines
        return Response(text, media_type=CONTENT_TYPE_LATEST)
