"""What waits for a judgement, over HTTP: pairs of metrics, what speaks for each, and what an answer really changes."""

from typing import Any

import pytest
from httpx import AsyncClient as Client

from tests.builders import draft, until_compared

PENDING = "/v1/judgements/pending"
CONFIRMED = "confirmed personnel losses"


async def post(client: Client, source: str, metric: str, quantity: str, **fields: Any) -> Any:
    body = draft(source=source, metric=metric, quantity=quantity, **({"place": "Ukraine"} | fields))
    answer = await client.post("/v1/claims", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def put_some_in(client: Client) -> None:
    """Two conflicts between losses and confirmed losses; one between new and weekly cases."""
    await post(client, "alpha wire", "personnel losses", "84,720", quote="They put losses at 84,720.")
    await post(client, "beta news", CONFIRMED, "62,310")
    await post(client, "gamma post", CONFIRMED, "51,000")
    await post(client, "alpha wire", "tanks destroyed", "2,900", subject=None)
    await post(client, "beta news", "tanks confirmed destroyed", "1,500", subject=None, published_at="2023-02-21")


async def pending(client: Client, **query: Any) -> list[Any]:
    answer = await client.get(PENDING, params=query)
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


async def answer_it(client: Client, pair: Any, verdict: str, **fields: Any) -> Any:
    ids = [one["id"] for one in pair["metrics"]]
    body = {"metric_a": ids[0], "metric_b": ids[1], "verdict": verdict} | fields
    made = await client.post("/v1/judgements", json=body)
    assert made.status_code == 201, made.text
    await until_compared(client)
    return made.json()


async def standing(client: Client, band: str) -> int:
    found = await client.get("/v1/conflicts", params={"band": band, "status": ["open", "acknowledged"]})
    return len(found.json()["items"])


async def test_pairs_that_are_only_suggested_wait_with_claims_of_both_those_first_that_change_most(
    client: Client,
) -> None:
    await put_some_in(client)
    losses, tanks = await pending(client)
    assert [one["name"] for one in losses["metrics"]] == ["personnel losses", CONFIRMED]
    assert (losses["conflicts"], tanks["conflicts"]) == (2, 1)
    sample = losses["samples"][0]
    assert [one["figure"] for one in sample["claims"]] in (["84,720", "62,310"], ["84,720", "51,000"])
    first = sample["claims"][0]
    assert (first["source"], first["metric"], first["subject"]) == ("alpha wire", "personnel losses", "Russian army")
    assert (first["period"], first["quote"]) == ("as of 2022-11-20", "They put losses at 84,720.")
    assert 0 < losses["score"] < 0.8
    assert losses["chance"] is None or 0 <= losses["chance"] <= 1


async def test_each_pair_tells_what_speaks_for_it_and_against_it(client: Client) -> None:
    await put_some_in(client)
    [losses, _] = await pending(client)
    said = {one["code"]: one for one in losses["speaking_for"]}
    assert set(said["both_say"]["parameters"]) == {"army", "loss", "personnel"}
    assert said["both_say"]["sentence"] == f"Both say {', '.join(said['both_say']['parameters'])}."
    assert said["period"]["parameters"] == ["as of 2022-11-20", "as of 2022-11-20"]
    against = {one["code"]: one for one in losses["against"]}
    assert against["qualifier"]["parameters"] == ["nothing", "confirmed"]
    assert against["qualifier"]["sentence"] == "Only the second says confirmed."


@pytest.mark.parametrize("verdict", ["same", "different"])
async def test_an_answer_changes_what_was_foretold(client: Client, verdict: str) -> None:
    await put_some_in(client)
    await post(client, "delta", "losses", "84,800", period="as of 2022-11-27")
    before = {band: await standing(client, band) for band in ("confirmed", "suggested")}
    [losses, *_] = await pending(client)
    told = losses[f"if_{verdict}"]
    await answer_it(client, losses, verdict)
    after = {band: await standing(client, band) for band in ("confirmed", "suggested")}
    if verdict == "same":
        assert (told["opens"], told["confirms"], told["closes"]) == (0, 2, 0)
    else:
        assert (told["opens"], told["confirms"], told["closes"]) == (0, 0, 2)
    assert after["confirmed"] == before["confirmed"] + told["opens"] + told["confirms"]
    assert after["suggested"] == before["suggested"] - told["confirms"] - told["closes"]
    assert losses["at_least"] is False
    assert losses["metrics"] not in [one["metrics"] for one in await pending(client)]


async def test_what_an_answer_opens_beyond_the_suggestions_is_foretold_too(client: Client) -> None:
    """Where only one of two claims names a subject, their words alone do not even suggest it."""
    await put_some_in(client)
    there = {"place": "Poland", "period": "as of 2022-12-01"}
    await post(client, "epsilon", "personnel losses", "9", subject="Kalwa battalion", **there)
    await post(client, "zeta", CONFIRMED, "2,000,000", subject=None, **there)
    before = {band: await standing(client, band) for band in ("confirmed", "suggested")}
    assert before["suggested"] == 3
    [losses, *_] = await pending(client, metric=CONFIRMED)
    assert losses["if_same"] == {"opens": 1, "confirms": 2, "closes": 0}
    await answer_it(client, losses, "same")
    assert await standing(client, "confirmed") == before["confirmed"] + 3


async def test_pairs_are_paged_and_narrowed(client: Client) -> None:
    await put_some_in(client)
    everything = await pending(client)
    paged = []
    query: dict[str, Any] = {"limit": 1}
    while True:
        page = (await client.get(PENDING, params=query)).json()
        paged += page["items"]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert paged == everything
    assert await pending(client, metric="personnel losses") == everything[:1]
    assert await pending(client, q="TANKS destr") == everything[1:]
    assert await pending(client, q="nothing of it") == []
    assert await pending(client, metric="never heard of") == []
    assert await pending(client, min_score=everything[0]["score"]) == everything[:1]


@pytest.mark.parametrize(
    "query",
    [
        {"min_score": "nan"},
        {"min_score": "-1"},
        {"min_score": "-1e-33"},
        {"min_score": "null"},
        {"min_score": "1.5"},
        {"limit": "0"},
        {"limit": "51"},
        {"cursor": "x"},
        {"q": ".*"},
        {"metric": "..."},
        {"metric": "x" * 501},
    ],
)
async def test_what_cannot_be_asked_is_refused(client: Client, query: dict[str, str]) -> None:
    answer = await client.get(PENDING, params=query)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]


async def test_what_a_person_has_decided_waits_no_more(client: Client) -> None:
    await put_some_in(client)
    for one in (await client.get("/v1/conflicts", params={"band": "suggested"})).json()["items"]:
        act = {"status": "dismissed", "note": "Known."}
        await client.patch(f"/v1/conflicts/{one['id']}", json=act, headers={"If-Match": "*"})
    assert await pending(client) == []


async def test_all_judgements_of_an_author_are_taken_back_at_once_and_nobody_elses(client: Client) -> None:
    await put_some_in(client)
    before = {band: await standing(client, band) for band in ("confirmed", "suggested")}
    losses, tanks = await pending(client)
    await answer_it(client, losses, "same", author="second reader")
    await answer_it(client, tanks, "different", author="second reader")
    kept = (
        await client.post(
            "/v1/judgements", json={"metric_a": "museum visitors", "metric_b": "turnstile passages", "verdict": "same"}
        )
    ).json()["judgement"]
    assert await pending(client) == []
    gone = await client.delete("/v1/judgements", params={"author": "second reader"})
    assert (gone.status_code, gone.json()["withdrawn"]) == (200, 2)
    assert gone.json()["claims_compared_again"] == 5
    await until_compared(client)
    assert {band: await standing(client, band) for band in ("confirmed", "suggested")} == before
    assert [one["metrics"] for one in await pending(client)] == [losses["metrics"], tanks["metrics"]]
    assert [one["id"] for one in (await client.get("/v1/judgements")).json()["items"]] == [kept["id"]]
    withdrawn = (await client.get("/v1/judgements", params={"author": "second reader", "withdrawn": True})).json()
    assert [one["withdrawn_by"] for one in withdrawn["items"]] == ["desk", "desk"]
    audited = (await client.get("/v1/audit")).json()["items"]
    assert [one["target"] for one in audited if one["act"] == "withdraw_judgements"] == ["/v1/judgements"]
    again = await client.delete("/v1/judgements", params={"author": "second reader"})
    assert again.json() == {"withdrawn": 0, "claims_compared_again": 0}


async def test_more_judgements_than_one_transaction_holds_are_taken_back_too(client: Client) -> None:
    for number in range(130):
        body = {"metric_a": "museum visitors", "metric_b": f"visitors no{number:03} counted", "verdict": "different"}
        made = await client.post("/v1/judgements", json=body | {"author": "model"})
        assert made.status_code == 201, made.text
    gone = await client.delete("/v1/judgements", params={"author": "model"})
    assert gone.json()["withdrawn"] == 130
    assert (await client.get("/v1/judgements", params={"author": "model"})).json()["items"] == []


async def test_a_synonym_stays_when_its_author_takes_all_back(client: Client) -> None:
    await put_some_in(client)
    metric = (await client.get("/v1/metrics", params={"text": "tanks destroyed"})).json()["items"][0]
    await client.patch(f"/v1/metrics/{metric['id']}", json={"synonyms": ["tanks lost"]}, headers={"If-Match": "*"})
    assert (await client.delete("/v1/judgements", params={"author": "desk"})).json()["withdrawn"] == 0
    assert len((await client.get("/v1/judgements", params={"author": "desk"})).json()["items"]) == 1


async def test_whose_judgements_are_to_go_has_to_be_said(client: Client) -> None:
    for query in ({}, {"author": ""}, {"author": "x" * 201}):
        answer = await client.delete("/v1/judgements", params=query)
        assert answer.status_code in {400, 422}, answer.text
        assert "author" in answer.text
