"""A draft is checked by a form where no script runs, and a figure handed on to the form for a single claim."""

import httpx
import pytest
from playwright.async_api import Page, expect

from service.console.drafting import cut
from tests.access.conftest import MakeKey, bearer, make_key, settings
from tests.access.conftest import client as guarded
from tests.console.test_accessibility import faults
from tests.console.test_draft import TEXT, store
from tests.console.test_entry import claims
from tests.console.test_queue import HOSTILE
from tests.console.test_without_script import address, look, plain

__all__ = ["guarded", "look", "make_key", "plain", "settings"]


async def check(page: Page, text: str) -> None:
    await page.get_by_label("Text", exact=True).fill(text)
    await page.get_by_label("Published on").fill("2025-04-30")
    await page.get_by_role("button", name="Check the draft").click()


async def test_figures_are_marked_told_and_handed_on_and_nothing_is_stored(
    client: httpx.AsyncClient, plain: Page
) -> None:
    await store(client, "France", "7.3 %")
    await store(client, "Spain", "11.2 %")
    await plain.goto(address(client, "/console/draft"))
    await check(plain, f"{HOSTILE}\n\n{TEXT}")
    found = plain.get_by_role("region", name="What was found")
    await expect(found.locator(".in-text.conflicts")).to_have_text("in dispute: 9.9 percent")
    await expect(found.locator(".in-text.agrees")).to_have_text("agrees: 11.2 percent")
    await expect(found.locator(".marked-text")).to_contain_text(HOSTILE)
    await expect(found.locator("#found-1")).to_contain_text("insee says 7.3 %")
    await expect(plain.get_by_label("Text", exact=True)).to_have_value(f"{HOSTILE}\n\n{TEXT}")
    assert await plain.locator("main script, main img").count() == 0
    await found.locator("#found-1").get_by_role("button").click()
    await expect(plain.get_by_label("Figure (required)", exact=True)).to_have_value("9.9 percent")
    await expect(plain.get_by_label("Published on")).to_have_value("2025-04-30")
    await expect(plain.get_by_role("region", name="Understood as")).to_contain_text("7.3 %")
    assert sorted(await claims(client)) == ["11.2 %", "7.3 %"]


@pytest.mark.parametrize("text", [" ", "It rose by 7 percent. " * 2000])
async def test_a_text_that_is_not_taken_is_told_why_and_stays(client: httpx.AsyncClient, text: str) -> None:
    answer = await client.post("/console/draft", data={"text": text, "source": "our desk"})
    assert (answer.status_code, 'role="alert"><span' in answer.text, text in answer.text) == (422, True, True)


async def test_behind_a_key_a_form_needs_its_token(guarded: httpx.AsyncClient, make_key: MakeKey) -> None:
    key = await make_key("read", "write")
    assert (await guarded.get("/v1/claims", headers=bearer(key))).status_code == 200
    form = {"text": TEXT, "source": "our desk"}
    assert (await guarded.post("/console/draft", data=form)).status_code == 401
    await guarded.post("/console/sign-in", data={"key": key, "name": "Ada", "back": "/console/"})
    csrf = (await guarded.get("/console/session")).json()["csrf"]
    assert (await guarded.post("/console/draft", data=form)).status_code == 403
    assert (await guarded.post("/console/draft", data=form | {"csrf": csrf})).status_code == 200


async def test_nothing_stands_in_anybodys_way(client: httpx.AsyncClient, look: Page) -> None:
    await store(client, "France", "7.3 %")
    form = {"text": TEXT + " It rose by some 3.", "source": "our desk", "published_at": "2025-04-30"}
    written = await client.post("/console/draft", data=form, headers={"Accept-Language": "de"})
    await look.route("**/console/draft", lambda route: route.fulfill(body=written.text, content_type="text/html"))
    await look.goto(address(client, "/console/draft"))
    await expect(look.locator(".found-one")).not_to_have_count(0)
    assert await faults(look) == []


def test_of_two_readings_of_the_same_letters_the_first_is_marked() -> None:
    def at(start: int, end: int) -> dict[str, object]:
        return {"anchors": {"figure": {"start": start, "end": end}}, "standing": "alone"}

    pieces = cut("😀 5 to 7 percent", [at(2, 8), at(7, 8), at(7, 16)])
    assert "".join(one.text for one in pieces) == "😀 5 to 7 percent"
    assert [one.text for one in pieces if one.number] == ["5 to 7"]
