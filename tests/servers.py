"""A real HTTP server for tests, in the test's own event loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from service.server import Limits, Running
from service.server.connections import House


@asynccontextmanager
async def serving(
    app: Any, limits: Limits | None = None, *, running: Running | None = None, house: House | None = None
) -> AsyncIterator[str]:
    """Serve an ASGI application on a free port of the loopback; gives its address."""
    server = uvicorn.Server((running or Running(limits or Limits())).config(app, house, port=0))
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            task.result()
            raise RuntimeError("the application did not start")
        await asyncio.sleep(0.005)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        await task
