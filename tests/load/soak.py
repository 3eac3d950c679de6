"""An hour of even load: do memory and latency stay flat? `python -m tests.load.soak`.

    python -m tests.load.soak --minutes 60 --claims 1000000

Fills a database, measures what one process takes with 16 connections, and then sends half of that by the clock. A
claim's latency is counted from the moment when it was due, so that a stall shows in all that it delayed. Once a second
somebody lists conflicts. A line a minute; at the end the first tenth beside the last. Ends with 1 if anything was
refused or left to compare, or if memory or the median latency grew by more than a quarter.
"""

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import msgspec

from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from tests.load.__main__ import PORT, resident_memory, running
from tests.load.client import Connection, Times, post_all
from tests.load.filling import CELL, Shape, arriving, draft_of, fill, shape_of

CONNECTIONS = 16
SHARE = 0.5
MOST_GROWTH = 1.25
_FULL_CELL = 2 * CELL


@dataclass
class Minute:
    """What one minute came to."""

    times: Times = field(default_factory=Times)
    memory: float = 0.0
    listing: list[float] = field(default_factory=list)
    """Milliseconds that listing conflicts took."""


def news(shape: Shape, seed: int) -> Iterator[bytes]:
    """Give claims without end. Each metric goes on to the next day when a day has its claims, as news does.

    So a claim meets as many candidates in the last minute as in the first, about 25.
    """
    chance = random.Random(seed)
    filled = [max(1, count // CELL) for count in shape.counts()]
    said: Counter[int] = Counter()
    weights = list(itertools.accumulate(shape.weights))
    while True:
        [metric] = chance.choices(range(len(shape.metrics)), cum_weights=weights)
        cell = filled[metric] + said[metric] // _FULL_CELL
        said[metric] += 1
        yield msgspec.json.encode(draft_of(shape, metric, cell, chance))


async def send_by_the_clock(bodies: Iterator[bytes], rate: float, seconds: float) -> Times:
    """Send claims evenly over the connections; a claim that is sent late is counted from when it was due."""
    times, started = Times(), time.perf_counter()
    due = itertools.takewhile(lambda at: at < seconds, (number / rate for number in itertools.count()))

    async def work() -> None:
        async with Connection(PORT) as connection:
            for at in due:
                if (wait := started + at - time.perf_counter()) > 0:
                    await asyncio.sleep(wait)
                times.refused += not await connection.post("/v1/claims", next(bodies))
                times.each.append(time.perf_counter() - started - at)

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    times.seconds = time.perf_counter() - started
    return times


async def list_now_and_then(minute: Minute) -> None:
    """List the newest conflicts once a second, until cancelled."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}", timeout=30) as client:
        while True:
            started = time.perf_counter()
            (await client.get("/v1/conflicts", params={"limit": 50})).raise_for_status()
            minute.listing.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(1)


async def soak(dsn: str, claims: int, minutes: int) -> bool:
    """Run, print, and say whether all stayed flat."""
    await migrate(dsn)
    shape = shape_of(claims)
    await fill(dsn, shape)
    async with running("tests.laws.one_process", dsn) as pid:
        await post_all(PORT, "/v1/claims", arriving(shape, 10_000, 1), CONNECTIONS, 10)
        full = await post_all(PORT, "/v1/claims", arriving(shape, 60_000, 2), CONNECTIONS, 20)
        rate = full.rate * SHARE
        print(
            f"{claims:,} claims stored. At full load {full.rate:,.0f}/s; sent are {rate:,.0f}/s for {minutes} minutes."
        )
        print("minute | sent/s | refused | p50 ms | p99 ms | most ms | memory MB | list p50 ms", flush=True)
        bodies, run = news(shape, 3), []
        for number in range(1, minutes + 1):
            minute = Minute()
            listing = asyncio.create_task(list_now_and_then(minute))
            minute.times = await send_by_the_clock(bodies, rate, 60)
            listing.cancel()
            minute.memory = resident_memory(pid)
            run.append(minute)
            _print(number, minute)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}") as client:
            waiting = (await client.get("/health/ready")).json()["uncompared_claims"]
    return _judge(run, waiting)


def _print(number: int, minute: Minute) -> None:
    times = minute.times
    listed = sorted(minute.listing)[len(minute.listing) // 2]
    cells = (
        f"{number:6}",
        f"{times.rate:6,.0f}",
        f"{times.refused:7}",
        *(f"{times.quantile(share):{width}.1f}" for share, width in ((0.5, 6), (0.99, 6), (1.0, 7))),
        f"{minute.memory:9.1f}",
        f"{listed:11.1f}",
    )
    print(" | ".join(cells), flush=True)


def _judge(run: list[Minute], waiting: int) -> bool:
    tenth = max(1, len(run) // 10)
    first, last = run[:tenth], run[-tenth:]
    growth = {}
    for name, of in (
        ("memory", lambda one: one.memory),
        ("p50", lambda one: one.times.quantile(0.5)),
        ("p99", lambda one: one.times.quantile(0.99)),
    ):
        early, late = (sum(map(of, part)) / len(part) for part in (first, last))
        growth[name] = late / early
        print(f"{name}: {early:.1f} in the first tenth, {late:.1f} in the last, {late / early:.2f} times")
    refused = sum(one.times.refused for one in run)
    print(f"{sum(len(one.times.each) for one in run):,} claims sent, {refused} refused, {waiting} left to compare")
    return not refused and not waiting and max(growth["memory"], growth["p50"]) <= MOST_GROWTH


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.soak", description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000, help="stored before")
    parser.add_argument("--minutes", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimdiff-soak-") as name:
        Path(name).chmod(0o755)
        with embedded_server(Path(name) / "data") as server:
            is_flat = asyncio.run(soak(server.dsn, given.claims, given.minutes))
    sys.exit(0 if is_flat else 1)


if __name__ == "__main__":
    main()
