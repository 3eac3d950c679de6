"""An upload can be taken back whole, a claim erased for good; rows of one upload stand beside each other. Number 26."""

import asyncio
from typing import Any

import httpx
import msgspec

from service.storage.pool import Database
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS

NDJSON = {"content-type": "application/x-ndjson"}


async def upload(client: httpx.AsyncClient, *drafts: dict[str, Any], **query: str) -> list[dict[str, Any]]:
    body = b"".join(msgspec.json.encode(one) + b"\n" for one in drafts)
    answer = await client.post("/v1/claims/batch", content=body, headers=NDJSON, params=query)
    assert answer.status_code == 200, answer.text
    return [msgspec.json.decode(line) for line in answer.text.splitlines()]


async def until_compared(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await client.get("/health/ready")).json()["uncompared_claims"]:
            await asyncio.sleep(0.05)


async def test_two_rows_of_one_upload_stand_beside_each_other_and_say_so(client: httpx.AsyncClient) -> None:
    first, second = await upload(client, draft(), draft(quantity="62,310"))
    assert [first["outcome"], second["outcome"]] == ["stored", "stored"]
    assert second["beside"] == [first["id"]]
    assert first["beside"] == [second["id"]]
    for line in (first, second):
        assert (await client.get(f"/v1/claims/{line['id']}")).json()["superseded_by"] is None


async def test_a_file_of_versions_still_supersedes_by_their_publication(client: httpx.AsyncClient) -> None:
    first, second = await upload(client, draft(), draft(quantity="62,310", published_at="2022-11-22"))
    assert second["beside"] == []
    assert (await client.get(f"/v1/claims/{first['id']}")).json()["superseded_by"] == second["id"]


async def test_a_load_is_taken_back_whole(client: httpx.AsyncClient) -> None:
    """Its conflict closes, and what it superseded stands again."""
    before = (await client.post("/v1/claims", json=draft())).json()["claim"]["id"]
    other, later = await upload(
        client, draft(source="beta news", quantity="62,310"), draft(quantity="84,800", published_at="2022-11-22")
    )
    assert (await client.get(f"/v1/claims/{before}")).json()["superseded_by"] == later["id"]
    [load] = (await client.get("/v1/loads")).json()["items"]
    assert load["id"] == other["load"] == later["load"]
    assert (await client.delete(f"/v1/loads/{load['id']}")).json() == {"claims": 2}
    await until_compared(client)
    assert (await client.get(f"/v1/claims/{before}")).json()["superseded_by"] is None
    assert (await client.get(f"/v1/claims/{later['id']}")).json()["withdrawn"]
    conflicts = (await client.get("/v1/conflicts")).json()["items"]
    assert {one["status"] for one in conflicts} == {"resolved"}
    again = (await client.post("/v1/claims", json=draft(source="gamma", quantity="62,310"))).json()
    assert [one["claim"]["id"] for one in again["matches"]] == [before]
    assert (await client.delete("/v1/loads/00000000-0000-0000-0000-000000000001")).status_code == 404


async def test_an_erased_claim_leaves_only_the_note(client: httpx.AsyncClient, database: Database) -> None:
    kept = (await client.post("/v1/claims", json=draft())).json()["claim"]["id"]
    secret = draft(source="beta news", quantity="62,310", quote="a name that had to go")
    headers = {"Idempotency-Key": "once"}
    erased = (await client.post("/v1/claims", json=secret, headers=headers)).json()["claim"]["id"]
    assert (await client.delete(f"/v1/claims/{erased}", params={"why": "a court's order"})).status_code == 204
    answer = await client.get(f"/v1/claims/{erased}")
    assert (answer.status_code, "was erased on" in answer.json()["detail"]) == (404, True)
    assert (await client.get(f"/v1/claims/{kept}")).status_code == 200
    async with database.connection() as connection:
        rows = await connection.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        for table in (row["relname"] for row in rows):
            text = await connection.fetchval(f"select coalesce(string_agg(one::text, ' '), '') from {table} as one")  # noqa: S608 - our own tables
            assert "a name that had to go" not in text, table
        note = await connection.fetchrow("select * from erased_claims")
    assert (str(note["claim_id"]), note["why"]) == (erased, "a court's order")
