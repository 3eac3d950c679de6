"""Where the head of a published table stands, and which of its columns are periods."""

import tomllib
from pathlib import Path

import pytest

from service.errors import Invalid
from service.exchange import heads
from service.exchange.heads import find_head, is_missing, periods_in, upper_heads
from service.exchange.layout import FIELDS
from service.exchange.rows import FileRow
from service.exchange.usual_heads import place_level, usual_field


def records(*rows: str) -> list[FileRow]:
    return [FileRow(number, number, row.split(",")) for number, row in enumerate(rows, start=1)]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (("source,metric,quantity", "a,b,5"), 0),
        (("Population by country,,", ",,", "Country,2019,2020", "Aruba,1,2"), 2),
        (("Data Source,World Bank", "Last Updated,2024-01-01", "Country,Code,1960,1961,1962,1963", "A,B,1,2,3,4"), 2),
        (("Country,2019,2020", "Aruba,,", "Source: World Bank,,"), 0),
    ],
)
def test_the_head_is_the_first_row_that_is_as_wide_as_the_table(rows: tuple[str, ...], place: int) -> None:
    assert find_head(records(*rows)) == place


@pytest.mark.parametrize(
    "head",
    ["1960", "2020-01", "2020-01-31", "2020Q1", "2020-Q3", "Q2 2021", "2020M03", "Jan 2020", "March 2021", "2019/20"]
    + ["FY2020", "31.12.2020", "Okt-19", "2020 [YR2020]", "2020*", "2020¹"],
)
def test_a_period_is_told_in_a_head(head: str) -> None:
    assert periods_in(["Country", head]).keys() == {head}


@pytest.mark.parametrize("head", ["Country", "May", "spring", "1234", "60", "cases 2020", "Total", "2020 deaths", ""])
def test_other_heads_are_no_periods(head: str) -> None:
    assert periods_in([head]) == {}


def test_days_are_read_in_the_one_order_that_fits_all_of_them() -> None:
    assert periods_in(["1/22/20", "1/23/20"]) == {"1/22/20": "2020-01-22", "1/23/20": "2020-01-23"}
    assert periods_in(["22/1/2020"]) == {"22/1/2020": "2020-01-22"}


def test_days_that_fit_both_orders_are_read_as_they_follow_each_other() -> None:
    assert periods_in(["3/1/20", "3/2/20", "4/1/20"])["4/1/20"] == "2020-04-01"
    with pytest.raises(Invalid, match="month or day first"):
        periods_in(["3/4/20"])


def test_a_merged_head_reaches_as_far_as_the_next() -> None:
    above, titles = records(",2019,,2020", "Deaths of 2020,see note")
    assert upper_heads(above, 5) == ["", "2019", "2019", "2020", "2020"]
    assert upper_heads(titles, 3) == ["", "", ""]


def test_every_usual_head_names_a_field_and_no_two() -> None:
    table = tomllib.loads(Path(heads.__file__).with_name("heads.toml").read_text(encoding="utf-8"))
    words = [word for name, listed in table.items() if not name.startswith("part_of_") for word in listed]
    parts = {name for name in table if name.startswith("part_of_")}
    others = {"left_out", "wider_than_countries", "place_in_state", "place_in_country"}
    assert table.keys() - others - parts <= FIELDS
    assert len(words) == len(set(words))
    assert [word for word in words if word != " ".join(word.casefold().split())] == []
    assert (usual_field("Country  Name"), usual_field("Lat"), usual_field("Zahl")) == ("place", "", None)


def test_places_have_a_width() -> None:
    assert [place_level(head) for head in ("Admin2", "Province_State", "Country_Region", "Ort")] == [0, 1, 2, 2]


@pytest.mark.parametrize("cell", ["", " ", "..", "n/a", "NaN", "–", "#N/A", ":", "k. A.", "NULL"])
def test_a_missing_value_is_no_figure(cell: str) -> None:
    assert is_missing(cell)


@pytest.mark.parametrize("cell", ["0", "-5", "none of 5", "1,234"])
def test_a_figure_is_not_missing(cell: str) -> None:
    assert not is_missing(cell)
