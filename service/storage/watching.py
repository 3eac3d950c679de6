"""Keeps the embedded server up: one that was killed, or ran out of memory or disk, is started again.

A server of one's own has its operating system for that; nobody else would do it here.
"""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import structlog

from service.storage.embedded import EmbeddedServer, EmbeddedServerError, relaunch, start_embedded_server

_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0

_log = structlog.get_logger()


@contextlib.contextmanager
def watched_server(data: Path) -> Iterator[EmbeddedServer]:
    """Run the embedded server for as long as the block runs, whatever happens to it meanwhile.

    Args:
        data: The folder that holds everything; made if it is missing.

    Raises:
        EmbeddedServerError: It cannot be started here.
    """
    watch = _Watch(start_embedded_server(data))
    try:
        yield watch.server
    finally:
        watch.stop()


class _Watch:
    """Waits for the server's end in a thread. The thread lives as long as we do: a server ends with its starter."""

    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server
        self._is_over = threading.Event()
        self._turn = threading.Lock()
        if server.is_owner:
            threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def stop(self) -> None:
        """End the server for good."""
        self._is_over.set()
        with self._turn:
            self.server.stop()

    def _watch(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            ended = self.server.process
            code = ended.wait() if ended else None
            if self._is_over.wait(pause):
                return
            _log.error("PostgreSQL ended by itself and is started again", code=code)
            pause = _FIRST_PAUSE_SECONDS if self._start_again() else min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _start_again(self) -> bool:
        with self._turn:
            if self._is_over.is_set():
                return True
            try:
                self.server = relaunch(self.server)
            except EmbeddedServerError as error:
                _log.error("PostgreSQL cannot be started again just now", problem=str(error))
                return False
        return True
