from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from service.claim import ClaimId, Metric, Quantity
from service.judging import judge
from service.reading import Draft, read
from service.reading.in_context import resolve
from service.reading.metric import read_metric
from service.reading.quantity import read_quantity


def resolved(figure: str, metric: str) -> Quantity:
    return resolve(read_quantity(figure), read_metric(metric))


SAME = [
    ("300", "average daily losses", "300 per day", "losses"),
    ("300", "average daily losses", "2,100 a week", "losses"),
    ("600-800", "personnel losses per day", "600-800 per day", "personnel losses"),
    ("$6,200", "GDP per capita", "$6,200 per person", "GDP"),
    ("-2.8%", "change in retail sales", "fell 2.8%", "change in retail sales"),
    ("2.8%", "decline in retail sales", "-2.8%", "change in retail sales"),
    ("-2.8%", "decline in retail sales", "fell 2.8%", "change in retail sales"),
    ("doubled", "growth in exports", "100%", "growth in exports"),
    ("0.25", "share of children in poverty", "25 %", "share of children in poverty"),
    ("25", "share of children in poverty", "one in four", "share of children in poverty"),
    ("10", "ratio of deaths to births", "10 times higher", "ratio of deaths to births"),
    ("1000%", "ratio of deaths to births", "10 times", "ratio of deaths to births"),
    ("50% higher", "ratio of deaths to births", "1.5", "ratio of deaths to births"),
    ("67m", "population", "67 million", "population"),
    ("5 m", "highest wave", "500 cm", "highest wave"),
    ("34 of 45 drones", "drones shot down", "34", "drones shot down"),
    ("34 out of 45", "drones shot down", "34 drones", "drones shot down"),
    ("338 of 577 deputies", "share of deputies in favour", "58.57885615251299826689774697 %", "share of deputies"),
    ("7 out of 10", "people vaccinated", "70 %", "people vaccinated"),
    ("5.9%", "core CPI, y/y", "5.9%", "annual change in core CPI"),
    ("3.9%", "core CPI", "up 3.9%", "core CPI"),
    ("23%", "share price fall, one day", "fell 23%", "share price"),
    ("12.4%", "index fall", "-12.4%", "change in index"),
    ("1,034 points", "index points fall, one day", "-1,034 points", "change in index"),
    ("1,112 points", "daily points fall in stock index", "-1,112 points", "change in index"),
    ("6.8 %", "hausse moyenne des primes", "up 6.8 %", "primes"),
    ("3.0%", "RPI inflation, y/y", "3%", "annual RPI inflation rate"),
    ("3.9%", "consumer price inflation rate", "up 3.9%", "consumer prices"),
    ("612 of 1004 respondents", "approval of the president", "60.95617529880478087649402390 %", "approval"),
]


@pytest.mark.parametrize(("one", "its_metric", "other", "its_other"), SAME)
def test_the_same_fact_in_two_forms_agrees(one: str, its_metric: str, other: str, its_other: str) -> None:
    assert judge(resolved(one, its_metric), resolved(other, its_other)).kind.value == "agree"


LEFT = [
    ("5%", "average daily losses"),
    ("fell 5%", "average daily losses"),
    ("85,000 people", "share of children in poverty"),
    ("fell 5%", "unemployment rate"),
    ("300 per day", "change in losses"),
    ("$5", "ratio of deaths to births"),
    ("300 per day", "ratio of deaths to births"),
    ("up to 700", "population"),
    ("3%", "share of people who fall ill"),
    ("six", "votes for a half-point hike"),
    ("200 m", "depth of fall"),
    ("102 %", "core CPI"),
    ("4 %", "share of food in the CPI"),
]


@pytest.mark.parametrize(("figure", "metric"), LEFT)
def test_a_figure_that_the_metric_does_not_touch_stays_as_it_is(figure: str, metric: str) -> None:
    assert resolved(figure, metric) == read_quantity(figure)


def test_a_rate_of_unknown_time_is_left() -> None:
    metric = Metric("losses per moon", "loss", ("per:moon",))
    assert resolve(read_quantity("300"), metric) == read_quantity("300")


def test_an_explicit_plus_of_a_decline_stays_positive() -> None:
    assert resolved("+2.8%", "decline in retail sales").stated.low == Decimal("2.8")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("acres burned", "714,219"), ("burned area", "714,219 acres")),
        (("GDP per person ($)", "10,945"), ("GDP per capita", "$10,945")),
        (("total nonfarm payroll employment", "increased by 187,000"), ("nonfarm payrolls", "rose by 187,000")),
    ],
)
def test_the_unit_in_the_words_of_a_metric_is_that_of_its_figures(one: tuple[str, str], other: tuple[str, str]) -> None:
    claims = [
        read(
            Draft(source="desk", metric=metric, quantity=quantity),
            claim_id=ClaimId(UUID(int=7)),
            received_at=datetime(2022, 11, 22, tzinfo=UTC),
        )
        for metric, quantity in (one, other)
    ]
    assert claims[0].metric.phrase == claims[1].metric.phrase
    assert claims[0].quantity.stated == claims[1].quantity.stated
    assert claims[0].quantity.unit.dimension == claims[1].quantity.unit.dimension


@pytest.mark.parametrize(
    ("metric", "given", "dimension", "low"),
    [
        ("wind speed", "65 kt", "speed", "120.38"),
        ("distance from the coast", "5 nm", "length", "9260"),
        ("wavelength", "500 nm", "length", "0.0000005"),
        ("vent moyen", "40 kt", "speed", "74.08"),
        ("ore production", "65 kt", "mass", "65000000"),
    ],
)
def test_a_sign_of_two_units_is_the_one_that_the_metric_speaks_of(
    metric: str, given: str, dimension: str, low: str
) -> None:
    quantity = resolved(given, metric)
    assert (quantity.unit.dimension, quantity.stated.low) == (dimension, Decimal(low))


def test_a_warming_is_a_difference_of_temperatures() -> None:
    quantity = resolved("warming of 1.8 °F", "global temperature")
    assert (quantity.kind.value, quantity.stated.low) == ("change", Decimal(1))


PER = [
    ("dividend per share", "61 cents", "dividend", "61 cents per share"),
    ("closing price per barrel", "$36.43", "closing price", "$36.43 a barrel"),
    ("price per square metre", "€5,000", "price", "€5,000 per square metre"),
    ("gold price per ounce", "$1,950", "gold price", "$1,950 an ounce"),
]


@pytest.mark.parametrize(("metric", "bare", "other", "full"), PER)
def test_money_is_per_what_the_metric_says(metric: str, bare: str, other: str, full: str) -> None:
    one, told = claimed(metric, bare), claimed(other, full)
    assert (one.unit.dimension, one.kind) == (told.unit.dimension, told.kind)
    assert one.stated == told.stated
    assert one.as_given == bare


@pytest.mark.parametrize(("metric", "figure"), [("earnings per share", "12 %"), ("price per zloty", "€3 per kilo")])
def test_what_is_no_bare_money_stays_as_it_is(metric: str, figure: str) -> None:
    assert claimed(metric, figure) == claimed("price", figure)


def claimed(metric: str, figure: str) -> Quantity:
    draft = Draft(source="alpha", metric=metric, quantity=figure, published_at="2022-11-22")
    return read(draft, claim_id=ClaimId(UUID(int=1)), received_at=datetime(2022, 11, 23, tzinfo=UTC)).quantity


@pytest.mark.parametrize(
    ("figure", "metric", "dimension", "language"),
    [
        ("$55", "cash offer per U.S. Steel share", "money:USD/share", "en"),
        ("4,472 millones de dólares", "remesas recibidas por México", "money:USD", "es"),
        ("over 800 micrograms", "peak PM2.5 concentration per cubic metre", "mass/volume", "en"),
        ("24,800 kilos", "cocaine seized", "mass", "en"),
        ("CHF3 billion", "state aid", "money:CHF", "en"),
        ("Sh3 billion", "cost of the protests", "money:KES", "en"),
    ],
)
def test_units_are_what_a_reader_takes_them_for(figure: str, metric: str, dimension: str, language: str) -> None:
    draft = Draft(
        source="a", metric=metric, quantity=figure, place="Kenya" if "Sh" in figure else None, language=language
    )
    claim = read(draft, claim_id=ClaimId(UUID(int=1)), received_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert claim.quantity.unit.dimension == dimension
