"""Codes of published tables, in words."""

import tomllib
from pathlib import Path

import pytest

from service.claim import Status
from service.exchange import codes
from service.exchange.codes import flagged, label_of, metric_of, place_of, scaled, state_of_fips, unit_of
from service.reading.quantity import read_quantity


def test_every_line_of_codes_loads() -> None:
    tables = tomllib.loads(Path(codes.__file__).with_name("codes.toml").read_text(encoding="utf-8"))
    assert {state_of_fips(f"{code}001") for code in tables["fips"]} == {
        f"US-{state}" for state in tables["fips"].values()
    }
    assert set(tables["flags"].values()) <= {status.value for status in Status}
    for word in tables["approximators"].values():
        read_quantity(f"{word} 500")
    for unit in filter(None, tables["units"].values()):
        read_quantity("5", unit=unit)
    assert all(metric_of(name) == words for name, words in tables["variables"].items())


@pytest.mark.parametrize(
    ("code", "state"), [("01001", "US-AL"), ("1001", "US-AL"), ("48295", "US-TX"), ("99001", None), ("48", None)]
)
def test_the_code_of_a_county_tells_its_state(code: str, state: str | None) -> None:
    assert state_of_fips(code) == state


@pytest.mark.parametrize(
    ("text", "place"),
    [("country/FRA", "FRA"), ("geoId/06", "US-CA"), ("dcid:geoId/06075", "dcid:geoId/06075"), ("France", "France")],
)
def test_places_of_data_commons(text: str, place: str) -> None:
    assert place_of(text) == place


def test_labels_variables_and_units() -> None:
    texts = ("FR: France", "EU27_2020:European Union", "Paris", "Paris: centre")
    assert [label_of(text) for text in texts] == ["France", "European Union", "Paris", "Paris: centre"]
    assert metric_of("Count_Person") == "population"
    assert metric_of("UnemploymentRate_Person_Rural") == "unemployment rate person rural"
    assert metric_of("personnel losses") == "personnel losses"
    assert [unit_of(code) for code in ("PC", "NR", "MIO_EUR", "km")] == ["%", "", "MIO_EUR", "km"]


def test_flags_say_a_status_or_a_word_of_the_figure() -> None:
    assert flagged("p") == ("provisional", None)
    assert flagged("(e)") == ("estimated", None)
    assert flagged("about") == (None, "about")
    assert flagged("A") == (None, None)


@pytest.mark.parametrize(
    ("figure", "power", "scaled_figure"),
    [
        ("12.50", "6", "12.50 million"),
        ("12.50", "0", "12.50"),
        ("1,234", "3", "1,234 thousand"),
        ("5", "2", "500"),
        ("5", "-2", "0.05"),
        ("5", "6.0", "5 million"),
        ("5", "x", None),
        ("5", "99", None),
        ("about 5", "6", "about 5"),
    ],
)
def test_a_power_of_ten_keeps_the_digits(figure: str, power: str, scaled_figure: str | None) -> None:
    assert scaled(figure, power) == scaled_figure
