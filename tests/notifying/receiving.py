"""A real receiver of webhooks, and a service that calls it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from aiohttp import web

from service.app import create_app
from service.settings import read_settings
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

OPEN = {"CLAIMDIFF_WEBHOOK_ALLOW_HTTP": "true", "CLAIMDIFF_WEBHOOK_NETWORKS": "127.0.0.0/8"}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Receiver:
    """A real HTTP server that keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: dict[str, Answer] = {}
        self.address = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.path, dict(request.headers), await request.read()))
        answer = self.answers.get(request.path)
        return await answer(request) if answer else web.Response(text="taken")

    def at(self, path: str) -> list[tuple[dict[str, str], bytes]]:
        return [(headers, body) for where, headers, body in self.calls if where == path]

    async def wait_for(self, path: str, count: int = 1) -> list[tuple[dict[str, str], bytes]]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.at(path)) < count:
                await asyncio.sleep(0.01)
        return self.at(path)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await runner.cleanup()


@asynccontextmanager
async def running(dsn: str, **settings: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(read_settings(OPEN | settings), dsn)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        yield client


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    async with running(dsn) as client:
        yield client


async def add(client: httpx.AsyncClient, receiver: Receiver, path: str, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/v1/webhooks", json={"url": receiver.address + path, **fields})
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


async def raise_conflict(client: httpx.AsyncClient, day: int = 20) -> dict[str, Any]:
    period = f"as of 2022-11-{day}"
    await client.post("/v1/claims", json=draft(period=period))
    answer = await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310", period=period))
    conflict: dict[str, Any] = answer.json()["conflicts"][0]
    return conflict


async def deliveries(client: httpx.AsyncClient, added: dict[str, Any], status: str) -> list[dict[str, Any]]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            page = await client.get(f"/v1/webhooks/{added['webhook']['id']}/deliveries", params={"status": status})
            if items := page.json()["items"]:
                return list(items)
            await asyncio.sleep(0.02)
