"""A small proxy before PostgreSQL that cuts its connections in the middle of a statement, an answer or a commit."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Proxy:
    """Passes bytes on between TCP and the server's socket, until it is told to cut."""

    def __init__(self, socket_path: str, seed: int) -> None:
        self._path = socket_path
        self._chance = random.Random(seed)
        self._left: int | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self.cuts = 0

    def cut_soon(self) -> None:
        """Cut all connections after some more bytes: nobody knows in the middle of what."""
        self._left = self._chance.randrange(1, 20_000)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            inner_reader, inner_writer = await asyncio.open_unix_connection(self._path)
        except OSError:
            writer.close()
            return
        self._open |= {writer, inner_writer}
        ways = [self._pipe(reader, inner_writer), self._pipe(inner_reader, writer)]
        _, waiting = await asyncio.wait([asyncio.create_task(one) for one in ways], return_when="FIRST_COMPLETED")
        for one in waiting:
            one.cancel()
        self._open -= {writer, inner_writer}
        for end in (writer, inner_writer):
            end.transport.abort()

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(4096):
                if self._left is not None:
                    chunk = chunk[: self._left]
                    self._left -= len(chunk)
                writer.write(chunk)
                await writer.drain()
                if self._left is not None and self._left <= 0:
                    self._cut()
                    return

    def _cut(self) -> None:
        self._left = None
        self.cuts += 1
        for end in list(self._open):
            end.transport.abort()


@asynccontextmanager
async def proxying(socket_path: str, seed: int = 1) -> AsyncIterator[tuple[Proxy, int]]:
    """Listen on a free port of the loopback; gives the proxy and the port."""
    proxy = Proxy(socket_path, seed)
    server = await asyncio.start_server(proxy.take, "127.0.0.1", 0)
    try:
        yield proxy, server.sockets[0].getsockname()[1]
    finally:
        server.close()
