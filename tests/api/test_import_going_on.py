"""An import that was broken off goes on from a row, and tells nothing of the rows it passes over."""

from httpx import AsyncClient as Client

from tests.api.test_imports import listed, send


async def test_an_import_that_was_broken_off_goes_on_without_doubling(client: Client) -> None:
    table = "Losses\nsource,metric,quantity\n" + "".join(f"alpha,sales of {name},500\n" for name in "abcd")
    begun = await send(client, "".join(table.splitlines(keepends=True)[:4]))
    assert [one["row"] for one in begun] == [1, 3, 4]
    last = begun[-1]
    went_on = await send(client, table, load=last["load"], from_row=last["row"])
    assert [(one["row"], one["outcome"]) for one in went_on] == [(4, "known"), (5, "stored"), (6, "stored")]
    assert {one["load"] for one in went_on[1:]} == {last["load"]}
    assert sorted(one["metric"]["as_given"] for one in await listed(client)) == [f"sales of {name}" for name in "abcd"]
    assert len((await client.get("/v1/loads")).json()["items"]) == 1


async def test_what_is_wrong_in_a_row_that_is_passed_over_is_not_told_again(client: Client) -> None:
    table = "source,metric,quantity\nalpha,sales,many\nalpha,rents,500\n"
    (only,) = await send(client, table, from_row=3)
    assert (only["row"], only["outcome"]) == (3, "stored")
