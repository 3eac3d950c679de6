"""Every line of the words of figures is loaded and does what its table says."""

from decimal import Decimal
from typing import Any

import pytest

from service.claim import Approximator, QuantityKind
from service.reading.figures.lexicon import lexicon_for
from service.reading.figures.rates import TIMES
from service.reading.figures.units import WORDS_TOO, units_for
from service.reading.languages import LANGUAGES
from service.reading.lexicon_files import load, words_of_language
from service.reading.quantity import read_quantity

KINDS = {
    "about": Approximator.ABOUT,
    "almost": Approximator.ALMOST,
    "just_under": Approximator.ALMOST,
    "just_over": Approximator.JUST_OVER,
    "more_than": Approximator.MORE_THAN,
    "at_least": Approximator.AT_LEAST,
    "less_than": Approximator.LESS_THAN,
    "at_most": Approximator.AT_MOST,
}
SECTIONS = {
    *("decimal", "group", "cardinals", "scales", "glued_scales", "ordinals", "ordinals_only", "words", "skipped"),
    *(
        "approximators",
        "vague",
        "directions",
        "moves",
        "ratios",
        "mixed",
        "shares",
        "percent",
        "denominators",
        "adverbs",
        "things",
        "units",
    ),
}


def lines(section: str) -> list[tuple[str, str, Any]]:
    """Give (language, key, value) of a section of every language."""
    return [
        (language, key, value)
        for language in LANGUAGES
        for key, value in load(language, "figures").get(section, {}).items()
    ]


def sides(section: str, side: str) -> list[tuple[str, str, str]]:
    """Give (language, name, phrase) of a section of phrases that stand before or after the figure."""
    return [(language, name, phrase) for language, name, value in lines(section) for phrase in value.get(side, ())]


def listed(section: str) -> list[tuple[str, str, str]]:
    """Give (language, name, phrase) of a section of lists."""
    return [(language, name, phrase) for language, name, phrases in lines(section) for phrase in phrases]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_holds_known_sections_only(language: str) -> None:
    assert set(load(language, "figures")) <= SECTIONS


@pytest.mark.parametrize(("language", "word", "value"), lines("cardinals"))
def test_a_number_word_is_its_value(language: str, word: str, value: int) -> None:
    assert read_quantity(word, language=language).stated.low == value


@pytest.mark.parametrize(("language", "word", "factor"), lines("scales"))
def test_a_scale_multiplies(language: str, word: str, factor: str) -> None:
    assert read_quantity(f"3 {word}", language=language).stated.low == 3 * Decimal(factor)


@pytest.mark.parametrize(("language", "word", "denominator"), lines("ordinals"))
def test_a_fraction_word_is_a_share(language: str, word: str, denominator: int) -> None:
    one = next(key for key, value in load(language, "figures")["cardinals"].items() if value == 1)
    stated = read_quantity(f"{one} {word}", language=language).stated.low
    assert stated is not None
    assert round(stated * denominator, 20) == 100


@pytest.mark.parametrize(("language", "name", "phrase"), sides("approximators", "before"))
def test_an_approximator_before_the_figure(language: str, name: str, phrase: str) -> None:
    assert read_quantity(f"{phrase} 300", language=language).approximator is KINDS[name]


@pytest.mark.parametrize(("language", "name", "phrase"), sides("approximators", "after"))
def test_an_approximator_after_the_figure(language: str, name: str, phrase: str) -> None:
    assert read_quantity(f"300 {phrase}", language=language).approximator is KINDS[name]


@pytest.mark.parametrize(("language", "phrase", "ends"), lines("vague"))
def test_a_vague_amount_is_a_span(language: str, phrase: str, ends: list[str]) -> None:
    stated = read_quantity(phrase, language=language).stated
    assert [stated.low, stated.high] == [Decimal(end) for end in ends]


@pytest.mark.parametrize(("language", "name", "phrase"), sides("directions", "before"))
def test_a_verb_of_change_before_the_figure(language: str, name: str, phrase: str) -> None:
    quantity = read_quantity(f"{phrase} 2 %", language=language)
    assert (quantity.kind, quantity.stated.low) == _moved(name)


@pytest.mark.parametrize(("language", "name", "phrase"), sides("directions", "after"))
def test_a_noun_of_change_after_the_figure(language: str, name: str, phrase: str) -> None:
    quantity = read_quantity(f"2 % {phrase}", language=language)
    assert (quantity.kind, quantity.stated.low) == _moved(name)


def _moved(name: str) -> tuple[QuantityKind, Decimal]:
    if name == "level":
        return QuantityKind.LEVEL, Decimal(2)
    return QuantityKind.CHANGE, Decimal(2) if name.startswith("up") else Decimal(-2)


@pytest.mark.parametrize(("language", "phrase", "value"), lines("ratios"))
def test_a_ratio_word_is_its_value(language: str, phrase: str, value: str) -> None:
    quantity = read_quantity(phrase, language=language)
    assert (quantity.kind, quantity.stated.low) == (QuantityKind.RATIO, Decimal(value))


@pytest.mark.parametrize(("language", "phrase", "value"), lines("shares"))
def test_a_share_phrase_is_per_cent(language: str, phrase: str, value: str) -> None:
    over, _, under = value.partition("/")
    stated = read_quantity(phrase, language=language).stated.low
    assert stated is not None
    assert round(stated * int(under), 20) == 100 * int(over)


@pytest.mark.parametrize(("language", "name", "phrase"), listed("percent"))
def test_a_word_for_per_cent(language: str, name: str, phrase: str) -> None:
    dimension = read_quantity(f"5 {phrase}", language=language).unit.dimension
    assert dimension == ("percent" if name.startswith("per") and name != "percentage_points" else "percentage_points")


@pytest.mark.parametrize(("language", "name", "phrase"), listed("denominators"))
def test_a_rate_per_time_or_person(language: str, name: str, phrase: str) -> None:
    assert name in {*TIMES, "person"}
    per = load(language, "figures")["words"]["firm_per"][0]
    unit = read_quantity(f"5 {per} {phrase}", language=language).unit
    assert unit.dimension == ("count/person" if name == "person" else "count/time")


@pytest.mark.parametrize(("language", "name", "phrase"), listed("adverbs"))
def test_an_adverb_of_rate(language: str, name: str, phrase: str) -> None:
    assert name in TIMES
    assert read_quantity(f"5 {phrase}", language=language).unit.dimension == "count/time"


@pytest.mark.parametrize(("language", "thing", "word"), listed("things"))
def test_a_thing_is_folded(language: str, thing: str, word: str) -> None:
    assert read_quantity(f"500 {word}", language=language).unit.thing == thing


@pytest.mark.parametrize(("language", "name", "unit"), lines("units"))
def test_a_unit_in_the_languages_words(language: str, name: str, unit: str) -> None:
    units = units_for(lexicon_for(language))
    quantity = read_quantity(f"3 {name}", language=language)
    assert quantity.unit.name == units.by_key[unit].name


@pytest.mark.parametrize("phrase", [phrase for _, _, phrase in listed("words")])
def test_words_of_the_grammar_are_folded(phrase: str) -> None:
    assert phrase == phrase.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_filler_words_change_nothing(language: str) -> None:
    for phrase in load(language, "figures")["skipped"]["before"]:
        assert read_quantity(f"{phrase} 300", language=language).stated.low == 300
    for phrase in load(language, "figures")["skipped"]["after"]:
        assert read_quantity(f"300 {phrase}", language=language).stated.low == 300


@pytest.mark.parametrize(("language", "phrase", "value"), lines("mixed"))
def test_one_and_a_half_in_one_word_multiplies_the_scale_behind_it(language: str, phrase: str, value: str) -> None:
    scale = {"de": "Millionen", "uk": "мільйона", "ru": "миллиона", "pl": "miliona"}[language]
    expected = Decimal(1_000_000) * Decimal(value[0]) / Decimal(value[2])
    assert read_quantity(f"{phrase} {scale}", language=language).stated.low == expected


def moves(name: str) -> list[tuple[str, str]]:
    """Give (language, verb) of the table of moves."""
    return [(language, verb) for language in LANGUAGES for verb in load(language, "figures")["moves"].get(name, ())]


@pytest.mark.parametrize(("language", "verb"), [*moves("up"), *moves("down"), *moves("moved")])
def test_a_move_with_two_numbers_tells_the_level_reached(language: str, verb: str) -> None:
    table = load(language, "figures")["moves"]
    for before in table["source"]:
        quantity = read_quantity(f"{verb} {before} 410 {table['to'][0]} 420", language=language)
        assert (quantity.stated.low, quantity.kind) == (Decimal(420), QuantityKind.LEVEL)


@pytest.mark.parametrize(("language", "verb"), moves("up"))
def test_a_verb_that_rises_tells_a_change(language: str, verb: str) -> None:
    for by in load(language, "figures")["moves"]["by"]:
        quantity = read_quantity(f"{verb} {by} 4 %", language=language)
        assert (quantity.stated.low, quantity.kind) == (Decimal(4), QuantityKind.CHANGE)


@pytest.mark.parametrize(("language", "noun"), moves("fall"))
def test_a_noun_that_falls_tells_a_negative_change(language: str, noun: str) -> None:
    table = load(language, "figures")["moves"]
    for article in ("", *table["articles"]):
        for of in table["of"]:
            quantity = read_quantity(f"{article} {noun} {of} 4 %", language=language)
            assert (quantity.stated.low, quantity.kind) == (Decimal(-4), QuantityKind.CHANGE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_that_is_a_small_word_in_small_letters_is_known_as_one(language: str) -> None:
    """ "Almeno 600 ma non più di 750" are no megaamperes."""
    symbols = {symbol.lower() for symbol in units_for(lexicon_for(None)).symbols}
    spoken = words_of_language(language)
    joining = {word for words in load(language, "figures")["words"].values() for word in words if word.isalpha()}
    small = {*spoken.silent, *spoken.frequent, *joining}
    assert {word for word in small & symbols if len(word) > 1} <= WORDS_TOO
