"""A process that serves beside others on one address: how it is started, and what it does.

`python -m service.cli.worker` is run by `claimdiff serve --workers`, and by nobody else.
"""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from signal import SIGTERM

import msgspec

from service.api.access import Home
from service.app import create_app
from service.parent_death import end_with_parent
from service.server import Limits, Running, end_with_pipe, serve
from service.settings import Settings
from service.telemetry.traces import traced

_HANDED_OVER = "_CLAIMDIFF_HANDED_OVER"
"""What a worker needs to know travels in this variable of its environment."""


class _HandedOver(msgspec.Struct, frozen=True):
    settings: Settings
    dsn: str
    home: Home
    parent: int
    listener: int
    ready: int
    """Where to write that it listens."""
    life: int
    """Closed when the parent is gone, however it went."""


def running_of(settings: Settings) -> Running:
    """Give how each process serves by the settings; connections are shared out among them."""
    limits = Limits(
        connections=max(1, settings.connections // settings.workers),
        idle_seconds=settings.idle_seconds,
        head_seconds=settings.head_seconds,
    )
    return Running(limits, settings.grace_seconds, settings.trusted_proxies)


@contextlib.contextmanager
def start_workers(
    settings: Settings, dsn: str, home: Home, listener: socket.socket
) -> Iterator[Callable[[int], "subprocess.Popen[bytes]"]]:
    """Give what starts a worker that serves on the listener, and ends with this process."""
    life, held = os.pipe()

    def start(ready: int) -> "subprocess.Popen[bytes]":
        told = _HandedOver(settings, dsn, home, os.getpid(), listener.fileno(), ready, life)
        return subprocess.Popen(
            [sys.executable, "-m", "service.cli.worker"],
            env=os.environ | {_HANDED_OVER: msgspec.json.encode(told).decode()},
            pass_fds=(listener.fileno(), ready, life),
        )

    try:
        yield start
    finally:
        os.close(life)
        os.close(held)


def main() -> None:
    """Serve until told to end, or until the parent is gone."""
    told = msgspec.json.decode(os.environ.pop(_HANDED_OVER), type=_HandedOver)
    end_with_parent(told.parent, SIGTERM)
    end_with_pipe(told.life, told.settings.grace_seconds)
    with socket.socket(fileno=told.listener) as listener, contextlib.suppress(KeyboardInterrupt):
        app = traced(create_app(told.settings, told.dsn, told.home))
        serve(app, listener, running_of(told.settings), lambda: _say(told.ready), is_worker=True)


def _say(ready: int) -> None:
    os.write(ready, b".")


if __name__ == "__main__":
    main()
