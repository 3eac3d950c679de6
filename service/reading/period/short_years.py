"""Years of two digits, where the text or the day of publication tells that they are years.

    split = yy "/" yy + 1                  "24/25", "GJ 2024/25": not "11/12", which is a day
    span  = month "-" month yy             "Jan-Okt 25"
    end   = "year to" month yy             "FY to Mar 25", "three months ended Jun 25"
    day   = day month yy                   "14 Feb 25"
    month = month yy                       "jul 25", "Okt 24"; in English only where the day is yet to come

Where the month comes behind the day, "jul 25" can be no day: it would be "25 jul". In English "Oct 24" is the day, and
"Mar 25", published on 11 March 2025, is the month, since no report is of a day to come.
"""

import re
from datetime import date

from service.reading.lexicon_files import LANGUAGES
from service.reading.period.words import fold, months_of, year_of_two_digits

_SPLIT = re.compile(r"(?<![\d/.-])(?P<first>\d\d)/(?P<last>\d\d)(?![\d/.-])")
_MOST_MONTHS = 12
_WORD = r"[^\W\d_]+"
_SPAN = re.compile(rf"(?P<first>{_WORD})\.?\s*[-–]\s*(?P<last>{_WORD})\.?\s+'?(?P<year>\d\d)")
_END = re.compile(
    rf"(?P<span>.*\b(?:year|fy|half|quarter|months|season)\s(?:to|end(?:ed|ing)?)(?:\sin)?)\s(?P<last>{_WORD})\.?\s'?(?P<year>\d\d)",
    re.IGNORECASE,
)
_DAY = re.compile(rf"(?:.*\s)?\d{{1,2}}\.?\s(?P<last>{_WORD})\.?,?\s'?(?P<year>\d\d)")
_MONTH = re.compile(rf"(?:(?P<before>.*\D)\s)?(?P<last>{_WORD})\.?\s(?P<year>\d\d)")
_DAYS, _ENDS_FROM = 31, 28


def written_out(text: str, today: date, language: str | None) -> str:
    """Give a period with its years in four digits; as it is where they may be days.

    Args:
        text: As printed.
        today: The day of publication.
        language: A tag; None where nothing tells it.
    """
    text = _SPLIT.sub(_split, text)
    for pattern in (_SPAN, _END, _DAY):
        found = pattern.fullmatch(text)
        months = [found[name] for name in ("first", "last") if name in pattern.groupindex] if found else []
        is_told = pattern is not _END or _is_near(found["year"], today) if found else False
        if found is not None and is_told and all(map(_is_month, months)):
            return f"{text[: found.start('year')].rstrip(chr(39))}{year_of_two_digits(found['year'])}"
    found = _MONTH.fullmatch(text)
    if found is None or not _is_month(found["last"]) or not _is_year(found["last"], found["year"], today, language):
        return text
    return f"{text[: found.start('year')]}{year_of_two_digits(found['year'])}"


def _split(found: re.Match[str]) -> str:
    first, last = int(found["first"]), int(found["last"])
    return f"20{found['first']}/{found['last']}" if last == first + 1 > _MOST_MONTHS else found[0]


def _is_year(name: str, two: str, today: date, language: str | None) -> bool:
    """Tell "jul 25" and "Mar 25" of a month from the day "Oct 24"."""
    if int(two) > _DAYS:
        return False  # nothing else can be meant, and the grammar reads it
    if fold(name) not in months_of("en"):
        return True
    if language is not None and not language.startswith("en"):
        return True
    return int(two) == today.year % 100 and _lies_ahead(name, int(two), today)


def _is_near(two: str, today: date) -> bool:
    """Tell "FY to Mar 25" from "quarter ended Sept. 30": a year near the publication's, and no end of a month."""
    return int(two) < _ENDS_FROM and abs(int(two) - today.year % 100) <= 1


def _lies_ahead(name: str, day: int, today: date) -> bool:
    return (months_of("en")[fold(name)], day) > (today.month, today.day)


def _is_month(name: str) -> bool:
    return any(fold(name) in months_of(language) for language in LANGUAGES)
