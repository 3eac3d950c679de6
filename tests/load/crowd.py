"""`python -m tests.load.crowd`: one question with a great many sources. What a check and a dissenting claim cost.

Prints the seconds and the size of each answer, and how much more memory the process held at its peak.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from pathlib import Path

import httpx
import msgspec

from service.app import create_app
from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary
from service.settings import read_settings
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from service.storage.pool import open_database
from tests.builders import NOON, draft
from tests.servers import serving

ROUND = 500


async def fill(dsn: str, count: int) -> None:
    """Store so many sources that say the same."""
    database = await open_database(dsn, statement_seconds=600)
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    for start in range(0, count, ROUND):
        drafts = [msgspec.convert(draft(source=f"source {number}"), Draft) for number in range(start, start + ROUND)]
        await recorder.record([recorder.read(one) for one in drafts], explained=False)
    async with database.connection() as connection:
        await connection.execute("vacuum analyze")
    await database.close()


async def measure(dsn: str, *, dissent: bool) -> None:
    """Ask beside them, and dissent."""
    async with (
        serving(create_app(read_settings({"CLAIMDIFF_LOG_LEVEL": "error"}), dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=600) as client,
    ):
        await client.post("/v1/claims/check", json=draft(source="asker", metric="rainfall", quantity="1 mm"))
        before = _peak()
        for name, figure in (("agreeing", "84,720"), ("dissenting", "62,310"), ("vague", "more than 80,000")):
            for wanted in ("best", "all", "conflicting"):
                fields = draft(source="asker", quantity=figure)
                await _ask(client, f"check, {name}", f"/v1/claims/check?matches={wanted}", fields)
        if dissent:
            await _ask(client, "store, dissenting", "/v1/claims", draft(source="dissenter", quantity="62,310"))
            await _await_sweep(client)
        print(f"memory: {_peak() - before:.0f} MB more at the peak")


async def _ask(client: httpx.AsyncClient, what: str, path: str, fields: dict[str, object]) -> None:
    started = time.perf_counter()
    answer = await client.post(path, json=fields)
    seconds = time.perf_counter() - started
    told = answer.json()
    shown = f"{len(told['matches'])} matches, {len(told['conflicts'])} conflicts, {told['comparison']}"
    print(f"{what:20} {path:38} {seconds:6.2f} s {len(answer.content) / 1000:7.0f} kB  {shown}  {told['counts']}")


async def _await_sweep(client: httpx.AsyncClient) -> None:
    started = time.perf_counter()
    while (await client.get("/health/ready")).json()["uncompared_claims"]:
        await asyncio.sleep(0.5)
    print(f"the sweep opened the rest in {time.perf_counter() - started:.0f} s")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--dissent", action="store_true", help="also store a claim that conflicts with all of them")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with embedded_server(folder / "data", ("fsync=off",)) as server:
            asyncio.run(migrate(server.dsn))
            asyncio.run(fill(server.dsn, given.claims))
            asyncio.run(measure(server.dsn, dissent=given.dissent))


if __name__ == "__main__":
    main()
