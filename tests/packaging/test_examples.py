"""Each example in docs/examples does, against a running service, what its page says."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from service.app import create_app
from service.settings import read_settings
from tests.builders import draft
from tests.servers import serving
from tests.tools import tool

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
PROGRAMS = {one.name for one in EXAMPLES.iterdir() if one.suffix in {".py", ".sh"}}
OPEN = {"CLAIMDIFF_WEBHOOK_ALLOW_HTTP": "true", "CLAIMDIFF_WEBHOOK_NETWORKS": "127.0.0.0/8"}
SECONDS = 60


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    """A service that may call receivers on this machine."""
    app = create_app(read_settings(OPEN), dsn)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=SECONDS) as client:
        yield client


async def start(client: httpx.AsyncClient, name: str, *arguments: str) -> asyncio.subprocess.Process:
    command = [sys.executable] if name.endswith(".py") else ["/bin/sh"]
    return await asyncio.create_subprocess_exec(
        *command,
        str(EXAMPLES / name),
        *arguments,
        env=os.environ | {"CLAIMDIFF_SERVER": str(client.base_url).rstrip("/")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(client: httpx.AsyncClient, name: str, *arguments: str) -> str:
    program = await start(client, name, *arguments)
    async with asyncio.timeout(SECONDS):
        told, complained = await program.communicate()
    assert (program.returncode, complained.decode()) == (0, "")
    return told.decode()


async def test_a_figure_is_checked_with_curl(client: httpx.AsyncClient) -> None:
    tool("curl")
    await client.post("/v1/claims", json=draft(quantity="almost 85 thousand", period="as of 2022-11-22"))
    told = await run(client, "check_a_figure.sh")
    assert '"verdict":"conflict"' in told
    assert len((await client.get("/v1/claims")).json()["items"]) == 1


async def test_two_claims_are_stored_and_their_conflict_is_read(client: httpx.AsyncClient) -> None:
    first = await run(client, "store_and_compare.py")
    assert first.startswith("major: ")
    assert await run(client, "store_and_compare.py") == first
    assert len((await client.get("/v1/claims")).json()["items"]) == 2


async def test_readings_of_another_are_held_against_the_text(client: httpx.AsyncClient) -> None:
    told = await run(client, "propose_claims.py")
    lines = [line.split("\t") for line in told.splitlines()]
    assert [line[0] for line in lines[:5]] == ["taken", "taken", "refused", "refused", "refused"]
    assert "almost 85 thousand" in lines[2][2]
    assert lines[3][2].startswith("/quantity")
    assert lines[4][2].startswith("/place")
    assert {line[1] for line in lines[5:]} >= {"943", "more than 3,000"}


async def test_a_table_is_loaded_with_curl(client: httpx.AsyncClient) -> None:
    tool("curl")
    assert (await run(client, "load_a_table.sh")).count('"outcome":"stored"') == 2
    assert (await run(client, "load_a_table.sh")).count('"outcome":"known"') == 2
    claims = [one["claim"] for one in (await client.get("/v1/claims")).json()["items"]]
    assert {one["quantity"]["interval"]["low"] for one in claims} == {"2433500", "2441500"}


async def test_the_feed_is_followed_and_taken_up_where_it_was_left(client: httpx.AsyncClient, tmp_path: Path) -> None:
    await run(client, "store_and_compare.py")
    place = str(tmp_path / "place")
    told = ""
    async with asyncio.timeout(SECONDS):
        while not told:  # an event has its place a moment after the commit
            told = await run(client, "follow_the_feed.py", place)
    assert told.startswith("conflict.created ")
    assert told.count("\n") == 1
    assert await run(client, "follow_the_feed.py", place) == ""


async def test_a_webhook_is_received_and_verified(client: httpx.AsyncClient) -> None:
    receiver = await start(client, "receive_webhooks.py", "0", "1")
    assert receiver.stdout is not None
    async with asyncio.timeout(SECONDS):
        assert await receiver.stdout.readline() == b"registered\n"
        await run(client, "store_and_compare.py")
        told, complained = await receiver.communicate()
    assert (receiver.returncode, complained.decode()) == (0, "")
    assert told.decode().startswith("conflict.created ")


def test_every_example_is_on_the_page_and_is_run_here() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    here = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in sorted(PROGRAMS) if f"]({name})" not in page or f'"{name}"' not in here] == []
