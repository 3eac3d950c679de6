"""One fact meets however it is split over the fields and worded; what certainly differs stays apart."""

import math
import tomllib
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from service.claim import Band, Claim, ClaimId, Comparison
from service.matching import compare, describe
from service.matching.concepts import CONCEPTS, concept_of
from service.matching.contrasts import CONTRASTS
from service.matching.model import model, read_term
from service.matching.vague import VAGUE
from service.policy import Policy
from service.reading import Draft, read
from service.reading.words import fold
from tests.builders import NOON

POLICY = Policy()


def entry(metric: str, subject: str | None = None, place: str | None = None, **given: Any) -> Claim:
    fields = {"source": "alpha wire", "metric": metric, "subject": subject, "place": place}
    fields |= {"quantity": "120", "period": "as of 2022-11-20", "published_at": "2022-11-21"} | given
    draft = msgspec.convert({name: value for name, value in fields.items() if value is not None}, Draft)
    return read(draft, claim_id=ClaimId(UUID(int=1)), received_at=NOON)


SAME = [
    (entry("layoffs", "Meta"), entry("jobs cut at Meta", quantity="131")),
    (
        entry("death toll", "Chiva floods", "Valencia"),
        entry("people killed in the floods in Chiva", None, "Valencia", quantity="131"),
    ),
    (
        entry("tanks destroyed", "Russian army", "Ukraine"),
        entry("tanks lost", "Russian army", "Ukraine", quantity="131"),
    ),
    (
        entry("new dengue infections", None, "Peru", period="2022-11-20", quantity="432 new dengue infections"),
        entry("new dengue infections in 24 hours", None, "Peru", period="2022-11-20", quantity="510 people"),
    ),
    (
        entry("road deaths", None, "Peru", period="2018", quantity="3,244 lives"),
        entry("traffic accident deaths", None, "Peru", period="2018", quantity="2,830 Peruvians"),
    ),
    (
        entry("villagers killed", "Zamora floods", "Zamora", period="14 April to 20 November 2022"),
        entry("death toll", "Zamora floods", "Zamora", quantity="131"),
    ),
    (
        entry("recorded burglaries", None, "Gauteng", period="2022"),
        entry("number of burglaries", None, "Gauteng, South Africa", period="2022", quantity="131 cases"),
    ),
    (
        entry("measles cases", None, "Texas"),
        entry("confirmed measles cases", "Texas measles outbreak", "Texas", quantity="131"),
    ),
    (
        entry("поранені внаслідок обстрілу", "Суми", "Суми", language="uk"),
        entry("people injured in shelling", "Sumy", "Sumy, Ukraine", quantity="131"),
    ),
    (
        entry("New York Herald advertising revenue", None, None, period="2021", quantity="$52 million"),
        entry("advertising revenue", "The New York Herald", None, period="2021", quantity="$55m"),
    ),
    (
        entry("average rent", "new tenancies", "Ireland", period="Q2 2023", quantity="€1,574 a month"),
        entry("rent", "new tenancies", "Ireland", period="Q2 2023", quantity="€1,600 monthly"),
    ),
]


@pytest.mark.parametrize("pair", SAME, ids=lambda pair: f"{pair[0].metric.as_given}, {pair[1].metric.as_given}")
def test_one_fact_in_two_wordings_is_confirmed_by_its_topic_alone(pair: tuple[Claim, Claim]) -> None:
    one, other = pair
    together = compare(one, other, POLICY)
    assert together.band is Band.CONFIRMED
    assert together.separator is None
    assert compare(one, other, POLICY, near=False).band is not Band.CONFIRMED
    assert (compare(other, one, POLICY).score, compare(other, one, POLICY).band) == (together.score, together.band)


def test_a_lifted_match_tells_what_both_say_and_what_only_one_says() -> None:
    told = {feature.name: feature for feature in compare(*SAME[0], POLICY).features}
    assert told["topic"].values == ("layoffs, Meta", "jobs cut at Meta")
    assert told["topic"].reason.startswith("All their words together: both say ")
    assert "topic" in {feature.name for feature in describe(POLICY).features}


def test_what_may_be_a_part_waits_for_a_person() -> None:
    one = entry("revenue", "Orlanda", None, period="2022", quantity="$35 billion")
    other = entry("data centre revenue", "Orlanda", None, period="2022", quantity="$30 billion")
    assert compare(one, other, POLICY).band is not Band.CONFIRMED


FOR_A_PERSON = [
    ("democratic votes", "republican votes", "Anoka County, Minnesota"),
    ("republican votes", "total votes", "Minnesota"),
    ("votes", "republican votes", "Minnesota"),
    ("medals", "gold medals", "France"),
    ("gold medals", "silver medals", "France"),
    ("goals scored", "goals conceded", "Leeds"),
    ("jobs", "data centre jobs", "Virginia"),
    ("crimes", "violent crimes", "London"),
    ("passengers", "firefighters mobilised", "Lyon"),
    ("bomberos desplegados", "incendios activos", "Galicia"),
    ("number of refugees", "Ukrainian refugees hosted", "Poland"),
    ("flights cancelled", "flights delayed", "London"),
]


@pytest.mark.parametrize(("one", "other", "place"), FOR_A_PERSON)
def test_another_word_or_a_part_of_what_is_counted_is_never_confirmed(one: str, other: str, place: str) -> None:
    found = compare(entry(one, None, place), entry(other, None, place, quantity="151"), POLICY)
    assert found.band is not Band.CONFIRMED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Franklin County, Ohio", "Franklin County, Kansas"),
        ("Franklin Parish, Louisiana", "Franklin County, Alabama"),
    ],
)
def test_one_name_in_two_states_is_two_places(one: str, other: str) -> None:
    found = compare(entry("population", None, one), entry("population", None, other, quantity="131"), POLICY)
    assert found.band is None


def test_victims_that_are_told_with_a_word_more_are_the_same() -> None:
    found = compare(
        entry("people killed", None, "Sumy"), entry("villagers killed", None, "Sumy", quantity="151"), POLICY
    )
    assert found.band is Band.CONFIRMED


def test_growth_of_output_since_a_quarter_or_a_year_before_is_a_matter_for_a_person() -> None:
    one = entry("fall in GDP", None, "Portugal", period="Q2 2020", quantity="14.1%")
    other = entry("year-on-year decline in GDP", "Portuguese economy", "Portugal", period="Q2 2020", quantity="16.4%")
    assert compare(one, other, POLICY).band is not Band.CONFIRMED


def test_a_subject_that_the_metric_says_too_is_one_of_its_own() -> None:
    one = entry("inflation rate", None, "Portugal", period="May 2021", quantity="2.0%")
    other = entry("annual services inflation", "services", "Portugal", period="May 2021", quantity="5.3%")
    assert compare(one, other, POLICY).band is not Band.CONFIRMED


def test_a_museum_is_no_name_beside_visitors_of_museums() -> None:
    one = entry("annual visits", "Hall Modern", "Leeds", period="2019", quantity="6.1 million")
    other = entry("museum visitors", "Harlow Museum", "Leeds", period="2019", quantity="6.24 million")
    assert compare(one, other, POLICY).band is not Band.CONFIRMED


def test_a_subject_of_its_own_on_one_side_is_a_matter_for_a_person() -> None:
    one = entry("asylum applications", None, "Germany", period="2022", quantity="240,000")
    other = entry("asylum applications", "Afghan citizens", "Germany", period="2022", quantity="34,000")
    for first, second in permutations((one, other)):
        compared = compare(first, second, POLICY)
        assert compared.band is Band.SUGGESTED
        which = "second" if second.subject else "first"
        assert compared.features[-2].reason.startswith(f"Only the {which} gives a subject")


def test_a_subject_that_says_more_than_the_other_is_a_matter_for_a_person() -> None:
    one = entry("pre-tax profit", "easyJet", None, period="2022", quantity="£610m")
    other = entry("pre-tax profit", "easyJet Holidays", None, period="2022", quantity="£119m")
    for first, second in permutations((one, other)):
        compared = compare(first, second, POLICY)
        assert compared.band is Band.SUGGESTED
        assert compared.features[-2].reason.startswith("Their subjects differ")
    group = entry("pre-tax profit", "easyJet Group", None, period="2022", quantity="£600m")
    assert compare(one, group, POLICY).band is Band.CONFIRMED


def test_a_subject_that_both_say_is_no_subject_of_its_own() -> None:
    one = entry("layoffs", "Meta", "United States", period="2022")
    other = entry("layoffs at Meta", None, "United States", period="2022", quantity="131")
    assert compare(one, other, POLICY).band is Band.CONFIRMED


APART = {
    "a part that stands behind the figure": (
        entry("unemployment rate", None, "Ireland", period="July 2017", quantity="6.4%"),
        entry("unemployment rate", None, "Ireland", period="July 2017", quantity="7.2% for males"),
    ),
    "a part that is counted": (
        entry("people killed in the floods", None, "Ireland", period="July 2017", quantity="340"),
        entry("people killed in the floods", None, "Ireland", period="July 2017", quantity="360 children under 10"),
    ),
    "a part of one side in another language": (
        entry("Arbeitslosenquote", None, "Irland", period="Juli 2017", quantity="6,4 %", language="de"),
        entry("Arbeitslosenquote", None, "Irland", period="Juli 2017", quantity="7,2 % der Frauen", language="de"),
    ),
    "tanks and soldiers": (entry("tanks lost", "Russian army"), entry("personnel losses", "Russian army")),
    "a town and its country": (entry("population of Paris"), entry("population", None, "France")),
    "a month and its last day": (
        entry("registered unemployed", None, "Lyon, France", period="March 2022"),
        entry("registered unemployed people", "Lyon", "France", period="2022-03-31"),
    ),
    "one thing measured in two ways": (
        entry("wheat production", None, "Poland", period="2022"),
        entry("wheat prices", None, "Poland", period="2022", quantity="121"),
    ),
    "one company, two counts": (
        entry("employees", "Meta", period="2022"),
        entry("users of Meta", period="2022", quantity="121"),
    ),
    "made-up things": (
        entry("kosebaro prices", None, "Kenya", quantity="329,347"),
        entry("kosebaro production", None, "Kenya", quantity="339,347"),
    ),
    "two armies": (entry("personnel losses", "Russian army"), entry("troops lost", "Ukrainian army")),
    "fired and shot down": (entry("missiles fired", "Russia", "Ukraine"), entry("missiles shot down", None, "Ukraine")),
    "convicted and acquitted": (entry("defendants convicted", "trial"), entry("defendants acquitted", "trial")),
    "a total and what is new": (
        entry("confirmed deaths", None, "Peru"),
        entry("new confirmed deaths", None, "Peru", period="2022-11-20"),
    ),
    "all and the young": (
        entry("unemployment rate", None, "Spain", quantity="12 %"),
        entry("youth unemployment", None, "Spain", quantity="31 %"),
    ),
    "a level and a change": (entry("inflation", "Spain"), entry("prices rose", "Spain", quantity="up 6.7 %")),
    "since a month began and since ever": (
        entry("villagers killed", "Zamora floods", "Zamora", period="1 to 20 November 2022"),
        entry("death toll", "Zamora floods", "Zamora"),
    ),
    "a week and a total": (
        entry("villagers killed", "Zamora floods", "Zamora", period="14 to 20 November 2022"),
        entry("death toll", "Zamora floods", "Zamora"),
    ),
    "a span and a total that began earlier": (
        entry("villagers killed", "Zamora floods", "Zamora", period="14 April to 20 November 2022"),
        entry("death toll", "Zamora floods", "Zamora", period="since 2 January 2022, as of 20 November 2022"),
    ),
    "people and tonnes": (entry("rescued", "Chiva floods"), entry("saved", "Chiva floods", quantity="120 tonnes")),
}


@pytest.mark.parametrize("name", APART)
def test_what_certainly_differs_is_not_lifted(name: str) -> None:
    for one, other in permutations(APART[name]):
        compared = compare(one, other, POLICY)
        assert compared.band is not Band.CONFIRMED
        assert (compared.band, compared.score) == (by_words(one, other).band, by_words(one, other).score)


def test_a_span_far_below_the_total_of_its_last_day_is_another_figure() -> None:
    span = entry("villagers killed", "Zamora floods", "Zamora", period="14 April to 20 November 2022")
    total = entry("death toll", "Zamora floods", "Zamora", quantity="731")
    assert compare(span, total, POLICY).band is None


def by_words(one: Claim, other: Claim) -> Comparison:
    return compare(one, other, POLICY, near=False)


def test_a_place_that_only_one_side_tells_is_a_matter_for_a_person() -> None:
    one, other = entry("tanks destroyed", "the army"), entry("tanks lost", "the army", "Ukraine")
    assert compare(one, other, POLICY).band is not Band.CONFIRMED


def test_a_counted_thing_that_may_be_another_is_a_matter_for_a_person() -> None:
    one, other = (
        entry("losses", "Russian army", quantity="9 sprockets"),
        entry("lost", "Russian army", quantity="8 tanks"),
    )
    assert compare(one, other, POLICY).band is not Band.CONFIRMED


def test_the_table_of_weights_tells_what_it_bought() -> None:
    weights = model().weights
    assert 0 < weights.suggested_threshold < weights.confirmed_threshold < 1
    bought = {point.threshold: point.precision for point in weights.curve}
    assert bought[weights.confirmed_threshold] >= 0.95


def test_each_word_of_the_news_stands_for_one_thing_and_is_written_as_it_is_looked_up() -> None:
    path = Path(__file__).parents[2] / "service" / "matching" / "lexicon" / "concepts.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["concepts"]
    words = [word for some in listed.values() for word in some]
    assert len(words) == len(set(words))
    for concept, some in listed.items():
        assert CONCEPTS.forms[concept]
        for word in some:
            assert fold(word.rstrip("$")) == word.rstrip("$")
            assert concept_of(word.rstrip("$")) in listed
    assert concept_of("обстрілу") == concept_of("bombardeos") == "attack"
    assert concept_of("zebra") is None


def test_words_that_tell_how_a_figure_is_told_are_written_as_they_are_looked_up() -> None:
    assert all(fold(word) == word for word in VAGUE)


def test_every_contrast_has_sides_and_no_beginning_stands_on_two_of_them() -> None:
    path = Path(__file__).parents[2] / "service" / "matching" / "lexicon" / "contrasts.toml"
    assert list(CONTRASTS) == list(tomllib.loads(path.read_text(encoding="utf-8"))["contrasts"])
    for sides in CONTRASTS.values():
        assert len(sides) > 1
        beginnings = [one for side in sides for one in side]
        assert len(beginnings) == len(set(beginnings))
        assert all(one == one.casefold() for one in beginnings)


def test_a_pair_is_weighed_by_each_row_of_the_table_whatever_its_kind() -> None:
    in_force = model()
    terms = [read_term(name, *row) for name, row in in_force.weights.terms.items()]
    names = {name for term in terms for name in (term.first, term.second) if name not in {None, "1"}}
    numbers = {str(name): at / 7 for at, name in enumerate(sorted(map(str, names)))}
    assert {term.above is None for term in terms} == {term.second is None for term in terms} == {True, False}
    assert in_force.weigh(numbers) == math.fsum(term.weight * term.value(numbers) for term in terms)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            entry("випадки", None, "Вінницька область", language="uk"),
            entry("випадків", None, "Волинська область", language="uk", quantity="159"),
        ),
        (
            entry("cases recorded", None, "Orange County"),
            entry("recorded cases", None, "Dade County", quantity="159"),
        ),
        (
            entry("Stimmenanteil", "Markus Ulbig", "Dresden", language="de", quantity="15,4 Prozent"),
            entry("Anteil der Stimmen", "Dirk Hilbert", "Dresden", language="de", quantity="31,7 Prozent"),
        ),
    ],
)
def test_two_places_that_share_what_they_are_and_two_candidates_are_not_confirmed(one: Claim, other: Claim) -> None:
    assert compare(one, other, POLICY).band is not Band.CONFIRMED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nupapaga exports", "nupapaga stocks"),
        ("wheat exports", "wheat stocks"),
        ("funirubo exports", "funirubo prices"),
        ("piralova stocks", "tibisovi stocks"),
        ("wheat production", "barley production"),
    ],
)
def test_what_tables_have_side_by_side_is_never_confirmed(one: str, other: str) -> None:
    first, second = entry(one, None, "France", quantity="10,020"), entry(other, None, "France", quantity="10,340")
    assert compare(first, second, POLICY).band is not Band.CONFIRMED
