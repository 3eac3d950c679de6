"""A population in the middle of a year is that year's, where it says so; every other period stays what it is."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from service.claim import Accuracy, ClaimId, Period, PeriodKind
from service.matching import compare
from service.policy import Policy
from service.reading import Draft, read
from service.reading.metric import read_metric
from service.reading.midyear import MID_YEAR, resolve_year

NOW = datetime(2026, 1, 1, tzinfo=UTC)
JULY = date(2020, 7, 1)
YEAR = (date(2020, 1, 1), date(2020, 12, 31))


def period(text: str, metric: str = "Population", subject: str | None = None) -> Period:
    draft = Draft(source="x", metric=metric, quantity="5000", period=text, subject=subject, place="France")
    return read(draft, claim_id=ClaimId(UUID(int=1)), received_at=NOW).period


@pytest.mark.parametrize(
    "text",
    [
        "July 2020 est.",
        "July 1, 2020 estimate",
        "1 July 2020 (estimate)",
        "30 June 2020 est.",
        "mid-2020",
        "mid-year 2020",
    ]
    + ["2020 mid-year", "1 July 2020 (mid-year)", "Mid-year estimate 2020", "1. Juli 2020 (Schätzung)", "mi-2020"]
    + ["1er juillet 2020 (estimation)", "1 de julio de 2020 (est.)", "mediados de 2020", "1 липня 2020 (оцінка)"],
)
def test_a_population_in_the_middle_of_a_year_is_the_years(text: str) -> None:
    found = period(text)
    assert (found.start, found.end, found.kind, found.accuracy) == (*YEAR, PeriodKind.DURING, Accuracy.YEAR)
    assert found.as_given == text


@pytest.mark.parametrize("metric", ["Total population", "inhabitants", "Einwohner", "female population"])
def test_it_is_so_of_people_in_many_words(metric: str) -> None:
    assert period("July 2020 est.", metric).accuracy is Accuracy.YEAR


@pytest.mark.parametrize(
    ("text", "metric", "subject"),
    [
        ("July 2020", "Population", None),
        ("1 July 2020", "Population", None),
        ("May 2020 est.", "Population", None),
        ("July 2020 est.", "unemployment rate", None),
        ("July 2020 est.", "prison population", None),
        ("July 2020 est.", "wolf population", None),
        ("July 2020 est.", "population growth", None),
        ("July 2020 est.", "population", "refugees"),
        ("2020-06-15/2020-07-15", "Population", None),
    ],
)
def test_other_periods_and_other_things_stay_what_they_are(text: str, metric: str, subject: str | None) -> None:
    assert period(text, metric, subject).accuracy is not Accuracy.YEAR


def test_it_meets_the_year_of_another_source() -> None:
    def claim(source: str, metric: str, text: str, figure: str, number: int):  # type: ignore[no-untyped-def]
        draft = Draft(source=source, metric=metric, quantity=figure, period=text, place="China")
        return read(draft, claim_id=ClaimId(UUID(int=number)), received_at=NOW)

    page = claim("a", "Population", "July 2020 est.", "1,394,015,977", 1)
    bank = claim("b", "Population, total", "2020", "1411100000", 2)
    found = compare(page, bank, Policy())
    assert (found.band and found.band.value, found.separator) == ("confirmed", None)


@pytest.mark.parametrize("word", MID_YEAR)
def test_every_word_says_so(word: str) -> None:
    printed = Period(f"{word} 1.7.2020", PeriodKind.DURING, JULY, JULY, Accuracy.DAY)
    assert resolve_year(printed, read_metric("population"), None).accuracy is Accuracy.YEAR
    assert resolve_year(printed, read_metric("deaths"), None) == printed
