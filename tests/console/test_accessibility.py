"""axe-core (WCAG 2.0 to 2.2 A and AA, good practice) finds nothing on each page, light and dark, wide and narrow."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.console.conftest import PATIENCE_MS, take_over
from tests.console.test_disputes import the_dispute
from tests.console.test_queue import is_without_sideways_scroll, raise_conflict
from tests.tools import node_modules

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]


async def faults(tab: Page) -> list[Any]:
    assert await is_without_sideways_scroll(tab)
    source = await asyncio.to_thread((node_modules() / "axe-core" / "axe.min.js").read_text)
    await tab.evaluate(source)
    found = await tab.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    assert found["passes"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
async def seen(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    scheme, width = request.param
    context = await browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, locale="de-DE", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    take_over(page)
    yield page
    await context.close()


async def test_nothing_stands_in_anybodys_way_to_a_decision(client: httpx.AsyncClient, seen: Page) -> None:
    conflict = await raise_conflict(client, quote="Losses of 62,310, it said. " * 40, url="https://beta.example/1")
    await raise_conflict(client, 21, quantity="84,100")
    base = str(client.base_url).rstrip("/")
    await seen.goto(f"{base}/console/conflicts")
    await expect(seen.locator(".rows li")).to_have_count(2)
    assert await faults(seen) == []
    await seen.goto(f"{base}/console/conflicts/{conflict['id']}")
    await seen.locator("#act-settle").click()
    await seen.locator(".why summary").click()
    await seen.locator(".history summary").click()
    assert await faults(seen) == []
    await seen.locator("#reason-1").click()
    await expect(seen.locator("#told")).not_to_be_empty()
    assert await faults(seen) == []


async def test_nothing_stands_in_anybodys_way_to_a_dispute(client: httpx.AsyncClient, seen: Page) -> None:
    await raise_conflict(client)
    await the_dispute(client)
    await seen.goto(f"{str(client.base_url).rstrip('/')}/console/")
    await expect(seen.locator(".rows li")).to_have_count(1)
    await seen.locator(".rows input[type=checkbox]").check()
    await seen.locator("summary").first.click()
    assert await faults(seen) == []
    await seen.locator(".many button").nth(1).click()
    await expect(seen.get_by_role("dialog")).to_be_visible()
    assert await faults(seen) == []
    await seen.keyboard.press("Escape")
    await seen.locator(".rows a").click()
    await expect(seen.locator(".position")).to_have_count(2)
    await seen.locator("#act-settle").click()
    assert await faults(seen) == []


async def test_nothing_stands_in_anybodys_way_to_a_draft_and_to_metrics(client: httpx.AsyncClient, seen: Page) -> None:
    await raise_conflict(client)
    base = str(client.base_url).rstrip("/")
    await seen.goto(f"{base}/console/draft")
    await seen.locator("#draft-text").fill(
        "Unemployment in France stood at 9.9 percent in March 2025. It rose by some 3."
    )
    await seen.keyboard.press("Control+Enter")
    await expect(seen.locator(".found-one")).not_to_have_count(0)
    assert await faults(seen) == []
    await seen.goto(f"{base}/console/metrics")
    await seen.locator(".known summary").first.click()
    await expect(seen.locator(".known form")).to_have_count(1)
    assert await faults(seen) == []


async def test_nothing_stands_in_anybodys_way_to_an_entry(client: httpx.AsyncClient, seen: Page) -> None:
    await raise_conflict(client)
    await seen.goto(f"{str(client.base_url).rstrip('/')}/console/claims/new")
    for name, text in {"metric": "personnel losses", "quantity": "62,310", "subject": "Russian army"}.items():
        await seen.locator(f"#entry-{name}").fill(text)
    await seen.locator("#entry-period").fill("20 November 2022")
    await expect(seen.locator(".entry-result h3")).not_to_have_count(0)
    await seen.locator("#entry-url").fill("nothing")
    await expect(seen.locator("#entry-url-problem")).not_to_be_empty()
    assert await faults(seen) == []
