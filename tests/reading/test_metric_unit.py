"""The unit that a metric ends with is its figures', whatever it stands behind; what else ends a metric is none."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from service.claim import Claim, ClaimId
from service.errors import Unreadable
from service.reading import Draft, read
from service.reading.metric_unit import unit_in, without_unit

MILLION = Decimal(1_000_000)


def claim(metric: str, quantity: str = "45", language: str | None = None) -> Claim:
    draft = Draft(source="x", metric=metric, quantity=quantity, period="2023", language=language)
    return read(draft, claim_id=ClaimId(UUID(int=1)), received_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("metric", "language", "unit", "value"),
    [
        ("revenue, millions of euros", "en", "EUR", 45 * MILLION),
        ("revenue in US dollars", "en", "USD", 45),
        ("revenue, USD", "en", "USD", 45),
        ("Umsatz in Mio. Euro", "de", "EUR", 45 * MILLION),
        ("Umsatz, Mio. Euro", "de", "EUR", 45 * MILLION),
        ("chiffre d'affaires en millions d'euros", "fr", "EUR", 45 * MILLION),
        ("przychody w mln zł", "pl", "PLN", 45 * MILLION),
        ("выручка в млрд рублей", "ru", "RUB", 45_000 * MILLION),
        ("дохід у млн гривень", "uk", "UAH", 45 * MILLION),
        ("receita em milhões de reais", "pt", "BRL", 45 * MILLION),
        ("ricavi in milioni di euro", "it", "EUR", 45 * MILLION),
        ("deaths in thousands", "en", "", 45_000),
        ("wheat exports in million tonnes", "en", "tonne", 45_000 * MILLION),
        ("length in km", "en", "kilometre", 45_000),
        ("temperature in °C", "en", "degree celsius", 45),
        ("GDP in current US$", "en", "USD", 45),
        ("price in euros per litre", "en", "EUR per litre", 45),
    ],
)
def test_it_is_the_figures(metric: str, language: str, unit: str, value: Decimal) -> None:
    quantity = claim(metric, language=language).quantity
    assert (quantity.unit.name, quantity.stated.low, quantity.as_given) == (unit, value, "45")


def test_it_is_no_word_of_the_metric_and_no_place() -> None:
    told = claim("revenue in US dollars")
    assert (told.metric.phrase, told.place) == (claim("revenue").metric.phrase, None)


@pytest.mark.parametrize(
    "metric",
    [
        "deaths in Turkey",
        "births, second quarter",
        "births, second",
        "seats, won",
        "goals scored in Real",
        "people killed in May",
        "revenue in quarter",
        "growth in real terms",
        "vitamins, C",
        "length in miles",
        "killed, injured",
        "debt in percent of GDP",
        "in euros",
        "consumer prices, m/m",
        "consumer prices, y/y",
        "exports in dollar terms",
        "oil price at close, per barrel",
        "consumer prices, monthly change",
        "tax receipts, monthly",
        "house prices, seasonally adjusted",
    ],
)
def test_other_ends_are_left_alone(metric: str) -> None:
    assert without_unit(metric) == metric


def test_many_separators_cost_nothing() -> None:
    assert unit_in("in, " * 120 + "x") is None


def test_a_scale_in_both_is_asked_back() -> None:
    with pytest.raises(Unreadable, match="carry a scale"):
        claim("Umsatz in Mio. Euro", "45 Millionen", "de")


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("45 Quadratmetern", "de", "square metre"),
        ("45 Kubikmetern", "de", "cubic metre"),
        ("45 Zentimetern", "de", "centimetre"),
        ("45 Litern", "de", "litre"),
        ("45 Hektaren", "de", "hectare"),
        ("45 hektarach", "pl", "hectare"),
        ("45 kilometrach", "pl", "kilometre"),
        ("45 гектарами", "ru", "hectare"),
        ("45 километрах", "ru", "kilometre"),
        ("45 гектарах", "uk", "hectare"),
    ],
)
def test_a_unit_is_one_in_each_of_its_cases(text: str, language: str, unit: str) -> None:
    assert claim("x", text, language).quantity.unit.name == unit


@pytest.mark.parametrize(("text", "language"), [("45 monatlich", "de"), ("45 Metriken", "de"), ("45 метрик", "ru")])
def test_words_of_the_same_stem_are_none(text: str, language: str) -> None:
    assert claim("x", text, language).quantity.unit.dimension.split("/")[0] == "count"
