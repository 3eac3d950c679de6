"""Published tables to claims: titles, notes, wide tables, several figures a row, each with its cell."""

from typing import Any

import pytest

from service.errors import Invalid
from service.exchange import Row, TableReader, read_layout
from service.exchange.guessing import metric_in_title
from service.exchange.making import address


def read(table: str, *mapping: str, fill: tuple[str, ...] = ("source:bureau",), **said: Any) -> list[Row]:
    reader = TableReader(read_layout(mapping, fill, **said))
    return [*reader.feed(table.encode()), *reader.finish()]


def claims(rows: list[Row]) -> dict[str | None, tuple[Any, ...]]:
    names = ("place", "metric", "period", "quantity")
    return {row.cell: tuple(row.fields.get(name) for name in names) for row in rows if row.fields}


def skipped(rows: list[Row]) -> dict[int, str]:
    return {row.number: row.skipped for row in rows if row.skipped}


def test_years_as_columns_make_a_claim_of_each_cell() -> None:
    rows = read("Country Name,Country Code,1960,1961\nAruba,ABW,54922,55578\n", fill=("source:x", "metric:population"))
    assert claims(rows) == {
        "C2": ("Aruba", "population", "1960", "54922"),
        "D2": ("Aruba", "population", "1961", "55578"),
    }


def test_titles_above_and_notes_below_are_skipped_and_said() -> None:
    table = "Table 3. Population,,\n,,\nCountry,2019,2020\nAruba,106000,107000\nSource: statistics office,,\n"
    rows = read(table, fill=("source:x", "metric:population"))
    assert list(claims(rows)) == ["B4", "C4"]
    assert list(skipped(rows)) == [1, 5]
    assert "above the head" in skipped(rows)[1]
    assert "note" in skipped(rows)[5]


def test_a_cell_without_a_figure_is_skipped_by_its_address() -> None:
    rows = read("Country,2019,2020\nAruba,..,107000\n", fill=("source:x", "metric:population"))
    assert list(claims(rows)) == ["C2"]
    assert [(row.cell, row.skipped) for row in rows if row.skipped] == [("B2", 'The cell holds no figure but "..".')]


def test_days_as_columns_with_a_place_in_two_columns() -> None:
    table = "Province/State,Country/Region,Lat,Long,1/22/20,1/23/20\n,Aruba,1,2,0,1\nAlberta,Canada,53,-116,2,3\n"
    rows = read(table, fill=("source:x", "metric:deaths"))
    assert claims(rows)["E2"] == ("Aruba", "deaths", "2020-01-22", "0")
    assert claims(rows)["F3"] == ("Alberta, Canada", "deaths", "2020-01-23", "3")


def test_places_are_joined_from_the_narrowest_to_the_widest() -> None:
    rows = read("state_abbr,county_name,year,votes\nAK,Anchorage,2016,5\n", fill=("source:x",))
    assert claims(rows)["D2"][0] == "Anchorage, AK"


def test_a_part_that_is_called_as_the_whole_is_a_part_where_others_are() -> None:
    """The state of Mexico was taken for the country, and flagged beside it."""
    table = "Province_State,Country_Region,year,deaths\nDurango,Mexico,2020,5\nMexico,Mexico,2020,6\n"
    table += "Taiwan,Taiwan,2020,7\n,Mexico,2020,80\nLiège,Belgium,2020,1\nLuxembourg,Belgium,2020,2\n"
    places = [one[0] for one in claims(read(table, fill=("source:x",))).values()]
    assert places == [
        "Durango, Mexico",
        "Mexico (part), Mexico",
        "Taiwan",
        "Mexico",
        "Liège, Belgium",
        "Luxembourg, Belgium",
    ]


def test_codes_below_a_head_of_states_are_states_and_no_countries() -> None:
    codes = ("AL", "CA", "DE", "MN", "AS")
    table = "state,year,deaths\n" + "".join(f"{code},2020,5\n" for code in codes)
    assert [one[0] for one in claims(read(table)).values()] == ["US-AL", "US-CA", "US-DE", "US-MN", "AS"]
    names = "state,year,deaths\nGeorgia,2020,5\nNew York,2020,6\nAlabama,2020,7\n"
    assert [one[0] for one in claims(read(names)).values()] == ["Georgia, USA", "New York, USA", "Alabama, USA"]
    other = "state,year,deaths\nSP,2020,5\nRJ,2020,6\nAL,2020,7\n"
    assert [one[0] for one in claims(read(other)).values()] == ["SP", "RJ", "AL"]


def test_a_column_that_begins_empty_is_figures_beside_others() -> None:
    rows = read("year,coal,flaring\n1950,5,\n1951,6,7\n")
    assert claims(rows)["C3"] == (None, "flaring", "1951", "7")
    assert [row.cell for row in rows if row.skipped] == ["C2"]


def test_several_columns_of_numbers_are_metrics_by_their_heads() -> None:
    rows = read("date,state,fips,cases,deaths\n2020-03-01,Alabama,01,12,0\n")
    assert claims(rows) == {
        "D2": ("Alabama, USA", "cases", "2020-03-01", "12"),
        "E2": ("Alabama, USA", "deaths", "2020-03-01", "0"),
    }


def test_a_column_can_be_told_its_metric() -> None:
    rows = read("date,state,death\n2020-03-01,AL,5\n", "death:quantity=deaths from COVID-19")
    assert claims(rows) == {"C2": ("US-AL", "deaths from COVID-19", "2020-03-01", "5")}


def test_a_unit_in_the_head_stays_with_the_metric() -> None:
    rows = read('Country,Year,"GDP (US$, millions)","Exports, thousands"\nAruba,2019,3200,5\n')
    assert [one[1] for one in claims(rows).values()] == ["GDP (US$, millions)", "Exports (thousands)"]


def test_merged_heads_tell_the_period_and_the_lower_ones_the_metric() -> None:
    rows = read(",2019,,2020,\nCountry,Deaths,Births,Deaths,Births\nAruba,1,2,3,4\n")
    assert claims(rows)["C3"] == ("Aruba", "Births", "2019", "2")
    assert claims(rows)["D3"] == ("Aruba", "Deaths", "2020", "3")


def test_a_wide_head_of_a_thousand_days_is_read_in_pieces() -> None:
    head = ",".join(f"2020-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29))
    table = f"country,{head}\nAruba,{','.join('7' for _ in range(336))}\n".encode()
    reader = TableReader(read_layout((), ("source:x", "metric:deaths")))
    rows = [row for at in range(0, len(table), 100) for row in reader.feed(table[at : at + 100])]
    rows += reader.finish()
    assert len(claims(rows)) == 336


def test_a_table_with_a_column_that_says_nothing_is_refused_whole() -> None:
    with pytest.raises(Invalid, match='"Region code" is no field'):
        read("Region code,2019\n7,8\n", fill=("source:x", "metric:deaths"))


def test_two_figures_of_one_metric_in_a_row_are_asked_back() -> None:
    with pytest.raises(Invalid, match='Two columns are "quantity"'):
        read("metric,a,b\nsales,1,2\n", "a:quantity", "b:quantity")


def test_the_figure_of_a_wide_table_is_refused_by_its_own_column() -> None:
    reader = TableReader(read_layout((), ("source:x", "metric:deaths")))
    rows = [*reader.feed(b"country,2019,2020\nAruba,1,2\n"), *reader.finish()]
    assert [reader.column_of(row, "/quantity") for row in rows] == ["2019", "2020"]
    assert [reader.column_of(row, "/period") for row in rows] == ["2019", "2020"]
    assert [reader.column_of(row, "/place") for row in rows] == ["country", "country"]
    assert reader.address(rows[0], "country") == "A2"


def test_a_mapped_metric_is_checked() -> None:
    for mapping in ("a:place=x", "a:quantity=", "a:thing=x"):
        with pytest.raises(Invalid, match="is no field"):
            read_layout((mapping,), ())


@pytest.mark.parametrize(("place", "given"), [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7")])
def test_addresses_are_those_of_spreadsheets(place: int, given: str) -> None:
    assert address(place, 7) == given


PAGE = """Area Comparison :: Population

1       China                                                    1,394,015,977        July 2020 est.
2       India                                                    1,326,093,247        July 2020 est.
3       Korea, South                                                51,835,110        July 2020 est.
4       Pitcairn Islands                                                    50        2019 est.
"""


def test_a_page_of_fixed_width_without_a_head_is_a_table() -> None:
    rows = read(PAGE)
    assert claims(rows) == {
        "C3": ("China", "Population", "July 2020 est.", "1,394,015,977"),
        "C4": ("India", "Population", "July 2020 est.", "1,326,093,247"),
        "C5": ("Korea, South", "Population", "July 2020 est.", "51,835,110"),
        "C6": ("Pitcairn Islands", "Population", "2019 est.", "50"),
    }


@pytest.mark.parametrize(
    ("title", "metric"),
    [
        ("Table 3. Population by country, 2020", "Population"),
        ("Country Comparison :: Population", "Population"),
        ("Deaths 2019-2020", "Deaths"),
        ("Exports (US$; millions)", "Exports (US$; millions)"),
        ("Source: statistics office", None),
        ("2020", None),
    ],
)
def test_a_title_tells_what_is_measured_where_nothing_else_does(title: str, metric: str | None) -> None:
    assert metric_in_title(title) == metric


def test_codes_of_counties_tell_the_states_that_no_column_names() -> None:
    rows = read("fips_code,county,votes\n26041,Delta County,5\n1127,Walker County,6\n")
    assert [one[0] for one in claims(rows).values()] == ["Delta County, US-MI", "Walker County, US-AL"]
    named = read("state,fips,votes\nAL,1127,6\n")
    assert [one[0] for one in claims(named).values()] == ["US-AL"]


def test_a_head_tells_the_metric_and_the_year() -> None:
    rows = read("county,dem_2012,dem_2016,gop_2012,gop_2016\nDelta,1,2,3,4\n")
    assert [one[1:3] for one in claims(rows).values()] == [
        ("dem", "2012"),
        ("dem", "2016"),
        ("gop", "2012"),
        ("gop", "2016"),
    ]
    assert [one[1] for one in claims(read("county,agenda 2030\nDelta,1\n")).values()] == ["agenda 2030"]


def test_the_only_column_of_numbers_holds_the_figures_of_a_metric_that_is_told() -> None:
    rows = read("Source,Year,Mean\ngcag,1850,-0.41\n", fill=("metric:temperature anomaly",))
    assert claims(rows) == {"C2": (None, "temperature anomaly", "1850", "-0.41")}
    with pytest.raises(Invalid, match="is no field"):
        read("Source,Year,Mean,Min\ngcag,1850,-0.41,-0.5\n", fill=("metric:temperature anomaly",))


def test_flags_and_powers_of_ten_stand_beside_the_figure() -> None:
    table = (
        "REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MULT,OBS_STATUS,DATAFLOW,FREQ\nFR,exports,2020,12.5,6,P,x,A\n"
    )
    (row,) = read(table)
    assert (row.fields["quantity"], row.fields["status"]) == ("12.5 million", "provisional")
    (wrong,) = read(table.replace(",6,", ",many,"))
    assert wrong.problem is not None
    assert wrong.problem.column == "UNIT_MULT"


def test_codes_with_labels_are_read_by_their_labels() -> None:
    table = (
        "REF_AREA: Area,INDICATOR: What,TIME_PERIOD: Time,OBS_VALUE: Figure,UNIT_MEASURE: Unit\n"
        "FR: France,X1: exports,2020,5,PC: Percent\n"
    )
    assert list(claims(read(table)).values()) == [("France", "exports", "2020", "5")]


def test_downloads_of_data_commons_are_known() -> None:
    table = (
        "placeDcid,placeName,Date:Count_Person,Value:Count_Person,Source:Count_Person\n"
        "country/FRA,France,2020,67000001,census.gov\n"
    )
    (row,) = read(table, "#5:")
    assert [row.fields[name] for name in ("place", "metric", "period", "quantity")] == [
        "France",
        "population",
        "2020",
        "67000001",
    ]
    bulk = "observationAbout,observationDate,variableMeasured,value\ncountry/FRA,2020,UnemploymentRate_Person,7.9\n"
    assert list(claims(read(bulk)).values()) == [("FRA", "unemployment rate", "2020", "7.9")]


def test_zeros_of_counts_are_no_rounding() -> None:
    figures = [12, 13, 14, 17, 25, 33, 41, 58, 240]
    rows = read("date,state,deaths\n" + "".join(f"2020-03-{day:02},AL,{n}\n" for day, n in enumerate(figures, start=1)))
    assert [one[3] for one in claims(rows).values()][-2:] == ["58", {"value": "240"}]
    (row,) = read("date,state,deaths\n2020-03-01,AL,85000\n", is_exact=True)
    assert row.fields["quantity"] == {"value": "85000"}


def test_a_pattern_maps_all_columns_that_are_called_so() -> None:
    table = "Province/State,Country/Region,Lat,Long,4/11/20,4/12/20\n,Austria,47.5,14.5,13806,13945\n"
    rows = read(table, "Country/Region:place", "4/*:period", "*:", fill=("source:x", "metric:confirmed cases"))
    assert [row.fields["quantity"] for row in rows] == ["13806", "13945"]
    assert [row.fields["place"] for row in rows] == ["Austria", "Austria"]


def test_a_pattern_leaves_columns_out() -> None:
    rows = read("place,note a,note b,quantity\nAruba,x,y,5\n", "note*:", fill=("source:x", "metric:cases"))
    assert [row.fields["quantity"] for row in rows] == ["5"]


def test_a_pattern_that_meets_no_column_is_told() -> None:
    with pytest.raises(Invalid, match="There is no column"):
        read("place,quantity\nAruba,5\n", "4/*:period", fill=("source:x", "metric:cases"))


def test_where_one_year_is_mapped_and_the_rest_left_out_no_other_year_is_read() -> None:
    table = "Country Name,Country Code,2019,2020\nAruba,ABW,106442,106585\n"
    rows = read(table, "Country Name:place", "2020:quantity", "*:", fill=("source:x", "metric:population"))
    assert [row.fields["quantity"] for row in rows] == ["106585"]


DOWNLOAD = """\ufeff"Data Source","World Development Indicators",

"Last Updated Date","2023-09-19",

"Country Name","Country Code","Indicator Name","Indicator Code","1960","1961","2020",
"Aruba","ABW","Population, total","SP.POP.TOTL","54608","55811","106585",
"Eastland","EAS","Population, total","SP.POP.TOTL","130692579","134169237","",
"""


def test_a_download_of_the_world_bank_loads_as_published() -> None:
    rows = read(DOWNLOAD)
    assert claims(rows)["E6"] == ("Aruba", "Population, total", "1960", "54608")
    assert list(claims(rows)) == ["E6", "F6", "G6", "E7", "F7"]
    assert {number for number, why in skipped(rows).items() if "above the head" in why} == {1, 3}


def test_days_in_the_middle_of_years_are_marked_where_a_population_has_no_others() -> None:
    days = "place,value,date\nChina,50,2020-07-01\nFrance,60,2020-07-01\nSpain,70,2019-07-01\n"
    people = read(days, fill=("source:x", "metric:population"))
    assert [one[2] for one in claims(people).values()] == [f"{year}-07-01 (mid-year)" for year in (2020, 2020, 2019)]
    deaths = read(days, fill=("source:x", "metric:deaths"))
    assert claims(deaths)["B2"][2] == "2020-07-01"
    months = read(days.replace("Spain,70,2019-07-01", "Spain,70,2019-08-01"), fill=("source:x", "metric:population"))
    assert claims(months)["B2"][2] == "2020-07-01"
    two = read("place,value,date\nChina,50,2020-07-01\nFrance,60,2020-07-01\n", fill=("source:x", "metric:population"))
    assert claims(two)["B2"][2] == "2020-07-01"


def test_heads_tell_what_is_counted_and_when() -> None:
    rows = read("Country,Population (1 July 2020),Population (1 July 2019)\nChina,50,49\n")
    assert claims(rows) == {
        "B2": ("China", "Population", "1 July 2020 (mid-year)", "50"),
        "C2": ("China", "Population", "1 July 2019 (mid-year)", "49"),
    }
    assert claims(read("Country,Deaths (March 2020)\nChina,5\n"))["B2"] == ("China", "Deaths", "March 2020", "5")
    assert claims(read("Country,GDP (US$)\nChina,5\n"))["B2"][1] == "GDP (US$)"
    estimates = read(
        'Country,"July 1, 2019","July 1, 2020 estimate"\nChina,5,6\n', fill=("source:x", "metric:population")
    )
    assert [one[2] for one in claims(estimates).values()] == [
        "July 1, 2019 (mid-year)",
        "July 1, 2020 estimate (mid-year)",
    ]
    assert claims(read("Country,Sales 2020 est.\nChina,5\n"))["B2"][1:3] == ("Sales", "2020 est.")
    assert claims(read("Country,Deaths (%s)\nChina,5\n" % ("(" * 5000)))["B2"][2] is None


def test_a_column_of_places_is_one_by_what_stands_in_it() -> None:
    rows = read("Where,2019,2020\nChina,5,6\nFrance,7,8\n", fill=("source:x", "metric:deaths"))
    assert claims(rows)["B2"][0] == "China"
    with pytest.raises(Invalid, match='"Where" is no field'):
        read("Where,2019,2020\nthe blue one,5,6\nthe red one,7,8\n", fill=("source:x", "metric:deaths"))


@pytest.mark.parametrize(
    ("title", "metric"),
    [
        ("List of countries by population (United Nations)", "population"),
        ("Resident population: July 1, 2020", "Resident population"),
        ("Table 1. Resident Population for the United States, Regions: April 1, 2010", "Resident Population"),
        ("Deaths: total", "Deaths: total"),
    ],
)
def test_a_title_is_said_as_an_editor_would(title: str, metric: str) -> None:
    assert metric_in_title(title) == metric
