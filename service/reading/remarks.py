"""What stands behind a figure says of what it is: a part of the people, a basis, a place, a time. Nothing is dropped.

    remark  = segment { ( "," | ";" | ":" | "(" | ")" | "[" | "]" ) segment }
    segment = comparison … | attribution … | period | place | words

A comparison ("up from 6.5 %"), a change ("down 3 points"), an attribution and another figure ("including 20 children",
"(3.2 million people)") say nothing of what this one measures. All other words are read with the metric, as if they
stood there: they bring qualifiers, and what no table knows lowers a match.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from service.claim import Period
from service.errors import Unreadable
from service.reading.figures.lexicon import Lexicon, lexicon_for
from service.reading.figures.tokens import Token, fold, tokens_of
from service.reading.period import read_period
from service.reading.period.finding import find_periods

_SEGMENTS = re.compile(r"[,;:()\[\]\"]+|\s[-–—]\s|(?<!\d)\.(?=\s|$)|(?<=\d)\.(?=\s*$)")
"""The dot of "3. März" ends nothing."""
_FULL_DATE = re.compile(r"^\s*(?:[^\W\d_]{1,3}\s+)?\d{1,2}\D+(?:19|20)\d\d\s*$|^\s*(?:19|20)\d\d-\d\d-\d\d\s*$")
_SIGNS = ("+", "-", "€", "$", "£", "¥", "₴", "₽", "₹")
"""Before a further figure, which says nothing of the first: "2% (€3bn)"."""
_ASIDE = ("comparison", "attribution", "neutral")


class Remark(NamedTuple):
    """What a remark says: words that belong to the metric, and a time."""

    words: str
    period: Period | None


NOTHING_SAID = Remark("", None)


def read_remark(text: str, *, published_at: datetime, language: str | None) -> Remark:
    """Read what stands behind a figure.

    Args:
        text: As printed, without the figure, its unit and the thing that is counted.
        published_at: What "last year" is resolved against.
        language: A tag; None for any.
    """
    lexicon = lexicon_for(language)
    words: list[str] = []
    periods: list[Period] = []
    for segment in _SEGMENTS.split(text):
        if (period := _whole_period(segment, published_at, language)) is not None:
            periods.append(period)
            continue
        told, bases = _without_bases(_without_asides(segment, lexicon), lexicon)
        found = find_periods(told, published_at=published_at, language=language or "en") if told.strip() else []
        periods.extend(period for _, _, period in found)
        words += [_without_spans(told, [(start, end) for start, end, _ in found]), *bases]
    said = " ".join(word for part in words for word in part.split())
    return Remark(said if any(letter.isalpha() for letter in said) else "", periods[0] if periods else None)


def _whole_period(segment: str, published_at: datetime, language: str | None) -> Period | None:
    """Give the period that a segment is from end to end: "3 March 2024" is no further figure."""
    if not _FULL_DATE.search(segment):
        return None
    try:
        return read_period(segment, published_at=published_at, language=language)
    except Unreadable:
        return None


def _without_asides(segment: str, lexicon: Lexicon) -> str:
    """Cut a segment where a comparison, an attribution or a filler begins."""
    tokens, at = tokens_of(fold(segment)), 0
    while at < len(tokens) - 1:
        basis = lexicon.word("basis", tokens, at)
        if basis == at and _is_aside(tokens, at, lexicon):
            return segment[: tokens[at].start].rstrip()
        at = max(basis, at + 1)
    return segment


def _without_bases(segment: str, lexicon: Lexicon) -> tuple[str, list[str]]:
    """Take out what it is compared with: "the previous quarter" is no period of the figure."""
    tokens, bases = tokens_of(fold(segment)), list[str]()
    for at in range(len(tokens) - 1):
        end = lexicon.word("basis", tokens, at)
        if end > at:
            first, last = tokens[at].start, tokens[end - 1].end
            bases.append(segment[first:last].strip())
            segment = segment[:first] + " " * (last - first) + segment[last:]
    return segment, [basis for basis in bases if basis]


def _is_aside(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    first = 0 if tokens[0].text in _SIGNS else -1
    first = max(first + 1, lexicon.word("article", tokens, 0)) if tokens[0].kind != "n" else 0
    is_figure = at == 0 and tokens[first].kind == "n" and not _is_age(tokens[first:], lexicon)
    part = lexicon.word("part", tokens, at)
    counts_part = part > at and (tokens[part].kind == "n" or tokens[part].low in lexicon.cardinals)
    is_aside = any(lexicon.word(role, tokens, at) > at for role in _ASIDE)
    return is_figure or counts_part or is_aside or _is_change(tokens, at, lexicon)


def _is_change(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell "down 3 points" and "ein Plus von 4 Prozent", by which the figure has changed, from what it is of."""
    found = lexicon.direction_before.match(tokens, at)
    return found is not None and tokens[found[1]].kind == "n"


def _is_age(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell "16 to 24 year olds" and "65 and over", which are a part of the people, from "20 children"."""
    after, following = tokens[1], tokens[2] if len(tokens) > 2 + 1 else tokens[-1]
    joined = (
        after.text in ("-", "+") or lexicon.word("to", tokens, 1) > 1 or after.low.startswith(("year", "jahr", "an"))
    )
    return (
        joined or lexicon.after.match(tokens, 1) is not None or following.low in ("over", "under", "older", "younger")
    )


def _without_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return text
