"""What a server lets a client do to it: `python -m tests.load.limits PORT [seconds]`.

Each line is one kind of abuse, and what became of it: how much was taken, and after how long the server ended it. Any
server can be asked; those that were compared are named in docs/access.md.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

HEAD = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n"
PATIENCE_SECONDS = 100.0
_CHUNK = b"x" * 4096
_MOST_BYTES = 64_000_000


async def endless_header(port: int) -> str:
    """One field that never ends."""
    return await _pushed(port, HEAD + b"X-Endless: ", _CHUNK)


async def endless_fields(port: int) -> str:
    """A head of ever more fields."""
    return await _pushed(port, HEAD, b"X-More: 1\r\n" * 100)


async def endless_target(port: int) -> str:
    """An address that never ends."""
    return await _pushed(port, b"GET /", _CHUNK)


async def fields(port: int) -> str:
    """The most fields of a head that is answered well."""
    taken = 0
    for number in (50, 90, 98, 120, 200, 500, 2_000, 20_000):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD + b"X-More: 1\r\n" * number + b"\r\n")
        status = (await reader.readline())[9:12]
        writer.close()
        if status != b"200":
            return f"{taken:,} fields taken, then {status.decode() or 'hung up'} at {number:,}"
        taken = number
    return f"{taken:,} fields taken, no end found"


async def half_a_head(port: int) -> str:
    """A head of which the last line never comes."""
    return await _waited(port, HEAD)


async def dripping_head(port: int) -> str:
    """A head that comes by a byte a second."""
    return await _waited(port, HEAD, b"X")


async def silence(port: int) -> str:
    """A connection on which nothing is ever said."""
    return await _waited(port, b"")


async def silence_after(port: int) -> str:
    """A connection that is kept after an answer, and not used."""
    return await _waited(port, HEAD + b"\r\n")


async def connections(port: int) -> str:
    """How many silent connections still leave room for a request."""
    held = []
    try:
        held += [await asyncio.open_connection("127.0.0.1", port) for _ in range(1_200)]
        reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 5)
        writer.write(HEAD + b"\r\n")
        status = (await asyncio.wait_for(reader.readline(), 5))[9:12].decode() or "hung up"
        ended = sum(one.at_eof() or b"503" in one._buffer for one, _ in held)  # type: ignore[attr-defined]
        return f"{len(held):,} held, {ended:,} of them ended by the server; one more request: {status}"
    except TimeoutError:
        return f"{len(held):,} held; one more request: no answer"
    finally:
        for _, writer in held:
            writer.close()


async def _pushed(port: int, start: bytes, more: bytes) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent, started = len(start), time.monotonic()
    writer.write(start)
    try:
        while sent < _MOST_BYTES and not reader.at_eof() and time.monotonic() - started < PATIENCE_SECONDS:
            writer.write(more)
            await writer.drain()
            sent += len(more)
            await asyncio.sleep(0)
        answer = await asyncio.wait_for(reader.read(100), 2)
    except (OSError, TimeoutError):
        answer = b""
    writer.close()
    told = answer[9:12].decode() or "no word"
    return f"{sent:,} bytes sent, {time.monotonic() - started:.1f} s, {told}"


async def _waited(port: int, start: bytes, drip: bytes = b"") -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    started = time.monotonic()
    writer.write(start)
    told = b""
    while time.monotonic() - started < PATIENCE_SECONDS:
        try:
            read = await asyncio.wait_for(reader.read(65536), 1)
        except TimeoutError:
            writer.write(drip)
            continue
        except OSError:
            read = b""
        told += read
        if not read:
            return f"ended after {time.monotonic() - started:.0f} s ({told[9:12].decode() or 'no word'})"
    writer.close()
    return f"not ended in {PATIENCE_SECONDS:.0f} s"


ABUSES: tuple[Callable[[int], Awaitable[str]], ...] = (
    endless_header,
    endless_fields,
    endless_target,
    fields,
    connections,
    half_a_head,
    dripping_head,
    silence,
    silence_after,
)


async def main(port: int) -> None:
    """Try each kind; those that wait do so side by side."""
    pushing, waiting = ABUSES[:5], ABUSES[5:]
    for abuse in pushing:
        print(f"{abuse.__name__:15} {await abuse(port)}", flush=True)
    for abuse, told in zip(waiting, await asyncio.gather(*(abuse(port) for abuse in waiting)), strict=True):
        print(f"{abuse.__name__:15} {told}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
