"""Reads the sheets of an XLSX file as a spreadsheet shows them, row by row."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(body: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())


def rows(body: bytes, sheet: int = 1) -> Iterator[list[str | float | None]]:
    """Texts as str, numbers and days as float; a formula is an error, for we never write one."""
    with zipfile.ZipFile(io.BytesIO(body)) as book, book.open(f"xl/worksheets/sheet{sheet}.xml") as file:
        for _, element in ET.iterparse(file):  # noqa: S314 - our own file
            assert element.tag != f"{_NAMESPACE}f", "a formula"
            if element.tag == f"{_NAMESPACE}row":
                yield [_value(cell) for cell in _in_place(element)]
                element.clear()


def _in_place(row: ET.Element) -> Iterator[ET.Element | None]:
    place = 0
    for cell in row:
        while place < _column(cell.attrib["r"]):
            yield None
            place += 1
        yield cell
        place += 1


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: ET.Element | None) -> str | float | None:
    if cell is None:
        return None
    if cell.attrib.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_NAMESPACE}t"))
    value = cell.find(f"{_NAMESPACE}v")
    return None if value is None or value.text is None else float(value.text)
