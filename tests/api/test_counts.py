"""How many a list holds, and of which kinds, under the filters of the list."""

import asyncio
from typing import Any

import httpx
import pytest

from service.api import counts
from tests.api.test_filters import CLAIMS, NARROWS, OTHERWISE, count, shown
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS

LISTS = ("/v1/claims", "/v1/conflicts", "/v1/disputes")


async def store(client: httpx.AsyncClient) -> None:
    for one in CLAIMS:
        assert (await client.post("/v1/claims", json=one)).status_code == 201
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await count(client, "/v1/disputes", {}) < 2:
            await asyncio.sleep(0.05)


async def counted(client: httpx.AsyncClient, path: str, **query: str) -> tuple[int, dict[str, dict[str, int]]]:
    answer = await client.get(f"{path}/counts", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told["total"], {
        facet["name"]: {one["value"]: one["count"] for one in facet["values"]} for facet in told["facets"]
    }


async def test_claims_are_counted_by_status_source_and_metric(client: httpx.AsyncClient) -> None:
    await store(client)
    assert await counted(client, "/v1/claims") == (
        5,
        {
            "status": {"reported": 5},
            "source": {"delta": 2, "alpha wire": 1, "beta news": 1, "gamma": 1},
            "metric": {"unemployment rate": 3, "personnel losses": 2},
        },
    )
    assert (await counted(client, "/v1/claims", in_force="true"))[0] == 4
    assert await counted(client, "/v1/claims", source="nobody") == (0, {})


async def test_conflicts_and_disputes_count_under_each_of_their_sources(client: httpx.AsyncClient) -> None:
    await store(client)
    total, facets = await counted(client, "/v1/conflicts", status="open")
    assert (total, facets["status"], facets["severity"]) == (2, {"open": 2}, {"extreme": 1, "major": 1})
    assert facets["source"] == {"alpha wire": 1, "beta news": 1, "delta": 1, "gamma": 1}
    assert facets["metric"] == {"personnel losses": 1, "unemployment rate": 1}
    total, facets = await counted(client, "/v1/disputes")
    assert (total, facets["status"], facets["severity"]) == (2, {"open": 2}, {"extreme": 1, "major": 1})
    assert facets["source"] == {"alpha wire": 1, "beta news": 1, "delta": 1, "gamma": 1}


async def test_what_is_counted_is_what_is_listed_under_every_filter(client: httpx.AsyncClient) -> None:
    await store(client)
    for path, name in shown():
        if path in LISTS:
            value = "2100-01-01" if (path, name) in OTHERWISE else NARROWS[name]
            listed = await count(client, path, {name: value})
            assert (await counted(client, path, **{name: value}))[0] == listed, (path, name)
    assert (await client.get("/v1/claims/counts", params={"sort": "newest"})).status_code == 422


async def test_no_more_than_so_many_are_counted_and_shown(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "MOST_COUNTED", 3)
    monkeypatch.setattr(counts, "MOST_VALUES", 2)
    for number in range(5):
        await client.post("/v1/claims", json=draft(source=f"source {number}"))
    told = (await client.get("/v1/claims/counts")).json()
    assert (told["total"], told["is_capped"]) == (3, True)
    sources = next(one for one in told["facets"] if one["name"] == "source")
    assert (len(sources["values"]), sources["more"]) == (2, 2)
