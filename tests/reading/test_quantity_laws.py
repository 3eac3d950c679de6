"""Laws of reading figures, on inputs nobody thought of."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.claim import Quantity
from service.errors import Unreadable
from service.judging import judge
from service.reading.figures.lexicon import lexicon_for
from service.reading.figures.numerals import EXACT
from service.reading.figures.units import units_for
from service.reading.languages import LANGUAGES
from service.reading.lexicon_files import load
from service.reading.quantity import find_quantities, read_quantity
from tests.evaluation.equate import within

WHOLE = st.integers(min_value=0, max_value=10**15)
DECIMALS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
STANDING = {"agree", "agree_by_rounding", "compatible"}


def vocabulary() -> list[str]:
    """Give words and signs that figures are made of, in all languages."""
    lexicon = lexicon_for(None)
    words = {*lexicon.cardinals, *lexicon.scales, *lexicon.ordinals, *lexicon.language_of}
    return sorted(
        {*words, *"$€£%°-+~<>≥½¾/:,.()'\"", "5", "1,234", "1.5", "2022", "85", "100,000", "km", "people", "°C", "MW"}
    )


FIGURELIKE = st.lists(st.sampled_from(vocabulary()), min_size=1, max_size=9).map(" ".join)
ANY_TEXT = st.text(max_size=120) | FIGURELIKE | st.text(alphabet="0123456789.,' -/%$eE+x", max_size=40)


def read_or_none(text: str, **beside: Any) -> Quantity | None:
    try:
        return read_quantity(text, **beside)
    except Unreadable:
        return None


@given(ANY_TEXT, st.sampled_from((None, *LANGUAGES)))
def test_law_any_text_is_read_or_refused(text: str, language: str | None) -> None:
    quantity = read_or_none(text, language=language)
    assert quantity is None or within(quantity.stated, quantity.interval)


@given(ANY_TEXT, st.sampled_from((None, *LANGUAGES)))
def test_law_figures_are_found_in_order_and_apart(text: str, language: str | None) -> None:
    found = find_quantities(text, language=language)
    ends = [end for span in found for end in span[:2]]
    assert ends == sorted(ends)
    assert all(0 <= end <= len(text) for end in ends)


@given(WHOLE)
def test_law_grouping_does_not_change_a_number(number: int) -> None:
    grouped = f"{number:,}"
    notations = [
        read_quantity(str(number)),
        read_quantity(grouped),
        read_quantity(grouped.replace(",", " ")),
        read_quantity(grouped.replace(",", "\u00a0")),
        read_quantity(grouped.replace(",", "'")),
        read_quantity(grouped.replace(",", "."), language="de"),
        read_quantity("".join(chr(ord(digit) + 0xFEE0) for digit in str(number))),
    ]
    assert {quantity.stated.low for quantity in notations} == {Decimal(number)}
    assert all(judge(notations[0], other).kind.value == "agree" for other in notations)


@given(DECIMALS)
def test_law_the_decimal_sign_of_the_language_does_not_change_a_number(number: Decimal) -> None:
    english, german = f"{number:,f}", f"{number:,f}".translate(str.maketrans(",.", ".,"))
    one, other = read_quantity(english, language="en"), read_quantity(german, language="de")
    assert one.stated == other.stated
    assert one.interval == other.interval


@given(st.integers(min_value=1, max_value=999), st.sampled_from(sorted(load("en", "figures")["scales"].items())))
def test_law_a_scaled_figure_and_its_digits_can_both_stand(number: int, scale: tuple[str, str]) -> None:
    word, factor = scale
    scaled = read_quantity(f"{number} {word}", language="en")
    digits = read_quantity(f"{int(number * Decimal(factor)):,}")
    assert scaled.stated == digits.stated
    assert judge(scaled, digits).kind.value in STANDING


@given(DECIMALS.filter(bool), st.sampled_from(sorted(units_for(lexicon_for("en")).by_key)))
def test_law_a_conversion_there_and_back_is_exact_to_25_digits(number: Decimal, key: str) -> None:
    measure = units_for(lexicon_for("en")).by_key[key]
    stated = read_quantity(f"{number} {measure.name}", language="en").stated.low
    assert stated is not None
    back = EXACT.subtract(EXACT.divide(stated, measure.factor), measure.offset)
    assert abs(back - number) <= Decimal("1e-25") * (abs(number) + abs(measure.offset))


@given(DECIMALS.filter(bool), st.sampled_from(("", "about ", "almost ", "just over ")))
def test_law_the_negated_figure_is_the_mirror(number: Decimal, word: str) -> None:
    plus, minus = read_quantity(f"{word}{number} %"), read_quantity(f"{word}-{number} %")
    assert plus.stated.low is not None
    assert plus.stated.high is not None
    assert (minus.stated.low, minus.stated.high) == (-plus.stated.high, -plus.stated.low)
    assert (minus.stated.low_open, minus.stated.high_open) == (plus.stated.high_open, plus.stated.low_open)


@given(
    WHOLE.filter(bool),
    st.sampled_from(("about", "almost", "just under", "just over", "more than", "at least", "up to")),
)
def test_law_an_approximator_never_reaches_past_its_side(number: int, word: str) -> None:
    stated = read_quantity(f"{word} {number:,}", language="en").stated
    low, high = stated.low, stated.high
    assert word not in ("almost", "just under", "up to") or (high is not None and high <= number)
    assert word not in ("just over", "more than", "at least") or (low is not None and low >= number)
    assert word != "about" or (low is not None and high is not None and low <= number <= high)
