"""Figures in sentences of news in nine languages: value, unit, and whether it is a level or a change.

The 252 sentences and what is right of them were written by the same hand as the reading, so they measure what was
thought of, no more. A figure is right by its value alone, by value and dimension, or by value, sign and kind.
"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from service.claim import Quantity
from service.reading.quantity import find_quantities
from tests.evaluation import Row, percent

SENTENCES = Path(__file__).parent / "news_sentences.tsv"
"""Language, sentence, and its figures: value, dimension and kind each; "~5" is about 5, "5.." from 5 on."""
Same = Callable[[Quantity, str], bool]
CLOSE = Decimal("0.0005")


def evaluate(_: Path) -> list[Row]:
    """Give F1 of value, of value and unit, and of value and kind."""
    lines = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    measured: tuple[tuple[str, Same, float], ...] = (
        ("value", _same_value, 97),
        ("value and unit", _same_unit, 97),
        ("value and change", _same_kind, 96),
    )
    return [
        Row(f"news {name}", len(lines), 100 * f1(lines, same), floor, "written by the same hand")
        for name, same, floor in measured
    ]


def f1(lines: list[list[str]], same: Same) -> float:
    """Give the harmonic mean of precision and recall over all figures."""
    right = told = wanted = 0
    for language, sentence, gold in lines:
        figures = [figure.strip() for figure in gold.split(";")]
        found = [quantity for _, _, quantity in find_quantities(sentence, language=language)]
        told, wanted = told + len(found), wanted + len(figures)
        for quantity in found:
            match = next((figure for figure in figures if same(quantity, figure)), None)
            if match is not None:
                figures.remove(match)
                right += 1
    return percent(2 * right, told + wanted) / 100


def _same_value(quantity: Quantity, figure: str) -> bool:
    return _is(quantity, figure.split(maxsplit=1)[0].replace("-", ""), unsigned=True)


def _same_unit(quantity: Quantity, figure: str) -> bool:
    return _same_value(quantity, figure) and quantity.unit.dimension == figure.split()[1]


def _same_kind(quantity: Quantity, figure: str) -> bool:
    value, _, kind = figure.split()
    return _is(quantity, value, unsigned=False) and quantity.kind.value == kind


def _is(quantity: Quantity, value: str, *, unsigned: bool) -> bool:
    low, high = quantity.stated.low, quantity.stated.high
    if unsigned and high is not None and high <= 0 and low is not None:
        low, high = -high, -low
    if value.startswith("~"):
        about = Decimal(value[1:])
        return low is not None and high is not None and low * (1 - CLOSE) <= about <= high * (1 + CLOSE) and low != high
    first, dots, last = value.partition("..")
    return _end(low, first) and _end(high, last if dots else first)


def _end(end: Decimal | None, wanted: str) -> bool:
    if not wanted or end is None:
        return end is None and not wanted
    return abs(end - Decimal(wanted)) <= abs(Decimal(wanted)) * CLOSE
