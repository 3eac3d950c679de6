"""`claimdiff serve`."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

import click
import msgspec
import uvicorn
from rich.console import Console
from uvicorn.supervisors import Multiprocess

from service.api.access import is_loopback, needs_keys
from service.app import create_app
from service.cli.places import data_folder, database_address, service_in_process
from service.cli.protocol import PROTOCOL
from service.cli.seeding import load_seeds
from service.errors import ClaimdiffError
from service.parent_death import end_with_parent
from service.settings import Settings, read_settings
from service.storage.keys import has_usable_key
from service.telemetry.prometheus import shared_by_workers
from service.telemetry.traces import traced

_DRAIN_SECONDS = 10
"""How long requests under way may take after Ctrl-C; event streams never end by themselves."""
_WIDTH_OF_FILES = 200
_HANDED_OVER = "_CLAIMDIFF_HANDED_OVER"
"""Workers are new processes: what they need to know travels in this variable of their environment."""


class CannotServe(ClaimdiffError):
    """The service cannot be started this way; the message says what to change."""


@click.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1, or CLAIMDIFF_HOST]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one.  [default: 8000]")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that answer requests.  [default: 1]")
@click.option("--seeds", is_flag=True, help="Load the example claims first (once), and print the conflicts found.")
def serve(host: str | None, port: int | None, workers: int | None, seeds: bool) -> None:
    """Run the service until Ctrl-C.

    The database is that of DATABASE_URL, or an embedded PostgreSQL that starts and ends with this command. It is
    brought to this program's version first. The API document is /openapi.json, its pages are /docs.

    \b
    claimdiff serve --seeds                        everything on this machine, with example claims
    claimdiff serve --host 0.0.0.0 --workers 4     open to the network: needs API keys
    """
    chosen = {"host": host, "port": port, "workers": workers}
    settings = msgspec.structs.replace(read_settings(), **{k: v for k, v in chosen.items() if v is not None})
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH_OF_FILES)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    listener = _listen(settings.host, settings.port)
    try:
        _serve(settings, listener, console, seeds=seeds)
    except KeyboardInterrupt:
        console.print("Stopped.")
    finally:
        listener.close()


def _serve(settings: Settings, listener: socket.socket, console: Console, *, seeds: bool) -> None:
    started = time.monotonic()
    with database_address(settings) as dsn:
        where = "DATABASE_URL" if settings.database_url else f"embedded PostgreSQL in {data_folder(settings)}"
        console.print(f"Database: {where} ({time.monotonic() - started:.1f} s)")
        asyncio.run(_prepare(settings, dsn, console, seeds=seeds))
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        told = (
            f"Serving on [bold]{address}[/]   API pages {address}/docs   "
            f"API document {address}/openapi.json   Ctrl-C ends it."
        )
        _run(settings, dsn, listener, lambda: console.print(told, soft_wrap=True))


async def _prepare(settings: Settings, dsn: str, console: Console, *, seeds: bool) -> None:
    async with service_in_process(settings, dsn) as service:
        if needs_keys(settings):
            async with service.database.connection() as connection:
                _refuse_or_tell(settings, console, has_key=await has_usable_key(connection, service.clock()))
        if seeds:
            await load_seeds(service, console)


def _refuse_or_tell(settings: Settings, console: Console, *, has_key: bool) -> None:
    """Refuse to open a service to the network that nobody could use, and that nobody has secured."""
    if has_key:
        return
    make = "claimdiff keys create --name NAME --scope admin"
    if not is_loopback(settings.host):
        raise CannotServe(
            f"{settings.host} is open to the network, and there is no valid API key yet. Make one first, on the same "
            f"database: {make}. Or listen on 127.0.0.1 with the embedded database, where none is needed."
        )
    console.print(f"With a database of your own every request needs an API key, and there is none yet: {make}")


def _run(settings: Settings, dsn: str, listener: socket.socket, tell: Callable[[], None]) -> None:
    common: dict[str, Any] = {
        "http": PROTOCOL,
        "log_config": None,
        "access_log": False,
        "lifespan": "on",
        "server_header": False,
        "timeout_graceful_shutdown": _DRAIN_SECONDS,
    }
    if settings.workers == 1:
        _TellingServer(uvicorn.Config(traced(create_app(settings, dsn)), **common), tell).run(sockets=[listener])
        return
    os.environ[_HANDED_OVER] = msgspec.json.encode(_HandedOver(settings, dsn, os.getpid())).decode()
    factory = "service.cli.serving:create_worker"
    tell()
    with shared_by_workers():
        Multiprocess(uvicorn.Config(factory, factory=True, workers=settings.workers, **common), [listener]).run()


class _HandedOver(msgspec.Struct, frozen=True):
    """What a worker is told by the process that starts it."""

    settings: Settings
    dsn: str
    parent: int


def create_worker() -> Any:
    """Build the application in a worker process; the worker ends when the process that started it does."""
    handed_over = msgspec.json.decode(os.environ[_HANDED_OVER], type=_HandedOver)
    end_with_parent(handed_over.parent, signal.SIGTERM)
    return traced(create_app(handed_over.settings, handed_over.dsn))


class _TellingServer(uvicorn.Server):
    """Says that it serves when it does."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done, so that a second start says at once what is in its way."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.set_inheritable(True)
    except OSError as error:
        raise CannotServe(
            f"Cannot listen on {host} port {port}: {error.strerror or error}. Is it running already? "
            "Choose another port with --port."
        ) from None
    return listener


def _end(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
