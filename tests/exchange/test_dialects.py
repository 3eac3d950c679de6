"""Tables in the dialects of other publishers: other heads, dates, marks, encodings, places as heads, fixed widths."""

from typing import Any

import pytest

from service.errors import Invalid
from service.exchange import NOTHING_GUESSED, Guessed, Row, TableReader, figure_cells, read_layout
from service.exchange.encodings import guess_encoding
from service.exchange.head_units import bracketed
from service.reading.figures.headers import header_in
from service.reading.quantity import read_quantity

Told = dict[str | None, tuple[Any, ...]]


def read(table: str | bytes, *fill: str, of: tuple[str, ...] = ("place", "metric", "period", "quantity")) -> Told:
    reader = TableReader(read_layout((), ("source:bureau", *fill)))
    body = table if isinstance(table, bytes) else table.encode()
    rows: list[Row] = [*reader.feed(body), *reader.finish()]
    assert [row.problem for row in rows if row.problem] == []
    return {row.cell: tuple(row.fields.get(name) for name in of) for row in rows if row.fields}


def fields(table: str, *fill: str) -> dict[str, str | None]:
    reader = TableReader(read_layout((), ("source:bureau", *fill)))
    list(reader.feed(table.encode()))
    list(reader.finish())
    return {one.name: one.field for one in reader.columns or ()}


def test_heads_are_known_however_their_words_are_joined() -> None:
    table = "dateRep,countriesAndTerritories,countryterritoryCode,continentExp,deaths\n"
    table += "14/12/2020,United_States_of_America,USA,America,9\n13/12/2020,Japan,JPN,Asia,2\n"
    assert read(table)["E2"] == ("United_States_of_America", "deaths", "2020-12-14", "9")
    assert fields("Date_reported,Country_code,Country,WHO_region,New_deaths\n2021-01-26,AF,Afghanistan,EMRO,3\n") == {
        "Date_reported": "period",
        "Country_code": None,
        "Country": "place",
        "WHO_region": None,
        "New_deaths": "quantity",
    }


def test_when_a_row_was_written_is_no_time_that_it_speaks_of() -> None:
    table = "submission_date,state,tot_death,created_at\n03/11/2021,KS,4851,03/12/2021 03:20:13 PM\n"
    table += "12/25/2021,ND,1907,12/26/2021 02:35:20 PM\n"
    assert read(table)["C2"] == ("US-KS", "tot_death", "2021-03-11", "4851")


def test_a_code_beside_a_name_and_a_region_that_holds_countries_are_left_out() -> None:
    assert read("year,state,state_po,deaths\n2016,ALABAMA,AL,5\n2016,ALASKA,AK,6\n")["D2"][0] == "ALABAMA, USA"
    table = "name,value,date_of_information,region\nChina,5,2024 est.,East Asia\nIndia,6,2024 est.,South Asia\n"
    table += "Japan,7,2024 est.,East Asia\nPakistan,8,2024 est.,South Asia\n"
    assert read(table, "metric:population")["B2"] == ("China", "population", "2024 est.", "5")


def test_a_year_and_a_month_in_two_columns_are_one_period() -> None:
    assert read("Year,Month,Deaths\n1880,1,5\n1880,December,7\n") == {
        "C2": (None, "Deaths", "1880-01", "5"),
        "C3": (None, "Deaths", "1880-12", "7"),
    }
    assert read("year,month,day,cases\n2020,2,3,5\n")["D2"][2] == "2020-02-03"
    assert read("year,quarter,cases\n2020,Q2,5\n")["C2"][2] == "2020-Q2"


def test_months_are_heads_beside_a_column_of_years_and_seasons_sum_them_up() -> None:
    told = read("Global means\nYear,Jan,Feb,Mar,J-D,DJF\n1880,-.19,-.25,***,-.17,-.2\n", "metric:anomaly")
    assert told == {
        "B3": (None, "anomaly", "1880-01", "-.19"),
        "C3": (None, "anomaly", "1880-02", "-.25"),
        "E3": (None, "anomaly", "1880", "-.17"),
    }


def test_heads_are_places_beside_a_column_of_days() -> None:
    table = "date,World,Afghanistan,France,Germany\n2021-01-24,2139000,2385,73049,52087\n"
    assert read(table, "metric:deaths")["D2"] == ("France", "deaths", "2021-01-24", "73049")


def test_the_other_cells_of_a_table_tell_its_decimal_mark() -> None:
    table = "Comunidades y Ciudades Autónomas;Periodo;Total\n01 Andalucía;2022;8.500.187\n19 Melilla;2022;85.170\n"
    assert read(table, "metric:x") == {
        "C2": ("Andalucía", "x", "2022", "8.500.187"),
        "C3": ("Melilla", "x", "2022", "85170"),
    }
    assert read("Country;Year;x\nFrance;2020;85.170\n")["C2"][3] == "85.170"


def test_what_tells_the_columns_of_a_wide_table_looks_at_each_cell_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    found = figure_cells._MARKED

    class Counted:
        def fullmatch(self, text: str) -> object:
            nonlocal looked
            looked += 1
            return found.fullmatch(text)

    monkeypatch.setattr(figure_cells, "_MARKED", Counted())
    years = range(1700, 2000)
    read(f"country,{','.join(map(str, years))}\nFrance,{','.join('5 p' for _ in years)}\n", "metric:x")
    assert looked <= 2 * len(years)


def test_a_letter_behind_a_figure_is_a_flag_and_no_unit() -> None:
    table = "geo\\TIME_PERIOD\t2018 \t2019 \t2020 \nAT\t8822267 \t8858775 p\t8901064 bp\nUK\t66273576 \t: \t:c \n"
    told = read(table, "metric:population", of=("place", "period", "quantity", "status"))
    assert told == {
        "B2": ("AT", "2018", "8822267", None),
        "C2": ("AT", "2019", "8858775", "provisional"),
        "D2": ("AT", "2020", "8901064", None),
        "B3": ("UK", "2018", "66273576", None),
    }


def test_a_unit_that_all_figures_of_a_column_have_is_no_flag() -> None:
    assert [one[3] for one in read("country,year,value\nFrance,2020,4 p\nGermany,2020,5 p\n", "metric:x").values()] == [
        "4 p",
        "5 p",
    ]


def test_several_columns_in_one_are_parted() -> None:
    table = "freq,unit,geo\\TIME_PERIOD\t2018\t2019\nA,PC,AT\t4.9\t4.5\n"
    told = read(table, "metric:unemployment", of=("place", "unit", "period", "quantity"))
    assert told["D2"] == ("AT", "%", "2018", "4.9")


def test_columns_without_a_head_hold_the_flags_of_those_before_them() -> None:
    table = "GEO,2019,,2020,\nAustria,8858775,,8901064,p\nGermany,83019213,,83166711,\n"
    told = read(table, "metric:population", of=("period", "quantity", "status"))
    assert told["D2"] == ("2020", "8901064", "provisional")
    assert told["D3"] == ("2020", "83166711", None)


def test_minus_nines_are_no_figures_where_none_is_near() -> None:
    table = (
        "# Title: Anomalies\n# Units: Degrees Celsius\n# Missing: -99\nYear,Anomaly\n1880,-0.11\n1881,-999\n1882,-99\n"
    )
    told = read(table, of=("metric", "unit", "period", "quantity"))
    assert told == {"B5": ("Anomaly", "Degrees Celsius", "1880", "-0.11")}
    assert len(read("country,year,change\nFrance,2020,-999\nGermany,2020,-1002\n")) == 2


def test_a_remark_names_the_columns_of_a_page() -> None:
    table = "% Land averages\n%\n% Year, Annual Anomaly, Unc.\n\n  1850   -0.478   0.345\n  1851      NaN   0.340\n"
    told = read(table)
    assert told["B5"] == (None, "Annual Anomaly", "1850", "-0.478")
    assert told["C6"] == (None, "Unc.", "1851", "0.340")


def test_a_ruled_line_tells_where_the_columns_of_a_page_stand() -> None:
    table = "Rank Country              Population\n---- -------------------- -------------\n"
    table += "1    China                1,410,539,758\n2    Korea (South)           51,844,834\n"
    assert read(table, "period:2021") == {
        "C3": ("China", "Population", "2021", "1,410,539,758"),
        "C4": ("Korea (South)", "Population", "2021", "51,844,834"),
    }


@pytest.mark.parametrize(
    ("head", "metric"),
    [
        ("Arbeitslose (in 1.000)", "Arbeitslose (thousand)"),
        ("Bevölkerung (1 000)", "Bevölkerung (thousand)"),
        ("PIB, M€", "PIB (€, million)"),
        ("BIP in Mrd. EUR", "BIP (EUR, Mrd.)"),
        ("GDP $bn", "GDP ($, bn)"),
        ("населення, тис. осіб", "населення (осіб, тис.)"),
        ("PIB (en millions d’euros)", "PIB (euros, millions)"),
        ("Unemployment rate, percent", "Unemployment rate (%)"),
        ("Density (P/Km2)", "Density (people/km²)"),
        ("Deaths per million", "Deaths per million"),
        ("Deaths (per thousand)", "Deaths (per thousand)"),
        ("Rate per 100,000", "Rate per 100,000"),
        ("Population, total", "Population, total"),
    ],
)
def test_a_scale_in_a_head_is_not_lost(head: str, metric: str) -> None:
    table = f"Country;Year;{head}\nFrance;2020;267,4\n"
    assert [one[1] for one in read(table).values()] == [metric]


def test_a_scale_above_the_table_is_not_lost() -> None:
    table = 'Table 5. Population by country, 2020\n(in thousands)\nCountry,2019,2020\nFrance,"67,290","67,485"\n'
    assert read(table, of=("metric", "unit", "period", "quantity"))["B4"] == (
        "Population",
        "thousands",
        "2019",
        "67,290",
    )


def test_years_before_and_close_behind_what_is_measured_are_its_period() -> None:
    table = "State,POPESTIMATE2020,POPESTIMATE2021\nAlabama,5031362,5049846\n"
    assert [one[1:3] for one in read(table).values()] == [("POPESTIMATE", "2020"), ("POPESTIMATE", "2021")]
    table = "State,2016 votes,2020 votes,2010 (Census)\nAlabama,5,6,7\n"
    assert [one[1:3] for one in read(table.replace(",2010 (Census)", "").replace(",7", "")).values()] == [
        ("votes", "2016"),
        ("votes", "2020"),
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Bundesländer;Baden-Württemberg;Thüringen", "cp1252"),
        ("País;Año\nEspaña;2020\nPerú;2021", "cp1252"),
        ("Województwo;Łódzkie;Śląskie;Małopolskie", "cp1250"),
        ("Область;Київська;Львівська;Одеська", "cp1251"),
        ("Регион;Население;Москва;Санкт-Петербург", "koi8-r"),
    ],
)
def test_letters_tell_the_encoding(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)) == encoding
    assert guess_encoding(text.encode()) is None


def test_a_table_in_another_encoding_is_read_and_says_so() -> None:
    body = "Bundesländer;2019\nThüringen;2133378\n".encode("cp1252")
    assert read(body, "metric:population")["B2"][0] == "Thüringen"
    reader = TableReader(read_layout((), ("source:x", "metric:population")))
    list(reader.feed(body))
    list(reader.finish())
    assert reader.guessed == Guessed("windows-1252", "semicolon")
    assert read(body.decode("cp1252").encode(), "metric:population")["B2"][0] == "Thüringen"


@pytest.mark.parametrize(
    ("body", "said", "guessed"),
    [
        ("place,quantity\nKöln,5\n".encode(), {}, NOTHING_GUESSED),
        ("place,quantity\nKöln,5\n".encode("utf-16"), {}, NOTHING_GUESSED),
        ("place,quantity\nKöln,5\n".encode("cp1252"), {"encoding": "cp1252"}, NOTHING_GUESSED),
        (b"place;quantity\nParis;5\n", {"delimiter": ";"}, NOTHING_GUESSED),
        (b"sep=;\nplace;quantity\nParis;5\n", {}, NOTHING_GUESSED),
        (b"place\tquantity\nParis\t5\n", {}, Guessed(delimiter="tab")),
        (b"place  quantity\nParis         5\nRome          6\n", {}, Guessed(delimiter="spaces")),
        ("место,quantity\nМосква,5\n".encode("koi8-r"), {}, Guessed("koi8-r")),
        ("місце|quantity\nКиїв|5\n".encode("cp1251"), {}, Guessed("windows-1251", "pipe")),
    ],
)
def test_only_what_was_guessed_is_told(body: bytes, said: dict[str, str], guessed: Guessed) -> None:
    reader = TableReader(read_layout(("#1:place",), ("source:x", "metric:deaths"), **said))  # type: ignore[arg-type]
    list(reader.feed(body))
    list(reader.finish())
    assert reader.guessed == guessed


def test_columns_that_cannot_be_told_say_how_the_table_was_read() -> None:
    with pytest.raises(Invalid, match="read as windows-1252, its cells parted by semicolons"):
        read("Straße;Größe\nMüllerstraße;groß\nSüdring;klein\n".encode("cp1252"))


def test_one_broken_byte_in_a_text_of_utf_8_is_told_by_its_cell() -> None:
    body = "country,2019\nÎle-de-Françe,5\n".encode() + b"N\xeemes,6\n"
    reader = TableReader(read_layout((), ("source:x", "metric:population")))
    rows = [*reader.feed(body), *reader.finish()]
    assert [bool(row.problem) for row in rows] == [False, True]


def test_days_in_a_column_are_the_time_whatever_its_head() -> None:
    table = "Область;Населення;Станом на\nКиївська;1795079;01.01.2022\n"
    assert read(table) == {"B2": ("Київська", "Населення", "01.01.2022", "1795079")}


@pytest.mark.parametrize("place", ["France[a]", "France*", "France (until 1990)", "..France", "France¹", "France 1)"])
def test_marks_around_a_place_are_not_its_name(place: str) -> None:
    assert read(f"country,year,deaths\n{place},2020,5\n")["C2"][0] == "France"


@pytest.mark.parametrize("head", ["BIP €mrd", "BIP in Mrd. EUR", "PIB (miles de millones de euros)", "PIB, Md€"])
@pytest.mark.parametrize("language", ["de", "fr", "es", "en"])
def test_a_billion_of_a_head_is_one_whatever_the_tables_language(head: str, language: str) -> None:
    _, unit = header_in(bracketed(head)) or ("", "")
    assert read_quantity("5", language=language, unit=unit).stated.low == 5_000_000_000
