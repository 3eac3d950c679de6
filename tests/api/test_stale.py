"""Stale figures over HTTP: visible, apart from what alarms, and a lag stated once."""

from typing import Any

import httpx

from tests.api.test_dispute_knowledge import covid
from tests.api.test_dispute_lists import items, until

Client = httpx.AsyncClient


async def conflicts(client: Client, **parameters: Any) -> list[Any]:
    found: list[Any] = (await client.get("/v1/conflicts", params=parameters)).json()["items"]
    return found


async def test_what_is_stale_is_listed_apart_and_told_to_nobody(client: Client) -> None:
    await covid(client, "JHU", "52,310", "2020-03-17")
    await covid(client, "JHU", "53,127")
    answer = await covid(client, "ECDC", "52,310")
    sentence = "52,310 (ECDC) is what JHU gave for 17 March 2020, and JHU now gives 53,127."
    assert [one["stale"] for one in answer["conflicts"]] == [sentence]
    await covid(client, "JHU", "61,001", "2020-04-18")
    await covid(client, "ECDC", "66,666", "2020-04-18")
    await until(client, "/v1/disputes", lambda page: len(page["items"]) == 2)
    assert [one["stale"] for one in await conflicts(client, stale=True)] == [sentence]
    assert [one["stale"] for one in await conflicts(client, stale=False, sort="gravest")] == [None]
    assert [one["is_stale"] for one in await items(client, stale=True, sort="gravest")] == [True]
    assert [one["is_stale"] for one in await items(client, stale=False)] == [False]
    page = await until(client, "/v1/events?disputes=true", lambda page: len(page["items"]) >= 2)
    events = page["items"]
    assert [one["type"] for one in events] == ["conflict.created", "dispute.opened"]
    assert all("2020-04-18" in str(one["data"]) for one in events)
    export = await client.get("/v1/conflicts/export", params={"format": "ndjson", "stale": True})
    assert len(export.text.splitlines()) == 1


async def test_what_a_person_does_with_a_stale_conflict_is_told(client: Client) -> None:
    await covid(client, "JHU", "52,310", "2020-03-17")
    await covid(client, "JHU", "53,127")
    [conflict] = (await covid(client, "ECDC", "52,310"))["conflicts"]
    path = f"/v1/conflicts/{conflict['id']}"
    done = await client.patch(path, json={"status": "dismissed"}, headers={"If-Match": "*"})
    assert (done.status_code, done.json()["conflict"]["stale"]) == (200, conflict["stale"])
    events = (await client.get("/v1/events")).json()["items"]
    assert [one["type"] for one in events] == ["conflict.updated"]


async def test_a_known_lag_stands_at_its_source(client: Client) -> None:
    figures = {day: f"{50_000 + day * 311:,}" for day in range(9, 16)}
    for day in range(10, 16):
        await covid(client, "JHU", figures[day], f"2020-03-{day}")
        await covid(client, "late wire", figures[day - 1], f"2020-03-{day}")
    sources = {one["name"]: one["lags"] for one in (await client.get("/v1/sources")).json()["items"]}
    assert sources["JHU"] == []
    [lag] = sources["late wire"]
    assert (lag["behind"], lag["days"]) == ("JHU", 1)
