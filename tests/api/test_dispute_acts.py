"""What a desk does with a dispute, and what is told of it."""

from typing import Any

import httpx

from tests.api.test_dispute_lists import items, post, until

Client = httpx.AsyncClient


async def disputed(client: Client) -> str:
    """Three sources, three figures."""
    await post(client)
    await post(client, source="beta news", quantity="62,310")
    await post(client, source="gamma", quantity="50,123")
    [dispute] = await items(client)
    path = f"/v1/disputes/{dispute['id']}"
    await until(client, path, lambda told: told["dispute"]["position_count"] == 3)
    return path


async def act(client: Client, path: str, status: str, expected: int = 200, **fields: Any) -> Any:
    seen = (await client.get(path)).headers["ETag"]
    answer = await client.patch(path, json={"status": status, **fields}, headers={"If-Match": seen})
    assert answer.status_code == expected, answer.text
    return answer.json()


async def conflicts(client: Client) -> list[tuple[str, str | None]]:
    found = (await client.get("/v1/conflicts", params={"limit": 200})).json()["items"]
    return sorted((one["status"], one["resolution"]) for one in found)


async def events(client: Client) -> list[tuple[str, list[str]]]:
    found = (await client.get("/v1/events", params={"disputes": True, "limit": 200})).json()["items"]
    return [(one["type"], one["data"]["changes"]) for one in found if one["type"].startswith("dispute.")]


async def test_a_decision_closes_all_pairs_with_the_same_reason(client: Client) -> None:
    path = await disputed(client)
    await act(client, path, "acknowledged")
    assert await conflicts(client) == [("open", None)] * 3
    record = await act(client, path, "resolved", resolution="error_in_source", note="asked all")
    assert (record["dispute"]["status"], record["dispute"]["note"]) == ("resolved", "asked all")
    assert [step["changes"] for step in record["history"]][-2:] == [["acknowledge"], ["resolve"]]
    assert record["history"][-1]["actor"] == "desk"
    assert await conflicts(client) == [("resolved", "error_in_source")] * 3
    pair = (await client.get("/v1/conflicts")).json()["items"][0]
    steps = (await client.get(f"/v1/conflicts/{pair['id']}")).json()["history"]
    assert [step["act"] for step in steps] == ["open", "resolve"]


async def test_a_change_names_the_version_that_was_seen(client: Client) -> None:
    path = await disputed(client)
    assert (await client.patch(path, json={"status": "acknowledged"})).status_code == 428
    stale = await client.patch(path, json={"status": "acknowledged"}, headers={"If-Match": '"999"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/stale")
    await act(client, path, "resolved", 422)
    await act(client, path, "acknowledged", 422, resolution="corrected")
    await act(client, path, "open", 409)
    unknown = "/v1/disputes/018471a2-7c3e-7b52-9d41-5f0a3c2e8b10"
    gone = await client.patch(unknown, json={"status": "acknowledged"}, headers={"If-Match": "*"})
    assert gone.status_code == 404


async def test_what_was_resolved_stays_so_when_somebody_joins_and_comes_back_on_a_new_position(client: Client) -> None:
    path = await disputed(client)
    await act(client, path, "resolved", resolution="different_definition")
    await post(client, source="delta", quantity="62,310")
    joined = await until(client, path, lambda told: told["dispute"]["source_count"] == 4)
    assert joined["dispute"]["status"] == "resolved"
    await post(client, source="epsilon", quantity="99,111")
    back = await until(client, path, lambda told: told["dispute"]["source_count"] == 5)
    assert (back["dispute"]["status"], back["dispute"]["resolution"]) == ("open", None)
    assert "reopened" in back["history"][-1]["changes"]


async def test_what_was_dismissed_comes_back_in_a_higher_class_only(client: Client) -> None:
    path = await disputed(client)
    await act(client, path, "dismissed", note="known")
    await post(client, source="delta", quantity="70,111")
    joined = await until(client, path, lambda told: told["dispute"]["source_count"] == 4)
    assert joined["dispute"]["status"] == "dismissed"
    await post(client, source="epsilon", quantity="12")
    back = await until(client, path, lambda told: told["dispute"]["source_count"] == 5)
    assert back["dispute"]["status"] == "open"


async def test_when_every_pair_is_decided_so_is_the_dispute(client: Client) -> None:
    await post(client)
    opened = await post(client, source="beta news", quantity="62,310")
    [dispute] = await items(client)
    answer = await client.patch(
        f"/v1/conflicts/{opened['conflicts'][0]['id']}",
        json={"status": "resolved", "resolution": "corrected"},
        headers={"If-Match": "*"},
    )
    assert answer.status_code == 200
    path = f"/v1/disputes/{dispute['id']}"
    record = await until(client, path, lambda told: told["dispute"]["status"] == "resolved")
    assert record["dispute"]["resolution"] == "corrected"


async def test_a_dispute_is_told_of_when_it_opens_and_then_at_most_once_a_minute(client: Client) -> None:
    path = await disputed(client)
    assert await events(client) == [("dispute.opened", ["opened"])]
    for number in range(5):
        await post(client, source=f"source {number}", quantity=f"{number + 1},211")
    await until(client, path, lambda told: told["dispute"]["position_count"] == 8)
    await act(client, path, "dismissed")
    assert await events(client) == [("dispute.opened", ["opened"])]


async def test_who_listened_before_hears_nothing_new(client: Client) -> None:
    await disputed(client)
    told = (await client.get("/v1/events")).json()["items"]
    assert {one["type"] for one in told} == {"conflict.created"}
    asked = (await client.get("/v1/events", params={"disputes": True})).json()["items"]
    assert {one["type"] for one in asked} == {"conflict.created", "dispute.opened"}


async def test_to_take_a_decision_back_opens_what_it_closed_and_nothing_else(client: Client) -> None:
    path = await disputed(client)
    [pair, *_] = (await client.get("/v1/conflicts")).json()["items"]
    await client.patch(f"/v1/conflicts/{pair['id']}", json={"status": "dismissed"}, headers={"If-Match": "*"})
    await act(client, path, "dismissed")
    await act(client, path, "open")
    assert await conflicts(client) == [("dismissed", None), ("open", None), ("open", None)]
    await post(client, source="delta", quantity="62,310")
    record = await until(client, path, lambda told: told["dispute"]["source_count"] == 4)
    assert record["dispute"]["status"] == "open"


async def test_one_that_was_decided_pair_by_pair_is_opened_with_its_pairs(client: Client) -> None:
    path = await disputed(client)
    for pair in (await client.get("/v1/conflicts")).json()["items"]:
        await client.patch(f"/v1/conflicts/{pair['id']}", json={"status": "dismissed"}, headers={"If-Match": "*"})
    await until(client, path, lambda told: told["dispute"]["status"] == "dismissed")
    await act(client, path, "open")
    assert await conflicts(client) == [("open", None)] * 3
