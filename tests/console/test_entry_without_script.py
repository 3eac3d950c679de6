"""A single claim is checked and stored by a form where no script runs, also behind a key."""

import httpx
from playwright.async_api import Page, expect

from tests.access.conftest import MakeKey, bearer, make_key, settings
from tests.access.conftest import client as guarded
from tests.console.test_disputes import tell
from tests.console.test_queue import HOSTILE
from tests.console.test_without_script import address, plain

__all__ = ["guarded", "make_key", "plain", "settings"]


async def fill(page: Page, quantity: str, source: str = "gamma") -> None:
    for label, text in (
        ("Source (required)", source),
        ("Metric (required)", "personnel losses"),
        ("Figure (required)", quantity),
        ("Period", "as of 2022-11-20"),
        ("Subject", "Russian army"),
    ):
        await page.get_by_label(label, exact=True).fill(text)


async def test_a_claim_is_checked_then_stored_and_leads_to_its_dispute(client: httpx.AsyncClient, plain: Page) -> None:
    await tell(client, "alpha wire", "84,720")
    await plain.goto(address(client, "/console/claims/new"))
    await fill(plain, "8,472")
    await plain.get_by_role("button", name="Check it").click()
    found = plain.get_by_role("region", name="Understood as")
    await expect(found).to_contain_text("alpha wire: 84,720")
    await expect(found).to_contain_text("extreme")
    assert len((await client.get("/v1/claims")).json()["items"]) == 1
    await expect(plain.get_by_label("Figure (required)", exact=True)).to_have_value("8,472")
    await plain.get_by_role("button", name="Store the claim").click()
    await expect(plain.get_by_role("region", name="The chosen dispute")).to_contain_text("8,472")
    assert len((await client.get("/v1/claims")).json()["items"]) == 2


async def test_what_cannot_be_read_is_told_beside_its_field_and_what_was_typed_stays(
    client: httpx.AsyncClient, plain: Page
) -> None:
    await plain.goto(address(client, "/console/claims/new"))
    await fill(plain, "about 85 thousnd", source=HOSTILE)
    await plain.get_by_role("button", name="Store the claim").click()
    figure = plain.get_by_label("Figure (required)", exact=True)
    await expect(figure).to_have_attribute("aria-invalid", "true")
    await expect(figure).to_have_value("about 85 thousnd")
    await expect(plain.get_by_label("Source (required)", exact=True)).to_have_value(HOSTILE)
    await expect(plain.locator("#entry-quantity-problem")).to_contain_text("thousand")
    assert (await client.get("/v1/claims")).json()["items"] == []
    await plain.set_viewport_size({"width": 320, "height": 700})
    await plain.get_by_role("button", name="Check it").click()
    await expect(plain.locator("#entry-quantity-problem")).to_contain_text("thousand")


async def test_where_nothing_is_stored_of_the_same_it_says_so(client: httpx.AsyncClient, plain: Page) -> None:
    await plain.goto(address(client, "/console/claims/new"))
    await fill(plain, "84,720")
    await plain.get_by_role("button", name="Store the claim").click()
    await expect(plain.get_by_role("region", name="Understood as")).to_contain_text("Nothing stored speaks of the same")
    assert len((await client.get("/v1/claims")).json()["items"]) == 1


async def test_behind_a_key_a_form_of_another_session_stores_nothing(
    guarded: httpx.AsyncClient, make_key: MakeKey, plain: Page
) -> None:
    key = await make_key("read", "write")
    await plain.goto(address(guarded))
    await plain.get_by_label("API key").fill(key)
    await plain.get_by_label("Your name").fill("Ada")
    await plain.get_by_role("button", name="Sign in").click()
    await expect(plain.get_by_role("button", name="Sign out")).to_have_count(1)
    await plain.goto(address(guarded, "/console/claims/new"))
    await fill(plain, "84,720")
    await plain.get_by_role("button", name="Store the claim").click()
    await expect(plain.get_by_role("region", name="Understood as")).to_have_count(1)
    forged = await guarded.post(
        "/console/claims/new",
        data={"source": "x", "metric": "y", "quantity": "5", "act": "store", "csrf": "z"},
        headers={"Cookie": "; ".join(f"{one['name']}={one['value']}" for one in await plain.context.cookies())},
    )
    assert forged.status_code in {401, 403}
    assert len((await guarded.get("/v1/claims", headers=bearer(key))).json()["items"]) == 1
