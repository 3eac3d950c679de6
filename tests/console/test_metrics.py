"""Metrics and sources: whether two are the same is answered, taken back, and what is said of one is kept."""

import httpx
from playwright.async_api import Page, expect

from tests.builders import draft


async def suggested(client: httpx.AsyncClient) -> int:
    found = await client.get("/v1/conflicts", params={"band": "suggested", "status": "open"})
    return len(found.json()["items"])


async def test_two_metrics_are_judged_the_same_and_it_is_taken_back(client: httpx.AsyncClient, tab: Page) -> None:
    await client.post("/v1/claims", json=draft(metric="tanks lost", quantity="3,220"))
    await client.post(
        "/v1/claims", json=draft(source="Oryx", metric="tanks lost, visually confirmed", quantity="1,673")
    )
    assert await suggested(client) == 1
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/metrics")
    pairs = tab.locator(".pairs")
    await expect(pairs).to_contain_text("1 conflict waits for the answer")
    for text in ("alpha wire says 3,220, Oryx says 1,673", "Both say ", "Qualifier: nothing and confirmed"):
        await expect(pairs).to_contain_text(text)
    await expect(pairs).to_contain_text("The same: opens 0, confirms 1, closes 0")
    await expect(pairs).to_contain_text("Not the same: opens 0, confirms 0, closes 1")
    await tab.keyboard.press("1")
    await expect(tab.locator("#told")).to_contain_text("The same: tanks lost and tanks lost, visually confirmed")
    await expect(tab.locator(".pairs")).to_contain_text("No pair of metrics waits")
    assert len((await client.get("/v1/conflicts")).json()["items"]) == 1
    await tab.keyboard.press("z")
    await expect(tab.locator(".pairs section")).to_have_count(1)
    assert (await client.get("/v1/conflicts", params={"status": "open"})).json()["items"] == []


async def test_wordings_and_a_tolerance_are_kept(client: httpx.AsyncClient, tab: Page) -> None:
    await client.post("/v1/claims", json=draft())
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/metrics")
    await tab.locator(".known summary", has_text="personnel losses").click()
    await tab.get_by_label("Tolerance in percent").fill("many")
    await tab.get_by_role("button", name="Save").click()
    await expect(tab.locator(".known [role=alert]")).not_to_be_empty()
    await tab.get_by_label("Tolerance in percent").fill("2.5")
    await tab.get_by_label("Other wordings").fill("soldiers lost\nmen lost")
    await tab.get_by_role("button", name="Save").click()
    await expect(tab.locator("#told")).to_contain_text("Saved: personnel losses")
    [metric] = (await client.get("/v1/metrics", params={"registered": True})).json()["items"]
    assert (metric["synonyms"], metric["tolerance"]["relative_percent"]) == (["soldiers lost", "men lost"], "2.5")
