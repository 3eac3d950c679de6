"""Causes out of series and sums: stale figures, other days, other metrics, increases, sums of two, units."""

import pytest

from service.disputing.causes import Said, find_causes, find_repetition
from service.knowledge import CauseName, Likelihood
from tests.disputing.causes.said import said

LIKELY, POSSIBLE = Likelihood.LIKELY, Likelihood.POSSIBLE


def pair(one: str = "52,310", other: str = "53,127") -> list[list[Said]]:
    return [[said(one, "ECDC")], [said(other, "JHU")]]


def test_a_figure_of_the_day_before_is_stale() -> None:
    series = [said("52,310", "JHU", "2022-11-19"), said("51,800", "JHU", "2022-11-18")]
    causes = find_causes(pair(), series)
    assert [(one.name, one.likelihood) for one in causes] == [(CauseName.STALE, LIKELY)]
    assert causes[0].sentence == "52,310 (ECDC) is what JHU gave for 19 November 2022, and JHU now gives 53,127."
    [[ours], [theirs]] = pair()
    found = find_repetition(ours, theirs, series[0])
    assert found is not None
    assert found.sentence == causes[0].sentence
    assert find_repetition(theirs, ours, series[0]) is None


@pytest.mark.parametrize(
    ("series", "why"),
    [
        ([said("52,310", "JHU", "2022-11-12")], "eight days old"),
        ([said("52,310", "ECDC", "2022-11-19")], "its own figure of the day before"),
        ([said("52,310", "other wire", "2022-11-19")], "a source that does not contradict it"),
        ([said("52,311", "JHU", "2022-11-19")], "not equal"),
        ([said("about 52,310", "JHU", "2022-12-19")], "a month later"),
        ([], "no series"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_looks_stale_and_is_not(series: list[Said], why: str) -> None:
    assert find_causes(pair(), series) == (), why


def test_two_digits_are_no_proof_of_a_stale_figure() -> None:
    assert find_causes(pair("28", "29"), [said("28", "JHU", "2022-11-19")]) == ()


def test_a_figure_of_the_day_after_or_of_another_year() -> None:
    for day, cause in (("2022-11-21", CauseName.OTHER_DAY), ("2021-11-20", CauseName.OTHER_YEAR)):
        [found] = find_causes(pair(), [said("52,310", "JHU", day)])
        assert (found.name, found.likelihood) == (cause, LIKELY)


def test_where_two_causes_explain_one_pair_neither_is_likely() -> None:
    series = [said("6,316", "JHU", "2022-11-19")]
    causes = find_causes(pair("6,316", "6,136"), series)
    assert {one.name for one in causes} == {CauseName.STALE, CauseName.DIGITS_SWAPPED}
    assert {one.likelihood for one in causes} == {POSSIBLE}


def test_a_figure_of_another_metric_is_likely_only_if_the_two_have_differed() -> None:
    others = [said("52,310", "UN", metric="evacuation shelters")]
    [found] = find_causes(pair(), (), others)
    assert (found.name, found.likelihood, found.chance) == (CauseName.OTHER_METRIC, POSSIBLE, "1 in 260")
    before = [said("50,100", "UN", "2022-11-19"), said("49,004", "UN", "2022-11-19", "evacuation shelters")]
    [found] = find_causes(pair(), before, others)
    assert found.likelihood is LIKELY
    assert find_causes(pair("52", "67"), before, [said("52", "UN", metric="evacuation shelters")]) == ()
    assert find_causes(pair(), before, [said("52,311", "UN", metric="evacuation shelters")]) == ()


def test_an_increase_is_told_from_the_total() -> None:
    series = [said("52,310", "JHU", "2022-11-19")]
    [found] = find_causes(pair("817", "53,127"), series)
    assert (found.name, found.says) == (CauseName.INCREASE, "817 = 53,127 − 52,310")
    assert find_causes(pair("818", "53,127"), series) == ()
    assert find_causes(pair("17", "52,327"), series) == ()
    assert find_causes(pair("817", "53,127"), [said("52,310", "JHU", "2022-11-18")]) == ()


def positions(*figures: str) -> list[list[Said]]:
    return [[said(one)] for one in figures]


def test_33_is_14_and_19() -> None:
    [found] = find_causes(positions("14", "19", "21", "33"))
    assert (found.name, found.likelihood) == (CauseName.SUM_OF_TWO, POSSIBLE)
    assert (found.says, found.chance) == ("33 = 14 + 19", "1 in 15")


def test_with_three_digits_a_sum_is_likely() -> None:
    [found] = find_causes(positions("1,673", "3,220", "4,893"))
    assert (found.likelihood, found.says) == (LIKELY, "4,893 = 1,673 + 3,220")


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        (("1", "2", "3"), "one digit"),
        (("14", "19", "32"), "not equal"),
        (("500", "700", "1,200", "1,900", "2,300"), "two digits of five figures"),
        (("14", "33"), "no two others"),
        (("14", "19", "21", "33", "45", "58", "77"), "more figures than were measured"),
        (("14", "19", "more than 33"), "a bound is no sum"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sums_that_are_none(figures: tuple[str, ...], why: str) -> None:
    assert find_causes(positions(*figures)) == (), why


def test_units_only_with_their_evidence() -> None:
    [found] = find_causes(positions("1,234 km", "1,986 km"))
    assert (found.name, found.says, found.likelihood) == (CauseName.UNIT, "kilometres and miles", POSSIBLE)
    [found] = find_causes(positions("20.5 °C", "68.9 °C"))
    assert found.says == "°C and °F"
    [found] = find_causes(positions("127 per day", "889 per day"))
    assert (found.name, found.says) == (CauseName.PER_TIME, "per day and per week")
    for one, other in (("123 km", "198 km"), ("1,234", "1,986"), ("1,234 tons", "1,360 tons"), ("127", "889")):
        assert find_causes(positions(one, other)) == (), one
