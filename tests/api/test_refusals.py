from typing import Any

import httpx
import msgspec
import pytest

from service.api.refusals import Misfit, refusal_of
from service.reading import Draft

CLAIM = {"source": "reuters", "metric": "deaths", "quantity": "5"}


def refused(**changes: Any) -> Misfit:
    body = CLAIM | changes
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.convert(body, Draft)
    return refusal_of(error.value, Draft, body)


def test_an_unknown_field_is_named_with_the_one_that_is_meant_and_all_that_there_are() -> None:
    refusal = refused(perod="2022")
    assert refusal.pointer == "/perod"
    assert 'Did you mean "period"?' in refusal.detail
    assert "published_at" in (refusal.understood or "")


def test_an_unknown_field_inside_an_object_is_held_to_that_object() -> None:
    refusal = refused(quantity={"valu": "5"})
    assert (refusal.pointer, refusal.understood) == (
        "/quantity/valu",
        "value, low, high, low_open, high_open, unit, kind",
    )


def test_a_word_that_no_list_holds_is_answered_with_the_list() -> None:
    refusal = refused(status="rumoured")
    assert (refusal.pointer, refusal.given) == ("/status", "rumoured")
    assert "reported, estimated" in refusal.detail


def test_a_missing_field_is_named_with_what_it_means() -> None:
    body = {"source": "reuters", "quantity": "5"}
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.convert(body, Draft)
    refusal = refusal_of(error.value, Draft, body)
    assert (refusal.pointer, refusal.understood) == ("/metric", "What is measured, in words.")


def test_a_figure_sent_as_a_number_is_asked_for_as_text() -> None:
    assert "Send figures as text" in refused(quantity=5).detail


async def test_the_answer_is_a_problem_document_that_points_at_the_field(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/claims", json=CLAIM | {"perod": "2022"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/perod"


async def test_a_table_whose_header_is_not_utf8_is_read_in_its_encoding(client: httpx.AsyncClient) -> None:
    body = "plàce,period,quantity\nFrance,2020,1234\n".encode("latin-1")
    answer = await client.post(
        "/v1/claims/import?fill=metric:x&fill=source:s", content=body, headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 200
    [stored] = (await client.get("/v1/claims")).json()["items"]
    assert (stored["claim"]["place"]["key"], stored["claim"]["period"]["start"]) == ("FR", "2020-01-01")


async def test_a_broken_workbook_sent_as_csv_is_told_to_be_one(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/v1/claims/import?fill=metric:x&fill=source:s",
        content=b"PK\x03\x04\x14\x00xl/workbook.xml",
        headers={"Content-Type": "text/csv"},
    )
    assert answer.status_code == 422
    assert "workbook" in answer.text


async def test_a_day_stands_wherever_a_moment_does(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/conflicts?severity=major&since=2022-11-01")
    assert answer.status_code == 200
