"""The console in a real Chromium, each test in a fresh profile."""

import os
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from tests.patience import PATIENCE_SECONDS
from tests.tools import tool

PATIENCE_MS = PATIENCE_SECONDS * 1000
expect.set_options(timeout=PATIENCE_MS)
"""A busy machine answers the first request of a service late."""


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = await playwright.chromium.launch(executable_path=tool("chromium"), args=arguments)
        yield browser
        await browser.close()


@pytest.fixture
async def client(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A service that has answered once: its first answer takes longer, and no page waits for that."""
    await client.get("/v1/disputes", params={"limit": 1})
    return client


@pytest.fixture
async def tab(browser: Browser) -> AsyncIterator[Page]:
    """A wide window in English; what the policy refuses, or a script throws, fails the test."""
    context = await browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 860})
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.route("**/asked-by-nobody", lambda route: route.abort())
    """The browser begins to hand requests over some time after it was told to: a test's own route comes in time so."""
    take_over(page)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if is_a_fault(message) else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    yield page
    await context.close()
    assert told == []


def is_a_fault(message: ConsoleMessage) -> bool:
    """What a test provokes stands in the log, too: an answer that is a refusal, a connection that ends."""
    is_provoked = "Failed to load resource" in message.text or "net::ERR" in message.text
    return message.type in ("error", "warning") and not is_provoked


def take_over(page: Page) -> None:
    """Go on only when the script has taken over from what the service wrote: before, keys would go nowhere."""
    go = page.goto

    async def going(url: str, **options: Any) -> Any:
        answer = await go(url, **options)
        await expect(page.locator("main:not([data-served])")).to_have_count(1)
        return answer

    page.goto = going  # type: ignore[method-assign]
