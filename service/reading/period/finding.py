"""Periods within running text: where they stand and what they mean."""

import re
from datetime import datetime

from service.claim import Period
from service.reading.period.cursor import Cursor, PeriodSetting, is_soft
from service.reading.period.days import Days
from service.reading.period.setting import setting_of
from service.reading.period.statement import read_longest
from service.reading.period.words import PeriodToken, lexicon_of, number_of, tokenize

LONGEST_SENTENCE = 1_000
"""In characters; what lies behind is not looked at."""
_LONGEST_PERIOD = 40
"""In tokens."""
_SPOKEN_YEARS = range(1500, 2101)
"""A bare number of four digits is a year only within these."""
_WORDS_OF_TWO_MEANINGS = frozenset(
    {"may", "march", "sun", "sat", "wed", "mar", "second", "now", "present", "fall", "spring"}
)


class Effort:
    """How many words were tried as the beginning of a period; that is what it costs to look for them."""

    def __init__(self) -> None:
        self.tries = 0


def find_periods(
    text: str,
    *,
    published_at: datetime,
    language: str = "en",
    place: str | None = None,
    effort: Effort | None = None,
) -> list[tuple[int, int, Period]]:
    """Find the periods that a text tells, from left to right, none within another.

    Args:
        text: What is looked through, to its thousandth character.
        published_at: What "yesterday" is told from.
        language: BCP 47 tag of the text.
        place: Whose fiscal years and seasons they are.
        effort: Where it is counted what was tried, for who has many texts to look through.

    Returns:
        For each the offsets of its first character and of the one behind its last, and the period.
    """
    setting = setting_of(published_at.date(), language, place)
    tokens = tokenize(text[:LONGEST_SENTENCE], lexicon_of(language))
    promising = _promising(tokens)
    found: list[tuple[int, int, Period]] = []
    position = 0
    while position < len(tokens):
        may_begin = promising[position] and _may_begin(text, tokens[position])
        if may_begin and effort is not None:
            effort.tries += 1
        end, days = _period_at(tokens, position, setting) if may_begin else (position + 1, None)
        if days is not None:
            first, last = tokens[position].start, tokens[end - 1].end
            period = Period(text[first:last], days.kind, days.start, days.end, days.accuracy, days.since)
            found.append((first, last, period))
        position = end
    return found


def _may_begin(text: str, token: PeriodToken) -> bool:
    return bool(token.tags) and not is_soft(token) and not _is_warmth(text, token)


def _is_warmth(text: str, token: PeriodToken) -> bool:
    """Tell "48 °C on 20 July" and "48 C on 20 July" from "c. 20 July"."""
    return token.text == "c" and text[token.start] == "C" and re.search(r"[\d°º]\s?$", text[: token.start]) is not None


_SPOKEN_YEAR = 18
"""From here on a number word may begin a year: "nineteen ninety-six", "two thousand and twenty"."""
_TELLS_NOTHING = frozenset(
    {"number", "some", "soft", "daypart", "article", "to", "until", "ending", "aside"}
    | {"as_of", "from", "ordinal_suffix"}
)
"""Tags of words that make no period among themselves: "a to a two", and "a", which is "as of" in Portuguese."""


def _promising(tokens: list[PeriodToken]) -> list[bool]:
    """Tell for each token whether a date, a name or a unit of time comes before the next word that says nothing.

    One pass, so that what only looks like the beginning of a period costs nothing, however often it stands there.
    """
    promising = [False] * len(tokens)
    is_told = False
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.digits or number_of(token) >= _SPOKEN_YEAR or not token.tags.keys() <= _TELLS_NOTHING:
            is_told = True
        elif not token.tags and token.text[:1].isalnum():
            is_told = False
        promising[at] = is_told
    return promising


def _period_at(tokens: list[PeriodToken], position: int, setting: PeriodSetting) -> tuple[int, Days | None]:
    cursor = Cursor(tokens[position : position + _LONGEST_PERIOD], setting)
    days = read_longest(cursor)
    end = position + _without_soft_end(cursor)
    if days is None or not _is_told(tokens[position:end], tokens[position - 1] if position else None):
        return position + 1, None
    return end, days


def _without_soft_end(cursor: Cursor) -> int:
    end = cursor.position
    while end > 1 and is_soft(cursor.tokens[end - 1]):
        end -= 1
    return end


def _is_told(tokens: list[PeriodToken], before: PeriodToken | None) -> bool:
    """A single word may mean something else: a number that is no year, a verb, a relation without its noun."""
    meaning = [token for token in tokens if token.tags and not is_soft(token)]
    if len(meaning) > 1:
        return True
    token = meaning[0] if meaning else tokens[0]
    if "number" in token.tags:
        return token.digits == 4 and token.tags["number"] in _SPOKEN_YEARS and not _is_money(before)  # noqa: PLR2004
    return token.text not in _WORDS_OF_TWO_MEANINGS


def _is_money(before: PeriodToken | None) -> bool:
    return before is not None and before.text in {"$", "€", "£", "¥", "₴", "₽", "#"}
