"""Debian's own PostgreSQL 15 and pgbouncer, as operators run them: started for a test, as nobody, on free ports.

A machine without them skips these tests and says so; CI has them, and there their absence is a failure.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS

BIN = Path("/usr/lib/postgresql/15/bin")
PGBOUNCER = Path("/usr/sbin/pgbouncer")


def need(*programs: Path) -> None:
    """Skip the test, or fail in CI, when a program is missing."""
    missing = [str(one) for one in programs if not one.exists()]
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI lacks {', '.join(missing)}: apt-get install postgresql-15 pgbouncer")
    if missing:
        pytest.skip(f"no {', '.join(missing)} here: apt-get install postgresql-15 pgbouncer")


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    user = {"user": "nobody"} if os.getuid() == 0 else {}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **user)  # type: ignore[call-overload]
    try:
        _await_port(process, port)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _await_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, "it ended instead of listening"
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on {port}")


@contextlib.contextmanager
def postgresql_15(folder: Path) -> Iterator[str]:
    """Run the server; gives its address."""
    need(BIN / "postgres")
    _hand_over(folder)
    data, port = folder / "data", free_port()
    user = {"user": "nobody"} if os.getuid() == 0 else {}
    initdb = [str(BIN / "initdb"), "-D", str(data), "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, cwd="/", **user)  # type: ignore[call-overload]
    options = ["-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
    with _running([str(BIN / "postgres"), "-D", str(data), *options, "-c", "fsync=off"], port):
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            ready = subprocess.run(  # noqa: PLW1510 - that it fails is the answer
                [str(BIN / "pg_isready"), "-h", "127.0.0.1", "-p", str(port)], capture_output=True
            )
            if ready.returncode == 0:
                break
            time.sleep(0.05)
        yield f"postgresql://desk@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def pgbouncer(folder: Path, server: str) -> Iterator[str]:
    """Run the pooler before a server, in transaction mode with fewer sessions than clients; gives its address."""
    need(PGBOUNCER)
    _hand_over(folder)
    port = free_port()
    server_port = server.rpartition(":")[2].partition("/")[0]
    (folder / "users.txt").write_text('"desk" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"""[databases]
* = host=127.0.0.1 port={server_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""
    )
    with _running([str(PGBOUNCER), str(folder / "pgbouncer.ini")], port):
        yield server.replace(f":{server_port}/", f":{port}/")


def _hand_over(folder: Path) -> None:
    if os.getuid() == 0:
        folder.chmod(0o755)
        shutil.chown(folder, "nobody")
        for parent in folder.parents:
            if parent != Path("/tmp") and str(parent).startswith("/tmp/"):  # noqa: S108 - pytest makes them 0700
                parent.chmod(0o755)
