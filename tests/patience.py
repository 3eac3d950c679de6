"""How long a test waits for what must happen, on a machine that is busy: no bound on anything, only an end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

PATIENCE_SECONDS = 120
PAUSE_SECONDS = 0.05


async def until(ask: Callable[[], Awaitable[Any]], is_so: Callable[[Any], Any] = bool) -> Any:
    """Ask again and again until the answer is so; gives it, or tells the last one when patience is over."""
    told = None
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not is_so(told := await ask()):
                await asyncio.sleep(PAUSE_SECONDS)
    except TimeoutError:
        raise AssertionError(told) from None
    return told
