"""Let schemathesis call a running service, with all its checks: `python -m tests.contract.fuzz --cases 10000`.

The service stands on a database of its own, needs keys, and may call nobody.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec

from service.app import create_app
from service.settings import read_settings
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from service.storage.pool import open_database
from tests.builders import draft
from tests.contract.conftest import new_key
from tests.contract.document import present_document
from tests.servers import serving

HERE = Path(__file__).parent
FIXED_CASES, CASES_PER_EXAMPLE = 2_700, 45
"""What a run comes to, roughly: cases that every run has, and more for each example that an operation is to have."""

_REPLACED = "use_after_free,content_type_conformance,ignored_auth"
"""Withdrawn judgements and revoked keys can still be read, by design: who said it, and until when it held. hooks.py
holds what is really deleted to being gone, and has the kinds of answers and the refusal of wrong keys, each with one
exception."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run came to."""

    report: dict[str, Any]
    printed: str
    is_clean: bool

    @property
    def cases(self) -> int:
        """How many calls were made and checked."""
        return int(self.report["test_cases"]["generated"])

    def line(self) -> str:
        """Say it in a line."""
        report = self.report
        return (
            f"schemathesis {report['schemathesis_version']}, seed {report['seed']}: {self.cases:,} cases on "
            f"{report['operations']['tested']} operations in {report['running_time']:.0f} s, "
            f"{report['test_cases']['unique_failures']} failures, {len(report['errors'])} errors"
        )


async def fuzz(dsn: str, folder: Path, *, examples: int, seed: int, options: tuple[str, ...] = ()) -> Totals:
    """Serve on a migrated database and let schemathesis call it."""
    settings = msgspec.structs.replace(read_settings({}), database_url=dsn, requests_per_minute=0)
    database = await open_database(dsn, size=1)
    key_id, key = await new_key(database)
    await database.close()
    document = folder / "openapi.json"
    document.write_text(present_document(), encoding="utf-8")
    async with serving(create_app(settings, dsn)) as address:
        await _put_something_in(address, key)
        report = folder / "report.json"
        printed, status = await _run(
            *(
                "--config-file",
                HERE / "schemathesis.toml",
                "run",
                document,
                "--url",
                address,
                "--header",
                f"Authorization: Bearer {key}",
                "--checks",
                "all",
                "--exclude-checks",
                _REPLACED,
            ),
            *("--max-examples", str(examples), "--seed", str(seed), "--no-color"),
            *("--report-json-path", report, "--request-timeout", "30", *options),
            folder=folder,
            OWN_KEY=str(key_id),
        )
    return Totals(json.loads(report.read_text()) if report.exists() else {}, printed, status == 0)


async def _put_something_in(address: str, key: str) -> None:
    """Store a conflict and a delivery, so that there is something to get, to change and to send again."""
    async with httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        hook = (await client.post("/v1/webhooks", json={"url": "https://desk.example/claimdiff"})).json()
        await client.post(f"/v1/webhooks/{hook['webhook']['id']}/test")
        await client.post("/v1/claims", json=draft())
        answer = await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
        assert answer.json()["conflicts"]


async def _run(*command: str | Path, folder: Path, **environment: str) -> tuple[str, int]:
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis"),
        *map(str, command),
        cwd=folder,
        env={
            **os.environ,
            **environment,
            "SCHEMATHESIS_HOOKS": "tests.contract.hooks",
            "PYTHONPATH": str(HERE.parents[1]),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    return printed.decode(errors="replace"), process.returncode or 0


def _main(cases: int, seed: int) -> bool:
    """Run until there were enough cases, each time with the next seed and on a fresh database."""
    made, is_clean = 0, True
    while made < cases:
        examples = max(1, (cases - made - FIXED_CASES) // CASES_PER_EXAMPLE)
        totals = _run_once(examples, seed)
        print(totals.line() if totals.is_clean else totals.printed, flush=True)  # noqa: T201
        made, is_clean, seed = made + totals.cases, is_clean and totals.is_clean, seed + 1
    print(f"{made:,} cases in all, {'no failure' if is_clean else 'with failures'}")  # noqa: T201
    return is_clean


def _run_once(examples: int, seed: int) -> Totals:
    with tempfile.TemporaryDirectory(prefix="claimdiff-fuzz-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with embedded_server(folder / "data") as server:
            asyncio.run(migrate(server.dsn))
            return asyncio.run(fuzz(server.dsn, folder, examples=examples, seed=seed))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(0 if _main(given.cases, given.seed) else 1)
