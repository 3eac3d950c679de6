"""Long work that lets others in: one event loop answers everybody.

Who works through a long stream calls its `Breath` between two pieces. When its time is over, everything else that
waits has its turn before the next piece.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

WORTH_A_THREAD = 256
"""From so many things on they are worked through beside the requests."""
_TURN_SECONDS = 0.001
"""For how long a thread that works keeps the interpreter from a request that has its answer from the database: with
Python's own five milliseconds one that asks thirty times waits for a sixth of a second."""
_Result = TypeVar("_Result")
BREATH_SECONDS = 0.02
"""For how long a stream may work without a pause; others wait no longer for their turn."""
SLICE_BYTES = 8 * 1024
"""Bytes that are taken apart in one go: even eight thousand empty rows are passed over within a breath."""


class Breath:
    """Says when it is time to let others in."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    async def __call__(self) -> None:
        """Let others in, if we have been at it for long enough."""
        if time.perf_counter() - self._since >= BREATH_SECONDS:
            await asyncio.sleep(0)
            self._since = time.perf_counter()


async def in_slices(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Give a stream's bytes in small slices, and let others in between them."""
    breathe = Breath()
    async for chunk in chunks:
        for start in range(0, len(chunk), SLICE_BYTES):
            yield chunk[start : start + SLICE_BYTES]
            await breathe()


async def aside(size: int, work: Callable[[], _Result]) -> _Result:
    """Do a piece of work on so many things: in a thread of its own where they are many, for others wait meanwhile."""
    if size <= WORTH_A_THREAD:
        return work()
    sys.setswitchinterval(_TURN_SECONDS)
    return await asyncio.to_thread(work)
