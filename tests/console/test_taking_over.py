"""What somebody does on a page before its script has come stays when the script takes over."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from playwright.async_api import Page, Route, expect

from tests.console.test_trials import two_disputes
from tests.console.test_without_script import address


@asynccontextmanager
async def before_the_script(tab: Page, where: str) -> AsyncIterator[tuple[Page, Callable[[], object]]]:
    """Give a page as the service wrote it, and what lets its script come."""
    comes = asyncio.Event()

    async def hold(route: Route) -> None:
        await comes.wait()
        await route.continue_()

    page = await tab.context.new_page()
    await page.route("**/app.js", hold)
    await page.goto(where, wait_until="commit")
    await expect(page.locator("main[data-served] > *").first).to_be_visible()
    yield page, comes.set
    comes.set()
    await page.close()


async def taken_over(page: Page) -> None:
    await expect(page.locator("main:not([data-served])")).to_have_count(1)


async def test_a_list_that_was_narrowed_stays_so(client: httpx.AsyncClient, tab: Page) -> None:
    await two_disputes(client)
    async with before_the_script(tab, address(client, "/console/")) as (page, come):
        await expect(page.locator("#rows > li")).to_have_count(2)
        await page.locator("summary").first.click()
        await page.get_by_label("Severity").focus()
        await page.get_by_label("Severity").select_option(label="extreme")
        come()
        await expect(page.locator("main:not([data-served]) #rows > li")).to_have_count(1)
        await expect(page.get_by_label("Severity")).to_be_focused()
        assert "severity=extreme" in page.url


async def test_a_button_that_is_being_pressed_is_pressed(client: httpx.AsyncClient, tab: Page) -> None:
    async with before_the_script(tab, address(client, "/console/links?severity=extreme")) as (page, come):
        await page.get_by_label("What the link is for").fill("my reader")
        button = page.get_by_role("button", name="Make a link")
        box = await button.bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await page.mouse.down()
        come()
        await taken_over(page)
        await page.mouse.up()
        await expect(page.get_by_label("For feed readers (Atom)")).to_be_visible()
