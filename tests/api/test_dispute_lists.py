"""Disputes over HTTP."""

from typing import Any

import httpx

from tests import patience
from tests.builders import draft


async def post(client: httpx.AsyncClient, **fields: Any) -> Any:
    answer = await client.post("/v1/claims", json=draft(**fields))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def items(client: httpx.AsyncClient, **parameters: Any) -> list[Any]:
    answer = await client.get("/v1/disputes", params=parameters)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


async def until(client: httpx.AsyncClient, path: str, is_so: Any) -> Any:
    """What leaves a mark is derived a moment later."""

    async def ask() -> Any:
        return (await client.get(path)).json()

    return await patience.until(ask, is_so)


async def test_four_sources_are_one_dispute(client: httpx.AsyncClient) -> None:
    for source, figure in (("WHO", "14"), ("ECDC", "19"), ("JHU", "21"), ("corona-data.ch", "33")):
        await post(client, source=source, quantity=figure, metric="COVID-19 deaths", subject="Switzerland")
    page = await until(client, "/v1/disputes", lambda told: told["items"] and told["items"][0]["source_count"] == 4)
    [dispute] = page["items"]
    assert [(one["figure"], one["sources"]) for one in dispute["positions"]] == [
        ("14", ["WHO"]),
        ("19", ["ECDC"]),
        ("21", ["JHU"]),
        ("33", ["corona-data.ch"]),
    ]
    assert (dispute["status"], dispute["severity"], dispute["gap"]["factor"]) == ("open", "extreme", "2.4")
    assert dispute["nearest_gap"]["percent"] == "11"
    answer = await client.get(f"/v1/disputes/{dispute['id']}")
    record = answer.json()
    assert answer.headers["ETag"] == f'"{record["dispute"]["version"]}"'
    assert [[one["claim"]["source"] for one in position["claims"]] for position in record["positions"]] == [
        ["WHO"],
        ["ECDC"],
        ["JHU"],
        ["corona-data.ch"],
    ]
    assert record["history"][0]["changes"] == ["opened"]


async def test_who_moved_is_told_with_the_figure_before(client: httpx.AsyncClient) -> None:
    await post(client)
    await post(client, source="beta news", quantity="62,310")
    await post(client, source="gamma", quantity="12,000")
    await post(client, source="gamma", quantity="62,310", published_at="2022-11-22")
    [dispute] = (await until(client, "/v1/disputes", lambda told: told["items"]))["items"]
    record = await until(client, f"/v1/disputes/{dispute['id']}", lambda told: told["dispute"]["position_count"] == 2)
    [lower, _] = record["positions"]
    told = {one["claim"]["source"]: one["moved_from"] and one["moved_from"]["figure"] for one in lower["claims"]}
    assert told == {"beta news": None, "gamma": "12,000"}


async def test_a_list_is_narrowed_and_paged(client: httpx.AsyncClient) -> None:
    for number in range(5):
        at = f"as of 2022-11-{10 + number}"
        await post(client, period=at)
        await post(client, source="beta news", quantity="62,310" if number % 2 else "84,000", period=at)
    await post(client, metric="tanks lost", place="Ukraine", quantity="1,011")
    await post(client, metric="tanks lost", place="Ukraine", quantity="2,099", source="gamma")
    await until(client, "/v1/disputes", lambda told: len(told["items"]) == 6)
    assert len(await items(client, source="gamma")) == 1
    assert len(await items(client, metric="rainfall")) == 0
    assert len(await items(client, metric="personnel losses")) == 5
    assert len(await items(client, place="Ukraine")) == 1
    assert len(await items(client, period_from="2022-11-13", metric="personnel losses")) == 2
    assert len(await items(client, severity="major")) == 3
    assert await items(client, status="resolved") == []
    assert await items(client, since="2999-01-01") == []
    for sort in ("newest", "gravest"):
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = (await client.get("/v1/disputes", params={"limit": 2, "sort": sort, **cursor})).json()
            seen += [one["id"] for one in page["items"]]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        assert len(seen) == len(set(seen)) == 6
        assert seen == [one["id"] for one in await items(client, sort=sort)]
    gravest = [one["severity"] for one in await items(client, sort="gravest")]
    assert gravest == sorted(gravest, key=["extreme", "major", "moderate", "slight"].index)


async def test_an_answer_is_bounded_and_all_claims_are_paged_through(client: httpx.AsyncClient) -> None:
    for number in range(40):
        await post(client, source=f"source {number}", quantity=f"{number + 1}1,111")
    [dispute] = (await until(client, "/v1/disputes", lambda told: told["items"]))["items"]
    path = f"/v1/disputes/{dispute['id']}"
    record = await until(client, path, lambda told: told["dispute"]["position_count"] == 40)
    assert (len(record["dispute"]["positions"]), len(record["positions"])) == (16, 32)
    assert record["dispute"]["sentence"].endswith(": between 11,111 (source 0) and 401,111 (source 39), 40 figures")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get(f"{path}/claims", params={"limit": 15, **cursor})).json()
        seen += [one["claim"]["source"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [f"source {number}" for number in range(40)]


async def test_what_there_is_not_is_refused(client: httpx.AsyncClient) -> None:
    unknown = "018471a2-7c3e-7b52-9d41-5f0a3c2e8b10"
    assert (await client.get(f"/v1/disputes/{unknown}")).status_code == 404
    assert (await client.get(f"/v1/disputes/{unknown}/claims")).status_code == 404
    assert (await client.get("/v1/disputes", params={"cursor": "nonsense"})).status_code == 422
    assert (await client.get(f"/v1/disputes/{unknown}/claims", params={"cursor": "Wy0xXQ"})).status_code == 422
