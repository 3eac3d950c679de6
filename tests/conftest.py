"""A real PostgreSQL for the whole run; a fresh copy of the migrated database for each test that asks for one."""

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import hypothesis
import pytest

from service.app import create_app
from service.settings import read_settings
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from service.storage.pool import Database, open_database
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

# On a busy machine one example takes longer than another by chance: laws say what holds, not how fast.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

_TEMPLATE = "migrated"
_numbers = itertools.count()
# Tests kill processes, not the machine: nothing here needs to survive a power cut.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "shared_buffers=128MB")


def named(dsn: str, database: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def server_dsn() -> Iterator[str]:
    """The address of the test run's own server.

    Its folder is none of pytest's: root's server runs as nobody, and each run of pytest closes the folder of all runs
    to everybody but its owner, also while another run's server works in there.
    """
    with tempfile.TemporaryDirectory(prefix="claimdiff-tests-") as folder:
        Path(folder).chmod(0o755)
        with embedded_server(Path(folder) / "data", _FAST) as server:
            yield server.dsn


@pytest.fixture(scope="session")
def template(server_dsn: str) -> str:
    """A database with all migrations applied, to be copied."""

    async def make() -> None:
        connection = await asyncpg.connect(server_dsn)
        await connection.execute(f"create database {_TEMPLATE}")
        await connection.close()
        await migrate(named(server_dsn, _TEMPLATE))

    asyncio.run(make())
    return _TEMPLATE


@pytest.fixture
async def dsn(server_dsn: str, template: str) -> AsyncIterator[str]:
    """The address of a fresh database."""
    name = f"test_{next(_numbers)}"
    connection = await asyncpg.connect(server_dsn)
    await connection.execute(f"create database {name} template {template} strategy file_copy")
    yield named(server_dsn, name)
    await connection.execute(f"drop database {name} with (force)")
    await connection.close()


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    """A pool on a fresh database."""
    opened = await open_database(dsn, size=8)
    yield opened
    await opened.close()


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    """The whole service behind a real HTTP server, on a database of its own."""
    async with (
        serving(create_app(read_settings({}), dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        yield client
