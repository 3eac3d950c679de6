"""JSON as other programs write it, as the rows of a table."""

import json
from typing import Any

import pytest

from service.errors import Invalid
from service.exchange import JsonLineRows, JsonRows, Row, TableReader, read_layout


def read(text: str | bytes, *mapping: str, fill: tuple[str, ...] = ("source:x",), lines: bool = False) -> list[Row]:
    body = text if isinstance(text, bytes) else text.encode()
    reader = TableReader(read_layout(mapping, fill), JsonLineRows() if lines else JsonRows())
    return [row for at in range(0, len(body), 7) for row in reader.feed(body[at : at + 7])] + list(reader.finish())


def claims(rows: list[Row]) -> dict[str | None, tuple[Any, ...]]:
    names = ("place", "metric", "period", "quantity")
    return {row.cell: tuple(row.fields.get(name) for name in names) for row in rows if row.fields}


RECORDS = [{"date": "2022-02-25", "day": 2, "tank": 81, "APC": 516}, {"date": "2022-02-26", "day": 3, "tank": 146}]


def test_records_with_several_metrics_make_a_claim_of_each() -> None:
    rows = read(json.dumps(RECORDS), "day:")
    assert claims(rows) == {
        "/0/tank": (None, "tank", "2022-02-25", "81"),
        "/0/APC": (None, "APC", "2022-02-25", "516"),
        "/1/tank": (None, "tank", "2022-02-26", "146"),
    }
    assert [row.cell for row in rows if row.skipped] == ["/1/APC"]


@pytest.mark.parametrize(
    ("body", "cell"),
    [
        ({"meta": {"title": "x", "rows": 2}, "data": RECORDS}, "/data/0/tank"),
        ({"response": {"status": "ok", "result": {"records": RECORDS}}}, "/response/result/records/0/tank"),
        ([{"page": 1, "pages": 1}, RECORDS], "/1/0/tank"),
        ({"date": ["2022-02-25"], "day": [2], "tank": [81], "APC": [516]}, "/0/tank"),
        ([["date", "day", "tank", "APC"], ["2022-02-25", 2, 81, 516]], "/1/tank"),
        ({"type": "x", "features": [{"type": "F", "properties": RECORDS[0]}]}, "/features/0/tank"),
    ],
    ids=["below a key", "below many keys", "in a list of two", "columns", "lists", "features"],
)
def test_records_are_found_wherever_they_stand(body: Any, cell: str) -> None:
    rows = read(json.dumps(body), "day:", *(["type:"] if "features" in cell else []))
    assert claims(rows)[cell] == (None, "tank", "2022-02-25", "81")


def test_keys_on_the_way_are_cells() -> None:
    body = {"France": {"2020": {"deaths": 5}, "2021": {"deaths": 6}}, "Spain": {"2020": {"deaths": 7}}}
    assert claims(read(json.dumps(body))) == {
        "/France/2020/deaths": ("France", "deaths", "2020", "5"),
        "/France/2021/deaths": ("France", "deaths", "2021", "6"),
        "/Spain/2020/deaths": ("Spain", "deaths", "2020", "7"),
    }
    wide = {"France": {"2020": 5, "2021": 6}, "Spain": {"2020": 7, "2021": None}}
    told = claims(read(json.dumps(wide), fill=("source:x", "metric:deaths")))
    assert told["/France/2021"] == ("France", "deaths", "2021", "6")
    assert "/Spain/2021" not in told


def test_what_stands_beside_the_records_of_a_key_belongs_to_each() -> None:
    body = {"FRA": {"location": "France", "data": [{"date": "2020-03-01", "deaths": 5}]}}
    body["ESP"] = {"location": "Spain", "data": [{"date": "2020-03-01", "deaths": 7}]}
    told = claims(read(json.dumps(body), "#1:"))
    assert told["/ESP/data/0/deaths"] == ("Spain", "deaths", "2020-03-01", "7")


def test_objects_in_a_record_are_columns_and_the_world_banks_are_known() -> None:
    record = {
        "indicator": {"id": "SP.POP.TOTL", "value": "Population, total"},
        "country": {"id": "AW", "value": "Aruba"},
        "countryiso3code": "ABW",
        "date": "2020",
        "value": 106766,
        "unit": "",
        "obs_status": "",
        "decimal": 0,
    }
    told = claims(read(json.dumps([{"page": 1}, [record, record | {"date": "2019", "value": None}]])))
    assert told == {"/1/0/value": ("Aruba", "Population, total", "2020", "106766")}


def test_a_column_of_words_beside_a_figure_is_its_flag() -> None:
    rows = read('[{"date":"2022-02-25","personnel":2800,"personnel*":"about"},{"date":"2022-02-26","personnel":4300}]')
    assert [one[3] for one in claims(rows).values()] == ["about 2800", "4300"]


def test_figures_keep_their_digits() -> None:
    text = '[{"date": "2020", "mass": 12345678901234567.891, "b": 1.50}, {"date": "2021", "mass": 3, "b": 2}]'
    assert [one[3] for one in claims(read(text)).values()] == ["12345678901234567.891", "1.50", "3", "2"]


def test_lines_have_their_number_and_a_field_that_comes_late_refuses_its_line() -> None:
    lines = [json.dumps({"date": f"{year}", "sales": 7}) for year in range(1000, 2000)]
    late = json.dumps({"date": "2000", "sales": 8, "returns": 9})
    rows = read("\n".join([*lines, late, "no json", "[1]"]), lines=True)
    assert len(claims(rows)) == 1000
    assert claims(rows)["/7/sales"] == (None, "sales", "1006", "7")
    assert [(row.number, row.problem.detail[:30]) for row in rows if row.problem] == [
        (1001, 'The field "returns" stands in '),
        (1002, "The line is no JSON: JSON is m"),
        (1003, "The line is no JSON object."),
    ]


@pytest.mark.parametrize(
    "body",
    [b"{", b"5", b"{}", b"[1, 2]", b'{"a": {"b": 5}}', b"[" * 10_000 + b"]" * 10_000, b'[{"a": NaN}]', b'{"\xff": 1}'],
)
def test_what_holds_no_records_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        read(body)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(Invalid, match="larger than"):
        JsonRows().feed(b" " * 20_000_001)


def test_objects_deep_in_objects_take_no_time() -> None:
    body: Any = {}
    for _ in range(14):
        body = {"a": body, "b": body} if body else {"a": {}, "b": {}}
    with pytest.raises(Invalid, match="no records"):
        read(json.dumps(body).encode()[:2_000_000])


def test_a_field_without_a_use_stops_no_records() -> None:
    rows, columns = told(
        '[{"date": "2022-02-25", "day": 2, "tank": 80, "greatest losses direction": "Kyiv"},'
        '{"date": "2022-02-26", "day": 3, "tank": 146}, {"date": "2022-02-27", "day": 4, "tank": 150}]'
    )
    assert [row["quantity"] for row in rows] == ["80", "146", "150"]
    assert {row["metric"] for row in rows} == {"tank"}
    assert columns == {"date": "period", "day": None, "tank": "quantity", "greatest losses direction": None}


def test_a_field_that_alone_tells_records_apart_is_their_subject() -> None:
    one = '{"country": "France", "year": 2020, "sex": "%s", "deaths": 10}'
    both = f"[{one}, {one}]"
    rows, _ = told(both % ("male", "female"))
    assert [row["subject"] for row in rows] == ["male", "female"]
    two = '[{"year": 2020, "ward": "m", "shift": "old", "deaths": 1},'
    two += '{"year": 2020, "ward": "f", "shift": "old", "deaths": 2},'
    with pytest.raises(Invalid, match="no field of a claim"):
        told(two + '{"year": 2020, "ward": "m", "shift": "young", "deaths": 3}]')


def test_groups_of_people_are_said_together_and_all_of_them_is_none() -> None:
    groups = (("male", "0-14"), ("female", "all ages"), ("both sexes", "Total"))
    one = '{"year": 2020, "sex": "%s", "age": "%s", "deaths": 10}'
    rows, _ = told(f"[{', '.join(one % group for group in groups)}]")
    assert [row.get("subject") for row in rows] == ["male, 0-14", "female", None]


def told(body: str) -> tuple[list[dict[str, Any]], dict[str, str | None]]:
    reader = TableReader(read_layout((), ("source:x",)), JsonRows())
    rows = [*reader.feed(body.encode()), *reader.finish()]
    return [row.fields for row in rows if row.fields], {one.name: one.field for one in reader.columns or ()}
