"""A table is sent, mapped on its preview, stored and taken back by forms where no script runs."""

import re
from collections.abc import Awaitable, Callable

import httpx
from playwright.async_api import Page, Route, expect

from service.console import FILES
from service.console.tabling import FIELDS, RARELY_SAME, SAME, TYPES
from tests.access.conftest import MakeKey, bearer, make_key, settings
from tests.access.conftest import client as guarded
from tests.console.test_accessibility import faults
from tests.console.test_disputes import tell
from tests.console.test_entry import claims
from tests.console.test_table import TABLE, file
from tests.console.test_without_script import address, look, plain

__all__ = ["guarded", "look", "make_key", "plain", "settings"]

PATH = "/console/table"


async def see(page: Page) -> None:
    await page.get_by_role("button", name="Look at it").click()


async def test_a_table_is_mapped_seen_stored_and_taken_back(client: httpx.AsyncClient, plain: Page) -> None:
    await tell(client, "beta news", "62,310")
    await plain.goto(address(client, PATH))
    await see(plain)
    await expect(plain.get_by_role("alert")).to_have_text("Nothing is chosen yet.")
    await plain.get_by_label("Table (CSV, XLSX, ODS, JSON)").set_input_files(file(TABLE))
    await plain.get_by_label("Source", exact=True).fill("alpha wire")
    await see(plain)
    await expect(plain.locator(".grid .untold")).to_have_count(2)
    await expect(plain.get_by_role("button", name="Store")).to_have_count(0)
    await plain.get_by_label("Zahl").select_option("quantity")
    await plain.get_by_label("Leave out 2 columns").check()
    await see(plain)
    await expect(plain.get_by_label("Source", exact=True)).to_have_value("alpha wire")
    await expect(plain.get_by_label("Zahl")).to_have_value("quantity")
    rows = plain.locator(".grid tbody tr")
    await expect(rows.nth(0)).to_contain_text("= 84,720, as of 20 Nov 2022")
    await expect(rows.nth(1).locator(".wrong .bad")).not_to_be_empty()
    assert await plain.locator("main script, main img").count() == 0
    assert len(await claims(client)) == 1
    await plain.get_by_role("button", name="Store 1 figure").click()
    result = plain.get_by_role("region", name="What it would come to")
    await expect(result).to_contain_text("1 claim stored")
    await expect(result).to_contain_text("1 could not be read")
    await expect(result.get_by_role("link", name="Disputes")).to_have_count(1)
    assert len(await claims(client)) == 2
    await plain.get_by_role("button", name="Take the whole table back").click()
    await expect(plain.locator("main [role=status]")).to_have_text("1 claim taken back")
    items = (await client.get("/v1/claims")).json()["items"]
    assert [one["claim"]["source"] for one in items if not one["withdrawn"]] == ["beta news"]


async def test_what_is_no_table_is_told(client: httpx.AsyncClient) -> None:
    for name, content, told in (
        ("picture.png", b"\x89PNG", "picture.png is no table"),
        ("broken.xlsx", b"PK nothing", "no workbook"),
        ("empty.csv", b"", "empty"),
    ):
        answer = await client.post(PATH, files={"file": (name, content)})
        assert (told in answer.text, "<img" in answer.text) == (True, False), name
    assert (await client.post(PATH, data={"act": "look"})).status_code == 415
    forged = await client.post(PATH, files={"kept": (None, "no base64!"), "name": (None, "a.csv")})
    assert "Nothing is chosen yet." in forged.text


async def test_a_large_table_is_chosen_again(client: httpx.AsyncClient) -> None:
    large = "source,metric,period,value,quote\n" + f"a,deaths,2022,5,{'long ' * 900}\n" * 500
    answer = await client.post(PATH, files={"file": ("large.csv", large.encode())})
    assert "Choose large.csv once more" in answer.text
    assert len(answer.content) < 100_000


async def test_behind_a_key_a_form_needs_its_token(guarded: httpx.AsyncClient, make_key: MakeKey) -> None:
    key = await make_key("read", "write")
    table = {"file": ("losses.csv", b"source,metric,period,value\na,deaths,2022,5\n")}
    for given in ({}, {"act": "store"}):
        assert (await guarded.post(PATH, files=table, data=given)).status_code == 401
    await guarded.post("/console/sign-in", data={"key": key, "name": "Ada", "back": "/console/"})
    csrf = (await guarded.get("/console/session")).json()["csrf"]
    assert (await guarded.post(PATH, files=table, data={"act": "store"})).status_code == 403
    assert (await guarded.get("/v1/claims", headers=bearer(key))).json()["items"] == []
    assert (await guarded.post(PATH, files=table, data={"act": "store", "csrf": csrf})).status_code == 200
    assert len((await guarded.get("/v1/claims", headers=bearer(key))).json()["items"]) == 1


def answering(page: str) -> Callable[[Route], Awaitable[None]]:
    return lambda route: route.fulfill(body=page, content_type="text/html")


async def test_nothing_stands_in_anybodys_way(client: httpx.AsyncClient, look: Page) -> None:
    for mapped in ({}, {"column-3": "quantity", "rest": "yes", "same-source": "alpha wire"}):
        sent = {"file": ("losses.csv", TABLE.encode())}
        written = await client.post(PATH, files=sent, data=mapped, headers={"Accept-Language": "de"})
        await look.route("**/console/table", answering(written.text))
        await look.goto(address(client, PATH))
        await expect(look.locator(".grid tbody tr")).to_have_count(3)
        assert await faults(look) == []


def test_it_offers_what_the_script_offers() -> None:
    grid, table = FILES["table_grid.js"].decode(), FILES["table.js"].decode()

    def listed(name: str, script: str) -> list[str]:
        [found] = re.findall(rf"const {name} = [\[{{](.*?)[\]}}];", script, re.DOTALL)
        return re.findall(r'"([^"]+)"', found)

    assert listed("FIELDS", grid) == list(FIELDS)
    assert (listed("SAME", table), listed("RARELY_SAME", table)) == (list(SAME), list(RARELY_SAME))
    assert listed("TYPES", table) == list(TYPES.values())
