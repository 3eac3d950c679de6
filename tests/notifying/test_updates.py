"""What becomes of a conflict is told too; what failed for days is given up, told, and can be sent again."""

import asyncio
from typing import Any

import httpx
import msgspec
from aiohttp import web

from service.storage.pool import Database
from tests.builders import draft
from tests.notifying.receiving import Receiver, add, client, deliveries, raise_conflict, receiver
from tests.patience import PATIENCE_SECONDS

__all__ = ["client", "receiver"]


async def told(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """All events so far: their types, and what the conflict is by then."""
    return list((await client.get("/v1/events", params={"limit": 100})).json()["items"])


async def test_each_step_that_a_desk_takes_is_told(client: httpx.AsyncClient) -> None:
    conflict = await raise_conflict(client)
    path = f"/v1/conflicts/{conflict['id']}"
    for body in ({"status": "acknowledged"}, {"status": "dismissed", "note": "a misprint"}, {"status": "open"}):
        assert (await client.patch(path, json=body, headers={"If-Match": "*"})).status_code == 200
    events = await told(client)
    assert [event["type"] for event in events] == ["conflict.created"] + ["conflict.updated"] * 3
    assert [event["data"]["status"] for event in events] == ["open", "acknowledged", "dismissed", "open"]


async def test_a_correction_that_ends_a_conflict_is_told_with_its_reason(client: httpx.AsyncClient) -> None:
    await raise_conflict(client)
    await client.post("/v1/claims", json=draft(quantity="62,300", published_at="2022-11-22"))
    created, updated = await told(client)
    assert (created["type"], updated["type"]) == ("conflict.created", "conflict.updated")
    assert (updated["data"]["status"], updated["data"]["resolution"]) == ("resolved", "superseded")


async def test_a_judgement_that_refutes_or_reveals_a_conflict_is_told(client: httpx.AsyncClient) -> None:
    await client.post("/v1/claims", json=draft(metric="personnel losses"))
    await client.post("/v1/claims", json=draft(metric="widgets made", source="beta news", quantity="62,310"))
    judged = {"metric_a": "personnel losses", "metric_b": "widgets made", "verdict": "same", "author": "desk"}
    made = await client.post("/v1/judgements", json=judged)
    assert made.status_code == 201, made.text
    assert [event["type"] for event in await told(client)] == ["conflict.created"]
    assert (await client.delete(f"/v1/judgements/{made.json()['judgement']['id']}")).status_code < 300
    events = await told(client)
    assert [event["type"] for event in events] == ["conflict.created", "conflict.updated"]
    assert events[-1]["data"]["status"] == "resolved"


async def test_an_event_stays_small_with_the_longest_quotes_and_needs_no_second_call(
    client: httpx.AsyncClient, receiver: Receiver
) -> None:
    await add(client, receiver, "/hook")
    long = {"quote": "«" * 2000, "url": "https://alpha.example/" + "x" * 1900, "claimant": "c" * 200}
    for source, quantity in (("a" * 200, "84,720"), ("b" * 200, "62,310")):
        answer = await client.post("/v1/claims", json=draft(source=source, quantity=quantity, **long))
        assert answer.status_code == 201, answer.text
    [(_, body)] = await receiver.wait_for("/hook")
    assert len(body) < 20_000
    sides = msgspec.json.decode(body)["data"]["claims"]
    assert [side["quote"] for side in sides] == [long["quote"]] * 2
    assert [side["url"] for side in sides] == [long["url"]] * 2


async def test_an_endpoint_that_failed_for_days_is_disabled_told_and_sent_again_when_it_is_back(
    client: httpx.AsyncClient, receiver: Receiver, database: Database
) -> None:
    other = await add(client, receiver, "/other")

    async def broken(_: web.Request) -> web.StreamResponse:
        return web.Response(status=500, text="out of order")

    receiver.answers["/hook"] = broken
    added = await add(client, receiver, "/hook")
    await raise_conflict(client)
    await receiver.wait_for("/hook")
    async with database.connection() as connection:  # Five days and all tries but the last are over.
        await connection.execute(
            "update endpoints set failing_since = now() - interval '6 days' where url like '%/hook'"
        )
        await connection.execute(
            "update deliveries set attempts = 12, next_attempt_at = now(), leased_until = null where status = 'pending'"
        )
    [failed] = await deliveries(client, added, "failed")
    assert (failed["response_status"], failed["response_start"]) == (500, "out of order")
    assert failed["attempts"] == 13
    shown = (await client.get(f"/v1/webhooks/{added['webhook']['id']}")).json()
    assert shown["enabled"] is False
    assert "no delivery succeeded since" in shown["disabled_reason"]
    assert "secret" not in shown
    bodies = [msgspec.json.decode(body) for _, body in await receiver.wait_for("/other", 2)]
    assert {body["type"] for body in bodies} == {"conflict.created", "webhook.disabled"}
    del receiver.answers["/hook"]
    path = f"/v1/webhooks/{added['webhook']['id']}"
    assert (await client.patch(path, json={"enabled": True})).status_code == 200
    since = {"since": "2022-01-01T00:00:00Z"}
    assert (await client.post(f"{path}/redeliver", json=since)).status_code < 300
    async with asyncio.timeout(PATIENCE_SECONDS):
        while failed["event_id"] not in {one["event_id"] for one in await deliveries(client, added, "delivered")}:
            await asyncio.sleep(0.02)
    assert await deliveries(client, other, "delivered")
