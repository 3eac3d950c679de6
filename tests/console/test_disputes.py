"""The queue of disputes: decided by keys, one or many at a time, taken back, live, and no text that becomes markup."""

import asyncio
from typing import Any

import httpx
import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.builders import draft
from tests.console.test_queue import HOSTILE, is_without_sideways_scroll
from tests.patience import PATIENCE_SECONDS


async def tell(client: httpx.AsyncClient, source: str, quantity: str, **fields: str) -> None:
    answer = await client.post("/v1/claims", json=draft(source=source, quantity=quantity, **fields))
    assert answer.status_code == 201, answer.text


async def disputes(client: httpx.AsyncClient, count: int) -> list[dict[str, Any]]:
    """They follow from their claims a moment after these are stored. The gravest comes first."""
    query = {"limit": 200, "sort": "gravest"}
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(items := (await client.get("/v1/disputes", params=query)).json()["items"]) < count:
            await asyncio.sleep(0.05)
    return [dict(one) for one in items]


async def the_dispute(client: httpx.AsyncClient) -> dict[str, Any]:
    [dispute] = await disputes(client, 1)
    return dispute


async def raise_disputes(client: httpx.AsyncClient, count: int) -> list[dict[str, Any]]:
    """As many as are wanted, in the order of the list."""
    for place in range(count):
        period = f"as of 2022-{11 - place // 20}-{place % 20 + 1:02}"
        await tell(client, "alpha wire", "84,720", period=period)
        await tell(client, "beta news", str(20_000 + 1_000 * place), period=period)
    return await disputes(client, count)


async def standing(client: httpx.AsyncClient, dispute: dict[str, Any]) -> tuple[str, str | None]:
    now = (await client.get(f"/v1/disputes/{dispute['id']}")).json()["dispute"]
    return now["status"], now["resolution"]


async def until(client: httpx.AsyncClient, dispute: dict[str, Any], status: str, resolution: str | None = None) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await standing(client, dispute) != (status, resolution):
            await asyncio.sleep(0.05)


async def open_queue(tab: Page, client: httpx.AsyncClient, where: str = "/console/") -> None:
    await tab.goto(str(client.base_url).rstrip("/") + where)
    await expect(tab.locator("#live")).to_have_text("live")


def row(tab: Page, dispute: dict[str, Any]) -> Locator:
    return tab.locator(f"[data-id='{dispute['id']}']")


async def is_chosen(tab: Page, dispute: dict[str, Any]) -> None:
    await expect(row(tab, dispute).locator("a")).to_have_attribute("aria-current", "true")


async def test_three_figures_are_one_dispute_and_a_fourth_joins_live(client: httpx.AsyncClient, tab: Page) -> None:
    await tell(client, "alpha wire", "84,720")
    await tell(client, "beta news", "62,310", quote="They lost 62,310.")
    await tell(client, HOSTILE, "62,310")
    await the_dispute(client)
    await open_queue(tab, client)
    await expect(tab.locator(".rows")).to_contain_text("3 sources")
    await expect(tab.locator(".position")).to_have_count(2)
    for text in ("62,310", "84,720", "beta news", "alpha wire", HOSTILE, "They lost 62,310."):
        await expect(tab.locator(".detail")).to_contain_text(text)
    await expect(tab.locator(".for-print")).to_contain_text("62,310")
    await expect(tab.locator(".detail blockquote mark").first).to_have_text("62,310")
    await expect(tab.locator(".rows")).to_contain_text("2 figures that exclude each other · 3 sources")
    await tell(client, "delta", "91,000")
    await expect(tab.locator(".position")).to_have_count(3)
    await expect(tab.locator(".rows")).to_contain_text("3 figures that exclude each other · 4 sources")
    assert await tab.locator("main script, main img").count() == 0


async def test_keys_decide_disputes_one_after_the_other_and_take_back(client: httpx.AsyncClient, tab: Page) -> None:
    first, second, third, fourth = await raise_disputes(client, 4)
    await open_queue(tab, client)
    await is_chosen(tab, first)
    await tab.keyboard.press("x")
    await expect(row(tab, first)).to_have_count(0)
    await is_chosen(tab, second)
    await tab.keyboard.press("r")
    await tab.keyboard.press("4")
    await is_chosen(tab, third)
    await tab.keyboard.press("a")
    await expect(row(tab, third).locator(".status")).to_have_text("acknowledged")
    await tab.keyboard.press("j")
    await tab.keyboard.press("s")
    await expect(row(tab, fourth)).to_have_count(0)
    await until(client, first, "dismissed")
    await until(client, second, "resolved", "different_scope")
    await until(client, third, "acknowledged")
    await until(client, fourth, "open")
    await tab.keyboard.press("z")
    await is_chosen(tab, fourth)
    await tab.keyboard.press("z")
    await until(client, third, "open")
    await tab.keyboard.press("z")
    await until(client, second, "open")
    await is_chosen(tab, second)


async def test_twenty_disputes_are_decided_by_no_more_than_thirty_keys(client: httpx.AsyncClient, tab: Page) -> None:
    raised = await raise_disputes(client, 20)
    await open_queue(tab, client)
    await expect(tab.locator(".rows li")).to_have_count(20)
    keys = ["x", "x", "r", "4"] * 5 + ["x"] * 5
    for key in keys:
        await tab.keyboard.press(key)
    await expect(tab.locator(".foot")).to_contain_text("No dispute waits for you")
    assert len(keys) <= 30
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any([(await standing(client, one))[0] == "open" for one in raised]):
            await asyncio.sleep(0.2)


async def test_many_are_decided_at_once_after_their_number_was_told(client: httpx.AsyncClient, tab: Page) -> None:
    raised = await raise_disputes(client, 4)
    await open_queue(tab, client)
    await is_chosen(tab, raised[0])
    for key in ("v", "v", "r"):
        await tab.keyboard.press(key)
    dialog = tab.get_by_role("dialog")
    await expect(dialog).to_contain_text("Settle 2 items?")
    await dialog.get_by_label("Settle: why do they differ?").select_option("superseded")
    assert await standing(client, raised[0]) == ("open", None)
    await dialog.get_by_role("button", name="Yes, do it").click()
    await expect(tab.locator(".rows li")).to_have_count(2)
    for one in raised[:2]:
        await until(client, one, "resolved", "superseded")
    await tab.get_by_role("button", name="Undo").click()
    for one in raised[:2]:
        await until(client, one, "open")
    await expect(tab.locator(".rows li")).to_have_count(4)


async def test_what_has_changed_since_one_looked_is_told(client: httpx.AsyncClient, tab: Page) -> None:
    first, second = await raise_disputes(client, 2)
    await open_queue(tab, client)
    await expect(tab.locator(".position")).to_have_count(2)
    await tab.keyboard.press("j")
    await expect(tab.locator(".detail .history")).to_have_count(1)
    await tell(client, "delta", "91,000", period=f"as of {first['question']['period']['end']}")
    changed = row(tab, first).locator(".changed")
    await expect(changed).to_have_text("changed since you looked")
    await tab.locator("summary", has_text="More filters").click()
    await tab.get_by_label("only what has changed").check()
    await expect(tab.locator(".rows li")).to_have_count(1)
    assert tab.url.endswith("?changed=yes")
    assert second["id"] not in await tab.locator(".rows").inner_html()


async def test_what_was_set_aside_can_be_shown_again(client: httpx.AsyncClient, tab: Page) -> None:
    [first, second] = await raise_disputes(client, 2)
    await open_queue(tab, client)
    await is_chosen(tab, first)
    await tab.keyboard.press("s")
    await is_chosen(tab, second)
    await tab.reload()
    await expect(tab.locator(".rows li")).to_have_count(1)
    await tab.get_by_role("button", name="Show 1 that is set aside").click()
    await expect(row(tab, first)).to_have_count(1)


async def test_a_dispute_that_has_changed_meanwhile_is_not_decided(client: httpx.AsyncClient, tab: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    await tab.route("**/v1/events/stream*", lambda route: route.abort())
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/")
    await expect(tab.locator(".detail .history")).to_have_count(1)
    await client.patch(f"/v1/disputes/{dispute['id']}", json={"status": "acknowledged"}, headers={"If-Match": "*"})
    await tab.keyboard.press("x")
    await expect(tab.locator("#told")).to_contain_text("This has changed meanwhile")
    assert await standing(client, dispute) == ("acknowledged", None)
    await expect(tab.locator(".detail .status")).to_have_text("acknowledged")


async def test_who_is_quick_changes_what_he_made_himself(client: httpx.AsyncClient, tab: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    await open_queue(tab, client)
    await is_chosen(tab, dispute)
    answers = asyncio.Event()

    async def late(route: Route) -> None:
        if route.request.method == "PATCH":
            await answers.wait()
        await route.fallback()

    await tab.route("**/v1/disputes/*", late)
    await tab.keyboard.press("a")
    await tab.keyboard.press("x")
    await expect(row(tab, dispute)).to_have_count(0)
    answers.set()
    await until(client, dispute, "dismissed")
    await expect(tab.locator("#told")).to_contain_text("Dismissed")
    await tab.keyboard.press("z")
    await expect(row(tab, dispute).locator(".status")).to_have_text("acknowledged")
    await is_chosen(tab, dispute)
    answers.clear()
    await tab.keyboard.press("z")
    await tab.keyboard.press("x")
    answers.set()
    await until(client, dispute, "dismissed")
    steps = (await client.get(f"/v1/disputes/{dispute['id']}")).json()["history"]
    assert [one["status"] for one in steps] == [
        "open",
        "acknowledged",
        "dismissed",
        "open",
        "acknowledged",
        "open",
        "dismissed",
    ]
    await expect(row(tab, dispute)).to_have_count(0)
    await expect(tab.locator("#told")).to_contain_text("Dismissed")


async def test_a_list_that_comes_late_brings_nothing_back(client: httpx.AsyncClient, tab: Page) -> None:
    first, second = await raise_disputes(client, 2)
    await open_queue(tab, client)
    await is_chosen(tab, first)
    taken, answers = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        taken.set()
        await answers.wait()
        await route.fulfill(response=answer)

    await tab.route("**/v1/disputes?*", late, times=1)
    await tell(client, "gamma", "50,500", period="as of 2022-12-24")
    await tell(client, "delta", "10,100", period="as of 2022-12-24")
    await asyncio.wait_for(taken.wait(), PATIENCE_SECONDS)
    await tab.keyboard.press("x")
    await until(client, first, "dismissed")
    await is_chosen(tab, second)
    async with tab.expect_response("**/v1/disputes?*"):
        answers.set()
    await tab.evaluate("new Promise((done) => setTimeout(done, 100))")
    await expect(row(tab, first)).to_have_count(0)


async def test_the_time_of_a_filter_is_the_readers_day(client: httpx.AsyncClient, tab: Page) -> None:
    await raise_disputes(client, 1)
    await open_queue(tab, client, "/console/?since=yesterday&sort=newest")
    await expect(tab.get_by_label("Time")).to_have_value("yesterday")
    await expect(tab.locator(".rows li")).to_have_count(1)
    midnight = await tab.evaluate("new Date(new Date().setHours(0, 0, 0, 0)).toISOString()")
    since = f"since={midnight.replace(':', '%3A')}"
    async with tab.expect_request(lambda request: since in request.url):
        await tab.get_by_label("Time").select_option("today")
    await expect(tab.locator(".rows li")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 768])
async def test_on_a_phone_a_dispute_has_a_page_of_its_own(client: httpx.AsyncClient, tab: Page, width: int) -> None:
    await tell(client, "alpha wire", "84,720", quote="They lost 84,720, it was said. " * 20)
    await tell(client, "beta news", "62,310")
    dispute = await the_dispute(client)
    await tab.set_viewport_size({"width": width, "height": 740})
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/disputes/{dispute['id']}")
    await expect(tab.locator(".position")).to_have_count(2)
    await expect(tab.locator(".list")).to_be_hidden()
    assert await is_without_sideways_scroll(tab)
    await tab.get_by_role("button", name="Dismiss").click()
    await until(client, dispute, "dismissed")
    await expect(tab.locator(".list")).to_be_visible()
