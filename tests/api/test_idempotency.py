"""The same request again: the same answer, and nothing stored twice, whatever happened in between."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import msgspec
import pytest

from service.api.idempotency import ABANDONED, KEPT
from service.app import open_service
from service.claim import ClaimId
from service.reading import Draft
from service.settings import read_settings
from service.storage.idempotency import Reservation, reserve
from service.storage.identifiers import new_identifier
from tests.builders import draft

KEY = {"Idempotency-Key": "9f1c", "Content-Type": "application/json"}


async def count(client: httpx.AsyncClient) -> int:
    return len((await client.get("/v1/claims")).json()["items"])


async def test_the_same_key_and_body_get_the_same_bytes_and_store_once(client: httpx.AsyncClient) -> None:
    await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
    first, second = [await client.post("/v1/claims", json=draft(), headers=KEY) for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first.json()["conflicts"]
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert await count(client) == 2


async def test_another_body_under_the_same_key_is_refused_in_words(client: httpx.AsyncClient) -> None:
    await client.post("/v1/claims", json=draft(), headers=KEY)
    answer = await client.post("/v1/claims", json=draft(quantity="84,000"), headers=KEY)
    assert answer.status_code == 422
    assert "sent with another body" in answer.json()["detail"]
    assert await count(client) == 1


async def test_other_keys_and_none_store_anew(client: httpx.AsyncClient) -> None:
    for headers in (KEY, KEY | {"Idempotency-Key": "other"}, {}):
        assert (await client.post("/v1/claims", json=draft(), headers=headers)).status_code == 201
    assert await count(client) == 3


async def test_a_refused_request_does_not_use_its_key_up(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/claims", json=draft(quantity="quite a lot"), headers=KEY)).status_code == 422
    assert (await client.post("/v1/claims", json=draft(), headers=KEY)).status_code == 201


async def test_of_twenty_at_once_one_stores_and_all_agree(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.post("/v1/claims", json=draft(), headers=KEY) for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["claim"]["id"] for answer in answers if answer.status_code == 201}) == 1
    for answer in answers:
        if answer.status_code == 409:
            assert "under way" in answer.json()["detail"]
    assert await count(client) == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "ü", "a b"])
async def test_a_key_that_cannot_be_is_refused(client: httpx.AsyncClient, key: str) -> None:
    answer = await client.post("/v1/claims", json=draft(), headers=[(b"Idempotency-Key", key.encode("latin-1"))])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "Idempotency-Key"


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize("compared", [False, True])
async def test_what_a_dead_process_left_is_gone_on_with_under_the_same_id(
    dsn: str, client: httpx.AsyncClient, stored: bool, compared: bool
) -> None:
    """The process died after it took the key, or after it stored the claim, or before it answered."""
    await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
    body = json.dumps(draft()).encode()
    long_ago = datetime.now(UTC) - ABANDONED - timedelta(seconds=1)
    claim_id = new_identifier(long_ago)
    async with open_service(read_settings({}), dsn) as service:
        async with service.database.connection() as connection:
            fingerprint = hashlib.sha256(body).digest()
            left = Reservation(fingerprint, claim_id, long_ago)
            await reserve(connection, UUID(int=0), "9f1c", left, long_ago - KEPT)
        if stored:
            claim = service.recorder.read(Draft(**draft()))
            await service.recorder.record([msgspec.structs.replace(claim, id=ClaimId(claim_id))])
        if stored and not compared:
            async with service.database.connection() as connection:
                await connection.execute("delete from conflict_history")
                await connection.execute("delete from conflicts")
                await connection.execute("insert into uncompared (claim_id) values ($1)", claim_id)
    answers = [await client.post("/v1/claims", content=body, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json()["claim"]["id"] for answer in answers} == {str(claim_id)}
    assert len(answers[0].json()["conflicts"]) == 1
    assert await count(client) == 2


async def test_while_the_first_is_under_way_the_second_waits(dsn: str, client: httpx.AsyncClient) -> None:
    body = json.dumps(draft()).encode()
    now = datetime.now(UTC)
    async with open_service(read_settings({}), dsn) as service, service.database.connection() as connection:
        held = Reservation(hashlib.sha256(body).digest(), new_identifier(now), now)
        assert await reserve(connection, UUID(int=0), "9f1c", held, now - KEPT)
    assert (await client.post("/v1/claims", content=body, headers=KEY)).status_code == 409


async def test_after_a_day_a_key_may_be_used_anew(dsn: str, client: httpx.AsyncClient) -> None:
    first = await client.post("/v1/claims", json=draft(), headers=KEY)
    async with open_service(read_settings({}), dsn) as service, service.database.connection() as connection:
        await connection.execute("update idempotency_keys set reserved_at = reserved_at - interval '25 hours'")
    second = await client.post("/v1/claims", json=draft(quantity="84,000"), headers=KEY)
    assert second.status_code == 201
    assert first.json()["claim"]["id"] != second.json()["claim"]["id"]


async def test_the_same_key_with_another_query_is_refused(client: httpx.AsyncClient) -> None:
    """It would be answered in the other request's shape."""
    headers = {"Idempotency-Key": "one"}
    first = await client.post("/v1/claims", json=draft(), headers=headers)
    other = await client.post("/v1/claims?matches=conflicting", json=draft(), headers=headers)
    again = await client.post("/v1/claims?matches=best", json=draft(), headers=headers)
    assert (first.status_code, other.status_code) == (201, 422)
    assert again.content == first.content
