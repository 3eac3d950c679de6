"""A printed figure says the same in whatever notation and language it is printed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from service.claim import Interval
from service.reading.languages import LANGUAGES
from service.reading.lexicon_files import load
from service.reading.quantity import read_quantity

CENTS = st.decimals(min_value=0, max_value=10**8, places=2, allow_nan=False, allow_infinity=False)
LANGUAGE = st.sampled_from(LANGUAGES)
SPACES = st.sampled_from((" ", "\u00a0", "\u202f"))
MILLIONS = {
    language: [word for word, factor in load(language, "figures")["scales"].items() if Decimal(factor) == 10**6]
    for language in LANGUAGES
}


def printed(number: Decimal, language: str, group: str) -> str:
    """Print a number as a language does, its thousands parted by a sign."""
    return f"{number:,f}".replace(",", "\0").replace(".", load(language, "figures")["decimal"]).replace("\0", group)


def interval_of(text: str, language: str) -> tuple[Interval, str]:
    quantity = read_quantity(text, language=language)
    return quantity.interval, quantity.unit.dimension


@given(CENTS, LANGUAGE, SPACES)
def test_law_a_number_is_the_same_in_each_language_and_grouping(number: Decimal, language: str, space: str) -> None:
    english = interval_of(f"{number:,f}", "en")
    groups = (load(language, "figures")["group"], space, "'", "")
    assert {interval_of(printed(number, language, group), language) for group in groups} == {english}


@given(CENTS, LANGUAGE, SPACES, st.data())
def test_law_per_cent_is_the_same_as_sign_and_as_word(
    number: Decimal, language: str, space: str, data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(load(language, "figures")["percent"]["percent"]))
    shown = printed(number, language, load(language, "figures")["group"])
    texts = (f"{shown}%", f"{shown}{space}%", f"{shown} {word}", f"{shown}{space}{word}")
    assert {interval_of(text, language) for text in texts} == {interval_of(f"{number:,f} %", "en")}


@given(st.integers(min_value=2, max_value=999), LANGUAGE, SPACES, st.data())
def test_law_a_million_is_the_same_in_each_language(
    number: int, language: str, space: str, data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(MILLIONS[language]))
    assert interval_of(f"{number}{space}{word}", language) == interval_of(f"{number} million", "en")


@given(st.integers(min_value=1, max_value=10**9), st.integers(min_value=1, max_value=10**9), LANGUAGE)
def test_law_a_range_is_the_same_with_a_dash_and_with_words(one: int, other: int, language: str) -> None:
    low, high = sorted((one, other))
    words = load(language, "figures")["words"]
    texts = [f"{low}–{high} km", f"{low} - {high} km"]
    texts += [
        f"{words['between'][0]} {low} {words['and'][0]} {high} km",
        f"{words['from'][0]} {low} {words['to'][0]} {high} km",
    ]
    assert len({interval_of(text, language) for text in texts}) == 1
