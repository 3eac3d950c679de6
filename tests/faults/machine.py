"""What is killed: a PostgreSQL and processes of the service on this machine, started again as often as it takes."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from service.storage.embedded import EmbeddedServer, EmbeddedServerError, start_embedded_server

SERVER_OPTIONS = ("shared_buffers=128MB", "max_connections=100", "log_min_messages=fatal")
SIGTERMS = 5
END_SECONDS = 20
RESTARTS = 20


class Machine:
    """The three that are killed."""

    def __init__(self, data: Path, ports: list[int]) -> None:
        self.data = data
        self.ports = ports
        self.postgres: EmbeddedServer | None = None
        self.services: dict[int, subprocess.Popen[bytes]] = {}
        self.addresses: dict[int, str] = {}
        """Of the database, for processes that do not go to it straight."""
        self.headers: dict[str, str] = {}
        """With a key, for programs that are no neighbours of the service."""

    @property
    def dsn(self) -> str:
        """The address, the same after each start."""
        assert self.postgres
        return self.postgres.dsn

    def start_postgres(self) -> None:
        """Start it, or start it again: after a SIGKILL its orphans may hold the shared memory for a moment."""
        for _ in range(RESTARTS):
            try:
                self.postgres = start_embedded_server(self.data, SERVER_OPTIONS)
            except EmbeddedServerError:
                time.sleep(1)
            else:
                return
        self.postgres = start_embedded_server(self.data, SERVER_OPTIONS)

    def start_service(self, port: int) -> None:
        """Start one process of the service."""
        environment = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")} | {
            "DATABASE_URL": self.addresses.get(port, self.dsn),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "CLAIMDIFF_WEBHOOK_ALLOW_HTTP": "true",
            "CLAIMDIFF_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "CLAIMDIFF_LOG_LEVEL": "error",
        }
        command = [sys.executable, "-m", "tests.laws.one_process", str(port)]
        with (self.data.parent / "service.log").open("ab") as log:
            self.services[port] = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def kill(self, target: str | int) -> None:
        """Kill with SIGKILL, and start again."""
        if isinstance(target, int):
            self.services[target].kill()
            self.services[target].wait()
            self.start_service(target)
            return
        assert self.postgres
        assert self.postgres.process
        self.postgres.process.kill()
        self.postgres.stop()
        self.start_postgres()

    def end_by_sigterm(self, port: int) -> bool:
        """Send many SIGTERMs, start again; say whether it ended by itself in its time."""
        process = self.services[port]
        for _ in range(SIGTERMS):
            process.terminate()
            time.sleep(0.05)
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            self.start_service(port)
            return False
        self.start_service(port)
        return True

    def end(self) -> None:
        """End everything."""
        for process in self.services.values():
            process.kill()
            process.wait()
        if self.postgres:
            self.postgres.stop()


@asynccontextmanager
async def machine() -> AsyncIterator[Machine]:
    """Everything on a fresh folder that PostgreSQL's user can enter."""
    folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="claimdiff-kills-")
    await asyncio.to_thread(os.chmod, folder, 0o755)
    started = Machine(Path(folder) / "data", [])
    try:
        await asyncio.to_thread(started.start_postgres)
        yield started
    finally:
        await asyncio.to_thread(started.end)
    await asyncio.to_thread(shutil.rmtree, folder)  # After a failure it stays, with the logs.


async def read_only(on: Machine, *, is_on: bool) -> None:
    """Let the database only read, as a replica does or a provider whose disk is full; or let it write again."""
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(on.dsn, server_settings={"default_transaction_read_only": "off"})
            try:
                await connection.execute(f"alter system set default_transaction_read_only = {'on' if is_on else 'off'}")
                await connection.execute("select pg_reload_conf()")
            finally:
                await connection.close()
            return
        await asyncio.sleep(0.1)


def through(dsn: str, port: int) -> str:
    """The same database, by way of the proxy."""
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(netloc=f"{parts.netloc.partition('@')[0]}@127.0.0.1:{port}", query=""))
