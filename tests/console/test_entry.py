"""Entering a claim: checked while it is typed, refused at the field, stored once."""

import httpx
from playwright.async_api import Page, expect

from tests.builders import draft
from tests.console.test_disputes import the_dispute
from tests.console.test_queue import HOSTILE, is_without_sideways_scroll

FORM = "/console/claims/new"


async def open_form(tab: Page, client: httpx.AsyncClient) -> None:
    await tab.goto(str(client.base_url).rstrip("/") + FORM)
    await expect(tab.get_by_label("Source")).to_be_focused()


async def fill(tab: Page, **fields: str) -> None:
    for name, text in fields.items():
        await tab.locator(f"#entry-{name}").fill(text)


async def claims(client: httpx.AsyncClient) -> list[str]:
    items = (await client.get("/v1/claims")).json()["items"]
    return [item["claim"]["quantity"]["as_given"] for item in items]


async def test_what_is_typed_is_understood_and_held_against_the_stored(client: httpx.AsyncClient, tab: Page) -> None:
    await client.post("/v1/claims", json=draft())
    await open_form(tab, client)
    await fill(tab, metric="personnel losses", quantity="at most 63,000", subject="Russian army")
    await fill(tab, period="as of 20 November 2022")
    result = tab.locator(".entry-result")
    await expect(result).to_contain_text("1 figure stands against it")
    for text in ("at most 63,000", "as of 20 Nov 2022", "84,720", "alpha wire", "34 % apart"):
        await expect(result).to_contain_text(text)
    await expect(tab.locator("#entry-short")).to_contain_text("1 figure stands against it")
    assert await claims(client) == ["84,720"]
    await fill(tab, quantity="84,720")
    await expect(result).to_contain_text("Nothing stands against it")


async def test_where_nothing_is_found_it_is_said_what_is_nearly_the_same(client: httpx.AsyncClient, tab: Page) -> None:
    await client.post("/v1/claims", json=draft())
    await open_form(tab, client)
    await fill(
        tab, metric="personnel losses", quantity="63,000", subject="Russian army", period="as of 25 November 2022"
    )
    result = tab.locator(".entry-result")
    await expect(result).to_contain_text("Nearly the same, but not compared")
    await expect(result).to_contain_text("Other period: as of 2022-11-25 and as of 2022-11-20")
    await expect(result).to_contain_text("84,720")
    await fill(tab, period="as of 20 November 2022")
    await expect(result).to_contain_text("1 figure stands against it")
    await expect(result).not_to_contain_text("Nearly the same")


async def test_what_cannot_be_read_is_said_at_its_field(client: httpx.AsyncClient, tab: Page) -> None:
    await open_form(tab, client)
    await fill(tab, metric="losses", quantity="about 85 thousnd people", period="the other day")
    problem = tab.locator("#entry-quantity-problem")
    await expect(problem).to_contain_text("thousnd")
    await expect(tab.locator("#entry-period-problem")).not_to_be_empty()
    await expect(tab.locator("#entry-quantity")).to_have_attribute("aria-invalid", "true")
    await expect(tab.locator("#entry-source-problem")).to_be_empty()
    await fill(tab, quantity="about 85 thousand people", period="October 2022")
    await expect(problem).to_be_empty()
    await expect(tab.locator(".entry-result")).to_contain_text("October 2022")


async def test_a_claim_is_stored_once_and_leads_to_its_conflicts(client: httpx.AsyncClient, tab: Page) -> None:
    await client.post("/v1/claims", json=draft())
    await open_form(tab, client)
    await tab.keyboard.press("Tab")
    await tab.get_by_role("button", name="Store the claim").click()
    await expect(tab.locator("#entry-source-problem")).to_have_text("This is needed.")
    await fill(tab, source="beta news", metric="personnel losses", quantity="62,310", subject="Russian army")
    await fill(tab, period="as of 2022-11-20", quote="Losses of 62,310, they said.", published_at="2022-11-21")
    await tab.locator("#entry-quantity").press("Enter")
    result = tab.locator(".entry-result")
    await expect(result).to_contain_text("Stored: 62,310")
    assert sorted(await claims(client)) == ["62,310", "84,720"]
    await expect(tab.locator("#entry-source")).to_have_value("beta news")
    await expect(tab.locator("#entry-quantity")).to_have_value("")
    await result.get_by_role("link").click()
    await expect(tab.locator(".detail")).to_contain_text("36 % apart")
    [conflict] = (await client.get("/v1/conflicts")).json()["items"]
    assert tab.url.endswith(f"/console/conflicts/{conflict['id']}")


async def test_an_answer_that_got_lost_stores_nothing_twice(client: httpx.AsyncClient, tab: Page) -> None:
    await open_form(tab, client)
    await fill(tab, source="beta news", metric="losses", quantity="62,310")
    keys = []

    async def lose(route, request) -> None:
        keys.append(request.headers["idempotency-key"])
        await route.fetch()
        await route.abort()

    await tab.route("**/v1/claims", lose, times=1)
    store = tab.get_by_role("button", name="Store the claim")
    await store.click()
    await expect(tab.locator("#told")).to_contain_text("cannot be reached")
    await store.click()
    await expect(tab.locator(".entry-result")).to_contain_text("tored")
    assert len(keys) == 1
    assert await claims(client) == ["62,310"]


async def test_hostile_texts_stay_texts_while_they_are_typed(client: httpx.AsyncClient, tab: Page) -> None:
    await client.post("/v1/claims", json=draft(source=HOSTILE, quote=HOSTILE))
    await tab.set_viewport_size({"width": 360, "height": 740})
    await open_form(tab, client)
    await fill(tab, metric="personnel losses", subject="Russian army", quantity="62,310", period="as of 2022-11-20")
    await expect(tab.locator(".entry-result h3")).to_have_text(HOSTILE)
    await fill(tab, quantity=HOSTILE, period=HOSTILE, quote="\u202e62,310" + "x" * 5000)
    await expect(tab.locator("#entry-period-problem")).not_to_be_empty()
    assert await tab.locator("main script, main img").count() == 0
    assert await tab.title() == "Enter a claim – claimdiff"
    assert await is_without_sideways_scroll(tab)


async def test_a_letter_leads_to_the_form_and_is_a_letter_there(client: httpx.AsyncClient, tab: Page) -> None:
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/")
    await expect(tab.locator("#live")).to_have_text("live")
    await tab.keyboard.press("n")
    await expect(tab.locator("#entry-source")).to_be_focused()
    await tab.keyboard.type("jxn/?")
    await expect(tab.locator("#entry-source")).to_have_value("jxn/?")
    await tab.go_back()
    await expect(tab.locator("#live")).to_have_text("live")


async def test_a_figure_is_checked_alone_and_leads_to_the_dispute_that_it_would_stand_in(
    client: httpx.AsyncClient, tab: Page
) -> None:
    await client.post("/v1/claims", json=draft())
    await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
    dispute = await the_dispute(client)
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/draft")
    await tab.get_by_role("link", name="Check one figure alone").click()
    await fill(tab, metric="personnel losses", quantity="91,000", subject="Russian army", period="as of 2022-11-20")
    await expect(tab.locator("#entry-short")).to_contain_text("2 figures stand against it")
    await tab.get_by_role("link", name="See the dispute").click()
    await expect(tab.locator(".position")).to_have_count(2)
    assert tab.url.endswith(f"/console/disputes/{dispute['id']}")
    assert len(await claims(client)) == 2
