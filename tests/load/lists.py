"""`python -m tests.load.lists --claims 1000000`: the lists at so many stored claims, page by page and filter by filter.

Prints the milliseconds of each: the median and the slowest of some calls after a first one.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx

from service.app import create_app
from service.settings import read_settings
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from tests.load.filling import fill, shape_of
from tests.servers import serving

CALLS = 7
DEEP_PAGES = 20


async def measure(client: httpx.AsyncClient, path: str) -> str | None:
    """Call a list some times, print what it took, give the cursor of the next page."""
    taken, answer = [], await client.get(path)
    for _ in range(CALLS):
        started = time.perf_counter()
        answer = await client.get(path)
        taken.append((time.perf_counter() - started) * 1000)
    assert answer.status_code == 200, answer.text
    page = answer.json() if "export" not in path else {}
    print(
        f"{path[:86]:86} {median(taken):8.1f} {max(taken):8.1f} ms   {len(page.get('items', [])):4} items", flush=True
    )
    return page.get("next")


async def run(dsn: str, claims: int) -> None:
    """Fill, and measure each list."""
    shape = shape_of(claims)
    await fill(dsn, shape)
    metric, rare = shape.metrics[0], shape.metrics[-1]
    app = create_app(read_settings({"CLAIMDIFF_LOG_LEVEL": "error"}), dsn)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=600) as client:
        for path in (
            "/v1/claims?limit=50",
            "/v1/claims?limit=200",
            "/v1/claims?in_force=true",
            "/v1/claims?source=source+3",
            f"/v1/claims?metric={metric}",
            f"/v1/claims?metric={rare}",
            "/v1/claims?place=Kenya",
            "/v1/claims?period_from=2020-03-01&period_to=2020-03-02",
            "/v1/claims?since=2023-12-01",
            f"/v1/claims?metric={rare}&place=Kenya&source=source+3",
            "/v1/sources",
            "/v1/metrics",
            "/v1/metrics?text=production",
            "/v1/conflicts",
            "/v1/disputes",
            "/v1/events",
            "/health/ready",
            "/v1/loads",
        ):
            await measure(client, path)
        cursor = await measure(client, "/v1/claims?limit=200")
        for _ in range(DEEP_PAGES):
            cursor = (await client.get(f"/v1/claims?limit=200&cursor={cursor}")).json()["next"]
        await measure(client, f"/v1/claims?limit=200&cursor={cursor}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimdiff-lists-") as name:
        Path(name).chmod(0o755)
        with embedded_server(Path(name) / "data", ("shared_buffers=256MB", "max_wal_size=4GB")) as server:
            asyncio.run(migrate(server.dsn))
            asyncio.run(run(server.dsn, given.claims))
