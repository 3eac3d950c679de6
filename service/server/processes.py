"""Processes that start, serve and end as they should: one, or several on one address.

The end comes in steps. The first signal: no new connections, what is under way has a while, then the application
closes. A second signal: nothing is waited for. And in any case the process ends when its time is over, wherever it
hangs: a thread of the interpreter's own, which needs nothing of ours to work, writes down where that was and ends it.
"""

import asyncio
import contextlib
import faulthandler
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import structlog
import uvicorn
from uvicorn.config import HTTP_PROTOCOLS
from uvicorn.importer import import_from_string

from service.errors import ClaimdiffError
from service.server.connections import House, Limits

FORCED_SECONDS = 3
"""After a second signal."""
_BACKLOG = 2048
_ENDING = (signal.SIGTERM, signal.SIGINT)

_log = structlog.get_logger()


class WorkersFailed(ClaimdiffError):
    """No worker could be started; what was wrong stands in the log before this."""


@dataclass(frozen=True, slots=True)
class Running:
    """How a process serves."""

    limits: Limits = field(default_factory=Limits)
    grace_seconds: float = 20.0
    """Within which it ends."""
    trusted_proxies: str = ""
    """Whose X-Forwarded-For is believed."""

    def house(self) -> House:
        """Give the connections of a process, none yet."""
        return House(import_from_string(HTTP_PROTOCOLS["auto"]), self.limits)

    def config(self, app: Any, house: House | None = None, **more: Any) -> uvicorn.Config:
        """Give what the server is told."""
        house = house or self.house()
        return uvicorn.Config(
            app,
            http=house.door,  # type: ignore[arg-type]  # it is only ever called, to give a protocol
            ws="none",
            backlog=_BACKLOG,
            log_config=None,
            access_log=False,
            lifespan="on",
            server_header=False,
            proxy_headers=bool(self.trusted_proxies),
            forwarded_allow_ips=self.trusted_proxies or None,
            timeout_keep_alive=int(self.limits.idle_seconds) + 5,  # ours comes first
            timeout_graceful_shutdown=max(1, int(self.grace_seconds / 2)),
            h11_max_incomplete_event_size=2 * self.limits.head_bytes,
            **more,
        )


def serve(app: Any, listener: socket.socket, running: Running, tell: Callable[[], None], *, is_worker: bool) -> None:
    """Serve in this process until a signal comes; `tell` is called when it listens."""
    server = _Server(app, running, tell, is_worker=is_worker)
    server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says that it serves when it does, and ends within its time."""

    def __init__(self, app: Any, running: Running, tell: Callable[[], None], *, is_worker: bool) -> None:
        self._house = running.house()
        super().__init__(running.config(app, self._house))
        self._tell = tell
        self._seconds = running.grace_seconds
        self._is_worker = is_worker

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End, streams first. Who has come and not asked yet is heard out, when nobody comes any more."""
        self._house.close()
        for one in (*self.servers, *(sockets or ())):
            one.close()
        await asyncio.sleep(0)  # who was taken from the queue is let in
        if not self.force_exit:
            await self._house.hear_out()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End; of a worker Ctrl-C is none of the business: its parent hears it too."""
        if self._is_worker and sig == signal.SIGINT:
            return
        if self.should_exit:
            self.force_exit = True
            end_within(FORCED_SECONDS)
            return
        end_within(self._seconds)
        super().handle_exit(sig, frame)


def end_within(seconds: float) -> None:
    """Let this process end after so long, whatever it does, and write down what that was."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or sys.stderr)


def supervise(
    start: Callable[[int], "subprocess.Popen[bytes]"],
    workers: int,
    grace_seconds: float,
    tell: Callable[[], None],
    forget: Callable[[int], None],
) -> None:
    """Run several processes that serve one address, until a signal comes.

    Args:
        start: Starts a worker that holds the given end of a pipe, and writes a byte to it when it listens.
        workers: How many.
        grace_seconds: How long one may take to end.
        tell: Called when every one of them listens.
        forget: Called with the number of each process that has ended.
    """
    _Supervisor(start, workers, grace_seconds, forget).run(tell)


@dataclass(slots=True, eq=False)
class _Worker:
    process: "subprocess.Popen[bytes]"
    ready: int
    is_ready: bool = False


class _Supervisor:
    def __init__(
        self,
        start: Callable[[int], "subprocess.Popen[bytes]"],
        workers: int,
        grace_seconds: float,
        forget: Callable[[int], None],
    ) -> None:
        self._start_process = start
        self._wanted = workers
        self._seconds = grace_seconds
        self._forget = forget
        self._signals: list[int] = []
        self._workers: list[_Worker] = []
        self._restarts = 0
        self._wake, self._waker = os.pipe()

    def run(self, tell: Callable[[], None]) -> None:
        with contextlib.ExitStack() as stack:
            for number in (*_ENDING, signal.SIGHUP):
                stack.callback(signal.signal, number, signal.signal(number, self._take_signal))
            try:
                self._workers = [self._start() for _ in range(self._wanted)]
                self._wait_until_ready(self._workers)
                if not self._signals:
                    tell()
                self._keep_up(tell)
            finally:
                self._end(self._workers)

    def _take_signal(self, number: int, _: FrameType | None) -> None:
        self._signals.append(number)
        os.write(self._waker, b".")

    @property
    def _is_ending(self) -> bool:
        return any(number in _ENDING for number in self._signals)

    def _start(self) -> _Worker:
        read, write = os.pipe()
        try:
            return _Worker(self._start_process(write), read)
        finally:
            os.close(write)

    def _wait_until_ready(self, workers: Sequence[_Worker]) -> None:
        """Wait until each listens. Raises WorkersFailed when one ends instead."""
        for worker in workers:
            while not worker.is_ready and not self._is_ending:
                readable = self._wait_for(worker.ready)
                if worker.ready in readable:
                    worker.is_ready = bool(os.read(worker.ready, 1))
                    if not worker.is_ready:
                        raise WorkersFailed("A worker ended before it served; what is wrong stands above.")

    def _wait_for(self, *files: int, seconds: float | None = None) -> list[int]:
        with selectors.DefaultSelector() as selector:
            for one in (*files, self._wake):
                selector.register(one, selectors.EVENT_READ)
            readable = [key.fd for key, _ in selector.select(seconds)]
        if self._wake in readable:
            os.read(self._wake, 1024)
        return readable

    def _keep_up(self, tell: Callable[[], None]) -> None:
        """Start again what ends by itself; on SIGHUP put a new worker in the place of each, one after the other."""
        while not self._is_ending:
            self._wait_for(seconds=0.2)
            if signal.SIGHUP in self._signals:
                self._signals.remove(signal.SIGHUP)
                self._replace_all()
                if not self._is_ending:
                    tell()
            for worker in [one for one in self._workers if one.process.poll() is not None]:
                self._restart(worker)

    def _restart(self, worker: _Worker) -> None:
        _log.error("a worker ended by itself and is started again", code=worker.process.returncode)
        self._bury(worker)
        self._restarts += 1
        self._wait_for(seconds=min(0.25 * 2 ** min(self._restarts, 7), 30.0))
        if not self._is_ending:
            self._workers.append(self._start())

    def _replace_all(self) -> None:
        for old in list(self._workers):
            new = self._start()
            self._workers.append(new)
            try:
                self._wait_until_ready([new])
            except WorkersFailed:
                _log.exception("a new worker does not start, and the old ones go on")
                self._end([new])
                return
            self._end([old])

    def _end(self, workers: Sequence[_Worker]) -> None:
        """End workers: asked, asked again if we are, and killed when their time is over."""
        asked, until = 1, time.monotonic() + self._seconds + FORCED_SECONDS
        _send(workers, signal.SIGTERM)
        while any(one.process.poll() is None for one in workers):
            self._wait_for(seconds=0.05)
            if sum(number in _ENDING for number in self._signals) > asked:
                asked = 1 << 30
                until = min(until, time.monotonic() + FORCED_SECONDS)
                _send(workers, signal.SIGTERM)
            if time.monotonic() > until:
                _send(workers, signal.SIGKILL)
        for worker in list(workers):
            self._bury(worker)

    def _bury(self, worker: _Worker) -> None:
        os.close(worker.ready)
        self._workers.remove(worker)
        self._forget(worker.process.pid)


def _send(workers: Sequence[_Worker], number: int) -> None:
    for worker in workers:
        if worker.process.poll() is None:
            worker.process.send_signal(number)


def end_with_pipe(life: int, seconds: float) -> None:
    """End this process when the other end of a pipe is closed, as it is when whoever holds it dies."""

    def wait() -> None:
        os.read(life, 1)
        end_within(seconds)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="life", daemon=True).start()
