import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from service.claim import Claim, ClaimId, Status
from service.errors import Unreadable
from service.reading import Draft, read
from service.reading.figures.notes import blank_footnotes
from service.reading.remarks import read_remark
from service.storage.identifiers import new_identifier

NOW = datetime(2022, 11, 22, tzinfo=UTC)


def claim_of(**fields: str) -> Claim:
    draft = Draft(**({"source": "desk", "metric": "people affected", "period": "2022"} | fields))
    return read(draft, claim_id=ClaimId(new_identifier(NOW)), received_at=NOW)


@pytest.mark.parametrize(
    ("given", "blanked"),
    [
        ("1234²", "1234 "),
        ("12.5² %", "12.5  %"),
        ("51,629*", "51,629 "),
        ("12.3%**", "12.3%  "),
        ("1 km²", "1 km²"),
        ("6.2×10²", "6.2×10²"),
    ],
)
def test_footnotes_are_blanked_and_powers_stay(given: str, blanked: str) -> None:
    assert blank_footnotes(given) == blanked


@pytest.mark.parametrize(
    ("quantity", "status"),
    [
        ("4.8 p", Status.PROVISIONAL),
        ("4.8 (e)", Status.ESTIMATED),
        ("4.8 r", Status.REVISED),
        ("4.8 b", Status.REPORTED),
    ],
)
def test_a_letter_behind_a_figure_with_its_unit_beside_it_is_a_status_flag(quantity: str, status: Status) -> None:
    claim = claim_of(metric="unemployment rate", quantity=quantity, unit="%")
    assert (claim.status, str(claim.quantity.stated.low), claim.quantity.unit.name) == (status, "4.8", "percent")


def test_a_letter_that_the_metric_expects_as_a_unit_stays_one() -> None:
    assert claim_of(metric="waiting time", quantity="12 d").quantity.unit.dimension == "time"


@pytest.mark.parametrize(
    ("metric", "quantity", "qualifier"),
    [
        ("unemployment rate", "7.2% for males", "sex:male"),
        ("poverty rate", "20.7 % for children", "age:children"),
        ("people killed", "190 of them children", "age:children"),
        ("people killed", "300 women", "sex:female"),
        ("inflation", "39.59 % year-on-year", "frequency:annual"),
        ("inflation", "0.04 % month-on-month", "frequency:monthly"),
    ],
)
def test_words_behind_the_figure_qualify_the_metric_as_if_they_stood_in_it(
    metric: str, quantity: str, qualifier: str
) -> None:
    assert qualifier in claim_of(metric=metric, quantity=quantity).metric.qualifiers


def test_a_place_behind_the_figure_is_where_it_was_counted() -> None:
    claim = claim_of(metric="people killed", place="Kenya", quantity="300 in Nairobi")
    assert claim.place is not None
    assert "nairobi" in claim.place.key


def test_a_time_behind_the_figure_is_its_period_if_none_is_given() -> None:
    draft = Draft(source="desk", metric="people killed", quantity="300 in 2019")
    claim = read(draft, claim_id=ClaimId(new_identifier(NOW)), received_at=NOW)
    assert (claim.period.start, claim.period.end) == (date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize("remark", ["up from 6.5 %", "compared with 300 a year earlier", "according to police", "[2]"])
def test_comparisons_and_attributions_say_nothing_of_what_is_measured(remark: str) -> None:
    assert read_remark(remark, published_at=NOW, language="en").words == ""


def test_words_that_no_table_knows_are_kept_in_sight() -> None:
    claim = claim_of(metric="GDP per capita", quantity="$55,000 at PPP")
    assert claim.quantity.remark == "at PPP"


@pytest.mark.parametrize(
    ("given", "stated"),
    [
        ("a 17-month high of 65.0 percent", "65.0"),
        ("a 42-year low of 4.5 %", "4.5"),
        ("14-year high of $139", "139"),
        ("the second-highest, at 1,200", "1200"),
    ],
)
def test_how_long_it_has_been_and_a_rank_are_not_the_figure(given: str, stated: str) -> None:
    assert claim_of(quantity=given).quantity.stated.low == Decimal(stated)


@pytest.mark.parametrize(
    ("metric", "quantity", "stated"),
    [("revenue", "$5 b", "5000000000"), ("turnover", "£4 b", "4000000000"), ("stamp price", "65 p", "0.65")],
)
def test_a_letter_that_is_a_scale_or_small_change_is_no_flag(metric: str, quantity: str, stated: str) -> None:
    assert claim_of(metric=metric, quantity=quantity).quantity.stated.low == Decimal(stated)


@pytest.mark.parametrize(("metric", "quantity"), [("population", "8 b"), ("revenue", "5 b"), ("temperature", "20 c")])
def test_a_lone_letter_that_says_nothing_is_asked_back(metric: str, quantity: str) -> None:
    with pytest.raises(Unreadable, match="the letter"):
        claim_of(metric=metric, quantity=quantity)


@pytest.mark.parametrize("quantity", ["300, including 20 children", "300 (20 children)", "300, dont 20 enfants"])
def test_another_figure_behind_the_first_does_not_narrow_it(quantity: str) -> None:
    assert claim_of(metric="people killed", quantity=quantity).metric.qualifiers == ("casualty:killed",)


@pytest.mark.parametrize("quantity", ["7 % (16 to 24 year olds)", "7 %, 65 and over"])
def test_an_age_behind_the_figure_does(quantity: str) -> None:
    given = claim_of(metric="unemployment rate", quantity=quantity)
    assert given.metric.qualifiers != claim_of(metric="unemployment rate", quantity="7 %").metric.qualifiers


def test_a_country_as_subject_is_not_where_a_town_lies() -> None:
    claim = claim_of(metric="losses", subject="Russia", place="Bakhmut", quantity="500")
    assert claim.subject is not None
    assert claim.place is not None
    assert (claim.subject.key, claim.place.key) == ("RU", "bakhmut")


def test_a_county_lies_in_the_state_that_stands_as_subject() -> None:
    claim = claim_of(metric="votes", subject="Alabama", place="Baldwin County", quantity="500")
    assert claim.place is not None
    assert claim.place.key == "US/alabama/baldwin county"


def test_a_town_behind_the_figure_lies_in_the_claims_own_place() -> None:
    claim = claim_of(metric="deaths", place="Texas", quantity="12 in Paris")
    assert claim.place is not None
    assert claim.place.key == "US/texas/paris"


def test_what_stands_behind_a_figure_does_not_come_between_it_and_the_unit_beside_it() -> None:
    quantity = claim_of(metric="tests", quantity="1,234 [2].", unit="people").quantity
    assert (quantity.stated.low, quantity.unit.thing, quantity.remark) == (Decimal(1234), "person", "[2]")


@pytest.mark.parametrize(
    ("language", "metric", "quantity", "qualifier"),
    [
        ("en", "exports growth", "0.4 % from the previous quarter", "frequency:quarterly"),
        ("de", "Wirtschaftswachstum", "0,4 % gegenüber dem Vorquartal", "frequency:quarterly"),
        ("fr", "inflation", "6,2 % sur un an", "frequency:annual"),
        ("pl", "inflacja", "17,9% rok do roku", "frequency:annual"),
        ("uk", "інфляція", "26,6% у річному вимірі", "frequency:annual"),
        ("ru", "инфляция", "12,6% в годовом выражении", "frequency:annual"),
        ("fr", "taux de chômage", "7,2 % pour les femmes", "sex:female"),
        ("it", "tasso di disoccupazione", "7,2% per le donne", "sex:female"),
        ("es", "tasa de paro", "28 % entre los jóvenes", "age:youth"),
        ("de", "Arbeitslosenquote", "6,2 % unter Jugendlichen", "age:youth"),
        ("en", "cases", "1,204 new", "flow:new"),
        ("en", "inflation", "8.1 % excluding food and energy", "scope:core"),
    ],
)
def test_what_a_figure_is_compared_with_and_whose_it_is_stands_in_the_metric(
    language: str, metric: str, quantity: str, qualifier: str
) -> None:
    assert qualifier in claim_of(metric=metric, quantity=quantity, language=language).metric.qualifiers


@pytest.mark.parametrize(
    ("language", "quantity"),
    [
        ("en", "41, among them 6 children"),
        ("fr", "6 dont 2 enfants"),
        ("it", "41, di cui 6 bambini"),
        ("uk", "41, зокрема 6 дітей"),
        ("ru", "41, в том числе 6 детей"),
    ],
)
def test_a_part_with_a_figure_of_its_own_does_not_make_the_whole_its_own(language: str, quantity: str) -> None:
    assert (
        "age:children" not in claim_of(metric="people killed", quantity=quantity, language=language).metric.qualifiers
    )


@pytest.mark.parametrize(("language", "quantity"), [("ru", "30 в Москве"), ("fr", "30 pour la ville")])
def test_a_place_behind_a_figure_is_no_rate(language: str, quantity: str) -> None:
    assert claim_of(metric="arrests", quantity=quantity, language=language).quantity.unit.dimension == "count"


@pytest.mark.parametrize(
    ("metric", "quantity", "language"),
    [
        ("approval rating", "41%, down 3 points", "en"),
        ("approval rating", "41% (+0.2 pp)", "en"),
        ("people killed", "300 people, 20 more than on Monday", "en"),
        ("Umsatz", "3,2 Milliarden Euro, ein Plus von 4 Prozent", "de"),
        ("chiffre d'affaires", "3,2 milliards d'euros, en hausse de 4 %", "fr"),
        ("ventas", "3.200 millones de euros, un 4 % más", "es"),
        ("fatturato", "3,2 miliardi di euro, in crescita del 4%", "it"),
    ],
)
def test_by_what_a_figure_has_changed_says_nothing_of_what_it_is(metric: str, quantity: str, language: str) -> None:
    claim = claim_of(metric=metric, quantity=quantity, language=language)
    alone = claim_of(metric=metric, quantity=re.split(r", | \(", quantity)[0], language=language)
    assert (claim.metric.phrase, claim.quantity.interval, claim.quantity.kind) == (
        alone.metric.phrase,
        alone.quantity.interval,
        alone.quantity.kind,
    )


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        ("homicides per 100,000 people", "homicide rate"),
        ("infant deaths per 1,000 live births", "infant mortality rate"),
        ("Todesfälle je 100.000 Einwohner", "Sterberate"),
    ],
)
def test_a_metric_that_counts_per_so_many_is_a_rate(metric: str, told: str) -> None:
    per = metric[metric.index("1") - 4 :].strip()
    bare, full = claim_of(metric=metric, quantity="6.1"), claim_of(metric=told, quantity=f"6.1 {per}")
    assert bare.quantity.stated == full.quantity.stated
    assert bare.quantity.unit.dimension == full.quantity.unit.dimension != "count"
    assert "measure:rate" in bare.metric.qualifiers


def test_a_scale_in_the_words_of_the_metric_is_the_figures() -> None:
    claim = claim_of(metric="dette publique (en milliards d'euros)", place="France", quantity="2949,3")
    assert claim.quantity.stated.low == 2_949_300_000_000
    assert claim.metric.phrase == claim_of(metric="dette publique", place="France", quantity="5").metric.phrase


@pytest.mark.parametrize(
    ("metric", "quantity", "language"),
    [("average wage", "€3,200 gross", "en"), ("przeciętne wynagrodzenie", "7155 zł brutto", "pl")],
)
def test_before_tax_is_said_behind_money_too(metric: str, quantity: str, language: str) -> None:
    assert "gross:gross" in claim_of(metric=metric, quantity=quantity, language=language).metric.qualifiers


def test_a_part_of_what_is_counted_is_kept() -> None:
    assert "motorcyclist" in claim_of(metric="road deaths", quantity="715 of them motorcyclists").metric.phrase


@pytest.mark.parametrize("quantity", ["2% (€3bn)", "2% ($3bn)", "2% (£3bn)"])
def test_another_figure_in_brackets_says_nothing_of_this_one(quantity: str) -> None:
    assert (
        claim_of(metric="deficit", quantity=quantity).metric.phrase
        == claim_of(metric="deficit", quantity="2%").metric.phrase
    )
