"""Words for print: the sentences that somebody has read, and what must hold of all."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.disputing.wording import LANGUAGES, Held, print_words
from tests.builders import claim
from tests.disputing.wording.__main__ import printed
from tests.disputing.wording.cases import CASES

READ = tomllib.loads((Path(__file__).parent / "printed.toml").read_text(encoding="utf-8"))
ABOUT = ("about", "almost", "etwa ", "fast ", "environ", "presque", "alrededor", "casi", "приблизно", "майже")


def words(language: str, *said: dict[str, Any], **more: Any) -> Any:
    fields = {"subject": None, "place": "Switzerland", "metric": "deaths"}
    held = [Held([claim(number, **(fields | one))]) for number, one in enumerate(said, 1)]
    return print_words(held, language, **more)


def test_the_sentences_are_those_that_somebody_has_read() -> None:
    assert printed() == READ


def test_there_are_twenty_in_each_language() -> None:
    assert len(CASES) == 20
    assert all(set(texts) == set(LANGUAGES) for texts in READ.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_without_its_year_and_none_says_about_by_itself(language: str) -> None:
    for case, texts in READ.items():
        assert any(str(year) in texts[language] for year in range(2013, 2023)), case
        if case != "approximators":
            assert not any(word in texts[language] for word in ABOUT), case


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_with_braces_are_names(language: str) -> None:
    said = ({"source": "{0} {names}", "quantity": "14"}, {"source": "%s {", "quantity": "19"})
    text = words(language, *said).text
    assert "{0} {names}" in text
    assert "%s {" in text


def test_what_is_not_translated_is_said() -> None:
    said = ({"source": "Swiss government", "quantity": "14"}, {"source": "WHO", "quantity": "dozens"})
    assert words("en", *said).untranslated == ()
    assert words("de", *said).untranslated == ("deaths", "dozens", "Swiss government")
    german = ({"source": "WHO", "quantity": "14", "language": "de-CH", "metric": "Todesfälle"}, said[1])
    assert words("de", *german).untranslated == ("dozens",)
    assert words("de", *german).text.startswith("Todesfälle, Schweiz, ")


def test_many_sources_and_many_positions_are_counted_although_few_are_given() -> None:
    held = [
        Held([claim(1, source="WHO", quantity="14")], further=40),
        Held([claim(2, source="ECDC", quantity="19")]),
        Held([claim(3, source="JHU", quantity="33")]),
    ]
    text = print_words(held, "en", hidden=30).text
    assert "WHO and 40 more sources: 14" in text
    assert "33 different figures in all" in text


@pytest.mark.parametrize(
    ("quantity", "told"),
    [
        ("7.10 %", "7.10%"),
        ("-0.2 %", "−0.2%"),
        ("1,234.5 km", "1,234.5\u00a0km"),
        ("3 miles", "3 miles"),
        ("twice", "twice"),
        ("2,366,534,000,000 euros", "€2,366,534,000,000"),
        ("€1.92 billion", "€1.92 billion"),
        ("US$5 million", "$5 million"),
        ("3 million Swiss francs", "3 million Swiss francs"),
        ("25 basis points", "25 basis points"),
        ("12 per 100,000 people", "12 per 100,000 people"),
        ("85 thousand", "85,000"),
        ("999,999", "999,999"),
        ("up to 30,000", "at most 30,000"),
        ("9" * 40, "9" * 40),
        ("0", "0"),
    ],
)
def test_a_figure_keeps_what_was_printed(quantity: str, told: str) -> None:
    text = words("en", {"quantity": quantity, "source": "WHO"}, {"quantity": "17 tanks", "source": "ECDC"}).text
    assert f": {told} according to WHO; " in text


def test_a_figure_that_cannot_be_said_in_another_language_is_quoted() -> None:
    for quantity in ("3 miles", "twice", "47.9% of GDP", "12 per 100,000 people"):
        text = words("de", {"quantity": quantity, "source": "WHO"}, {"quantity": "17", "source": "ECDC"}).text
        assert f"„{quantity}“ laut WHO" in text


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2022-Q4", "au quatrième trimestre 2022"),
        ("second half of 2022", "au second semestre 2022"),
        ("FY2022", "du 1er janvier 2022 au 31 décembre 2022"),
        ("since 24 February 2022, as of 2022-11-22", "du 24 février 2022 au 22 novembre 2022"),
        ("end of 2021", "au 31 décembre 2021"),
        ("2021/2022", "du 1er janvier 2021 au 31 décembre 2022"),
    ],
)
def test_periods(period: str, told: str) -> None:
    assert f", {told}\u00a0: " in words("fr", {"quantity": "14", "period": period}, {"quantity": "19"}).text


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Swiss government", "the Swiss government"),
        ("Health Ministry", "the Health Ministry"),
        ("the General Staff", "the General Staff"),
        ("World Bank", "the World Bank"),
        ("Deutsche Bank", "Deutsche Bank"),
        ("central bank", "the central bank"),
        ("Johns Hopkins University", "Johns Hopkins University"),
        ("our army", "our army"),
        ("Reuters", "Reuters"),
    ],
)
def test_names_that_are_nouns_take_an_article_in_english(source: str, told: str) -> None:
    assert f"14 according to {told}; " in words("en", {"quantity": "14", "source": source}, {"quantity": "19"}).text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ". We use 14, according to WHO"),
        ("de", ". Wir verwenden 14, laut WHO"),
        ("fr", ". Nous retenons 14, selon WHO"),
        ("es", ". Usamos 14, según WHO"),
        ("uk", ". Ми беремо 14 (джерело: WHO)"),
    ],
)
def test_the_recommended_figure_stands_behind_all_others(language: str, told: str) -> None:
    said = ({"source": "WHO", "quantity": "14"}, {"source": "ECDC", "quantity": "19"})
    without = words(language, *said).text
    mark = claim(1, source="WHO", quantity="14", place="Switzerland", metric="deaths")
    assert words(language, *said, recommended=mark).text == without + told
