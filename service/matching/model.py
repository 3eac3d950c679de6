"""The readable model: a table of terms and weights, whose sum is the logarithm of the odds that two claims are one.

A term is a number that the features give ("meaning"), what of it lies above a mark ("meaning > 0.6"), or the product
of two ("left_on_both * left_alike"). The weights are learnt by `python -m tests.evaluation.train` from labelled pairs,
with whole families of facts held out; the table comes with the precision and recall that it bought.
"""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from service.matching.wording import Numbers

SHIPPED = Path(__file__).parent / "lexicon" / "model.json"
_ONE = "1"


class Point(Struct, frozen=True):
    """What a threshold buys, on families that were held out."""

    threshold: float
    precision: float
    recall: float


class Weights(Struct, frozen=True):
    """The table as it is shipped."""

    version: str
    encoder: str
    learnt_from: str
    confirmed_threshold: float
    suggested_threshold: float
    curve: tuple[Point, ...]
    terms: dict[str, tuple[float, float]]
    """By the term its weight, and what it comes to on an average. The term "1" is the same for all pairs."""


class Term(Struct, frozen=True):
    """One row of the table."""

    name: str
    weight: float
    usual: float
    first: str
    second: str | None = None
    above: float | None = None

    def value(self, numbers: Mapping[str, float]) -> float:
        """What the term comes to for two claims."""
        found = 1.0 if self.first == _ONE else numbers[self.first]
        if self.above is not None:
            return max(0.0, found - self.above)
        return found if self.second is None else found * numbers[self.second]


class Model(Struct, frozen=True, eq=False):
    """The table, ready to be applied: its rows by their kind, as a pair is weighed by all of them."""

    weights: Weights
    constant: float
    plain: tuple[tuple[float, str], ...]
    above: tuple[tuple[float, str, float], ...]
    products: tuple[tuple[float, str, str], ...]

    def weigh(self, numbers: Numbers) -> float:
        """Sum up what the terms say; exactly, so that their order plays no part."""
        said = [self.constant]
        said += [weight * numbers[first] for weight, first in self.plain]
        said += [weight * max(0.0, numbers[first] - mark) for weight, first, mark in self.above]
        said += [weight * (numbers[first] * numbers[second]) for weight, first, second in self.products]
        return math.fsum(said)


@cache
def model() -> Model:
    """Give the model as it is shipped."""
    weights = msgspec.json.decode(SHIPPED.read_bytes(), type=Weights)
    terms = [read_term(name, *numbers) for name, numbers in weights.terms.items()]
    named = [term for term in terms if term.first != _ONE]
    return Model(
        weights,
        constant=math.fsum(term.weight for term in terms if term.first == _ONE),
        plain=tuple((one.weight, one.first) for one in named if one.second is None and one.above is None),
        above=tuple((one.weight, one.first, one.above) for one in named if one.above is not None),
        products=tuple((one.weight, one.first, one.second) for one in named if one.second is not None),
    )


def read_term(name: str, weight: float = 0.0, usual: float = 0.0) -> Term:
    """Read a term: "name", "name > 0.5" or "name * other"."""
    first, _, above = name.partition(" > ")
    if above:
        return Term(name, weight, usual, first, above=float(above))
    first, _, second = name.partition(" * ")
    return Term(name, weight, usual, first, second or None)


def chance(odds: float) -> float:
    """The probability that belongs to the logarithm of odds."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, odds))))
