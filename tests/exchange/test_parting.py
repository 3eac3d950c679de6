"""What parts the cells of a text, told by its first lines together."""

import pytest

from service.exchange.parting import SPACES, FixedWidths, detect_delimiter

PAGE = """Area Comparison :: Population

1       Duneland                    1,394,015,977     July 2020 est.
2       Fernshire and the Isles       326,093,247     July 2020 est.
3       Saint Orrin                       332,102     2019 est.
4       Little Hope                           596
"""


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("Bevölkerung, nach Land\nLand;2019;2020\nAruba;1,5;2,5\nGhana;3,5;4,5\n", ";"),
        ("Table of deaths, births\nname\tx\ty\nA\t1\t2\nB\t3\t4\n", "\t"),
        ('Name|Wert\n"a,b"|5\n', "|"),
        ("source,  metric,  quantity\na,  sales,  5\n", ","),
        ("only one column\n5\n", ","),
        ("", ","),
        (PAGE, SPACES),
        ("Place      2019    2020\n-------  ------  ------\nAruba         5       6\n", SPACES),
    ],
)
def test_a_delimiter_is_the_one_that_parts_most_lines_alike(text: str, delimiter: str) -> None:
    assert detect_delimiter(text.splitlines(keepends=True)) == delimiter


def test_cells_of_fixed_width_keep_their_columns_where_one_is_empty() -> None:
    lines = PAGE.splitlines(keepends=True)
    widths = FixedWidths(lines)
    assert widths.part(lines[3]) == ["2", "Fernshire and the Isles", "326,093,247", "July 2020 est."]
    assert widths.part(lines[5]) == ["4", "Little Hope", "596", ""]
    assert widths.part("---  -----  ----\n") == []
