"""The conflicts and claims of one dispute, also where not each pair is kept."""

import json
from itertools import combinations
from typing import Any

import httpx
import msgspec

from tests.api.test_dispute_lists import post, until
from tests.api.test_filters import shown
from tests.builders import draft

SOURCES = 75
FINDS_NOTHING = {
    "metric": "unemployment rate",
    "source": "nobody",
    "place": "Spain",
    "period_from": "2023-01-01",
    "period_to": "2022-01-01",
    "since": "2100-01-01",
    "status": "dismissed",
    "ours": "true",
    "stale": "true",
    "q": "unemployment",
}
"""Of what is asked for beside the dispute: pairs that are kept nowhere were listed whatever was asked for."""
NOT_OF_ONE_DISPUTE = {"band", "dispute", "severity"}


async def pages(client: httpx.AsyncClient, path: str, **parameters: Any) -> list[Any]:
    found, cursor = [], {}
    while True:
        page = (await client.get(path, params={"limit": 200, **parameters, **cursor})).json()
        found += page["items"]
        if not page["next"]:
            return found
        cursor = {"cursor": page["next"]}


async def test_lists_are_narrowed_to_a_dispute(client: httpx.AsyncClient) -> None:
    for day in (20, 21):
        for source, figure in (("alpha", "84,720"), ("beta", "62,310"), ("gamma", "12,111")):
            await post(client, source=source, quantity=figure, period=f"as of 2022-11-{day}")
    page = await until(client, "/v1/disputes", lambda told: [one["claim_count"] for one in told["items"]] == [3, 3])
    first = page["items"][0]
    for path, count in (("/v1/conflicts", 3), ("/v1/claims", 3)):
        found = (await client.get(path, params={"dispute": first["id"]})).json()["items"]
        assert len(found) == count
    assert (await client.get("/v1/conflicts", params={"dispute": "none"})).status_code == 422
    other = "018471a2-7c3e-7b52-9d41-5f0a3c2e8b10"
    assert (await client.get("/v1/conflicts", params={"dispute": other})).json()["items"] == []


async def test_of_a_large_dispute_each_pair_is_listed_once_whether_it_is_kept_or_not(client: httpx.AsyncClient) -> None:
    """Twenty-five figures, each said by three sources."""
    lines = [draft(source=f"source {one}", quantity=f"{one % 25 + 1},311") for one in range(SOURCES)]
    body = b"".join(msgspec.json.encode(one) + b"\n" for one in lines)
    await client.post("/v1/claims/batch", content=body, headers={"content-type": "application/x-ndjson"})
    page = await until(
        client, "/v1/disputes", lambda told: told["items"] and told["items"][0]["claim_count"] == SOURCES
    )
    [dispute] = page["items"]
    found = await pages(client, "/v1/conflicts", dispute=dispute["id"])
    pairs = {frozenset(claim["source"] for claim in one["claims"]) for one in found}
    figures = {one["source"]: one["quantity"] for one in lines}
    wanted = {frozenset(pair) for pair in combinations(figures, 2) if figures[pair[0]] != figures[pair[1]]}
    assert len(found) == len(pairs)
    assert pairs == wanted
    assert {one["version"] == 0 for one in found} == {True, False}
    refused = await client.get("/v1/conflicts", params={"dispute": dispute["id"], "sort": "gravest"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "sort"), "it was passed over"
    mine = await pages(client, "/v1/conflicts", dispute=dispute["id"], source="source 7", severity="extreme")
    assert mine
    assert all("source 7" in [claim["source"] for claim in one["claims"]] for one in mine)
    assert {one["severity"] for one in mine} == {"extreme"}
    asked = {"dispute": dispute["id"], "format": "ndjson"}
    exported = [json.loads(one) for one in (await client.get("/v1/conflicts/export", params=asked)).text.splitlines()]
    assert [one["id"] for one in exported] == [one["id"] for one in found]
    for name, value in FINDS_NOTHING.items():
        assert await pages(client, "/v1/conflicts", dispute=dispute["id"], **{name: value}) == [], name
        nothing = await client.get("/v1/conflicts/export", params=asked | {name: value})
        assert nothing.content == b"", name


def test_each_filter_has_a_value_that_finds_nothing_here() -> None:
    assert {name for path, name in shown() if path == "/v1/conflicts"} - FINDS_NOTHING.keys() == NOT_OF_ONE_DISPUTE


async def test_who_conflicts_is_told_the_dispute_and_who_checks_too(client: httpx.AsyncClient) -> None:
    first = await post(client)
    assert first["dispute"] is None
    await post(client, source="beta news", quantity="62,310")
    [dispute] = (await until(client, "/v1/disputes", lambda told: told["items"]))["items"]
    told = (await post(client, source="gamma", quantity="62,310"))["dispute"]
    assert (told["id"], told["band"], told["position_count"]) == (dispute["id"], "confirmed", 2)
    assert told["link"] == f"/v1/disputes/{dispute['id']}"
    checked = (await client.post("/v1/claims/check", json=draft(source="asker", quantity="12"))).json()
    assert checked["dispute"]["id"] == dispute["id"]
    agreeing = (
        await client.post("/v1/claims/check", json=draft(source="asker", metric="rainfall", quantity="120 mm"))
    ).json()
    assert agreeing["dispute"] is None
