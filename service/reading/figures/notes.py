"""What tables and reports set beside a figure and is none of it: footnote marks, and the flags of statistics offices.

A note is blanked, one space for one character, so that every other character keeps its place. The flags are those of
SDMX's code list for the observation status as Eurostat prints them ("4.8 p"): a letter apart from the figure.
"""

import re
from typing import NamedTuple

from service.claim import Status

_RAISED = re.compile(r"(?<=[\d%)])[¹²³⁰⁴-⁹]+(?![\w%‰])|(?<=[\d%)])[¹²³⁰⁴-⁹]+(?=\s*[%‰])")
"""A raised digit right behind a digit is a footnote; behind a letter it is the square of "km²"."""
_LIST_DASH = re.compile(r"(?:^|(?<=[^\d%\s]\s))[–—―](?=\s+[\d$€£])")
"""A long dash apart from the figure lists or divides ("Winnyzja — 700"); a minus touches it, or is a hyphen."""
_POWER = re.compile(r"[x×*·]\s?10[⁻]?[¹²³⁰⁴-⁹]+$")
_STARS = re.compile(r"(?<=[\w%)\]])\s?[*†‡§¶]+(?=\s*$|\s*\)|(?<=\d[*†‡§¶])\s*[%‰])|^\s*[*†‡]+(?=\s*[\d.,])")
_FLAG = re.compile(
    r"(?P<figure>.*\d\s*[%€$£¥]?)(?P<mark>\s+\(?|\(|(?<=\d)(?=[perf]$))(?P<flag>bu|bp|ep|be|de|dp|pe|[pebrsdufcnzi])(?P<closed>\)?)\s*$",
    re.DOTALL,
)
_STATUSES = {
    "p": Status.PROVISIONAL,
    "e": Status.ESTIMATED,
    "s": Status.ESTIMATED,
    "i": Status.ESTIMATED,
    "r": Status.REVISED,
    "f": Status.PROJECTED,
}
_WORDS = re.compile(
    r"(?<=[\d%)])\s*[(\[]?\b(?:(?P<provisional>prov(?:isional)?|prel(?:iminary)?|vorl(?:äufig)?|provisoire|provisional)"
    r"|(?P<estimated>est(?:imated?)?|geschätzt|estimé|estimado)|(?P<revised>rev(?:ised)?|revidiert|révisé|revisado)"
    r"|(?P<projected>proj(?:ected|ection)?|forecast|prognose|prévision|previsión))\.?\s*[)\]]?\s*$",
    re.IGNORECASE,
)


class Noted(NamedTuple):
    """A figure's text with its notes blanked, and the status that a flag gave it."""

    text: str
    status: Status | None


_NO_CENTS = re.compile(r"(?P<number>\d[\d.'’ ]*)(?P<mark>[.,][ ]?[-–—]{1,2})(?![\w.,])")
"""A price without cents: "1.250,-", "99,--", "1'250.–"; before a comma all dots are of thousands."""


def _without_cents(price: re.Match[str]) -> str:
    number, mark = price["number"], price["mark"]
    whole = number.replace(".", "") if mark.startswith(",") else number
    return whole.ljust(len(price[0]))


def blank_footnotes(text: str) -> str:
    """Blank the marks of footnotes: "1234²" is 1234, "12.3%**" is 12.3 %, "1.250,-" is 1250; "km²" and "×10⁴" stay.

    Args:
        text: As printed, unfolded: folding makes plain digits of raised ones.
    """
    text = _RAISED.sub(lambda mark: _blank(mark) if not _POWER.search(text[: mark.end()]) else mark.group(), text)
    return _LIST_DASH.sub(_blank, _STARS.sub(_blank, _NO_CENTS.sub(_without_cents, text)))


def read_flag(text: str) -> Noted:
    """Read a status letter behind the figure: "4.8 p" and "12p" are provisional, "72.4 b" is a break in the series.

    Whether the letter can be a unit is the caller's to know: "12.3 d" beside a metric of durations is twelve days.
    """
    found = _FLAG.fullmatch(text)
    if found is None or (found["mark"].strip() == "(") is not bool(found["closed"]):
        return read_status(text)
    status = next((_STATUSES[letter] for letter in found["flag"] if letter in _STATUSES), None)
    return Noted(found["figure"].ljust(len(text)), status)


def read_status(text: str) -> Noted:
    """Read the word of a status behind the figure: "2.1 % (prel.)", "331 est."."""
    found = _WORDS.search(text)
    if found is None:
        return Noted(text, None)
    named = next(name for name, word in found.groupdict().items() if word)
    return Noted(text[: found.start()].ljust(len(text)), Status(named))


def _blank(mark: re.Match[str]) -> str:
    return " " * len(mark.group())
