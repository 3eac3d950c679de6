"""A small run of the mutator; `python -m tests.reading.mutate --texts N` is the long one, and takes the time."""

import sys
from contextlib import suppress
from typing import Any

import pytest

from service.errors import Unreadable
from tests.reading.mutate import LONGEST, Reading, errors, mutated, readings_of

MOST_CALLS = 50
"""For a character; 20 is the most that is seen, and of what grows with the square it would be thousands."""


def test_whatever_is_done_to_a_text_it_is_read_or_asked_back() -> None:
    assert list(errors(seed=1, texts=1_500)) == []


def test_a_text_is_known_by_its_seed_and_number() -> None:
    assert mutated(3, 17) == mutated(3, 17)
    assert mutated(3, 17) != mutated(4, 17)


@pytest.mark.parametrize("number", range(40))
def test_a_long_text_costs_so_many_calls_a_character(number: int) -> None:
    """Calls are counted, as no busy machine changes them."""
    text, language = mutated(2, number)
    text = (text * (LONGEST // max(len(text), 1) + 1))[:LONGEST]
    for reading in readings_of(text, language):
        calls_of(reading)  # what is loaded and remembered at the first time is not counted
        assert calls_of(reading) <= MOST_CALLS * len(text)


def calls_of(reading: Reading) -> int:
    """Count the calls that a reading makes."""
    calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        with suppress(Unreadable):
            reading()
    finally:
        sys.setprofile(before)
    return calls
