"""Many things in one request: lines of any length, or a JSON list up to a size, which generated clients can send.

What comes as a list is answered as a list, unless `Accept` names one form alone. Lines stay lines and are streamed; a
list is read whole, so it has a bound.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from typing import Any

import msgspec
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from service.api.requests import LARGE_BYTES, Request, decode_strictly
from service.exchange import WORKBOOK_START

JSON = "application/json"
NDJSON = "application/x-ndjson"
MOST_IN_A_LIST = 1_000
_MOST_BLANKS = 64 * 1024
_TELLING_BYTES = 4 * 1024
_LINKED = re.compile(rb'"@(?:type|context|graph|id)"|^\s*\[\s*\]\s*$')

_encode = msgspec.json.Encoder().encode


async def told_linked(chunks: AsyncIterator[bytes]) -> tuple[bool, AsyncIterator[bytes]]:
    """Tell by its first bytes whether a body is JSON-LD; give the body's bytes again."""
    head = b""
    async for chunk in chunks:
        head += chunk
        if len(head) > _TELLING_BYTES or b"\n" in head.lstrip():
            break
    return _LINKED.search(head[:_TELLING_BYTES]) is not None, _with_head(head, chunks)


async def told_workbook(chunks: AsyncIterator[bytes]) -> tuple[bool, AsyncIterator[bytes]]:
    """Tell by its first bytes whether what is sent as a text is a workbook; give the body's bytes again."""
    head = b""
    async for chunk in chunks:
        head += chunk
        if len(head) >= len(WORKBOOK_START):
            break
    return head.startswith(WORKBOOK_START), _with_head(head, chunks)


async def read_list(
    request: Request, most_bytes: int, begun: AsyncIterator[bytes] | None = None
) -> tuple[list[Any] | None, AsyncIterator[bytes]]:
    """Give the list that a body holds, or None and the body's bytes as they come: what is no JSON list is lines.

    Raises:
        RequestEntityTooLarge: The list has more bytes or more things in it than may be.
        Malformed: It is no JSON.
    """
    chunks = request.stream() if begun is None else begun
    if request.content_type[0] != JSON:
        return None, chunks
    head = b""
    async for chunk in chunks:
        head += chunk
        if head.strip() or len(head) > _MOST_BLANKS:
            break
    if not head.lstrip().startswith(b"["):
        return None, _with_head(head, chunks)
    whole = await _whole(head, chunks, most_bytes)
    decoded = decode_strictly(whole) if len(whole) < LARGE_BYTES else await asyncio.to_thread(decode_strictly, whole)
    return _bounded(decoded), _with_head(b"", chunks)


def answers_list(request: Request, *, brought_list: bool) -> bool:
    """Say whether the answer is a list: as `Accept` has it, or else as the request came."""
    accepted = request.headers.get("accept", "")
    if (JSON in accepted) is not (NDJSON in accepted):
        return JSON in accepted
    return brought_list


async def as_lines(rounds: AsyncIterator[Iterable[object]]) -> AsyncIterator[bytes]:
    """Write answers one a line, as they come."""
    async for answers in rounds:
        yield b"".join(_encode(one) + b"\n" for one in answers)


async def as_list(rounds: AsyncIterator[Iterable[object]]) -> AsyncIterator[bytes]:
    """Write answers as one list, as they come. One that breaks off lacks its end, and is taken for no whole one."""
    before = b"["
    async for answers in rounds:
        for one in answers:
            yield before + _encode(one)
            before = b",\n"
    yield b"[]" if before == b"[" else b"]"


def _bounded(items: list[Any]) -> list[Any]:
    if len(items) > MOST_IN_A_LIST:
        raise RequestEntityTooLarge(
            f"The list holds {len(items):,} claims, and {MOST_IN_A_LIST:,} are taken at once. Send several lists, or "
            f'NDJSON of any length with "Content-Type: {NDJSON}".'
        )
    return items


async def _whole(head: bytes, chunks: AsyncIterator[bytes], most_bytes: int) -> bytes:
    parts, held = [head], len(head)
    async for chunk in chunks:
        parts.append(chunk)
        held += len(chunk)
        if held > most_bytes:
            break
    if held > most_bytes:
        raise RequestEntityTooLarge(
            f"The list is longer than {most_bytes:,} bytes. Send several lists, or NDJSON of any length with "
            f'"Content-Type: {NDJSON}".'
        )
    return b"".join(parts)


async def _with_head(head: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if head:
        yield head
    async for chunk in chunks:
        yield chunk
