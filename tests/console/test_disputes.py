"""Disputes in the console: one question with its positions, live, and no text that becomes markup."""

import asyncio
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.builders import draft
from tests.console.test_queue import HOSTILE, is_without_sideways_scroll


async def tell(client: httpx.AsyncClient, source: str, quantity: str, **fields: str) -> None:
    answer = await client.post("/v1/claims", json=draft(source=source, quantity=quantity, **fields))
    assert answer.status_code == 201, answer.text


async def the_dispute(client: httpx.AsyncClient) -> dict[str, Any]:
    """It follows from its claims a moment after they are stored."""
    async with asyncio.timeout(30):
        while not (items := (await client.get("/v1/disputes")).json()["items"]):
            await asyncio.sleep(0.05)
    [dispute] = items
    return dict(dispute)


async def test_three_figures_are_one_dispute_and_a_fourth_joins_live(client: httpx.AsyncClient, tab: Page) -> None:
    await tell(client, "alpha wire", "84,720")
    await tell(client, "beta news", "62,310", quote="They lost 62,310.")
    await tell(client, HOSTILE, "62,310")
    base = str(client.base_url).rstrip("/")
    await the_dispute(client)
    await tab.goto(f"{base}/console/disputes")
    await expect(tab.locator(".rows")).to_contain_text("3 sources", timeout=20_000)
    await expect(tab.locator(".position")).to_have_count(2)
    for text in ("62,310", "84,720", "beta news", "alpha wire", HOSTILE, "They lost 62,310."):
        await expect(tab.locator(".detail")).to_contain_text(text)
    await expect(tab.locator(".rows")).to_contain_text("2 figures that exclude each other, 3 sources")
    await expect(tab.locator("#live")).to_have_text("live")
    await tell(client, "delta", "91,000")
    await expect(tab.locator(".position")).to_have_count(3, timeout=20_000)
    await expect(tab.locator(".rows")).to_contain_text("3 figures that exclude each other, 4 sources")
    assert await tab.locator("main script, main img").count() == 0


async def test_on_a_phone_a_dispute_has_a_page_of_its_own(client: httpx.AsyncClient, tab: Page) -> None:
    await tell(client, "alpha wire", "84,720")
    await tell(client, "beta news", "62,310")
    dispute = await the_dispute(client)
    await tab.set_viewport_size({"width": 360, "height": 740})
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/disputes/{dispute['id']}")
    await expect(tab.locator(".position")).to_have_count(2)
    await expect(tab.locator(".list")).to_be_hidden()
    assert await is_without_sideways_scroll(tab)
    await tab.get_by_role("link", name="Decide its conflicts").click()
    await expect(tab.locator(".rows li")).to_have_count(1)
