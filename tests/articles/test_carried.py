"""What a sentence leaves to the text around it: its time, its place, whose company's figure it is."""

from typing import Any

import pytest

from tests.articles.score import read, told_of


def told(text: str, language: str = "en", **more: Any) -> dict[str, tuple[str, str, str, str]]:
    """Metric, period, place and claimant of each figure; published on 12 March 2025."""
    return {one.figure.exact: told_of(one) for one in read(text, language, **more)}


def period(text: str, figure: str, language: str = "en") -> str:
    return told(text, language)[figure][1]


def place(text: str, figure: str, language: str = "en") -> str:
    return told(text, language)[figure][2]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The agency said that in 2021 12 people died."),
        ("fr", "Le ministère a indiqué qu'en 2021, 12 personnes étaient mortes."),
        ("es", "El ministerio informó que en 2021 murieron 12 personas en accidentes."),
        ("it", "Il ministero ha detto che nel 2021 sono morte 12 persone."),
        ("pt", "O ministério disse que em 2021 morreram 12 pessoas."),
        ("de", "Das Ministerium sagte, dass 2021 in Malta 12 Menschen starben."),
        ("pl", "Ministerstwo podało, że w 2021 roku zginęło 12 osób."),
    ],
)
def test_a_year_behind_that_is_of_what_is_said_and_not_of_the_saying(language: str, text: str) -> None:
    assert period(text, "12", language) == "2021-01-01/2021-12-31"


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "Malta counted 90 fires in 2024, 15 percent more than in 2023.", "15 percent"),
        ("fr", "Malte a compté 90 incendies en 2024, soit 15 % de plus qu'en 2023.", "15 %"),
        ("pl", "W 2024 roku wnioski złożyło na Malcie 9 900 osób, o 28 proc. więcej niż w 2023 r.", "28 proc."),
    ],
)
def test_the_year_of_a_comparison_is_not_that_of_the_change(language: str, text: str, figure: str) -> None:
    assert period(text, figure, language) == "2024-01-01/2024-12-31"


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "Malta had 40 cases last week. In the same week of 2023 Malta had 160 cases.", "160"),
        ("es", "Malta tuvo 40 casos la semana pasada, frente a 160 en la misma semana de 2023.", "160"),
    ],
)
def test_the_same_week_of_a_year_is_that_week_in_that_year(language: str, text: str, figure: str) -> None:
    assert period(text, figure, language) == "2023-03-06/2023-03-12"


def test_a_total_since_new_year_is_compared_with_the_same_span_of_another_year() -> None:
    text = "O Brasil registrou 1.250 casos desde o início do ano. No mesmo período de 2023 foram 207 casos."
    assert period(text, "207", "pt") == "2023-01-01/2023-03-12"


def test_the_year_before_is_told_from_the_year_that_it_is_before() -> None:
    text = "En 2021, les accidents ont fait 112 morts à Malte, contre 119 l'année précédente."
    assert period(text, "119", "fr") == "2020-01-01/2020-12-31"


def test_in_the_quarter_is_the_quarter_that_the_text_told() -> None:
    text = "Revenue fell to $3 billion in the fourth quarter.\n\nThe company sold 148,300 cars in the quarter."
    assert period(text, "148,300") == "2024-10-01/2024-12-31"


def test_a_relative_clause_has_no_time_of_what_is_said_behind_it() -> None:
    found = told("Norvik, which employs about 43,000 people, said it would cut 1,200 jobs by the end of next year.")
    assert (found["about 43,000"][1], found["1,200"][1]) == ("", "2026-12-31")


def test_the_german_morning_is_no_day_to_come() -> None:
    text = "Die Halle brannte am Montag. Rund 220 Einsatzkräfte kämpften bis zum Morgen."
    assert period(text, "Rund 220", "de") == "2025-03-10"


@pytest.mark.parametrize(
    ("language", "text", "figure", "wanted"),
    [
        ("en", "Floods have killed 76 people in western Kenya.", "76", "western Kenya"),
        ("es", "Los incendios quemaron 950 casas en el norte de Argentina.", "950", "norte de Argentina"),
    ],
)
def test_a_part_of_a_country_is_not_the_country(language: str, text: str, figure: str, wanted: str) -> None:
    assert place(text, figure, language) == wanted


def test_where_somebody_speaks_is_not_where_it_happened() -> None:
    found = told("Floods struck in Malta on Monday. Some 35 people fled, the mayor told reporters in Oslo.")
    assert found["Some 35"][2] == "Malta"


def test_german_events_are_no_places() -> None:
    assert place("In Sachsen kamen 2022 bei Bränden 79 Menschen ums Leben.", "79", "de") == "Saxony"


def test_the_place_of_the_story_goes_with_its_time() -> None:
    text = (
        "Onze personnes ont été tuées mardi dans le déraillement d'un train près de Coimbra. "
        "Le train transportait 186 passagers. En 2021, le Portugal a compté 112 morts."
    )
    found = told(text, "fr", title="Accident de train au Portugal")
    assert (found["186"][2], found["112"][2]) == ("Coimbra", "Portugal")


def test_worldwide_is_of_the_figure_beside_it() -> None:
    found = told("Norvik employs 43,000 people worldwide, and will cut 1,200 jobs at its plant in Gothenburg.")
    assert (found["43,000"][2], found["1,200"][2]) == ("worldwide", "Gothenburg")


def test_a_company_behind_its_kind_is_that_of_the_figures() -> None:
    text = "Swedish carmaker Norvik Motors reported a fall in profit, blaming China. Revenue fell to $3 billion."
    [found] = read(text, title="Norvik Motors cuts outlook")
    assert found.draft is not None
    assert (found.draft.subject, found.draft.place) == ("Norvik Motors", None)
