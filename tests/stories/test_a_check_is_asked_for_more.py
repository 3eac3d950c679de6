"""What a check may set for itself, and how matching tells of itself, over HTTP."""

from typing import Any

import pytest
from httpx import AsyncClient as Client

from tests.builders import draft


async def stored(client: Client, **fields: Any) -> None:
    assert (await client.post("/v1/claims", json=draft(**fields))).status_code == 201


async def checked(client: Client, parameters: dict[str, Any], **fields: Any) -> Any:
    answer = await client.post("/v1/claims/check", json=draft(source="beta news") | fields, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_matching_describes_every_feature_that_a_match_lists(client: Client) -> None:
    described = (await client.get("/v1/matching")).json()
    await stored(client)
    answer = await checked(client, {}, quantity="62,310")
    names = [one["name"] for one in described["features"]]
    only_where_all_words_lift = "topic"
    assert only_where_all_words_lift in names
    listed = [one["name"] for one in answer["matches"][0]["features"]]
    assert listed == [name for name in names if name != only_where_all_words_lift]
    assert answer["policy_version"] == described["version"]
    assert all(len(one["description"]) > 20 for one in described["features"])
    assert described["confirmed_threshold"] > described["suggested_threshold"]


async def test_a_tolerance_for_one_check_lets_figures_agree(client: Client) -> None:
    await stored(client)
    for parameters, verdict in [
        ({}, "conflict"),
        ({"tolerance_relative_percent": "1"}, "compatible"),
        ({"tolerance_relative_percent": "0.1"}, "conflict"),
        ({"tolerance_absolute": "500"}, "compatible"),
        ({"tolerance_absolute": "5"}, "conflict"),
    ]:
        answer = await checked(client, parameters, quantity="85,100")
        assert [match["verdict"] for match in answer["matches"]] == [verdict], parameters


async def test_thresholds_for_one_check_move_the_bands(client: Client) -> None:
    await stored(client)
    [match] = (await checked(client, {"confirmed_threshold": 1.0}, quantity="62,310"))["matches"]
    assert match["band"] == "suggested"
    strict = await checked(client, {"confirmed_threshold": 1.0, "suggested_threshold": 1.0}, quantity="62,310")
    assert strict["matches"] == []


async def test_a_lower_threshold_finds_what_is_no_neighbour(client: Client) -> None:
    await stored(client, metric="hospital beds staffed overnight")
    fields = {"metric": "number of hospital beds", "quantity": "62,310"}
    usual = await checked(client, {}, **fields)
    wide = await checked(client, {"suggested_threshold": 0.3}, **fields)
    assert len(wide["matches"]) >= len(usual["matches"])
    assert len(wide["matches"]) == 1


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"suggested_threshold": 0.9, "confirmed_threshold": 0.8}, "suggested_threshold"),
        ({"suggested_threshold": 0.01}, "suggested_threshold"),
        ({"tolerance_relative_percent": "-1"}, "tolerance_relative_percent"),
        ({"tolerance_absolute": "NaN"}, "tolerance_absolute"),
    ],
)
async def test_overrides_that_make_no_sense_are_refused_by_name(
    client: Client, parameters: dict[str, Any], field: str
) -> None:
    answer = await client.post("/v1/claims/check", json=draft(), params=parameters)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [field]


async def test_look_alikes_come_back_with_what_separates_them(client: Client) -> None:
    await stored(client, metric="people killed", subject="Russian army")
    await stored(client, metric="people wounded", subject="Russian army")
    await stored(client, metric="people killed", subject="Russian army", period="as of 2022-10-20")
    fields = {"metric": "people killed", "quantity": "62,310"}
    assert len((await checked(client, {}, **fields))["matches"]) == 1
    matches = (await checked(client, {"include_not_comparable": True}, **fields))["matches"]
    separated = [match for match in matches if match["verdict"] == "not_comparable"]
    assert len(matches) == 3
    assert {match["band"] for match in separated} == {None}
    assert sorted(match["separator"].split(":")[0] for match in separated) == ["period", "qualifier"]
    assert (await client.get("/v1/conflicts")).json()["items"] == []
