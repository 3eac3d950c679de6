"""A database of its own for one command: made in a temporary folder, gone with everything in it at the end."""

import contextlib
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from service.storage.embedded import embedded_server

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")
"""It is thrown away, so that nothing in it needs to survive."""


@contextlib.contextmanager
def scratch_database() -> Iterator[str]:
    """Give the address of an empty database; nothing of the user's own is touched.

    A polite end (SIGTERM) removes it too. After kill -9 the server ends with us, and the folder stays in the system's
    temporary folder.
    """
    before = signal.signal(signal.SIGTERM, _end)
    folder = Path(tempfile.mkdtemp(prefix="claimdiff-compare-"))
    try:
        with embedded_server(folder, _FAST) as server:
            yield server.dsn
    finally:
        signal.signal(signal.SIGTERM, before)
        shutil.rmtree(folder, ignore_errors=True)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
