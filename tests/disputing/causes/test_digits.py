"""Causes by digits: those that are one are found, their look-alikes stay silent."""

from decimal import Decimal

import pytest

from service.claim import Interval
from service.disputing.causes import find_causes, read_printed
from service.knowledge import CauseName, Likelihood
from tests.disputing.causes.said import said

LIKELY, POSSIBLE = Likelihood.LIKELY, Likelihood.POSSIBLE
TRUE = [
    ("$1.923 billion", "$1.923 trillion", CauseName.FACTOR_1000, LIKELY),
    ("84,720", "84.7", CauseName.FACTOR_1000, LIKELY),
    ("$1.923 billion", "$1.921 trillion", CauseName.ABOUT_1000, LIKELY),
    ("$2.366 billion", "$2,366,534,000,000", CauseName.ABOUT_1000, LIKELY),
    ("1.61 %", "16.1 %", CauseName.POWER_OF_TEN, LIKELY),
    ("12 %", "1.2 %", CauseName.POWER_OF_TEN, POSSIBLE),
    ("1.61 %", "15.79 %", CauseName.ABOUT_10, POSSIBLE),
    ("165", "1165", CauseName.DIGIT_DROPPED, LIKELY),
    ("655", "6,555", CauseName.DIGIT_DROPPED, LIKELY),
    ("1,119", "11,199", CauseName.DIGIT_DROPPED, LIKELY),
    ("241,085", "24,185", CauseName.DIGIT_DROPPED, LIKELY),
    ("11,257", "111,257", CauseName.DIGIT_DROPPED, LIKELY),
    ("20,102", "21,002", CauseName.DIGITS_SWAPPED, LIKELY),
    ("4,327", "4,237", CauseName.DIGITS_SWAPPED, LIKELY),
    ("7,511", "7,711", CauseName.ONE_DIGIT, POSSIBLE),
    ("32,078", "32,978", CauseName.ONE_DIGIT, POSSIBLE),
    ("32,978", "35,978", CauseName.ONE_DIGIT, LIKELY),
    ("1,891,600", "1.891 million", CauseName.CUT_OFF, LIKELY),
    ("2,078,123", "2.07 million", CauseName.CUT_OFF, POSSIBLE),
    ("-77.3 %", "77.3 %", CauseName.SIGN_LOST, LIKELY),
]
LOOK_ALIKES = [
    ("2", "2,000", "one digit with a factor of a thousand"),
    ("14 %", "13,500 %", "two digits, about a thousand times"),
    ("3", "30", "one digit with a factor of ten"),
    ("30", "130", "one significant digit, a digit dropped"),
    ("200", "1,200", "zeros are no digits"),
    ("4,418", "4,481", "the last two digits swapped: so do honest revisions"),
    ("2,130", "2,310", "swapped, three digits, and the last significant one: tens"),
    ("1,186", "1,183", "one digit differs in the units"),
    ("3,667", "3,657", "one digit differs in the tens"),
    ("5,100", "5,200", "round figures that differ in one digit"),
    ("7.1 %", "7.3 %", "two digits"),
    ("-0.2 %", "3.9 %", "signs differ, figures too"),
    ("-7 %", "7 %", "one digit with another sign"),
    ("126,400", "158,300", "no relation"),
    ("2,357", "4,460", "no relation"),
    ("1.8 million", "1,891,600", "cut off at two digits"),
    ("1.892 million", "1,884,600", "not the first digits"),
    ("more than 1,650", "165", "a bound has no digits of its own"),
    ("between 1,923 and 2,000", "1.923 million", "nor has a range"),
    ("100 miles", "16.0934 km", "nor a converted unit, though the one is ten times the other"),
    ("a hundred", "1", "nor a word"),
]


@pytest.mark.parametrize(
    ("one", "other", "cause", "likelihood"), TRUE, ids=[f"{one} {other}" for one, other, *_ in TRUE]
)
def test_a_slip_is_known_by_its_digits(one: str, other: str, cause: CauseName, likelihood: Likelihood) -> None:
    for pair in ((one, other), (other, one)):
        [found] = find_causes([[said(text)] for text in pair])
        assert (found.name, found.likelihood) == (cause, likelihood)
        assert one in found.sentence
        assert other in found.sentence
        assert found.chance.startswith(("1 in ", "less than 1 in "))


@pytest.mark.parametrize(("one", "other", "why"), LOOK_ALIKES, ids=[why for *_, why in LOOK_ALIKES])
def test_look_alikes_stay_silent(one: str, other: str, why: str) -> None:
    assert find_causes([[said(one)], [said(other)]]) == (), why


def test_a_swap_or_a_digit_that_leaves_the_running_total_is_likely_also_at_the_end() -> None:
    series = [said("4,410", "beta", "2022-11-19"), said("4,425", "beta", "2022-11-21")]
    for wrong, cause in (("4,481", CauseName.DIGITS_SWAPPED), ("4,488", CauseName.ONE_DIGIT)):
        [found] = find_causes([[said("4,418", "beta")], [said(wrong, "alpha")]], series)
        assert (found.name, found.likelihood) == (cause, LIKELY)
    falling = [said("4,425", "beta", "2022-11-19"), said("4,410", "beta", "2022-11-21")]
    assert find_causes([[said("4,418", "beta")], [said("4,481", "alpha")]], falling) == ()
    far = [said("4,410", "beta", "2022-11-19"), said("4,500", "beta", "2022-11-21")]
    assert find_causes([[said("4,418", "beta")], [said("4,481", "alpha")]], far) == ()


def test_the_chance_grows_with_the_comparisons_and_what_was_likely_is_not_any_more() -> None:
    two = ["165", "1165"]
    assert find_causes([[said(text)] for text in two])[0].chance == "1 in 550"
    more = [*two, "341,127", "7,829", "52,403", "918,442", "63,815"]
    [found] = find_causes([[said(text)] for text in more])
    assert (found.likelihood, found.chance) == (POSSIBLE, "1 in 26")
    many = [*more, *(f"{number}7,31{number},{number}43" for number in range(2, 9))]
    assert find_causes([[said(text)] for text in many]) == ()


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity"])
def test_what_nothing_can_be_compared_with_has_no_digits(value: str) -> None:
    poisoned = Interval(Decimal(value), Decimal(value), low_open=False, high_open=False)
    assert read_printed("84,720", poisoned) is None
