"""A period that the words of the metric tell where no other is given: "Vietnam coffee exports Oct 2025".

It stands at an end of the metric or in brackets. What another period is compared with is none of the figure: "growth
since 2019", "change from May 2023". A year given beside months of the metric makes them its own: "coffee exports
Jan-Oct", of 2025.
"""

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from service.claim import Period, PeriodKind
from service.errors import Unreadable
from service.reading.figures.lexicon import lexicon_for
from service.reading.figures.tokens import fold, tokens_of
from service.reading.period import find_periods, read_period

_YEAR = re.compile(r"(?:19|20)\d\d")
_TOLD = re.compile(r"(?:19|20)\d\d|[^\W\d_]{2,}")
_BESIDE = re.compile(r"[\s,;:()\[\]–-]+$|^[\s,;:()\[\]–-]+")
_WITHIN = frozenset({"in", "for", "during", "im", "en", "em", "w", "we", "у", "в", "за", "on", "as", "of", "at", "the"})
_YEARS = frozenset({"jahr", "year", "année", "año", "anno", "ano", "roku", "году", "році", "jahre"})
_NOT_OF_THE_FIGURE = frozenset({
    "since", "from", "than", "with", "to", "by", "vs", "against", "over", "until", "after", "before", "seit", "von",
    "depuis", "desde", "od", "від", "с", "born", "geboren", "nés", "nacidos", "built", "founded",
})  # fmt: skip
_PRICES = frozenset({"price", "prices", "dollars", "us", "euros", "preisen", "prix", "precios", "prezzi", "base"})


class Timed(NamedTuple):
    """The words of a metric without the period, and the period as printed."""

    metric: str
    period: str


@lru_cache(maxsize=4096)
def period_in(metric: str, given: str | None, today: date, language: str | None) -> Timed | None:
    """Give the period that the metric's words tell, if no period or only its year is given.

    Kept, because newsrooms speak of few things again and again.

    Args:
        metric: The words.
        given: The claim's period as printed.
        today: The day of publication, which relative words are resolved against.
        language: A tag; None for any.
    """
    year = given.strip() if given is not None and given.strip() else None
    if not (_YEAR.search(metric) if year is None else _YEAR.fullmatch(year)):
        return None
    published_at = datetime.combine(today, time(), UTC)
    found = find_periods(metric, published_at=published_at, language=language or "en")
    if len(found) != 1:
        return None
    first, last, period = found[0]
    before, told, after = metric[:first], metric[first:last], metric[last:]
    if before[-1:].isalnum() or after[:1].isalnum():
        return None  # "PM2.5" is no second of May
    if not _is_of_the_figure(before, told, after):
        return None
    words = " ".join((_without_lead(before), _BESIDE.sub("", after))).strip()
    if not words:
        return None
    if year is None:
        return Timed(words, told) if _YEAR.search(told) else None
    return (
        Timed(words, f"{told} {year}") if _is_within(f"{told} {year}", period, year, published_at, language) else None
    )


def _is_of_the_figure(before: str, told: str, after: str) -> bool:
    tokens = tokens_of(fold(before))[:-1]
    around = {token.low for token in (*tokens[-2:], *tokens_of(fold(told))[:1])}
    following = _TOLD.findall(after.casefold())
    if around & _NOT_OF_THE_FIGURE or (following and following[0] in _PRICES) or before[-1:] in ("-", "–"):
        return False
    lexicon = lexicon_for(None)
    is_compared = any(
        lexicon.word(role, [*tokens, *tokens_of("")], at) > at
        for role in ("comparison", "basis")
        for at in range(len(tokens))
    )
    is_in_brackets = before.rstrip().endswith("(") and after.lstrip().startswith(")")
    at_an_end = not following or (not before.strip() and _YEAR.search(told) is not None)
    return not is_compared and (is_in_brackets or at_an_end)


def _without_lead(before: str) -> str:
    words = _BESIDE.sub("", before).split()
    while words and words[-1].casefold() in _WITHIN | _YEARS:
        words.pop()
    return _BESIDE.sub("", " ".join(words))


def _is_within(text: str, period: Period, year: str, published_at: datetime, language: str | None) -> bool:
    """Tell months without a year, which are of the year beside them, from a day that is relative to the publication."""
    try:
        read = read_period(text, published_at=published_at, language=language)
    except Unreadable:
        return False
    is_same = (read.start.month, read.end.month) == (period.start.month, period.end.month)
    return is_same and read.kind is PeriodKind.DURING and read.start.year == read.end.year == int(year)
