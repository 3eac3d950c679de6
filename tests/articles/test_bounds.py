"""Articles of whatever letters are read to their end, and are limited."""

from datetime import UTC, datetime

import pytest

from service.articles import MOST_CHARACTERS, Article, read_article
from service.articles.lexicon import lexicon_of
from service.articles.markup import strip_markup
from service.articles.sentences import sentences_of
from service.errors import Invalid

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
