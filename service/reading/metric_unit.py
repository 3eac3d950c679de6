"""The unit, or the scale, that a metric's words tell of its figures: "employment (000s)", "Umsatz in Mio. Euro".

It stands at the end, in brackets, behind a comma or behind "in", and is then no word of the metric: "revenue, millions
of euros" is revenue. An end that is nothing but a unit is one; "debt in percent of GDP" goes on, and stays as it is.
"""

import re
from functools import lru_cache

from service.claim import Quantity
from service.errors import Unreadable
from service.reading.expected import needs_no_unit
from service.reading.figures.headers import header_in, is_money, is_money_sign, rate_in, read_header, unit_before
from service.reading.figures.units import money
from service.reading.quantity import read_quantity

_SEPARATOR = re.compile(r"\s*[,;:]\s*(?:(?:in|en|em|w|в|у)\s+)?|\s(?:in|en|em|w|в|у)\s+", re.IGNORECASE)
_LONGEST_TAIL = 40
_MOST_SEPARATORS = 8
_A_WORD = re.compile(r"[^\W\d_]{2,}|[^\w\s]")
"""Of a unit behind a comma: "US$" and "km" are told from the letters by which lists go on."""


@lru_cache(maxsize=1024)
def unit_in(metric: str) -> str | None:
    """Give the unit that a metric's words tell: "000s" of "employment (000s)", "acres" of "acres burned"."""
    header = rate_in(metric) or header_in(metric)
    if header is not None:
        return _unit_of(header[1])
    return tail[1] if (tail := _tail_of(metric)) else unit_before(metric)


@lru_cache(maxsize=4096)
def without_unit(metric: str) -> str:
    """Leave what is the unit's out of the metric's words: "employment (000s)", "homicides per 100,000 people"."""
    counted = rate_in(metric)
    if counted is not None and _unit_of(counted[1]) is not None:
        return counted[0]
    found = header_in(metric)
    if found is None:
        tail = _tail_of(metric)
        return metric if tail is None or read_header(tail[1]).basis else tail[0]
    if is_money_sign(found[1]):
        return found[0]
    header = read_header(found[1])
    if not header.scale:
        return metric
    return f"{found[0]} ({header.unit})" if header.unit and not is_money(header.unit) else found[0]


def _tail_of(metric: str) -> tuple[str, str] | None:
    """Give the metric's words and the unit that they end with: "revenue", "millions of euros"."""
    for place, found in enumerate(_SEPARATOR.finditer(metric)):
        words, tail = metric[: found.start()], metric[found.end() :].strip()
        if place < _MOST_SEPARATORS and words.strip() and len(tail) <= _LONGEST_TAIL and _is_unit(tail, words):
            return words, tail
    return None


def _is_unit(tail: str, metric: str) -> bool:
    """Say whether words are a scale or a unit and nothing else; of counts ("births, second") a scale at most."""
    header = read_header(tail)
    if tail.casefold() in _DOUBTFUL or not _A_WORD.search(tail):
        return False
    if not header.unit:
        return True
    one = _one_of(tail)
    if one is None or one.unit.thing is not None or (one.remark or "") != header.basis:
        return False
    of, _, per = one.unit.dimension.partition("/")
    if of in _NO_TAIL or of == per:
        return False
    is_share_of = one.unit.dimension == "percent" and len(tail.split()) > _WORDS_OF_A_SHARE
    return not is_share_of and (bool(header.scale) or not needs_no_unit(metric))


_NO_TAIL = frozenset({"count", "time", "ratio"})
"""What ends a metric and is no unit of it: things that are counted, "in month", "per barrel", "in times", "m/m"."""
_WORDS_OF_A_SHARE = 2
"""As in "per cent": more of them say of what."""
_DOUBTFUL = frozenset({"miles", *money().doubtful})
"""Thousands in Spanish, and names of money that are other words: "seats, won", "goals in Real"."""


def _one_of(unit: str) -> Quantity | None:
    try:
        return read_quantity("1", unit=unit)
    except Unreadable:
        return None


@lru_cache(maxsize=1024)
def _unit_of(header: str) -> str | None:
    """Give the header of a metric where it is a unit or a scale: "(000s)", "(%)", "(current US$)"; notes are none."""
    return header if _one_of(header) is not None else None
