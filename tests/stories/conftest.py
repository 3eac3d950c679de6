from collections.abc import AsyncIterator

import httpx
import pytest

from service.app import create_app
from service.settings import read_settings
from tests.servers import serving


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    """The whole service behind a real HTTP server, on a database of its own."""
    async with serving(create_app(read_settings({}), dsn)) as address, httpx.AsyncClient(base_url=address) as client:
        yield client
