"""Where something stands in a text, so that it is found again: a quote with what stands around it, and its offsets."""

from bisect import bisect_left
from collections.abc import Callable

from msgspec.structs import replace

from service.article import Anchors
from service.claim import Anchor

AROUND = 32
"""Characters before and behind the quote, enough to tell two of one wording apart."""


def anchor(text: str, start: int, end: int) -> Anchor:
    """Give the anchor of a span of a text."""
    return Anchor(text[start:end], text[max(start - AROUND, 0) : start], text[end : end + AROUND], start, end)


_ONE_UNIT = "\uffff"
"""The last character that UTF-16 writes in one unit."""


def in_utf16(text: str) -> Callable[[Anchor], Anchor] | None:
    """Give what turns anchors in code points of a text to a browser's UTF-16 units; None where both agree."""
    if text.isascii() or max(text) <= _ONE_UNIT:
        return None
    wide = [at for at, character in enumerate(text) if character > _ONE_UNIT]

    def turn(one: Anchor) -> Anchor:
        return replace(one, start=one.start + bisect_left(wide, one.start), end=one.end + bisect_left(wide, one.end))

    return turn


def anchors_turned(anchors: Anchors, turn: Callable[[Anchor], Anchor]) -> Anchors:
    """Give all anchors of a reading in other units."""

    def turned(one: Anchor | None) -> Anchor | None:
        return None if one is None else turn(one)

    return Anchors(
        turn(anchors.figure),
        turn(anchors.quote),
        turned(anchors.period),
        turned(anchors.place),
        turned(anchors.claimant),
    )
