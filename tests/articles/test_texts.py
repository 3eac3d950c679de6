"""What whole texts say in figures: days that the lead tells, places of sentences and articles, who speaks."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from service.articles.dateline import dateline_of
from service.articles.forms import with_forms
from tests.articles.score import cases, faults, read

UNSEEN = Path(__file__).with_name("unseen.toml")
TEXTS = Path(__file__).with_name("texts.toml")
NEWS = Path(__file__).with_name("news.toml")
KINDS = Path(__file__).with_name("kinds.toml")


@pytest.mark.parametrize(
    ("language", "case"),
    [*cases(TEXTS), *cases(NEWS), *cases(KINDS)],
    ids=lambda one: one["text"][:40] if isinstance(one, dict) else one,
)
def test_a_text_is_read_as_an_editor_reads_it(language: str, case: dict[str, Any]) -> None:
    assert faults(language, case) == []


def test_texts_that_no_rule_was_made_for_are_read_as_well_as_when_they_were_first_looked_at() -> None:
    counted: Counter[str] = Counter()
    for language, case in cases(UNSEEN):
        faults(language, case, counted)
    least = {"wanted": 22, "figure": 22, "metric": 22, "period": 20, "place": 19, "claimant": 21}
    assert {name: counted[name] for name in least if counted[name] < least[name]} == {}


def told(text: str, **more: Any) -> dict[str, Any]:
    return {one.figure.exact: one for one in read(text, **more)}


def test_what_the_text_told_before_is_sure_where_it_told_one_time_only() -> None:
    one = told("A ferry sank off Malta on Monday. Rescuers recovered 12 bodies.")["12"]
    other = told(
        "A ferry sank off Malta on Monday. Another burned on Sunday.\n\nRescuers recovered 12 bodies. Rain fell."
    )["12"]
    assert (one.known.period.value, one.state.value) == ("inherited", "sure")
    assert (other.known.period.value, other.state.value) == ("assumed", "unsure")
    assert "several times" in other.reasons[0]


def test_what_stands_now_is_not_of_the_day_of_the_story() -> None:
    found = told("A ferry sank off Malta on Monday. Malta has 88 ships.")["88"]
    assert found.draft.period is None


def test_an_ordinal_of_a_date_is_no_ordinal() -> None:
    [found] = read("Am 7. Januar 2025 starben 12 Menschen.", "de")
    assert found.draft is not None
    assert str(found.draft.period.end) == "2025-01-07"


def test_a_quote_in_straight_marks_is_his_who_is_named_behind_it() -> None:
    text = '"We lost 40 houses. And 12 barns burned. Rain came", said Ana Lopes.'
    assert [one.draft.claimant for one in read(text) if one.draft] == ["Ana Lopes", "Ana Lopes"]


def test_counting_is_no_event_of_what_is_counted() -> None:
    assert told("In Kenya 300 cases were recorded in May 2024.")["300"].draft.metric == "cases"
    assert told("Forty people are in need of food.")["Forty"].draft.metric == "people in need of food"
    assert told("The bank raised its forecast to 3 percent.")["3 percent"].draft.metric == "forecast"
    assert (
        told("The fire killed at least 62, including 54 small children.")["54"].draft.metric == "small children killed"
    )


def test_the_headline_tells_the_place_and_adjectives_of_actors_do_not() -> None:
    text = "Russian troops stormed the town. Losses rose to 300."
    assert told(text, title="War in Ukraine")["300"].draft.place == "Ukraine"
    assert told("Deaths rose to 300 worldwide.")["300"].draft.place == "worldwide"


def test_the_figure_before_a_change_waits_for_a_person() -> None:
    found = told("The fire raised the death toll from 14 to 31 on Monday.")
    assert (found["14"].state.value, found["31"].state.value) == ("unsure", "sure")
    assert "before a change" in found["14"].reasons[0]


@pytest.mark.parametrize(
    ("text", "city", "wider"),
    [
        ("ROME (WireOne) - Exports rose.", "Rome", None),
        ("MARUNDI, Kessana, June 18 - Cholera spread.", "Marundi", "Kessana"),
        ("CARCASSONNE, 20 août - Les pompiers", "Carcassonne", None),
        ("BUENOS AIRES.- Los precios", "Buenos Aires", None),
        ("Berlin - Die Zahl", "Berlin", None),
    ],
)
def test_a_dateline_is_told_by_its_form(text: str, city: str, wider: str | None) -> None:
    found = dateline_of(text)
    assert found is not None
    assert (found.city, found.wider) == (city, wider)


@pytest.mark.parametrize(
    "text",
    ["Inflation - the rate of it - fell.", "Вінницька область — 700 випадків", "Growth - 3.5 percent", "", "- - -"],
)
def test_a_dash_alone_makes_no_dateline(text: str) -> None:
    assert dateline_of(text) is None


def test_one_form_of_a_verb_stands_for_all() -> None:
    assert {"повідомила", "повідомило", "повідомили"} <= with_forms(["повідомив"], "uk")
    assert {"evacuada", "evacuados"} <= with_forms(["evacuado"], "es")
    assert with_forms(["died"], "en") == {"died"}


def test_a_figure_that_is_compared_with_has_the_unit_of_the_one_before() -> None:
    found = told("The fire burned 4,850 hectares in February, against 3,100 a year earlier.")
    assert found["3,100"].draft.quantity == "3,100 hectares"


def test_a_common_noun_is_no_subject_where_all_nouns_have_capitals() -> None:
    [found] = read("In Hessen beschäftigt der Konzern 62.000 Menschen.", "de")
    assert found.draft is not None
    assert found.draft.subject is None


def test_a_subject_that_is_the_place_is_told_once() -> None:
    [found] = read("Україна експортувала 640 тисяч тонн зерна в січні.", "uk")
    assert found.draft is not None
    assert (found.draft.subject, found.draft.place) == (None, "Ukraine")


def test_what_is_told_of_the_whole_country_is_not_of_the_town() -> None:
    text = "A ferry sank on Monday in the port of Valparaíso, in Chile. This year 64 people have died in the country."
    assert told(text)["64"].draft.place == "Chile"


def test_the_company_that_a_text_is_about_is_the_subject_of_its_figures() -> None:
    found = told("Nordwind Airlines said profits fell. Its shares sank. Nordwind Airlines sold 412,000 tickets.")
    assert found["412,000"].draft.subject == "Nordwind Airlines"
    assert told("Mr Smith said profits fell. Shares sank by 5 percent.")["5 percent"].draft.subject is None


def test_who_stands_beside_a_figure_without_its_verb_is_its_subject() -> None:
    found = told("In Malta hat die CDU 48 Sitze, die SPD 32.", language="de")
    assert (found["32"].draft.metric, found["32"].draft.subject) == ("Sitze", "SPD")


def test_a_share_of_the_whole_country_is_of_no_place_that_the_sentence_names() -> None:
    found = told("In Halden County 81 percent of children were vaccinated, compared with 93 percent statewide.")
    assert (found["81 percent"].draft.place, found["93 percent"].draft.place) == ("Halden County", None)


def test_what_is_to_come_is_of_the_day_on_which_it_is_told() -> None:
    found = told("En febrero murieron 12 personas en Lima. El Gobierno destinará 50 millones de euros.", language="es")
    assert found["50 millones de euros"].draft.period is None
