"""Searches are kept, and links for feed readers and pages made and revoked, by forms: with a script and without."""

import re
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.access.conftest import MakeKey, bearer, make_key, settings
from tests.access.conftest import client as guarded
from tests.console.test_accessibility import faults, seen
from tests.console.test_disputes import disputes, open_queue, raise_disputes, tell
from tests.console.test_queue import HOSTILE
from tests.console.test_without_script import address, plain

__all__ = ["guarded", "make_key", "plain", "seen", "settings"]

PATH = "/console/links?severity=major&place=France"


async def entries(client: httpx.AsyncClient, shown: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get(shown)).json()["items"]
    return items


async def test_a_search_is_kept_and_a_feed_subscribed_and_revoked(client: httpx.AsyncClient, plain: Page) -> None:
    await tell(client, "alpha wire", "10", place="France")
    await tell(client, "beta news", "70", place="France")
    await disputes(client, 1)
    await raise_disputes(client, 2)
    await plain.goto(address(client, "/console/?place=France"))
    await plain.get_by_role("link", name="Keep or subscribe to this list").click()
    await expect(plain.locator(".chip")).to_have_text(["France"])
    await plain.get_by_label("Name of the search").fill(HOSTILE)
    await plain.get_by_role("button", name="Keep this search").click()
    await expect(plain.get_by_role("link", name=HOSTILE)).to_have_count(1)
    await plain.goto(address(client))
    await expect(plain.locator(".rows li")).to_have_count(3)
    await plain.get_by_role("link", name=HOSTILE).click()
    await expect(plain.locator(".rows li")).to_have_count(1)
    await plain.get_by_role("link", name="Keep or subscribe to this list").click()
    await plain.get_by_label("What the link is for").fill("the desk's reader")
    await plain.get_by_label("Good for").select_option("365")
    await plain.get_by_role("button", name="Make a link").click()
    shown = await plain.get_by_label("For programs (JSON Feed)").input_value()
    [entry] = await entries(client, shown)
    assert "France" in entry["title"]
    await expect(plain.locator(".kept").last).to_contain_text("a feed of disputes")
    await plain.get_by_role("button", name="Revoke: the desk's reader").click()
    await expect(plain.locator(".kept").last).to_contain_text("revoked on")
    assert (await client.get(shown)).status_code == 410
    await plain.get_by_role("button", name=f"Remove: {HOSTILE}").click()
    await expect(plain.locator("main")).to_contain_text("You keep no search yet.")
    assert plain.url.endswith("?place=France")


async def test_the_script_shows_kept_searches_and_a_plot_is_linked(client: httpx.AsyncClient, tab: Page) -> None:
    [dispute] = await raise_disputes(client, 1)
    await client.post("/v1/searches", json={"name": "grave ones", "query": "severity=extreme"})
    await open_queue(tab, client)
    await tab.get_by_role("link", name="grave ones").click()
    await expect(tab).to_have_url(re.compile(r"/console/\?severity=extreme$"))
    await expect(tab.locator("main:not([data-served]) .filters")).to_have_count(1)
    await tab.goto(address(client, f"/console/disputes/{dispute['id']}"))
    await tab.get_by_role("link", name="Show its plot elsewhere").click()
    await expect(tab.locator("#to-links")).to_have_attribute("aria-current", "page")
    await tab.get_by_label("What the link is for").fill("our CMS")
    await tab.get_by_role("button", name="Make a link").click()
    shown = await tab.get_by_label("For a page (picture)").input_value()
    assert "84,720" in (await client.get(shown)).text


async def test_what_cannot_be_made_is_told(client: httpx.AsyncClient, plain: Page) -> None:
    for path, form in (
        ("/console/links", {"name": ""}),
        ("/console/links", {"name": "x", "dispute": "0190cbb4-0000-7000-8000-000000000000"}),
        ("/console/links", {"name": "x", "query": f"place={'x' * 3000}"}),
        ("/console/searches", {"name": "x", "query": "x" * 3000}),
        ("/console/searches/0190cbb4-0000-7000-8000-000000000000/remove", {"csrf": ""}),
    ):
        answer = await client.post(path, data=form)
        assert (answer.status_code in {404, 422}, 'class="bad"' in answer.text) == (True, True), path
    await client.post("/console/links", data={"name": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (await client.get("/v1/links")).json()["items"] == []


async def test_nothing_stands_in_anybodys_way_to_links(client: httpx.AsyncClient, seen: Page) -> None:
    await client.post("/v1/searches", json={"name": "grave ones " * 10, "query": "severity=extreme"})
    await seen.goto(address(client, PATH))
    await seen.locator("#link-name").fill("the desk's reader")
    await seen.locator("button.main").click()
    await expect(seen.locator("#made-atom")).to_have_count(1)
    await expect(seen.locator("main:not([data-served])")).to_have_count(1)
    assert await faults(seen) == []


class TestBehindAKey:
    @pytest.fixture
    def client(self, guarded: httpx.AsyncClient) -> httpx.AsyncClient:
        return guarded

    async def test_a_form_without_its_token_makes_nothing(self, client: httpx.AsyncClient, make_key: MakeKey) -> None:
        key = await make_key("read", "write", name="desk")
        await client.post("/console/sign-in", data={"key": key, "name": "Ada", "back": "/console/"})
        for path, form in (("/console/links", {"name": "x"}), ("/console/searches", {"name": "x", "query": ""})):
            assert (await client.post(path, data=form)).status_code == 403
        csrf = (await client.get("/console/session")).json()["csrf"]
        for path, form in (("/console/links", {"name": "x"}), ("/console/searches", {"name": "x", "query": ""})):
            assert (await client.post(path, data=form | {"csrf": csrf})).status_code in {200, 303}
        [link] = (await client.get("/v1/links", headers=bearer(key))).json()["items"]
        assert link["created_by"] == "Ada (desk)"
        [search] = (await client.get("/v1/searches")).json()["items"]
        assert search["name"] == "x"
        assert (await client.get("/v1/searches", headers=bearer(key))).json()["items"] == []
