"""A table in the console: its columns told and mapped by hand, readings and errors in place, stored, and taken back."""

import base64
import io
from pathlib import Path
from typing import Any

import httpx
import pytest
import xlsxwriter
from playwright.async_api import Page, expect

from tests.console.test_accessibility import faults, seen
from tests.console.test_disputes import open_queue, tell
from tests.console.test_entry import claims
from tests.console.test_queue import HOSTILE, is_without_sideways_scroll
from tests.console.test_without_script import address

__all__ = ["seen"]

TABLE = (
    f"metric,subject,Zahl,period,{HOSTILE.replace(',', '')}\n"
    'personnel losses,Russian army,"84,720",as of 2022-11-20,x\n'
    "personnel losses,Russian army,very many,as of 2022-11-21,x\n"
    "personnel losses,Russian army,,as of 2022-11-22,x\n"
)


def file(content: str | bytes, name: str = "losses.csv") -> Any:
    return {
        "name": name,
        "mimeType": "",
        "buffer": content if isinstance(content, bytes) else content.encode(),
    }


async def open_table(tab: Page, client: httpx.AsyncClient) -> None:
    await tab.goto(address(client, "/console/table"))
    await expect(tab.get_by_label("Table (CSV, XLSX, ODS, JSON)")).to_be_focused()


async def test_a_table_is_mapped_by_hand_seen_stored_and_taken_back(client: httpx.AsyncClient, tab: Page) -> None:
    await tell(client, "beta news", "62,310")
    await open_queue(tab, client)
    await tab.keyboard.press("t")
    await tab.get_by_label("Table (CSV, XLSX, ODS, JSON)").set_input_files(file(TABLE))
    await expect(tab.get_by_role("alert").last).to_contain_text("Nothing tells what 2 columns hold")
    await expect(tab.locator(".grid .untold")).to_have_count(2)
    await expect(tab.locator("#store-table")).to_have_count(0)
    await tab.get_by_label("Zahl").focus()
    await tab.get_by_label("Zahl").select_option("quantity")
    await expect(tab.locator(".grid .untold")).to_have_count(1)
    await expect(tab.get_by_label("Zahl")).to_be_focused()
    await tab.get_by_role("button", name="Leave out 1 column that nothing tells").click()
    problems = tab.get_by_role("alert").filter(has_text="Before it can be stored")
    await expect(problems).to_contain_text("source")
    await tab.get_by_label("Source").fill("alpha wire")
    await expect(tab.locator("#store-table")).to_have_text("Store 1 figure")
    await expect(tab.locator(".legend")).to_contain_text("1 cannot")
    cells = tab.locator(".grid tbody tr")
    await expect(cells.nth(0)).to_contain_text("= 84,720, as of 20 Nov 2022")
    await expect(cells.nth(1).locator(".wrong")).to_contain_text("very many")
    await expect(cells.nth(1).locator(".wrong .bad")).not_to_be_empty()
    await expect(tab.locator(".draft-result")).to_contain_text("C3")
    assert len(await claims(client)) == 1


async def test_what_was_stored_is_told_linked_and_taken_back(client: httpx.AsyncClient, tab: Page) -> None:
    await tell(client, "beta news", "62,310")
    await open_table(tab, client)
    await tab.get_by_label("Source").fill("alpha wire")
    await tab.locator("#table-file").set_input_files(file(TABLE.replace("Zahl", "quantity")))
    await tab.get_by_role("button", name="Leave out 1 column that nothing tells").click()
    await tab.locator("#store-table").click()
    await expect(tab.locator(".draft-result h2")).to_have_text("1 claim stored")
    await expect(tab.locator(".legend")).to_contain_text("1 could not be read")
    link = tab.locator(".draft-result a")
    await expect(link).to_contain_text("84,720 (alpha wire)")
    assert len(await claims(client)) == 2
    await tab.get_by_role("button", name="Take the whole table back").click()
    await expect(tab.locator("#told")).to_contain_text("1 claim taken back")
    await link.click()
    await expect(tab.locator(".queue")).to_have_count(1)
    assert "/console/disputes/" in tab.url
    assert await tab.title() != "owned"


async def test_a_workbook_with_days_as_heads_is_dropped(client: httpx.AsyncClient, tab: Page) -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate((["Country", "2020", "2021"], ["France", 1.5, 2.5], ["Spain", 3, None])):
            sheet.write_row(at, 0, row)
    await open_table(tab, client)
    drop = """([base64, name]) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name));
      document.querySelector(".draft-form").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }"""
    await tab.get_by_label("Source").fill("bureau")
    await tab.get_by_label("Metric").fill("growth")
    await tab.evaluate(drop, [base64.b64encode(book.getvalue()).decode(), "growth.xlsx"])
    await expect(tab.locator("#store-table")).to_have_text("Store 3 figures")
    await expect(tab.locator(".grid thead")).to_contain_text("its head is a time")
    await expect(tab.locator(".grid tbody")).to_contain_text("= 1.5, 2020")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("picture.png", b"\x89PNG", "is no table"),
        ("huge.csv", b"a" * 20_000_001, "larger than 20 MB"),
        ("empty.csv", b"", "empty"),
        ("broken.xlsx", b"PK nothing", "no workbook"),
    ],
)
async def test_what_is_no_table_is_told(
    client: httpx.AsyncClient, tab: Page, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    await open_table(tab, client)
    (tmp_path / name).write_bytes(content)
    await tab.locator("#table-file").set_input_files(tmp_path / name)
    await expect(tab.locator(".draft-form .problem")).to_contain_text(told)
    await expect(tab.locator(".draft-result")).to_be_empty()


async def test_nothing_stands_in_anybodys_way_to_a_table(client: httpx.AsyncClient, seen: Page) -> None:
    await seen.goto(address(client, "/console/table"))
    assert await faults(seen) == []
    await seen.locator("#table-file").set_input_files(file(TABLE))
    await expect(seen.locator(".grid .untold")).to_have_count(2)
    assert await faults(seen) == []
    await seen.locator(".grid thead select").nth(2).select_option("quantity")
    await seen.locator("#same-source").fill("alpha wire")
    await seen.locator(".draft-result button").first.click()
    await expect(seen.locator("#store-table")).to_have_count(1)
    assert await faults(seen) == []
    assert await is_without_sideways_scroll(seen)
    await seen.locator("#store-table").click()
    await expect(seen.locator("#take-back-table")).to_have_count(1)
    assert await faults(seen) == []
