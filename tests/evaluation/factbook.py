"""World Factbook: value and unit from the printed text, and conflicts between editions, end to end from text."""

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from service.claim import Interval, Quantity
from service.errors import Unreadable
from service.judging.intervals import gap_between
from service.policy import Policy
from service.reading.quantity import read_quantity
from tests.evaluation import Row, percent, present

Line = dict[str, str]
SHOWN: dict[str, list[Line]] = {}
EXACT_INTEGERS = Policy(trailing_zero_cap_percent=Decimal(0))
"""The set takes trailing zeros of whole numbers as exact."""


def evaluate(data: Path) -> list[Row]:
    """Measure extraction over all claims, and conflict F1 over groups of the same unit and note."""
    folder = present(data, "factbook_editions")
    if folder is None:
        return []
    claims = {line["claim_id"]: line for line in _lines(folder, "claims_*.csv.gz")}
    quantities = {key: reading(line) for key, line in claims.items()}
    wrong = [line for key, line in claims.items() if not is_right(line, quantities[key])]
    SHOWN["factbook value and unit"] = wrong
    rows = [Row("factbook value and unit", len(claims), percent(len(claims) - len(wrong), len(claims)), 99.9)]
    groups = [line for line in _lines(folder, "groups_*.csv.gz") if line["same_unit"] == line["same_note"] == "1"]
    rows.append(_conflicts("factbook conflict F1, our policy", groups, quantities, None))
    exact = {key: reading(line, EXACT_INTEGERS) for key, line in claims.items()}
    rows.append(_conflicts("factbook conflict F1, zeros exact", groups, exact, 0.99))
    return rows


def _lines(folder: Path, pattern: str) -> Iterator[Line]:
    for path in sorted(folder.glob(pattern)):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from csv.DictReader(file)


def reading(line: Line, policy: Policy | None = None) -> Quantity | None:
    """Read the text as printed; None when it is refused."""
    try:
        return read_quantity(line["quantity_text"], language="en", policy=policy or Policy())
    except Unreadable:
        return None


DIMENSIONS = {
    "%": ("percent", "1"),
    "USD": ("money:USD", "1"),
    "bbl/day": ("volume/time", "158.987294928"),
    "bbl": ("volume", "158.987294928"),
    "barrels": ("volume", "158.987294928"),
    "cubic meters": ("volume", "1000"),
    "cu m": ("volume", "1000"),
    "liters of pure alcohol": ("volume", "1"),
    "kWh": ("energy", "3600000"),
    "years": ("time", "31556952"),
    "metric tons": ("mass", "1000"),
    "metric tonnes of CO2": ("mass", "1000"),
    "tons": ("mass", "1000"),
    "megatons": ("mass", "1000000000"),
    "Mt": ("mass", "1000000000"),
    "kW": ("power", "1000"),
    "km": ("length", "1000"),
    "sq km": ("area", "1000000"),
    "mt-km": ("freight", "1"),
    "Btu/person": ("energy/person", "1055.05585262"),
    "deaths/1,000 population": ("count/person", "0.001"),
    "births/1,000 population": ("count/person", "0.001"),
    "migrant(s)/1,000 population": ("count/person", "0.001"),
    "physicians/1,000 population": ("count/person", "0.001"),
    "beds/1,000 population": ("count/person", "0.001"),
    "deaths/1,000 live births": ("count/live births", "0.001"),
    "deaths/100,000 live births": ("count/live births", "0.00001"),
    "male(s)/female": ("count/female", "1"),
    "children born/woman": ("count/woman", "1"),
    "micrograms per cubic meter": ("mass/volume", "0.000000000001"),
    "": ("count", "1"),
}
"""The set's units that we have as units: our dimension, and the factor to its base."""


def is_right(line: Line, quantity: Quantity | None) -> bool:
    """Tell whether value and unit are those of the set; other units are things, compared as words."""
    if quantity is None:
        return False
    dimension, factor = expected(line["unit"])
    if dimension is not None and quantity.unit.dimension != dimension:
        return False
    if dimension is None and not _same_words(line["unit"], quantity):
        return False
    gold = Decimal(line["value"]) * factor
    return quantity.stated.low is not None and _close(quantity.stated.low, gold)


def expected(unit: str) -> tuple[str | None, Decimal]:
    """Give the dimension and factor that a unit text of the set stands for; a longer text is a unit and a remark."""
    if unit in DIMENSIONS:
        dimension, factor = DIMENSIONS[unit]
        return dimension, Decimal(factor)
    head = re.split(r"[ (]", unit, maxsplit=1)[0]
    if head in ("%", "km", "USD", "kWh", "years") or unit.startswith(("sq km", "cu m")):
        head = head if head in DIMENSIONS else unit[:5].strip()
        dimension, factor = DIMENSIONS[head]
        return dimension, Decimal(factor)
    return None, Decimal(1)


def _same_words(unit: str, quantity: Quantity) -> bool:
    """Compare the first word of the thing counted."""
    first = re.findall(r"\w+", unit.lower())[:1]
    return first == re.findall(r"\w+", quantity.unit.name.lower())[:1]


def _close(one: Decimal, other: Decimal) -> bool:
    """The set's values went through floats: equal to twelve digits."""
    return abs(one - other) <= abs(other) * Decimal("1e-12")


def _conflicts(name: str, groups: list[Line], quantities: dict[str, Quantity | None], floor: float | None) -> Row:
    counts: Counter[tuple[bool, bool]] = Counter()
    for group in groups:
        intervals = [read.interval for key in group["claim_ids"].split() if (read := quantities[key]) is not None]
        counts[conflicting(intervals), group["label"] == "conflict"] += 1
        if conflicting(intervals) != (group["label"] == "conflict"):
            SHOWN.setdefault(name, []).append(group)
    hits = counts[True, True]
    score = 2 * hits / (2 * hits + counts[True, False] + counts[False, True])
    return Row(name, len(groups), score, floor)


def conflicting(intervals: list[Interval]) -> bool:
    """Tell whether any two of the intervals share no point."""
    return any(gap_between(one, other) is not None for one, other in combinations(set(intervals), 2))
