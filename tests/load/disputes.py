"""`python -m tests.load.disputes`: one question on which a great many sources say each its own figure.

Prints, beside each other for questions of 2, 50 and 2,000 claims (`--claims` for others): what a POST of one more claim
takes and answers, what it leaves behind in rows and events, how long the dispute takes to follow, what deriving it anew
takes, what is answered of it, and how much memory the process has; `--claims 50000` takes some minutes. The claims that
stand there already are stored as if they had been compared, so that filling takes no hours.
"""

import argparse
import asyncio
import os
import socket
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import httpx
import msgspec

from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, derive_disputes
from service.storage import claims as claim_storage
from service.storage import uncompared
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from service.storage.pool import Database, open_database
from tests.builders import NOON, count_marks, draft
from tests.load.__main__ import resident_memory, running

ONE_BY_ONE = 20
ROUND = 1_000
_PATIENCE_SECONDS = 120
_REST_SECONDS = 0.05
Row = dict[str, str]


def figures(number: int) -> dict[str, Any]:
    """A claim of a source of its own, with a figure of its own."""
    return draft(source=f"source {number}", quantity=f"{number + 1:,},111.5")


async def store(recorder: Recorder, numbers: range) -> None:
    """Store claims as if they had been compared."""
    for start in range(numbers.start, numbers.stop, ROUND):
        some = range(start, min(start + ROUND, numbers.stop))
        drafts = [msgspec.convert(figures(number), Draft) for number in some]
        stored = await recorder.in_stored_form([recorder.read(one) for one in drafts])
        async with recorder.database.connection() as connection:
            await claim_storage.insert_claims(connection, stored)
            await uncompared.mark_compared(connection, {one.claim.id: 1 for one in stored})
            if start == numbers.start:
                await connection.execute("analyze")


async def derive(database: Database) -> float:
    """Derive all that is marked; give the milliseconds."""
    started = time.perf_counter()
    async with database.connection() as connection:
        while await count_marks(connection):
            if not await derive_disputes(connection, Policy(), NOON):
                await asyncio.sleep(_REST_SECONDS)  # it rests, for it is large
    return (time.perf_counter() - started) * 1000


async def measure(dsn: str, claims: int) -> Row:
    """Fill one question, and ask the service."""
    database = await open_database(dsn, statement_seconds=600)
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    await store(recorder, range(claims))
    row = {"claims": f"{claims:,}", "derived anew": f"{await derive(database):,.0f} ms"}
    async with database.connection() as connection:
        await connection.execute("vacuum analyze")
    await database.close()
    port = _free_port()
    async with (
        running("tests.laws.one_process", dsn, port) as pid,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=600) as client,
    ):
        await client.post("/v1/claims", json=draft(source="warm", metric="rainfall", quantity="1 mm"))
        before = resident_memory(pid)
        kept = await _count(dsn)
        row |= await _post(client, claims, pid)
        left = {what: (count - kept[what]) / ONE_BY_ONE for what, count in (await _count(dsn)).items()}
        row |= {"kept of each POST": ", ".join(f"{count:.2f} {what}" for what, count in left.items())}
        row |= await _ask(client)
        row["memory"] = f"{before:.0f} MB, at most {resident_memory(pid, at_most=True):.0f} MB"
    return row


def processor_milliseconds(pid: int) -> float:
    """What a process has worked so far; it does not hang on who else uses the machine."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


async def _count(dsn: str) -> dict[str, int]:
    connection = await asyncpg.connect(dsn)
    try:
        return {
            what: await connection.fetchval(f"select count(*) from {what}")  # noqa: S608 - our names
            for what in ("conflicts", "events", "dispute_history")
        }
    finally:
        await connection.close()


async def _post(client: httpx.AsyncClient, claims: int, pid: int) -> Row:
    times, sizes, told = [], [], 0
    worked = processor_milliseconds(pid)
    for number in range(claims, claims + ONE_BY_ONE):
        started = time.perf_counter()
        answer = await client.post("/v1/claims", json=figures(number))
        times.append((time.perf_counter() - started) * 1000)
        sizes.append(len(answer.content))
        told += bool(answer.json().get("dispute"))
    worked = (processor_milliseconds(pid) - worked) / ONE_BY_ONE
    started = time.perf_counter()
    while True:
        found = (await client.get("/v1/disputes")).json()["items"]
        if found and found[0]["claim_count"] == claims + ONE_BY_ONE:
            break
        if time.perf_counter() - started > _PATIENCE_SECONDS:
            raise TimeoutError(found)
        await asyncio.sleep(0.02)
    followed = (time.perf_counter() - started) * 1000
    return {
        "POST, median": f"{median(times):.1f} ms",
        "POST, slowest": f"{max(times):.1f} ms",
        "processor time of each": f"{worked:.1f} ms",
        "answer, at most": f"{max(sizes) / 1000:.1f} kB",
        "names the dispute": f"{told} of {ONE_BY_ONE}",
        "dispute follows after": f"{followed:,.0f} ms",
    }


async def _ask(client: httpx.AsyncClient) -> Row:
    [dispute] = (await client.get("/v1/disputes")).json()["items"]
    path, row = f"/v1/disputes/{dispute['id']}", {}
    paths = {
        "GET /v1/disputes": "/v1/disputes",
        "GET …/{id}": path,
        "GET …/{id}/claims": f"{path}/claims?limit=200",
        "GET /v1/conflicts?dispute=": f"/v1/conflicts?dispute={dispute['id']}",
    }
    for name, what in paths.items():
        await client.get(what)
        started = time.perf_counter()
        answer = await client.get(what)
        row[name] = f"{(time.perf_counter() - started) * 1000:,.0f} ms, {len(answer.content) / 1000:,.0f} kB"
    started = time.perf_counter()
    await client.patch(path, json={"status": "dismissed"}, headers={"If-Match": "*"})
    return row | {"PATCH …/{id}": f"{(time.perf_counter() - started) * 1000:,.0f} ms"}


def _show(rows: list[Row]) -> None:
    widths = [max(len(row[name]) for row in rows) for row in rows[:1] for name in row]
    first = max(len(name) for name in rows[0])
    for name in rows[0]:
        print(f"{name:<{first}}  " + "  ".join(f"{row[name]:>{max(widths)}}" for row in rows))


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[2, 50, 2_000])
    given = parser.parse_args()
    rows = []
    for claims in given.claims:
        with tempfile.TemporaryDirectory(dir="/tmp") as name:
            folder = Path(name)
            folder.chmod(0o755)
            with embedded_server(folder / "data") as server:
                asyncio.run(migrate(server.dsn))
                rows.append(asyncio.run(measure(server.dsn, claims)))
    _show(rows)


if __name__ == "__main__":
    main()
