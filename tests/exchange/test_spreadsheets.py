"""Workbooks in: what a CSV of the same sheet would give."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from service.errors import Invalid
from service.exchange import TableReader, WorkbookRows, read_layout, spreadsheets
from service.exchange.rows import CellProblem
from service.exchange.spreadsheets import as_cell


def workbook(**sheets: list[list[object]]) -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, place, value)
    return body.getvalue()


WIDE = workbook(empty=[], figures=[["Population"], [None], ["Country", 2019, 2020], ["Aruba", 106310, 0.1]])


def cells(body: bytes, sheet: str | None = None) -> list[list[str]]:
    rows = WorkbookRows(sheet)
    assert rows.feed(body[:10]) == []
    rows.feed(body[10:])
    return [list(record.cells) for record in rows.finish() if not isinstance(record.cells, CellProblem)]


def test_the_first_sheet_that_holds_anything_is_read() -> None:
    assert cells(WIDE)[2:] == [["Country", "2019", "2020"], ["Aruba", "106310", "0.1"]]
    assert cells(WIDE, "empty") == []


def test_a_workbook_becomes_claims_by_cell() -> None:
    reader = TableReader(read_layout((), ("source:x", "metric:population")), WorkbookRows())
    reader.feed(WIDE)
    rows = list(reader.finish())
    assert [(row.cell, row.fields["period"]) for row in rows if row.fields] == [("B4", "2019"), ("C4", "2020")]
    assert [row.number for row in rows if row.skipped] == [1]


def test_stored_values_are_given_as_they_were_typed() -> None:
    for value, text in (
        (54922.0, "54922"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (1e300, "1e+300"),
        (True, "true"),
        (date(2020, 1, 31), "2020-01-31"),
        (datetime(2020, 1, 31, tzinfo=UTC).replace(tzinfo=None), "2020-01-31"),
        (datetime(2020, 1, 31, 18, 30, tzinfo=UTC).replace(tzinfo=None), "2020-01-31T18:30:00"),
        ("as it is", "as it is"),
    ):
        assert as_cell(value) == text


def test_a_sheet_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(Invalid, match=r'There is no sheet "2019"\. The sheets are "empty", "figures"'):
        cells(WIDE, "2019")


@pytest.mark.parametrize("body", [b"source,metric,quantity\n" * 9, WIDE[: len(WIDE) // 2], b"PK\x03\x04" + bytes(50)])
def test_what_is_no_workbook_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid, match="workbook"):
        cells(body)


def test_an_archive_of_something_else_is_refused() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("a.txt", "no sheet")
    with pytest.raises(Invalid, match="workbook"):
        cells(body.getvalue())


def test_a_workbook_that_is_too_large_or_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_UNPACKED_BYTES", 100)
    with pytest.raises(Invalid, match="unpacks"):
        cells(WIDE)
    monkeypatch.setattr(spreadsheets, "MOST_BYTES", 100)
    with pytest.raises(Invalid, match="larger"):
        cells(WIDE)


def test_nothing_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells(WIDE)
    assert list(tmp_path.iterdir()) == []
