import asyncio
import hashlib
import re
from pathlib import Path

import httpx

from service.api import docs
from tests.tools import tool

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --virtual-time-budget=20000"
)


LOCK = Path(docs.__file__).parent / "renderer.lock"
PHONE = 360


async def test_the_page_asks_no_address_outside(client: httpx.AsyncClient) -> None:
    answer = await client.get("/docs")
    assert re.findall(r'(?:src|href)="([^"]*)"', answer.text) == ["openapi.json", "docs/scalar.js", "docs/start.js"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "'unsafe-eval'" not in answer.headers["content-security-policy"]
    assert (await client.get("/docs/start.js")).headers["content-type"].startswith("text/javascript")


async def test_the_renderer_is_the_one_that_is_named(client: httpx.AsyncClient) -> None:
    name, version, hashed = LOCK.read_text(encoding="utf-8").split()
    packed = await client.get("/docs/scalar.js", headers={"Accept-Encoding": "gzip"})
    plain = await client.get("/docs/scalar.js", headers={"Accept-Encoding": "identity"})
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.content == plain.content
    assert f"{name} {version}" in plain.text[:1000]
    assert hashed == f"sha256:{hashlib.sha256(plain.content).hexdigest()}"


async def test_a_browser_shows_it_under_its_policy_and_asks_nobody_else(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Whatever the policy refuses, and whatever is asked for outside, stands in the browser's log."""
    command = [*QUIET.split(), f"--user-data-dir={tmp_path}", "--enable-logging=stderr", "--v=0", "--dump-dom"]
    process = await asyncio.create_subprocess_exec(
        tool("chromium"),
        *command,
        f"--window-size={PHONE},800",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"{str(client.base_url).rstrip('/')}/docs",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    shown, log = await asyncio.wait_for(process.communicate(), 120)
    document = (await client.get("/openapi.json")).json()
    for tag in document["tags"]:
        assert f'tag/{tag["name"]}"'.encode() in shown, tag["name"]
    assert b"Store a claim and compare it" in shown
    assert b"Test Request" in shown
    assert re.findall(rb"[^\n]*(?:Refused|ERR_|Content Security|Uncaught)[^\n]*", log) == []
