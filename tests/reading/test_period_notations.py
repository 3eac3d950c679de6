from datetime import UTC, date, datetime

import pytest

from service.errors import Unreadable
from service.reading.period import read_period
from service.reading.period.finding import _promising
from service.reading.period.words import lexicon_of, tokenize

PUBLISHED = datetime(2022, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ("Dec-19", date(2019, 12, 1), date(2019, 12, 31)),
        ("Jul19-Jun20", date(2019, 7, 1), date(2020, 6, 30)),
        ("2020M03", date(2020, 3, 1), date(2020, 3, 31)),
        ("2020 [YR2020]", date(2020, 1, 1), date(2020, 12, 31)),
        ("Quarter 1 2018", date(2018, 1, 1), date(2018, 3, 31)),
        ("June quarter 2022", date(2022, 4, 1), date(2022, 6, 30)),
        ("2022, as of 23 November", date(2022, 11, 23), date(2022, 11, 23)),
        ("announced 9 November 2022", date(2022, 11, 9), date(2022, 11, 9)),
        ("2024-06-18 close", date(2024, 6, 18), date(2024, 6, 18)),
        ("market close, 18 June 2024", date(2024, 6, 18), date(2024, 6, 18)),
        ("January 2022 transfer window", date(2022, 1, 1), date(2022, 1, 31)),
        ("overnight on Tuesday", date(2022, 11, 22), date(2022, 11, 22)),
        ("last year alone", date(2021, 1, 1), date(2021, 12, 31)),
        ("on 12 Aug at 01.46 local time", date(2022, 8, 12), date(2022, 8, 12)),
        ("2021 calendar year", date(2021, 1, 1), date(2021, 12, 31)),
        ("im Laufe des Jahres 2022", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_notations_that_are_no_grammar_are_read(given: str, start: date, end: date) -> None:
    period = read_period(given, published_at=PUBLISHED)
    assert (period.start, period.end) == (start, end)


def test_a_year_as_of_a_day_is_a_running_total_since_its_first_day() -> None:
    assert read_period("2022, as of 23 November", published_at=PUBLISHED).since == date(2022, 1, 1)


@pytest.mark.parametrize("whose", ["Microsoft", "Microsoft Corp.", "MICROSOFT"])
def test_a_companys_fiscal_year_is_its_own(whose: str) -> None:
    period = read_period("FY2020", published_at=PUBLISHED, whose=whose)
    assert (period.start, period.end) == (date(2019, 7, 1), date(2020, 6, 30))
    assert not period.is_fiscal_start_unknown


@pytest.mark.parametrize("given", ["FY2020", "Q4 FY2022", "fiscal first quarter of 2023", "2018-19"])
def test_a_fiscal_year_that_nobody_knows_says_so(given: str) -> None:
    assert read_period(given, published_at=PUBLISHED, whose="Obscure Ltd").is_fiscal_start_unknown


def test_brackets_tell_when_a_fiscal_quarter_is() -> None:
    given = "third quarter of fiscal 2025 (August to October 2024)"
    period = read_period(given, published_at=PUBLISHED, whose="Obscure Ltd")
    assert (period.start, period.end) == (date(2024, 8, 1), date(2024, 10, 31))
    assert not period.is_fiscal_start_unknown


@pytest.mark.parametrize(
    "given",
    [
        "FY2024 of theirs (to late November 2024)",
        "2024 of ours (who knows)",
        "war (2024)",
        "2019 of ours (2021)",
        "2022 of ours (today)",
    ],
)
def test_brackets_that_tell_no_span_explain_nothing(given: str) -> None:
    with pytest.raises(Unreadable):
        read_period(given, published_at=PUBLISHED)


def test_a_countrys_fiscal_year_is_known_and_a_calendar_year_is_none() -> None:
    assert not read_period("FY2020", published_at=PUBLISHED, place="IN").is_fiscal_start_unknown
    assert not read_period("2020", published_at=PUBLISHED, whose="Obscure Ltd").is_fiscal_start_unknown


@pytest.mark.parametrize("given", ["9999", "9999-12-31", "December 9999", "1 Jan 2020 to 31 Dec 9999"])
def test_the_end_of_all_calendars_is_refused(given: str) -> None:
    with pytest.raises(Unreadable):
        read_period(given, published_at=PUBLISHED)


@pytest.mark.parametrize(
    ("text", "promising"),
    [
        ("a-a-a-a", ""),
        ("two to a two", ""),
        ("a word in May", "in May"),
        ("to 3 May", "to 3 May"),
        ("half a word", "half"),
    ],
)
def test_what_only_looks_like_the_beginning_of_a_period_is_passed_over(text: str, promising: str) -> None:
    tokens = tokenize(text, lexicon_of("en"))
    told = [token.text for token, is_told in zip(tokens, _promising(tokens), strict=True) if is_told]
    assert " ".join(told) == promising.lower()


@pytest.mark.parametrize(
    ("given", "whose", "is_unknown"),
    [
        ("financial year to 30 September 2024", "Orlanda Holidays", False),
        ("fiscal year ended 31 March 2024", "Orlanda Holidays", False),
        ("financial year 2024", "Orlanda Holidays", True),
        ("financial year 2023-24", "Indian government", False),
        ("Haushaltsjahr 2024", "Ministerium der Finanzen", False),
    ],
)
def test_a_fiscal_year_is_known_by_its_end_and_by_a_government(given: str, whose: str, is_unknown: bool) -> None:
    period = read_period(given, published_at=PUBLISHED, place="IN", whose=whose)
    assert period.is_fiscal_start_unknown is is_unknown
