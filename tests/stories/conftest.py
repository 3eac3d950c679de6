from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import read_settings


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """The whole service in this process, on a database of its own."""
    async with AsyncTestClient(create_app(read_settings({}), dsn)) as client:
        yield client
