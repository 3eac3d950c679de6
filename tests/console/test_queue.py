"""The queue in a real Chromium: what it shows, what keys do, what comes live, and that no text becomes markup."""

import asyncio
import re
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.builders import draft
from tests.patience import PATIENCE_SECONDS

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


async def raise_conflict(client: httpx.AsyncClient, day: int = 20, **second: Any) -> dict[str, Any]:
    period = f"as of 2022-11-{day}"
    await client.post("/v1/claims", json=draft(period=period))
    told = {"source": "beta news", "quantity": "62,310", "period": period} | second
    answer = await client.post("/v1/claims", json=draft(**told))
    assert answer.status_code == 201, answer.text
    conflict: dict[str, Any] = answer.json()["conflicts"][0]
    return conflict


async def open_console(tab: Page, client: httpx.AsyncClient, where: str = "/console/conflicts") -> None:
    await tab.goto(str(client.base_url).rstrip("/") + where)
    await expect(tab.locator("#live")).to_have_text("live")


async def status_of(client: httpx.AsyncClient, conflict: dict[str, Any]) -> tuple[str, str | None, str | None]:
    now = (await client.get(f"/v1/conflicts/{conflict['id']}")).json()["conflict"]
    return now["status"], now["resolution"], now["note"]


async def until(
    client: httpx.AsyncClient, conflict: dict[str, Any], wanted: tuple[str, str | None, str | None]
) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await status_of(client, conflict) != wanted:
            await asyncio.sleep(0.02)


async def test_a_conflict_is_shown_with_all_that_is_known_of_it(client: httpx.AsyncClient, tab: Page) -> None:
    quote = "The ministry put the losses at 62,310 on Sunday."
    await raise_conflict(client, quote=quote, url="https://beta.example/1", claimant="the ministry")
    await open_console(tab, client)
    await expect(tab.locator(".rows li")).to_have_count(1)
    detail = tab.locator(".detail")
    await expect(detail.locator("h2")).to_have_text("personnel losses · Russian army")
    for text in ("84,720", "62,310", "alpha wire", "beta news", "the ministry", "36 % apart", "as of 20 Nov 2022"):
        await expect(detail).to_contain_text(text)
    await expect(detail.locator("blockquote")).to_have_text(quote)
    await expect(detail.locator("blockquote mark")).to_have_text("62,310")
    await expect(detail.get_by_role("link", name="Read at the source")).to_have_attribute(
        "href", "https://beta.example/1"
    )


async def test_what_happens_elsewhere_is_seen_at_once(client: httpx.AsyncClient, tab: Page) -> None:
    await open_console(tab, client)
    await expect(tab.locator(".foot")).to_contain_text("No pair waits for you")
    conflict = await raise_conflict(client)
    row = tab.locator(f"[data-id='{conflict['id']}']")
    await expect(row).to_contain_text("new")
    await expect(tab.locator("#heard")).to_have_text("New conflict, major: personnel losses · Russian army")
    await client.patch(f"/v1/conflicts/{conflict['id']}", json={"status": "dismissed"}, headers={"If-Match": "*"})
    await expect(row).to_have_count(0)


async def test_keys_decide_one_after_the_other_and_take_back(client: httpx.AsyncClient, tab: Page) -> None:
    third, second, first = [await raise_conflict(client, day) for day in (18, 19, 20)]
    await open_console(tab, client)
    await expect(tab.locator(f"[data-id='{first['id']}'] a")).to_have_attribute("aria-current", "true")
    await tab.keyboard.press("x")
    await expect(tab.locator(f"[data-id='{first['id']}']")).to_have_count(0)
    await expect(tab.locator(f"[data-id='{second['id']}'] a")).to_have_attribute("aria-current", "true")
    await tab.keyboard.press("r")
    await tab.keyboard.press("4")
    await expect(tab.locator(f"[data-id='{third['id']}'] a")).to_have_attribute("aria-current", "true")
    await until(client, first, ("dismissed", None, None))
    await until(client, second, ("resolved", "different_scope", None))
    await tab.keyboard.press("z")
    await until(client, second, ("open", None, None))
    await expect(tab.locator(f"[data-id='{second['id']}'] a")).to_have_attribute("aria-current", "true")
    await tab.keyboard.press("j")
    await tab.keyboard.press("a")
    await until(client, third, ("acknowledged", None, None))
    await expect(tab.locator(f"[data-id='{third['id']}'] .status")).to_have_text("acknowledged")


async def test_twenty_are_decided_by_no_more_than_thirty_keys(client: httpx.AsyncClient, tab: Page) -> None:
    conflicts = [await raise_conflict(client, day) for day in range(1, 21)]
    await open_console(tab, client)
    await expect(tab.locator(".detail h2")).to_be_visible()
    keys = ["x", "x", "r", "4"] * 5 + ["x"] * 5
    for key in keys:
        await tab.keyboard.press(key)
    await expect(tab.locator(".foot")).to_contain_text("No pair waits for you")
    assert len(keys) <= 30
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any([(await status_of(client, one))[0] == "open" for one in conflicts]):
            await asyncio.sleep(0.1)


async def test_a_note_goes_with_the_decision(client: httpx.AsyncClient, tab: Page) -> None:
    conflict = await raise_conflict(client)
    await open_console(tab, client)
    await tab.keyboard.press("m")
    await tab.keyboard.type("asked the ministry")
    await tab.get_by_role("button", name="Dismiss").click()
    await until(client, conflict, ("dismissed", None, "asked the ministry"))
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/conflicts/{conflict['id']}")
    await expect(tab.locator(".history")).to_contain_text("asked the ministry")


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(client: httpx.AsyncClient, tab: Page) -> None:
    conflict = await raise_conflict(client)
    await tab.route("**/v1/events/stream*", lambda route: route.abort())
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/conflicts")
    await expect(tab.locator(".detail .history")).to_have_count(1)
    await client.patch(
        f"/v1/conflicts/{conflict['id']}", json={"status": "acknowledged", "note": "mine"}, headers={"If-Match": "*"}
    )
    await tab.keyboard.press("x")
    await expect(tab.locator("#told")).to_contain_text("This has changed meanwhile")
    assert await status_of(client, conflict) == ("acknowledged", None, "mine")
    await expect(tab.locator(".detail .status")).to_have_text("acknowledged")


async def test_what_could_not_be_done_comes_back(client: httpx.AsyncClient, tab: Page) -> None:
    conflict = await raise_conflict(client)
    await open_console(tab, client)
    await tab.route(
        "**/v1/conflicts/*", lambda route: route.abort() if route.request.method == "PATCH" else route.fallback()
    )
    await tab.keyboard.press("x")
    await expect(tab.locator("#told")).to_contain_text("cannot be reached")
    await expect(tab.locator(f"[data-id='{conflict['id']}'] a")).to_have_attribute("aria-current", "true")


async def test_words_and_filters_narrow_the_list_and_stand_in_the_address(client: httpx.AsyncClient, tab: Page) -> None:
    await raise_conflict(client, 20)
    other = await raise_conflict(client, 21, quantity="84,100", source="gamma", quote="Die Verluste, hieß es in Köln.")
    await open_console(tab, client)
    await expect(tab.locator(".rows li")).to_have_count(2)
    await tab.keyboard.press("/")
    await tab.keyboard.type("koln VERLUSTE")
    await expect(tab.locator(".rows li")).to_have_count(1)
    await expect(tab.locator(f"[data-id='{other['id']}']")).to_have_count(1)
    await expect(tab).to_have_url(re.compile(r"/console/conflicts\?q=koln\+VERLUSTE$"))
    await tab.get_by_role("button", name="Clear all filters").click()
    await expect(tab.locator(".rows li")).to_have_count(2)
    await tab.get_by_label("Severity").select_option("major")
    await expect(tab.locator(".rows li")).to_have_count(1)
    await tab.reload()
    await expect(tab.locator(".rows li")).to_have_count(1)
    await expect(tab.get_by_label("Severity")).to_have_value("major")


async def test_hostile_texts_stay_texts(client: httpx.AsyncClient, tab: Page) -> None:
    quote = (
        HOSTILE + " 62,310 \u05d0\u05d1\u05d2 \u0627\u0644\u062e\u0633\u0627\u0626\u0631 " + "wordwithoutend" * 400
    )[:5000]
    conflict = await raise_conflict(client, quote=quote, source=HOSTILE, claimant=HOSTILE)
    await client.patch(
        f"/v1/conflicts/{conflict['id']}", json={"status": "acknowledged", "note": HOSTILE}, headers={"If-Match": "*"}
    )
    await open_console(tab, client)
    await expect(tab.locator(".detail blockquote")).to_have_text(quote)
    await expect(tab.locator(".detail #kept-note")).to_have_text(HOSTILE)
    assert await tab.locator("main script, main img, main [onerror], [href^='javascript']").count() == 0
    assert await tab.title() == "Pairs – claimdiff"
    assert await is_without_sideways_scroll(tab)


@pytest.mark.parametrize("width", [320, 360, 768])
async def test_on_a_phone_the_list_leads_to_the_detail_and_back(
    client: httpx.AsyncClient, tab: Page, width: int
) -> None:
    conflict = await raise_conflict(client, quote="Losses of 62,310, it said." * 30)
    await tab.set_viewport_size({"width": width, "height": 700})
    await open_console(tab, client)
    await expect(tab.locator(".detail")).to_be_hidden()
    assert await is_without_sideways_scroll(tab)
    await tab.locator(f"[data-id='{conflict['id']}'] a").click()
    await expect(tab.locator(".detail h2")).to_be_visible()
    await expect(tab.locator(".list")).to_be_hidden()
    assert await is_without_sideways_scroll(tab)
    await tab.go_back()
    await expect(tab.locator(".list")).to_be_visible()


async def test_it_speaks_german(client: httpx.AsyncClient, tab: Page) -> None:
    await raise_conflict(client)
    await open_console(tab, client)
    await tab.get_by_label("Language").select_option("de")
    await expect(tab.locator("html")).to_have_attribute("lang", "de")
    await expect(tab.locator(".detail")).to_contain_text("36 % auseinander")
    await expect(tab.locator(".detail")).to_contain_text("Stand 20.11.2022")
    await expect(tab.get_by_role("button", name="Verwerfen")).to_be_visible()
    await tab.reload()
    await expect(tab.locator("html")).to_have_attribute("lang", "de")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x", "file:///etc/passwd", ""])
async def test_only_web_addresses_become_links(client: httpx.AsyncClient, tab: Page, address: str) -> None:
    await open_console(tab, client)
    files = await tab.locator("script[src]").get_attribute("src")
    linkable = "async ([files, address]) => (await import(files.replace('app.js', 'dom.js'))).linkable(address)"
    assert await tab.evaluate(linkable, [files, address]) is None
    assert await tab.evaluate(linkable, [files, "https://beta.example/1"]) == "https://beta.example/1"


async def is_without_sideways_scroll(tab: Page) -> bool:
    return bool(await tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
