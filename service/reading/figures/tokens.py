"""Text to tokens that know their place in the original: numbers, words, single signs.

Folding keeps every character's position, so that an error and a found quantity can point into the text as given.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_NUMBER = r"""
    (?: \d{1,3} (?:[ ]\d{3})+ (?!\d) (?:[.,]\d+)?        # 1 234 567,8
      | \d+ (?:[.,'_]\d+)*                               # 1,234.5 · 84'600 · 1.234,5
      | (?<![\w.,]) [.]\d+                               # .25
    )
    (?: [eE][+-]?\d{1,5}(?![\w]) | [ ]?[x×*][ ]?10 (?:\^[ ]?[+-]?\d{1,3} | [+-]\d{1,3} (?!\d)) )?   # 8.5e4 · 6.2x10^-4
"""
_SCALED = r"[ ]?(?:thousand|million|billion|trillion|bn|mn|mln|mio|mrd|mld|crore|lakh|milli|mill[oiõ])"
"""What stands behind an amount and never behind "km2": "CHF3 billion"."""
_TOKEN = re.compile(
    rf"(?P<n>{_NUMBER}) | (?P<w>[dljDLJ]'|[^\W\d_]+(?:'[^\W\d_]+)*(?:[23](?![\d\w]|[.,]\d|{_SCALED}))?) | (?P<s>[^\s])",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of the text: kind "n" (number), "w" (word) or "s" (sign), as written, folded, and where it stands."""

    kind: str
    text: str
    low: str
    start: int
    end: int


END = Token("e", "", "", 1 << 30, 1 << 30)
"""Stands after the last token, so that looking ahead needs no test."""

_DASHES = "‐‑‒–—―−﹣－⁃"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\f\v"
_ALIKE = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys("’‘ʼ＇`´", "'"),
    **dict.fromkeys("“”„«»", '"'),
    "⁄": "/",
    "∕": "/",
    "²": "2",
    "³": "3",
    "μ": "µ",
    "٫": ".",
    "٬": ",",
    "，": ",",
    "．": ".",
    "％": "%",
    "٪": "%",
    "＄": "$",
    "￥": "¥",
    "￡": "£",
    "º": "°",
    "˚": "°",
    "₂": "2",
}


class _Folding(dict[int, str]):
    """Character → one folded character; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Cf":
        return " "
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return character


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Fold look-alikes (dashes, spaces, digits of all scripts, full-width forms), one character for one."""
    return text if text.isascii() and not _has_controls(text) else text.translate(_FOLDING)


def _has_controls(text: str) -> bool:
    return not text.isprintable() or "`" in text


def tokens_of(folded: str) -> list[Token]:
    """Split folded text; the last token is `END`."""
    found = [
        Token(match.lastgroup or "s", text := match.group(), text.lower(), match.start(), match.end())
        for match in _TOKEN.finditer(folded)
    ]
    found.append(END)
    return found


_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def grouped(tokens: Sequence[Token]) -> list[Token]:
    """Leave the dot out of "601.866", for counts of what comes in whole numbers."""
    return [
        token._replace(text=token.text.replace(".", ","))
        if token.kind == "n" and _DOTTED.fullmatch(token.text)
        else token
        for token in tokens
    ]


def glued(before: Token, after: Token) -> bool:
    """Tell whether nothing stands between two tokens."""
    return before.end == after.start


_ABBREVIATION = 4


def after_dot(tokens: Sequence[Token], at: int) -> int:
    """Step over the dot of an abbreviation: "Mrd.", "mil.", "тыс."."""
    dot, word = tokens[at], tokens[at - 1]
    return at + 1 if dot.text == "." and glued(word, dot) and len(word.text) <= _ABBREVIATION else at
