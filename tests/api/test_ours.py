"""What did we print that is contradicted? A source is marked as the desk's own; lists, feeds and webhooks follow."""

from typing import Any

import httpx

from service.storage.pool import Database
from tests.api.test_dispute_lists import items, post, until
from tests.builders import draft


async def test_lists_are_narrowed_to_what_the_desk_has_printed(client: httpx.AsyncClient) -> None:
    for day in (20, 21):
        await post(client, source="alpha wire", period=f"as of 2022-11-{day}")
        await post(client, source="beta news", quantity="62,310", period=f"as of 2022-11-{day}")
    await post(client, source="Our Paper", quantity="62,310", period="as of 2022-11-20")
    marked = await client.patch("/v1/sources", json={"name": "our paper", "ours": True})
    assert (marked.status_code, marked.json()["name"], marked.json()["ours"]) == (200, "Our Paper", True)
    assert {one["name"]: one["ours"] for one in (await client.get("/v1/sources")).json()["items"]} == {
        "alpha wire": False,
        "beta news": False,
        "Our Paper": True,
    }
    await until(client, "/v1/disputes", lambda page: sum(one["claim_count"] for one in page["items"]) == 5)
    assert [one["question"]["period"]["end"] for one in await items(client, ours=True)] == ["2022-11-20"]
    assert len(await items(client, ours=False)) == 1
    for path, count in (("/v1/conflicts", 1), ("/v1/claims", 1), ("/v1/conflicts/export?format=ndjson", 1)):
        answer = await client.get(path, params={"ours": True, **({"format": "ndjson"} if "export" in path else {})})
        found = answer.json()["items"] if "export" not in path else answer.text.splitlines()
        assert len(found) == count, path
    await client.patch("/v1/sources", json={"name": "Our Paper", "ours": False})
    assert await items(client, ours=True) == []
    for wrong in (
        {"name": "x"},
        {"name": "", "ours": True},
        {"name": "x", "ours": "yes"},
        {"name": "x\0", "ours": True},
    ):
        assert (await client.patch("/v1/sources", json=wrong)).status_code in {400, 422}


async def told(client: httpx.AsyncClient, **parameters: Any) -> list[Any]:
    answer = await client.get("/v1/events", params={"limit": 200, **parameters})
    found: list[Any] = answer.json()["items"]
    return found


async def test_feeds_and_endpoints_hear_of_what_concerns_the_desk_alone(
    client: httpx.AsyncClient, database: Database
) -> None:
    await client.patch("/v1/sources", json={"name": "Our Paper", "ours": True})
    hook = await client.post("/v1/webhooks", json={"url": "https://desk.example/ours", "ours": True})
    webhook = hook.json()["webhook"]
    assert (hook.status_code, webhook["ours"]) == (201, True)
    await post(client)
    await post(client, source="beta news", quantity="62,310")
    assert await told(client, ours=True) == []
    await post(client, source="Our Paper", quantity="12,111", period="as of 2022-11-19")
    await post(client, source="beta news", quantity="62,310", period="as of 2022-11-19")
    [event] = await told(client, ours=True)
    assert {claim["source"] for claim in event["data"]["claims"]} == {"Our Paper", "beta news"}
    assert len(await told(client)) == 2
    assert (await client.get("/v1/conflicts.atom", params={"ours": True})).text.count("<entry>") == 1
    async with database.connection() as connection:
        assert await connection.fetchval("select count(*) from deliveries") == 1
    changed = await client.patch(f"/v1/webhooks/{webhook['id']}", json={"ours": False}, headers={"If-Match": "*"})
    assert changed.json()["ours"] is False


async def test_a_claim_that_is_told_of_once_is_told_to_all_whom_it_contradicts(client: httpx.AsyncClient) -> None:
    """Of twenty sources the desk's own is not the one that is contradicted most."""
    await client.patch("/v1/sources", json={"name": "source 7", "ours": True})
    lines = [draft(source=f"source {one}", quantity=f"{one + 10},311") for one in range(20)]
    for one in lines:
        assert (await client.post("/v1/claims", json=one)).status_code == 201
    await until(client, "/v1/disputes", lambda page: page["items"] and page["items"][0]["claim_count"] == 20)
    before = len(await told(client, ours=True))
    answer = await post(client, source="dissenter", quantity="1")
    assert len(answer["conflicts"]) > 1
    after = await told(client, ours=True)
    assert len(after) == before + 1
    crowd = after[-1]["data"]["crowd"]
    assert (crowd["claim_id"], crowd["conflict_count"]) == (answer["claim"]["id"], 20)
    assert crowd["dispute"]["id"] == answer["dispute"]["id"]


async def test_the_feed_of_conflicts_is_narrowed_as_their_list(client: httpx.AsyncClient) -> None:
    await client.post("/v1/claims", json=draft())
    await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
    for query, count in (("status=open&status=acknowledged", 1), ("status=resolved", 0), ("source=nobody", 0)):
        feed = await client.get(f"/v1/conflicts.atom?{query}")
        assert (feed.status_code, feed.text.count("<entry>")) == (200, count)
