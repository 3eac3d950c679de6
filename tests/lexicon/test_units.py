"""Our factors are those of the unit library."""

from decimal import Decimal
from typing import Any

import pytest
from pint import UnitRegistry

from service.reading.lexicon_files import WORLD, load

REGISTRY: Any = UnitRegistry(non_int_type=Decimal)
BASES = {
    "length": "meter",
    "area": "meter ** 2",
    "volume": "liter",
    "mass": "kilogram",
    "time": "second",
    "power": "watt",
    "energy": "joule",
    "temperature": "delta_degree_Celsius",
    "speed": "kilometer / hour",
    "data": "byte",
    "data_speed": "byte / second",
    "pressure": "pascal",
    "force": "newton",
    "frequency": "hertz",
    "voltage": "volt",
    "current": "ampere",
    "charge": "coulomb",
    "resistance": "ohm",
    "angle": "radian",
    "radiation_dose": "gray",
    "equivalent_dose": "sievert",
    "radioactivity": "becquerel",
    "luminous_intensity": "candela",
    "amount": "mole",
    "freight": "metric_ton * kilometer",
}
OF_ONE_UNIT = {"degree", "sound"}
"""Dimensions in which nothing is converted: a bare degree may be of any scale, a decibel is of none."""
NAMES = {
    "tonne": "metric_ton",
    "ton": "metric_ton",
    "kilotonne": "kilometric_ton",
    "megatonne": "megametric_ton",
    "gigatonne": "gigametric_ton",
    "short_ton": "US_ton",
    "long_ton": "UK_ton",
    "barrel": "oil_barrel",
    "quintal": "100 * kilogram",
    "fluid_ounce": "US_fluid_ounce",
    "degree_celsius": "delta_degree_Celsius",
    "degree_fahrenheit": "delta_degree_Fahrenheit",
    "british_thermal_unit": "Btu_it",
    "tonne_of_oil_equivalent": "tonne_of_oil_equivalent",
    "million_tonnes_of_oil_equivalent": "1000000 * tonne_of_oil_equivalent",
    "horsepower": "horsepower",
    "month": "year / 12",
    "quarter": "year / 4",
    "year": "tropical_year",
    "decade": "10 * year",
    "century": "100 * year",
    "arc_degree": "degree",
    "atmosphere": "standard_atmosphere",
    "pound_per_square_inch": "pound_force_per_square_inch",
    "tonne_kilometre": "metric_ton * kilometer",
    "acre_foot": "43560 * foot ** 3",
    "acre": "4046.8564224 * meter ** 2",
    "metre": "meter",
    "litre": "liter",
}
CALENDAR = {"month", "quarter", "year", "decade", "century"}
"""Ours are the mean ones of the Gregorian calendar: 365.2425 days a year; the library's are Julian."""


def cases() -> list[tuple[str, str, str]]:
    found = []
    for dimension, table in load(WORLD, "units").items():
        for name, unit in table["units"].items():
            if dimension not in OF_ONE_UNIT and name not in CALENDAR:
                found.append((dimension, name, unit["factor"]))
    return found


@pytest.mark.parametrize(("dimension", "name", "factor"), cases())
def test_a_factor_is_that_of_the_unit_library(dimension: str, name: str, factor: str) -> None:
    over, _, under = factor.partition("/")
    ours = Decimal(over) / Decimal(under or 1)
    theirs = REGISTRY(_library_name(name)).to(BASES[dimension]).magnitude
    assert abs(ours - Decimal(theirs)) <= abs(ours) * Decimal("1e-9")


def test_each_dimension_is_held_to_the_library() -> None:
    tables = load(WORLD, "units")
    assert tables.keys() - OF_ONE_UNIT == BASES.keys()
    for dimension in OF_ONE_UNIT:
        assert [unit["factor"] for unit in tables[dimension]["units"].values()] == ["1"]


def _library_name(name: str) -> str:
    if name in NAMES:
        return NAMES[name]
    for word, power in (("square_", "** 2"), ("cubic_", "** 3")):
        if name.startswith(word):
            return f"{name.removeprefix(word)} {power}"
    return name.replace("metre_per_second", "meter / second").replace("_per_", " / ")


def test_a_year_is_the_mean_one_of_the_calendar() -> None:
    times = load(WORLD, "units")["time"]["units"]
    year = Decimal("365.2425") * 86400
    assert {name: Decimal(times[name]["factor"]) / year for name in sorted(CALENDAR)} == {
        "century": 100,
        "decade": 10,
        "month": 1 / Decimal(12),
        "quarter": Decimal("0.25"),
        "year": 1,
    }
