"""`claimdiff serve`."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import click
import msgspec
from rich.console import Console

from service.api.access import is_loopback, needs_keys
from service.app import create_app
from service.cli.house import key_of_the_house
from service.cli.places import data_folder, database_address, service_in_process
from service.cli.seeding import load_seeds
from service.cli.worker import running_of, start_workers
from service.errors import ClaimdiffError
from service.server import end_within, supervise
from service.server import serve as serve_here
from service.settings import Settings, read_settings
from service.storage.keys import has_usable_key
from service.telemetry.prometheus import shared_by_workers
from service.telemetry.traces import traced

_END_SECONDS = 15
"""Within which this ends when it is told to while it does not serve: PostgreSQL has some seconds of that."""
_WIDTH_OF_FILES = 200


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
            f"Serving on [bold]{address}[/]   Console {address}/console/   API pages {address}/docs   "
            f"API document {address}/openapi.json   Ctrl-C ends it."
        )
        _run(settings, dsn, listener, lambda: console.print(told, soft_wrap=True))


async def _prepare(settings: Settings, dsn: str, console: Console, *, seeds: bool) -> None:
    async with service_in_process(settings, dsn) as service:
        if needs_keys(settings):
            async with service.database.connection() as connection:
                _refuse_or_warn(settings, console, has_key=await has_usable_key(connection, service.clock()))
        if seeds:
            await load_seeds(service, console)


def _refuse_or_warn(settings: Settings, console: Console, *, has_key: bool) -> None:
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
    running = running_of(settings)
    with key_of_the_house(settings, listener) as home:
        if settings.workers == 1:
            app = traced(create_app(settings, dsn, home))
            serve_here(app, listener, running, tell, is_worker=False)
            return
        shared = msgspec.structs.replace(home, parent=os.getpid())
        with shared_by_workers() as forget, start_workers(settings, dsn, shared, listener) as start:
            supervise(start, settings.workers, running.grace_seconds, tell, forget)


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
    """End before there is a server, or after it: bounded too, and at once when it is said again."""
    end_within(_END_SECONDS)
    raise KeyboardInterrupt
