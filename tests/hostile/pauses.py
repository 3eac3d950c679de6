"""The largest requests that are allowed, one after the other: `python -m tests.hostile.pauses`.

Each is answered by a served instance on whose event loop a watch stands. Printed is how long it took, for how long at
most the loop's own thread was at one piece of work for it (others wait as long), and how much memory it took at its
peak. Ends with 1 when a piece of work took longer than the bound, or anything was answered 5xx.
"""

import argparse
import asyncio
import io
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from xlsxwriter import Workbook

from tests.builders import draft
from tests.hostile.fuzz import Served, served
from tests.hostile.watched import BOUND_SECONDS, Pause, read_pauses

LINES_AT_ONCE = 1_000
MANY = 3_000
"""Claims on one figure, and as many of different figures."""
MOST_FIGURES = 450
"""Of an article: more are refused."""
_NDJSON = {"Content-Type": "application/x-ndjson"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One large request."""

    name: str
    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request came to."""

    name: str
    status: int
    seconds: float
    bytes: int
    longest: Pause

    def __str__(self) -> str:
        held = self.longest.seconds * 1000
        told = f"\n      {' < '.join(self.longest.stack[:6])}" if held else ""
        return f"{self.name:44} {self.status} {self.seconds:7.2f} s {self.bytes:12,} B   held {held:4.0f} ms{told}"


def _ndjson(claims: Iterator[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in claims)


def _list(claims: Iterator[dict[str, Any]]) -> bytes:
    return json.dumps([*claims]).encode()


def _agreeing(count: int) -> Iterator[dict[str, Any]]:
    return (draft(source=f"source {number}") for number in range(count))


def _disagreeing(count: int) -> Iterator[dict[str, Any]]:
    return (
        draft(source=f"source {number}", metric="people wounded", quantity=f"{number + 1:,},111.5")
        for number in range(count)
    )


def _different(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        metric = f"{'abcdefghij'[number % 10] * 5}ol sales"
        yield draft(source=f"source {number // 1_000}", metric=metric, period=f"{1900 + number % 100}")


def _article(characters: int) -> str:
    sentences = (
        f"On {1 + number % 28} March 2022 the ministry of health of Spain said that {number + 1_001:,} people were "
        f"injured and {number % 50}.{number % 10} percent of hospitals in Madrid were closed, up from {number + 3}. "
        for number in range(MOST_FIGURES // 3)
    )
    text = ""
    for one in sentences:
        if len(text) + len(one) > characters:
            break
        text += one
    return text + "The minister said no more. " * ((characters - len(text)) // 27)


def _table(rows: int) -> bytes:
    lines = ["source,metric,quantity,period,place"]
    lines += [f"agency {n % 9},steel exports,{1_000 + n % 70} tonnes,{1950 + n % 70},France" for n in range(rows)]
    return "\n".join(lines).encode()


def _workbook(rows: int) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["source", "metric", "quantity", "period"])
    for number in range(rows):
        row = [f"agency {number % 9}", "coal imports", f"{1_000 + number % 70} tonnes", 1950 + number % 70]
        sheet.write_row(number + 1, 0, row)
    book.close()
    return file.getvalue()


def asks() -> list[Ask]:
    """Give all of them, those that fill the database first."""
    claim = json.dumps(draft(source="asker", quantity="62,310")).encode()
    wounded = json.dumps(draft(source="asker", metric="people wounded", quantity="7")).encode()
    large = json.dumps(draft() | {f"key {number}": {"a": number} for number in range(50_000)}).encode()[:999_000]
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    lines = tuple(_NDJSON.items())
    article = json.dumps({"source": "a paper", "text": _article(29_900)}).encode()
    csv = (("Content-Type", "text/csv"),)
    return [
        Ask("a first GET with a query", "GET", "/v1/claims?limit=5"),
        Ask("the API document", "GET", "/openapi.json"),
        Ask("first claim", "POST", "/v1/claims", json.dumps(draft(source="first", metric="rainfall")).encode()),
        Ask(f"batch, {MANY:,} that agree", "POST", "/v1/claims/batch", _ndjson(_agreeing(MANY)), lines),
        Ask(f"batch, {MANY // 5:,} that disagree", "POST", "/v1/claims/batch", _ndjson(_disagreeing(MANY // 5)), lines),
        Ask(f"batch, {MANY:,} of many things", "POST", "/v1/claims/batch", _ndjson(_different(MANY)), lines),
        Ask("batch, a list of 1,000", "POST", "/v1/claims/batch", _list(_different(LINES_AT_ONCE))),
        Ask("import, CSV of 5,000 rows", "POST", "/v1/claims/import", _table(5_000), csv),
        Ask("import, XLSX of 5,000 rows", "POST", "/v1/claims/import", _workbook(5_000), (("Content-Type", sheet),)),
        Ask("check against agreeing claims", "POST", "/v1/claims/check", claim),
        Ask("the same, all matches", "POST", "/v1/claims/check?matches=all", claim),
        Ask("the same, with what is not comparable", "POST", "/v1/claims/check?include_not_comparable=true", claim),
        Ask("check against disagreeing claims", "POST", "/v1/claims/check", wounded),
        Ask("check of a list of 1,000", "POST", "/v1/claims/check/batch", _list(_agreeing(LINES_AT_ONCE))),
        Ask("a dissenting claim", "POST", "/v1/claims", claim),
        Ask("another one", "POST", "/v1/claims", wounded),
        Ask("an article of 30,000 characters", "POST", "/v1/articles/check", article),
        Ask("a body of 1 MB", "POST", "/v1/claims", large),
        Ask("a list of 1 MB", "POST", "/v1/claims/batch", b"[" + b"{}," * 320_000 + b"{}]"),
        Ask("numbers of 1 MB", "POST", "/v1/claims/check", b"[" + b"1," * 490_000 + b"1]"),
        Ask("a deep body", "POST", "/v1/claims/check", b"[" * 900_000),
        Ask("20 MB of empty lines", "POST", "/v1/claims/batch", b"\n" * 20_000_000, lines),
        Ask("20 MB in one line", "POST", "/v1/claims/batch", b"x" * 20_000_000, lines),
        Ask("200 claims a page", "GET", "/v1/claims?limit=200"),
        Ask("200 conflicts a page", "GET", "/v1/conflicts?limit=200"),
        Ask("200 events a page", "GET", "/v1/events?limit=200"),
        Ask("disputes", "GET", "/v1/disputes?limit=200"),
        Ask("claims as CSV", "GET", "/v1/claims/export?format=csv"),
        Ask("claims as NDJSON", "GET", "/v1/claims/export?format=ndjson"),
        Ask("claims as XLSX", "GET", "/v1/claims/export?format=xlsx"),
        Ask("conflicts as CSV", "GET", "/v1/conflicts/export?format=csv"),
        Ask("conflicts as XLSX", "GET", "/v1/conflicts/export?format=xlsx"),
        Ask("metrics", "GET", "/v1/metrics?limit=200"),
        Ask("sources", "GET", "/v1/sources?limit=200"),
        Ask("figures for Prometheus", "GET", "/metrics"),
    ]  # fmt: skip


async def measure(service: Served) -> AsyncIterator[Answered]:
    """Ask one after the other."""
    seen = 0
    headers = {"Authorization": f"Bearer {service.key}"}
    address, timeout = f"http://{service.host}:{service.port}", aiohttp.ClientTimeout(total=600)
    async with aiohttp.ClientSession(address, headers=headers, timeout=timeout) as client:
        for ask in asks():
            started, size = time.monotonic(), 0
            async with client.request(ask.method, ask.path, data=ask.body or None, headers=dict(ask.headers)) as answer:
                async for chunk in answer.content.iter_any():
                    size += len(chunk)
            seconds = time.monotonic() - started
            await asyncio.sleep(0.3)  # what goes on in the background counts, too
            pauses = [one for one in read_pauses(service.pauses)[seen:] if not one.is_collection]
            seen = len(read_pauses(service.pauses))
            yield Answered(ask.name, answer.status, seconds, size, max(pauses, default=Pause(0.0, [])))


async def run(folder: Path) -> AsyncIterator[Answered]:
    """Ask all of it of a service of its own, and print the memory at the end."""
    async with served(folder) as service:
        before = service.status("VmRSS")
        async for one in measure(service):
            yield one
        peak, after = service.status("VmHWM"), service.status("VmRSS")
    print(f"memory: {before / 1000:.0f} MB before, {peak / 1000:.0f} MB at the peak, {after / 1000:.0f} MB after")


async def main() -> bool:
    """Print each, and say whether all kept the bound."""
    is_well = True
    with tempfile.TemporaryDirectory(prefix="claimdiff-pauses-") as name:
        await asyncio.to_thread(Path(name).chmod, 0o755)
        async for one in run(Path(name)):
            print(one, flush=True)
            is_well = is_well and one.status < 500 and one.longest.seconds < BOUND_SECONDS
    return is_well


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    sys.exit(0 if asyncio.run(main()) else 1)
