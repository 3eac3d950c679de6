"""Hostile requests by the hundred thousand against a served instance: `python -m tests.hostile.fuzz --requests 100000`.

The service runs as anybody would start it, in a process of its own with the embedded database, and is asked over real
sockets on loopback. Counted are the answers by status; each of 5xx is shown with its request. Beside them somebody asks
`/health/live` every 20 ms, which tells how long the slowest answer took on this machine with all that runs on it, and a
watch within the service tells how long the loop's own thread was at one piece of work. Ends with 1 when anything was
answered 5xx, or not at all, or the process ended.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.contract.document import COMMITTED
from tests.hostile.mutations import Maker
from tests.hostile.watched import Pause, read_pauses, told_pauses
from tests.hostile.wire import Hostile

AT_ONCE = 8
WARM_UP = 2_000
"""Requests after which memory is looked at for the first time: caches and lexicons have filled by then."""
PATIENCE_SECONDS = 40
_SHOWN = 20
_KEYLESS_SHARE = 0.1
_PROBE_SECONDS = 0.02


@dataclass(slots=True)
class Figures:
    """What a run came to."""

    statuses: Counter[int] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    hung_up: int = 0
    unanswered: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    held: list[Pause] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    seconds: float = 0.0
    processor_seconds: float = 0.0

    @property
    def requests(self) -> int:
        """How many were sent."""
        return self.statuses.total() + self.hung_up + len(self.unanswered)

    @property
    def _pace(self) -> float:
        return self.requests / max(self.seconds, 0.001)

    @property
    def is_clean(self) -> bool:
        """Say whether everything was answered below 500."""
        return not self.faults and not self.unanswered

    def __str__(self) -> str:
        pauses = sorted(self.pauses) or [0.0]
        memory = self.memory or [0]
        at_last = int(len(pauses) * 0.999)
        slow = sorted(self.slowest, reverse=True)[:5]
        return f"""\
{self.requests:,} requests of {len(self.operations)} operations in {self.seconds:.0f} s ({self._pace:,.0f}/s)
by status: {", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items()))}
hung up on, being no HTTP: {self.hung_up:,}; not answered: {len(self.unanswered)}; faults: {len(self.faults)}
memory: {memory[0] / 1e6:.0f} MB after {WARM_UP:,} requests, {memory[-1] / 1e6:.0f} MB at the end, {
            max(memory) / 1e6:.0f} MB at most
pauses, by {len(pauses):,} probes: median {pauses[len(pauses) // 2] * 1000:.1f} ms, 99.9 % {
            pauses[at_last] * 1000:.0f} ms, longest {pauses[-1] * 1000:.0f} ms
processor: {self.processor_seconds / max(self.requests, 1) * 1000:.2f} ms a request
{told_pauses(self.held)}
{"".join(f"slow: {seconds:.2f} s {told}" + chr(10) for seconds, told in slow)}\
{"".join(f"FAULT {one}" + chr(10) for one in (*self.faults, *self.unanswered)[:_SHOWN])}"""


@dataclass(frozen=True, slots=True)
class Served:
    """A running service."""

    host: str
    port: int
    key: str
    process: asyncio.subprocess.Process
    pauses: Path
    """Where the watch on its loop writes."""

    def status(self, name: str) -> int:
        """Read a figure of the process as the system has it; 0 when it is gone."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
                if line.startswith(f"{name}:"):
                    return int(line.split()[1])
        return 0

    @property
    def processor_seconds(self) -> float:
        """What it has used of the processor so far."""
        with suppress(OSError):
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Served]:
    """Run the service in a process of its own, on a fresh database, with a watch on its loop."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")}
    environment |= {
        "CLAIMDIFF_DATA_DIR": str(folder / "data"),
        "CLAIMDIFF_WEBHOOK_NETWORKS": "127.0.0.0/8",
        "CLAIMDIFF_LOG_LEVEL": "warning",
        "CLAIMDIFF_BODY_SECONDS": "2",
        "CLAIMDIFF_HEAD_SECONDS": "2",
        "CLAIMDIFF_IDLE_SECONDS": "20",
    }
    environment.pop("DATABASE_URL", None)
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.hostile.watched", str(folder / "pauses"), "serve", "--port", "0"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    assert process.stdout is not None
    address = ""
    while not address:
        line = (await asyncio.wait_for(process.stdout.readline(), 120)).decode()
        assert line, (folder / "log").read_text()
        address = line.split()[2] if line.startswith("Serving on") else ""
    parts = urlsplit(address)
    assert parts.hostname is not None
    assert parts.port is not None
    key = (folder / "data" / f"key-{parts.port}").read_text()
    try:
        yield Served(parts.hostname, parts.port, key, process, folder / "pauses")
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def fuzz(requests: int, seed: int, folder: Path) -> Figures:
    """Send so many requests and give what became of them."""
    figures, chance = Figures(), random.Random(seed)
    maker = Maker(json.loads(COMMITTED.read_text(encoding="utf-8")), chance)
    async with served(folder) as service:
        probe = asyncio.create_task(_probe(service, figures))
        watch = asyncio.create_task(_watch(service, figures))
        started = time.monotonic()
        budget = iter(range(requests))
        await asyncio.gather(*(_work(service, maker, figures, budget) for _ in range(AT_ONCE)))
        figures.seconds = time.monotonic() - started
        figures.processor_seconds = service.processor_seconds
        probe.cancel()
        watch.cancel()
        figures.memory.append(service.status("VmRSS") * 1024)
        if service.process.returncode is not None:
            figures.faults.append(f"the process ended with {service.process.returncode}")
    figures.held = read_pauses(folder / "pauses")
    log = (folder / "log").read_text(errors="replace")
    figures.faults += [line[:2_000] for line in log.splitlines() if '"error"' in line or "Traceback" in line][:_SHOWN]
    return figures


async def _work(service: Served, maker: Maker, figures: Figures, budget: Iterator[int]) -> None:
    """Send one after another on a connection that is kept as long as the service keeps it."""
    wire: Wire | None = None
    for _ in budget:
        hostile = maker.make()
        key = None if maker.chance.random() < _KEYLESS_SHARE else service.key
        figures.operations[hostile.operation] += 1
        told = f"{hostile.method} {hostile.target[:300]} {hostile.headers} {hostile.body[:300]!r} {hostile.raw[:200]!r}"
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                wire, (status, answer, is_kept) = await _ask(service, wire, hostile, key)
        except (OSError, EOFError, asyncio.IncompleteReadError, ValueError):
            status, answer, is_kept = 0, b"", False
        except TimeoutError:
            figures.unanswered.append(told)
            status, answer, is_kept = -1, b"", False
        _count(figures, hostile, told, status, answer, time.monotonic() - began)
        maker.learn(answer)
        if wire is not None and not is_kept:
            await _hang_up(wire[1])
            wire = None
    if wire is not None:
        await _hang_up(wire[1])


Wire = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _ask(
    service: Served, wire: Wire | None, hostile: Hostile, key: str | None
) -> tuple[Wire, tuple[int, bytes, bool]]:
    """Send a request on a connection that was kept, or on a new one.

    A kept one may be ended by the service at any moment: then it is asked anew, as clients do.
    """
    host = f"{service.host}:{service.port}"
    if wire is not None:
        try:
            return wire, await _exchange(wire, hostile, host, key)
        except (OSError, EOFError):
            await _hang_up(wire[1])
    wire = await asyncio.open_connection(service.host, service.port, limit=2**20)
    try:
        return wire, await _exchange(wire, hostile, host, key)
    except BaseException:
        wire[1].close()
        raise


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def _count(figures: Figures, hostile: Hostile, told: str, status: int, answer: bytes, seconds: float) -> None:
    if status > 0:
        figures.statuses[status] += 1
    elif status == 0:
        figures.hung_up += 1
    if status >= 500:
        figures.faults.append(f"{status} {told} → {answer[:300]!r}")
    if status == 0 and not hostile.may_be_hung_up_on:
        figures.faults.append(f"hung up on: {told}")
    figures.slowest.append((seconds, told))
    if len(figures.slowest) > 100:
        figures.slowest = sorted(figures.slowest, reverse=True)[:10]


async def _exchange(
    wire: tuple[asyncio.StreamReader, asyncio.StreamWriter], hostile: Hostile, host: str, key: str | None
) -> tuple[int, bytes, bool]:
    """Send a request; give the status, the answer's body, and whether the connection can be used again."""
    reader, writer = wire
    sent = hostile.written(host, key)
    writer.write(sent)
    with suppress(ConnectionError):
        await writer.drain()
    if hostile.is_broken:
        writer.write_eof()
    line = await reader.readline()
    if not line:
        raise EOFError
    status = int(line.split()[1])
    headers = {}
    while (field_line := (await reader.readline()).strip()) != b"":
        name, _, text = field_line.partition(b":")
        headers[name.strip().lower()] = text.strip().lower()
    if headers.get(b"content-type", b"").startswith(b"text/event-stream"):
        return status, b"", False
    answer = b""
    if hostile.method != "HEAD" and status not in (204, 304):
        answer = await _body(reader, headers)
    is_kept = headers.get(b"connection") != b"close" and not hostile.is_broken and not hostile.raw
    return status, answer, is_kept


async def _body(reader: asyncio.StreamReader, headers: dict[bytes, bytes]) -> bytes:
    if b"content-length" in headers:
        return await reader.readexactly(int(headers[b"content-length"]))
    if headers.get(b"transfer-encoding") != b"chunked":
        return await reader.read()
    parts = []
    while size := int((await reader.readline()).strip(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)


async def _probe(service: Served, figures: Figures) -> None:
    """Ask whether it lives, every 20 ms; how long the answer takes is how long the event loop was busy."""
    ask = f"GET /health/live HTTP/1.1\r\nHost: {service.host}\r\n\r\n".encode()
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(service.host, service.port)
            try:
                while not reader.at_eof():
                    began = time.monotonic()
                    writer.write(ask)
                    await reader.readuntil(b'"}')
                    figures.pauses.append(time.monotonic() - began)
                    await asyncio.sleep(_PROBE_SECONDS)
            finally:
                await _hang_up(writer)
        await asyncio.sleep(_PROBE_SECONDS)


async def _watch(service: Served, figures: Figures) -> None:
    """Look at the memory every second, from when it is warm; say how far we are now and then."""
    said = 0
    while True:
        if figures.requests >= WARM_UP:
            figures.memory.append(service.status("VmRSS") * 1024)
        if figures.requests - said >= 10_000:
            said = figures.requests
            print(f"{said:,} requests, {len(figures.faults)} faults", file=sys.stderr, flush=True)
        await asyncio.sleep(1)


def main(requests: int, seed: int) -> bool:
    """Run on a fresh database, print the figures, say whether all is well."""
    with tempfile.TemporaryDirectory(prefix="claimdiff-hostile-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        figures = asyncio.run(fuzz(requests, seed, folder))
    print(figures)
    return figures.is_clean


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(0 if main(given.requests, given.seed) else 1)
