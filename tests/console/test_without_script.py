"""Without a script disputes are read and decided by forms, in the reader's language, also behind a key."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.access.conftest import MakeKey, bearer, make_key, settings
from tests.access.conftest import client as guarded
from tests.builders import draft
from tests.console.conftest import PATIENCE_MS
from tests.console.test_accessibility import LOOKS, faults
from tests.console.test_disputes import raise_disputes, standing, tell, the_dispute, until
from tests.console.test_queue import HOSTILE, is_without_sideways_scroll
from tests.patience import PATIENCE_SECONDS

__all__ = ["guarded", "make_key", "settings"]


@pytest.fixture
async def plain(browser: Browser) -> AsyncIterator[Page]:
    """A tab whose browser runs no script."""
    context = await browser.new_context(locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    yield await context.new_page()
    await context.close()


def address(client: httpx.AsyncClient, path: str = "/console/") -> str:
    return str(client.base_url).rstrip("/") + path


async def test_the_gravest_is_read_and_settled_and_taken_back(client: httpx.AsyncClient, plain: Page) -> None:
    first, second, third = await raise_disputes(client, 3)
    await plain.goto(address(client))
    await expect(plain.locator(".rows li")).to_have_count(3)
    await expect(plain.locator(".rows a[aria-current]")).to_contain_text(first["positions"][0]["figure"])
    await expect(plain.locator(".position")).to_have_count(2)
    await expect(plain.locator(".for-print")).to_contain_text("84,720")
    await plain.get_by_label("Note").fill("They count the missing, too. ü")
    await plain.locator(".acts summary").click()
    await plain.get_by_role("button", name="different definition").click()
    await until(client, first, "resolved", "different_definition")
    await expect(plain.locator(".rows li")).to_have_count(2)
    await expect(plain.locator("#told")).to_contain_text("Settled (different definition)")
    await expect(plain.locator(".rows a[aria-current]")).to_contain_text(second["positions"][0]["figure"])
    await plain.get_by_role("button", name="Undo").click()
    await until(client, first, "open")
    await expect(plain.locator(".history")).to_contain_text("taken back")
    await expect(plain.locator("#told:empty")).to_be_hidden()
    await expect(plain.locator(".history")).to_contain_text("They count the missing, too. ü")
    await plain.goto(address(client, f"/console/disputes/{third['id']}"))
    await plain.get_by_role("button", name="Dismiss").click()
    await until(client, third, "dismissed")
    await expect(plain.locator(".rows li")).to_have_count(2)


async def test_acknowledging_stays_and_reopening_comes_back(client: httpx.AsyncClient, plain: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    await plain.goto(address(client))
    await plain.get_by_role("button", name="Acknowledge").click()
    await expect(plain.locator(".rows .status")).to_have_text("acknowledged")
    await plain.get_by_role("button", name="Reopen").click()
    await until(client, dispute, "open")


async def test_what_has_changed_meanwhile_is_shown_and_not_decided(client: httpx.AsyncClient, plain: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    await plain.goto(address(client))
    await client.patch(f"/v1/disputes/{dispute['id']}", json={"note": "Mine."}, headers={"If-Match": '"1"'})
    await plain.get_by_role("button", name="Dismiss").click()
    await expect(plain.locator("#told .bad")).not_to_be_empty()
    assert await standing(client, dispute) == ("open", None)
    await expect(plain.locator(".detail")).to_contain_text("Mine.")


async def test_a_dispute_is_read_as_it_was_known_before(client: httpx.AsyncClient, plain: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    before = datetime.now(UTC)
    await tell(client, "gamma", "50,500", period="as of 2022-11-01")
    await until_it_has(client, dispute, 3)
    path = f"/console/disputes/{dispute['id']}?known_on={before:%Y-%m-%dT%H:%M:%S.%fZ}"
    await plain.goto(address(client, path))
    await expect(plain.locator(".holders li")).to_have_count(2)
    await expect(plain.locator(".holders")).to_contain_text("beta news")
    await expect(plain.locator(".rows")).not_to_contain_text("50,500")
    await expect(plain.locator(".acts")).to_have_count(0)
    await plain.get_by_role("link", name="As known now").click()
    await expect(plain.locator(".position")).to_have_count(3)
    await plain.get_by_label("As known on").fill(f"{before:%Y-%m-%d}")
    await plain.locator(".detail form:has(#known-on) button").click()
    await expect(plain.locator(".detail")).to_contain_text("This is what was known on")
    for then in ("yesterday", "0001-01-01", "2022-13-45"):
        answer = await client.get("/console/", params={"known_on": then})
        assert (answer.status_code in {410, 422}, "known_on" in answer.text or "kept" in answer.text) == (True, True)


async def test_a_script_leaves_what_was_known_as_it_is(client: httpx.AsyncClient, tab: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    await tab.goto(address(client, f"/console/disputes/{dispute['id']}"))
    await tab.get_by_label("As known on").fill(f"{datetime.now(UTC):%Y-%m-%d}")
    await tab.locator(".detail form:has(#known-on) button").click()
    await expect(tab.locator("main:not([data-served]) .detail")).to_contain_text("This is what was known on")
    await expect(tab.locator("#to-disputes")).to_have_attribute("aria-current", "page")
    await tab.keyboard.press("g")
    await expect(tab.locator(".acts")).to_have_count(1)


async def until_it_has(client: httpx.AsyncClient, dispute: dict[str, Any], positions: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len((await client.get(f"/v1/disputes/{dispute['id']}")).json()["positions"]) != positions:
            await asyncio.sleep(0.05)


async def test_the_list_is_narrowed_and_paged_by_its_address(client: httpx.AsyncClient, plain: Page) -> None:
    await raise_disputes(client, 1)
    await tell(client, "alpha wire", "10", place="France")
    await tell(client, "beta news", "70", place="France")
    await raise_disputes(client, 2)
    await plain.goto(address(client))
    await plain.locator(".filters summary").click()
    await plain.get_by_label("Place").fill("France")
    await plain.get_by_label("Order").select_option("newest")
    await plain.locator(".filters button").click()
    await expect(plain.locator(".rows li")).to_have_count(1)
    assert "place=France" in plain.url
    await expect(plain.get_by_label("Place")).to_have_value("France")
    await plain.goto(address(client, "/console/?severity=nonsense&since=never&cursor=nonsense"))
    await expect(plain.locator(".notice").first).to_contain_text("cursor")


async def test_what_sources_wrote_never_becomes_markup(client: httpx.AsyncClient, plain: Page) -> None:
    await tell(client, HOSTILE, "84,720", quote=f"{HOSTILE} 84,720 {HOSTILE}", claimant=HOSTILE)
    await tell(client, "beta", "62,310")
    await the_dispute(client)
    await plain.goto(address(client))
    await expect(plain.locator(".detail .figure").last.locator("h4")).to_have_text(HOSTILE)
    await expect(plain.locator("blockquote mark")).to_have_text("84,720")
    page = (await client.get("/console/")).text
    assert HOSTILE not in page


@pytest.mark.parametrize("accepted", ["de", "fr", "es", "uk"])
async def test_it_speaks_the_readers_language(client: httpx.AsyncClient, accepted: str) -> None:
    await raise_disputes(client, 1)
    page = await client.get("/console/", headers={"Accept-Language": accepted})
    assert f'<html lang="{accepted}">' in page.text
    for english in ("Acknowledge", "gravest first", "sources", "times"):
        assert f">{english}" not in page.text


async def test_a_language_is_chosen_and_remembered(client: httpx.AsyncClient, plain: Page) -> None:
    await plain.goto(address(client, "/console/?severity=major"))
    await plain.get_by_label("Language").select_option("uk")
    await plain.locator(".language button").click()
    await expect(plain.locator("html")).to_have_attribute("lang", "uk")
    assert plain.url.endswith("/console/?severity=major")
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "/console/\\..", "/docs", "javascript:1"):
        answer = await client.get("/console/language", params={"to": "de", "back": elsewhere})
        assert answer.headers["location"] == "/console/"


async def test_a_page_of_another_site_decides_nothing(client: httpx.AsyncClient) -> None:
    [dispute] = await raise_disputes(client, 1)
    path = f"/console/disputes/{dispute['id']}/acts"
    form = {"act": "dismiss", "version": str(dispute["version"])}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        await client.post(path, data=form, headers=headers)
        assert await standing(client, dispute) == ("open", None)
    assert (await client.post(path, json=form)).status_code == 415
    assert (await client.post(path, data={str(one): "" for one in range(50)})).status_code == 400
    led = await client.get("/console/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert "84,720" in led.text


class TestBehindAKey:
    @pytest.fixture
    def client(self, guarded: httpx.AsyncClient) -> httpx.AsyncClient:
        return guarded

    async def test_signed_in_by_a_form_one_decides_and_signs_out(
        self, client: httpx.AsyncClient, make_key: MakeKey, plain: Page
    ) -> None:
        key = await make_key("read", "write", name="desk")
        client.headers.update(bearer(key))
        [dispute] = await raise_disputes(client, 1)
        await plain.goto(address(client, f"/console/disputes/{dispute['id']}"))
        await expect(plain.locator("body")).not_to_contain_text("84,720")
        await plain.get_by_label("Your name").fill("Ada")
        await plain.get_by_label("API key").fill("cdk_wrong")
        await plain.get_by_role("button", name="Sign in").click()
        await expect(plain.get_by_role("alert")).to_contain_text("This key was not taken")
        await plain.get_by_label("Your name").fill("Ada")
        await plain.get_by_label("API key").fill(key)
        await plain.get_by_role("button", name="Sign in").click()
        await expect(plain).to_have_url(address(client, f"/console/disputes/{dispute['id']}"))
        await plain.get_by_role("button", name="Acknowledge").click()
        await expect(plain.locator(".history")).to_contain_text("Ada (desk)")
        await plain.get_by_role("button", name="Sign out").click()
        await expect(plain.get_by_label("API key")).to_be_visible()
        assert await plain.context.cookies() == []

    async def test_a_form_without_its_token_does_nothing(self, client: httpx.AsyncClient, make_key: MakeKey) -> None:
        key = await make_key("read", "write", name="desk")
        client.headers.update(bearer(key))
        [dispute] = await raise_disputes(client, 1)
        del client.headers["Authorization"]
        signed = await client.post("/console/sign-in", data={"key": key, "name": "Ada", "back": "/console/"})
        assert (signed.status_code, signed.headers["location"]) == (303, "/console/")
        path, form = f"/console/disputes/{dispute['id']}/acts", {"act": "dismiss", "version": str(dispute["version"])}
        for shown in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
            assert (await client.post(path, data=form | shown)).status_code == 403
        assert await standing(client, dispute) == ("open", None)


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
async def look(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """The page as the service wrote it: its script is not there."""
    scheme, width = request.param
    context = await browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, locale="de-DE", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    await context.route("**/app.js", lambda route: route.abort())
    yield await context.new_page()
    await context.close()


async def test_nothing_stands_in_anybodys_way(client: httpx.AsyncClient, look: Page) -> None:
    await client.post("/v1/claims", json=draft(quote="Losses of 84,720. " * 40, url="https://alpha.example/1"))
    await tell(client, "beta news", "62,310")
    dispute = await the_dispute(client)
    for path in ("/console/", f"/console/disputes/{dispute['id']}"):
        await look.goto(address(client, path))
        for summary in await look.locator("summary:visible").all():
            await summary.click()
        assert await faults(look) == []
        assert await is_without_sideways_scroll(look)
