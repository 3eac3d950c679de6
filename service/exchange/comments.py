"""Lines above a table that are marked as remarks ("# Units: …", "% Year, Anomaly"): no rows, and sometimes its head."""

import re
from collections.abc import Sequence

_MARK = re.compile(r" *(?:#+|%+|//+|!+) *(?=[\r\n]|$|[^\W\d_])")
_PARTS = re.compile(r"\s*[,;\t|]\s*|\s{2,}")
_NUMBER = re.compile(r"[-+]?[\d.,]+")


def count_remarks(lines: Sequence[str]) -> int:
    """Give how many lines at the beginning are remarks: marked by one sign, blank ones between them."""
    last = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if not _MARK.match(line):
            break
        last = number
    return last if last < len(lines) else 0


def remark_in(line: str) -> str:
    """Give what a remark says."""
    return _MARK.sub("", line.rstrip("\r\n"), count=1).strip()


def head_in(remark: str, width: int) -> list[str] | None:
    """Give the names of the columns that the last remark holds, where it has one for each."""
    names = [part for part in _PARTS.split(remark) if part]
    if len(names) != width and len(remark.split()) == width:
        names = remark.split()
    is_head = len(names) == width > 1 and not any(_NUMBER.fullmatch(name) for name in names)
    return _told_apart(names) if is_head else None


def _told_apart(names: Sequence[str]) -> list[str]:
    """Name a column after the one before it where two are called alike: an uncertainty of each."""
    return [f"{names[at - 1]} {name}" if at and names.count(name) > 1 else name for at, name in enumerate(names)]
