"""Each example in docs/examples does, against a running service, what its page says."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import httpx
import pytest

from service.app import create_app
from service.settings import read_settings
from tests.builders import draft, until_compared
from tests.servers import serving
from tests.tools import tool

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
PROGRAMS = {one.name for one in EXAMPLES.iterdir() if one.suffix in {".py", ".sh"}}
RECORDED = json.loads((Path(__file__).parent / "recorded_reader.json").read_text(encoding="utf-8"))
OPEN = {"CLAIMDIFF_WEBHOOK_ALLOW_HTTP": "true", "CLAIMDIFF_WEBHOOK_NETWORKS": "127.0.0.0/8"}
SECONDS = 60


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    """A service that may call receivers on this machine."""
    app = create_app(read_settings(OPEN), dsn)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=SECONDS) as client:
        yield client


async def start(client: httpx.AsyncClient, name: str, *arguments: str, **more: str) -> asyncio.subprocess.Process:
    command = [sys.executable] if name.endswith(".py") else ["/bin/sh"]
    return await asyncio.create_subprocess_exec(
        *command,
        str(EXAMPLES / name),
        *arguments,
        env=os.environ | {"CLAIMDIFF_SERVER": str(client.base_url).rstrip("/")} | more,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(client: httpx.AsyncClient, name: str, *arguments: str, **more: str) -> str:
    program = await start(client, name, *arguments, **more)
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


class Reader(BaseHTTPRequestHandler):
    """Chat completions as they were recorded, each for the two metrics that it was asked about."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append({"path": self.path, "key": self.headers["Authorization"], "body": body})
        metrics = json.loads(body["messages"][-1]["content"])["metrics"]
        [answer] = [one["answer"] for one in RECORDED if one["of"] == metrics]
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def reader() -> Iterator[str]:
    """An endpoint on this machine that answers what a model once did."""
    Reader.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Reader) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


async def test_a_model_reads_what_waits_and_answers_under_its_own_name(client: httpx.AsyncClient, reader: str) -> None:
    for one, other in (record["of"] for record in RECORDED):
        await client.post("/v1/claims", json=draft(metric=one, quantity="3,220"))
        await client.post("/v1/claims", json=draft(source="beta news", metric=other, quantity="1,673"))
    assert len((await client.get("/v1/judgements/pending")).json()["items"]) == 3
    more = {"READER_URL": reader, "READER_KEY": "secret", "READER_MODEL": "recorded"}
    told = [line.split("\t") for line in (await run(client, "second_reader.py", **more)).splitlines()]
    said = {tuple(line[1:3]): (line[0], line[3]) for line in told}
    assert said == {
        ("personnel losses", "confirmed personnel losses"): ("different", "2 claims compared again"),
        ("tanks lost", "tanks lost, visually confirmed"): ("same", "2 claims compared again"),
        ("aircraft lost", "aircraft lost, visually confirmed"): ("unsure", "left to a person"),
    }
    assert {(one["path"], one["key"], one["body"]["model"]) for one in Reader.asked} == {
        ("/v1/chat/completions", "Bearer secret", "recorded")
    }
    shown = json.loads(Reader.asked[0]["body"]["messages"][-1]["content"])
    assert {claim["figure"] for sample in shown["claims"] for claim in sample} == {"3,220", "1,673"}
    judged = (await client.get("/v1/judgements", params={"author": "second reader"})).json()["items"]
    assert {one["verdict"]: one["note"] for one in judged} == {
        "different": "Confirmed losses are a part of all losses.",
        "same": "Both count the tanks that an army has lost.",
    }
    await until_compared(client)
    [conflict] = (await client.get("/v1/conflicts", params={"status": "open"})).json()["items"]
    assert conflict["claims"][0]["metric"]["as_given"] == "tanks lost"
    assert [one["metrics"][0]["name"] for one in (await client.get("/v1/judgements/pending")).json()["items"]] == [
        "aircraft lost"
    ]
    assert (await client.delete("/v1/judgements", params={"author": "second reader"})).json()["withdrawn"] == 2
    await until_compared(client)
    assert len((await client.get("/v1/judgements/pending")).json()["items"]) == 3


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
