"""German compounds are what their parts say."""

import csv
from pathlib import Path

import pytest

from service.reading import read_metric
from service.reading.compounds import load_parts, split_compound
from service.reading.languages import Words, detect_language

CASES = list(
    csv.reader((Path(__file__).parent / "languages" / "compounds.csv").read_text(encoding="utf-8").splitlines())
)
SHARE_PERCENT = 95


def test_nearly_all_compounds_meet_the_english_metric() -> None:
    wrong = [
        (given, english) for given, english in CASES if read_metric(given, "de").phrase != read_metric(english).phrase
    ]
    assert len(CASES) >= 200
    assert len(wrong) * 100 <= len(CASES) * (100 - SHARE_PERCENT), wrong


@pytest.mark.parametrize(
    "word", ["gas" * 100, "wochenende", "ministerium", "hauptstadt", "verhandlungen", "eisenbahn", "sonntag"]
)
def test_a_word_of_which_a_part_is_not_known_is_left_whole(word: str) -> None:
    assert split_compound(word) is None


@pytest.mark.parametrize("word", ["kranken", "satz", "wahl"])
def test_a_part_that_says_something_else_alone_is_left_as_it_is(word: str) -> None:
    assert word in load_parts()
    assert split_compound(word) is None


def test_a_compound_tells_that_the_text_is_german() -> None:
    assert detect_language((Words("Jugendarbeitslosenquote"),)) == "de"
