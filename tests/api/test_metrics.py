"""The registry of metrics, over HTTP."""

from typing import Any

import pytest
from httpx import AsyncClient as Client

from tests.api.test_judgements import conflicts, events, judge, open_pairs, post


async def metrics(client: Client, **query: Any) -> list[Any]:
    items: list[Any] = (await client.get("/v1/metrics", params=query)).json()["items"]
    return items


async def metric(client: Client, text: str) -> Any:
    [found] = await metrics(client, text=text)
    return found


async def change(client: Client, identifier: str, expected: int = 200, etag: str | None = None, **fields: Any) -> Any:
    headers = {"If-Match": etag} if etag else {}
    answer = await client.patch(f"/v1/metrics/{identifier}", json=fields, headers=headers)
    assert answer.status_code == expected, answer.text
    return answer.json()


async def test_metrics_grow_from_use_and_are_counted(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museums' visitors", "62,310")
    await post(client, "beta news", "museum takings", "1,000")
    assert [(one["name"], one["claims"], one["sources"], one["open_conflicts"]) for one in await metrics(client)] == [
        ("museum visitors", 2, 2, 1),
        ("museum takings", 1, 1, 0),
    ]


async def test_wordings_that_are_judged_the_same_are_counted_together(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museum attendance", "62,310")
    await judge(client, "museum visitors", "museum attendance", "same")
    for one in await metrics(client):
        assert (one["claims"], one["sources"], one["open_conflicts"], len(one["same_as"])) == (2, 2, 1, 1)


async def test_metrics_are_listed_page_by_page_and_by_text(client: Client) -> None:
    names = ["museum visitors", "museum takings", "library visitors"]
    for name in names:
        await post(client, "alpha wire", name, "84,720")
    first = (await client.get("/v1/metrics", params={"limit": 2})).json()
    second = (await client.get("/v1/metrics", params={"limit": 2, "cursor": first["next"]})).json()
    assert [one["name"] for one in first["items"] + second["items"]] == names
    assert second["next"] is None
    assert [one["name"] for one in await metrics(client, text="VISITORS")] == [names[0], names[2]]
    assert await metrics(client, text="100%_") == []


async def test_what_was_only_checked_or_judged_is_listed_on_request(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await judge(client, "museum visitors", "museum attendance", "same")
    assert len(await metrics(client)) == 1
    assert len(await metrics(client, unused=True)) == 2


async def test_a_desk_describes_a_metric(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    identifier = (await metric(client, "visitors"))["id"]
    said = {
        "name": "Visitors of museums",
        "definition": "Tickets scanned.",
        "measure": "flow",
        "cumulative": True,
        "unit": "people",
        "tolerance": {"relative_percent": "0.5", "absolute": "20", "unit": "people"},
    }
    changed = await change(client, identifier, **said)
    got = await client.get(f"/v1/metrics/{identifier}")
    assert got.json() == changed["metric"]
    assert got.headers["etag"] == '"1"'
    assert {name: got.json()[name] for name in said} == said
    assert await metrics(client, registered=True) == [got.json()]
    kept = (await change(client, identifier, definition=None, name=None))["metric"]
    assert (kept["definition"], kept["name"], kept["unit"]) == (None, "museum visitors", "people")
    assert kept["updated_by"] == "desk"


async def test_a_change_to_what_was_changed_meanwhile_is_refused(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    identifier = (await metric(client, "visitors"))["id"]
    await change(client, identifier, etag='"0"', definition="Tickets scanned.")
    problem = await change(client, identifier, 412, etag='"0"', definition="Heads counted.")
    assert problem["type"] == "/problems/stale"
    assert (await metric(client, "visitors"))["definition"] == "Tickets scanned."


async def test_a_synonym_is_the_same_metric_until_it_is_taken_away(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museum attendance", "62,310")
    identifier = (await metric(client, "visitors"))["id"]
    changed = await change(client, identifier, synonyms=["museum attendance", "museum footfall"])
    assert changed["claims_compared_again"] == 2
    assert {one["name"] for one in changed["metric"]["same_as"]} == {"museum attendance", "museum footfall"}
    assert await open_pairs(client) == {frozenset({"alpha wire", "beta news"})}
    [judged, _] = (await client.get("/v1/judgements")).json()["items"]
    assert judged["synonym_of"] == identifier
    assert (await client.delete(f"/v1/judgements/{judged['id']}")).status_code == 409
    assert await metrics(client, text="footfall") == [changed["metric"]]
    await change(client, identifier, synonyms=[])
    assert await open_pairs(client) == set()


async def test_a_synonym_that_judgements_rule_out_is_refused_and_nothing_is_written(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await judge(client, "museum visitors", "museum attendance", "different")
    identifier = (await metric(client, "visitors"))["id"]
    problem = await change(client, identifier, 409, synonyms=["museum attendance"], definition="Heads.")
    assert problem["type"] == "/problems/contradicted"
    assert (await metric(client, "visitors"))["definition"] is None


async def test_a_tolerance_closes_what_it_covers_and_gives_it_back(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museum visitors", "84,421")
    await post(client, "gamma post", "museum visitors", "60,300")
    identifier = (await metric(client, "visitors"))["id"]
    near, far = frozenset({"alpha wire", "beta news"}), frozenset({"alpha wire", "gamma post"})
    assert near in await open_pairs(client)
    await change(client, identifier, tolerance={"relative_percent": "1"})
    assert near not in await open_pairs(client)
    assert far in await open_pairs(client)
    [closed] = await conflicts(client, status="resolved")
    assert closed["note"] == "84,720 and 84,421 can both stand: 0.35 % apart, within the tolerance."
    await change(client, identifier, tolerance={"absolute": "250"})
    assert near in await open_pairs(client)
    await change(client, identifier, tolerance={"absolute": "0.3", "unit": "thousand people"})
    assert near not in await open_pairs(client)
    await change(client, identifier, tolerance=None)
    assert near in await open_pairs(client)
    assert set(await events(client)) == {"conflict.created", "conflict.updated"}


async def test_a_tolerance_holds_for_all_wordings_and_the_narrower_of_two_counts(client: Client) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    await post(client, "beta news", "museum attendance", "84,421")
    identifier = (await metric(client, "visitors"))["id"]
    other = (await metric(client, "attendance"))["id"]
    await change(client, identifier, tolerance={"relative_percent": "1"})
    await judge(client, "museum visitors", "museum attendance", "same")
    assert await open_pairs(client) == set()
    await change(client, other, tolerance={"relative_percent": "0.1"})
    assert await open_pairs(client) == {frozenset({"alpha wire", "beta news"})}


async def test_shares_in_percent_have_a_tolerance_in_percentage_points(client: Client) -> None:
    await post(client, "alpha wire", "unemployment rate", "7.1 %")
    await post(client, "beta news", "unemployment rate", "7.3 %")
    assert len(await open_pairs(client)) == 1
    identifier = (await metric(client, "unemployment"))["id"]
    await change(client, identifier, tolerance={"absolute": "20", "unit": "basis points"})
    assert await open_pairs(client) == set()


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"tolerance": {}}, "/tolerance"),
        ({"tolerance": {"relative_percent": "-1"}}, "/tolerance/relative_percent"),
        ({"tolerance": {"absolute": "about 5"}}, "/tolerance/absolute"),
        ({"tolerance": {"relative_percent": "9999999999999"}}, "/tolerance/relative_percent"),
        ({"synonyms": ["museum guests", "..."]}, "/synonyms/1"),
        ({"measure": "level"}, "/measure"),
        ({"name": "  "}, "/name"),
    ],
)
async def test_what_cannot_be_said_of_a_metric_is_refused_by_field(
    client: Client, fields: dict[str, Any], pointer: str
) -> None:
    await post(client, "alpha wire", "museum visitors", "84,720")
    problem = await change(client, (await metric(client, "visitors"))["id"], 422, **fields)
    assert problem["errors"][0]["pointer"] == pointer
