r"""Cells of a table that is opened in a spreadsheet: numbers stay numbers, and no text is run as a formula.

A text that begins with `=`, `+`, `-`, `@`, a tab, a return, a line feed or a full-width form of the four signs gets an
apostrophe before it, as OWASP advises, unless it is a plain number such as "-2.8". The same holds behind a semicolon,
tab or line break inside of a text, because a spreadsheet that takes those for separators sees a new cell there.
`bare` takes the apostrophe away again, so that what was exported is imported as it was.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

Cell = str | Decimal | int | float | date | datetime | UUID | None

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FIRST = re.compile(rf"^(?=[\s']*[{_SIGNS}]|'*[\t\r\n])")
_LATER = re.compile(rf"([;\t\r\n][\s\"]*)(?='*[{_SIGNS}])")
_FIRST_GUARDED = re.compile(rf"^'(?=[\s']*[{_SIGNS}]|'*[\t\r\n])")
_LATER_GUARDED = re.compile(rf"([;\t\r\n][\s\"]*)'(?='*[{_SIGNS}])")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)


def harmless(text: str) -> str:
    """Give a text that no spreadsheet runs."""
    return text if _NUMBER.fullmatch(text) else _FIRST.sub("'", _LATER.sub(r"\1'", text))


def bare(text: str) -> str:
    """Take away what `harmless` put there."""
    return _LATER_GUARDED.sub(r"\1", _FIRST_GUARDED.sub("", text)) if "'" in text else text


def as_text(cell: Cell) -> str:
    """Give a cell as CSV holds it: figures with all their digits, times in UTC, nothing as an empty cell."""
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case Decimal():
            return f"{cell:f}"
        case datetime() | date():
            return cell.isoformat().replace("+00:00", "Z")
        case _:
            return str(cell)
