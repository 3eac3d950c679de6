"""Where a command works: a running server, the database of DATABASE_URL, or the embedded one."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from service.app import Service, open_service
from service.settings import Settings, default_data_dir
from service.storage.embedded import usable_folder
from service.storage.migrations import migrate
from service.storage.watching import watched_server

_SYSTEM_FOLDER = Path("/var/lib/claimdiff")
"""Where a system's services keep their state, by the Filesystem Hierarchy Standard."""


@contextlib.contextmanager
def database_address(settings: Settings) -> Iterator[str]:
    """Give the database's address; the embedded server runs as long as the block does."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    with watched_server(data_folder(settings)) as server:
        yield server.dsn


@contextlib.asynccontextmanager
async def service_in_process(settings: Settings, dsn: str) -> AsyncIterator[Service]:
    """Open the pipeline on a database that is brought to the newest version first."""
    await migrate(dsn, cache_statements=settings.statement_cache)
    async with open_service(settings, dsn) as service:
        yield service


def data_folder(settings: Settings) -> Path:
    """Give the folder of the embedded database: as set, the user's, or for root with a private home the system's."""
    return Path(settings.data_dir) if settings.data_dir else usable_folder(default_data_dir(), _SYSTEM_FOLDER)
