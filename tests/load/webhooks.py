"""How soon a receiver hears of a conflict: `python -m tests.load.webhooks`.

A real PostgreSQL, real processes of the service and a real receiver on this machine. Claims that each raise one
conflict are sent at a steady rate. The first line's clock starts when the claim is sent, so it holds reading, matching,
both commits and the call; the second's when its answer is there, which is just after the conflict's commit.
"""

import argparse
import asyncio
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from service.storage.migrations import migrate
from tests.faults.kills import Tally, post_until_taken
from tests.faults.machine import Machine

FIRST_DAY = date(1990, 1, 1)
METRICS = ["personnel losses", "people killed", "tanks lost", "gross domestic product", "settlements liberated"]


def claim(number: int, source: str, quantity: str) -> dict[str, Any]:
    """The claim of one source about a day and a metric that no other pair shares."""
    day = FIRST_DAY + timedelta(days=number // len(METRICS))
    metric = METRICS[number % len(METRICS)]
    return {
        "source": source,
        "metric": metric,
        "quantity": quantity,
        "period": f"as of {day}",
        "published_at": str(day),
    }


class Receiver:
    """Writes down when each conflict arrived."""

    def __init__(self) -> None:
        self.arrived: dict[tuple[str, str], float] = {}

    async def take(self, request: web.Request) -> web.Response:
        now = time.perf_counter()
        body = msgspec.json.decode(await request.read())
        for event in body if isinstance(body, list) else [body]:
            one = event["data"]["claims"][0]
            self.arrived.setdefault((one["metric"]["as_given"], one["period"]["end"]), now)
        return web.Response(status=204)


def quantile(values: list[float], share: float) -> float:
    """The value below which this share lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def measure(rate: int, seconds: int, processes: int) -> None:
    """Run once and print the figures."""
    count = rate * seconds
    folder = Path(await asyncio.to_thread(mkdtemp, prefix="claimdiff-load-"))
    await asyncio.to_thread(folder.chmod, 0o755)
    ports = [18_441 + number for number in range(processes)]
    machine, tally, receiver = Machine(folder / "data", ports), Tally(), Receiver()
    app = web.Application()
    app.router.add_post("/", receiver.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await asyncio.to_thread(machine.start_postgres)
        await migrate(machine.dsn)
        for port in ports:
            machine.start_service(port)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as client:
            hook = {"url": f"http://127.0.0.1:{runner.addresses[0][1]}/"}
            await post_until_taken(client, ports, "/v1/webhooks", hook, tally)
            stored = msgspec.json.Encoder().encode_lines([claim(one, "alpha wire", "84,720") for one in range(count)])
            async with client.post(f"http://127.0.0.1:{ports[0]}/v1/claims/batch", data=stored) as answer:
                await answer.read()
            sent, answered = await _send(client, ports, rate, count, tally)
        await _wait_for(receiver, count)
    finally:
        await asyncio.to_thread(machine.end)
        await runner.cleanup()
    _report(rate, processes, receiver, sent, answered)


async def _send(
    client: aiohttp.ClientSession, ports: list[int], rate: int, count: int, tally: Tally
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    sent: dict[tuple[str, str], float] = {}
    answered: dict[tuple[str, str], float] = {}

    async def send(number: int) -> None:
        body = claim(number, "beta news", "62,310")
        known_by = (body["metric"], body["published_at"])
        sent[known_by] = time.perf_counter()
        await post_until_taken(client, ports, "/v1/claims", body, tally)
        answered[known_by] = time.perf_counter()

    began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            tasks.create_task(send(number))
    return sent, answered


async def _wait_for(receiver: Receiver, count: int) -> None:
    deadline = time.monotonic() + 60
    while len(receiver.arrived) < count and time.monotonic() < deadline:
        await asyncio.sleep(0.05)


def _report(
    rate: int,
    processes: int,
    receiver: Receiver,
    sent: dict[tuple[str, str], float],
    answered: dict[tuple[str, str], float],
) -> None:
    arrived = receiver.arrived
    span = max(answered.values()) - min(sent.values())
    print(f"{len(sent)} conflicts at {len(sent) / span:,.0f}/s (asked for {rate}/s), {processes} processes")
    print(f"delivered: {len(arrived.keys() & sent.keys())} of {len(sent)}")
    rows = {
        "claim sent to receiver's socket": [arrived[one] - sent[one] for one in sent if one in arrived],
        "claim answered to receiver's socket": [
            max(0.0, arrived[one] - answered[one]) for one in sent if one in arrived
        ],
        "claim sent to claim answered": [answered[one] - sent[one] for one in sent],
    }
    for name, values in rows.items():
        shares = "  ".join(f"{label} {quantile(values, share) * 1000:7.1f} ms" for label, share in SHARES.items())
        print(f"{name:38} {shares}")


SHARES = {"median": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=200, help="conflicts a second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    asyncio.run(measure(given.rate, given.seconds, given.processes))


if __name__ == "__main__":
    main()
