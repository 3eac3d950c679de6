"""Is the process alive, and can it do its work?"""

from http import HTTPStatus
from typing import Annotated

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from service import __version__
from service.api.problems import documented
from service.errors import Unavailable
from service.storage import gauges, uncompared
from service.storage.pool import Database


class Alive(Struct, frozen=True):
    """The process answers."""

    status: Annotated[str, Meta(description="Always `alive`.", examples=["alive"])]
    version: Annotated[str, Meta(description="Of the program that runs.", examples=[__version__])]


class Ready(Struct, frozen=True):
    """The database answers; what waits to be compared."""

    status: Annotated[str, Meta(description="Always `ready`.")]
    uncompared_claims: Annotated[int, Meta(description="Claims stored and not yet compared; 0 on a quiet service.")]
    oldest_uncompared_seconds: Annotated[float, Meta(description="For how long the oldest of them has waited.")]


class HealthController(Controller):
    """Checks for whoever runs the service."""

    path = "/health"
    tags = ["operation"]

    @get("/live", operation_id="get_liveness", summary="Is the process alive?", sync_to_thread=False)
    def get_liveness(self) -> Alive:
        """Answer as long as the process can."""
        return Alive("alive", __version__)

    @get(
        "/ready",
        operation_id="get_readiness",
        summary="Can it take claims?",
        responses=documented(HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_readiness(self, database: NamedDependency[Database]) -> Response[Ready]:
        """Answer 200 when the database answers and takes what is to be stored, and 503 when it does not."""
        async with database.connection() as connection:
            claims, seconds = await uncompared.count_uncompared(connection)
            takes_writes = await gauges.takes_writes(connection)
        if not takes_writes:
            await database.look_anew()
            raise Unavailable("The database only reads just now: claims can be asked for, and not stored.")
        return Response(Ready("ready", claims, seconds), headers={"Cache-Control": "no-store"})
