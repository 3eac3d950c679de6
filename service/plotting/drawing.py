"""What all plots share: a scale, elements whose texts are escaped, the frame with its title and description.

Figures stay decimals until they are places on paper; a place is a number with one digit behind the point.
"""

import re
from collections.abc import Sequence
from decimal import Context, Decimal
from xml.sax.saxutils import escape, quoteattr

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not know."""
_LONGEST_TITLE, _LONGEST_DESCRIPTION = 300, 2_000
_LOG_FROM = 100
"""From so many times on a scale is logarithmic: else the smaller figures are one point."""
COLOURS = 6
_DIGITS = Context(prec=30)
"""More than any paper shows, and exponents as large as figures may have."""
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1b1f24}.s{fill:#59636e;font-size:12px}.a{stroke:#8c959f;fill:none}"
    ".c0{--c:#0b62a4}.c1{--c:#b3261e}.c2{--c:#2e7d32}.c3{--c:#7b3fa0}.c4{--c:#9a5b00}.c5{--c:#00707a}"
    ".l{stroke:var(--c);stroke-width:1.8;fill:none}.h{stroke:var(--c);stroke-width:1.2;fill:none;stroke-dasharray:3 4}"
    ".b{stroke:var(--c);stroke-width:9;stroke-linecap:round;opacity:.35}.d{fill:var(--c)}"
    ".r{stroke:var(--c);stroke-width:1.6;fill:none}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#9da7b1}.a{stroke:#6e7681}"
    ".c0{--c:#6cb6ff}.c1{--c:#ff8f86}.c2{--c:#7ee08a}.c3{--c:#d2a8ff}.c4{--c:#f0b457}.c5{--c:#5fd4dd}}"
)


class Scale:
    """Puts figures on a line from `start` to `end`."""

    def __init__(self, figures: Sequence[Decimal], start: float, end: float) -> None:
        least, most = min(figures), max(figures)
        self.is_log = least > 0 and most > least * _LOG_FROM
        self._least, self._most = self._at(least), self._at(most)
        self._start, self._end = start, end

    def __call__(self, figure: Decimal) -> float:
        """Give the place of a figure; all in the middle when they are one."""
        if self._most == self._least:
            return (self._start + self._end) / 2
        share = _DIGITS.divide(
            _DIGITS.subtract(self._at(figure), self._least), _DIGITS.subtract(self._most, self._least)
        )
        return round(self._start + float(share) * (self._end - self._start), 1)

    def _at(self, figure: Decimal) -> Decimal:
        return figure.log10(_DIGITS) if self.is_log else _DIGITS.plus(figure)


def shorten(text: str, most: int) -> str:
    """Cut a text that would not fit, and let its spaces be one each."""
    plain = " ".join(_NO_XML.sub(" ", text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def element(name: str, content: str = "", /, **attributes: float | str) -> str:
    """Give an element; `content` is SVG already. Names of attributes may end in an underscore."""
    told = "".join(f" {key.rstrip('_').replace('_', '-')}={quoteattr(_plain(one))}" for key, one in attributes.items())
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def label(text: str, x: float, y: float, **attributes: float | str) -> str:
    """Give a text at a place."""
    return element("text", escape(text), x=x, y=y, **attributes)


def frame(width: int, height: int, title: str, description: str, parts: Sequence[str]) -> bytes:
    """Give the whole drawing. Screen readers hear the title and the description instead of it."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    told = (
        f'<title id="t">{escape(shorten(title, _LONGEST_TITLE))}</title>'
        f'<desc id="d">{escape(shorten(description, _LONGEST_DESCRIPTION))}</desc>'
    )
    drawn = "".join(parts)
    return f'{head} role="img" aria-labelledby="t d">{told}<style>{_STYLE}</style>{drawn}</svg>\n'.encode()


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}" if abs(value) < 1e4 else f"{value:.0f}"  # noqa: PLR2004
