"""Articles of whatever letters are read to their end, and are limited."""

import contextlib
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from service.articles import MOST_CHARACTERS, Article, read_article
from service.articles.lexicon import lexicon_of
from service.articles.markup import strip_markup
from service.articles.sentences import sentences_of
from service.errors import Invalid
from service.reading.period import Effort, find_periods

DAY = datetime(2025, 3, 12, tzinfo=UTC)
HOSTILE = {
    "digits": "7",
    "words without an end": "word ",
    "letters without a space": "x",
    "dots": ". ",
    "brackets": "((",
    "dates": "1.2.2003 ",
    "figures on the border": "5% of 6% in 7% to 8% ",
    "line ends": "\n",
    "quotes": "“",
    "hyphens": "a-",
    "capitals": "In The New York ",
    "numbers in words": "two ",
    "a number without an end": "1,",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_whatever_it_holds_is_read_to_its_end_or_refused_by_its_figures(piece: str) -> None:
    try:
        read_article(Article(piece * (4_000 // len(piece)), "the paper", DAY, "2025-03-12", language="en"))
    except Invalid as error:
        assert "500 figures" in str(error)  # noqa: PT017


MONTHS = ("January", "février", "März", "abril", "травня", "июня", "luglio", "sierpnia", "setembro", "October")
COSTLY = {
    "dates": "January 2020 ",
    "whole dates": "1 January 2020, ",
    "digits and commas": "1,1,1,1,",
    "digits and slashes": "1/2/",
    "words that may begin a time": "a-",
    "the same with spaces": "a to a ",
    "ranges": "between 1 and 2 and 3 ",
    "brackets": "((1))",
    "line ends": "\n",
    "a word without an end": "x",
    "a number without an end": "7",
    "months of nine languages": " 2020 ".join(MONTHS) + " ",
    "signs": "% ",
    "scales": "thousand ",
    "initials": "N.Y. ",
    "quotes": '"a" said ',
}


def steps_of(work: Callable[[], object]) -> int:
    """How many functions of ours and of Python's are called: no clock is asked."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        with contextlib.suppress(Invalid):
            work()
    finally:
        sys.setprofile(None)
    return steps


def steps_of_article(text: str) -> int:
    return steps_of(lambda: read_article(Article(text, "the paper", DAY, "2025-03-12")))


@pytest.mark.parametrize("piece", COSTLY.values(), ids=COSTLY)
def test_twice_the_text_is_twice_the_work_at_most(piece: str) -> None:
    steps_of_article(piece * (500 // len(piece)))  # what is loaded or remembered once is
    once, twice = (steps_of_article(piece * (size // len(piece))) for size in (5_000, 10_000))
    assert twice < 2.3 * once + 2_000


@pytest.mark.parametrize(
    ("piece", "what"),
    [("January 2020 ", "3,000 words that may begin a date"), ("1/2/", "3,000 words"), ("N.Y. ", "8,000 sentences")],
)
def test_a_text_that_would_cost_too_much_is_refused_with_what_there_is_too_much_of(piece: str, what: str) -> None:
    with pytest.raises(Invalid, match=f"at most {what}") as refused:
        read_article(Article(piece * (MOST_CHARACTERS // len(piece)), "the paper", DAY, "2025-03-12", language="en"))
    assert refused.value.pointer == "/text"


@pytest.mark.parametrize("words", ["a to a ", "as of the ", "from a ", "st of "])
def test_words_that_only_lead_to_a_time_are_not_tried_as_one(words: str) -> None:
    effort = Effort()
    assert find_periods(words * 100, published_at=DAY, language="pt", effort=effort) == []
    assert effort.tries == 0


def test_a_year_in_words_is_looked_for_as_far_as_one_may_go() -> None:
    """Each "thousand" was read on to the end of the sentence, for each of the others."""
    few, many = (
        steps_of(partial(find_periods, "thousand " * count, published_at=DAY, language="en")) for count in (20, 100)
    )
    assert many < 6 * few


def test_a_megabyte_of_digits_is_refused_at_once() -> None:
    with pytest.raises(Invalid, match="at most 100,000 characters"):
        read_article(Article("1" * 1_000_000, "the paper", DAY, "2025-03-12"))


def test_ten_thousand_figures_are_refused_with_their_number() -> None:
    text = "We saw 12 ships. " * 1_700
    with pytest.raises(Invalid, match="at most 500 figures"):
        read_article(Article(text, "the paper", DAY, "2025-03-12", language="en"))


@pytest.mark.parametrize("piece", ["<p>", "<script>", "<!--", "&amp;", "<", "<svg></svg>", "</script", "&#1"])
def test_markup_is_stripped_in_one_pass(piece: str) -> None:
    assert len(strip_markup(piece * (MOST_CHARACTERS // len(piece))).text) <= MOST_CHARACTERS


@pytest.mark.parametrize("piece", ["Mr. ", "e.g. ", "1. ", "A. B. ", "?! ", "…"])
def test_a_long_text_is_cut_into_sentences_in_one_pass(piece: str) -> None:
    assert all(len(one.text) <= 1000 for one in sentences_of(piece * (300_000 // len(piece)), lexicon_of("en")))
