"""A unit stands in more tables than that of its factor: each of them names what is read, with the same factor."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from service.claim import Quantity
from service.disputing.causes.units import FACTORS
from service.disputing.wording.lexicon import symbols
from service.exchange.jsonld import UNIT_CODES, UNITS_BY_CODE
from service.reading.lexicon_files import WORLD, load
from service.reading.quantity import read_quantity

EXCHANGE = Path(__file__).parents[2] / "service/exchange"
PUBLISHED: dict[str, str] = tomllib.loads((EXCHANGE / "codes.toml").read_text(encoding="utf-8"))["units"]
_OTHERS = "s degree km/h B B/s Pa N Hz V A C Ω rad Gy Sv Bq cd mol dB t·km"
TOLD_IN_WORDS = frozenset(_OTHERS.split(" "))
"""Base units that JSON-LD tells by `unitText` alone: of a new one it is to be said here, or a code is to be given."""


def one(unit: str) -> Quantity:
    return read_quantity(f"1 {unit}", language="en")


def in_base(unit: str) -> Decimal:
    """How many of the base unit it is."""
    stated = one(unit).stated
    assert stated.low is not None
    assert stated.high is not None
    return (stated.low + stated.high) / 2


@pytest.mark.parametrize("name", symbols())
def test_a_unit_that_is_printed_by_a_symbol_is_read_to_the_same(name: str) -> None:
    printed = symbols()[name]
    assert one(name).unit.name == name
    assert in_base(name) == Decimal(printed["factor"])
    assert one(printed["symbol"]).unit == one(name).unit


@pytest.mark.parametrize(
    ("dimension", "factor", "words"),
    [(dimension, factor, words) for dimension, factors in FACTORS.items() for factor, words in factors],
)
def test_a_slip_of_units_is_of_units_that_are_read_and_of_their_ratio(
    dimension: str, factor: Decimal, words: str
) -> None:
    ours, theirs = words.split(" and ")
    assert {one(name).unit.dimension for name in (ours, theirs)} == {dimension}
    ratio = in_base(ours) / in_base(theirs)
    assert abs(max(ratio, 1 / ratio) - factor) < factor * Decimal("1e-9")


def test_each_base_unit_has_its_code_or_is_told_in_words() -> None:
    bases = {table["base"] for table in load(WORLD, "units").values()} | {"percent"}
    assert bases - TOLD_IN_WORDS == set(UNIT_CODES)


@pytest.mark.parametrize("code", sorted(code for code, unit in UNITS_BY_CODE.items() if unit))
def test_a_unit_that_comes_as_a_code_is_read(code: str) -> None:
    found = one(UNITS_BY_CODE[code]).unit
    assert found.dimension != "count"
    assert UNIT_CODES.get(found.base, code), "its base has a code, too"


@pytest.mark.parametrize("unit", sorted({unit for unit in PUBLISHED.values() if unit}))
def test_a_unit_of_published_tables_is_read(unit: str) -> None:
    assert read_quantity("5", unit=unit).stated.low is not None
