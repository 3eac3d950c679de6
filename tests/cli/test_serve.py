"""`claimdiff serve` as a process: what it prints, what it answers, how it ends."""

import gzip
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import rmtree
from typing import ClassVar

import httpx
import pytest

from tests.patience import PATIENCE_SECONDS


class Served:
    """A running `claimdiff serve` and what it has printed so far."""

    def __init__(self, *arguments: str, **settings: str) -> None:
        environment = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")}
        self.lines: list[str] = []
        self.ready = threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--port", "0", *arguments],
            env=environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if "Serving on" in line:
                self.ready.set()
        self.ready.set()

    @property
    def printed(self) -> str:
        return "".join(self.lines)

    @property
    def address(self) -> str:
        assert self.ready.wait(PATIENCE_SECONDS), self.printed
        found = re.search(r"http://[\d.]+:\d+", self.printed)
        assert found, self.printed
        return found[0]

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        try:
            return self.process.wait(PATIENCE_SECONDS)
        finally:
            self.reader.join()
            assert self.process.stdout
            self.process.stdout.close()


@contextmanager
def served(*arguments: str, **settings: str) -> Iterator[Served]:
    one = Served(*arguments, **settings)
    try:
        yield one
    finally:
        one.end(signal.SIGKILL)


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="claimdiff-test-"))
    folder.chmod(0o755)
    yield folder / "data"
    rmtree(folder)


def test_with_nothing_besides_it_loads_the_seeds_once_and_keeps_them(data: Path) -> None:
    told = []
    for _ in range(2):
        with served("--seeds", CLAIMDIFF_DATA_DIR=str(data), DATABASE_URL="") as service:
            conflicts = httpx.get(f"{service.address}/v1/conflicts", params={"limit": 100}).json()["items"]
            assert httpx.get(f"{service.address}/health/ready").status_code == 200
            assert service.end() == 0
            told.append(service.printed)
    assert "33 new, 0 known already" in told[0]
    assert "0 new, 33 known already" in told[1]
    assert f"{len(conflicts)} conflicts in 5 disputes, 1 more if" in told[1]
    assert "18 March 2020: 14, 19, 21, 33 (33 = 14 + 19, possible)" in " ".join(told[0].split())
    assert "What the losses are said to be" in told[0]
    assert "6 figures: " in told[0]
    for shown in ("World Factbook, December 2022: $1.923 billion", "how far apart", "Can both stand", "Look alike"):
        assert shown in told[0]


def make_key(dsn: str, *arguments: str) -> str:
    command = [sys.executable, "-m", "service.cli", "keys", "create", "--name", "a test", *arguments]
    return subprocess.run(
        command, env=os.environ | {"DATABASE_URL": dsn}, check=True, capture_output=True, text=True
    ).stdout


def test_workers_share_the_port_and_end_together(dsn: str) -> None:
    key = {"Authorization": f"Bearer {make_key(dsn, '--scope', 'admin').strip()}"}
    with served("--workers", "2", DATABASE_URL=dsn) as service:
        retrying = httpx.HTTPTransport(retries=20)
        with httpx.Client(
            base_url=service.address, transport=retrying, headers=key, timeout=PATIENCE_SECONDS
        ) as client:
            claim = {"source": "alpha", "metric": "losses", "quantity": "5", "period": "2022"}
            assert client.post("/v1/claims", json=claim).status_code == 201
            for _ in range(20):
                assert 'claimdiff_claims_total{outcome="stored"} 1.0' in client.get("/metrics").text
        assert service.end(signal.SIGTERM) == 0


def test_a_taken_port_is_said_in_words(dsn: str) -> None:
    with served(DATABASE_URL=dsn) as service:
        port = service.address.rsplit(":", 1)[1]
        with served("--port", port, DATABASE_URL=dsn) as other:
            assert other.process.wait(PATIENCE_SECONDS) == 1
            other.reader.join()
            assert f"Cannot listen on 127.0.0.1 port {port}" in other.printed
            assert "Traceback" not in other.printed


def test_nobody_can_use_a_database_of_ones_own_without_a_key_and_it_says_so(dsn: str) -> None:
    with served(DATABASE_URL=dsn) as service:
        assert httpx.get(f"{service.address}/v1/claims").status_code == 401
        assert "claimdiff keys create --name NAME --scope admin" in service.printed


def test_without_any_key_it_does_not_open_to_the_network(dsn: str) -> None:
    with served("--host", "0.0.0.0", DATABASE_URL=dsn) as service:  # noqa: S104 - the point of the test
        assert service.process.wait(PATIENCE_SECONDS) == 1
        service.reader.join()
        assert "Make one first, on the same database: claimdiff keys create" in service.printed


class Collector(BaseHTTPRequestHandler):
    """Keeps the spans that it gets."""

    taken: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body))
        self.send_response(200)
        self.end_headers()


def test_traces_go_where_the_specifications_variable_says(data: Path) -> None:
    collector = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=collector.serve_forever).start()
    endpoint = f"http://127.0.0.1:{collector.server_address[1]}"
    try:
        settings = {"CLAIMDIFF_DATA_DIR": str(data), "DATABASE_URL": "", "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint}
        with served(**settings) as service:
            trace = {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
            assert httpx.get(f"{service.address}/v1/claims", headers=trace).status_code == 200
            assert httpx.get(f"{service.address}/health/live").status_code == 200
            assert service.end() == 0
    finally:
        collector.shutdown()
        collector.server_close()
    assert {path for path, _ in Collector.taken} == {"/v1/traces"}
    spans = b"".join(body for _, body in Collector.taken)
    assert b"/v1/claims" in spans
    assert bytes.fromhex("4bf92f3577b34da6a3ce929d0e0e4736") in spans
    assert b"/health/live" not in spans
