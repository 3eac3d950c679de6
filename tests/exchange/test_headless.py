"""Tables without a head: what stands in a column tells what it is."""

from service.exchange.headless import is_row_of_figures, names_by_cells

ROWS = [
    ["1", "China", "1,394,015,977", "July 2020 est."],
    ["2", "India", "1,326,093,247", "July 2020 est."],
    ["3", "Ruritania", "332,639,102", "2019 est."],
    ["4", "France", "67,848,156", "July 2020 est."],
]


def test_columns_are_named_by_what_stands_in_them() -> None:
    assert names_by_cells(ROWS) == ["rank", "place", "value", "period"]


def test_what_cannot_be_told_is_named_by_its_place() -> None:
    assert names_by_cells([["x1", "5", "6"], ["x2", "7", "9"], ["x9", "2", "4"]]) == ["#1", "#2", "#3"]


def test_a_first_row_of_figures_is_no_head() -> None:
    assert is_row_of_figures(ROWS[0], ROWS[1:], frozenset())


def test_a_head_of_years_or_of_known_names_is_one() -> None:
    assert not is_row_of_figures(["", "2019", "2020"], [["Aruba", "5", "6"]], frozenset())
    assert not is_row_of_figures(["country", "1", "2"], [["Aruba", "5", "6"]], frozenset())
    assert not is_row_of_figures(["who", "7"], [["Aruba", "5"]], frozenset({"7"}))
