"""What `claimdiff explain` shows: which rule took what, and what was asked back."""

from datetime import UTC, datetime

import pytest

from service.reading import Draft
from service.reading.explaining import Explained, explain

NOW = datetime(2022, 11, 22, tzinfo=UTC)


def explained(quantity: str, metric: str, **fields: str) -> list[Explained]:
    return explain(Draft(source="desk", metric=metric, quantity=quantity, **fields), received_at=NOW)


def of_part(parts: list[Explained], name: str) -> list[Explained]:
    return [one for one in parts if one.part == name]


def test_every_part_of_a_claim_is_told() -> None:
    parts = explained("nearly 4,000 miles", "length of the pipeline", period="October 2022", place="Germany")
    assert of_part(parts, "language")[0].read == "en"
    assert of_part(parts, "figure: before")[0].read == "approximator: almost"
    assert of_part(parts, "figure: number")[0].read == "4000"
    assert of_part(parts, "figure: unit")[0].given == "miles"
    assert of_part(parts, "place")[0].read == "DE"
    assert of_part(parts, "period")[0].read == "2022-10"


@pytest.mark.parametrize(
    ("quantity", "metric", "language", "why"),
    [
        ("1.234 Tote", "Zahl der Todesopfer", None, "the dot groups in de, told"),
        ("1,234 Tonnen", "Ernte", "de", "the comma is the decimal sign in de, given"),
        ("601.866", "inhabitants of the town", None, "whole numbers, so the dot groups"),
        ("1.234,5", "anything", None, "the last is the decimal sign"),
        ("1,234,567", "anything", None, "stands twice groups"),
        ("7.1", "anything", None, "not three digits behind it"),
        ("12", "anything", None, "plain digits"),
    ],
)
def test_the_sign_in_a_number_is_explained(quantity: str, metric: str, language: str | None, why: str) -> None:
    fields = {"language": language} if language else {}
    assert why in of_part(explained(quantity, metric, **fields), "figure: number")[0].why


def test_what_is_asked_back_is_a_part_with_its_reason() -> None:
    asked = of_part(explained("1.250 tonnes", "grain stocks"), "quantity")
    assert [one.read for one in asked] == ["asked back"]
    assert "ambiguous" in asked[0].why


def test_the_words_behind_the_figure_are_shown() -> None:
    parts = explained("300 wounded in Nairobi", "casualties")
    assert of_part(parts, "figure: thing")[0].given == "wounded"
    assert of_part(parts, "figure: behind")[0].given == "in Nairobi"
