"""POST /v1/articles/check: a text in, its figures out, with what is stored against each."""

from typing import Any

import pytest
from httpx import AsyncClient as Client

from tests.builders import draft

TEXT = (
    "The total number of losses of the Russian army has risen to almost 85 thousand troops as of 20 November 2022, "
    "the ministry said. Unemployment in France stood at 7.3 percent in September 2022.\n\nAnd 4,711?"
)


def article(**fields: Any) -> dict[str, Any]:
    return {"source": "the paper", "text": TEXT, "published_at": "2022-11-21", "language": "en"} | fields


async def checked(client: Client, **fields: Any) -> Any:
    answer = await client.post("/v1/articles/check", json=article(**fields))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def stored(client: Client, **fields: Any) -> None:
    assert (await client.post("/v1/claims", json=draft(**fields))).status_code == 201


async def test_each_figure_of_a_text_is_held_against_what_is_stored(client: Client) -> None:
    await stored(client, metric="personnel losses", quantity="60,000", place="Ukraine")
    await stored(client, metric="unemployment", subject=None, place="France", quantity="7.3 %", period="September 2022")
    found = await checked(client, place="Ukraine")
    losses, unemployment, nothing = found["claims"]
    assert losses["standing"] == "conflicts", losses
    assert losses["matches"][0]["claim"]["quantity"]["as_given"] == "60,000"
    assert losses["counts"]["conflict"] == 1
    assert unemployment["standing"] == "agrees", unemployment
    assert nothing["standing"] == "not_understood"
    assert nothing["reasons"] == ["The sentence does not tell what is measured."]
    told = found["article"]
    assert (told["conflicting"], told["agreeing"], told["alone"], told["not_understood"]) == (1, 1, 0, 1)
    assert (told["language"], told["characters"]) == ("en", len(TEXT))
    assert len(told["sha256"]) == 64


async def test_the_anchors_lead_to_the_figure_the_sentence_and_what_was_said(client: Client) -> None:
    losses = (await checked(client))["claims"][0]
    for name, exact in {"figure": "almost 85 thousand", "claimant": "ministry"}.items():
        anchor = losses["anchors"][name]
        assert TEXT[anchor["start"] : anchor["end"]] == anchor["exact"] == exact
    assert losses["anchors"]["quote"]["exact"] == losses["draft"]["quote"]
    assert losses["anchors"]["period"]["exact"].endswith("20 November 2022")
    assert losses["said"] == {
        "metric": "both",
        "period": "said",
        "place": "assumed" if not losses["draft"]["place"] else losses["said"]["place"],
    }


async def test_a_draft_of_the_answer_is_a_body_that_is_stored_as_it_was_understood(client: Client) -> None:
    claims = (await checked(client))["claims"]
    for one in claims[:2]:
        answer = await client.post("/v1/claims", json=one["draft"])
        assert answer.status_code == 201, answer.text
        for field in ("metric", "quantity", "period", "place", "claimant", "quote"):
            assert answer.json()["claim"][field] == one["claim"][field]


async def test_a_check_stores_nothing(client: Client) -> None:
    await checked(client)
    assert (await client.get("/v1/claims")).json()["items"] == []
    assert (await client.get("/v1/metrics")).json()["items"] == []


async def test_numbers_that_are_no_claims_are_listed_with_the_reason(client: Client) -> None:
    found = await checked(client, text="On 3 March 2022 at 6 p.m. the 45-year-old left with 12 horses.")
    assert {one["selector"]["exact"]: one["reason"] for one in found["not_claims"]} == {
        "3 March 2022": "date",
        "6 p.m.": "time of day",
        "45-year-old": "age",
    }
    assert [one["anchors"]["figure"]["exact"] for one in found["claims"]] == ["12"]


async def test_html_is_read_without_its_marks(client: Client) -> None:
    found = await checked(client, text="<p>Police arrested <b>63</b> people &amp; left.</p>", format="html")
    assert [one["draft"]["metric"] for one in found["claims"]] == ["people arrested"]


async def test_own_claims_are_not_held_against_an_article(client: Client) -> None:
    await stored(client, source="the paper", metric="personnel losses", quantity="60,000", place="Ukraine")
    assert (await checked(client, place="Ukraine"))["claims"][0]["standing"] == "alone"


async def test_what_cannot_be_read_at_all_is_refused_by_its_field(client: Client) -> None:
    for pointer, fields in {
        "/text": {"text": "x" * 100_001},
        "/published_at": {"published_at": "soon"},
        "/language": {"language": "!"},
    }.items():
        answer = await client.post("/v1/articles/check", json=article(**fields))
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"] == pointer
    blank = await client.post("/v1/articles/check", json=article(text=" \n"))
    assert blank.json()["errors"][0]["pointer"] == "/text"
    many = await client.post("/v1/articles/check", json=article(text="We saw 12 ships. " * 600))
    assert (many.status_code, many.json()["errors"][0]["pointer"]) == (422, "/text")


async def test_hundreds_of_figures_are_answered_and_the_answer_is_bounded(client: Client) -> None:
    for number in range(5):
        await stored(
            client,
            source=f"wire {number}",
            metric="ships seen",
            subject=None,
            quantity=str(40 + number),
            period="2022-11-21",
        )
    found = await client.post("/v1/articles/check", json=article(text="We saw 12 ships. " * 500))
    assert found.status_code == 200
    assert len(found.json()["claims"]) == 500
    assert all(len(one["matches"]) <= 3 for one in found.json()["claims"])


@pytest.mark.parametrize("field", ["source", "text", "title", "place", "language", "url"])
async def test_a_field_without_a_letter_is_refused_by_its_name(client: Client, field: str) -> None:
    body = {"source": "the paper", "text": "Unemployment in France stood at 7.3 percent in March."} | {field: " "}
    answer = await client.post("/v1/articles/check", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"
