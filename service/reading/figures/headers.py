"""Units as the heads of tables print them, with the scale that all figures below share.

    header = money scale | unit [ "," | "(" | "in" ] scale [ ")" ] | scale [ "of" ] unit | scale "_" unit | "'000" unit
           | "per" number things

"US$, millions" · "€bn" · "people (thousands)" · "'000 tonnes" · "EUR, thousands" · "MIO_EUR" · "employment (000s)".
"""

import re
from typing import NamedTuple

from service.reading.figures.tokens import END, fold, tokens_of
from service.reading.figures.units import money

_THOUSAND = (
    r"'?000'?s?|thousands?|thsd|ths\.?|tsd\.?|tausend|milliers?|miles|тис\.?|тисяч|тыс\.?|тысяч|migliaia|tys\.?"
    r"|milhares"
)
_MILLION = r"millions?|mln\.?|mio\.?|mn|millionen|millones|млн\.?|мільйон\w*|миллион\w*|milioni|milion\w*|milhões"
_BILLION = (
    r"billions?|bn|mrd\.?|mia\.?|milliarden|milliards?|miles de millones|млрд\.?|мільярд\w*|миллиард\w*|miliardi"
    r"|mld\.?|bilhões"
)
SCALE_WORDS = rf"(?:{_BILLION}|{_MILLION}|{_THOUSAND})"
"""All of them, those first that begin with another: "miles de millones" before "miles"."""
_SCALE = rf"(?:(?:in|en|em|w) )?(?:(?P<t>{_THOUSAND})|(?P<m>{_MILLION})|(?P<b>{_BILLION}))"
_BEHIND = re.compile(rf"(?P<unit>.*?)\s*[,;(\[]\s*{_SCALE}(?: of)?(?:\s*[)\]])?\s*", re.IGNORECASE)
_BEFORE = re.compile(rf"{_SCALE}(?:\s+(?:of|de|di|do)\s+|\s+d['’]|[_\s]+)(?P<unit>\S.*)", re.IGNORECASE)
_ALONE = re.compile(rf"\(?\s*{_SCALE}\s*\)?", re.IGNORECASE)
_IN_METRIC = re.compile(
    r"[(\[](?P<header>[^()\[\]]{1,40})[)\]]\s*$|,\s*(?:in\s+)?(?P<tail>thousands|millions|billions|%)\s*$",
    re.IGNORECASE,
)
_PER_MANY = re.compile(
    r"\s(?P<per>(?:per|pro|je|pour|por(?: cada)?|ogni|na|на)\s"
    r"(?:10{0,2}[ ,.\u00a0\u202f]?000|100|million)"
    r"\s[^\W\d_]+(?:\s[^\W\d_]+)?)\s*$",
    re.IGNORECASE,
)
"""Behind a metric: "homicides per 100,000 people", "Todesfälle je 100.000 Einwohner"."""
_MONEY_SIGN = re.compile(r"[A-Z]{0,3}[$€£¥₹₴₽]|[$€£¥₹₴₽][A-Z]{0,3}|EUR|USD|GBP|JPY|CHF|UAH|PLN")
_MONEY = re.compile(rf"(?P<unit>{_MONEY_SIGN.pattern})\s*(?:{_SCALE}|(?P<k>k)|(?P<mm>m))", re.IGNORECASE)
_BASIS = re.compile(
    r"(?P<basis>(?:current|constant|nominal|real|chained)(?: \d{4})?(?: international)?)\s+(?P<unit>.*)", re.IGNORECASE
)
_FACTORS = {"t": "thousand", "m": "million", "b": "bn", "k": "thousand", "mm": "million"}
"""Words that are one factor in all languages: a "billion" is none."""


class Header(NamedTuple):
    """The unit without its scale, the scale as a word of a figure, and the prices it is told in; "" for none."""

    unit: str
    scale: str
    basis: str = ""
    said: str = ""
    """The scale as printed, in lower case."""


def read_header(text: str) -> Header:
    """Take a table head's scale, unit and prices apart: "constant 2015 US$, millions" is million, of US$."""
    basis = _BASIS.fullmatch(text.strip())
    if basis is not None:
        return read_header(basis["unit"])._replace(basis=basis["basis"])
    for pattern in (_ALONE, _MONEY, _BEHIND, _BEFORE):
        found = pattern.fullmatch(text.strip())
        if found is not None:
            said = found.groupdict()
            group = next(group for group in _FACTORS if said.get(group))
            return Header(said.get("unit") or "", _FACTORS[group], said=said[group].lower())
    return Header(text, "")


_COUNTED_UNIT = re.compile(
    r"(?P<unit>acres|hectares|square (?:kilomet(?:re|er)s|miles)|barrels) (?!per\b|of\b)[a-z]+", re.IGNORECASE
)


def is_money_sign(header: str) -> bool:
    """Tell "($)" and "(EUR)", which say nothing of what is measured, from "(current US$)"."""
    return _MONEY_SIGN.fullmatch(header.strip()) is not None


def is_money(header: str) -> bool:
    """Tell "euros" and "zł" besides signs: nothing but a currency."""
    tokens = tokens_of(fold(header))
    found = money().match(tokens, 0, None)
    return is_money_sign(header) or (found is not None and tokens[found[1]] is END)


def unit_before(metric: str) -> str | None:
    """Give the unit that a metric counts in: "acres burned"; not "hectares per farm"."""
    found = _COUNTED_UNIT.fullmatch(metric.strip())
    return found["unit"] if found else None


def rate_in(metric: str) -> tuple[str, str] | None:
    """Give a metric's words and of how many it counts: "homicides", "per 100,000 people"."""
    found = _PER_MANY.search(metric)
    return (metric[: found.start()], found["per"]) if found is not None and metric[: found.start()].strip() else None


def header_in(metric: str) -> tuple[str, str] | None:
    """Give the metric's words and the header that it ends with: "employment (000s)" is employment, in thousands."""
    found = _IN_METRIC.search(metric)
    if found is None or not metric[: found.start()].strip():
        return None
    header = found["header"] or found["tail"]
    return metric[: found.start()].rstrip(" ,"), header
