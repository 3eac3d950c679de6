"""The periods of a sentence, as far as they are surely some: numbers, names and counts beside them are none."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, timedelta

from msgspec.structs import replace

from service.articles.lexicon import Lexicon, lower
from service.articles.patterns import wording
from service.articles.year_before import year_before
from service.claim import Accuracy, Period, PeriodKind
from service.reading.period import Effort, find_periods

_YEARS = range(1900, 2100)
_ALL_YEARS = range(1000, 2200)
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?|\d{4}(?:[-–/]\d{2,4})?")
_TAIL = re.compile(r"\s\d{1,4}$")
_DECIMAL_AT_END = re.compile(r"(?<!\d)\d{1,2}[.,]\d{1,2}$")
_MONTH_AND_COUNT = re.compile(r"^[^\d,]*[^\W\d_]\s(\d{1,2})$")
_LAST_DAY = 31
_PART_OF_DAY = re.compile(wording("written_with_the_day"))
_AMOUNT = re.compile(
    rf"(?<![\d.,])\d+[.,]\d+(?=\s?(?:%|{wording('scale')}))"
    r"|(?<![\d.,/-])\d{1,3}(?:[.,]\d{3})+(?![\d-])(?:[.,]\d+)?|[€$£¥₴₽₹]\s?\d+(?:[.,]\d+)*(?:[mbtk]n?\b)?"
    rf"|(?<![\d.,])\d+(?:[.,]\d+)?(?:[mbt]n|[mbk]|pc)\b|(?<![\d.,/-])\d{{1,3}}(?=\s{wording('counted_last')})"
    rf"|(?<=,\s){wording('ordinal_or_number')}\b|{wording('no_period')}",
    re.IGNORECASE,
)
"""What is surely none of a date: numbers of other things, and ordinals behind a comma ("in June, second to none")."""
_MONTHS = wording("month")
_BEHIND_DAY = re.compile(rf"(?<=[^\W\d_],\s)\d{{1,2}}(?=\s(?!(?:de\s)?{_MONTHS})[^\W\d_]{{3,}})", re.IGNORECASE)
"""What is counted behind a day: "On Monday, [14] people", which is no 14th."""
_DAY_AND_PART = rf"{wording('weekday')}(?:\s(?:(?:à|de|por\sla|da)\s)?{wording('part_of_day')})?"
_BEHIND_WEEKDAY = re.compile(
    rf"(?<!\w)(?P<day>(?:{_DAY_AND_PART}|{wording('stretch')})\s)"
    rf"(?P<count>\d{{1,2}})(?=\s(?!(?:de\s)?{_MONTHS})[^\W\d_]{{3,}})",
    re.IGNORECASE,
)
"""What is counted behind a weekday: "on Monday evening [5] people died", which is no 5th."""
_YEARS_AGO = re.compile(wording("years_ago"), re.IGNORECASE)
"""Tells a year, and no day of it: "three years ago"."""
_MAY_COUNT = re.compile(r"[^\W\d_]\s\d{1,2}\s[^\W\d_]")
_MAY_BE_NIGHT = re.compile(wording("may_be_night"))
_NIGHT = re.compile(rf"(?<!\w){wording('night_before')}(?=\s)", re.IGNORECASE)
"""Names a night by the day in which it ends: "уночі проти 29 грудня" is of the 29th."""
_RECENT = re.compile(wording("a_while"), re.IGNORECASE)
"""A while that has no beginning."""
_BY = re.compile(rf"{wording('by')}\s?$", re.IGNORECASE)
_BY_WITHIN = re.compile(rf"{wording('by_within')}\s", re.IGNORECASE)
_SO_FAR = re.compile(rf"{wording('so_far')}$", re.IGNORECASE)
"""A span that is not over when the text tells of it."""
_TO_COME = re.compile(rf"(?<!\w){wording('to_come')}(?!\w)")
_WEEK = timedelta(7)
_MONTHS_AGO = timedelta(150)


def periods_of(
    sentence: str, lexicon: Lexicon, language: str, published_at: datetime, effort: Effort
) -> Iterator[tuple[int, int, Period]]:
    """Yield the periods that are surely some: "Februar um 2" of "im Februar um 2,3 Prozent" is February."""
    nights_of = list(_NIGHT.finditer(sentence)) if _MAY_BE_NIGHT.search(sentence) else []
    for pattern in (
        _PART_OF_DAY,
        _AMOUNT,
        _RECENT,
        _BEHIND_DAY,
    ):  # "am Sonntagabend", "in the second quarter, 4.1% fewer"
        sentence = pattern.sub(lambda found: ";" * len(found[0]), sentence)
    for night in nights_of:
        sentence = f"{sentence[: night.start()]}{';' * len(night[0])}{sentence[night.end() :]}"
    nights = {found.end(): found.start() for found in nights_of}
    if _MAY_COUNT.search(sentence):
        sentence = _BEHIND_WEEKDAY.sub(lambda found: f"{found['day']}{';' * len(found['count'])}", sentence)
    for start, end, period in find_periods(sentence, published_at=published_at, language=language, effort=effort):
        text = sentence[start:end]
        is_spelt = any(letter.isalpha() for letter in text)
        is_count = _goes_on(sentence, end) or _is_count(sentence, start, end, lexicon)
        is_count = is_count or period.end.year not in _ALL_YEARS  # "In March, [164] civilians"
        if is_spelt and is_count and (cut := _TAIL.search(text)):
            shorter = text[: cut.start()]
            again = find_periods(shorter.rstrip(" ,;"), published_at=published_at, language=language)
            yield from ((start + one, start + other, read) for one, other, read in again)
        elif _YEARS_AGO.search(text) and period.start == period.end:
            first, last = date(period.end.year, 1, 1), date(period.end.year, 12, 31)
            yield start, end, replace(period, start=first, end=last, accuracy=Accuracy.YEAR, kind=PeriodKind.DURING)
        elif _is_period(sentence, start, end, lexicon) and period.end.year in _ALL_YEARS:
            yield (
                nights.get(start - 1, start),
                end,
                _to_come(
                    sentence,
                    (start, end, _so_far(sentence, (start, end, period), lexicon, published_at)),
                    lexicon,
                    published_at,
                ),
            )


def _is_count(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell "im Juni [89] Menschen" from "June 8": a number behind a month that can be no day, or before a noun."""
    found = _MONTH_AND_COUNT.match(sentence[start:end])
    behind = re.match(r"\s([^\W\d_]{2,})", sentence[end:])
    if not found or not behind or lower(behind[1]) in lexicon.prepositions | lexicon.conjunctions | lexicon.determiners:
        return False
    is_english = "the" in lexicon.determiners
    is_in = lower(sentence[:start]).endswith(("in ", "in late ", "in early ", "in mid-")) or lower(
        sentence[start:end]
    ).startswith("in ")
    return int(found[1]) > _LAST_DAY or not is_english or is_in


def _to_come(sentence: str, told: tuple[int, int, Period], lexicon: Lexicon, published_at: datetime) -> Period:
    """Give the day that a text looks ahead to: "will be cleared by Friday" is the next Friday, not the last."""
    start, end, period = told
    text = sentence[start:end]
    is_by = _BY.search(sentence[:start]) or _BY_WITHIN.match(text)
    words = set(re.findall(r"[^\W\d_]+", lower(sentence)))
    is_spelt = not any(letter.isdigit() for letter in text)
    is_ahead = is_spelt and period.accuracy is Accuracy.SPAN and period.end > published_at.date()
    is_short = period.end - period.start < _WEEK and period.accuracy is Accuracy.SPAN
    if is_spelt and is_short and period.start > published_at.date() and words.isdisjoint(lexicon.modals):
        return replace(period, start=period.start - _WEEK, end=period.end - _WEEK)  # "over the weekend" is over
    if is_ahead and words.isdisjoint(lexicon.modals):
        return year_before(period) or period  # "the first eleven months of the year" are over when they are told of
    is_far = (
        period.accuracy is Accuracy.MONTH
        and published_at.date() - period.end > _MONTHS_AGO
        and period.end.year < MAXYEAR
    )
    if is_spelt and is_far and is_by and not words.isdisjoint(lexicon.modals | lexicon.expecting):
        return _year_after(period)  # "200 cases are expected by June"
    is_weekday = period.accuracy is Accuracy.DAY and is_spelt
    is_past = timedelta(0) < published_at.date() - period.end < _WEEK
    if not (is_by and is_weekday and is_past and not words.isdisjoint(lexicon.modals)):
        return period
    return replace(period, start=period.start + _WEEK, end=period.end + _WEEK)


def _year_after(period: Period) -> Period:
    """Give the same month a year later."""
    start, end = (date(day.year + 1, day.month, 1) for day in (period.start, period.end))
    if period.start == period.end:
        start = end = end.replace(day=period.end.day)
    else:
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return replace(period, start=start, end=end)


def _so_far(sentence: str, told: tuple[int, int, Period], lexicon: Lexicon, published_at: datetime) -> Period:
    """End a year or a month that is not over on the day when it is told of: "have burned 201,000 ha this year"."""
    start, end, period = told
    today = published_at.date()
    if not (period.start < today < period.end and _SO_FAR.match(sentence[start:end])):
        return period
    words = set(re.findall(r"[^\W\d_]+", lower(sentence)))
    is_ahead = not words.isdisjoint(lexicon.modals | lexicon.expecting) or _TO_COME.search(lower(sentence))
    return period if is_ahead else replace(period, end=today, accuracy=Accuracy.SPAN)


def _goes_on(sentence: str, end: int) -> bool:
    """Tell whether a number goes on behind: "2" of "2,3"."""
    following = sentence[end : end + 2]
    return sentence[end - 1].isdigit() and (
        following[:1] == "%" or (following[:1] in ".,%" and following[1:].isdigit())
    )


def _is_period(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    text = sentence[start:end]
    if _DECIMAL_AT_END.search(text):
        return False
    if any(letter.isalpha() for letter in text):
        return (
            lower(text) not in lexicon.no_days and len(text) > 1 and not _is_first_name(sentence, start, end, lexicon)
        )
    if _goes_on(sentence, end) or not _DATE.fullmatch(text):
        return False
    if not text.isdigit():
        return len(text) > len("12.34") or "/" in text
    return int(text) in _YEARS and not _counts(sentence, start, end, lexicon)


def _is_first_name(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell "interior minister Jan Rohde" from "im Jan 2024"."""
    text = lower(sentence[start:end])
    is_name = re.match(r"\s[A-ZÀ-ÞА-ЯІЇЄҐ][^\W\d_]+", sentence[end:]) and sentence[start].isupper()
    before = lower(sentence[:start]).split()
    is_when = bool(before) and before[-1] in lexicon.prepositions | lexicon.beside_month
    return text in lexicon.names_of_months and bool(is_name) and not is_when


def _counts(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell "2000 Thai stores" from "in 2000 Thai stores": a number before a noun, behind no preposition or article."""
    before, behind = lower(sentence[:start]).split(), sentence[end:].split()
    if (
        not behind
        or not behind[0][0].isalpha()
        or (before and before[-1] in lexicon.prepositions | lexicon.determiners | lexicon.of)
    ):
        return False
    word = lower(behind[0].strip(".,;:"))
    closed = lexicon.prepositions | lexicon.be | lexicon.have | lexicon.state | lexicon.verbs | lexicon.conjunctions
    is_year = word.startswith(("рок", "рік", "год"))
    return not is_year and word not in closed | lexicon.of | lexicon.determiners | lexicon.reporting and bool(before)
