"""ISO 8601 and EDTF (ISO 8601-2 levels 0 to 2, as far as a figure's period goes).

    period   = date | interval
    interval = [date] "/" date | date "/" ["open" date]     an open or unknown end is written "..", or left out
    date     = YYYY ["-" MM ["-" DD]] | YYYY "-" season | YYYY "-Q" n | YYYY "-W" ww ["-" d] | YYYY "-" ddd
             | YYYYMMDD | YYX "X" (decade "199X", century "19XX") | date-time
    each part may carry "?", "~" or "%" (uncertain, approximate, both), and "XX" for what is not specified.

What EDTF can say and a figure's period cannot (sets, years before 1 or after 9999) is left to the caller to refuse.
An open start is a running total: as of its end. An open end is a running total since its start, as of publication.
"""

import re
from collections.abc import Callable
from datetime import date

from service.claim import Accuracy, PeriodKind
from service.reading.period.days import (
    DAY,
    SEASONS,
    Days,
    Hemisphere,
    day,
    day_of,
    half_of,
    month_of,
    months_from,
    over,
    quarter_of,
    season_of,
    shift_days,
    shift_months,
    week_of,
    year_of,
    years_from,
)

_TIME = r"[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?"
_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:"
    r"-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})(?:" + _TIME + r")?)?"
    r"|-?(?P<part>[QHS])(?P<which>[1-4])"
    r"|-?W(?P<week>[0-9]{2})(?:-?(?P<weekday>[1-7]))?"
    r"|-(?P<ordinal>[0-9]{3})"
    r"|(?P<basic>[0-9]{4})(?:" + _TIME + r")?"
    r")?",
    re.ASCII | re.IGNORECASE,
)
_UNSPECIFIED = re.compile(
    r"(?P<century>[0-9]{2})(?:(?P<decade>[0-9])X|XX|(?P<year>[0-9]{2})-(?P<month>[0-9]{2}|XX)-XX|[0-9]{2}-XX)"
)
_DURATION = re.compile(r"P(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?", re.ASCII)
_QUALIFIER = re.compile(r"[?~%]")
_SPLIT = re.compile(r"\s*(?:/|--)\s*")
_OPEN = frozenset({"", "..", "open", "unknown"})

_SEASON_CODE_FIRST, _QUARTER_CODE_FIRST, _THIRD_CODE_FIRST, _HALF_CODE_FIRST, _CODE_LAST = 21, 33, 37, 40, 41
_HEMISPHERE_OF_CODE = dict.fromkeys(range(25, 29), Hemisphere.NORTH) | dict.fromkeys(range(29, 33), Hemisphere.SOUTH)


def read_iso(text: str, *, today: date, hemisphere: Hemisphere = Hemisphere.NORTH) -> Days | None:
    """Read a date or an interval; None when the text is of another notation or names no day of the calendar.

    Args:
        text: Trimmed.
        today: The day that an interval with an open end runs to.
        hemisphere: Of seasons that name none of their own.
    """
    plain = _QUALIFIER.sub("", text)
    days = _read_date(plain, hemisphere=hemisphere)
    if days is not None:
        return days
    ends = _SPLIT.split(plain)
    return _read_interval(ends[0], ends[1], today, hemisphere=hemisphere) if len(ends) == 2 else None  # noqa: PLR2004


def _read_interval(first: str, last: str, today: date, *, hemisphere: Hemisphere) -> Days | None:
    if first in _OPEN:
        end = _read_date(last, hemisphere=hemisphere)
        return None if end is None else Days(end.end, end.end, Accuracy.DAY, PeriodKind.AS_OF)
    start = _read_date(first, hemisphere=hemisphere)
    if start is None:
        return _before(first, last, hemisphere=hemisphere)
    if last in _OPEN:
        return Days(today, today, Accuracy.DAY, PeriodKind.AS_OF, start.start) if start.start <= today else None
    end = _read_duration(start.start, last) or _read_date(_completed(first, last), hemisphere=hemisphere)
    return None if end is None else over(start, end)


def _completed(first: str, last: str) -> str:
    """ISO 8601 lets the later end leave out what it shares with the earlier: "2022-10-01/11-15", "2022-10-01/15"."""
    if first[4:5] == "-" and len(last) in {2, 5} and last[:4].isdigit() is False:
        return first[: len(first) - len(last)] + last
    if first[4:5] == "-" and len(last) == 2 and len(first) > len(last) + 4:  # noqa: PLR2004
        return first[: len(first) - 2] + last
    return last


def _read_duration(start: date, text: str) -> Days | None:
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    years, months, weeks, days = (int(group or 0) for group in found.groups())
    end = shift_days(shift_months(start, 12 * years + months), 7 * weeks + days - 1)
    return Days(start, end, Accuracy.SPAN) if end >= start else None


def _before(first: str, last: str, *, hemisphere: Hemisphere) -> Days | None:
    """A duration and its end: "P1M/2022-11-15" ends on that day."""
    found, end = _DURATION.fullmatch(first), _read_date(last, hemisphere=hemisphere)
    if found is None or end is None or not any(found.groups()):
        return None
    years, months, weeks, days = (int(group or 0) for group in found.groups())
    start = shift_days(shift_months(shift_days(end.end, 1), -12 * years - months), -7 * weeks - days)
    return Days(start, end.end, Accuracy.SPAN) if start <= end.end else None


def _read_date(text: str, *, hemisphere: Hemisphere) -> Days | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return _read_unspecified(text)
    year = int(found["year"])
    for name, build in _BUILDERS:
        if found[name] is not None:
            return build(year, found, hemisphere)
    return year_of(year)


def _read_unspecified(text: str) -> Days | None:
    found = _UNSPECIFIED.fullmatch(text.upper())
    if found is None:
        return None
    if found["decade"]:
        return years_from(int(found["century"] + found["decade"]) * 10, 10, Accuracy.DECADE)
    if text[2:4].upper() == "XX":
        return years_from(int(found["century"]) * 100, 100, Accuracy.SPAN)
    month = found["month"]
    if month is not None and month.isdigit():
        return month_of(int(text[:4]), int(month))
    return year_of(int(text[:4]))


def _calendar_day(year: int, found: re.Match[str], _hemisphere: Hemisphere) -> Days | None:
    return day_of(year, int(found["month"]), int(found["day"]))


def _calendar_month(year: int, found: re.Match[str], hemisphere: Hemisphere) -> Days | None:
    """A month, or one of EDTF's codes 21 to 41 for seasons, quarters, thirds and halves."""
    code = int(found["month"])
    if code < _SEASON_CODE_FIRST:
        return month_of(year, code)
    if code < _QUARTER_CODE_FIRST:
        if code in _HEMISPHERE_OF_CODE:
            hemisphere = _HEMISPHERE_OF_CODE[code]
        return season_of(year, SEASONS[(code - _SEASON_CODE_FIRST) % 4], hemisphere=hemisphere)
    if code < _THIRD_CODE_FIRST:
        return quarter_of(year, code - _QUARTER_CODE_FIRST + 1)
    if code < _HALF_CODE_FIRST:
        return months_from(year, 4 * (code - _THIRD_CODE_FIRST) + 1, 4, Accuracy.SPAN)
    return half_of(year, code - _HALF_CODE_FIRST + 1) if code <= _CODE_LAST else None


def _part(year: int, found: re.Match[str], _hemisphere: Hemisphere) -> Days | None:
    which = int(found["which"])
    return quarter_of(year, which) if found["part"] in "Qq" else half_of(year, which)


def _week(year: int, found: re.Match[str], _hemisphere: Hemisphere) -> Days | None:
    week = week_of(year, int(found["week"]))
    if week is None or found["weekday"] is None:
        return week
    return day(week.start + (int(found["weekday"]) - 1) * DAY)


def _ordinal_day(year: int, found: re.Match[str], _hemisphere: Hemisphere) -> Days | None:
    days = year_of(year)
    if days is None or not 1 <= int(found["ordinal"]) <= days.length:
        return None
    return day(shift_days(days.start, int(found["ordinal"]) - 1))


def _basic_day(year: int, found: re.Match[str], _hemisphere: Hemisphere) -> Days | None:
    return day_of(year, int(found["basic"][:2]), int(found["basic"][2:]))


_BUILDERS: tuple[tuple[str, Callable[[int, re.Match[str], Hemisphere], Days | None]], ...] = (
    ("day", _calendar_day),
    ("month", _calendar_month),
    ("part", _part),
    ("week", _week),
    ("ordinal", _ordinal_day),
    ("basic", _basic_day),
)
