"""A figure is recommended with a reason, told in print and in the history, taken back; with a script and without."""

import asyncio
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.console.test_accessibility import faults, seen
from tests.console.test_disputes import open_queue, raise_disputes, tell, the_dispute
from tests.console.test_queue import HOSTILE
from tests.console.test_without_script import address, plain
from tests.patience import PATIENCE_SECONDS

__all__ = ["plain", "seen"]

REASON = "Counted by name, and every name was looked up."


async def marked(client: httpx.AsyncClient, dispute: dict[str, Any]) -> tuple[str, str] | None:
    now = (await client.get(f"/v1/disputes/{dispute['id']}")).json()["dispute"]["recommended"]
    return now and (now["figure"], now["reason"])


async def until(client: httpx.AsyncClient, dispute: dict[str, Any], wanted: tuple[str, str] | None) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await marked(client, dispute) != wanted:
            await asyncio.sleep(0.05)


async def test_a_figure_is_recommended_and_taken_back(client: httpx.AsyncClient, tab: Page) -> None:
    await tell(client, "alpha wire", "84,720")
    await tell(client, HOSTILE, "62,310")
    dispute = await the_dispute(client)
    await open_queue(tab, client)
    await tab.locator(".figure", has_text="alpha wire").get_by_role("button", name="Recommend this figure").click()
    dialog = tab.get_by_role("dialog")
    await dialog.get_by_label("Why this one?").fill("  ")
    await dialog.get_by_role("button", name="Recommend this figure").click()
    await expect(dialog).to_be_visible()
    await dialog.get_by_label("Why this one?").fill(REASON)
    await dialog.get_by_role("button", name="Recommend this figure").click()
    section = tab.get_by_role("region", name="Recommended figure")
    await expect(section).to_contain_text(REASON)
    await expect(section).to_contain_text("84,720")
    await expect(tab.locator(".figure .chip")).to_have_text("Recommended figure")
    await expect(tab.locator(".for-print")).to_contain_text("We use 84,720, according to alpha wire")
    await expect(tab.locator(".history")).to_contain_text(f"a figure was recommended: 84,720, alpha wire ({REASON})")
    assert await marked(client, dispute) == ("84,720", REASON)


async def test_a_recommendation_is_undone_and_taken_back(client: httpx.AsyncClient, tab: Page) -> None:
    await tell(client, "alpha wire", "84,720")
    await tell(client, HOSTILE, "62,310")
    dispute = await the_dispute(client)
    await open_queue(tab, client)
    dialog = tab.get_by_role("dialog")
    await tab.locator(".figure", has_text="alpha wire").get_by_role("button", name="Recommend this figure").click()
    await dialog.get_by_label("Why this one?").fill(REASON)
    await dialog.get_by_role("button", name="Recommend this figure").click()
    section = tab.get_by_role("region", name="Recommended figure")
    await expect(section).to_contain_text("84,720")
    await tab.locator(".figure", has_text="62,310").get_by_role("button", name="Recommend this figure").click()
    await dialog.get_by_label("Why this one?").fill("A better count.")
    await tab.keyboard.press("Tab")
    await tab.keyboard.press("Enter")
    await expect(section).to_contain_text("62,310")
    await tab.get_by_role("button", name="Undo").click()
    await until(client, dispute, ("84,720", REASON))
    await expect(section).to_contain_text("84,720")
    await tab.get_by_role("button", name="Take the recommendation back").click()
    await until(client, dispute, None)
    await expect(section).to_have_count(0)
    await expect(tab.locator("#told")).to_contain_text("No longer recommended: 84,720")
    await expect(tab.locator(".rows li")).to_have_count(1)


async def test_without_a_script_too(client: httpx.AsyncClient, plain: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    await plain.goto(address(client))
    card = plain.locator(".figure", has_text="84,720")
    await card.locator("summary").click()
    await card.get_by_label("Why this one?").fill(HOSTILE)
    await card.get_by_role("button", name="Recommend this figure").click()
    section = plain.get_by_role("region", name="Recommended figure")
    await expect(section).to_contain_text(HOSTILE)
    await expect(plain.locator(".history")).to_contain_text("84,720, alpha wire")
    assert await marked(client, dispute) == ("84,720", HOSTILE)
    await plain.get_by_role("button", name="Take the recommendation back").click()
    await expect(section).to_have_count(0)
    assert await marked(client, dispute) is None


async def test_a_form_that_recommends_nothing_is_told_why(client: httpx.AsyncClient) -> None:
    [dispute] = await raise_disputes(client, 1)
    path, seen_as = f"/console/disputes/{dispute['id']}/acts", {"version": str(dispute["version"])}
    for given in ({"claim": dispute["id"], "reason": "no"}, {"claim": "none", "reason": "no"}, {"reason": ""}, {}):
        answer = await client.post(path, data={"act": "recommend"} | seen_as | given)
        assert answer.status_code in {400, 422}
        assert 'class="bad"' in answer.text
    assert await marked(client, dispute) is None


async def test_nothing_stands_in_anybodys_way_to_a_recommendation(client: httpx.AsyncClient, seen: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    await seen.goto(address(client, f"/console/disputes/{dispute['id']}"))
    await seen.locator("article.figure").first.locator("button").last.click()
    assert await faults(seen) == []
    await seen.get_by_role("dialog").locator("textarea").fill(REASON * 20)
    await seen.get_by_role("dialog").locator("button.main").click()
    await expect(seen.locator(".recommended")).to_have_count(1)
    assert await faults(seen) == []
