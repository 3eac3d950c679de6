"""Pages are in the reader's language, with its dates, numbers and plural forms."""

from typing import Any

import pytest

from service.console.speaking import speech_of

MARCH = {"kind": "during", "start": "2025-03-01", "end": "2025-03-31", "accuracy": "month", "assumed": False}
DAY = {"kind": "as_of", "start": "2025-03-01", "end": "2025-03-01", "accuracy": "day", "assumed": True}
YEAR = {**MARCH, "start": "2019-01-01", "end": "2019-12-31", "accuracy": "year"}
QUARTER = {**MARCH, "start": "2024-04-01", "end": "2024-06-30", "accuracy": "quarter"}
EXACT = {"low": None, "high": None, "low_open": False, "high_open": False}


@pytest.mark.parametrize(
    ("cookie", "accepted", "language", "locale"),
    [
        (None, "", "en", "en_GB"),
        (None, "de-CH,fr;q=0.8", "de", "de_CH"),
        (None, "ja,uk;q=0.5,en;q=0.1", "uk", "uk"),
        ("es", "de-DE", "es", "es"),
        ("xx", "en-us", "en", "en_US"),
        (None, "de-QQ", "de", "de"),
        (None, "*, ;;q=, 12-de, xx_YY, " + "x" * 5000, "en", "en_GB"),
        ("../../etc", "\udcff", "en", "en_GB"),
    ],
)
def test_the_language_is_what_was_chosen_or_what_the_browser_asks_for(
    cookie: str | None, accepted: str, language: str, locale: str
) -> None:
    found = speech_of(cookie, accepted)
    assert (found.language, str(found.locale)) == (language, locale)


@pytest.mark.parametrize(
    ("language", "period", "told"),
    [
        ("en", MARCH, "March 2025"),
        ("de", MARCH, "März 2025"),
        ("uk", MARCH, "березень 2025"),
        ("en", DAY, "as of 1 Mar 2025 (assumed)"),
        ("fr", YEAR, "2019"),
        ("en", QUARTER, "Q2 2024"),
        ("en", {**MARCH, "end": "2025-04-02"}, "1 Mar 2025 to 2 Apr 2025"),
    ],
)
def test_periods(language: str, period: dict[str, Any], told: str) -> None:
    assert speech_of(language, "").period(period).replace("\u202f", " ") == told


@pytest.mark.parametrize(
    ("language", "gap", "told"),
    [
        ("en", {"factor": "999", "percent": "100000", "absolute": "1", "unit": "USD"}, "999 times"),
        ("de", {"factor": "1.05", "percent": "5.1", "absolute": "1", "unit": None}, "5,1 % auseinander"),
        ("en", {"factor": None, "percent": None, "absolute": "1234.5", "unit": "people"}, "1,234.5 people apart"),
        ("en", {"factor": None, "percent": None, "absolute": "1E+400", "unit": None}, "1E+400 apart"),
    ],
)
def test_gaps(language: str, gap: dict[str, Any], told: str) -> None:
    assert speech_of(language, "").gap(gap) == told


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"low": "5", "high": "5"}, "5%"),
        ({"low": "5", "high": "7"}, "5 to 7 %"),
        ({"low": "5", "low_open": True}, "more than 5 %"),
        ({"high": "5"}, "at most 5 %"),
        ({}, "–"),
    ],
)
def test_what_was_understood(stated: dict[str, Any], told: str) -> None:
    quantity = {"stated": {**EXACT, **stated}, "unit": {"base": "percent", "name": "%"}}
    assert speech_of("en", "").stated(quantity) == told.replace("5%", "5 %")


def test_numbers_with_forms_are_counted_as_the_language_counts() -> None:
    told = [speech_of("uk", "").t("sources_count", count=one) for one in (1, 2, 5, 21)]
    assert told == ["1 джерело", "2 джерела", "5 джерел", "21 джерело"]


def test_a_moment_is_told_in_utc() -> None:
    told = speech_of("en", "").moment("2026-11-26T21:28:28.252028Z")
    assert told == "26 Nov 2026, 21:28 UTC"
