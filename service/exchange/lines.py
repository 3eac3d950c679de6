"""NDJSON of schema.org, read line by line: each line a Claim or a ClaimReview."""

from collections.abc import Callable, Iterator
from typing import Any

from service.errors import ClaimdiffError
from service.exchange.decoding import LONGEST_LINE, LineDecoder
from service.exchange.jsonld import FIELD_ORIGINS, from_linked
from service.exchange.layout import REQUIRED
from service.exchange.making import Row, with_content_id
from service.exchange.rows import CellProblem


class LinkedReader:
    """Reads lines of JSON-LD as a `TableReader` reads rows; its columns are the properties of a Claim."""

    def __init__(self, decode: Callable[[bytes], Any]) -> None:
        self._decode = decode
        self._decoder = LineDecoder()
        self._line = 0
        self.columns = FIELD_ORIGINS

    def feed(self, chunk: bytes) -> list[Row]:
        """Take in bytes and give the lines that are complete."""
        return self._rows(self._decoder.feed(chunk))

    def finish(self) -> Iterator[Row]:
        """Give what is left at the end."""
        return iter(self._rows(self._decoder.feed(b"", is_last=True)))

    def column_of(self, row: Row, pointer: str) -> str | None:  # noqa: ARG002 - as a table's reader
        """Give the property that a JSON pointer's field came from."""
        return FIELD_ORIGINS.get(pointer.strip("/").partition("/")[0])

    def address(self, row: Row, column: str | None) -> str | None:  # noqa: ARG002 - as a table's reader
        """Lines have no cells."""
        return None

    def _rows(self, lines: list[str]) -> list[Row]:
        rows = []
        for line in lines:
            self._line += 1
            if line.strip():
                rows.append(self._row(line))
        return rows

    def _row(self, line: str) -> Row:
        if len(line.removesuffix("\n")) > LONGEST_LINE:
            detail = f"The line is longer than {LONGEST_LINE:,} characters. Send one claim a line."
            return Row(self._line, self._line, {}, CellProblem(None, detail))
        try:
            fields = from_linked(self._decode(line.encode("utf-8", "surrogateescape")))
        except ClaimdiffError as error:
            return Row(self._line, self._line, {}, CellProblem(None, str(error)))
        if missing := [name for name in REQUIRED if name not in fields]:
            origin = FIELD_ORIGINS[missing[0]]
            problem = CellProblem(origin, f"There is no `{origin}`, and every claim needs its {missing[0]}.")
            return Row(self._line, self._line, {}, problem)
        return Row(self._line, self._line, with_content_id(fields))
