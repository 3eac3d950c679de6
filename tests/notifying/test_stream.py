"""Server-sent events, read by those who are made for it: a library of Python's, of Node's, and a browser."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from httpx_sse import ServerSentEvent, aconnect_sse
from playwright.async_api import async_playwright

from service.api.cursors import write_cursor
from tests.notifying.receiving import raise_conflict, running
from tests.patience import PATIENCE_SECONDS
from tests.tools import node_modules, tool

PATIENCE = PATIENCE_SECONDS


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    async with running(dsn) as client, asyncio.timeout(PATIENCE_SECONDS):
        yield client


@asynccontextmanager
async def following(client: httpx.AsyncClient, **asked: object) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
    async with aconnect_sse(client, "GET", "/v1/events/stream", **asked) as source:
        assert source.response.headers["content-type"].startswith("text/event-stream")
        yield source.aiter_sse()


async def test_a_library_reads_what_webhooks_carry(client: httpx.AsyncClient) -> None:
    conflict = await raise_conflict(client)
    async with following(client) as events:
        event = await anext(events)
    assert event.event == "conflict.created"
    assert event.json()["data"]["id"] == conflict["id"]
    assert event.id == (await client.get("/v1/events")).json()["items"][0]["id"]


async def test_from_now_on_leaves_out_what_has_been(client: httpx.AsyncClient) -> None:
    await raise_conflict(client, 20)
    async with following(client, params={"from": "now"}) as events:
        later = asyncio.create_task(anext(events))  # type: ignore[arg-type]
        await asyncio.sleep(0.2)
        second = await raise_conflict(client, 21)
        assert (await later).json()["data"]["id"] == second["id"]


async def test_who_comes_again_misses_nothing(client: httpx.AsyncClient) -> None:
    await raise_conflict(client, 20)
    async with following(client) as events:
        seen = await anext(events)
    second = await raise_conflict(client, 21)
    headers = {"Last-Event-ID": seen.id}
    async with following(client, headers=headers, params={"from": "now"}) as events:
        assert (await anext(events)).json()["data"]["id"] == second["id"]


async def test_the_list_gives_the_same_stream_to_who_asks_for_it(client: httpx.AsyncClient) -> None:
    await raise_conflict(client)
    async with aconnect_sse(client, "GET", "/v1/events") as source:
        assert (await anext(source.aiter_sse())).event == "conflict.created"


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [({"params": {"from": "yesterday"}}, "from"), ({"headers": {"Last-Event-ID": "none"}}, "Last-Event-ID")],
)
async def test_what_is_no_place_to_begin_is_refused(
    client: httpx.AsyncClient, asked: dict[str, dict[str, str]], pointer: str
) -> None:
    answer = await client.get("/v1/events/stream", **asked)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


IN_NODE = """
import { createRequire } from "node:module";
const { EventSource } = createRequire(process.argv[2] + "/")("eventsource");
const source = new EventSource(process.argv[3]);
source.onopen = () => console.log("open");
source.onerror = (error) => { console.log(String(error.message ?? error)); process.exit(1); };
source.addEventListener("conflict.created", (event) => {
  console.log(JSON.stringify([event.lastEventId, JSON.parse(event.data).data.id])); process.exit(0);
});
"""


async def test_npms_eventsource_reads_it(client: httpx.AsyncClient, tmp_path: Path) -> None:
    program = tmp_path / "follow.mjs"
    await asyncio.to_thread(program.write_text, IN_NODE)
    process = await asyncio.create_subprocess_exec(
        tool("node"),
        program,
        node_modules(),
        f"{client.base_url}/v1/events/stream?from=now",
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    assert await process.stdout.readline() == b"open\n"
    conflict = await raise_conflict(client)
    identifier, told = json.loads(await process.stdout.readline())
    assert told == conflict["id"]
    assert identifier == (await client.get("/v1/events")).json()["items"][0]["id"]
    await process.wait()


class Page(BaseHTTPRequestHandler):
    """An empty page of a desk's own."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>desk</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def page() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


IN_A_BROWSER = """
(address) => new Promise((resolve, reject) => {
  const source = new EventSource(address);
  source.onopen = () => { document.title = "open"; };
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) reject(new Error("closed")); };
  source.addEventListener("conflict.created", (event) => resolve([event.lastEventId, JSON.parse(event.data).data.id]));
})
"""


async def test_a_browsers_eventsource_reads_it(dsn: str, page: str) -> None:
    """From a page whose origin is allowed; of any other it is refused."""
    chromium = tool("chromium")
    async with running(dsn, CLAIMDIFF_CORS_ORIGINS=page) as client, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        try:
            tab = await browser.new_page()
            await tab.goto(page)
            stream = f"{client.base_url}/v1/events/stream?from=now"
            read = asyncio.create_task(tab.evaluate(IN_A_BROWSER, stream))
            await tab.wait_for_function("document.title === 'open'", timeout=PATIENCE * 1000)
            conflict = await raise_conflict(client)
            assert (await asyncio.wait_for(read, PATIENCE))[1] == conflict["id"]
            await tab.goto(page.replace("127.0.0.1", "localhost"))
            with pytest.raises(Exception, match="closed"):
                await asyncio.wait_for(tab.evaluate(IN_A_BROWSER, stream), PATIENCE)
        finally:
            await browser.close()


async def test_a_cursor_that_is_none_is_refused_before_the_stream_begins(dsn: str) -> None:
    cursor = write_cursor(("no number", 5))
    async with running(dsn) as client:
        for path, accept in (("/v1/events/stream", "*/*"), ("/v1/events", "text/event-stream")):
            answer = await client.get(path, params={"cursor": cursor}, headers={"Accept": accept})
            assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), path
