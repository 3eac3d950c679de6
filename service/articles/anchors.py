"""Where something stands in a text, so that it is found again: a quote with what stands around it, and its offsets."""

from typing import Annotated

from msgspec import Meta, Struct

AROUND = 32
"""Characters before and behind the quote, enough to tell two of one wording apart."""


class Anchor(Struct, frozen=True):
    """A TextQuoteSelector of the W3C's annotation model, refined by a TextPositionSelector, in Unicode code points."""

    exact: Annotated[str, Meta(description="The characters themselves.")]
    prefix: Annotated[str, Meta(description="Up to 32 characters before them.")]
    suffix: Annotated[str, Meta(description="Up to 32 characters behind them.")]
    start: Annotated[int, Meta(description="Offset of the first character in what was given, counted from 0.")]
    end: Annotated[int, Meta(description="Offset of the character behind the last.")]


def anchor(text: str, start: int, end: int) -> Anchor:
    """Give the anchor of a span of a text."""
    return Anchor(text[start:end], text[max(start - AROUND, 0) : start], text[end : end + AROUND], start, end)
