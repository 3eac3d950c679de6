"""`python -m tests.load.disputes`: one question on which a great many sources say each its own figure.

Prints, for 10, 100 and 1,000 claims: how long deriving the dispute takes anew and for one more claim, the rows and
bytes that are kept of it, how many events it makes, and the milliseconds and bytes of what is answered. Claims are
stored and their pairs left out, so that it is the dispute alone that is measured.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx
import msgspec

from service.app import create_app
from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, derive_disputes
from service.settings import read_settings
from service.storage import claims as claim_storage
from service.storage import questions as question_storage
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from service.storage.pool import Database, open_database
from tests.builders import NOON, draft
from tests.servers import serving

TABLES = ("figures", "questions", "disputes", "dispute_history", "dispute_marks", "events")
ONE_BY_ONE = 20


async def store(recorder: Recorder, numbers: range) -> None:
    """Store claims as if they had been compared."""
    drafts = [
        msgspec.convert(draft(source=f"source {number}", quantity=f"{number + 1:,},111.5"), Draft) for number in numbers
    ]
    stored = await recorder._in_stored_form([recorder.read(one) for one in drafts])
    async with recorder.database.connection() as connection:
        await claim_storage.insert_claims(connection, stored)
        await claim_storage.mark_compared(connection, {one.claim.id: 1 for one in stored})


async def derive(database: Database) -> float:
    """Derive all that is marked; give the milliseconds."""
    started = time.perf_counter()
    async with database.connection() as connection:
        while await question_storage.count_marks(connection):
            await derive_disputes(connection, Policy(), NOON)
    return (time.perf_counter() - started) * 1000


async def measure(dsn: str, claims: int) -> None:
    """Fill one question, and print what it costs."""
    database = await open_database(dsn, statement_seconds=600)
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    await store(recorder, range(claims))
    anew = await derive(database)
    single = []
    for number in range(claims, claims + ONE_BY_ONE):
        await store(recorder, range(number, number + 1))
        single.append(await derive(database))
    print(f"{claims:>6} claims: derived anew {anew:.0f} ms, one more claim {median(single):.1f} ms (median)")
    async with database.connection() as connection:
        for table in TABLES:
            rows, size = await connection.fetchrow(
                f"select count(*), coalesce(sum(pg_column_size({table}.*)), 0) from {table}"  # noqa: S608 - our names
            )
            print(f"{'':>8}{table:<16} {rows:>6} rows {size:>9,} bytes")
    await database.close()
    await _ask(dsn)


async def _ask(dsn: str) -> None:
    async with (
        serving(create_app(read_settings({"CLAIMDIFF_LOG_LEVEL": "error"}), dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=600) as client,
    ):
        [dispute] = (await client.get("/v1/disputes")).json()["items"]
        path = f"/v1/disputes/{dispute['id']}"
        for what in ("/v1/disputes", path, f"{path}/claims?limit=200"):
            await client.get(what)
            started = time.perf_counter()
            answer = await client.get(what)
            took, size = (time.perf_counter() - started) * 1000, len(answer.content)
            print(f"{'':>8}GET {what.replace(dispute['id'], '{id}'):<34} {took:6.1f} ms {size:>9,} bytes")
        started = time.perf_counter()
        await client.patch(path, json={"status": "dismissed"}, headers={"If-Match": "*"})
        print(
            f"{'':>8}PATCH {path.replace(dispute['id'], '{id}'):<32} {(time.perf_counter() - started) * 1000:6.1f} ms"
        )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[10, 100, 1_000])
    given = parser.parse_args()
    for claims in given.claims:
        with tempfile.TemporaryDirectory(dir="/tmp") as name:
            folder = Path(name)
            folder.chmod(0o755)
            with embedded_server(folder / "data") as server:
                asyncio.run(migrate(server.dsn))
                asyncio.run(measure(server.dsn, claims))


if __name__ == "__main__":
    main()
