from datetime import date

import pytest

from service.errors import Unreadable
from service.reading.metric_period import period_in
from tests.reading.test_remarks import claim_of

TODAY = date(2025, 11, 6)


@pytest.mark.parametrize(
    ("metric", "given", "told"),
    [
        ("Vietnam coffee exports Oct 2025", None, ("Vietnam coffee exports", "Oct 2025")),
        ("Vietnam coffee exports Jan-Oct", "2025", ("Vietnam coffee exports", "Jan-Oct 2025")),
        ("deaths (October 2024)", "", ("deaths", "October 2024")),
        ("2023 revenue", None, ("revenue", "2023")),
        ("Zahl der Toten im Jahr 2023", None, ("Zahl der Toten", "2023")),
        ("morts en 2023", None, ("morts", "2023")),
        ("exports in the first ten months", "2025", ("exports", "first ten months 2025")),
    ],
)
def test_the_period_that_a_metric_ends_with_is_the_figures(
    metric: str, given: str | None, told: tuple[str, str]
) -> None:
    assert period_in(metric, given, TODAY, None) == told


@pytest.mark.parametrize(
    ("metric", "given"),
    [
        ("growth since 2019", None),
        ("emissions compared with 1990", None),
        ("GDP (constant 2015 US$)", None),
        ("GDP in 2015 prices", None),
        ("change from May 2023", None),
        ("people born in 1990", None),
        ("size of iceberg D-31, March 2025", None),
        ("deaths of May 2020 as revised in July 2021", None),
        ("deaths in May 2020", "June 2020"),
        ("2020", None),
    ],
)
def test_what_a_figure_is_compared_with_is_no_period_of_it(metric: str, given: str | None) -> None:
    assert period_in(metric, given, TODAY, None) is None


def test_a_count_a_day_of_one_day_is_what_was_new_on_it() -> None:
    of_a_day = claim_of(metric="daily deaths", period="7 April 2020", quantity="919")
    new = claim_of(metric="new deaths", period="7 April 2020", quantity="919")
    assert (of_a_day.metric.phrase, of_a_day.quantity.unit) == (new.metric.phrase, new.quantity.unit)


def test_a_count_a_day_of_a_month_is_a_rate() -> None:
    claim = claim_of(metric="daily deaths", period="April 2020", quantity="919")
    assert claim.quantity.unit.dimension == "count/time"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("avg coffee export px", "average coffee export price"),
        ("к-ть поранених", "кількість поранених"),
        ("inflac. mens.", "inflación mensual"),
        ("cholera CFR", "cholera case fatality rate"),
    ],
)
def test_what_is_shortened_is_what_it_stands_for(short: str, full: str) -> None:
    assert claim_of(metric=short, quantity="5").metric.phrase == claim_of(metric=full, quantity="5").metric.phrase


def test_the_core_of_ice_is_no_core_of_prices() -> None:
    assert "scope:core" not in claim_of(metric="depth of ice core drilled", quantity="2,805 m").metric.qualifiers
    assert "scope:core" in claim_of(metric="core inflation", quantity="2 %").metric.qualifiers


def test_a_metric_that_is_far_too_long_is_not_cut_to_one_that_is_read() -> None:
    with pytest.raises(Unreadable) as refused:
        claim_of(metric=f"{'x' * 470} exports of coffee Oct 2025 {'y' * 200}", period="", quantity="5")
    assert refused.value.pointer == "/metric"
