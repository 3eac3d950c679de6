"""Text to Period: what time a figure speaks of.

Conventions, where the language leaves it open:

- What has no year, and what is told from the day of publication, is resolved against `published_at` in its own time
  zone: the last one that had begun by then. A weekday is the last one, the day of publication included.
- "to", "until", "through" and "by" a day are running totals: as of that day; "since" keeps where they started.
- The start or the end of something is a moment (`as_of`); early, mid and late are its thirds.
- Seasons are meteorological; the one over the year's end is named by the year it begins in.
- A fiscal year is the place's own; without a place "FY2022" is the calendar year, and a year over two calendar years
  ("2021/22") begins on 1 July. "2021-22" is such a year, not EDTF's summer of 2021, "2019-21" is three years, not its
  spring of 2019: codes of seasons are read where they lie more than ten years from the year ("2022-21" is spring).
- "The past 24 hours", "the last three months" reach back from the day of publication to the same hour or date.
- Centuries and decades are those of their first digits: the 20th century is 1900 to 1999, as in ISO 8601-2.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from service.claim import Accuracy, Period, PeriodKind
from service.errors import Unreadable
from service.reading.lexicon_files import LANGUAGES
from service.reading.period.cursor import Cursor, PeriodSetting
from service.reading.period.days import Days
from service.reading.period.finding import Effort, find_periods
from service.reading.period.iso import read_iso
from service.reading.period.notations import rewritten
from service.reading.period.occasions import read_beside_occasion
from service.reading.period.setting import setting_of
from service.reading.period.short_years import written_out
from service.reading.period.showing import show_period
from service.reading.period.statement import read_whole
from service.reading.period.words import fiscal_words, fold, lexicon_of, tokenize, year_of_two_digits

POINTER = "/period"
LONGEST_TEXT = 200
"""In characters. The longest period in the sets that we measure with has 60."""

UNDERSTOOD = (
    '"2022-11", "October 2022", "2022-Q3", "first half of 2022", "2022-10-01/2022-11-15", "1–15 Nov 2022", '
    '"as of 20 November 2022", "since 24 Feb 2022", "summer 2022", "FY2022", "yesterday", "last month".'
)
LAST_DAY = date(9998, 12, 31)
"""A day's leeway behind it must still be a day."""
_ISO_WEEK = re.compile(r"[0-9]{4}-?W[0-9]{2}(?:-?[0-9])?")
_MONTHS = 12
_CLOSE_YEARS = 10
_SHORTEST_EXPLAINED = 27
_EXPLAINED = re.compile(r"[^()]*(?P<year>(?:19|20)[0-9]{2})[^()]*\((?P<span>[^()]+)\)")
_YEAR = re.compile(r"[0-9]{4}")
_SPLIT_YEAR = re.compile(r"([0-9]{2})([0-9]{2})[-–/]([0-9]{2})")


class PeriodForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A period with exact fields, as a caller may give it instead of text."""

    start: date
    end: date
    kind: PeriodKind = PeriodKind.DURING
    accuracy: Accuracy | None = None
    since: date | None = None


def read_period(
    given: str | None,
    *,
    published_at: datetime,
    language: str | None = None,
    place: str | None = None,
    whose: str | None = None,
) -> Period:
    """Read a period as printed, or as ISO 8601 or EDTF writes it.

    Args:
        given: The text; None or blank when there is none, and the figure is as of its publication.
        published_at: What relative words are resolved against, in its own time zone.
        language: The text's language, as a BCP 47 tag. Without one, the languages with a lexicon are tried in turn.
        place: The key of the claim's place: for hemispheres, fiscal years and the order of figures.
        whose: The claim's subject, whose fiscal year it may be.

    Raises:
        Unreadable: The text is no period, ends after the year 9998, names a day that the calendar lacks, or can be
            read in two ways.
    """
    if given is None or not given.strip():
        day = published_at.date()
        return Period(None, PeriodKind.AS_OF, day, day, Accuracy.DAY, assumed=True)
    days, is_unknown = _read(given, published_at.date(), language, place, whose)
    return Period(given, days.kind, days.start, days.end, days.accuracy, days.since, is_fiscal_start_unknown=is_unknown)


@lru_cache(maxsize=4096)
def _read(given: str, today: date, language: str | None, place: str | None, whose: str | None) -> tuple[Days, bool]:
    """Give the days, and whether they are of a fiscal year whose first day nobody told.

    Desks print the same few periods over and over; what cannot be read is not kept.
    """
    _check(given)
    setting = setting_of(today, language, place, whose)
    text = written_out(rewritten(given.strip()), today, language)
    days = _read_notation(text, setting)
    if days is None and _ISO_WEEK.fullmatch(text):
        raise Unreadable(POINTER, given, "The year has no such week.", UNDERSTOOD)
    if days is None:
        try:
            days = _read_words(given, text, setting, _languages(language))
        except Unreadable:
            explained = _explained_in(given, text, setting, _languages(language))
            explained = explained or read_beside_occasion(text, setting, _languages(language))
            if explained is None or explained.end > LAST_DAY:
                raise
            return explained, False
    if days.end > LAST_DAY:
        raise Unreadable(POINTER, given, "The period ends beyond all calendars.", f"a day up to {LAST_DAY}")
    is_fiscal = days.accuracy is Accuracy.FISCAL_YEAR or bool(fiscal_words().search(fold(given)))
    return days, is_fiscal and not (setting.is_fiscal_known or days.is_end_told)


def read_period_form(form: PeriodForm) -> Period:
    """Take a period that was given by its fields.

    Raises:
        Unreadable: It ends before it starts, or a running total starts after its end.
    """
    given = f"{form.start.isoformat()}/{form.end.isoformat()}"
    if form.start > form.end:
        raise Unreadable(f"{POINTER}/end", given, "The period ends before it starts.", "an end on or after the start.")
    if form.end > LAST_DAY:
        raise Unreadable(f"{POINTER}/end", given, "The period ends beyond all calendars.", f"a day up to {LAST_DAY}")
    if form.since is not None and form.since > form.end:
        raise Unreadable(f"{POINTER}/since", given, "The running total ends before it starts.", "an earlier day.")
    accuracy = form.accuracy or (Accuracy.DAY if form.start == form.end else Accuracy.SPAN)
    return Period(given, form.kind, form.start, form.end, accuracy, form.since)


def _check(given: str) -> None:
    if len(given) > LONGEST_TEXT:
        problem = f"A period has at most {LONGEST_TEXT} characters; this has {len(given)}."
        raise Unreadable(POINTER, given[:LONGEST_TEXT], problem, UNDERSTOOD)
    for at, letter in enumerate(given):
        if not letter.isprintable() and unicodedata.category(letter) not in {"Zs", "Cf"} and letter not in "\t\n\r":
            raise Unreadable(POINTER, given, f"There is a character U+{ord(letter):04X}.", UNDERSTOOD, (at, at + 1))


def _read_notation(text: str, setting: PeriodSetting) -> Days | None:
    """ISO 8601 or EDTF, but for "2021-22" and "2019-21", which print uses for years."""
    found = _SPLIT_YEAR.fullmatch(text)
    if found is not None and _is_printed(int(found[2]), int(found[3]), found[0][4]):
        return None
    return read_iso(text, today=setting.today, hemisphere=setting.hemisphere)


def _is_printed(first: int, last: int, mark: str) -> bool:
    """Two digits behind a year that print uses for a later one: "2021/22", "2019-21"; "2019-03" is a month."""
    return 0 < (last - first) % 100 <= _CLOSE_YEARS and (mark != "-" or last > _MONTHS)


def _explained_in(given: str, text: str, setting: PeriodSetting, languages: Sequence[str]) -> Days | None:
    """Read what brackets give behind a year of somebody's own: "Q2 FY2024-25 (July to September 2024)"."""
    found = _EXPLAINED.fullmatch(text)
    if found is None:
        return None
    try:
        days = _read_words(given, found["span"], setting, languages)
    except Unreadable:
        return None
    years = {days.start.year, days.start.year + 1, days.end.year, days.end.year - 1}
    is_span = days.kind is PeriodKind.DURING and (days.end - days.start).days >= _SHORTEST_EXPLAINED
    if days.end > LAST_DAY or int(found["year"]) not in years:
        return None
    if is_span:
        return days
    is_day = days.length == 1 and _YEAR.search(found["span"]) is not None
    return replace(days, kind=PeriodKind.AS_OF) if is_day else None


def _languages(language: str | None) -> Sequence[str]:
    """The text's own first, then English, then the others; all of them, since a desk may not know."""
    if language is None:
        return LANGUAGES
    own = re.split(r"[-_]", language, maxsplit=1)[0].lower()
    return (own, *(other for other in LANGUAGES if other != own))


def _read_words(given: str, text: str, setting: PeriodSetting, languages: Sequence[str]) -> Days:
    problem, furthest = None, 0
    offset = len(given) - len(given.lstrip())
    for language in languages:
        cursor = Cursor(tokenize(text, lexicon_of(language)), setting)
        days = read_whole(cursor)
        if days is not None:
            return days
        problem = problem or cursor.problem
        if cursor.position:
            furthest = max(furthest, cursor.tokens[cursor.position - 1].end)
    if problem is not None:
        raise Unreadable(POINTER, given, problem, UNDERSTOOD)
    at = (offset + furthest, offset + len(text))
    raise Unreadable(POINTER, given, "This is not a period." if furthest == 0 else "Expected the end.", UNDERSTOOD, at)


__all__ = [
    "LONGEST_TEXT",
    "Effort",
    "PeriodForm",
    "find_periods",
    "read_period",
    "read_period_form",
    "show_period",
    "year_of_two_digits",
]
