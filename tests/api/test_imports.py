"""Tables over HTTP: which column is which field, and what is said of rows that cannot be read."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import AsyncClient as Client
from structlog.testing import capture_logs

from service.exchange import WORKBOOK_TYPES
from tests.builders import draft
from tests.exchange.test_spreadsheets import WIDE
from tests.patience import PATIENCE_SECONDS

PATH = "/v1/claims/import"
HEADER = "source,metric,quantity,period,subject"
ROWS = (
    'alpha wire,personnel losses,"84,720",as of 2022-11-20,Russian army',
    'beta news,personnel losses,"62,310",as of 2022-11-20,Russian army',
)
TABLE = "\n".join((HEADER, *ROWS))


async def send(client: Client, table: str | bytes, kind: str = "text/csv", **parameters: Any) -> list[dict[str, Any]]:
    answer = await client.post(PATH, content=table, params=parameters, headers={"Content-Type": kind})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


async def refused(client: Client, table: str | bytes, kind: str = "text/csv", **parameters: Any) -> dict[str, Any]:
    answer = await client.post(PATH, content=table, params=parameters, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await client.get("/v1/claims")).json()["items"] == []
    problem: dict[str, Any] = answer.json()
    return problem


async def listed(client: Client) -> list[dict[str, Any]]:
    return [one["claim"] for one in (await client.get("/v1/claims", params={"limit": 200})).json()["items"]]


async def test_rows_become_claims_and_their_conflicts_are_told(client: Client) -> None:
    first, second = await send(client, TABLE)
    assert (first["row"], first["line"], first["outcome"]) == (2, 2, "stored")
    assert (second["row"], second["outcome"], second["matches"]) == (3, "stored", 1)
    assert second["conflicts"] == [(await client.get("/v1/conflicts")).json()["items"][0]["id"]]


async def test_the_same_table_again_stores_nothing_twice(client: Client) -> None:
    once = await send(client, TABLE)
    again = await send(client, TABLE)
    assert [one["outcome"] for one in again] == ["known", "known"]
    assert [one["id"] for one in again] == [one["id"] for one in once]


async def test_columns_are_mapped_and_missing_fields_filled_in(client: Client) -> None:
    table = "Größe;Zahl;Stand;Notiz\nArbeitslose;2.434.000;Oktober 2022;geprüft\n"
    mapping = {"map": ["Größe:metric", "Zahl:quantity", "#3:period", "Notiz:"]}
    (row,) = await send(client, table, **mapping, fill=["source:Bundesagentur", "language:de", "place:Deutschland"])
    assert row["outcome"] == "stored", row
    (claim,) = await listed(client)
    assert claim["source"] == "Bundesagentur"
    assert claim["quantity"]["stated"]["low"] == "2434000"
    assert (claim["period"]["end"], claim["place"]["key"]) == ("2022-10-31", "DE")


async def test_columns_that_are_not_named_can_be_left_out_together(client: Client) -> None:
    table = "id,source,metric,figure,a,b\n7,alpha,sales,500,x,y\n"
    (row,) = await send(client, table, map=["figure:quantity", "*:"])
    assert row["outcome"] == "stored", row


async def test_a_quantity_can_come_in_exact_columns(client: Client) -> None:
    table = "source,metric,von,bis\nalpha,daily losses,600,800\n"
    (row,) = await send(client, table, map=["von:quantity.low", "bis:quantity.high"])
    assert row["outcome"] == "stored", row
    (claim,) = await listed(client)
    assert (claim["quantity"]["stated"]["low"], claim["quantity"]["stated"]["high"]) == ("600", "800")


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (TABLE.replace("\n", "\r\n"), "text/csv"),
        ("\ufeff" + TABLE, "text/csv"),
        ("sep=;\n" + TABLE.replace('"84,720"', "84720").replace('"62,310"', "62310").replace(",", ";"), "text/csv"),
        (
            TABLE.replace('"84,720"', "84720").replace('"62,310"', "62310").replace(",", "\t"),
            "text/tab-separated-values",
        ),
        (TABLE.encode("utf-16"), "text/csv"),
        (TABLE.encode("utf-16-le"), "text/csv; charset=utf-16le"),
        ("\n\n" + TABLE + "\n\n\n", "text/csv"),
        (TABLE.replace("metric", " Metric "), "text/csv"),
    ],
    ids=[
        "crlf",
        "utf-8 mark",
        "sep=",
        "tabs",
        "utf-16 mark",
        "utf-16 declared",
        "empty rows",
        "header as a person writes",
    ],
)
async def test_a_table_is_read_as_spreadsheets_write_it(client: Client, table: str | bytes, kind: str) -> None:
    answers = await send(client, table, kind)
    assert [one["outcome"] for one in answers] == ["stored", "stored"]
    assert len(answers[1]["conflicts"]) == 1


async def test_a_declared_encoding_is_used(client: Client) -> None:
    table = "source,metric,quantity\nSüddeutsche,Übernachtungen,500\n".encode("windows-1252")
    (row,) = await send(client, table, "text/csv; charset=windows-1252")
    assert row["outcome"] == "stored"
    assert (await listed(client))[0]["source"] == "Süddeutsche"


async def test_a_guess_is_told_with_the_row_with_which_it_is_known(client: Client) -> None:
    start = "source;metric;quantity\n" + "".join(f"alpha;sales of {name};500\n" for name in "abc")
    first, *others = await send(client, start)
    assert first["read_as"] == {"encoding": None, "delimiter": "semicolon"}
    assert [one["read_as"] for one in others] == [None, None]
    (row,) = await send(client, "source,metric,quantity\nSüddeutsche,Übernachtungen,500\n".encode("windows-1252"))
    assert row["read_as"] == {"encoding": "windows-1252", "delimiter": None}
    (plain,) = await send(client, "source,metric,quantity\nSüddeutsche,nights,500\n")
    assert plain["read_as"] is None


async def test_bytes_that_fit_no_encoding_name_their_cell(client: Client) -> None:
    table = "source,metric,quantity\nSüddeutsche Zeitung,sales,5\n".encode() + b"S\xfcddeutsche,sales,500\n"
    good, bad = await send(client, table)
    assert good["outcome"] == "stored"
    assert (bad["row"], bad["refusal"][0]["column"]) == (3, "source")
    assert "charset=" in bad["refusal"][0]["detail"]


async def test_a_bad_cell_is_named_by_row_and_column_and_spoils_no_other(client: Client) -> None:
    table = "source,metric,Zahl\nalpha,sales,about 85 thousnd\nbeta,,500\ngamma,sales,500\n"
    figure, metric, good = await send(client, table, map="Zahl:quantity")
    assert (figure["row"], figure["outcome"], figure["type"]) == (2, "refused", "/problems/unreadable")
    (fault,) = figure["refusal"]
    assert (fault["column"], fault["field"], fault["given"]) == ("Zahl", "quantity", "about 85 thousnd")
    assert "thousand" in f"{fault['detail']} {fault['understood']}"
    assert (metric["row"], metric["outcome"]) == (3, "refused")
    assert metric["refusal"][0]["column"] == "metric"
    assert "needs its metric" in metric["refusal"][0]["detail"]
    assert good["outcome"] == "stored"


async def test_a_quoted_cell_may_hold_line_breaks_and_rows_keep_their_numbers(client: Client) -> None:
    table = 'source,metric,quantity,quote\nalpha,sales,500,"one ""line""\nand another"\nbeta,sales,bad,\n'
    good, bad = await send(client, table)
    assert (good["row"], good["line"], good["outcome"]) == (2, 2, "stored")
    assert (bad["row"], bad["line"], bad["outcome"]) == (3, 4, "refused")
    assert (await listed(client))[0]["quote"] == 'one "line"\nand another'


@pytest.mark.parametrize(
    ("broken", "advice"),
    [
        ('alpha,sales,"500', "not closed"),
        ('alpha,"sales" of cars,500', "Double each"),
        ("alpha,sales,500,6,7", "5 cells and the header 3"),
        ("alpha,sal\x00es,500", "NUL"),
        ("alpha,sales,500\rbeta,sales,6", "carriage return"),
        (f"alpha,sales,{'5' * 70_000}", "65,536 characters"),
        (f'alpha,sales,"{"5" * 70_000}"', "65,536 characters"),
    ],
)
async def test_a_broken_row_is_refused_and_the_next_is_stored(client: Client, broken: str, advice: str) -> None:
    first, bad, *others = await send(client, f"source,metric,quantity\nalpha,sales,1\n{broken}\nbeta,sales,5\n")
    assert first["outcome"] == "stored"
    assert (bad["row"], bad["line"], bad["outcome"]) == (3, 3, "refused")
    assert advice in bad["refusal"][0]["detail"]
    assert [one["outcome"] for one in others] == ["stored"]


async def test_a_guarding_apostrophe_is_taken_away(client: Client) -> None:
    await send(client, "source,metric,quantity\n'=alpha,sales,'-5\n")
    (claim,) = await listed(client)
    assert (claim["source"], claim["quantity"]["as_given"]) == ("=alpha", "-5")


async def test_an_export_is_imported_as_it_was(client: Client) -> None:
    for fields in (
        {"quantity": "almost 85 thousand people", "quote": '-"quoted"\n=1;+2', "place": "Ukraine"},
        {"source": "@beta", "metric": "unemployment rate", "quantity": "7.1 %", "period": "October 2022"},
        {"source": "gamma", "metric": "exports", "quantity": "€600-800 million"},
    ):
        answer = await client.post("/v1/claims", json=draft(**fields))
        assert answer.status_code == 201, answer.text
    before = await listed(client)
    exported = (await client.get("/v1/claims/export")).content.replace(b",alpha wire,", b",copy,")
    answers = await send(client, exported.replace(b",'@beta,", b",copy,").replace(b",gamma,", b",copy,"))
    assert [one["outcome"] for one in answers] == ["stored"] * 3, answers
    copies = [one for one in await listed(client) if one["source"] == "copy"]
    assert sorted(map(_kept, copies)) == sorted(map(_kept, before))


def _kept(claim: dict[str, Any]) -> str:
    names = ("metric", "quantity", "period", "place", "quote", "published_at", "status")
    return json.dumps({name: claim[name] for name in names})


UNTOLD: tuple[tuple[str, dict[str, str], str], ...] = (
    ("", {}, "empty"),
    ("\n\n", {}, "empty"),
    ("source,metric,Zahl,Farbe\na,b,5,1", {}, "map=Zahl:field"),
    ("metric,quantity\nb,5", {}, "fill=source:value"),
    (TABLE, {"map": "Zahl:quantity"}, 'no column "Zahl"'),
    (TABLE, {"map": "subject:metric"}, 'Two columns are "metric"'),
    (TABLE, {"map": "subject:thing"}, "The fields are"),
    (TABLE, {"map": "subject"}, "column:field"),
    (TABLE, {"map": "*:quantity"}, "left out"),
    (TABLE, {"fill": "reuters"}, "field:value"),
    (TABLE, {"fill": "publisher:reuters"}, "The fields are"),
    (TABLE, {"delimiter": "colon"}, "delimiter"),
    ('source,"metric,quantity\na,b,5', {}, "header cannot be read"),
    ("source,source,metric,quantity\na,b,c,5", {}, 'Two columns are "source"'),
    (",".join(f"c{number}" for number in range(300)), {}, "no field of a claim"),
    (",".join(f"c{number}" for number in range(5000)), {}, "at most 4,000"),
)


async def test_a_table_whose_columns_cannot_be_told_is_refused_whole(client: Client) -> None:
    for table, parameters, advice in UNTOLD:
        problem = await refused(client, table, **parameters)
        assert advice in problem["detail"], table[:100]
        assert len(problem["errors"]) <= 20


async def test_what_is_no_table_is_refused(client: Client) -> None:
    for kind in ("application/pdf", "image/png", "text/csv; charset=klingon", "text/csv; charset=idna"):
        assert ("text/csv" if ";" not in kind else "UTF-8") in (await refused(client, TABLE, kind))["detail"]


async def test_a_long_table_is_answered_while_it_is_sent(client: Client) -> None:
    rows, seen = 3_000, 0

    async def table() -> AsyncIterator[bytes]:
        yield b"source,metric,quantity,period\n"
        for number in range(rows):
            yield f"source {number},freight,500,{1000 + number}\n".encode()

    async with client.stream("POST", PATH, content=table(), headers={"Content-Type": "text/csv"}) as answer:
        async for line in answer.aiter_lines():
            seen += 1
            told = json.loads(line)
            assert (told["row"], told["outcome"]) == (seen + 1, "stored")
    assert seen == rows


async def test_hostile_quoting_takes_no_more_time_than_its_length(client: Client) -> None:
    table = "source,metric,quantity\n" + 'a,b,"\n' * 4_000
    answers = await send(client, table)
    assert {one["outcome"] for one in answers} == {"refused"}


async def test_a_table_that_breaks_off_is_no_fault_of_the_service(client: Client) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: {client.base_url.netloc.decode()}\r\nContent-Type: text/csv\r\n"
    with capture_logs() as told:
        for begun in ("source,met", f"{HEADER}\n{ROWS[0]}\n"):
            _, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
            writer.write(f"{head}Content-Length: 9999\r\n\r\n{begun}".encode())
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while sum(one["event"] == "request" for one in told) < 2:
                await asyncio.sleep(0.02)
    assert {one["log_level"] for one in told} == {"info"}
    assert [one["outcome"] for one in await send(client, TABLE)] == ["stored", "stored"]


async def test_a_published_wide_table_loads_as_it_is_and_two_of_them_disagree(client: Client) -> None:
    ours = "Deaths by state,,\n\nstate,2020-03-01,2020-03-02\nAlabama,12,20\nAlaska,..,3\nSource: us,,\n"
    theirs = "date,state,deaths\n2020-03-01,Alabama,12\n2020-03-02,Alabama,25\n"
    title, first, second, missing, third, note = await send(client, ours, fill=["source:alpha", "metric:deaths"])
    assert [one["outcome"] for one in (title, missing, note)] == ["skipped"] * 3
    assert [(one["cell"], one["outcome"]) for one in (first, second, third)] == [
        ("B4", "stored"),
        ("C4", "stored"),
        ("C5", "stored"),
    ]
    same, other = await send(client, theirs, fill=["source:beta"])
    assert (same["conflicts"], len(other["conflicts"])) == ([], 1)


async def test_a_cell_that_is_not_understood_is_told_by_its_address(client: Client) -> None:
    table = "state,2020,2021\nAlabama,12 thousnd,20\n"
    bad, good = await send(client, table, fill=["source:alpha", "metric:deaths"])
    assert (bad["outcome"], bad["cell"]) == ("refused", "B2")
    (fault,) = bad["refusal"]
    assert (fault["column"], fault["cell"], fault["given"]) == ("2020", "B2", "12 thousnd")
    assert good["outcome"] == "stored"


async def test_one_key_twice_with_another_figure_is_told(client: Client) -> None:
    table = "state,year,deaths\nAlabama,2020,12\nAlabama,2020,12\nAlabama,2020,15\n"
    first, again, other = await send(client, table, fill=["source:alpha"])
    assert (first["outcome"], again["outcome"], other["outcome"]) == ("stored", "known", "stored")
    assert other["beside"] == [first["id"]]
    assert first["beside"] == [other["id"]]
    assert "Another row" in first["note"]
    assert (again["beside"], again["note"]) == (first["beside"], None)
    assert other["note"] == first["note"]


async def test_both_rows_that_contradict_each_other_are_kept_and_neither_takes_the_place(client: Client) -> None:
    table = "state,year,deaths\nAlabama,2020,12\nAlabama,2020,15\nAlabama,2020,19\n"
    rows = await send(client, table, fill=["source:alpha"])
    ids = [row["id"] for row in rows]
    assert [sorted(row["beside"]) for row in rows] == [sorted(set(ids) - {one}) for one in ids]
    stored = (await client.get("/v1/claims", params={"limit": 200})).json()["items"]
    assert [one["superseded_by"] for one in stored] == [None] * 3


async def test_a_workbook_that_is_sent_as_a_text_is_taken_as_what_it_is(client: Client) -> None:
    rows = await send(client, WIDE, "text/csv", fill=["source:alpha", "metric:population"])
    assert [(one["cell"], one["outcome"]) for one in rows] == [
        (None, "skipped"),
        ("B4", "stored"),
        ("C4", "refused"),
    ]


async def test_an_archive_that_is_no_workbook_is_refused_with_what_is_in_it(client: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("API_DS2_en.csv", "Country,2020\nAruba,5\n")
    problem = await refused(client, packed.getvalue(), fill=["source:alpha", "metric:population"])
    assert 'send one of "API_DS2_en.csv"' in problem["detail"]


async def test_a_workbook_is_taken(client: Client) -> None:
    answers = await send(client, WIDE, WORKBOOK_TYPES[0], fill=["source:alpha", "metric:population"])
    assert [(one["cell"], one["outcome"]) for one in answers] == [
        (None, "skipped"),
        ("B4", "stored"),
        ("C4", "refused"),
    ]
    problem = await client.post(PATH, content=WIDE, params={"sheet": "x"}, headers={"Content-Type": WORKBOOK_TYPES[0]})
    assert (problem.status_code, problem.json()["errors"][0]["pointer"]) == (422, "sheet") or "sheet" in problem.text


async def test_a_carriage_return_that_stands_alone_in_the_header_is_refused_in_words(client: Client) -> None:
    for table in ("source,me\rtric,quantity\na,b,5\n", "source\rmetric\rquantity\ra\rb\r5"):
        answer = await client.post("/v1/claims/import", content=table, headers={"Content-Type": "text/csv"})
        assert answer.status_code == 422, answer.text


async def test_records_of_another_program_are_a_table(client: Client) -> None:
    records = [
        {"day": "2022-11-20", "losses": 84721, "note": None},
        {"day": "2022-11-21", "losses": "84 990", "note": "x"},
    ]
    said = {"map": ["day:period", "losses:quantity=personnel losses", "note:"], "fill": ["source:general staff"]}
    lines = "\n".join(json.dumps(one) for one in records)
    rows = await send(client, lines, "application/x-ndjson", **said)
    assert [(row["outcome"], row["cell"]) for row in rows] == [("stored", "/1/losses"), ("stored", "/2/losses")]
    answer = await client.post(
        PATH, content=json.dumps({"data": records}), params=said, headers={"Content-Type": "application/json"}
    )
    assert [(row["outcome"], row["cell"]) for row in answer.json()] == [
        ("known", "/data/0/losses"),
        ("known", "/data/1/losses"),
    ]


async def test_a_count_to_the_last_digit_conflicts_with_its_neighbour(client: Client) -> None:
    table = "source,metric,quantity,period\na,deaths,2400,2022\nb,deaths,2399,2022\n"
    assert [row["conflicts"] for row in await send(client, table)] == [[], []]
    exact = await send(client, table.replace("2022", "2021"), exact="true")
    assert [len(row["conflicts"]) for row in exact] == [0, 1]


async def test_json_without_records_is_refused_whole(client: Client) -> None:
    for body in ("5", '{"a": 1}', "[[[[[[]]]]]]", '{"a": "' + "x" * 70_000 + '"}', "[" * 5_000):
        assert "errors" in await refused(client, body, "application/json")
