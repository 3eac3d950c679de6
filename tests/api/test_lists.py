"""Many claims as a plain JSON list, beside lines: what generated clients can send and read."""

import json
from typing import Any

import httpx
import pytest

from service.api.lists import MOST_IN_A_LIST
from tests.builders import draft

CLAIMS = [draft(), draft(source="beta news", quantity="62,310"), draft(quantity="hardly any")]


async def test_a_list_is_stored_and_answered_as_a_list(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/claims/batch", json=CLAIMS)
    assert answer.headers["content-type"] == "application/json"
    assert [(one["line"], one["outcome"]) for one in answer.json()] == [(1, "stored"), (2, "stored"), (3, "refused")]
    assert len(answer.json()[1]["conflicts"]) == 1
    assert answer.json()[2]["refusal"][0]["pointer"] == "/quantity"


async def test_a_list_is_checked_and_nothing_is_stored(client: httpx.AsyncClient) -> None:
    await client.post("/v1/claims", json=CLAIMS[0])
    answer = (await client.post("/v1/claims/check/batch", json=CLAIMS)).json()
    assert [one["outcome"] for one in answer] == ["checked", "checked", "refused"]
    alone = (await client.post("/v1/claims/check", json=CLAIMS[1])).json()
    assert answer[1]["answer"]["matches"] == alone["matches"]
    assert alone["matches"][0]["verdict"] == "conflict"
    assert len((await client.get("/v1/claims")).json()["items"]) == 1


async def test_lines_are_checked_by_lines(client: httpx.AsyncClient) -> None:
    body = "\n".join(map(json.dumps, CLAIMS * 9))
    answer = await client.post("/v1/claims/check/batch", content=body, headers={"Content-Type": "application/x-ndjson"})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["line"] for line in lines] == list(range(1, 28))
    assert answer.headers["content-type"] == "application/x-ndjson"


async def test_schema_org_claims_come_as_a_list(client: httpx.AsyncClient) -> None:
    known = await client.post("/v1/claims", json=draft())
    linked = await client.get(f"/v1/claims/{known.json()['claim']['id']}", headers={"Accept": "application/ld+json"})
    answer = await client.post("/v1/claims/import", json=[linked.json(), {"@type": "Recipe"}])
    assert [(row["row"], row["outcome"]) for row in answer.json()] == [(1, "stored"), (2, "refused")]


@pytest.mark.parametrize(
    ("accept", "kind"), [("application/json", "application/json"), ("application/x-ndjson", "application/x-ndjson")]
)
async def test_accept_decides_where_it_names_one_form_alone(client: httpx.AsyncClient, accept: str, kind: str) -> None:
    for content, sent in ((json.dumps(CLAIMS), "application/json"), (json.dumps(CLAIMS[0]), "application/x-ndjson")):
        answer = await client.post(
            "/v1/claims/batch", content=content, headers={"Content-Type": sent, "Accept": accept}
        )
        assert answer.headers["content-type"] == kind
        read: Any = answer.json() if kind == "application/json" else json.loads(answer.text.splitlines()[0])
        assert (read[0] if isinstance(read, list) else read)["line"] == 1


async def test_a_table_is_answered_as_a_list_when_that_is_asked_for(client: httpx.AsyncClient) -> None:
    table = "source,metric,quantity,period\na,losses,5,2022\nb,losses,many,2022\n"
    answer = await client.post(
        "/v1/claims/import", content=table, headers={"Content-Type": "text/csv", "Accept": "application/json"}
    )
    assert [row["outcome"] for row in answer.json()] == ["stored", "refused"]


async def test_an_empty_list_is_answered_by_one(client: httpx.AsyncClient) -> None:
    for path in ("batch", "check/batch", "import"):
        answer = await client.post(f"/v1/claims/{path}", json=[])
        assert (answer.status_code, answer.json()) == (200, []), path


async def test_what_is_no_object_is_refused_and_spoils_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/claims/batch", json=[1, None, [draft()], "x", draft()])
    assert [one["outcome"] for one in answer.json()] == ["refused"] * 4 + ["stored"]


@pytest.mark.parametrize("path", ["batch", "check/batch", "import"])
async def test_a_list_has_a_bound_and_lines_have_none(client: httpx.AsyncClient, path: str) -> None:
    one = b'{"@type": "Claim"}' if path == "import" else b"{}"
    for body in (b"[" + (one + b",") * MOST_IN_A_LIST + one + b"]", b"[" + one + b" " * 1_100_000 + b"]"):
        answer = await client.post(f"/v1/claims/{path}", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/request-entity-too-large")
        assert "x-ndjson" in answer.json()["detail"]
    assert (await client.get("/v1/claims")).json()["items"] == []


async def test_a_broken_list_is_no_json(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/v1/claims/batch", content=b'[{"source": "a"}', headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")


async def test_lines_sent_as_json_are_still_lines(client: httpx.AsyncClient) -> None:
    body = "\n\n" + "\n".join(map(json.dumps, CLAIMS[:2]))
    answer = await client.post("/v1/claims/batch", content=body, headers={"Content-Type": "application/json"})
    assert [json.loads(line)["line"] for line in answer.text.splitlines()] == [3, 4]
