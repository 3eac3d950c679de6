"""A text cut into sentences, in one pass: paragraphs, lines of lists and headings, and no sentence without end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from service.articles.lexicon import Lexicon, lower

_LAST_DAY, _YEARS = 31, 1000
LONGEST = 1_000
"""Characters. A longer one is cut between two words; the readers of figures and periods look no further."""
_FULL_LINE = range(50, 130)
"""A line of this length may have been broken by a typesetter; a shorter one ends by its own will."""
_BREAK = re.compile(r"\n[ \t\r]*\n\s*|\n")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)")
_WORD_BEFORE = re.compile(r"[^\W\d_](?:[\w.’']{0,15})$|\d{1,4}$")
_OPENS = re.compile(r"\s+[\"'“„«(\[—–-]*\s?[A-ZÀ-ÞА-ЯІЇЄҐ0-9¿¡]")


class Sentence(NamedTuple):
    """A sentence and where it stands in the text; `paragraph` counts the paragraphs from 0."""

    start: int
    end: int
    text: str
    paragraph: int


def sentences_of(text: str, lexicon: Lexicon) -> Iterator[Sentence]:
    """Yield the sentences from the first to the last; spaces around them are in none."""
    paragraph = 0
    for start, end, is_last in _lines(text):
        for first, last in _within(text, start, end, lexicon):
            for one, other in _pieces(text, first, last):
                yield Sentence(one, other, text[one:other], paragraph)
        paragraph += is_last


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield what stands between line ends that mean something, and whether a paragraph ends there."""
    start = line = 0
    for found in _BREAK.finditer(text):
        is_blank = found[0].count("\n") > 1
        if is_blank or not _is_broken(text, line, found.start(), found.end()):
            yield start, found.start(), is_blank
            start = found.end()
        line = found.end()
    yield start, len(text), True


def _is_broken(text: str, start: int, end: int, following: int) -> bool:
    """Tell whether a line goes on in the next one."""
    last, first = text[end - 1 : end], text[following : following + 1]
    return end - start in _FULL_LINE and (last.isalnum() or last == ",") and first.isalnum()


def _within(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    for found in _END.finditer(text, start, end):
        if _ends(text, found, lexicon):
            yield start, found.end()
            start = found.end()
    yield start, end


def _ends(text: str, found: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell the end of a sentence from the dot of an abbreviation, of initials and of "7. Juni"."""
    if not _OPENS.match(text, found.end()):
        return False
    if not found[0].startswith("."):
        return True
    before = _WORD_BEFORE.search(text, max(found.start() - 16, 0), found.start())
    if before is None:
        return True
    word = lower(before[0])
    is_initial = len(word) == 1 and before[0].isalpha() and before[0].isupper()
    is_ordinal = word.isdigit() and "uhr" in lexicon.hours and _is_ordinal(text, before.start(), int(word), lexicon)
    return not (is_initial or is_ordinal or word in lexicon.abbreviations)


def _is_ordinal(text: str, start: int, number: int, lexicon: Lexicon) -> bool:
    """Tell "am 54. Geburtstag" and "7. Juni" from a figure at the end: "im selben Monat waren es 54."."""
    words = lower(text[max(start - 16, 0) : start]).split()
    is_behind = bool(words) and words[-1] in lexicon.determiners | lexicon.prepositions
    return number <= _LAST_DAY or (number < _YEARS and is_behind)  # "als 2021." ends


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        yield start, cut
        start = cut
    if end > start:
        yield start, end
