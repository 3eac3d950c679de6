"""Phrases brought to one form."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.claim import Quantity
from service.errors import Unreadable
from service.reading.countries import COUNTRIES
from service.reading.metric import read_metric, resolve_metric
from service.reading.place import read_place
from service.reading.quantity import read_quantity
from service.reading.subject import read_subject
from service.reading.thesaurus import lines, run_of

SAME = tomllib.loads((Path(__file__).parent / "metric_cases.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("one", "other"), SAME["same"])
def test_other_words_for_the_same_metric_give_the_same_phrase(one: str, other: str) -> None:
    assert read_metric(one).phrase == read_metric(other).phrase


@pytest.mark.parametrize(("language", "text", "english"), SAME["same_abroad"])
def test_other_languages_give_the_same_phrase(language: str, text: str, english: str) -> None:
    assert read_metric(text, language).phrase == read_metric(english).phrase


@pytest.mark.parametrize(("one", "other"), SAME["different"])
def test_look_alikes_give_different_phrases(one: str, other: str) -> None:
    assert read_metric(one).phrase != read_metric(other).phrase


@pytest.mark.parametrize(("one", "other"), SAME["same_subject"])
def test_one_subject_in_two_names_has_one_key(one: str, other: str) -> None:
    assert read_subject(one).key == read_subject(other).key


@pytest.mark.parametrize(("one", "other"), SAME["different_subject"])
def test_two_subjects_have_two_keys(one: str, other: str) -> None:
    assert read_subject(one).key != read_subject(other).key


def test_every_line_of_the_lexicon_says_what_stands_on_its_left() -> None:
    unheard = [
        (text, says)
        for language, text, says in lines()
        if ":negative" not in says and "bound:" not in says
        if not {word.lstrip("?") for word in says.split()} <= set(read_metric(text, language).phrase.split())
    ]
    assert unheard == []


@pytest.mark.parametrize("given", ["", "  \n", "a\0b", "a\ud800b", "x" * 501, "?!", "–"])
def test_what_holds_no_words_is_refused(given: str) -> None:
    with pytest.raises(Unreadable):
        read_metric(given)
    with pytest.raises(Unreadable):
        read_subject(given)


@given(st.text(max_size=600))
def test_any_text_is_read_or_refused(given: str) -> None:
    try:
        metric = read_metric(given)
    except Unreadable:
        return
    assert metric.phrase
    assert metric.qualifiers == tuple(sorted(metric.qualifiers))


@given(st.permutations(["tanks", "lost", "northern", "front", "2022"]))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    assert read_metric(" ".join(words)).phrase == read_metric("tanks lost northern front 2022").phrase


def a_quantity(given: str) -> Quantity:
    return read_quantity(given)


@pytest.mark.parametrize(
    ("metric", "quantity", "same_as"),
    [
        ("retail sales", "fell 2.8%", "change in retail sales"),
        ("consumer prices", "rose 7.1%", "inflation"),
        ("GDP", "grew 2%", "GDP growth"),
        ("unemployment rate", "fell by 0.2 percentage points", "change in the unemployment rate"),
        ("losses", "300 per day", "average daily losses"),
        ("tanks lost", "2,895", "tanks lost"),
        ("average daily losses", "300 per day", "average daily losses"),
    ],
)
def test_a_figure_completes_its_metric(metric: str, quantity: str, same_as: str) -> None:
    assert resolve_metric(read_metric(metric), a_quantity(quantity)).phrase == read_metric(same_as).phrase


@pytest.mark.parametrize(
    ("metric", "subject", "place", "same_as"),
    [
        ("population of France", None, "France", "population"),
        ("Germany's inflation rate", None, "Germany", "inflation rate"),
        ("Russian army personnel losses", "Russian army", None, "personnel losses"),
        ("earthquake magnitude", "earthquake", "Turkey", "magnitude"),
        ("exports to China", None, "Australia", "exports to China"),
        ("France", None, "France", "France"),
    ],
)
def test_what_subject_and_place_say_is_not_said_again(
    metric: str, subject: str | None, place: str | None, same_as: str
) -> None:
    read = read_metric(
        metric,
        subject=read_subject(subject) if subject else None,
        place=read_place(place) if place else None,
    )
    assert read.phrase == read_metric(same_as).phrase


@pytest.mark.parametrize(("word", "code"), [("Ukrainian", "UA"), ("Sri Lankan", "LK"), ("France", "FR"), ("car", None)])
def test_demonyms_fold_to_countries(word: str, code: str | None) -> None:
    assert COUNTRIES.get(run_of(word, "en")) == code
