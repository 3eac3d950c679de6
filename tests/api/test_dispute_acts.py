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
    page = await until(client, "/v1/disputes", lambda told: told["items"])
    path = f"/v1/disputes/{page['items'][0]['id']}"
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
    [dispute] = (await until(client, "/v1/disputes", lambda told: told["items"]))["items"]
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


async def change(client: Client, path: str, expected: int = 200, **fields: Any) -> Any:
    seen = (await client.get(path)).headers["ETag"]
    answer = await client.patch(path, json=fields, headers={"If-Match": seen})
    assert answer.status_code == expected, answer.text
    return answer.json()


async def test_who_sees_to_it_and_what_is_noted_stand_beside_the_status(client: Client) -> None:
    path = await disputed(client)
    record = await change(client, path, assignee="Mara", note="waits for the ministry")
    told = record["dispute"]
    assert (told["status"], told["assignee"], told["note"]) == ("open", "Mara", "waits for the ministry")
    assert record["history"][-1]["changes"] == ["noted", "assigned"]
    assert len(await items(client, assignee="Mara")) == 1
    assert await items(client, assignee="Ida") == []
    await change(client, path, assignee=None)
    assert await items(client, assignee="Mara") == []
    for wrong in ({}, {"undo": True, "status": "open"}, {"assignee": ""}, {"assignee": "x" * 201}, {"undo": 1}):
        await change(client, path, 422, **wrong)


async def test_a_recommended_figure_is_a_mark_and_falls_off_with_its_claim(client: Client) -> None:
    path = await disputed(client)
    claims = (await client.get(f"{path}/claims")).json()["items"]
    [gamma] = [one["claim"]["id"] for one in claims if one["claim"]["source"] == "gamma"]
    assert len(await items(client, recommended=False)) == 1
    record = await change(client, path, recommended={"claim_id": gamma, "reason": "counted by name"})
    mark = record["dispute"]["recommended"]
    assert (mark["figure"], mark["source"], mark["reason"], mark["by"]) == (
        "50,123",
        "gamma",
        "counted by name",
        "desk",
    )
    assert len(await items(client, recommended=True)) == 1
    stranger = (await post(client, metric="rainfall", quantity="12 mm"))["claim"]["id"]
    refused = await change(client, path, 422, recommended={"claim_id": stranger, "reason": "no"})
    assert refused["errors"][0]["pointer"] == "/recommended/claim_id"
    await post(client, source="gamma", quantity="51,999", published_at="2022-11-22")
    gone = await until(client, path, lambda told: told["dispute"]["recommended"] is None)
    assert "recommendation_gone" in [one for step in gone["history"] for one in step["changes"]]


async def test_what_was_done_last_is_undone_once_and_both_stand_in_the_history(client: Client) -> None:
    path = await disputed(client)
    await change(client, path, 409, undo=True)
    await act(client, path, "acknowledged", note="seen")
    await change(client, path, assignee="Mara")
    await act(client, path, "resolved", resolution="corrected")
    await change(client, path, note="as they say")
    assert await conflicts(client) == [("resolved", "corrected")] * 3
    undone = await change(client, path, undo=True)
    assert (undone["dispute"]["status"], undone["dispute"]["note"]) == ("resolved", None)
    await change(client, path, 409, undo=True)
    await act(client, path, "open")
    assert await conflicts(client) == [("open", None)] * 3
    await act(client, path, "dismissed")
    back = await change(client, path, undo=True)
    assert (back["dispute"]["status"], back["dispute"]["assignee"]) == ("open", "Mara")
    assert [step["changes"] for step in back["history"]][-2:] == [["dismiss"], ["undone"]]
    assert await conflicts(client) == [("open", None)] * 3


async def test_a_pair_that_comes_into_a_decided_dispute_is_closed_with_it(client: Client) -> None:
    path = await disputed(client)
    await act(client, path, "resolved", resolution="different_definition")
    await post(client, source="delta", quantity="62,310")
    await until(client, path, lambda told: told["dispute"]["source_count"] == 4)
    await until(client, "/v1/conflicts?status=open", lambda told: not told["items"])
    assert await conflicts(client) == [("resolved", "different_definition")] * 5
