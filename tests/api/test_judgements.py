"""A desk's judgements on pairs of metrics, over HTTP: they hold for what is stored and for what comes."""

from typing import Any

import pytest
from httpx import AsyncClient as Client

from tests.builders import draft, until_compared

VISITORS = {"subject": "Louvre", "place": "France", "period": "2022", "published_at": "2023-01-20"}


async def post(client: Client, source: str, metric: str, quantity: str, **fields: Any) -> Any:
    body = draft(source=source, metric=metric, quantity=quantity, **(VISITORS | fields))
    answer = await client.post("/v1/claims", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def judge(client: Client, one: str, other: str, verdict: str, expected: int = 201, **fields: Any) -> Any:
    body = {"metric_a": one, "metric_b": other, "verdict": verdict} | fields
    answer = await client.post("/v1/judgements", json=body)
    assert answer.status_code == expected, answer.text
    await until_compared(client)
    return answer.json()


async def conflicts(client: Client, **query: Any) -> list[Any]:
    items: list[Any] = (await client.get("/v1/conflicts", params=query)).json()["items"]
    return items


async def open_pairs(client: Client) -> set[frozenset[str]]:
    found = await conflicts(client, status="open")
    return {frozenset(claim["source"] for claim in one["claims"]) for one in found}


async def events(client: Client) -> list[str]:
    return [one["type"] for one in (await client.get("/v1/events")).json()["items"]]


async def test_same_opens_and_announces_the_conflicts_that_it_reveals(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "turnstile passages", "62,310")
    assert await conflicts(client) == []
    made = await judge(client, "museum visitors", "turnstile passages", "same", author="Anna", note="Ticket scans.")
    assert made["claims_compared_again"] == 2
    assert made["judgement"]["author"] == "Anna"
    [conflict] = await conflicts(client)
    assert conflict["band"] == "confirmed"
    assert conflict["features"][0]["reason"] == "The same metric, as the desk has judged."
    assert await events(client) == ["conflict.created"]


async def test_same_holds_for_claims_that_come_later_and_for_checks(client: Client) -> None:
    await judge(client, "museum visitors", "turnstile passages", "same")
    await post(client, "alpha wire", "museum visitors", "84,720")
    body = draft(source="beta news", metric="turnstile passages", quantity="62,310", **VISITORS)
    checked = (await client.post("/v1/claims/check", json=body)).json()
    assert [match["verdict"] for match in checked["matches"]] == ["conflict"]
    assert len((await post(client, "beta news", "turnstile passages", "62,310"))["conflicts"]) == 1


async def test_different_closes_what_it_refutes_and_says_why(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museum visitrs", "62,310")
    assert len(await conflicts(client)) == 1
    await judge(client, "museum visitors", "museum visitrs", "different")
    [closed] = await conflicts(client)
    assert (closed["status"], closed["resolution"]) == ("resolved", "different_definition")
    assert closed["note"] == "Not comparable: judgement: museum visitors and museum visitrs."
    assert await events(client) == ["conflict.created", "conflict.updated"]
    late = await post(client, "gamma post", "museum visitrs", "10,000")
    assert {claim["source"] for one in late["conflicts"] for claim in one["claims"]} == {"beta news", "gamma post"}


async def test_a_judgement_that_is_taken_back_leaves_things_as_they_were(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museum visitrs", "62,310")
    await post(client, "gamma post", "turnstile passages", "51,000")
    before = await open_pairs(client)
    apart = await judge(client, "museum visitors", "museum visitrs", "different")
    alike = await judge(client, "museum visitors", "turnstile passages", "same")
    assert await open_pairs(client) == {frozenset({"alpha wire", "gamma post"})}
    for made in (apart, alike):
        assert (await client.delete(f"/v1/judgements/{made['judgement']['id']}")).status_code == 204
    await until_compared(client)
    assert await open_pairs(client) == before == {frozenset({"alpha wire", "beta news"})}
    [one] = await conflicts(client, status="resolved")
    assert one["note"] == "The two metrics are not taken for the same any more."


async def test_what_a_person_has_closed_stays_closed(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    [conflict] = (await post(client, "beta news", "museum visitrs", "62,310"))["conflicts"]
    act = {"status": "dismissed", "note": "Counted otherwise."}
    await client.patch(f"/v1/conflicts/{conflict['id']}", json=act, headers={"If-Match": "*"})
    made = await judge(client, "museum visitors", "museum visitrs", "different")
    await client.delete(f"/v1/judgements/{made['judgement']['id']}")
    [one] = await conflicts(client)
    assert (one["status"], one["note"]) == ("dismissed", "Counted otherwise.")


async def test_same_is_transitive(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "ticket stubs", "62,310")
    await judge(client, "museum visitors", "turnstile passages", "same")
    assert await conflicts(client) == []
    await judge(client, "turnstile passages", "ticket stubs", "same")
    assert await open_pairs(client) == {frozenset({"alpha wire", "beta news"})}


async def test_a_filter_by_metric_finds_all_that_is_judged_the_same(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museum visitrs", "62,310")
    assert await conflicts(client, metric="turnstile passages") == []
    await judge(client, "museum visitors", "turnstile passages", "same")
    for sort in ("newest", "gravest"):
        assert len(await conflicts(client, metric="turnstile passages", sort=sort)) == 1
    listed = (await client.get("/v1/claims", params={"metric": "turnstile passages"})).json()["items"]
    assert [one["claim"]["source"] for one in listed] == ["alpha wire"]


async def test_what_differs_from_one_differs_from_all_that_are_the_same(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museum visitrs", "62,310")
    await judge(client, "museum visitrs", "turnstile passages", "same")
    await judge(client, "turnstile passages", "museum visitors", "different")
    assert await open_pairs(client) == set()


async def test_a_contradiction_names_the_judgements_that_rule_it_out(client: Client) -> None:
    first = await judge(client, "museum visitors", "turnstile passages", "same", author="Anna")
    second = await judge(client, "turnstile passages", "museum guests", "same", author="Boris")
    problem = await judge(client, "museum guests", "museum visitors", "different", 409)
    assert problem["type"] == "/problems/contradicted"
    assert problem["detail"].startswith('"museum visitors" and "museum guests" are the same by the judgements in force')
    ids = [f"/v1/judgements/{made['judgement']['id']}" for made in (first, second)]
    assert [one["pointer"] for one in problem["errors"]] == ids
    assert problem["errors"][0]["detail"].startswith(
        '"museum visitors" is the same as "turnstile passages", judged by An'
    )
    await client.delete(ids[0])
    await judge(client, "museum guests", "museum visitors", "different")
    again = await judge(client, "museum visitors", "turnstile passages", "same", 409)
    assert [one["detail"].split(",")[0] for one in again["errors"]] == [
        '"museum visitors" is not the same as "museum guests"',
        '"museum guests" is the same as "turnstile passages"',
    ]


async def test_the_same_judgement_again_is_the_one_that_stands(client: Client) -> None:
    made = await judge(client, "museum visitors", "turnstile passages", "same")
    again = await judge(client, "turnstile passages", "museum visitors", "same", 200)
    assert again["judgement"] == made["judgement"]


async def test_judgements_are_listed_the_newest_first_and_withdrawn_ones_on_request(client: Client) -> None:
    ids = []
    for other in ("turnstile passages", "museum guests", "museum takings"):
        made = await judge(client, "museum visitors", other, "different" if other.endswith("takings") else "same")
        ids.append(made["judgement"]["id"])
    await client.delete(f"/v1/judgements/{ids[1]}")

    async def listed(**query: Any) -> list[str]:
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            params = query | {"limit": 1} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/v1/judgements", params=params)).json()
            found += [one["id"] for one in page["items"]]
            cursor = page["next"]
        return found

    assert await listed() == [ids[2], ids[0]]
    assert await listed(withdrawn=True) == ids[::-1]
    assert await listed(verdict="same") == [ids[0]]
    assert await listed(metric="museum takings") == [ids[2]]
    assert await listed(metric="never heard of") == []
    withdrawn = (await client.get(f"/v1/judgements/{ids[1]}")).json()
    assert withdrawn["withdrawn_by"] == "desk"
    assert withdrawn["withdrawn_at"] is not None


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"metric_a": "museum visitors", "metric_b": "museums visitors", "verdict": "same"}, 422, "/metric_b"),
        ({"metric_a": "museum visitors", "metric_b": "...", "verdict": "same"}, 422, "/metric_b"),
        ({"metric_a": "museum visitors", "metric_b": "museum guests", "verdict": "alike"}, 422, "/verdict"),
    ],
)
async def test_what_cannot_be_judged_is_refused_by_field(
    client: Client, body: dict[str, str], status: int, pointer: str
) -> None:
    answer = await client.post("/v1/judgements", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), answer.text


async def test_unknown_ids_are_not_found(client: Client) -> None:
    nobody = "01932f5e-0000-7000-8000-000000000000"
    body = {"metric_a": "museum visitors", "metric_b": nobody, "verdict": "same"}
    assert (await client.post("/v1/judgements", json=body)).status_code == 404
    assert (await client.get(f"/v1/judgements/{nobody}")).status_code == 404
    assert (await client.delete(f"/v1/judgements/{nobody}")).status_code == 404
    assert (await client.get(f"/v1/metrics/{nobody}")).status_code == 404


async def test_a_check_shows_what_is_judged_different_as_not_comparable(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await judge(client, "museum visitors", "museum visitrs", "different")
    body = draft(source="beta news", metric="museum visitrs", quantity="62,310", **VISITORS)
    checked = await client.post("/v1/claims/check", params={"include_not_comparable": True}, json=body)
    [match] = checked.json()["matches"]
    assert (match["band"], match["verdict"]) == (None, "not_comparable")
    assert match["separator"] == "judgement: museum visitors and museum visitrs"
