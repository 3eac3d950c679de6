"""A population in the middle of a year is that year's, as statistics offices have it: "July 2020 est." beside "2020".

    mid-year = (30 June | 1 July | July | "mid-2020") with a word that says so: an estimate, or "mid-year"

A bare "1 July 2020" may be one of twelve months and stays the day; so does any other thing's middle of a year.
"""

import re
from datetime import date
from typing import Final

from msgspec.structs import replace

from service.claim import Accuracy, Metric, Period, PeriodKind, Subject
from service.reading.lexicon_files import LANGUAGES, words_of_language

MID_YEAR: Final = [word for language in LANGUAGES for word in words_of_language(language).mid_year]
"""The words that say so, in all languages."""
_SAID = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, MID_YEAR))})(?!\w)", re.IGNORECASE)
_MIDDLES = frozenset({((6, 30), (6, 30)), ((7, 1), (7, 1)), ((7, 1), (7, 31)), ((5, 1), (8, 31))})
"""First and last day; the last one is how "mid-2020" is read."""
_TOTAL = "flow:cumulative"
"""Of a population "total" says that it is whole."""
MARK = "mid-year"
"""Said in brackets behind a day, it tells that the figure is the year's."""


def is_middle(period: Period) -> bool:
    """Say whether it is what a middle of a year is printed as."""
    first, last = period.start, period.end
    return first.year == last.year and ((first.month, first.day), (last.month, last.day)) in _MIDDLES


def is_population(metric: Metric, subject: Subject | None) -> bool:
    """Say whether the people of a place are counted, all or by sex, age and settlement; no herd and no prisoners."""
    words = [word for word in metric.phrase.split() if ":" not in word]
    return words == ["population"] and subject is None and not any(map(_is_of_time, metric.qualifiers))


def _is_of_time(qualifier: str) -> bool:
    return qualifier.startswith(("flow:", "measure:", "frequency:monthly", "frequency:daily")) and qualifier != _TOTAL


def resolve_year(period: Period, metric: Metric, subject: Subject | None) -> Period:
    """Give the year of which a population's period is the middle; every other period as it is."""
    said = period.as_given
    if said is None or not is_middle(period) or not _SAID.search(said) or not is_population(metric, subject):
        return period
    year = period.start.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    return replace(period, kind=PeriodKind.DURING, start=first, end=last, accuracy=Accuracy.YEAR, since=None)
