"""The main job, over HTTP, in sentences."""

from typing import Any

import msgspec
import pytest
from httpx import AsyncClient as Client

from tests.builders import draft

encode, decode = msgspec.json.encode, msgspec.json.decode


async def post(client: Client, expected: int = 201, **fields: Any) -> Any:
    answer = await client.post("/v1/claims", json=draft(**fields))
    assert answer.status_code == expected, answer.text
    return answer.json()


async def test_two_sources_that_differ_raise_a_conflict_with_both_claims(client: Client) -> None:
    first = await post(client)
    assert first["conflicts"] == []
    second = await post(client, source="beta news", quantity="62,310")
    [conflict] = second["conflicts"]
    assert [one["source"] for one in conflict["claims"]] == ["alpha wire", "beta news"]
    assert conflict["reason"] == "84,720 and 62,310 cannot both stand: 36 % apart."
    assert conflict["severity"] == "major"
    assert conflict["gap"]["percent"] == "36"
    [match] = second["matches"]
    assert (match["verdict"], match["band"], match["claim"]["id"]) == ("conflict", "confirmed", first["claim"]["id"])
    assert {"name", "score", "weight", "values", "reason"} == set(match["features"][0])


async def test_the_same_figure_in_other_words_raises_none(client: Client) -> None:
    await post(client, quantity="85,000")
    answer = await post(client, source="beta news", metric="losses of personnel", quantity="almost 85 thousand")
    assert answer["conflicts"] == []
    assert [match["verdict"] for match in answer["matches"]] != ["conflict"]


async def test_check_answers_the_same_and_stores_nothing(client: Client) -> None:
    await post(client)
    checked = (await client.post("/v1/claims/check", json=draft(source="beta news", quantity="62,310"))).json()
    assert checked["matches"][0]["verdict"] == "conflict"
    assert checked["conflicts"] == []
    assert len((await client.get("/v1/claims")).json()["items"]) == 1


async def test_an_external_id_is_stored_once(client: Client) -> None:
    first = await post(client, external_id="a-1")
    again = await post(client, 200, external_id="a-1", quantity="99")
    assert again["claim"] == first["claim"]
    assert len((await client.get("/v1/claims")).json()["items"]) == 1


async def test_a_correction_closes_the_conflict_of_the_claim_that_it_supersedes(client: Client) -> None:
    await post(client)
    wrong = await post(client, source="beta news", quantity="62,310")
    identifier = wrong["conflicts"][0]["id"]
    await post(client, source="beta news", quantity="84,700", published_at="2022-11-22")
    record = (await client.get(f"/v1/conflicts/{identifier}")).json()
    assert (record["conflict"]["status"], record["conflict"]["resolution"]) == ("resolved", "superseded")
    assert [step["act"] for step in record["history"]] == ["open", "close"]


async def test_a_retraction_closes_what_was_open_and_opens_nothing(client: Client) -> None:
    await post(client)
    wrong = await post(client, source="beta news", quantity="62,310")
    answer = await post(client, source="beta news", quantity="62,310", status="retracted", published_at="2022-11-22")
    assert answer["conflicts"] == []
    conflict = (await client.get(f"/v1/conflicts/{wrong['conflicts'][0]['id']}")).json()["conflict"]
    assert (conflict["status"], conflict["resolution"]) == ("resolved", "retracted")


async def test_an_older_claim_that_arrives_late_opens_nothing_against_what_is_superseded(client: Client) -> None:
    await post(client, published_at="2022-11-22")
    await post(client, quantity="62,310", published_at="2022-11-21")
    answer = await post(client, source="beta news", quantity="84,720")
    assert answer["conflicts"] == []


@pytest.mark.parametrize(
    ("act", "status"), [("acknowledged", "acknowledged"), ("dismissed", "dismissed"), ("resolved", "resolved")]
)
async def test_a_desk_moves_a_conflict_along_its_life(client: Client, act: str, status: str) -> None:
    await post(client)
    identifier = (await post(client, source="beta news", quantity="62,310"))["conflicts"][0]["id"]
    seen = await client.get(f"/v1/conflicts/{identifier}")
    change = {"status": act, "note": "called them"} | ({"resolution": "corrected"} if act == "resolved" else {})
    address, headers = f"/v1/conflicts/{identifier}", {"If-Match": seen.headers["etag"]}
    changed = await client.patch(address, json=change, headers=headers)
    assert changed.json()["conflict"]["status"] == status, changed.text
    stale = await client.patch(address, json=change, headers=headers)
    assert stale.status_code == 412
    assert stale.json()["type"] == "/problems/stale"


async def test_what_cannot_be_read_is_answered_by_field_and_nothing_is_stored(client: Client) -> None:
    answer = await client.post("/v1/claims", json=draft(quantity="about 85 thousnd", period="on the 35th of May"))
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert {error["pointer"] for error in problem["errors"]} == {"/quantity", "/period"}
    assert problem["errors"][0]["given"]
    assert problem["errors"][0]["understood"]
    assert (await client.get("/v1/claims")).json()["items"] == []


async def test_pages_neither_skip_nor_repeat(client: Client) -> None:
    for number in range(7):
        await post(
            client, source=f"source {number}", quantity=f"{number + 10}", published_at=f"2022-11-{number + 1:02}"
        )
    seen: list[str] = []
    cursor: str | None = None
    while True:
        parameters = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/v1/claims", params=parameters)).json()
        seen += [item["claim"]["source"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [f"source {number}" for number in reversed(range(7))]


async def test_conflicts_are_listed_and_narrowed(client: Client) -> None:
    await post(client)
    await post(client, source="beta news", quantity="62,310")
    for parameters, count in [
        ({}, 1),
        ({"severity": "major"}, 1),
        ({"severity": "extreme"}, 0),
        ({"source": "Beta News"}, 1),
        ({"source": "nobody"}, 0),
        ({"metric": "losses of personnel"}, 1),
        ({"metric": "tanks lost"}, 0),
        ({"status": "open"}, 1),
        ({"status": "resolved"}, 0),
        ({"sort": "gravest"}, 1),
        ({"period_from": "2022-11-21"}, 0),
    ]:
        answer = await client.get("/v1/conflicts", params=parameters)
        assert len(answer.json()["items"]) == count, parameters


async def test_a_batch_is_answered_line_by_line(client: Client) -> None:
    lines = [draft(external_id="1"), draft(external_id="2", source="beta news", quantity="62,310")]
    unread = encode(draft(quantity="about 85 thousnd"))
    body = b"\n".join([*map(encode, lines), b"", b"no json", unread, encode(lines[0])])
    answer = await client.post("/v1/claims/batch", content=body, headers={"Content-Type": "application/x-ndjson"})
    rows = [decode(line) for line in answer.content.splitlines()]
    assert [row["line"] for row in rows] == [1, 2, 4, 5, 6]
    assert [row["outcome"] for row in rows] == ["stored", "stored", "refused", "refused", "known"]
    assert len(rows[1]["conflicts"]) == 1
    assert rows[3]["refusal"][0]["pointer"] == "/quantity"


async def test_a_change_says_which_version_it_is_meant_for(client: Client) -> None:
    await post(client)
    identifier = (await post(client, source="beta news", quantity="62,310"))["conflicts"][0]["id"]
    address = f"/v1/conflicts/{identifier}"
    refused = await client.patch(address, json={"status": "acknowledged"})
    assert (refused.status_code, refused.json()["type"]) == (428, "/problems/precondition-required")
    assert "If-Match" in refused.json()["detail"]
    seen = await client.get(address)
    assert seen.json()["conflict"]["status"] == "open"
    changed = await client.patch(address, json={"status": "acknowledged"}, headers={"If-Match": seen.headers["etag"]})
    assert changed.headers["etag"] == f'"{changed.json()["conflict"]["version"]}"'
    any_version = await client.patch(address, json={"status": "open"}, headers={"If-Match": "*"})
    assert any_version.status_code == 200


async def test_a_source_that_is_not_known_is_answered_with_the_one_that_may_be_meant(client: Client) -> None:
    await post(client, source="Reuters")
    await post(client, source="BBC News", quantity="62,310")
    for path in ("/v1/claims", "/v1/conflicts"):
        for given, meant in (("Reutres", "Reuters"), ("bbc", "BBC News")):
            page = (await client.get(path, params={"source": given, "limit": 5})).json()
            assert (page["items"], page["hint"]) == ([], f'There is no source "{given}" here. Did you mean "{meant}"?')
        page = (await client.get(path, params={"source": "le monde"})).json()
        assert page["hint"] == 'There is no source "le monde" here. GET /v1/sources lists them.'
        assert (await client.get(path, params={"source": "reuters"})).json()["hint"] is None
        assert (await client.get(path, params={"source": "reuters", "metric": "no such"})).json()["hint"] is None
