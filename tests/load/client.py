"""A load generator that costs little: keep-alive connections, bodies made before, answers counted and not decoded."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Self


@dataclass
class Times:
    """What a run measured; times in seconds."""

    seconds: float = 0.0
    each: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.each) / self.seconds

    def quantile(self, share: float) -> float:
        """The time below which this share lies, in milliseconds."""
        ordered = sorted(self.each)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


async def post_all(port: int, path: str, bodies: Sequence[bytes], connections: int, seconds: float) -> Times:
    """Post bodies over some connections until the time or the bodies are used up."""
    times, queue = Times(), iter(bodies)
    started = time.perf_counter()
    await asyncio.gather(*(_post(port, path, queue, started + seconds, times) for _ in range(connections)))
    times.seconds = time.perf_counter() - started
    return times


async def _post(port: int, path: str, bodies: Iterator[bytes], until: float, times: Times) -> None:
    async with Connection(port) as connection:
        while (started := time.perf_counter()) < until and (body := next(bodies, None)) is not None:
            times.refused += not await connection.post(path, body)
            times.each.append(time.perf_counter() - started)


class Connection:
    """One keep-alive connection to this machine, as a context."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def post(self, path: str, body: bytes) -> bool:
        """Post a body, read the whole answer, and say whether it was taken."""
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        self._writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await self._reader.readexactly(length)
        return answer.startswith(b"HTTP/1.1 20")


async def post_batch(port: int, path: str, bodies: Sequence[bytes]) -> tuple[float, int]:
    """Send one long batch while its answers are read; give its seconds, and how many lines were stored."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    started = time.perf_counter()
    writer.write(
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
        "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    )
    sending = asyncio.create_task(_send(writer, iter(bodies)))
    stored, rest = 0, b""
    while part := await reader.read(2**20):
        whole, _, rest = (rest + part).rpartition(b"\n")
        stored += whole.count(b'"outcome":"stored"')
    await sending
    writer.close()
    return time.perf_counter() - started, stored


async def _send(writer: asyncio.StreamWriter, bodies: Iterator[bytes]) -> None:
    while lines := list(islice(bodies, 500)):
        chunk = b"\n".join(lines) + b"\n"
        writer.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    await writer.drain()
