"""Two claims compared."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from msgspec.structs import replace

from service.claim import (
    Accuracy,
    Approximator,
    Band,
    Claim,
    ClaimId,
    Interval,
    Period,
    PeriodKind,
    Place,
    Quantity,
    QuantityKind,
    Status,
    Unit,
)
from service.matching import compare, describe
from service.matching.features import compare_units
from service.policy import Policy
from service.reading.metric import read_metric
from service.reading.place import read_place
from service.reading.subject import read_subject

POLICY = Policy()
FRANCE = Place(as_given="France", key="FR", name="France")
PARIS = Place(as_given="Paris", key="FR/paris", name="Paris")
DAY = date(2022, 11, 20)
POINT = Interval(low=Decimal(85_000), high=Decimal(85_000))
COUNT = Unit(name="", dimension="count", base="")


def a_period(start: date, end: date, kind: PeriodKind = PeriodKind.DURING) -> Period:
    return Period(as_given=None, kind=kind, start=start, end=end, accuracy=Accuracy.SPAN)


def a_quantity(unit: Unit = COUNT, kind: QuantityKind = QuantityKind.LEVEL) -> Quantity:
    return Quantity(as_given="", kind=kind, interval=POINT, stated=POINT, approximator=Approximator.EXACT, unit=unit)


def a_thing(thing: str) -> Quantity:
    return a_quantity(Unit(name=thing, dimension="count", base="", thing=thing))


CLAIM = Claim(
    id=ClaimId(UUID(int=1)),
    source="alpha wire",
    metric=read_metric("personnel losses"),
    quantity=a_quantity(),
    period=a_period(DAY, DAY, PeriodKind.AS_OF),
    subject=read_subject("Russian army"),
    place=None,
    claimant=None,
    quote=None,
    url=None,
    language=None,
    status=Status.REPORTED,
    published_at=datetime(2022, 11, 20, tzinfo=UTC),
    received_at=datetime(2022, 11, 20, tzinfo=UTC),
    external_id=None,
)


def test_the_same_metric_subject_and_day_are_confirmed_but_not_certain() -> None:
    compared = compare(CLAIM, replace(CLAIM, subject=read_subject("Russian armed forces")), POLICY)
    assert compared.band is Band.CONFIRMED
    assert 0.9 < compared.score < 1


def test_every_feature_is_explained() -> None:
    compared = compare(CLAIM, CLAIM, POLICY)
    described = [feature.name for feature in describe(POLICY).features]
    assert [feature.name for feature in compared.features] == [name for name in described if name != "topic"]
    assert all(feature.reason.endswith(".") for feature in compared.features)


@pytest.mark.parametrize(
    ("separator", "other"),
    [
        ("qualifier: captured and none", replace(CLAIM, metric=read_metric("personnel captured"))),
        ("unit: count and percent", replace(CLAIM, quantity=a_quantity(Unit("percent", "percent", "percent")))),
        ("unit: level and change", replace(CLAIM, quantity=a_quantity(kind=QuantityKind.CHANGE))),
        (
            "period: as of 2022-11-20 and as of 2022-11-21",
            replace(CLAIM, period=a_period(*[date(2022, 11, 21)] * 2, PeriodKind.AS_OF)),
        ),
        ("subject: RU military and UA military", replace(CLAIM, subject=read_subject("Ukrainian army"))),
    ],
)
def test_what_keeps_two_claims_apart_is_named(separator: str, other: Claim) -> None:
    there, back = compare(CLAIM, other, POLICY), compare(other, CLAIM, POLICY)
    assert there.band is None
    assert back.band is None
    assert separator in (there.separator, back.separator)


def test_two_things_that_are_counted_are_kept_apart() -> None:
    tanks = compare(replace(CLAIM, quantity=a_thing("tanks")), replace(CLAIM, quantity=a_thing("people")), POLICY)
    assert tanks.separator == "unit: tanks and people"
    assert tanks.band is None


@pytest.mark.parametrize(("one", "other"), [("soldiers", "people"), ("soldiers", "servicemen"), ("homes", "houses")])
def test_one_thing_in_two_words_is_the_same(one: str, other: str) -> None:
    compared = compare(replace(CLAIM, quantity=a_thing(one)), replace(CLAIM, quantity=a_thing(other)), POLICY)
    assert compared.band is Band.CONFIRMED


def test_an_unknown_thing_is_a_matter_for_a_person() -> None:
    compared = compare(replace(CLAIM, quantity=a_thing("sprockets")), replace(CLAIM, quantity=a_thing("tanks")), POLICY)
    assert compared.band is Band.SUGGESTED


def test_a_bare_day_is_the_same_as_of_and_during() -> None:
    assert compare(CLAIM, replace(CLAIM, period=a_period(DAY, DAY)), POLICY).band is Band.CONFIRMED


@pytest.mark.parametrize(
    ("start", "end", "comparable"),
    [
        (date(2022, 10, 1), date(2022, 10, 31), True),
        (date(2022, 10, 1), date(2022, 10, 30), True),
        (date(2022, 10, 1), date(2022, 10, 29), False),
        (date(2022, 9, 1), date(2022, 10, 31), False),
    ],
)
def test_long_spans_may_differ_by_a_day(start: date, end: date, comparable: bool) -> None:
    october = replace(CLAIM, period=a_period(date(2022, 10, 1), date(2022, 10, 31)))
    assert (compare(october, replace(CLAIM, period=a_period(start, end)), POLICY).band is not None) is comparable


def test_a_month_is_not_its_last_day() -> None:
    month = replace(CLAIM, period=a_period(date(2022, 11, 1), DAY))
    assert compare(CLAIM, month, POLICY).band is None
    state = replace(CLAIM, period=a_period(date(2022, 11, 1), DAY, PeriodKind.AS_OF))
    assert compare(month, state, POLICY).separator is not None
    assert compare(CLAIM, state, POLICY).band is Band.CONFIRMED


def test_totals_since_different_days_are_apart() -> None:
    since = replace(CLAIM, period=replace(CLAIM.period, since=date(2022, 2, 24)))
    later = replace(CLAIM, period=replace(CLAIM.period, since=date(2022, 9, 1)))
    assert compare(since, later, POLICY).band is None
    assert compare(since, CLAIM, POLICY).band is Band.CONFIRMED


def test_a_total_that_is_told_to_begin_with_a_span_is_that_span() -> None:
    so_far = replace(CLAIM, period=replace(CLAIM.period, since=date(2022, 1, 1)))
    span = replace(CLAIM, period=a_period(date(2022, 1, 1), DAY))
    later = replace(CLAIM, period=a_period(date(2022, 3, 1), DAY))
    assert compare(so_far, span, POLICY).band is Band.CONFIRMED
    assert compare(so_far, later, POLICY).band is None


def test_an_assumed_period_counts_less() -> None:
    assumed = replace(CLAIM, period=replace(CLAIM.period, assumed=True))
    assert compare(CLAIM, assumed, POLICY).score < compare(CLAIM, CLAIM, POLICY).score


def test_a_city_is_not_its_country() -> None:
    assert (
        compare(replace(CLAIM, place=FRANCE), replace(CLAIM, place=PARIS), POLICY).separator
        == "place: France and Paris"
    )


def test_one_place_may_be_missing_only_if_the_subjects_agree() -> None:
    assert compare(replace(CLAIM, place=FRANCE), CLAIM, POLICY).band is not None
    nobody = replace(CLAIM, subject=None)
    assert compare(replace(nobody, place=FRANCE), nobody, POLICY).separator == "place: France and none"


def test_a_missing_subject_and_a_closer_one_count_less() -> None:
    closer = compare(CLAIM, replace(CLAIM, subject=read_subject("Russian army in Kherson")), POLICY)
    assert compare(CLAIM, CLAIM, POLICY).score > closer.score
    assert compare(CLAIM, replace(CLAIM, subject=None), POLICY).score < compare(CLAIM, CLAIM, POLICY).score
    assert closer.band is not None


def test_a_country_in_the_subject_does_not_count_where_it_is_the_place() -> None:
    one = replace(CLAIM, subject=read_subject("French general election"), place=FRANCE)
    other = replace(CLAIM, subject=read_subject("general election"), place=FRANCE)
    assert compare(one, other, POLICY).band is Band.CONFIRMED


def test_a_projection_and_a_report_are_a_matter_for_a_person() -> None:
    compared = compare(CLAIM, replace(CLAIM, status=Status.PROJECTED), POLICY)
    assert compared.band is Band.SUGGESTED
    revised = compare(CLAIM, replace(CLAIM, status=Status.REVISED), POLICY)
    assert revised.band is Band.CONFIRMED


def test_a_name_of_two_places_is_a_matter_for_a_person() -> None:
    georgia = replace(CLAIM, place=read_place("Georgia"))
    assert compare(georgia, georgia, POLICY).band is Band.SUGGESTED
    state = replace(CLAIM, place=read_place("Georgia, USA"))
    assert compare(state, state, POLICY).band is Band.CONFIRMED
    for surely in (state, replace(CLAIM, place=read_place("Georgia (country)"))):
        assert compare(georgia, surely, POLICY).band is not Band.CONFIRMED


def test_claims_published_together_come_first() -> None:
    later = replace(CLAIM, published_at=datetime(2022, 12, 20, tzinfo=UTC))
    assert compare(CLAIM, CLAIM, POLICY).score > compare(CLAIM, later, POLICY).score


def test_other_words_are_explained() -> None:
    other = replace(CLAIM, metric=read_metric("personnel losses in the tunnels"))
    reason = compare(CLAIM, other, POLICY).features[0].reason
    assert reason == "Only the first says nothing; only the second says tunnel."


def test_a_fiscal_year_that_may_begin_as_the_other_is_known_to_is_the_same() -> None:
    season = a_period(date(2018, 7, 1), date(2019, 6, 30))
    known = replace(CLAIM, period=replace(season, accuracy=Accuracy.FISCAL_YEAR))
    guessed = replace(CLAIM, period=replace(known.period, is_fiscal_start_unknown=True))
    assert compare(known, guessed, POLICY).band is Band.CONFIRMED
    span = replace(CLAIM, period=season)
    assert compare(span, guessed, POLICY).band is None


def test_cases_may_be_of_anything() -> None:
    one, other = (replace(CLAIM.quantity.unit, thing=thing) for thing in ("cases", "applications"))
    kind = CLAIM.quantity.kind
    assert not compare_units((kind, one), (kind, other)).separates
    boats = replace(one, thing="boats")
    assert compare_units((kind, boats), (kind, other)).separates
