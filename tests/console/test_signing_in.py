"""Where keys are needed the page asks for one, keeps it in its tab, and shows what a key may not do."""

import httpx
from playwright.async_api import Page, expect

from tests.access.conftest import MakeKey, bearer, client, make_key, settings
from tests.builders import draft
from tests.console.test_queue import status_of

__all__ = ["client", "make_key", "settings"]


async def test_a_key_opens_the_queue_and_signing_out_closes_it(
    client: httpx.AsyncClient, make_key: MakeKey, tab: Page
) -> None:
    shown = bearer(await make_key("read", "write"))
    for fields in ({}, {"source": "beta news", "quantity": "62,310"}):
        answer = await client.post("/v1/claims", json=draft(**fields), headers=shown)
    [conflict] = answer.json()["conflicts"]
    client.headers.update(shown)
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/conflicts")
    field = tab.get_by_label("API key")
    await expect(field).to_be_focused()
    await field.fill("cdk_wrong")
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("alert")).to_contain_text("This key was not taken")
    await field.fill(await make_key("read", "write", name="Ada"))
    await tab.keyboard.press("Enter")
    await expect(tab.locator("#live")).to_have_text("live")
    await tab.keyboard.press("a")
    await expect(tab.locator(".rows .status")).to_have_text("acknowledged")
    assert await status_of(client, conflict) == ("acknowledged", None, None)
    await expect(tab.locator(".history")).to_contain_text("Ada")
    assert await tab.evaluate("document.cookie + JSON.stringify(localStorage)") == "{}"
    await tab.reload()
    await expect(tab.locator(".rows li")).to_have_count(1)
    await tab.get_by_role("button", name="Sign out").click()
    await expect(tab.get_by_label("API key")).to_be_visible()
    assert await tab.evaluate("sessionStorage.length") == 0


async def test_a_key_that_only_reads_is_told_so(client: httpx.AsyncClient, make_key: MakeKey, tab: Page) -> None:
    client.headers.update(bearer(await make_key("read", "write")))
    for fields in ({}, {"source": "beta news", "quantity": "62,310"}):
        await client.post("/v1/claims", json=draft(**fields))
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/conflicts")
    await tab.get_by_label("API key").fill(await make_key("read", name="reader"))
    await tab.keyboard.press("Enter")
    await expect(tab.locator(".detail .history")).to_have_count(1)
    await tab.keyboard.press("x")
    await expect(tab.locator("#told")).to_contain_text("scope write")
    await expect(tab.locator(".rows li")).to_have_count(1)
