"""Pages of a list: a cursor is a place in the order, so that nothing is skipped or repeated while claims arrive."""

import base64
import binascii
from typing import TypeVar

import msgspec

from service.errors import Invalid

LARGEST_PAGE = 200

T = TypeVar("T")


def write_cursor(place: tuple[object, ...]) -> str:
    """Give a cursor that names a place in an order; callers are to take it as opaque."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def read_cursor(cursor: str, shape: type[T]) -> T:
    """Read a cursor that `write_cursor` gave; raises Invalid."""
    try:
        decoded = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(decoded, type=shape)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        message = "This is no cursor of this list. Take `next` of the page before, with the same filters and sorting."
        raise Invalid(message, "cursor") from None
