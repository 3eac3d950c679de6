"""JSON-LD of schema.org: a Claim, a ClaimReview or what wraps them on each line, or one document."""

from collections.abc import Callable, Iterator
from typing import Any

from service.errors import ClaimdiffError, Invalid
from service.exchange.decoding import LONGEST_LINE, LineDecoder
from service.exchange.guessed import Guessed, guessed
from service.exchange.json_rows import MOST_BYTES
from service.exchange.jsonld import FIELD_ORIGINS, FiguresIn, from_linked
from service.exchange.layout import REQUIRED
from service.exchange.linked_items import items_in
from service.exchange.making import Row, with_content_id
from service.exchange.rows import CellProblem

_LONGEST_FIRST_LINE = 200


class LinkedReader:
    """Reads JSON-LD as a `TableReader` reads rows: a thing a line, or one document over many lines.

    Its columns are the properties of a Claim. A document is known by its first line, which is no JSON by itself.
    """

    def __init__(self, decode: Callable[[bytes], Any], figures_in: FiguresIn | None = None) -> None:
        self._decode = decode
        self._figures_in = figures_in
        self._decoder = LineDecoder()
        self._line = 0
        self._is_begun = False
        self._document: list[str] | None = None
        self._size = 0
        self.columns = FIELD_ORIGINS

    def feed(self, chunk: bytes) -> list[Row]:
        """Take in bytes and give the lines that are complete. Raises Invalid for a document that is too large."""
        return self._rows(self._decoder.feed(chunk))

    def finish(self) -> Iterator[Row]:
        """Give what is left at the end."""
        rows = self._rows(self._decoder.feed(b"", is_last=True))
        if self._document is not None:
            rows += self._read("".join(self._document), 1)
        return iter(rows)

    @property
    def guessed(self) -> Guessed:
        """What nothing but the bytes has told so far."""
        return guessed(self._decoder.guessed, None)

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
            if self._document is not None:
                self._keep(line)
            elif line.strip() and not self._is_begun and _begins_document(line):
                self._document = []
                self._keep(line)
            elif line.strip():
                rows += self._read(line, self._line)
            self._is_begun = self._is_begun or bool(line.strip())
        return rows

    def _keep(self, line: str) -> None:
        self._size += len(line)
        if self._size > MOST_BYTES:
            raise Invalid(f"The document is longer than {MOST_BYTES:,} characters. Send a claim a line.", "body")
        if self._document is not None:
            self._document.append(line)

    def _read(self, text: str, number: int) -> list[Row]:
        if self._document is None and len(text.removesuffix("\n")) > LONGEST_LINE:
            detail = f"The line is longer than {LONGEST_LINE:,} characters. Send one claim a line."
            return [Row(number, number, {}, CellProblem(None, detail))]
        try:
            items = list(items_in(self._decode(text.encode("utf-8", "surrogateescape"))))
        except ClaimdiffError as error:
            return [Row(number, number, {}, CellProblem(None, str(error)))]
        many = self._document is not None
        return [row for at, item in enumerate(items, start=1) for row in self._claims(item, at if many else number)]

    def _claims(self, item: Any, number: int) -> Iterator[Row]:
        try:
            claims = from_linked(item, self._figures_in)
        except ClaimdiffError as error:
            yield Row(number, number, {}, CellProblem(None, str(error)))
            return
        for fields in claims:
            missing = [name for name in REQUIRED if name not in fields]
            if missing:
                origin = FIELD_ORIGINS[missing[0]]
                problem = CellProblem(origin, f"There is no `{origin}`, and every claim needs its {missing[0]}.")
                yield Row(number, number, {}, problem)
            else:
                yield Row(number, number, with_content_id(fields))


def _begins_document(line: str) -> bool:
    """Tell the first line of a document over many lines: it opens more than it closes."""
    text = line.strip()
    return len(text) <= _LONGEST_FIRST_LINE and text[:1] in "{[" and text[-1:] in "{[,"
