import asyncio
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx

from tests.tools import tool

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --virtual-time-budget=3000"
)


class Anchors(HTMLParser):
    """What the page names and what it points to."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, _: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.names |= {given["id"] or ""} if "id" in given else set()
        self.links |= {given[name] or "" for name in ("href", "src") if name in given}


async def test_every_operation_and_every_schema_has_its_place(client: httpx.AsyncClient) -> None:
    document, page = (await client.get("/openapi.json")).json(), Anchors()
    page.feed((await client.get("/docs")).text)
    items = [*document["paths"].values(), *document["webhooks"].values()]
    operations = {one["operationId"] for item in items for one in item.values()}
    schemas = {f"schema-{name}" for name in document["components"]["schemas"]}
    assert (operations | schemas) - page.names == set()
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.names


async def test_the_page_needs_no_script_and_no_address_outside(client: httpx.AsyncClient) -> None:
    answer, page = await client.get("/docs"), Anchors()
    page.feed(answer.text)
    assert "<script" not in answer.text
    assert {link for link in page.links if not link.startswith(("#", "/"))} == set()
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert (await client.get("/docs/style.css")).headers["content-type"].startswith("text/css")


async def test_a_browser_shows_it_under_its_policy(client: httpx.AsyncClient, tmp_path: Path) -> None:
    """Whatever the policy refuses stands in the browser's log."""
    command = [*QUIET.split(), f"--user-data-dir={tmp_path}", "--enable-logging=stderr", "--v=0", "--dump-dom"]
    process = await asyncio.create_subprocess_exec(
        tool("chromium"),
        *command,
        f"{str(client.base_url).rstrip('/')}/docs",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    shown, log = await asyncio.wait_for(process.communicate(), 60)
    assert b"Store a claim and compare it" in shown
    assert re.findall(rb"CONSOLE[^\n]*", log) == []
