"""axe-core (WCAG 2.0 to 2.2 A and AA, good practice) finds nothing on each page, light and dark, wide and narrow."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.console.conftest import PATIENCE_MS
from tests.console.test_queue import raise_conflict
from tests.tools import node_modules

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def faults(tab: Any) -> list[Any]:
    source = await asyncio.to_thread((node_modules() / "axe-core" / "axe.min.js").read_text)
    await tab.evaluate(source)
    found = await tab.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    assert found["passes"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_stands_in_anybodys_way(
    client: httpx.AsyncClient, browser: Browser, scheme: Any, width: int
) -> None:
    conflict = await raise_conflict(client, quote="Losses of 62,310, it said. " * 40, url="https://beta.example/1")
    await raise_conflict(client, 21, quantity="84,100")
    context = await browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, locale="de-DE", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    tab = await context.new_page()
    base, seen = str(client.base_url).rstrip("/"), {}
    await tab.goto(f"{base}/console/")
    await expect(tab.locator(".rows li")).to_have_count(2)
    seen["queue"] = await faults(tab)
    await tab.goto(f"{base}/console/conflicts/{conflict['id']}")
    await tab.locator("#act-settle").click()
    await tab.locator(".why summary").click()
    await tab.locator(".history summary").click()
    seen["detail"] = await faults(tab)
    await tab.locator("#reason-1").click()
    await expect(tab.locator("#told")).not_to_be_empty()
    seen["told"] = await faults(tab)
    await tab.goto(f"{base}/console/claims/new")
    for name, text in {"metric": "personnel losses", "quantity": "62,310", "subject": "Russian army"}.items():
        await tab.locator(f"#entry-{name}").fill(text)
    await tab.locator("#entry-period").fill("20 November 2022")
    await expect(tab.locator(".entry-result h3")).not_to_have_count(0)
    await tab.locator("#entry-url").fill("nothing")
    await expect(tab.locator("#entry-url-problem")).not_to_be_empty()
    seen["entry"] = await faults(tab)
    await context.close()
    assert json.dumps(seen) == json.dumps({name: [] for name in seen})
