"""What a list is searched by: words, each of which has to stand in what is found."""

import re
from typing import Annotated

from litestar.params import QueryParameter

from service.api.problems import shorten
from service.errors import Invalid

MOST_WORDS = 10
_WORD = re.compile(r"\w+")

Words = Annotated[
    str | None,
    QueryParameter(
        min_length=1,
        max_length=500,
        description="With all of these words, or beginnings and parts of words, in any order: of claims in what is "
        "measured, of whom and where, source, claimant, figure and quote, of conflicts in either claim, of disputes in "
        "their sentence.",
    ),
]


def read_words(text: str | None) -> list[str] | None:
    """Give a pattern for each word; None where nothing is searched for. Raises Invalid.

    A database whose locale knows no letters but English ones finds a word as it was typed, in small and in capital
    letters.
    """
    if text is None:
        return None
    words = list(dict.fromkeys(_WORD.findall(text)))
    if not words:
        raise Invalid(f'"{shorten(text)}" has no word to search for. Give one to {MOST_WORDS} words.', "q")
    if len(words) > MOST_WORDS:
        raise Invalid(f'"{shorten(text)}" has {len(words)} words. Give one to {MOST_WORDS} words.', "q")
    return [_pattern(word) for word in words]


def _pattern(word: str) -> str:
    spellings = sorted({word, word.lower(), word.upper(), word.capitalize()})
    return f"(?:{'|'.join(spellings)})"
