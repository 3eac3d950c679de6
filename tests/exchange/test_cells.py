"""No cell is run as a formula, and nothing is lost on the way out and in."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.exchange.cells import as_text, bare, harmless

RISKY = ["=1+1", "+1+1", "-1+1|cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "-2+3+cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", RISKY)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")
    assert bare(harmless(text)) == text


@pytest.mark.parametrize("text", ["a;=cmd|' /C calc'!A0", "x\n=1+1", "x\t@SUM(1)", 'x; "=1'])
def test_a_text_is_no_formula_either_where_a_spreadsheet_splits_it_in_two(text: str) -> None:
    assert "'" in harmless(text)
    for cell in harmless(text).replace(";", "\n").replace("\t", "\n").split("\n"):
        assert not cell.strip(' "').startswith(("=", "+", "-", "@"))
    assert bare(harmless(text)) == text


@pytest.mark.parametrize("text", ["-2.8", "+3", "-84720", "fell 2.8%", "a=b", "Stratford-upon-Avon", "'quoted'"])
def test_plain_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
    assert bare(text) == text


def test_figures_keep_all_their_digits() -> None:
    assert as_text(Decimal("-12345678901234567890.10")) == "-12345678901234567890.10"
    assert as_text(Decimal("1E+9")) == "1000000000"
    assert as_text(datetime(2022, 11, 20, tzinfo=UTC)) == "2022-11-20T00:00:00Z"
    assert as_text(None) == ""


@settings(max_examples=500)
@given(st.text(alphabet=st.sampled_from("=+-@ab1;\t\r\n\"' \uff1d"), max_size=12))
def test_what_goes_out_comes_back_in(text: str) -> None:
    assert bare(harmless(text)) == text
