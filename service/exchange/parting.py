"""What parts the cells of a text: a delimiter, or columns of a fixed width, told by its first lines together.

One line alone misleads: a title holds commas, and so does a figure as 1,394,015,977.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "spaces": "  "}
SPACES = DELIMITERS["spaces"]
"""Two or more of them part columns of a fixed width."""
LINES_LOOKED_AT = 60
_SINGLE = [one for one in DELIMITERS.values() if one != SPACES]
_SURE = 0.9
_FIXED_SHARE = 0.7
_RULED = re.compile(r"\s*(?:-{2,}|={2,}|_{2,})(?:[ \t+|]+(?:-{2,}|={2,}|_{2,}))+\s*")
"""A line of dashes below the head, a group for each column."""
_DASHES = re.compile(r"[-=_]+")
_CELL = re.compile(r"[^\s]+(?:[ \t\u00a0\u202f][^\s]+)*")
_RULE = re.compile(r"[\s=_|+·-]*")


def detect_delimiter(lines: Sequence[str]) -> str:
    """Give the delimiter by which most lines have the same number of cells; SPACES where gaps do better than any."""
    told = {delimiter: _evenness(_counts(lines, delimiter)) for delimiter in _SINGLE}
    best = max(_SINGLE, key=lambda one: (told[one], told[one][1] > 1 and one == "\t"))
    if told[best][0] < _SURE and any(_RULED.fullmatch(line) for line in lines):
        return SPACES
    cells = [len(_CELL.findall(line)) for line in lines if not _RULE.fullmatch(line)]
    parted = [count for count in cells if count > 1]
    are_columns = len(parted) * 2 > len(cells) and _evenness(parted)[0] >= _FIXED_SHARE
    return SPACES if told[best][0] < _SURE and are_columns else best


def count_cells(line: str, delimiter: str) -> int:
    """Give how many cells a line has."""
    return len(_CELL.findall(line)) if delimiter == SPACES else line.count(delimiter) + 1


class FixedWidths:
    """Parts lines at gaps of two spaces; where a cell is empty, by where the other lines have theirs."""

    def __init__(self, lines: Sequence[str]) -> None:
        found = [[one.span() for one in _CELL.finditer(line)] for line in lines if not _RULE.fullmatch(line)]
        width = Counter(len(spans) for spans in found if len(spans) > 1).most_common(1)
        count = width[0][0] if width else 1
        full = [spans for spans in found if len(spans) == count] or [[(0, 1)]]
        ruled = next((line for line in lines if _RULED.fullmatch(line)), None)
        self._is_ruled = ruled is not None
        self._spans = [
            (min(spans[at][0] for spans in full), max(spans[at][1] for spans in full)) for at in range(count)
        ]
        if ruled is not None:
            self._spans = _up_to_next([one.span() for one in _DASHES.finditer(ruled)])

    def part(self, line: str) -> list[str]:
        """Give the cells of a line; a ruled line has none."""
        if _RULE.fullmatch(line):
            return []
        if self._is_ruled:
            return self._cut(line.rstrip("\r\n"))
        found = list(_CELL.finditer(line.rstrip("\r\n")))
        if len(found) == len(self._spans):
            return [one.group() for one in found]
        cells = [""] * len(self._spans)
        for one in found:
            at = max(range(len(cells)), key=lambda place: self._shared(place, one.span()))
            cells[at] = f"{cells[at]} {one.group()}".strip()
        return cells

    def _cut(self, line: str) -> list[str]:
        """Cut at the rule's groups; a line that runs on over a gap is a title, or a note, in one cell."""
        gaps = (start for start, _ in self._spans[1:])
        if any(len(line) > gap and line[gap - 1] not in " \t" for gap in gaps):
            return [line.strip(), *[""] * (len(self._spans) - 1)]
        return [line[start:end].strip() for start, end in self._spans]

    def _shared(self, place: int, span: tuple[int, int]) -> int:
        """Say how far a cell reaches into a column; below zero how far it stands from it."""
        start, end = self._spans[place]
        return min(end, span[1]) - max(start, span[0])


def _up_to_next(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Let each column reach up to the next one's beginning, and the last to the end of the line."""
    starts = [start for start, _ in spans]
    return [
        (0 if not at else start, end) for at, (start, end) in enumerate(zip(starts, [*starts[1:], 10**6], strict=True))
    ]


def _counts(lines: Sequence[str], delimiter: str) -> list[int]:
    try:
        return [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in cells)]
    except csv.Error:  # a carriage return that stands alone; the reading of the rows says so
        return [len(line.split(delimiter)) for line in lines if line.strip()]


def _evenness(counts: Sequence[int]) -> tuple[float, int]:
    """Give the share of the rows that have the commonest number of cells beyond one, and that number."""
    wide = Counter(count for count in counts if count > 1)
    if not wide:
        return 0.0, 1
    width, often = max(wide.items(), key=lambda one: (one[1], one[0]))
    return often / len(counts), width
