"""Exports over HTTP: what is in them, what cannot happen to whoever opens them, and that memory stays flat."""

import asyncio
import csv
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from httpx import AsyncClient as Client

from tests.builders import draft
from tests.exchange import workbook

MANY = 100_000
BOUND_MEGABYTES = 60
"""The claims alone are 150 MB as text, and several times that as objects."""


async def post(client: Client, **fields: Any) -> Any:
    answer = await client.post("/v1/claims", json=draft(**fields))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def table(client: Client, path: str, **parameters: Any) -> list[dict[str, str]]:
    answer = await client.get(path, params={"format": "csv", **parameters})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_a_csv_of_claims_holds_what_was_given_and_what_was_understood(client: Client) -> None:
    await post(client, quantity="almost 85 thousand", place="Україна", url="https://example.org/1")
    [row] = await table(client, "/v1/claims/export")
    assert (row["source"], row["quantity"], row["place"]) == ("alpha wire", "almost 85 thousand", "Україна")
    assert (row["approximator"], row["dimension"], row["period_end"]) == ("almost", "count", "2022-11-20")
    assert float(row["low"]) < 85_000
    assert row["published_at"] == "2022-11-21T00:00:00Z"
    assert row["superseded_by"] == ""


async def test_an_export_says_what_it_is(client: Client) -> None:
    answer = await client.get("/v1/conflicts/export")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith('attachment; filename="conflicts-')
    assert answer.headers["content-disposition"].endswith('.csv"')
    assert answer.content.startswith(b"\xef\xbb\xbfid,status,")
    assert answer.headers["x-content-type-options"] == "nosniff"
    plain = await client.get("/v1/conflicts/export", params={"bom": "false"})
    assert plain.content.startswith(b"id,status,")


async def test_ndjson_holds_each_claim_as_the_api_answers_it(client: Client) -> None:
    stored = [(await post(client, source=f"source {number}"))["claim"] for number in range(3)]
    answer = await client.get("/v1/claims/export", params={"format": "ndjson"})
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert sorted(lines, key=lambda one: one["id"]) == stored


async def test_a_workbook_holds_figures_as_numbers_and_everything_else_as_text(client: Client) -> None:
    await post(client, source="=1+1", quantity="84,720", quote="\x01 control & <tags>")
    await post(client, source="beta news", quantity="123456789012345678901")
    answer = await client.get("/v1/claims/export", params={"format": "xlsx"})
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    assert workbook.sheets(answer.content) == ["claims"]
    header, *rows = workbook.rows(answer.content)
    told = {str(row[header.index("source")]): dict(zip(header, row, strict=False)) for row in rows}
    assert told["=1+1"]["low"] == 84_715.0
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert b'<autoFilter ref="A1:' in archive.read("xl/worksheets/sheet1.xml")
    assert "<tags>" in str(told["=1+1"]["quote"])
    assert told["=1+1"]["period_end"] == 44885.0, "days since 1899-12-30, as spreadsheets count"
    assert told["beta news"]["quantity"] == "123456789012345678901"
    assert isinstance(told["beta news"]["low"], str), "more digits than a number cell keeps"


async def test_no_cell_of_a_csv_is_a_formula(client: Client) -> None:
    for number, sign in enumerate("=+-@"):
        await post(client, source=f"{sign}cmd|' /C calc'!A{number}", quote=f'one;{sign}1\n{sign}2, "three"')
    rows = await table(client, "/v1/claims/export")
    assert len(rows) == 4
    for row in rows:
        assert row["source"].startswith("'")
        assert all(not part.startswith(("=", "+", "-", "@")) for part in row["quote"].replace(";", "\n").split("\n"))


async def test_a_conflict_is_one_row_with_both_figures(client: Client) -> None:
    await post(client)
    await post(client, source="beta news", quantity="62,310")
    [row] = await table(client, "/v1/conflicts/export")
    assert (row["first_source"], row["second_source"]) == ("alpha wire", "beta news")
    assert (row["first_quantity"], row["second_quantity"], row["severity"]) == ("84,720", "62,310", "major")
    [line] = (await client.get("/v1/conflicts/export", params={"format": "ndjson"})).text.splitlines()
    assert json.loads(line) == (await client.get("/v1/conflicts")).json()["items"][0]


async def test_an_export_takes_the_filters_of_its_list(client: Client) -> None:
    await post(client)
    await post(client, source="beta news", quantity="62,310", published_at="2022-11-22")
    await post(client, source="beta news", quantity="62,400", published_at="2022-11-23")
    for parameters, expected in (
        ({"source": "beta news"}, 2),
        ({"source": "nobody"}, 0),
        ({"in_force": "true"}, 2),
        ({"since": "2022-11-22T12:00:00Z"}, 1),
        ({"metric": "losses of personnel"}, 3),
        ({"period_from": "2022-11-21"}, 0),
    ):
        listed = (await client.get("/v1/claims", params=parameters)).json()["items"]
        rows = await table(client, "/v1/claims/export", **parameters)
        assert len(rows) == len(listed) == expected, parameters
        assert [row["id"] for row in rows] == [one["claim"]["id"] for one in listed]
    assert len(await table(client, "/v1/conflicts/export", status="open", severity="major")) == 1
    assert await table(client, "/v1/conflicts/export", severity="extreme") == []


async def test_a_wrong_parameter_is_named(client: Client) -> None:
    for parameters in ({"format": "pdf"}, {"since": "soon"}, {"metric": "x" * 501}, {"bom": "maybe"}):
        answer = await client.get("/v1/claims/export", params=parameters)
        assert answer.status_code == 422, parameters
        assert answer.headers["content-type"] == "application/problem+json"
        assert [one["pointer"] for one in answer.json()["errors"]] == list(parameters)


async def test_a_hundred_thousand_claims_are_exported_in_flat_memory(client: Client, dsn: str) -> None:
    await fill(client, dsn, MANY)
    before, most, found = _resident_megabytes(), 0.0, 0
    async with client.stream("GET", "/v1/claims/export", headers={"Accept-Encoding": "identity"}) as answer:
        async for chunk in answer.aiter_bytes():
            found += chunk.count(b"\n")
            most = max(most, _resident_megabytes())
    assert found == MANY + 1
    assert most - before < BOUND_MEGABYTES


async def test_a_long_workbook_is_written_in_flat_memory(client: Client, dsn: str) -> None:
    await fill(client, dsn, 10_000)
    before = _resident_megabytes()
    answer = await client.get("/v1/claims/export", params={"format": "xlsx"})
    assert sum(1 for _ in workbook.rows(answer.content)) == 10_001
    assert _resident_megabytes() - before < BOUND_MEGABYTES


async def test_an_export_that_is_broken_off_leaves_nothing_behind(
    client: Client, dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(client, dsn, 3_000)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with client.stream("GET", "/v1/claims/export", params={"format": "xlsx"}) as answer:
        async for _ in answer.aiter_bytes(1024):
            break
    assert (await client.get("/v1/claims/export", params={"format": "xlsx"})).status_code == 200
    assert not _left_behind(tmp_path)


async def test_an_export_that_breaks_off_is_not_taken_for_a_whole_one(client: Client, dsn: str) -> None:
    await fill(client, dsn, 20_000)
    connection = await asyncpg.connect(dsn)

    async def read_while_the_table_goes() -> None:
        async with client.stream("GET", "/v1/claims/export", headers={"Accept-Encoding": "identity"}) as answer:
            async for _ in answer.aiter_bytes():
                await connection.execute("alter table if exists claims rename to claims_elsewhere")

    with pytest.raises(httpx.RemoteProtocolError):
        await read_while_the_table_goes()
    await connection.close()


async def test_the_command_fetches_from_a_running_service_what_it_gives_over_http(client: Client) -> None:
    await post(client)
    await post(client, source="beta news", quantity="62,310")
    wanted = ("conflicts", "--format", "csv", "--status", "open", "--severity", "slight", "--since", "2020-01-01")
    fetched = await command("export", *wanted, "--server", str(client.base_url))
    answer = await client.get("/v1/conflicts/export", params={"bom": "false"})
    assert fetched == answer.content
    assert fetched.count(b"\n") == 2


async def command(*arguments: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "service.cli", *arguments, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    assert process.returncode == 0
    return told


async def fill(client: Client, dsn: str, many: int) -> None:
    """Copy one stored claim many times, as if many sources had published it."""
    stored = (await post(client))["claim"]
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        """
        insert into claims (
            id, source_id, phrase_id, dimension, place_key, subject_key, period_end, published_at, received_at,
            retracts, body
        )
        select id, source_id, phrase_id, dimension, place_key, subject_key, period_end, published_at, received_at,
            retracts, replace(body, $2::text, id::text)
        from (
            select gen_random_uuid() as id, source_id, phrase_id, dimension, place_key, subject_key, period_end,
                published_at, received_at, retracts, body
            from claims, generate_series(2, $1::integer)
        ) as copies
        """,
        many,
        stored["id"],
    )
    await connection.execute("analyze claims")
    await connection.close()


def _left_behind(folder: Path) -> list[Path]:
    return list(folder.glob("claimdiff-export*"))


def _resident_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
