"""A channel is subscribed to a list, tried and ended, by forms on the page of links."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from service.app import create_app
from service.settings import read_settings
from tests.access.conftest import MakeKey, bearer, make_key, settings
from tests.access.conftest import client as guarded
from tests.console.test_accessibility import faults, seen
from tests.console.test_disputes import disputes, tell
from tests.console.test_without_script import address, plain
from tests.notifying.receiving import OPEN, Receiver, receiver
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

__all__ = ["guarded", "make_key", "plain", "receiver", "seen", "settings"]


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    """A service that may call receivers on this machine."""
    async with (
        serving(create_app(read_settings(OPEN), dsn)) as served,
        httpx.AsyncClient(base_url=served, timeout=PATIENCE_SECONDS) as client,
    ):
        yield client


async def subscribe(client: httpx.AsyncClient, page: Page, where: str, path: str = "") -> None:
    await page.goto(address(client, f"/console/links{path}"))
    await page.get_by_label("Name of the channel").fill("desk")
    await page.get_by_label("Address of the incoming webhook").fill(where)
    await page.get_by_role("button", name="Subscribe the channel").click()


async def until_told(page: Page, text: str) -> None:
    """The page waits for an answer only for a while; who looks again sees what came of it later."""
    kept = page.locator("#messages .kept li")
    await expect(kept).to_have_count(1)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while text not in await kept.inner_text():
            await page.reload()


async def test_a_channel_hears_of_disputes_of_the_list_and_of_no_others(
    client: httpx.AsyncClient, plain: Page, receiver: Receiver
) -> None:
    await subscribe(client, plain, f"{receiver.address}/slack", "?place=France")
    _, body = (await receiver.wait_for("/slack"))[0]
    assert json.loads(body)["text"]
    kept = plain.locator("#messages .kept li")
    await until_told(plain, "last message arrived")
    for place in ("Spain", "France"):
        await tell(client, "alpha wire", "10", place=place)
        await tell(client, "beta news", "70", place=place)
    await disputes(client, 2)
    _, told = (await receiver.wait_for("/slack", 2))[1]
    assert "France" in told.decode()
    await kept.get_by_role("button", name="Remove").click()
    await expect(kept).to_have_count(0)
    assert (await client.get("/v1/webhooks")).json()["items"] == []
    assert not any("Spain" in body.decode() for _, body in receiver.at("/slack"))


async def test_a_channel_that_refuses_says_why_and_is_tried_again(
    client: httpx.AsyncClient, plain: Page, receiver: Receiver
) -> None:
    async def refuse(_: web.Request) -> web.StreamResponse:
        return web.Response(status=404, text="no_team")

    receiver.answers["/gone"] = refuse
    await subscribe(client, plain, f"{receiver.address}/gone")
    kept = plain.locator("#messages .kept li")
    await until_told(plain, "404")
    del receiver.answers["/gone"]
    await kept.get_by_role("button", name="Send a test message").click()
    await until_told(plain, "last message arrived")


async def test_an_address_that_cannot_be_called_is_refused_in_words(client: httpx.AsyncClient, plain: Page) -> None:
    await subscribe(client, plain, "ftp://127.0.0.1/x")
    await expect(plain.get_by_role("status")).to_contain_text("http")
    assert (await client.get("/v1/webhooks")).json()["items"] == []


async def test_who_may_not_make_endpoints_sees_no_form(
    guarded: httpx.AsyncClient, make_key: MakeKey, plain: Page
) -> None:
    reader, admin = await make_key("read", "write"), await make_key("admin", name="all")
    assert (await guarded.get("/v1/webhooks", headers=bearer(admin))).status_code == 200
    await plain.goto(address(guarded, "/console/sign-in"))
    await plain.goto(address(guarded))
    await plain.get_by_label("API key").fill(reader)
    await plain.get_by_label("Your name").fill("Ada")
    await plain.get_by_role("button", name="Sign in").click()
    await expect(plain.get_by_role("button", name="Sign out")).to_have_count(1)
    await plain.goto(address(guarded, "/console/links"))
    await expect(plain.get_by_role("heading", name="Your searches")).to_have_count(1)
    await expect(plain.locator("#messages")).to_have_count(0)


async def test_the_page_is_for_everybody(client: httpx.AsyncClient, seen: Page, receiver: Receiver) -> None:
    """With no channel yet, with one that takes messages, with one that refuses them, with an address refused."""

    async def refuse(_: web.Request) -> web.StreamResponse:
        return web.Response(status=404, text="no_team" * 20)

    receiver.answers["/gone"] = refuse
    await seen.goto(address(client, "/console/links"))
    assert await faults(seen) == []
    kept = seen.locator("#messages .kept li")
    for count, path in enumerate((f"/{'long' * 50}", "/gone"), 1):
        await ask_for(seen, f"{receiver.address}{path}")
        await expect(kept).to_have_count(count)
        await expect(seen.locator("main:not([data-served])")).to_have_count(1)
        assert await faults(seen) == []
    await ask_for(seen, "ftp://127.0.0.1/x")
    await expect(seen.locator("#told .bad")).not_to_be_empty()
    assert await faults(seen) == []


async def ask_for(page: Page, where: str) -> None:
    await page.locator("#hook-name").fill("desk")
    await page.locator("#hook-address").fill(where)
    await page.locator("#messages form", has=page.locator("#hook-name")).locator("button").click()
