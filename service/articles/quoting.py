"""Who speaks in each sentence of a text, also in quotes that go on over several of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.articles.lexicon import Lexicon
from service.articles.who import Speaker, speaker_of
from service.articles.words import Word


class Told(NamedTuple):
    """A sentence with its words, and the paragraph that it is in."""

    text: str
    words: Sequence[Word]
    paragraph: int


def speakers_of(read: Sequence[Told], lexicon: Lexicon) -> list[Speaker | None]:
    """Give who speaks in each sentence; in a quote of several sentences it is told in the last of them."""
    found: list[Speaker | None] = []
    last: Speaker | None = None
    for one in read:
        speaker = speaker_of(one.text, one.words, lexicon, last)
        last = speaker or last
        found.append(speaker)
    for first, last_of in _quotes(read):
        told = next((one for one in reversed(found[first : last_of + 1]) if one is not None), None)
        for at in range(first, last_of + 1):
            found[at] = found[at] or told
    return found


def _quotes(read: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last sentence of each quote that goes on over several within a paragraph."""
    first: int | None = None
    for at, one in enumerate(read):
        if at and one.paragraph != read[at - 1].paragraph:
            first = None
        was_open = first is not None
        is_open = _goes_on(one.text, was_open)
        if was_open and not is_open and first is not None:
            yield first, at
        first = (first if was_open else at) if is_open else None


def _goes_on(text: str, is_open: bool) -> bool:  # noqa: FBT001 - what it was, and what it becomes
    """Tell whether a quote is open behind a sentence."""
    for mark in text:
        if mark == '"':
            is_open = not is_open
        elif mark in "“„«»”":
            is_open = mark in "„«" or (mark == "“" and not is_open) or (mark == "»" and not is_open)
    return is_open
