"""Work beside the requests: it never ends by itself, and always ends when it is told to.

A cancellation is a message that may be lost: an error in a `finally` takes its place, and some library swallows it. So
a flag says that the end has come, each piece of work is cancelled again until it has ended, and what does not end
within its time is left behind with a line in the log. The process ends all the same.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog

PAUSE_SECONDS = 1.0
"""Before work that broke off is taken up again."""
END_SECONDS = 8.0
"""Within which all work ends."""
_UNDISTURBED = 0.5
"""The share of it in which work may finish what is under way; then it is cancelled again and again."""
_MORE_CANCELS = 8

_log = structlog.get_logger()


@asynccontextmanager
async def running(
    work: Mapping[str, Callable[[], Awaitable[None]]],
    *,
    pause_seconds: float = PAUSE_SECONDS,
    end_seconds: float = END_SECONDS,
) -> AsyncIterator[None]:
    """Run each piece of work as long as the block does."""
    ending = asyncio.Event()
    tasks = [
        asyncio.create_task(_run_on(name, one, ending, pause_seconds=pause_seconds), name=name)
        for name, one in work.items()
    ]
    try:
        yield
    finally:
        ending.set()
        await _end(tasks, end_seconds)


async def _run_on(
    name: str, work: Callable[[], Awaitable[None]], ending: asyncio.Event, *, pause_seconds: float
) -> None:
    """Take work up again when it breaks off, until the end has come."""
    while not ending.is_set():
        try:
            await work()
        except Exception:  # noqa: BLE001 - whatever it was, claims must go on to be swept and webhooks to be sent
            if ending.is_set():
                _log.warning("work in the background ended with an error", work=name, exc_info=True)
                return
            _log.exception("work in the background broke off and is taken up again", work=name)
        await asyncio.sleep(pause_seconds)


async def _end(tasks: list[asyncio.Task[None]], seconds: float) -> None:
    """Cancel work, give it a while to finish what is under way, and then cancel it until it has ended."""
    for task in tasks:
        task.cancel()
    left = set(tasks)
    steps = [seconds * _UNDISTURBED, *[seconds * (1 - _UNDISTURBED) / _MORE_CANCELS] * _MORE_CANCELS]
    for step in steps:
        if left:
            _, left = await asyncio.wait(left, timeout=step)
        for task in left:
            task.cancel()
    for task in left:
        _log.error("work in the background does not end and is left behind", work=task.get_name())
