import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.claim import Interval, Quantity
from service.errors import Unreadable
from service.judging import judge
from service.policy import Policy
from service.reading.quantity import read_quantity

TABLE = tomllib.loads((Path(__file__).parent / "quantity_cases.toml").read_text(encoding="utf-8"))
READ = [case for name, section in TABLE.items() if name != "refused" for case in section["cases"]]
REFUSED = TABLE["refused"]["cases"]


def beside(case: dict[str, Any]) -> dict[str, Any]:
    return {name: case[name] for name in ("language", "place", "unit") if name in case}


def written(interval: Interval) -> str:
    low = "" if interval.low is None else f"{interval.low:f}"
    high = "" if interval.high is None else f"{interval.high:f}"
    return f"{'(' if interval.low_open else '['}{low}, {high}{')' if interval.high_open else ']'}"


def said(quantity: Quantity) -> dict[str, Any]:
    return {
        "stated": written(quantity.stated),
        "meant": written(quantity.interval),
        "dimension": quantity.unit.dimension,
        "kind": quantity.kind.value,
        "approximator": quantity.approximator.value,
        "thing": quantity.unit.thing,
        "unit_name": quantity.unit.name,
    }


@pytest.mark.parametrize("case", READ, ids=lambda case: case["given"])
def test_a_figure_says_what_the_table_tells(case: dict[str, Any]) -> None:
    heard = said(read_quantity(case["given"], **beside(case)))
    expected = {name: value for name, value in case.items() if name in heard}
    if "unit" not in case and "dimension" not in case:
        expected.setdefault("dimension", heard["dimension"])
    assert {name: heard[name] for name in expected} == expected


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["given"][:20])
def test_what_cannot_be_read_is_refused_with_its_reason(case: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_quantity(case["given"], **beside(case))
    assert refusal.match(rf"(?s).*({case['problem']})")
    assert refusal.value.understood


SAME = [
    ("85,000", "85 thousand"),
    ("8.5e4", "85000"),
    ("7.1%", "7.1 percent"),
    ("one in four", "25 per cent"),
    ("2,958 billion US dollars", "US$2.958 trillion"),
    ("12.4 GW", "12,400 MW"),
    ("−2.8%", "-2.8 %"),
    ("300 per day", "2,100 a week"),
    ("$50k a year", "$50,000 per annum"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_figure_in_two_notations_agrees(one: str, other: str) -> None:
    assert judge(read_quantity(one), read_quantity(other)).kind.value == "agree"


STAND = [
    ("two-thirds", "66.6%"),
    ("$2.96 trillion", "2,958 billion US dollars"),
    ("40.3 °C", "104.5°F"),
    ("almost 85 thousand", "84,720"),
    ("about 300", "310"),
    ("hundreds", "943"),
    ("9,000 a month", "300 per day"),
    ("up to 700", "650"),
    ("7 %", "7.4 %"),
    ("a third", "33%"),
]


@pytest.mark.parametrize(("one", "other"), STAND)
def test_both_figures_can_stand(one: str, other: str) -> None:
    assert judge(read_quantity(one), read_quantity(other)).kind.value in {"agree", "agree_by_rounding", "compatible"}


CLASH = [
    ("almost 85 thousand", "62,000"),
    ("85k", "85 million"),
    ("dozens", "943"),
    ("10 times higher", "3 times higher"),
    ("one in five", "25%"),
    ("about 300", "450"),
    ("almost 85 thousand", "85,600"),
    ("943 settlements", "944 settlements"),
]


@pytest.mark.parametrize(("one", "other"), CLASH)
def test_both_figures_cannot_stand(one: str, other: str) -> None:
    assert judge(read_quantity(one), read_quantity(other)).kind.value == "conflict"


APART = [("0.25 percentage points", "0.25 percent"), ("12.4 GW", "8.0 TWh"), ("€5m", "£5m"), ("5%", "fell 5%")]


@pytest.mark.parametrize(("one", "other"), APART)
def test_figures_of_different_dimension_or_kind_are_not_compared(one: str, other: str) -> None:
    assert judge(read_quantity(one), read_quantity(other)).kind.value == "not_comparable"


def test_an_error_points_at_the_spot() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_quantity("about 85 thousnd people")
    assert refusal.value.at == (9, 16)
    assert refusal.value.pointer == "/quantity"


def test_a_long_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="longer than 500"):
        read_quantity("9" * 501)


def test_without_trailing_zeros_as_rounding_a_whole_number_is_rounded_to_the_unit() -> None:
    policy = Policy(trailing_zero_cap_percent=Decimal(0))
    assert written(read_quantity("85,000 people", policy=policy).interval) == "[85000, 85000]"


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("de", "Mrd. Euro"),
        ("de", "EUR, billions"),
        ("fr", "en milliards d'euros"),
        ("es", "miles de millones de euros"),
        ("it", "miliardi di euro"),
        ("pl", "EUR, mld"),
        ("en", "EUR, billions"),
    ],
)
def test_a_scale_beside_the_figure_is_what_its_own_language_says(language: str, unit: str) -> None:
    assert read_quantity("5", language=language, unit=unit).stated.low == 5_000_000_000


def test_billions_are_asked_back_where_they_are_millions_of_millions() -> None:
    with pytest.raises(Unreadable, match=r"10.12"):
        read_quantity("5", language="fr", unit="EUR, billions")
