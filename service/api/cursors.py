"""Pages of a list: a cursor is a place in the order, so that nothing is skipped or repeated while claims arrive."""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import TypeVar

import msgspec

from service.errors import Invalid

LARGEST_PAGE = 200

T = TypeVar("T")
Row = TypeVar("Row")
_MOST = 2**63
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def _hold_in_bounds(part: object) -> None:
    """Raise ValueError for what no place in a list of ours has: numbers and times beyond what is stored, no text."""
    if isinstance(part, int) and not -_MOST < part < _MOST:
        raise ValueError("a number beyond what is stored")
    if isinstance(part, str) and _NO_TEXT.search(part):
        raise ValueError("no text")
    if isinstance(part, datetime) and part.astimezone(UTC).year in {MINYEAR, MAXYEAR}:
        raise ValueError("a time beyond what is stored")


def write_cursor(place: tuple[object, ...]) -> str:
    """Give a cursor that names a place in an order; callers are to take it as opaque."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def cursor_behind(rows: Sequence[Row], limit: int, place_of: Callable[[Row], tuple[object, ...]]) -> str | None:
    """Give the cursor behind the last row of a page; None when the page is not full, for then nothing follows."""
    return write_cursor(place_of(rows[-1])) if len(rows) == limit else None


def read_cursor(cursor: str, shape: type[T]) -> T:
    """Read a cursor that `write_cursor` gave; raises Invalid."""
    try:
        decoded = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place = msgspec.json.decode(decoded, type=shape)
        for part in place if isinstance(place, tuple) else (place,):
            _hold_in_bounds(part)
    except (ValueError, OverflowError, binascii.Error, msgspec.MsgspecError):
        message = "This is no cursor of this list. Take `next` of the page before, with the same filters and sorting."
        raise Invalid(message, "cursor") from None
    return place
