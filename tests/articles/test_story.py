"""Whose figure it is, what it is of, and what the story says of it elsewhere."""

from typing import Any

import pytest

from service.reading import Draft
from tests.articles.score import read


def drafts(text: str, language: str = "en", **more: Any) -> dict[str, Draft]:
    return {one.figure.exact: one.draft for one in read(text, language, **more) if one.draft is not None}


def metric(text: str, figure: str, language: str = "en") -> str:
    return drafts(text, language)[figure].metric


@pytest.mark.parametrize(
    ("language", "text", "figure", "wanted"),
    [
        ("de", "Die Polizei schätzt den Schaden auf 6,5 Millionen Euro.", "6,5 Millionen Euro", "Schaden"),
        ("en", "Police put the damage at $3 million.", "$3 million", "damage"),
        ("en", "Damage to roads was put at $2.3 million.", "$2.3 million", "Damage"),
        ("en", "Officials are sheltering 12,400 people in Malta.", "12,400", "people sheltered"),
    ],
)
def test_what_somebody_puts_a_figure_on_is_measured(language: str, text: str, figure: str, wanted: str) -> None:
    assert metric(text, figure, language) == wanted


@pytest.mark.parametrize(
    ("language", "text", "figure", "wanted"),
    [
        ("es", "El Gobierno portugués invirtió 390 millones de euros en la red.", "390 millones de euros", "inversión"),
        ("fr", "Le gouvernement a investi 430 millions d'euros dans le réseau.", "430 millions d'euros", "réseau"),
    ],
)
def test_a_government_is_not_what_it_spends(language: str, text: str, figure: str, wanted: str) -> None:
    assert wanted in metric(text, figure, language)


def test_what_was_before_a_change_is_of_the_same_thing_in_the_same_currency() -> None:
    found = drafts("Operating profit fell to 3.1 billion euros in the third quarter from 4.6 billion a year earlier.")
    assert (found["4.6 billion"].metric, found["4.6 billion"].quantity) == ("Operating profit", "4.6 billion euros")


def test_a_sum_without_a_currency_has_that_of_the_one_before() -> None:
    text = "El Gobierno gastó 390 millones de euros en la red y prevé gastar 520 millones este año."
    assert drafts(text, "es")["520 millones"].quantity == "520 millones de euros"


def test_customers_have_no_currency() -> None:
    assert drafts("It made $3 billion, and has 2 million customers.")["2 million"].quantity == "2 million"


def test_it_is_what_the_sentence_before_counted() -> None:
    text = "Od stycznia na Malcie zginęło 49 osób. Ministerstwo podaje, że było to 17 osób."
    assert metric(text, "17", "pl") == "osób zginęło"


@pytest.mark.parametrize(
    ("language", "text", "figure", "wanted"),
    [
        ("en", "Norvik, which employs 43,000 people, said it would cut 1,200 jobs.", "1,200", "Norvik"),
        ("pl", "W zeszłym tygodniu minister Jan Kot oświadczył, że zginęło 49 osób.", "49", "minister Jan Kot"),
        ("it", "A Malta i turisti sono 8.700, ha detto l'assessore al Bilancio Mario Rossi.", "8.700", "Mario Rossi"),
        ("es", "Murieron 34 personas, señaló el ministro de Salud, Pedro Santos.", "34", "Pedro Santos"),
        ("de", "In Malta starben 34 Menschen, sagte Innenminister Jan Roth (CDU).", "34", "Jan Roth"),
    ],
)
def test_a_speaker_is_named_behind_a_clause_an_office_and_a_day(
    language: str, text: str, figure: str, wanted: str
) -> None:
    assert wanted in (drafts(text, language)[figure].claimant or "")


@pytest.mark.parametrize(
    ("language", "text", "figure", "wanted"),
    [
        ("en", "In 2022, floods killed 41 people in Kenya.", "41", "floods"),
        ("es", "Los accidentes de tren causaron 112 muertos en Portugal en 2021.", "112", "accidentes de tren"),
        ("fr", "En 2021, les accidents ferroviaires ont fait 112 morts.", "112", "accidents ferroviaires"),
    ],
)
def test_those_who_came_to_harm_are_of_the_event_that_the_sentence_names(
    language: str, text: str, figure: str, wanted: str
) -> None:
    assert drafts(text, language)[figure].subject == wanted


def test_those_who_came_to_harm_then_are_of_the_event_of_the_headline_and_others_are_not() -> None:
    text = "Trente personnes sont mortes mardi à Namur. En 2021, à Namur, 112 personnes sont mortes."
    found = drafts(text, "fr", title="Accident de train en Belgique")
    assert (found["Trente"].subject, found["112"].subject) == ("Accident de train", None)


def test_cases_are_of_the_disease_of_the_text() -> None:
    found = drafts("Measles is back in Malta. Malta had 340 cases last week.", title="Measles in Malta")
    assert found["340"].metric == "measles cases"


def test_of_whom_losses_are_is_told_once() -> None:
    text = "The losses of the Russian army rose to 85,000. Losses per day can be 600-800 people."
    assert drafts(text)["600-800"].subject == "Russian army"


def test_a_time_of_day_is_no_figure() -> None:
    assert list(drafts("Shares were down 9.4 percent at 1015 GMT.")) == ["9.4 percent"]


def test_a_year_ends_a_german_sentence() -> None:
    found = drafts("In Duisburg gab es 1.876 Brände, mehr als 2021. In Malta gab es 79 Tote.", "de")
    assert (found["1.876"].place, found["79"].place) == ("Duisburg", "Malta")
