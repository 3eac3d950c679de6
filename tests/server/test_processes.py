"""Processes start and end as they should, whatever hangs in them."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from service.server import supervise
from service.server.processes import WorkersFailed
from tests.builders import draft
from tests.cli.test_serve import Served, make_key, served
from tests.faults.test_read_only import close_for_writing
from tests.patience import PATIENCE_SECONDS

PATIENCE = PATIENCE_SECONDS


def starting(*programs: str) -> "list[object]":
    """What starts one program after the other; {ready} is the pipe's end."""
    left = list(programs)
    started: list[subprocess.Popen[bytes]] = []

    def start(ready: int) -> "subprocess.Popen[bytes]":
        program = f"import os, time, signal; ready = {ready}\n{left.pop(0)}"
        started.append(subprocess.Popen([sys.executable, "-c", program], pass_fds=(ready,)))
        return started[-1]

    return [start, started]


READY = "os.write(ready, b'.'); time.sleep(1000)"


def test_serving_is_said_when_every_worker_listens(tmp_path: Path) -> None:
    late = tmp_path / "late"
    start, started = starting(READY, f"time.sleep(0.5); open({str(late)!r}, 'w').close(); {READY}")
    told = []

    def tell() -> None:
        told.append(late.exists())
        os.kill(os.getpid(), signal.SIGTERM)

    supervise(start, 2, 5.0, tell, lambda _: None)
    assert told == [True]
    assert all(one.poll() is not None for one in started)


def test_nothing_is_said_when_one_does_not_start() -> None:
    start, started = starting(READY, "raise SystemExit(3)")
    with pytest.raises(WorkersFailed):
        supervise(start, 2, 5.0, lambda: pytest.fail("it does not serve"), lambda _: None)
    assert all(one.poll() is not None for one in started)


def test_a_worker_that_ends_by_itself_is_started_again_and_told_of() -> None:
    again = f"os.kill({os.getpid()}, signal.SIGTERM); {READY}"
    start, started = starting("os.write(ready, b'.')", again)
    ended: list[int] = []
    supervise(start, 1, 5.0, lambda: None, ended.append)
    assert ended == [one.pid for one in started]


def test_a_hangup_puts_new_workers_in_the_place_of_the_old_and_says_it_when_they_listen() -> None:
    start, started = starting(READY, READY, READY, READY)
    seen: list[list[bool]] = []

    def tell() -> None:
        seen.append([one.poll() is None for one in started])
        os.kill(os.getpid(), signal.SIGHUP if len(seen) == 1 else signal.SIGTERM)

    supervise(start, 2, 5.0, tell, lambda _: None)
    assert seen == [[True, True], [False, False, True, True]]


def test_a_worker_that_does_not_hear_is_killed_when_its_time_is_over() -> None:
    start, started = starting(f"signal.signal(signal.SIGTERM, signal.SIG_IGN); {READY}")
    supervise(start, 1, 0.2, lambda: os.kill(os.getpid(), signal.SIGTERM), lambda _: None)
    assert started[0].poll() == -signal.SIGKILL


def test_a_process_whose_event_loop_hangs_ends_when_its_time_is_over_and_says_where_it_hung() -> None:
    program = """
import socket, time
from service.server import Running, serve
async def app(scope, receive, send):
    if scope["type"] == "http":
        print("hangs", flush=True)
        time.sleep(1000)
    while True:
        await send({"type": (await receive())["type"] + ".complete"})
listener = socket.create_server(("127.0.0.1", 0))
serve(app, listener, Running(grace_seconds=2), lambda: print(listener.getsockname()[1], flush=True), is_worker=False)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    with socket.create_connection(("127.0.0.1", int(process.stdout.readline()))) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert process.stdout.readline() == "hangs\n"
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "time.sleep(1000)" in told or "in app" in told


@contextmanager
def hanging_receiver() -> Iterator[tuple[str, threading.Event]]:
    """Takes calls and never answers them."""
    listener, called = socket.create_server(("127.0.0.1", 0)), threading.Event()
    held: list[socket.socket] = []

    def take() -> None:
        while True:
            try:
                held.append(listener.accept()[0])
            except OSError:
                return
            called.set()

    threading.Thread(target=take, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/hook", called
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        for one in (listener, *held):
            one.close()


WEBHOOKS = {"CLAIMDIFF_WEBHOOK_ALLOW_HTTP": "true", "CLAIMDIFF_WEBHOOK_NETWORKS": "127.0.0.0/8"}


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_in_the_middle_of_a_send_on_a_database_that_only_reads_it_ends(
    server_dsn: str, dsn: str, workers: str
) -> None:
    key = {"Authorization": f"Bearer {make_key(dsn, '--scope', 'admin').strip()}"}
    with hanging_receiver() as (url, called), served("--workers", workers, DATABASE_URL=dsn, **WEBHOOKS) as service:
        async with httpx.AsyncClient(base_url=service.address, headers=key, timeout=PATIENCE_SECONDS) as client:
            assert (await client.post("/v1/webhooks", json={"url": url})).status_code == 201
            await client.post("/v1/claims", json=draft())
            await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
        assert await asyncio.to_thread(called.wait, PATIENCE)
        await close_for_writing(server_dsn, dsn, closed=True)
        assert await asyncio.to_thread(service.end, signal.SIGTERM) == 0


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_no_worker_outlives_a_master_that_is_killed(dsn: str) -> None:
    with served("--workers", "2", DATABASE_URL=dsn) as service:
        assert service.address
        workers = children_of(service.process.pid)
        assert len(workers) == 2
        service.process.kill()
        until = time.monotonic() + PATIENCE
        while not all(map(is_gone, workers)) and time.monotonic() < until:
            time.sleep(0.05)
        assert all(map(is_gone, workers))


@contextmanager
def half_sent(service: Served, key: dict[str, str]) -> Iterator[socket.socket]:
    """A request whose body is waited for: the service has said so."""
    parts = urlsplit(service.address)
    head = (
        f"POST /v1/claims HTTP/1.1\r\nHost: a\r\nAuthorization: {key['Authorization']}\r\nContent-Length: 100\r\n"
        "Expect: 100-continue\r\n\r\n{"
    )
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as line:
        line.sendall(head.encode())
        assert b"100 Continue" in line.recv(1024)
        yield line


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_second_signal_waits_for_nothing(dsn: str, workers: str) -> None:
    """Five minutes would be waited for a request that is under way."""
    key = {"Authorization": f"Bearer {make_key(dsn, '--scope', 'write').strip()}"}
    patient = {"CLAIMDIFF_GRACE_SECONDS": "600", "CLAIMDIFF_BODY_SECONDS": "600"}
    with served("--workers", workers, DATABASE_URL=dsn, **patient) as service, half_sent(service, key):
        service.process.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            service.process.wait(2)
        service.process.send_signal(signal.SIGTERM)
        service.process.wait(PATIENCE)


def test_event_streams_are_not_waited_for(dsn: str) -> None:
    """They never end by themselves: five minutes would be waited for each."""
    key = {"Authorization": f"Bearer {make_key(dsn, '--scope', 'read').strip()}"}
    with served(DATABASE_URL=dsn, CLAIMDIFF_GRACE_SECONDS="600") as service:
        with httpx.stream("GET", f"{service.address}/v1/events/stream", headers=key, timeout=PATIENCE) as answer:
            chunks = answer.iter_raw()
            assert next(chunks)
            service.process.send_signal(signal.SIGTERM)
            assert list(chunks) == []
        assert service.process.wait(PATIENCE) == 0


async def test_with_a_dead_database_it_ends(server_dsn: str, dsn: str) -> None:
    with served(DATABASE_URL=dsn) as service:
        assert service.address
        connection = await asyncpg.connect(server_dsn)
        name = dsn.partition("?")[0].rpartition("/")[2]
        await connection.execute(f"alter database {name} with allow_connections false")
        await connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", name)
        await connection.close()
        assert await asyncio.to_thread(service.end, signal.SIGTERM) == 0
