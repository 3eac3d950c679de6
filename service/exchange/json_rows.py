"""JSON and NDJSON as other programs write them, as the rows of a table: records, columns, or nested by a path.

    records     [{"date": "2020-01-01", "deaths": 1}, …], below whatever keys: the longest list of objects counts
    lists       [["date", "deaths"], ["2020-01-01", 1], …]
    columns     {"date": ["2020-01-01", …], "deaths": [1, …]}
    by a path   {"France": {"2020": {"deaths": 1}, …}, …}: each key on the way is a cell of the row

Objects inside a record are columns of their own ("country.value"). Figures keep their digits: none passes a float.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from service.errors import Invalid
from service.exchange.decoding import LONGEST_LINE, LineDecoder
from service.exchange.guessed import NOTHING_GUESSED, Guessed, guessed
from service.exchange.headless import names_by_cells
from service.exchange.rows import CellProblem, FileRow

MOST_BYTES = 20_000_000
HEAD_LINES = 1_000
"""Lines of NDJSON that tell the fields; one that first turns up later refuses its line."""
_DEEPEST = 12
_MOST_CELLS = 10_000_000
_HOLDER = re.compile(r"^(?:properties|attributes|fields)\.")
_decode = msgspec.json.Decoder(float_hook=str).decode


class _Found(NamedTuple):
    """A record: where it stands, what the keys on the way to it say, and itself."""

    at: str
    path: tuple[str, ...]
    fields: Mapping[str, Any]


class JsonRows:
    """Gives the rows when all bytes have come."""

    head_is_sure = True
    guessed = NOTHING_GUESSED

    def __init__(self) -> None:
        self._body = bytearray()

    def feed(self, chunk: bytes) -> list[FileRow]:
        """Take in bytes. Raises Invalid."""
        if len(self._body) + len(chunk) > MOST_BYTES:
            raise Invalid(f"The JSON is larger than {MOST_BYTES:,} bytes. Send a record a line, as NDJSON.", "body")
        self._body += chunk
        return []

    def finish(self) -> list[FileRow]:
        """Give a head and a row for each record. Raises Invalid."""
        body, self._body = bytes(self._body), bytearray()
        if not body.strip():
            return []
        try:
            decoded = _decode(body.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Invalid(f"The body is no JSON: {error}. A record a line would be NDJSON.", "body") from None
        return list(_as_rows(find_records(decoded)))


class JsonLineRows:
    """Gives a row for each line of NDJSON, in bounded memory."""

    head_is_sure = True

    def __init__(self) -> None:
        self._decoder = LineDecoder()
        self._line = 0
        self._first: list[tuple[int, Any]] = []
        self._names: list[str] | None = None

    def feed(self, chunk: bytes) -> list[FileRow]:
        """Take in bytes and give the lines that are complete."""
        return list(self._taken(self._decoder.feed(chunk), is_last=False))

    def finish(self) -> list[FileRow]:
        """Give what is left at the end."""
        return list(self._taken(self._decoder.feed(b"", is_last=True), is_last=True))

    @property
    def guessed(self) -> Guessed:
        """What nothing but the bytes has told so far."""
        return guessed(self._decoder.guessed, None)

    def _taken(self, lines: Sequence[str], *, is_last: bool) -> Iterator[FileRow]:
        for line in lines:
            self._line += 1
            if not line.strip():
                continue
            fields = _fields_of(line)
            if self._names is None:
                self._first.append((self._line, fields))
            else:
                yield self._row(self._line, fields)
            if len(self._first) == HEAD_LINES and self._names is None:
                yield from self._begin()
        if is_last and self._names is None and self._first:
            yield from self._begin()

    def _begin(self) -> Iterator[FileRow]:
        first, self._first = self._first, []
        read = [fields for _, fields in first if not isinstance(fields, CellProblem)]
        self._names = list(dict.fromkeys(name for fields in read for name in fields))
        yield FileRow(0, 0, self._names)
        for line, fields in first:
            yield self._row(line, fields)

    def _row(self, line: int, fields: "Mapping[str, str] | CellProblem") -> FileRow:
        names = self._names or []
        if isinstance(fields, CellProblem):
            return FileRow(line, line, fields)
        if unknown := next((name for name in fields if name not in names), None):
            detail = (
                f'The field "{unknown[:60]}" stands in none of the first {HEAD_LINES:,} lines. Put one there first.'
            )
            return FileRow(line, line, CellProblem(None, detail))
        return FileRow(line, line, [fields.get(name, "") for name in names], f"/{line}")


def find_records(decoded: Any) -> list[_Found]:
    """Find the records wherever they stand. Raises Invalid when there are none."""
    found = _found_in(decoded, "", (), _DEEPEST)
    if not found:
        raise Invalid(
            "There are no records in this JSON. Send a list of objects, an object of equally long lists, or objects "
            "below their keys.",
            "body",
        )
    return found


def _found_in(node: Any, at: str, path: tuple[str, ...], depth: int) -> list[_Found]:
    """Give the most records that stand below a node."""
    if depth == 0:
        return []
    if isinstance(node, list):
        return _in_list(node, at, path, depth)
    if not isinstance(node, dict) or not node:
        return []
    if columns := _of_columns(node, at, path):
        return columns
    by_path = len(node) > 1 and _are_alike(list(node.values()))
    return _by_path(node, at, path, depth) if by_path else _below(node.items(), at, path, depth)


def _in_list(node: Sequence[Any], at: str, path: tuple[str, ...], depth: int) -> list[_Found]:
    objects = [(place, one) for place, one in enumerate(node) if isinstance(one, dict)]
    if len(objects) * 2 > len(node):
        return [found for place, one in objects for found in _with_list(one, f"{at}/{place}", path, depth)]
    lists = [one for one in node if isinstance(one, list)]
    if len(lists) == len(node) > 1 and all(isinstance(name, str) and name for name in lists[0]):
        names = lists[0]
        return [
            _Found(f"{at}/{place}", path, dict(zip(names, cells, strict=False)))
            for place, cells in enumerate(lists[1:], start=1)
        ]
    return _below(enumerate(node), at, path, depth)


def _with_list(record: Mapping[str, Any], at: str, path: tuple[str, ...], depth: int) -> list[_Found]:
    """Give a record; where it holds records itself ("data" of a country), those, each with what stands beside them."""
    inner = {name: one for name, one in record.items() if _holds_records(one)}
    if len(inner) != 1:
        return [_Found(at, path, record)]
    [(name, records)] = inner.items()
    shared = {key: one for key, one in record.items() if key != name}
    found = _in_list(records, f"{at}/{_escaped(name)}", path, depth - 1)
    return [one._replace(fields={**shared, **one.fields}) for one in found]


def _holds_records(node: Any) -> bool:
    return isinstance(node, list) and bool(node) and all(isinstance(one, dict) for one in node)


def _of_columns(node: Mapping[str, Any], at: str, path: tuple[str, ...]) -> list[_Found]:
    """Take equally long lists of plain values for columns."""
    lists = {name: one for name, one in node.items() if isinstance(one, list)}
    lengths = {len(one) for one in lists.values()}
    if len(lists) < 2 or len(lengths) != 1 or not all(map(_is_plain, (x for one in lists.values() for x in one))):  # noqa: PLR2004
        return []
    shared = {name: one for name, one in node.items() if _is_plain(one)}
    return [
        _Found(f"{at}/{place}", path, shared | {name: one[place] for name, one in lists.items()})
        for place in range(lengths.pop())
    ]


def _by_path(node: Mapping[str, Any], at: str, path: tuple[str, ...], depth: int) -> list[_Found]:
    """Take the keys of an object whose values are alike for cells."""
    found: list[_Found] = []
    for key, one in node.items():
        inner, here = (*path, key), f"{at}/{_escaped(key)}"
        if isinstance(one, list):
            found += _in_list(one, here, inner, depth - 1)
        elif any(map(_is_plain, one.values())):
            found += _with_list(one, here, inner, depth)
        elif depth > 1 and _are_alike(list(one.values())):
            found += _by_path(one, here, inner, depth - 1)
        else:
            found += _found_in(one, here, inner, depth - 1)
    return found


def _are_alike(values: Sequence[Any]) -> bool:
    """Tell values that can stand below keys of one kind: all records, all lists of them, or all further keys."""
    if not all(isinstance(one, dict) and one for one in values):
        return all(map(_holds_records, values))
    return len({any(map(_is_plain, one.values())) for one in values}) == 1


def _below(items: Any, at: str, path: tuple[str, ...], depth: int) -> list[_Found]:
    found = (_found_in(one, f"{at}/{_escaped(str(key))}", path, depth - 1) for key, one in items)
    return max(found, key=len, default=[])


def _as_rows(found: Sequence[_Found]) -> Iterator[FileRow]:
    flat = [dict(_flat(one.fields, "", _DEEPEST)) for one in found]
    names = list(dict.fromkeys(name for fields in flat for name in fields))
    if len(names) * len(flat) > _MOST_CELLS:
        raise Invalid(f"These records make more than {_MOST_CELLS:,} cells. Send a record a line, as NDJSON.", "body")
    width = max(len(one.path) for one in found)
    paths = [(*one.path, *[""] * (width - len(one.path))) for one in found]
    yield FileRow(0, 0, [*(names_by_cells(paths) if width else ()), *_short(names)])
    for number, (one, path, fields) in enumerate(zip(found, paths, flat, strict=True), start=1):
        yield FileRow(number, number, [*path, *(fields.get(name, "") for name in names)], one.at)


def _fields_of(line: str) -> "dict[str, str] | CellProblem":
    if len(line.removesuffix("\n")) > LONGEST_LINE:
        return CellProblem(None, f"The line is longer than {LONGEST_LINE:,} characters. Send one record a line.")
    try:
        decoded = _decode(line.encode("utf-8", "surrogateescape"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return CellProblem(None, f"The line is no JSON: {error}.")
    if not isinstance(decoded, dict):
        return CellProblem(None, "The line is no JSON object.")
    return dict(_flat(decoded, "", _DEEPEST))


def _flat(fields: Mapping[str, Any], before: str, depth: int) -> Iterator[tuple[str, str]]:
    """Give each plain value by its name; lists are no cells, and left out."""
    for name, one in fields.items():
        if isinstance(one, dict) and depth:
            yield from _flat(one, f"{before}{name}.", depth - 1)
        elif _is_plain(one):
            yield f"{before}{name}", _text(one)


def _short(names: Sequence[str]) -> list[str]:
    """Leave out what only holds the fields, as GeoJSON's "properties."."""
    short = [_HOLDER.sub("", name) for name in names]
    return [one if short.count(one) == 1 else name for one, name in zip(short, names, strict=True)]


def _is_plain(node: Any) -> bool:
    return not isinstance(node, dict | list)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)[: LONGEST_LINE + 1]


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
