"""What somebody does who knows the address only, found by what stands on the page: roles, labels, words."""

import httpx
from playwright.async_api import Page, expect

from tests.console.test_disputes import disputes, standing, tell, until
from tests.console.test_draft import store
from tests.console.test_without_script import address

TABLE = "metric,subject,Zahl,period\npersonnel losses,Russian army,91000,as of 2022-11-20\n"


async def two_disputes(client: httpx.AsyncClient) -> None:
    for source, grave, slight in (("alpha wire", "84,720", "80,111"), ("beta news", "8,472", "81,777")):
        await tell(client, source, grave)
        await tell(client, source, slight, period="as of 2022-11-19")
    await disputes(client, 2)


async def test_the_gravest_is_found_understood_settled_taken_back_and_copied(
    client: httpx.AsyncClient, tab: Page
) -> None:
    await two_disputes(client)
    await tab.goto(address(client, "/"))
    await tab.get_by_label("Time").select_option(label="since yesterday")
    await tab.get_by_label("Order").select_option(label="gravest first")
    rows = tab.get_by_role("region", name="Disputes").get_by_role("listitem")
    await expect(rows).to_have_count(2)
    await rows.first.get_by_role("link").click()
    chosen = tab.get_by_role("region", name="The chosen dispute")
    await expect(chosen.get_by_role("region", name="Why they may differ")).to_contain_text("a factor of ten")
    grave = (await disputes(client, 2))[0]
    await chosen.get_by_role("button", name="Settle").click()
    await chosen.get_by_role("button", name="error in the source").click()
    await until(client, grave, "resolved", "error_in_source")
    await tab.get_by_role("status").get_by_role("button", name="Undo").click()
    await until(client, grave, "open")
    await expect(chosen).to_contain_text("8,472")
    await chosen.get_by_role("button", name="Copy as a sentence").click()
    await expect(tab.get_by_role("status")).to_contain_text("84,720 according to alpha wire")
    assert await standing(client, grave) == ("open", None)


async def test_a_paragraph_is_checked_and_a_table_mapped(client: httpx.AsyncClient, tab: Page) -> None:
    await tell(client, "alpha wire", "84,720")
    await store(client, "France", "7.3 %")
    await tab.goto(address(client, "/"))
    await tab.get_by_role("link", name="Check a draft").click()
    await tab.get_by_label("Text", exact=True).fill("Unemployment in France stood at 9.9 percent in March 2025.")
    await tab.get_by_label("Published on").fill("2025-04-30")
    await tab.get_by_role("button", name="Check the draft").click()
    found = tab.get_by_role("region", name="What was found")
    await expect(found).to_contain_text("insee says 7.3 %")
    await tab.get_by_role("link", name="Load a table").click()
    given = {"name": "losses.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    await tab.get_by_label("Table (CSV, XLSX, ODS, JSON)").set_input_files(given)
    await tab.get_by_label("Zahl").select_option(label="Figure")
    await tab.get_by_label("Source").fill("gamma")
    await tab.get_by_role("button", name="Store 1 figure").click()
    result = tab.get_by_role("region", name="What it would come to")
    await result.get_by_role("link").click()
    await expect(tab.get_by_role("region", name="The chosen dispute")).to_contain_text("91000")


async def test_a_list_is_subscribed_by_a_feed_reader(client: httpx.AsyncClient, tab: Page) -> None:
    await two_disputes(client)
    await tab.goto(address(client, "/"))
    await tab.get_by_label("Severity").select_option(label="extreme")
    await expect(tab.get_by_role("region", name="Disputes").get_by_role("listitem")).to_have_count(1)
    await tab.get_by_role("link", name="Keep or subscribe to this list").click()
    await tab.get_by_label("What the link is for").fill("my reader")
    await tab.get_by_role("button", name="Make a link").click()
    feed = await client.get(await tab.get_by_label("For feed readers (Atom)").input_value())
    assert feed.text.count("<entry>") == 1
    assert "8,472" in feed.text
