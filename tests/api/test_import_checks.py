"""What a table would come to, asked over HTTP: columns with reasons, readings and errors by cell; nothing is stored."""

import io
import json
from typing import Any

import pytest
import xlsxwriter
from httpx import AsyncClient as Client

from service.exchange import WORKBOOK_TYPES
from tests.access.conftest import MakeKey, bearer, make_key, settings
from tests.access.conftest import client as guarded

__all__ = ["guarded", "make_key", "settings"]

PATH = "/v1/claims/import/check"
TABLE = (
    "Losses by month\n"
    "source,metric,figure in all,period\n"
    'alpha,personnel losses,"84,720",October 2022\n'
    "alpha,personnel losses,many,November 2022\n"
    "alpha,personnel losses,,December 2022\n"
)
MAPPED = {"map": ["#3:quantity"]}


async def check(client: Client, table: str | bytes, kind: str = "text/csv", **parameters: Any) -> dict[str, Any]:
    answer = await client.post(PATH, content=table, params=parameters, headers={"Content-Type": kind})
    assert answer.status_code == 200, answer.text
    assert (await client.get("/v1/claims")).json()["items"] == []
    assert (await client.get("/v1/loads")).json()["items"] == []
    told: dict[str, Any] = answer.json()
    return told


async def test_columns_are_told_with_their_reasons_and_figures_as_they_are_read(client: Client) -> None:
    told = await check(client, TABLE, **MAPPED)
    columns = [(one["letter"], one["name"], one["field"], one["told_by"]) for one in told["columns"]]
    assert columns == [
        ("A", "source", "source", "its name"),
        ("B", "metric", "metric", "its name"),
        ("C", "figure in all", "quantity", "mapped"),
        ("D", "period", "period", "its name"),
    ]
    assert told["problems"] == []
    assert told["head"] == 2
    assert told["rows"][0] == {"row": 3, "cells": ["alpha", "personnel losses", "84,720", "October 2022"]}
    title, first, second, third = told["figures"]
    assert (title["outcome"], first["outcome"], second["outcome"], third["outcome"]) == (
        "skipped", "read", "refused", "skipped",
    )  # fmt: skip
    assert first["cell"] == "C3"
    assert first["claim"]["quantity"]["stated"]["low"] == "84720"
    assert first["claim"]["period"]["end"] == "2022-10-31"
    [wrong] = second["refusal"]
    assert (wrong["cell"], wrong["column"], wrong["given"]) == ("C4", "figure in all", "many")
    assert told["counts"] == {"read": 1, "refused": 1, "skipped": 2}
    assert told["refused"] == [second]


async def test_columns_that_cannot_be_told_are_shown_to_be_mapped(client: Client) -> None:
    told = await check(client, TABLE)
    assert told["counts"] is None
    assert [one["is_told"] for one in told["columns"]] == [True, True, False, True]
    assert "figure in all" in told["problems"][0]["detail"]
    assert told["rows"][1]["cells"][2] == "many"
    lacking = await check(client, TABLE, map=["#3:"])
    assert "quantity" in lacking["problems"][0]["detail"]
    missing = await check(client, TABLE, map=["none:quantity", "#3:quantity"])
    assert missing["problems"][0]["pointer"] == "map"


async def test_all_rows_are_counted_and_few_are_shown(client: Client) -> None:
    rows = "".join(f"alpha,sales {place},{place + 10},2022\n" for place in range(3_000))
    told = await check(client, f"source,metric,quantity,period\n{rows}alpha,sales,nothing,2022\n", rows=5)
    assert len(told["rows"]) == len(told["figures"]) == 5
    assert told["counts"] == {"read": 3_000, "refused": 1, "skipped": 0}
    assert told["refused"][0]["row"] == 3_002


async def test_workbooks_and_json_are_told_too(client: Client) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((["Country", "2020", "2021"], ["France", 1.5, 2.5], ["Spain", 3, None])):
            sheet.write_row(at, 0, row)
    told = await check(client, file.getvalue(), WORKBOOK_TYPES[0], fill=["source:bureau", "metric:growth"])
    assert [(one["field"], one["period"]) for one in told["columns"]] == [
        ("place", None), ("quantity", "2020"), ("quantity", "2021"),
    ]  # fmt: skip
    assert told["counts"] == {"read": 3, "refused": 0, "skipped": 1}
    records = [{"source": "a", "metric": "sales", "figure": "twelvety", "period": "2022"}]
    told = await check(client, json.dumps(records), "application/json", map=["figure:quantity"])
    assert told["figures"][0]["refusal"][0]["cell"] == "/0/figure"


@pytest.mark.parametrize(
    ("table", "kind", "status"),
    [
        ("", "text/csv", 422),
        ("\x00" * 50, "text/csv", 200),
        ("PK no workbook", WORKBOOK_TYPES[0], 422),
        ('{"@type": "Claim"}', "application/ld+json", 422),
        ("a,b", "application/pdf", 415),
        ("a,b\n" + ",".join("x" for _ in range(5_000)), "text/csv", 422),
        (",".join(f"x{place}" for place in range(5_000)) + "\n1,2", "text/csv", 422),
        ("[" * 5_000, "application/json", 422),
    ],
)
async def test_what_is_no_table_is_refused(client: Client, table: str, kind: str, status: int) -> None:
    answer = await client.post(PATH, content=table, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text


async def test_a_key_that_only_reads_may_ask(guarded: Client, make_key: MakeKey) -> None:
    reader = bearer(await make_key("read")) | {"Content-Type": "text/csv"}
    assert (await guarded.post(PATH, content=TABLE, headers=reader)).status_code == 200
    assert (await guarded.post(PATH.removesuffix("/check"), content=TABLE, headers=reader)).status_code == 403
    assert (await guarded.post(PATH, content=TABLE, headers={"Content-Type": "text/csv"})).status_code == 401


async def test_what_was_guessed_of_the_file_is_told(client: Client) -> None:
    table = "source;metric;Größe\nalpha;sales;5\n".encode("windows-1252")
    assert (await check(client, table, map="Größe:quantity"))["read_as"] == {
        "encoding": "windows-1252",
        "delimiter": "semicolon",
    }
    untold = await check(client, table + "beta;Größen;groß\n".encode("windows-1252"))
    assert untold["problems"]
    assert untold["read_as"]["delimiter"] == "semicolon"
    declared = await check(client, table, "text/csv; charset=windows-1252", map="Größe:quantity", delimiter="semicolon")
    assert declared["read_as"] is None


async def test_columns_that_nothing_tells_are_asked_back_with_what_they_may_hold(client: Client) -> None:
    told = await check(client, "source,metric,quantity,Bildung\nalpha,wages,5,Abitur\nalpha,wages,7,keine\n")
    assert [one["offered"] for one in told["columns"]] == [[], [], [], ["subject", ""]]
    [problem] = told["problems"]
    assert 'In it stands "Abitur", "keine": understood would be "subject"' in problem["detail"]


BAD = b"\xef\xb7\xbai\xb7"
"""Neither UTF-8 nor text of a code page that its bytes would tell."""
SPOILED = (
    b"source|metric|quantity|peri%s\nalpha|personnel losses|84,720|2022",
    b"source|metric|quantity|%s\nalpha|personnel losses|84,720|2022",
    b"source|metric|quantity|period|peri%s|peri%s\nalpha|personnel losses|84,720|2022|1|2",
    b"source|metric|quantity|peri\xa0source|metric|quantity|peri%sd\nTote|%s",
    b"source|metric|quantity|period\nal%s|personnel losses|84,720|2022",
    b"source|metric|quantity|period\nalpha|loss%s|84,720|2022",
    b"source|metric|quantity|period\nalpha|personnel losses|84%s|2022",
    b"source|metric|quantity|period\nalpha|personnel losses|84,720|20%s",
    b"source|period|killed %s|injured\nalpha|2022|84,720|12",
    b"source|metric|2021%s|2022|2023\nalpha|personnel losses|84,720|12|13",
    b"title %s\nsource|metric|quantity|period\nalpha|personnel losses|84,720|2022\nnote %s",
    b"source|metric (%s)|quantity (%s)|period\nalpha|personnel losses|84,720|2022",
)


@pytest.mark.parametrize("spoiled", SPOILED)
@pytest.mark.parametrize("path", [PATH, "/v1/claims/import"])
async def test_bytes_of_no_text_are_told_wherever_they_stand(client: Client, path: str, spoiled: bytes) -> None:
    table = spoiled.replace(b"%s", BAD)
    for parameters in ({}, {"map": ["#1:source", "#2:metric"]}, {"map": ["#4:period"]}, {"delimiter": "pipe"}):
        answer = await client.post(path, content=table, params=parameters, headers={"Content-Type": "text/csv"})
        assert answer.status_code in {200, 422}, answer.text
