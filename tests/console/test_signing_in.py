"""Where keys are needed the page asks for one and a name; no script can read what it gets for them."""

import httpx
from playwright.async_api import Page, expect

from tests.access.conftest import MakeKey, bearer, client, make_key, settings
from tests.builders import draft
from tests.console.test_queue import status_of, until

__all__ = ["client", "make_key", "settings"]


async def raise_conflict(client: httpx.AsyncClient, key: str) -> dict[str, object]:
    client.headers.update(bearer(key))
    for fields in ({}, {"source": "beta news", "quantity": "62,310"}):
        answer = await client.post("/v1/claims", json=draft(**fields))
    [conflict] = answer.json()["conflicts"]
    return dict(conflict)


async def sign_in(tab: Page, client: httpx.AsyncClient, name: str, key: str) -> None:
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/conflicts")
    await expect(tab.get_by_label("Your name")).to_be_focused()
    await tab.get_by_label("Your name").fill(name)
    await tab.get_by_label("API key").fill(key)
    await tab.keyboard.press("Enter")


async def test_a_key_and_a_name_open_the_queue_and_signing_out_closes_it(
    client: httpx.AsyncClient, make_key: MakeKey, tab: Page
) -> None:
    conflict = await raise_conflict(client, await make_key("read", "write"))
    await sign_in(tab, client, "Ada", "cdk_wrong")
    await expect(tab.get_by_role("alert")).to_contain_text("This key was not taken")
    await tab.get_by_label("API key").fill(await make_key("read", "write", name="desk"))
    await tab.keyboard.press("Enter")
    await expect(tab.locator("#live")).to_have_text("live")
    await expect(tab.locator("#person-shown")).to_have_text("Ada")
    await expect(tab.locator(".detail .history")).to_have_count(1)
    await tab.keyboard.press("a")
    await expect(tab.locator(".rows .status")).to_have_text("acknowledged")
    assert await status_of(client, conflict) == ("acknowledged", None, None)
    await expect(tab.locator(".history")).to_contain_text("Ada (desk)")
    assert await tab.evaluate("document.cookie + JSON.stringify(sessionStorage)") == "{}"
    assert "cdk_" not in await tab.evaluate("JSON.stringify(localStorage)")
    await tab.reload()
    await expect(tab.locator(".rows li")).to_have_count(1)
    await tab.get_by_role("button", name="Sign out").click()
    await expect(tab.get_by_label("API key")).to_be_focused()
    assert await tab.context.cookies() == []


async def test_another_tab_that_signs_in_anew_stops_nobody(
    client: httpx.AsyncClient, make_key: MakeKey, tab: Page
) -> None:
    conflict = await raise_conflict(client, key := await make_key("read", "write", name="desk"))
    await sign_in(tab, client, "Ada", key)
    await expect(tab.locator(".detail .history")).to_have_count(1)
    await tab.evaluate(
        """async (key) => {
             const body = JSON.stringify({ key, name: "Eva" });
             const headers = { "Content-Type": "application/json" };
             await fetch("/console/session", { method: "POST", headers, body });
           }""",
        key,
    )
    await tab.keyboard.press("x")
    await expect(tab.locator(".rows li")).to_have_count(0)
    await until(client, conflict, ("dismissed", None, None))
    history = (await client.get(f"/v1/conflicts/{conflict['id']}")).json()["history"]
    assert history[-1]["actor"] == "Eva (desk)"


async def test_a_key_that_only_reads_is_told_so(client: httpx.AsyncClient, make_key: MakeKey, tab: Page) -> None:
    await raise_conflict(client, await make_key("read", "write"))
    await sign_in(tab, client, "Bo", await make_key("read", name="reader"))
    await expect(tab.locator(".detail .history")).to_have_count(1)
    await tab.keyboard.press("x")
    await expect(tab.locator("#told")).to_contain_text("scope write")
    await expect(tab.locator(".rows li")).to_have_count(1)
