"""Counts that are printed to the last digit: their zeros are digits like any other."""

from service.exchange.whole import LastDigits


def taken(figures: list[str], last: str, metric: str = "deaths") -> str | None:
    digits = LastDigits()
    for figure in figures:
        digits.exact("x", metric, figure)
    return digits.exact("x", metric, last)


COUNTED = ["1,234", "87", "951", "13", "2468", "777", "12", "345"]


def test_a_zero_among_counted_figures_is_a_digit() -> None:
    assert taken(COUNTED, "240") == "240"
    assert taken(COUNTED, "1,240") == "1240"
    assert taken(COUNTED, "240.0") == "240"


def test_more_zeros_than_chance_gives_are_rounding() -> None:
    assert taken(COUNTED, "2400") is None
    assert taken(COUNTED * 10, "2400") == "2400"
    assert taken(COUNTED * 10, "85,000") is None


def test_among_rounded_figures_and_among_few_a_zero_is_rounding() -> None:
    assert taken([*COUNTED, "400", "500", "600", "700"], "240") is None
    assert taken(COUNTED[:5], "240") is None


def test_what_is_told_in_units_is_left_as_it_is_printed() -> None:
    assert taken(COUNTED, "240", "exports (US$, millions)") is None
    assert taken(COUNTED, "240", "acres burned") is None
    assert taken(COUNTED, "240 km") is None


def test_another_source_of_the_same_table_is_counted_by_itself() -> None:
    digits = LastDigits()
    for figure in COUNTED:
        digits.exact("a", "deaths", figure)
    assert digits.exact("b", "deaths", "240") is None


def test_all_are_exact_where_the_caller_says_so() -> None:
    assert LastDigits(all_are_exact=True).exact("a", "deaths", "85,000") == "85000"
