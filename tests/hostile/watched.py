"""The service with a watch on its event loop: `python -m tests.hostile.watched FILE serve --port 0`.

The loop beats every few milliseconds. A pause is what the loop's own thread spends of the processor between two beats:
time in which the machine was busy with something else is none of ours. Each pause goes to FILE as a line of JSON, with
the stack that was seen in the midst of it, and each full collection of garbage with the time that it took.
"""

import asyncio
import gc
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, TextIO

import msgspec

BEAT_SECONDS = 0.005
LOOK_SECONDS = 0.01
WORTH_TELLING_SECONDS = 0.03
BOUND_SECONDS = 0.05
_FRAMES = 14


class Pause(NamedTuple):
    """For how long the loop's thread was at one piece of work, and where it was seen in the midst of it."""

    seconds: float
    stack: list[str]
    is_collection: bool = False
    """Whether it was a collection of garbage, which is part of another pause."""


def read_pauses(path: Path) -> list[Pause]:
    """Read what a watch has written."""
    return [msgspec.json.decode(line, type=Pause) for line in path.read_bytes().splitlines()]


def told_pauses(pauses: list[Pause], most: int = 3) -> str:
    """Say how long the loop was held, and by what."""
    held = sorted((one for one in pauses if not one.is_collection), reverse=True)
    collections = [one.seconds for one in pauses if one.is_collection]
    longest = held[0].seconds if held else 0.0
    told = (
        f"held by one piece of work (the thread's own time): longest {longest * 1000:.0f} ms, "
        f"{sum(one.seconds >= BOUND_SECONDS for one in held)} times {BOUND_SECONDS * 1000:.0f} ms or more; "
        f"collections of garbage {len(collections)}, longest {max(collections, default=0) * 1000:.0f} ms"
    )
    return "\n".join([told, *(f"  {one.seconds * 1000:.0f} ms at {' < '.join(one.stack[:6])}" for one in held[:most])])


class Watch:
    """Beats on the loop, and looks from a thread of its own at what keeps it from beating."""

    def __init__(self, told: TextIO) -> None:
        self._told = told
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._thread)
        self._beaten_at = self._used()
        self._seen: list[str] = []
        self._is_over = False
        self._collecting_since = 0.0

    def start(self) -> None:
        """Begin."""
        gc.callbacks.append(self._note_collection)
        self._beat()
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def end(self) -> None:
        """End."""
        self._is_over = True
        gc.callbacks.remove(self._note_collection)

    def _used(self) -> float:
        return time.clock_gettime(self._clock)

    def _beat(self) -> None:
        now = self._used()
        pause, self._beaten_at = now - self._beaten_at, now
        if pause >= WORTH_TELLING_SECONDS:
            self._tell(Pause(round(pause, 4), self._seen))
        self._seen = []
        if not self._is_over:
            self._loop.call_later(BEAT_SECONDS, self._beat)

    def _look(self) -> None:
        while not self._is_over:
            time.sleep(LOOK_SECONDS)
            if not self._seen and self._used() - self._beaten_at > WORTH_TELLING_SECONDS / 2:
                self._seen = _told(sys._current_frames().get(self._thread))

    def _note_collection(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._collecting_since = time.thread_time()
        elif (seconds := time.thread_time() - self._collecting_since) >= WORTH_TELLING_SECONDS / 3:
            self._tell(Pause(round(seconds, 4), [f"generation {info['generation']}"], is_collection=True))

    def _tell(self, pause: Pause) -> None:
        print(msgspec.json.encode(pause).decode(), file=self._told, flush=True)


def _told(frame: FrameType | None) -> list[str]:
    stack: list[str] = []
    while frame is not None and len(stack) < _FRAMES:
        code = frame.f_code
        stack.append(f"{code.co_filename.rpartition('/service/')[2][-60:]}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return stack


def watch_into(told: TextIO) -> None:
    """Let each service of this process be watched as long as it serves."""
    import service.app  # noqa: PLC0415 - only in the process that is watched

    unwatched = service.app.background

    @asynccontextmanager
    async def watched(*given: Any) -> AsyncIterator[None]:
        watch = Watch(told)
        async with unwatched(*given):
            watch.start()
            try:
                yield
            finally:
                watch.end()

    service.app.background = watched


if __name__ == "__main__":
    from service.cli import main

    with Path(sys.argv.pop(1)).open("a", encoding="utf-8") as told:
        watch_into(told)
        main()
