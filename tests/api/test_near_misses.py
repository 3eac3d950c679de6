"""Why nothing was found: what is nearly the same is told where it is asked for, and nothing else is changed."""

from typing import Any

import pytest
from httpx import AsyncClient as Client

from tests.builders import draft

RATE = {"metric": "unemployment rate", "subject": None, "place": "Spain", "period": "2022", "quantity": "12.9 %"}


async def post(client: Client, **fields: Any) -> Any:
    answer = await client.post("/v1/claims", json=draft(**(RATE | fields)))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def put_some_in(client: Client) -> None:
    await post(client, source="later", period="2023", quantity="11.8 %")
    await post(client, source="elsewhere", place="France", quantity="7.3 %")
    await post(client, source="heads", quantity="3.1 million")
    await post(client, source="women", metric="unemployment rate, women", quantity="14.8 %")
    await post(client, source="others", metric="wheat harvest", quantity="7 million tonnes")


def told(answer: Any) -> dict[str, list[str]]:
    return {one["claim"]["source"]: [ground["code"] for ground in one["apart"]] for one in answer["near"]}


EXPECTED = {"later": ["period"], "elsewhere": ["place"], "heads": ["unit"], "women": ["part"]}


@pytest.mark.parametrize("path", ["/v1/claims/check", "/v1/claims"])
async def test_it_is_told_what_keeps_apart_that_is_nearly_the_same(client: Client, path: str) -> None:
    await put_some_in(client)
    answer = await client.post(path, params={"near": True}, json=draft(**RATE))
    found = answer.json()
    assert (found["matches"], found["conflicts"]) == ([], [])
    assert told(found) == EXPECTED
    sentences = {one["claim"]["source"]: one["apart"][0]["sentence"] for one in found["near"]}
    assert sentences["elsewhere"] == "Other place: Spain and France."
    assert sentences["women"] == "A part of the people: all and female."


async def test_a_claim_in_words_that_nobody_has_stored_is_told_of_them_too(client: Client) -> None:
    await post(client, source="later", period="2023", quantity="11.8 %")
    body = draft(**RATE | {"metric": "jobless rate of Spain", "source": "new"})
    found = (await client.post("/v1/claims/check", params={"near": True}, json=body)).json()
    assert told(found) == {"later": ["period"]}
    assert (await client.get("/v1/metrics", params={"unused": True})).json()["items"][-1]["name"] == "unemployment rate"


async def test_nobody_is_told_who_does_not_ask(client: Client) -> None:
    await put_some_in(client)
    for path in ("/v1/claims/check", "/v1/claims"):
        assert "near" not in (await client.post(path, json=draft(**RATE))).json()


async def test_what_matches_is_no_near_miss_and_nor_is_the_own_or_what_counts_no_more(client: Client) -> None:
    await post(client, source="alpha wire", period="2021", quantity="14.8 %")
    await post(client, source="beta news", quantity="12.5 %")
    await post(client, source="gamma", period="2020", quantity="15.5 %")
    await post(client, source="gamma", period="2020", quantity="15.6 %", published_at="2022-12-24")
    found = (await client.post("/v1/claims", params={"near": True}, json=draft(**RATE))).json()
    assert [one["claim"]["source"] for one in found["matches"]] == ["beta news"]
    assert [(one["claim"]["source"], one["claim"]["quantity"]["as_given"]) for one in found["near"]] == [
        ("gamma", "15.6 %")
    ]


async def test_an_idempotent_request_tells_them_again_and_is_another_one_without(client: Client) -> None:
    await put_some_in(client)
    key = {"Idempotency-Key": "near-1"}
    body = draft(**RATE)
    first = await client.post("/v1/claims", params={"near": True}, json=body, headers=key)
    again = await client.post("/v1/claims", params={"near": True}, json=body, headers=key)
    assert told(first.json()) == EXPECTED
    assert again.content == first.content
    assert (await client.post("/v1/claims", json=body, headers=key)).status_code == 422


async def test_a_long_quote_leaves_the_answer_small(client: Client) -> None:
    for number in range(4):
        await post(client, source=f"s{number}", period=f"{2018 + number}", quote="п" * 4_900)
    found = await client.post("/v1/claims", params={"near": True}, json=draft(**RATE))
    assert 1 <= len(found.json()["near"]) <= 5
    assert len(found.content) < 50_000


async def test_what_a_desk_has_judged_to_be_different_says_so(client: Client) -> None:
    await post(client, source="beta news", metric="registered unemployment rate", quantity="11 %")
    pair = {"metric_a": "registered unemployment rate", "metric_b": "unemployment rate"}
    await client.post("/v1/judgements", json=pair | {"verdict": "different"})
    found = (await client.post("/v1/claims", params={"near": True}, json=draft(**RATE))).json()
    assert found["matches"] == []
    assert told(found) == {"beta news": ["judgement"]}
