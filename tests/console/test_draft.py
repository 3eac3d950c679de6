"""A draft held against what is stored: its figures marked in the text, nothing stored, and handed on to the form."""

import httpx
from playwright.async_api import Page, expect

from tests.builders import draft
from tests.console.test_entry import claims
from tests.console.test_queue import HOSTILE, is_without_sideways_scroll

TEXT = (
    "😀 Unemployment in France stood at 9.9 percent in March 2025, the statistics office said. "
    "Unemployment in Spain stood at 11.2 percent in March 2025. It was told on 14 April at 3 p.m."
)


async def store(client: httpx.AsyncClient, place: str, quantity: str) -> None:
    fields = {"metric": "unemployment", "subject": None, "place": place, "quantity": quantity, "period": "March 2025"}
    told = {name: value for name, value in (draft(**fields) | {"source": "insee"}).items() if value is not None}
    answer = await client.post("/v1/claims", json=told | {"published_at": "2025-04-02"})
    assert answer.status_code == 201, answer.text


async def check(tab: Page, client: httpx.AsyncClient, text: str) -> None:
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/draft")
    await expect(tab.get_by_label("Text", exact=True)).to_be_focused()
    await tab.get_by_label("Text", exact=True).fill(text)
    await tab.get_by_label("Published on").fill("2025-04-30")
    await tab.keyboard.press("Control+Enter")


async def shown(tab: Page) -> str:
    """The text as it is seen, without what is only read out."""
    script = """(one) => {
      const copy = one.cloneNode(true);
      for (const unseen of copy.querySelectorAll('.unseen')) unseen.remove();
      return copy.textContent;
    }"""
    return str(await tab.locator(".marked-text").evaluate(script))


async def test_each_figure_is_marked_and_told_and_nothing_is_stored(client: httpx.AsyncClient, tab: Page) -> None:
    await store(client, "France", "7.3 %")
    await store(client, "Spain", "11.2 %")
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/")
    await expect(tab.locator("#live")).to_have_text("live")
    await tab.keyboard.press("d")
    await check(tab, client, TEXT)
    await expect(tab.locator(".legend")).to_contain_text("1 in dispute")
    await expect(tab.locator(".legend")).to_contain_text("1 agrees")
    text = tab.locator(".marked-text")
    await expect(text.locator(".in-text.conflicts")).to_have_text("in dispute: 9.9 percent")
    await expect(text.locator(".in-text.agrees")).to_have_text("agrees: 11.2 percent")
    assert await shown(tab) == TEXT
    await tab.keyboard.press("n")
    first = tab.locator("#found-1")
    await expect(first).to_be_focused()
    await expect(first).to_contain_text("insee says 7.3 %")
    await expect(first).to_contain_text("Unemployment in France stood at 9.9 percent in March 2025")
    await tab.keyboard.press("n")
    await expect(tab.locator("#found-2")).to_be_focused()
    await expect(tab.locator(".draft-result details")).to_contain_text("date")
    assert sorted(await claims(client)) == ["11.2 %", "7.3 %"]


async def test_a_figure_is_handed_on_to_the_form_and_looked_at_there(client: httpx.AsyncClient, tab: Page) -> None:
    await check(tab, client, TEXT)
    await tab.locator("#found-1").get_by_role("button").click()
    await expect(tab.locator("#entry-quantity")).to_have_value("9.9 percent")
    await expect(tab.locator("#entry-source")).to_have_value("our desk")
    await expect(tab.locator(".entry-result")).to_contain_text("9.9 %")
    assert await claims(client) == []


async def test_a_dropped_file_is_read_and_another_kind_is_refused(client: httpx.AsyncClient, tab: Page) -> None:
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/draft")
    await tab.locator(".draft-form").wait_for()
    drop = """([name, type, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name, { type }));
      document.querySelector('.draft-form').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    }"""
    await tab.evaluate(drop, ["draft.docx", "application/zip", "x"])
    await expect(tab.get_by_role("alert")).to_contain_text("draft.docx is no text file")
    await tab.evaluate(drop, ["draft.txt", "text/plain", TEXT])
    await expect(tab.locator(".found-one")).to_have_count(2)


async def test_hostile_and_long_texts_stay_texts(client: httpx.AsyncClient, tab: Page) -> None:
    await tab.set_viewport_size({"width": 320, "height": 700})
    await check(tab, client, f"{HOSTILE} stood at 9.9 percent in March 2025. " + "x" * 3000)
    await expect(tab.locator(".in-text")).to_have_count(1)
    assert (await shown(tab)).startswith(HOSTILE)
    assert await tab.locator("main script, main img").count() == 0
    assert await is_without_sideways_scroll(tab)
    await check(tab, client, "It rose by 7 percent. " * 2000)
    await expect(tab.get_by_role("alert")).not_to_be_empty()
