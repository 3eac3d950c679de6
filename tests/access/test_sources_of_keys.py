"""A key that is bound to sources stores their claims, in any spelling of their names, and nobody else's."""

import csv
import io

import httpx
import msgspec

from tests.access.conftest import MakeKey, bearer
from tests.builders import draft


async def test_each_door_takes_claims_of_the_sources_of_the_key_only(
    client: httpx.AsyncClient, make_key: MakeKey
) -> None:
    headers = bearer(await make_key("write", sources=["Alpha Agency", "gamma"]))
    mine, other = draft(source="ALPHA\u00a0agency"), draft(source="beta news", quantity="62,310")
    assert (await client.post("/v1/claims", json=mine, headers=headers)).status_code == 201
    refused = await client.post("/v1/claims", json=other, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")
    assert refused.json()["errors"][0]["pointer"] == "/source"
    assert refused.json()["detail"] == 'This key may store claims of "Alpha Agency", "gamma" only.'

    lines = b"\n".join(msgspec.json.encode(one | {"external_id": "1"}) for one in (other, mine))
    batch = await client.post("/v1/claims/batch", content=lines, headers=headers)
    answers = [msgspec.json.decode(line) for line in batch.text.splitlines()]
    assert [(one["outcome"], one["type"]) for one in answers] == [("refused", "/problems/forbidden"), ("stored", None)]

    table = io.StringIO()
    rows = csv.DictWriter(table, list(mine))
    rows.writeheader()
    rows.writerows([other, mine | {"quantity": "84,601"}])
    headers |= {"Content-Type": "text/csv"}
    imported = await client.post("/v1/claims/import", content=table.getvalue().encode(), headers=headers)
    assert [msgspec.json.decode(line)["outcome"] for line in imported.text.splitlines()] == ["refused", "stored"]


async def test_keys_of_no_source_are_refused_and_those_of_any_are_the_usual(
    client: httpx.AsyncClient, make_key: MakeKey
) -> None:
    admin = bearer(await make_key("admin"))
    given = {"name": "desk", "scopes": ["write"]}
    assert (await client.post("/v1/keys", json=given | {"sources": []}, headers=admin)).status_code == 422
    made = await client.post("/v1/keys", json=given | {"sources": ["gamma", "gamma"]}, headers=admin)
    assert made.json()["key"]["sources"] == ["gamma"]
    usual = await client.post("/v1/keys", json=given, headers=admin)
    assert usual.json()["key"]["sources"] is None
    answer = await client.post("/v1/claims", json=draft(source="delta"), headers=bearer(usual.json()["secret"]))
    assert answer.status_code == 201
