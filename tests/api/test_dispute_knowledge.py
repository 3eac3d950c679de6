"""What the service knows about a dispute, over HTTP: causes, origins, who carries what was taken back."""

import json
from typing import Any
from uuid import UUID

import httpx

from service.notifying.formats import sentence_of
from service.storage.outbox import FeedEvent
from tests.api.test_dispute_lists import items, post, until
from tests.builders import NOON

Client = httpx.AsyncClient


async def told(client: Client, is_so: Any = lambda one: True) -> Any:
    """The only dispute, as soon as it is so."""
    page = await until(client, "/v1/disputes", lambda page: len(page["items"]) == 1)
    return await until(client, f"/v1/disputes/{page['items'][0]['id']}", is_so)


async def covid(client: Client, source: str, figure: str, day: str = "2020-03-18", **fields: str) -> Any:
    return await post(
        client,
        source=source,
        quantity=figure,
        metric="COVID-19 deaths",
        subject=None,
        place="Switzerland",
        period=f"as of {day}",
        published_at=day,
        **fields,
    )


async def test_a_sum_of_two_is_told_in_the_list_and_in_the_dispute(client: Client) -> None:
    for source, figure in (("WHO", "14"), ("ECDC", "19"), ("JHU", "33"), ("Swiss government", "21")):
        await covid(client, source, figure)
    record = await told(client, lambda one: one["dispute"]["source_count"] == 4)
    [cause] = record["causes"]
    assert (cause["name"], cause["likelihood"], cause["says"], cause["chance"]) == (
        "sum_of_two",
        "possible",
        "33 = 14 + 19",
        "1 in 15",
    )
    assert len(cause["claim_ids"]) == 3
    assert record["is_stale"] is False
    [dispute] = await items(client)
    assert dispute["cause"]["says"] == "33 = 14 + 19"
    assert record["dispute"]["cause"] == cause


async def test_a_stale_figure_is_told_apart(client: Client) -> None:
    await covid(client, "JHU", "52,310", "2020-03-17")
    await covid(client, "JHU", "53,127")
    await covid(client, "ECDC", "52,310")
    record = await told(client, lambda one: one["causes"])
    assert [one["name"] for one in record["causes"]] == ["stale"]
    assert record["is_stale"] is True
    assert record["causes"][0]["sentence"].startswith("52,310 (ECDC) is what JHU gave for 17 March 2020")


async def test_a_figure_of_another_subject_or_place_explains_nothing(client: Client) -> None:
    await post(client, source="JHU", quantity="52,310", metric="COVID-19 deaths", place="France", period="2020-03-17")
    await covid(client, "JHU", "53,127")
    await covid(client, "ECDC", "52,310")
    record = await told(client)
    assert (record["causes"], record["is_stale"]) == ([], False)


async def test_another_metric_of_the_same_place_and_day(client: Client) -> None:
    for source, metric, figure in (
        ("Philippine authorities", "death toll of Typhoon Haiyan", "2,357"),
        ("United Nations", "death toll of Typhoon Haiyan", "4,460"),
        ("UNHCR", "evacuation shelters", "4,460"),
    ):
        await post(
            client,
            source=source,
            metric=metric,
            quantity=figure,
            subject=None,
            place="Philippines",
            period="2013-11-15",
        )
    record = await told(client, lambda one: one["causes"])
    assert record["causes"][0]["says"] == "4,460 is also given for evacuation shelters"


async def test_three_articles_one_origin(client: Client) -> None:
    await post(client, source="Reuters", claimant="Gen. Mark Milley")
    await post(client, source="BBC", claimant="Gen. Milley")
    await post(client, source="babel.ua", claimant="General Milley")
    await post(client, source="beta news", quantity="62,310")
    record = await told(client, lambda one: one["dispute"]["source_count"] == 4)
    assert record["origins_sentence"] == "4 articles, 2 origins"
    assert record["origins"][0]["sources"] == ["Reuters", "BBC", "babel.ua"]
    assert [one["origin_count"] for one in record["positions"]] == [1, 1]
    dispute = record["dispute"]
    assert (dispute["origin_count"], [one["origin_count"] for one in dispute["positions"]]) == (2, [1, 1])


async def test_a_list_counts_the_origins_that_a_dispute_tells_of(client: Client) -> None:
    """The one went by equal names and texts, the other by persons, agencies, pages and texts nearly the same."""
    await post(client, source="alpha", quote="KYIV (Reuters) - Losses of the army stood at 84,720 on Sunday.")
    await post(client, source="Reuters")
    await post(client, source="gamma", claimant="General Milley", url="https://a.example/1")
    await post(client, source="delta", claimant="Mark Milley", url="https://a.example/1")
    await post(client, source="beta news", quantity="62,310")
    record = await told(client, lambda one: one["dispute"]["source_count"] == 5)
    [listed] = (await client.get("/v1/disputes")).json()["items"]
    assert (listed["origin_count"], len(record["origins"]), record["dispute"]["origin_count"]) == (3, 3, 3)
    counts = [one["origin_count"] for one in record["positions"]]
    assert [one["origin_count"] for one in listed["positions"]] == counts == [1, 2]


async def test_who_still_carries_a_corrected_figure(client: Client) -> None:
    await covid(client, "ministry", "152")
    await covid(client, "alpha", "152", claimant="ministry")
    await covid(client, "ministry", "148")
    record = await told(client, lambda one: one["still_carried"])
    [carrier] = record["still_carried"]
    assert carrier["sentence"] == "alpha still carries 152, which ministry has corrected to 148."
    assert record["claims_looked_at"] == 3


async def test_words_for_print_come_in_five_languages(client: Client) -> None:
    await covid(client, "WHO", "14")
    await covid(client, "ECDC", "19")
    record = await told(client)
    texts = {one["language"]: one["text"] for one in record["words_for_print"]}
    assert list(texts) == ["en", "de", "fr", "es", "uk"]
    assert texts["en"] == "COVID-19 deaths, Switzerland, as of 18 March 2020: 14 according to WHO; 19 according to ECDC"
    assert record["words_for_print"][1]["untranslated"] == ["COVID-19 deaths"]


async def test_a_stale_figure_says_so_in_print(client: Client) -> None:
    await covid(client, "JHU", "52,310", "2020-03-17")
    await covid(client, "JHU", "53,127")
    await covid(client, "ECDC", "52,310")
    record = await told(client, lambda one: one["is_stale"] and one["causes"])  # the day before is derived by itself
    assert "52.310 (ältere Angabe, Stand 17. März 2020) laut ECDC" in record["words_for_print"][1]["text"]


async def test_evidence_names_the_fewest_claims_that_cannot_all_be_true(client: Client) -> None:
    day = {"subject": None, "place": "Gaza", "period": "as of 2022-11-20"}
    await post(client, source="alpha", metric="killed", quantity="4,104", **day)
    await post(client, source="beta", metric="killed", quantity="9,770", **day)
    children = await post(client, source="UNICEF", metric="children killed", quantity="4,712", **day)
    await post(client, source="UNICEF", metric="children injured", quantity="9,999", **day)
    await post(client, source="UNICEF", metric="children killed", quantity="77,777", **(day | {"place": "Yemen"}))
    record = await told(client)
    path = f"/v1/disputes/{record['dispute']['id']}/evidence"
    page = await until(client, path, lambda page: page["items"] and page["claims_looked_at"] == 4)
    [evidence] = page["items"]
    assert evidence["relation"] == "parts_and_whole"
    assert evidence["arithmetic"] == (
        "4,712 (children killed, UNICEF) is more than 4,104 (killed, alpha), of which it is a part."
    )
    assert page["smallest_set"] == [one["claim_id"] for one in evidence["claims"]]
    assert children["claim"]["id"] in page["smallest_set"]


async def test_there_is_no_evidence_of_a_dispute_that_is_none(client: Client) -> None:
    answer = await client.get("/v1/disputes/018471a2-7c3e-7b52-9d41-5f0a3c2e8b10/evidence")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


async def test_events_and_messages_carry_the_likeliest_cause(client: Client) -> None:
    await covid(client, "WHO", "1,165")
    await covid(client, "ECDC", "165")
    await told(client)
    events = (await client.get("/v1/events", params={"disputes": True})).json()["items"]
    [opened] = [one for one in events if one["type"] == "dispute.opened"]
    assert opened["data"]["dispute"]["cause"]["name"] == "digit_dropped"
    event = FeedEvent(1, UUID(int=1), "dispute.opened", NOON, json.dumps(opened["data"]))
    assert sentence_of(event).endswith(": 165 (ECDC), 1,165 (WHO) (a digit too few or too many (1), likely)")
