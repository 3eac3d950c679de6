"""The page of series: each source's figures over time, what a series says about itself, and a table of the same."""

import html
import re
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.builders import draft
from tests.console.conftest import PATIENCE_MS
from tests.console.test_accessibility import LOOKS, faults

SERIES = [(1, "4,100"), (2, "4,327"), (3, "4,237"), (4, "more than 4,300"), (20, "4,900")]


async def tell_series(client: httpx.AsyncClient) -> None:
    for day, quantity in SERIES:
        await tell(client, quantity, f"as of 2022-11-{day:02}")
    await tell(client, "4,110", "as of 2022-11-01", published_at="2022-12-01")


async def tell(client: httpx.AsyncClient, quantity: str, period: str, **fields: str) -> None:
    given: dict[str, Any] = {"metric": "total deaths", "source": "health <b>ministry</b>", "quantity": quantity}
    answer = await client.post("/v1/claims", json=draft(**given, period=period, **fields))
    assert answer.status_code == 201, answer.text


def address(client: httpx.AsyncClient, query: str = "?metric=total+deaths") -> str:
    return f"{str(client.base_url).rstrip('/')}/console/series{query}"


async def test_the_table_says_what_the_plot_shows(client: httpx.AsyncClient, browser: Browser) -> None:
    await tell_series(client)
    context = await browser.new_context(locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    plain = await context.new_page()
    await plain.goto(address(client, ""))
    await plain.get_by_label("Metric").fill("total deaths")
    await plain.locator(".series button").click()
    await expect(plain.locator("tbody tr")).to_have_count(5)
    await expect(plain.get_by_role("heading", name="health <b>ministry</b>")).to_be_visible()
    rows = plain.locator("tbody tr")
    await expect(rows.nth(0)).to_contain_text("before: 4,100")
    await expect(rows.nth(2)).to_contain_text("falls")
    await expect(rows.nth(3)).to_contain_text("more than 4,300")
    await expect(plain.locator(".one-series li").first).to_contain_text("Falls from 4,327")
    picture = plain.locator("img.plot")
    assert (await client.get(str(await picture.get_attribute("src")))).headers["content-type"] == "image/svg+xml"
    await plain.locator(".to-point").first.click()
    await expect(plain).to_have_url(re.compile(f"#{await rows.nth(2).get_attribute('id')}$"))
    await context.close()


async def test_keys_go_from_mark_to_mark_and_elsewhere(client: httpx.AsyncClient, tab: Page) -> None:
    await tell_series(client)
    await tab.goto(address(client))
    await expect(tab.locator("#to-series")).to_have_attribute("aria-current", "page")
    await tab.keyboard.press("j")
    await expect(tab.locator("tbody tr:focus")).to_contain_text("4,237")
    await tab.keyboard.press("k")
    await expect(tab.locator("tbody tr:focus")).to_contain_text("4,237")
    await tab.keyboard.press("g")
    await expect(tab.locator("#to-disputes")).to_have_attribute("aria-current", "page")
    await tab.go_back()
    await expect(tab.locator("tbody tr")).to_have_count(5)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?metric=nothing+of+the+kind", "Nothing is stored of this."),
        ("?metric=deaths&period_from=yesterday", "period_from"),
        ("?metric=deaths&cursor=nonsense", "cursor"),
        ("?metric=" + "x" * 600, "500"),
        ("?place=France", "Name a metric"),
    ],
)
async def test_what_cannot_be_shown_is_told(client: httpx.AsyncClient, query: str, said: str) -> None:
    answer = await client.get(f"/console/series{query}")
    assert (answer.status_code, said in answer.text) == (200, True)


async def test_a_long_series_is_paged(client: httpx.AsyncClient) -> None:
    days = [f"2020-{1 + place // 28:02}-{1 + place % 28:02}" for place in range(230)]
    drafts = [
        draft(metric="deaths", source="ministry", quantity=str(1000 + place), period=f"as of {day}")
        for place, day in enumerate(days)
    ]
    answer = await client.post("/v1/claims/batch", json=drafts)
    assert answer.status_code == 200
    first = await client.get("/console/series", params={"metric": "deaths"})
    assert first.text.count("<tr id=") == 200
    [following] = re.findall(r'href="([^"]*cursor=[^"]*)"', first.text)
    second = await client.get(html.unescape(following))
    assert second.text.count("<tr id=") == 30
    assert "Its beginning stands on the page before." in second.text


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
async def test_nothing_stands_in_anybodys_way(
    client: httpx.AsyncClient, browser: Browser, scheme: Any, width: int
) -> None:
    await tell_series(client)
    context = await browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, locale="uk-UA")
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.goto(address(client))
    await expect(page.locator("main:not([data-served]) tbody tr")).to_have_count(5)
    assert await faults(page) == []
    await context.close()
