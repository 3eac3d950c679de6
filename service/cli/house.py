"""The key of the house, as a file: made by `serve`, shown by the commands that talk to it."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from service.api.access import Home, is_loopback, needs_keys, new_token
from service.cli.places import data_folder
from service.settings import Settings


@contextlib.contextmanager
def key_of_the_house(settings: Settings, listener: socket.socket) -> Iterator[Home]:
    """Keep a key in the data folder as long as the block runs, where programs of this user need none of their own."""
    if needs_keys(settings):
        yield Home()
        return
    path, key = _file(settings, listener.getsockname()[1]), new_token()
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key)
    try:
        yield Home(key, str(path))
    finally:
        path.unlink(missing_ok=True)


def find_key(settings: Settings, server: str) -> str | None:
    """Find the key for a server on this machine, if one of this user runs at that address."""
    parts = urlsplit(server)
    if not is_loopback(parts.hostname or "") or parts.port is None:
        return None
    with contextlib.suppress(OSError):
        return _file(settings, parts.port).read_text(encoding="ascii")
    return None


def _file(settings: Settings, port: int) -> Path:
    return data_folder(settings) / f"key-{port}"
