"""What a test is worth: its chance of being passed by accident, from chances.toml, and what may be said of it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from service.knowledge import Likelihood

_LIKELY_FROM = 50
"""A cause that is shown as likely is an accident on one in so many at most."""
_POSSIBLE_FROM = 10
"""What is an accident more often than this is not shown."""
_FOUR = 4
_HUNDRED_THOUSAND = 100_000


class Chance:
    """A chance of one in `one_in`, and the most that may be said on the strength of it."""

    def __init__(self, one_in: int, best: Likelihood) -> None:
        self.one_in = one_in
        self._best = best

    def among(self, comparisons: int) -> "Chance":
        """Give the chance when so many comparisons were made, each of which could have passed."""
        return Chance(max(1, self.one_in // max(1, comparisons)), self._best)

    @property
    def likelihood(self) -> Likelihood | None:
        """What may be said; None: nothing."""
        if self.one_in >= _LIKELY_FROM and self._best is Likelihood.LIKELY:
            return Likelihood.LIKELY
        return Likelihood.POSSIBLE if self.one_in >= _POSSIBLE_FROM else None

    @property
    def words(self) -> str:
        """The chance in words, with two digits: "1 in 15"."""
        if self.one_in >= _HUNDRED_THOUSAND:
            return "less than 1 in 100,000"
        places = max(0, len(str(self.one_in)) - 2)
        return f"1 in {round(self.one_in, -places):,}"


def chance_of(test: str, digits: int) -> Chance | None:
    """Give the chance of a test on figures with so many digits; None: it says nothing at so few."""
    rows = [row for row in _table()["chance"] if row["test"] == test and row["digits"] <= digits]
    if not rows:
        return None
    row = max(rows, key=lambda one: one["digits"])
    return Chance(row["one_in"], Likelihood(row["shown"]))


def chance_of_sum(figures: int, digits: int) -> Chance | None:
    """Give the chance that one of so many figures is the sum of two others; None for more than were measured."""
    row = next((row for row in _table()["sum"] if row["figures"] >= figures), None)
    one_in = row and row["one_in"].get(str(min(digits, _FOUR)))
    if one_in is None:
        return None
    is_told = digits > 2 and figures <= _FOUR  # noqa: PLR2004 - with two digits the chance is too great
    return Chance(one_in, Likelihood.LIKELY if is_told else Likelihood.POSSIBLE)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "chances.toml").read_text(encoding="utf-8"))
