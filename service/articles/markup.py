"""HTML to the text that a reader sees, with the way back to the characters that were given: one pass, no tree."""

import re
from bisect import bisect_right
from html import unescape
from typing import NamedTuple

from msgspec.structs import replace

from service.article import TextForm
from service.articles.anchors import anchor
from service.articles.lexicon import lower
from service.claim import Anchor

_MARK = re.compile(
    r"<!--.*?-->|<(?P<hidden>script|style|noscript|template|svg)\b[^>]*>.*?</(?P=hidden)\s*>"
    r"|</?(?P<tag>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|<![^<>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});",
    re.DOTALL | re.IGNORECASE,
)
_UNENDED = re.compile(r"<(?:!--|(?:script|style|noscript|template|svg)\b)", re.IGNORECASE)
_BLOCKS = frozenset(
    {
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "title",
        "tr",
        "ul",
    }
)


class Stripped(NamedTuple):
    """Text without its markup. `starts` and `origins` say where each run of it stood."""

    text: str
    starts: list[int]
    origins: list[int]

    def origin(self, offset: int) -> int:
        """Give the offset, in what was given, of a character of the text."""
        at = bisect_right(self.starts, offset) - 1
        return self.origins[at] + offset - self.starts[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where a span of the text begins and ends in what was given."""
        return self.origin(start), self.origin(end - 1) + 1

    def anchored(self, start: int, end: int) -> Anchor:
        """Give the anchor of a span of the text, at its characters in what was given."""
        first, last = self.span(start, end)
        return replace(anchor(self.text, start, end), start=first, end=last)


def stripped_of(given: str, form: TextForm) -> Stripped:
    """Give the text that a reader sees."""
    return strip_markup(given) if form is TextForm.HTML else Stripped(given, [0], [0])


def strip_markup(given: str) -> Stripped:
    """Leave out tags, comments, scripts; a block begins on a line of its own, an entity is its character."""
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    at = length = 0

    def add(piece: str, origin: int) -> None:
        nonlocal length
        if piece:
            parts.append(piece)
            starts.append(length)
            origins.append(origin)
            length += len(piece)

    for found in _MARK.finditer(_closed(given)):
        add(given[at : found.start()], at)
        add(_shown(found), found.start())
        at = found.end()
    add(given[at:], at)
    return Stripped("".join(parts), starts or [0], origins or [0])


def _closed(given: str) -> str:
    """Cut off what opens and is never closed, so that no pattern looks for its end again and again."""
    lowered = lower(given)
    for found in _UNENDED.finditer(lowered):
        name = found[0][1:]
        if lowered.rfind("-->" if name == "!--" else f"</{name}") < found.end():
            return given[: found.start()]
    return given


def _shown(found: re.Match[str]) -> str:
    mark = found[0]
    if mark.startswith("&"):
        character = unescape(mark)
        return character if character == "\xa0" or (len(character) == 1 and character.isprintable()) else " "
    tag = (found["tag"] or "").lower()
    return "\n\n" if tag in _BLOCKS else ""
