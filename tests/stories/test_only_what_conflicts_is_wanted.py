"""A tool that sends claims and reads only alarms asks for a shorter answer; what is stored is the same."""

from httpx import AsyncClient as Client

from tests.builders import draft

FIGURES = ("84,720", "84,720", "62,310", "almost 85 thousand")


async def test_a_short_answer_holds_what_conflicts_and_stores_all_the_same(client: Client) -> None:
    for number, figure in enumerate(FIGURES):
        stored = await client.post("/v1/claims", json=draft(source=f"source {number}", quantity=figure))
        assert stored.status_code == 201
    one = draft(source="desk tool", quantity="84,720")
    full = (await client.post("/v1/claims/check", json=one)).json()
    short = (await client.post("/v1/claims", json=one, params={"matches": "conflicting"})).json()
    assert len(full["matches"]) == len(FIGURES)
    assert short["matches"] == [match for match in full["matches"] if match["verdict"] == "conflict"]
    assert [conflict["claims"][0]["quantity"]["as_given"] for conflict in short["conflicts"]] == ["62,310"]
    listed = (await client.get("/v1/conflicts", params={"source": "desk tool"})).json()["items"]
    assert [one["id"] for one in listed] == [short["conflicts"][0]["id"]]


async def test_another_wish_than_the_known_ones_is_refused_with_them(client: Client) -> None:
    refused = await client.post("/v1/claims", json=draft(), params={"matches": "some"})
    assert refused.status_code == 422
    assert refused.json()["detail"] == "There is no such value; matches takes one of: best, all, conflicting."
