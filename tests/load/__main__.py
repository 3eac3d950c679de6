"""The speed of the service, each figure beside a limit measured in the same run: `python -m tests.load` (make bench).

    python -m tests.load --claims 100000 1000000 --seconds 10

Everything runs on this machine: PostgreSQL with its own settings (fsync on), one process of the service (two at the
end), the load.
"""

import argparse
import asyncio
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from tests.load.client import Times, post_all, post_batch
from tests.load.filling import Shape, arriving, fill, shape_of

CONNECTIONS = (1, 16, 32)
PORT = 18_461
_CHECKED = 1_000
_SEEDS = itertools.count(100)
"""No claim is sent twice, to whichever process."""


def say(*cells: object) -> None:
    """Print a line of the table."""
    print(
        " | ".join(str(cell).rjust(width) for cell, width in zip(cells, (10, 38, 12, 9, 9, 40), strict=False)),
        flush=True,
    )


@asynccontextmanager
async def running(module: str, dsn: str, port: int = PORT) -> AsyncIterator[int]:
    """Run one process, and give its id."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, str(port)),
        env=environment | {"DATABASE_URL": dsn, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(2_000):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                break
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def resident_memory(pid: int, *, at_most: bool = False) -> float:
    """Resident memory of a process in MB, now or the most that it ever was."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    wanted = "VmHWM" if at_most else "VmRSS"
    return int(next(line for line in lines if line.startswith(wanted)).split()[1]) / 1024


def processor_seconds(pid: int) -> float:
    """What a process and those that it has started have used of the processor."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_seconds(int(child)) for child in children)


async def measure(claims: int, seconds: float, lines: int, dsn: str) -> None:
    """Fill a database, and print its lines."""
    await migrate(dsn)
    shape = shape_of(claims)
    copied = await fill(dsn, shape)
    bare = await _measure_bare(dsn, shape, seconds)
    async with running("tests.laws.one_process", dsn) as pid:
        await _warm_up(shape)
        for path in ("/v1/claims", "/v1/claims?matches=conflicting"):
            await _measure_posts(path, "", shape, seconds, bare, pid)
        say(f"{shape.claims:,}", "resident memory, at most", f"{resident_memory(pid, at_most=True):.0f} MB")
        await _measure_check(shape)
        await _measure_batch(shape, lines, copied, pid)
    async with running("tests.load.two_processes", dsn) as pid:
        await _warm_up(shape)
        await _measure_posts("/v1/claims", ", 2 processes", shape, seconds, bare, pid)


async def _measure_bare(dsn: str, shape: Shape, seconds: float) -> dict[int, Times]:
    bare = {}
    async with running("tests.load.bare", dsn):
        bodies = arriving(shape, 60_000, 3)
        await post_all(PORT, "/v1/claims", bodies[:500], 16, 2)
        for connections in CONNECTIONS:
            bare[connections] = found = await post_all(PORT, "/v1/claims", bodies, connections, seconds)
            rate, late = f"{found.rate:,.0f}/s", f"{found.quantile(0.99):.1f}"
            say(f"{shape.claims:,}", f"limit A, {connections}", rate, f"{found.quantile(0.5):.1f}", late)
    return bare


async def _warm_up(shape: Shape) -> None:
    """Let the processes meet the sources and metrics, and the server make its plans."""
    await post_all(PORT, "/v1/claims", arriving(shape, 5_000, next(_SEEDS)), 16, 6)


async def _measure_posts(path: str, how: str, shape: Shape, seconds: float, bare: dict[int, Times], pid: int) -> None:
    for connections in CONNECTIONS:
        used = processor_seconds(pid)
        found = await post_all(PORT, path, arriving(shape, 60_000, next(_SEEDS)), connections, seconds)
        limit = bare[connections]
        share = f"{found.rate / limit.rate:.0%} of A, p99 {found.quantile(0.99) / limit.quantile(0.99):.1f} x A's"
        share += f", {(processor_seconds(pid) - used) / len(found.each) * 1e6:.0f} µs of CPU each"
        refused = f", refused {found.refused}" if found.refused else ""
        rate, late = f"{found.rate:,.0f}/s", f"{found.quantile(0.99):.1f}"
        what = f"POST {path.removeprefix('/v1')}{how}, {connections}"
        say(f"{shape.claims:,}", what, rate, f"{found.quantile(0.5):.1f}", late, share + refused)


async def _measure_check(shape: Shape) -> None:
    bodies = arriving(shape, _CHECKED, 11)
    found = await post_all(PORT, "/v1/claims/check", bodies, 16, 60)
    say(f"{shape.claims:,}", f"check of {_CHECKED:,} figures", f"{found.seconds:.2f} s", "", "", f"{found.rate:,.0f}/s")


async def _measure_batch(shape: Shape, lines: int, copied: float, pid: int) -> None:
    seconds, stored = await post_batch(PORT, "/v1/claims/batch", arriving(shape, lines, 12))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}") as client:
        waiting = (await client.get("/health/ready")).json()["uncompared_claims"]
    rate = stored / seconds
    share = f"{rate / copied:.0%} of COPY's {copied:,.0f}/s; {waiting} left to compare"
    say(f"{shape.claims:,}", f"batch of {stored:,}", f"{rate:,.0f}/s", "", "", share)
    say(f"{shape.claims:,}", "resident memory, at most", f"{resident_memory(pid, at_most=True):.0f} MB")


def main() -> None:
    """Measure each size after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[100_000, 1_000_000], help="stored before measuring")
    parser.add_argument("--seconds", type=float, default=8.0, help="of each load")
    parser.add_argument("--lines", type=int, default=20_000, help="of the batch")
    given = parser.parse_args()
    say("stored", "what, over how many connections", "rate", "p50 ms", "p99 ms", "beside its limit")
    for claims in given.claims:
        with tempfile.TemporaryDirectory(prefix="claimdiff-bench-") as name:
            Path(name).chmod(0o755)
            with embedded_server(Path(name) / "data") as server:
                asyncio.run(measure(claims, given.seconds, given.lines, server.dsn))


if __name__ == "__main__":
    main()
