import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from service.claim import Accuracy, Period, PeriodKind
from service.errors import Unreadable
from service.reading.period import LONGEST_TEXT, find_periods, read_period

PUBLISHED = datetime(2022, 11, 22, 12, tzinfo=UTC)
CASES = tomllib.loads((Path(__file__).parent / "period_cases.toml").read_text("utf-8"))


def read(text: str | None, language: str | None = None, place: str | None = None) -> Period:
    return read_period(text, published_at=PUBLISHED, language=language, place=place)


def shown(period: Period) -> str:
    days = f"{period.start}" if period.start == period.end else f"{period.start}..{period.end}"
    since = f" since {period.since}" if period.since else ""
    return f"{period.kind.value} {days} {period.accuracy.value}{since}"


def cases() -> list[object]:
    return [
        pytest.param(text, expected, group.get("language"), group.get("place"), id=f"{name}: {text}")
        for name, group in CASES.items()
        for text, expected in group["cases"].items()
    ]


@pytest.mark.parametrize(("text", "expected", "language", "place"), cases())
def test_a_period_is_read_as_it_is_meant(text: str, expected: str, language: str | None, place: str | None) -> None:
    assert shown(read(text, language, place)) == expected


@pytest.mark.parametrize("text", [None, "", "  "])
def test_without_a_period_the_figure_is_as_of_its_publication(text: str | None) -> None:
    period = read(text)
    assert period == Period(None, PeriodKind.AS_OF, date(2022, 11, 22), date(2022, 11, 22), Accuracy.DAY, assumed=True)


def test_yesterday_is_told_from_the_publication_in_its_own_time_zone() -> None:
    published_at = datetime(2022, 11, 22, 1, tzinfo=timezone(timedelta(hours=9)))
    assert read_period("yesterday", published_at=published_at).end == date(2022, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "2022-02-30",
        "30 February 2022",
        "February 30",
        "2022-13",
        "2022-W54",
        "2022-10-05/2022-10-01",
        "1985-12/1985-11",
        "-0100",
        "Y170000002",
        "[2020,2021]",
        "{2020,2021}",
        "15XX-12-25",
        "from 5 May 2022 to 3 May 2022",
        "15–1 Nov 2022",
        "since 24 Feb 2022, as of 1 Jan 2022",
        "03/04/2022",
        "banana",
        "5",
        "2022 banana",
        "election",
        "election, August",
        "before the election 2022",
        "from 2022 banana",
        "since the floods",
        "June-14 banana 2020",
        "Q5 2022",
        "20\x0022",
        "\ud800",
        "0000",
        "1" * LONGEST_TEXT,
        "end of " * 28,
        "2022 " * 1000,
    ],
)
def test_what_is_no_period_is_refused_with_advice(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.pointer == "/period"
    assert refused.value.understood


def test_a_year_in_words_is_found_in_a_sentence() -> None:
    found = find_periods("Sales rose in two thousand and twenty", published_at=PUBLISHED, language="en")
    assert [(period.start.year, period.end.year) for _, _, period in found] == [(2020, 2020)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("summer 2019–2021", "en"),
        ("summer 2019 to 2021", "en"),
        ("Q3 2019–2021", "en"),
        ("first half 2019–2021", "en"),
        ("Sommer 2019–2021", "de"),
        ("2. Quartal 2019-2021", "de"),
        ("estate 2019-2021", "it"),
        ("zima 2019–2021", "pl"),
    ],
)
def test_a_part_of_the_first_year_or_of_each_is_asked_back(text: str, language: str) -> None:
    with pytest.raises(Unreadable, match="each of the years"):
        read(text, language)


def test_so_many_years_are_no_stretch() -> None:
    with pytest.raises(Unreadable):
        read("2019 year", "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("lata 2019–2021", "pl"),
        ("w latach 2019–2021", "pl"),
        ("in den Jahren 2019 bis 2021", "de"),
        ("les années 2019 à 2021", "fr"),
        ("2019 à 2021", "fr"),
        ("de 2019 à 2021", "fr"),
        ("2019 à 2021", None),
        ("en los años 2019 a 2021", "es"),
        ("nos anos de 2019 a 2021", "pt"),
        ("negli anni 2019-2021", "it"),
        ("the years 2019-2021", "en"),
        ("роки 2019–2021", "uk"),
        ("from 2019 to 2021", "en"),
    ],
)
def test_years_that_are_named_so_are_a_stretch(text: str, language: str | None) -> None:
    assert shown(read(text, language)) == "during 2019-01-01..2021-12-31 span"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("5 mars 2021 à 17 h", "fr"),
        ("5 mars 2021 à 17h30", "fr"),
        ("5. März 2021, gegen 17 Uhr", "de"),
        ("5. März 2021 um 17.30 Uhr MEZ", "de"),
        ("5 marca 2021, godz. 17", "pl"),
        ("5 marzo 2021, ore 17", "it"),
        ("5 marzo 2021 alle 17", "it"),
        ("5 de marzo de 2021 a las 17:30", "es"),
        ("5 березня 2021 о 17:30", "uk"),
        ("5 березня 2021 о 17 годині", "uk"),
        ("5 de março de 2021 às 17h30", "pt"),
    ],
)
def test_an_hour_behind_a_day_leaves_the_day(text: str, language: str) -> None:
    assert shown(read(text, language)) == "during 2021-03-05 day"


@pytest.mark.parametrize(("text", "language"), [("5 марта 2021 о 2025", "ru"), ("5. März 2021 um 2025", "de")])
def test_what_is_no_hour_is_not_dropped(text: str, language: str) -> None:
    with pytest.raises(Unreadable):
        read(text, language)


def test_the_summer_of_one_year_stays_one() -> None:
    assert shown(read("w ciągu lata 2021", "pl")) == "during 2021-06-01..2021-08-31 season"
    assert shown(read("from Q3 2019 to 2021", "en")) == "during 2019-07-01..2021-12-31 span"


@pytest.mark.parametrize(
    ("text", "language"), [("at year-end", "en"), ("am Jahresende", "de"), ("zum Jahreswechsel", "de")]
)
def test_the_end_of_a_year_that_nobody_names_is_asked_back(text: str, language: str) -> None:
    with pytest.raises(Unreadable, match="last year, or of this one"):
        read(text, language)


@pytest.mark.parametrize(
    ("text", "language"), [("by year-end", "en"), ("bis Jahresende", "de"), ("year-end 2022", "en")]
)
def test_the_end_that_is_to_come_is_this_years(text: str, language: str) -> None:
    assert shown(read(text, language)) == "as_of 2022-12-31 day"
