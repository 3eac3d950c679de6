"""A full disk: `python -m tests.faults.disk`, as root on Linux (it mounts a small file system in memory).

Claims are sent until the disk is full and for a while beyond; then the disk is made larger. Printed: how the claims
were answered meanwhile, whether work went on by itself, and what was lost or missed.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import httpx

from service.policy import Policy
from tests.builders import draft
from tests.laws.oracle import assert_stored_is_expected, stored

_SMALL, _LARGE = "160m", "1g"
_FULL_ANSWERS = 40


async def run(folder: Path) -> None:
    """Fill, wait, enlarge, go on; print what happened."""
    service = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service.cli", "serve", "--port", "0"),
        env=os.environ
        | {"CLAIMDIFF_DATA_DIR": str(folder / "data"), "DATABASE_URL": "", "CLAIMDIFF_LOG_LEVEL": "error"},
        stdout=subprocess.PIPE,
    )
    assert service.stdout
    address = None
    while address is None:
        address = re.search(r"Serving on (http\S+)", (await service.stdout.readline()).decode())
    async with httpx.AsyncClient(base_url=address[1], timeout=60) as client:
        await _fill_and_go_on(client, folder)
    service.terminate()
    await service.wait()


class _Sender:
    """Sends one claim after the other, and counts how they were answered."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._sent = 0
        self.answers: Counter[str] = Counter()
        self.acknowledged: set[str] = set()

    async def send(self) -> bool:
        """Send a claim; give whether it was taken."""
        self._sent += 1
        source, metric = f"source {self._sent % 7}", f"losses of kind {self._sent % 500}"
        fields = draft(source=source, metric=metric, quantity=str(self._sent), quote="x" * 1900)
        answer = await self._client.post("/v1/claims", json=fields)
        self.answers[f"{answer.status_code} Retry-After: {answer.headers.get('retry-after')}"] += 1
        if answer.status_code == 201:
            self.acknowledged.add(answer.json()["claim"]["id"])
        return answer.status_code == 201

    async def send_until(self, taken: bool, times: int) -> None:
        """Send until claims were taken, or refused, so many times."""
        while times:
            if await self.send() is taken:
                times -= 1
            else:
                await asyncio.sleep(0 if not taken else 0.1)


async def _fill_and_go_on(client: httpx.AsyncClient, folder: Path) -> None:
    sender = _Sender(client)
    await sender.send_until(False, _FULL_ANSWERS)
    print(f"while the disk filled: {dict(sender.answers)}")
    await asyncio.to_thread(subprocess.run, ["mount", "-o", f"remount,size={_LARGE}", str(folder)], check=True)
    sender.answers.clear()
    await sender.send_until(True, 1)
    print(f"after it was made larger, until the first claim was taken again: {dict(sender.answers)}")
    await sender.send_until(True, 50)
    dsn = (folder / "data" / "dsn").read_text()
    while (await client.get("/health/ready")).json()["uncompared_claims"]:
        await asyncio.sleep(0.2)
    claims, _ = await stored(dsn)
    lost = sender.acknowledged - {str(claim.id) for claim in claims}
    print(f"acknowledged {len(sender.acknowledged):,}, lost {len(lost)}; stored {len(claims):,}")
    print(f"conflicts {await assert_stored_is_expected(dsn, Policy()):,}, missed 0, too many 0")


def main() -> None:
    """Mount, run, unmount."""
    with tempfile.TemporaryDirectory(prefix="claimdiff-disk-") as name:
        folder = Path(name)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SMALL},mode=755", "tmpfs", name], check=True)
        try:
            asyncio.run(run(folder))
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


if __name__ == "__main__":
    main()
