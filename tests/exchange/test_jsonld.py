"""schema.org's JSON-LD: a claim goes out as a Claim, and a Claim or ClaimReview with a figure comes in."""

import json
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient as Client

from tests.builders import draft

KIND = "application/ld+json"
CLAIM = {
    "@context": "https://schema.org",
    "@type": "Claim",
    "author": {"@type": "Organization", "name": "General Staff"},
    "datePublished": "2022-11-21",
    "temporalCoverage": "2022-11-20",
    "appearance": {
        "@type": "NewsArticle",
        "url": "https://example.org/1",
        "publisher": {"@type": "Organization", "name": "alpha wire"},
    },
    "about": {
        "@type": "Observation",
        "variableMeasured": "personnel losses",
        "observationAbout": {"@type": "Organization", "name": "Russian army"},
        "value": 84720,
        "unitText": "people",
    },
}


async def post(client: Client, **fields: Any) -> str:
    answer = await client.post("/v1/claims", json=draft(**fields))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["claim"]["id"])


async def linked(client: Client, **fields: Any) -> dict[str, Any]:
    answer = await client.get(f"/v1/claims/{await post(client, **fields)}", headers={"Accept": KIND})
    assert answer.headers["content-type"] == KIND
    assert answer.headers["vary"].startswith("Accept")
    found: dict[str, Any] = json.loads(answer.text, parse_float=Decimal)
    return found


async def send(client: Client, *lines: Any, kind: str = KIND) -> list[dict[str, Any]]:
    body = "\n".join(json.dumps(line) for line in lines)
    answer = await client.post("/v1/claims/import", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


async def stored(client: Client) -> dict[str, Any]:
    (only,) = (await client.get("/v1/claims")).json()["items"]
    claim: dict[str, Any] = only["claim"]
    return claim


async def test_a_claim_is_given_as_schema_org_describes_one(client: Client) -> None:
    found = await linked(
        client, claimant="the General Staff", url="https://example.org/1", quote="They lost 84,720.", language="en"
    )
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Claim")
    assert found["author"] == {"name": "the General Staff"}
    assert found["appearance"]["publisher"]["name"] == "alpha wire"
    assert found["appearance"]["url"] == "https://example.org/1"
    assert (found["text"], found["inLanguage"]) == ("They lost 84,720.", "en")
    assert (found["datePublished"], found["temporalCoverage"]) == ("2022-11-21T00:00:00Z", "2022-11-20")
    about = found["about"]
    assert (about["@type"], about["variableMeasured"], about["value"]) == ("Observation", "personnel losses", 84720)
    assert about["observationAbout"] == {"name": "Russian army"}
    assert None not in found.values()


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("600-800 km", {"minValue": 600_000, "maxValue": 800_000, "unitCode": "MTR"}),
        ("more than 5", {"minValue": 5}),
        ("7.15 %", {"value": Decimal("7.15"), "unitCode": "P1"}),
        ("€1.2bn", {"value": 1_200_000_000, "unitText": "EUR"}),
        ("600 per day", {"value": 600, "unitText": "per day"}),
        ("123456789012345678901", {"value": 123456789012345678901}),
    ],
)
async def test_figures_are_numbers_in_the_unit_that_is_named(
    client: Client, quantity: str, expected: dict[str, Any]
) -> None:
    about = (await linked(client, quantity=quantity, subject=None))["about"]
    assert {name: about[name] for name in expected} == expected
    assert about["description"] == quantity
    assert ("value" in about) != ("minValue" in about or "maxValue" in about)


async def test_whoever_does_not_ask_for_it_gets_the_usual_answer(client: Client) -> None:
    identifier = await post(client)
    for accept in ("application/json", "*/*", "application/json, application/ld+json", ";;;", ""):
        answer = await client.get(f"/v1/claims/{identifier}", headers={"Accept": accept})
        assert answer.headers["content-type"] == "application/json", accept
        assert "superseded_by" in answer.json()


async def test_a_claim_of_an_article_tells_the_characters_that_it_stands_at(client: Client) -> None:
    text = "Rain fell. The paper said 7.3 percent of houses in France burned in March."
    article = {"source": "the paper", "text": text, "published_at": "2025-04-30"}
    (claim,) = (await client.post("/v1/articles", json=article)).json()["claims"]
    answer = await client.get(f"/v1/claims/{claim['claim_id']}", headers={"Accept": KIND})
    appearance = answer.json()["appearance"]
    selector = appearance["hasPart"]["selector"]
    position = selector["refinedBy"]
    assert appearance["hasPart"]["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert appearance["hasPart"]["source"].startswith("urn:uuid:")
    assert (selector["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert text[position["start"] : position["end"]] == selector["exact"] == "7.3 percent"
    assert (
        text.index(selector["prefix"] + selector["exact"] + selector["suffix"]) + len(selector["prefix"])
        == (position["start"])
    )
    assert appearance["version"] == 1
    assert "hasPart" not in (await linked(client))["appearance"]


async def test_a_conflict_is_no_review(client: Client) -> None:
    await post(client)
    await post(client, source="beta news", quantity="62,310")
    identifier = (await client.get("/v1/conflicts")).json()["items"][0]["id"]
    answer = await client.get(f"/v1/conflicts/{identifier}", headers={"Accept": KIND})
    assert "ClaimReview" not in answer.text


async def test_a_claim_with_an_observation_is_stored(client: Client) -> None:
    (row,) = await send(client, CLAIM)
    assert (row["row"], row["outcome"]) == (1, "stored"), row
    claim = await stored(client)
    assert (claim["source"], claim["claimant"], claim["url"]) == (
        "alpha wire",
        "General Staff",
        "https://example.org/1",
    )
    assert (claim["metric"]["as_given"], claim["subject"]["as_given"]) == ("personnel losses", "Russian army")
    assert (claim["quantity"]["stated"]["low"], claim["quantity"]["unit"]["thing"]) == ("84720", "person")
    assert claim["period"]["end"] == "2022-11-20"


async def test_of_a_review_the_claim_is_taken_and_the_rating_left(client: Client) -> None:
    review = {
        "@context": "http://schema.org",
        "@type": ["ClaimReview"],
        "author": {"@type": "Organization", "name": "a fact checker"},
        "claimReviewed": "The army lost 84,720 people.",
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "False"},
        "itemReviewed": CLAIM,
    }
    (row,) = await send(client, review, kind="application/x-ndjson")
    assert row["outcome"] == "stored", row
    claim = await stored(client)
    assert claim["source"] == "alpha wire"
    assert claim["quote"] == "The army lost 84,720 people."
    assert "fact checker" not in json.dumps(claim)


@pytest.mark.parametrize(
    ("about", "low", "high", "dimension"),
    [
        ({"minValue": 600, "maxValue": 800, "unitCode": "KMT"}, "600000", "800000", "length"),
        ({"value": 5, "unitCode": "MTR"}, "5", "5", "length"),
        ({"value": "almost 85 thousand people"}, "82500", "85000", "count"),
        ({"value": "7.1", "unitText": "%"}, "7.1", "7.1", "percent"),
        ({"minValue": "5", "unitText": "EUR"}, "5", None, "money:EUR"),
    ],
)
async def test_a_figure_is_read_from_a_value_or_two_ends(
    client: Client, about: dict[str, Any], low: str, high: str | None, dimension: str
) -> None:
    claim = CLAIM | {"about": {"@type": "schema:Observation", "variableMeasured": "the sum", **about}}
    (row,) = await send(client, claim)
    assert row["outcome"] == "stored", row
    quantity = (await stored(client))["quantity"]
    assert (quantity["stated"]["low"], quantity["stated"]["high"]) == (low, high)
    assert quantity["unit"]["dimension"] == dimension


async def test_what_goes_out_comes_in_again(client: Client) -> None:
    for fields in ({}, {"quantity": "600-800 km"}, {"quantity": "7.1 %", "place": "France"}, {"quantity": "€1.2bn"}):
        found = await linked(client, metric="the sum", **fields)
        found["appearance"]["publisher"]["name"] = "copy"
        body = json.dumps(found, default=float)
        answer = await client.post("/v1/claims/import", content=body, headers={"Content-Type": KIND})
        told = answer.json()
        assert told["outcome"] == "stored", told
        copy = (await client.get(f"/v1/claims/{told['id']}")).json()["claim"]
        origin = (await client.get(f"/v1/claims/{found['@id'].removeprefix('urn:uuid:')}")).json()["claim"]
        assert _essence(copy) == _essence(origin)


def _essence(claim: dict[str, Any]) -> tuple[Any, ...]:
    quantity, place = claim["quantity"], claim["place"]
    figure = (quantity["stated"], quantity["unit"]["dimension"], quantity["kind"])
    return figure, claim["metric"], claim["subject"], claim["period"]["end"], place and place["key"]


WITHOUT_A_FIGURE: tuple[tuple[Any, str], ...] = (
    ({**CLAIM, "about": None}, "carries no figure"),
    ({**CLAIM, "about": {"@type": "Thing", "name": "war"}}, "carries no figure"),
    ({"@type": "NewsArticle"}, "neither a Claim nor a ClaimReview"),
    (7, "neither a Claim nor a ClaimReview"),
    ({"@type": "ClaimReview", "itemReviewed": 7}, "carries no figure"),
    ({**CLAIM, "about": {"@type": "Observation", "variableMeasured": "losses", "value": True}}, "quantity"),
    ({**CLAIM, "about": {"@type": "Observation", "value": 7}}, "metric"),
    ({**CLAIM, "datePublished": {"a": []}}, "published_at"),
    ({**CLAIM, "text": "\x00"}, "NUL"),
    ({**CLAIM, "text": "x" * 70_000}, "65,536"),
)


async def test_a_line_without_a_figure_is_refused_with_advice_and_spoils_no_other(client: Client) -> None:
    for line, advice in WITHOUT_A_FIGURE:
        bad, good = await send(client, line, CLAIM)
        assert (bad["row"], bad["outcome"], good["row"]) == (1, "refused", 2)
        assert good["outcome"] in {"stored", "known"}
        assert advice in json.dumps(bad["refusal"])


async def test_a_cell_that_cannot_be_read_is_named_by_its_property(client: Client) -> None:
    about = CLAIM["about"] | {"value": "about 85 thousnd"}  # type: ignore[operator]
    (row,) = await send(client, CLAIM | {"about": about})
    assert (row["refusal"][0]["column"], row["refusal"][0]["field"]) == ("about.value", "quantity")


async def test_a_mapping_of_columns_is_refused_for_lines(client: Client) -> None:
    answer = await client.post(
        "/v1/claims/import", params={"map": "a:quantity"}, content="{}", headers={"Content-Type": KIND}
    )
    assert answer.status_code == 422
    assert "text/csv" in answer.json()["detail"]


REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "author": {"@type": "Organization", "name": "a fact checker"},
    "claimReviewed": "Unemployment in France stood at 7.3 percent in March 2025.",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "A. Minister"},
        "datePublished": "2025-04-30",
        "appearance": {"@type": "NewsArticle", "publisher": {"name": "alpha wire"}, "url": "https://example.org/1"},
    },
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
}


async def test_a_review_without_an_observation_is_read_by_its_sentence(client: Client) -> None:
    (row,) = await send(client, REVIEW)
    assert row["outcome"] == "stored", row
    claim = await stored(client)
    assert (claim["source"], claim["claimant"], claim["place"]["key"]) == ("alpha wire", "A. Minister", "FR")
    assert (claim["quantity"]["stated"]["low"], claim["period"]["end"]) == ("7.3", "2025-03-31")
    assert claim["quote"] == REVIEW["claimReviewed"]


async def test_a_sentence_without_a_sure_figure_is_refused_with_the_reason(client: Client) -> None:
    (row,) = await send(client, REVIEW | {"claimReviewed": "The minister is the greatest of all time."})
    assert "No figure of its sentence is surely understood" in json.dumps(row["refusal"])
    (hostile,) = await send(client, REVIEW | {"claimReviewed": "7 " * 20_000})
    assert hostile["outcome"] == "refused"


DATASET = {
    "@context": "https://schema.org",
    "@type": "Dataset",
    "name": "Population",
    "publisher": {"@type": "Organization", "name": "statistics office"},
    "spatialCoverage": {"@type": "Country", "name": "France"},
    "temporalCoverage": "2020",
    "variableMeasured": [
        {"@type": "PropertyValue", "name": "population", "value": 67000001},
        {"@type": "PropertyValue", "name": "area"},
    ],
    "hasPart": [{"@type": "Observation", "variableMeasured": "births", "value": 735001, "observationDate": "2021"}],
}


async def test_a_dataset_gives_its_observations_and_its_variables_with_a_value(client: Client) -> None:
    rows = await document(client, DATASET)
    assert [(row["row"], row["outcome"]) for row in rows] == [(1, "stored"), (2, "stored")], rows
    claims = [one["claim"] for one in (await client.get("/v1/claims")).json()["items"]]
    told = {
        one["metric"]["as_given"]: (one["source"], one["place"]["key"], one["period"]["as_given"]) for one in claims
    }
    assert told == {
        "births": ("statistics office", "FR", "2021"),
        "population": ("statistics office", "FR", "2020"),
    }


async def test_feeds_graphs_and_lists_are_taken_apart(client: Client) -> None:
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}, {"item": CLAIM}]}
    assert [row["outcome"] for row in await document(client, feed)] == ["stored", "stored"]
    graph = {"@context": "https://schema.org", "@graph": [CLAIM, REVIEW]}
    assert [row["outcome"] for row in await document(client, graph)] == ["known", "known"]
    assert [row["outcome"] for row in await send(client, [CLAIM, REVIEW])] == ["known", "known"]


async def test_what_is_deep_or_broken_in_a_document_is_refused_once(client: Client) -> None:
    deep: Any = CLAIM
    for _ in range(30):
        deep = {"@type": "DataFeed", "dataFeedElement": [{"item": [deep]}]}
    assert [row["outcome"] for row in await document(client, deep)] == ["refused"]
    answer = await client.post("/v1/claims/import", content='{\n"@type": "Claim",\n', headers={"Content-Type": KIND})
    assert [json.loads(line)["outcome"] for line in answer.text.splitlines()] == ["refused"]


async def document(client: Client, node: Any) -> list[dict[str, Any]]:
    answer = await client.post("/v1/claims/import", content=json.dumps(node, indent=2), headers={"Content-Type": KIND})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]
