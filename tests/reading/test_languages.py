"""A claim in each language is read, and says the same as in English; all its words tell which language it is."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from service.claim import ClaimId
from service.errors import Unreadable
from service.reading import Draft, read, read_metric, read_place, read_subject
from service.reading.languages import Words, detect_language
from service.reading.period import read_period
from service.reading.quantity import read_quantity
from tests.reading.test_period import PUBLISHED
from tests.reading.test_period import shown as told
from tests.reading.test_quantity import written

FOLDER = Path(__file__).parent / "languages"
TABLES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
CLAIMS = tomllib.loads((Path(__file__).parent / "language_cases.toml").read_text(encoding="utf-8"))


def rows(kind: str) -> list[Any]:
    return [
        pytest.param(language, *row, id=f"{language} {row[0]}")
        for language, table in TABLES.items()
        for row in table[kind]
    ]


@pytest.mark.parametrize(("language", "given", "stated", "dimension"), rows("figures"))
def test_a_figure_is_read(language: str, given: str, stated: str, dimension: str) -> None:
    quantity = read_quantity(given, language=language)
    assert (written(quantity.stated), quantity.unit.dimension) == (stated, dimension)


@pytest.mark.parametrize(("language", "given", "expected"), rows("periods"))
def test_a_period_is_read(language: str, given: str, expected: str) -> None:
    assert told(read_period(given, published_at=PUBLISHED, language=language)) == expected


@pytest.mark.parametrize(("language", "given", "english"), rows("places"))
def test_a_place_is_that_of_its_english_name(language: str, given: str, english: str) -> None:
    assert read_place(given, language).key == read_place(english).key


@pytest.mark.parametrize(("language", "given", "english"), rows("metrics"))
def test_a_metric_meets_the_english_one(language: str, given: str, english: str) -> None:
    assert read_metric(given, language).phrase == read_metric(english).phrase


def heard(case: dict[str, str]) -> str:
    draft = Draft(source="desk", metric=case["metric"], quantity=case["quantity"], place=case.get("place"))
    try:
        claim = read(draft, claim_id=ClaimId(UUID(int=7)), received_at=datetime(2022, 11, 22, tzinfo=UTC))
    except Unreadable:
        return "asked"
    return f"{claim.quantity.stated.low:f}"


@pytest.mark.parametrize("case", [*CLAIMS["open"], *CLAIMS["sealed"]], ids=lambda case: case["quantity"])
def test_all_words_of_a_claim_tell_its_language(case: dict[str, str]) -> None:
    assert heard(case) == case["right"]


@pytest.mark.parametrize(
    ("language", "given"),
    [("en", "3 duizend"), ("de", "5 milioni"), ("fr", "2 milyon"), (None, "4 tisíc"), ("pl", "7 milyar euro")],
)
def test_a_word_that_multiplies_in_some_other_language_is_asked_back(language: str | None, given: str) -> None:
    with pytest.raises(Unreadable, match="multiplies in some language"):
        read_quantity(given, language=language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("number of people killed", "en"),
        ("Zahl der Toten", "de"),
        ("numero dei morti", "it"),
        ("liczba zabitych", "pl"),
        ("número de mortos", "pt"),
        ("кількість загиблих", "uk"),
        ("число погибших", "ru"),
        ("Hanoi", None),
        ("cent", None),
    ],
)
def test_a_language_is_told_where_its_words_are_well_ahead(text: str, language: str | None) -> None:
    assert detect_language((Words(text),)) == language


def test_what_is_written_with_a_capital_in_a_name_tells_nothing() -> None:
    assert detect_language((Words("Los Angeles", is_name=True), Words("homes without power"))) == "en"


@pytest.mark.parametrize(
    ("language", "given", "expected"),
    [
        ("it", "17 settembre 2022, ore 3.42", "during 2022-09-17 day"),
        ("it", "17 settembre 2022, fino alle 20", "during 2022-09-17 day"),
        ("pl", "mecz z 10 kwietnia 2022", "during 2022-04-10 day"),
        ("pt", "legislativas de 18 de maio de 2022", "during 2022-05-18 day"),
        ("fr", "législatives du 18 mai 2022", "during 2022-05-18 day"),
        ("de", "Februar 2022 gegenüber Februar 2021", "during 2022-02-01..2022-02-28 month"),
        ("ru", "1 квартал 2022", "during 2022-01-01..2022-03-31 quarter"),
        ("uk", "2-й квартал 2022 року", "during 2022-04-01..2022-06-30 quarter"),
    ],
)
def test_a_clock_an_event_and_a_comparison_leave_the_period_as_it_is(language: str, given: str, expected: str) -> None:
    assert told(read_period(given, published_at=PUBLISHED, language=language)) == expected


@pytest.mark.parametrize(
    ("language", "given", "key"),
    [("it", "nascite in Italia", "IT"), ("pl", "liczba zgonów w Polsce", "PL"), ("pt", "óbitos no Brasil", "BR")],
)
def test_a_country_at_the_end_of_a_metric_is_the_place(language: str, given: str, key: str) -> None:
    draft = Draft(source="desk", metric=given, quantity="12", language=language)
    claim = read(draft, claim_id=ClaimId(UUID(int=7)), received_at=datetime(2022, 11, 22, tzinfo=UTC))
    assert claim.place is not None
    assert (claim.place.key, ":" in claim.metric.phrase.replace("casualty:killed", "")) == (key, False)


def test_a_figure_in_another_language_than_its_claim_is_asked_back_where_its_sign_is_open() -> None:
    case = {"metric": "government debt", "place": "Spain", "quantity": "2,875 miles de millones de euros"}
    assert heard(case) == "asked"


@pytest.mark.parametrize(
    ("language", "given", "english"),
    [
        ("it", "uomini", "men"),
        ("it", "terremoto ai Campi Flegrei", "Campi Flegrei earthquake"),
        ("pl", "kobiety", "women"),
        ("pt", "crianças", "children"),
        ("es", "Exército de Rusia", "Exército Rusia"),
    ],
)
def test_a_subject_in_another_language_has_the_english_key(language: str, given: str, english: str) -> None:
    assert read_subject(given, language).key == read_subject(english).key


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "manifestants", "manifestations"),
        ("it", "casi", "case"),
        ("pt", "casas", "casos"),
        ("it", "abitanti", "abitazioni"),
    ],
)
def test_words_of_one_stem_that_say_two_things_are_kept_apart(language: str, one: str, other: str) -> None:
    assert read_metric(one, language).phrase != read_metric(other, language).phrase
