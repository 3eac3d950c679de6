"""Work beside the requests ends when it is told to, however it behaves."""

import asyncio

from service.background import running
from tests.patience import PATIENCE_SECONDS


async def _ended_within(seconds: float, **work: object) -> None:
    async with asyncio.timeout(seconds):
        async with running(work, pause_seconds=0.01, end_seconds=0.4):  # type: ignore[arg-type]
            await asyncio.sleep(0.05)


async def test_work_that_breaks_off_is_taken_up_again() -> None:
    tries, again = 0, asyncio.Event()

    async def broken() -> None:
        nonlocal tries
        tries += 1
        if tries > 1:
            again.set()
        raise RuntimeError

    async with asyncio.timeout(PATIENCE_SECONDS), running({"broken": broken}, pause_seconds=0.01):
        await again.wait()


async def test_an_error_in_place_of_the_cancellation_does_not_take_it_up_again() -> None:
    """On a database that only reads, the last flush failed, and the process went on for ever."""
    starts = 0

    async def fails_at_the_end() -> None:
        nonlocal starts
        starts += 1
        try:
            await asyncio.sleep(3600)
        finally:
            raise RuntimeError

    await _ended_within(10, stubborn=fails_at_the_end)
    assert starts == 1


async def test_work_that_swallows_its_cancellation_is_cancelled_again() -> None:
    swallowed = 0

    async def swallows() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed == 3:
                    raise

    await _ended_within(10, stubborn=swallows)
    assert swallowed == 3


async def test_work_that_never_ends_is_left_behind() -> None:
    freed = asyncio.Event()

    async def never_ends() -> None:
        while not freed.is_set():
            try:
                await freed.wait()
            except asyncio.CancelledError:
                continue

    await _ended_within(10, stubborn=never_ends)
    freed.set()
    await asyncio.sleep(0.05)
