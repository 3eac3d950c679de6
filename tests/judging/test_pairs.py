"""Whole pairs of claims, from their texts to the verdict, as a careful data editor gives it."""

import tomllib
from pathlib import Path

import pytest

from tests.evaluation.judgement import verdict

_ROWS = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text("utf-8"))["pairs"]
_FIELDS = ("metric", "period", "place", "quantity")


def _draft(source: str, values: list[str]) -> dict[str, str]:
    return {"source": source} | {name: value for name, value in zip(_FIELDS, values, strict=True) if value}


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row[0]}: {row[1]} ({row[5]}, {row[9]})")
def test_a_pair_is_judged_as_an_editor_does(row: list[str]) -> None:
    expected, _, *rest = row
    first = rest[:4]
    second = [theirs or ours for ours, theirs in zip(first, rest[4:], strict=True)]
    one, other = _draft("alpha wire", first), _draft("beta news", second)
    assert verdict(one, other) == expected
    assert verdict(other, one) == expected
