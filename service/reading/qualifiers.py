"""The qualifiers of a metric: what was said of them, bound to what they speak of.

A negation is bound to the word after it ("without food stamps" is "not:foodstamps"), a bound to the number beside it
("65 or more" is "bound:65+", "under 5" is "bound:5-"): which of two things is negated or bounded makes the metric.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from service.reading.words import CODE, stem

NEGATION = "not:negative"
BOUNDS = {"bound:over": "+", "bound:under": "-"}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY = frozenset(
    {
        "dollar",
        "us",
        "unitedstat",
        "euro",
        "pound",
        "price",
        "yen",
        "intern",
        "price:nominal",
        "price:real",
        "price:ppp",
    }
)
_WITH_CORES = frozenset({"ice", "drill", "nuclearreactor", "reactor", "planet"})
"""Words beside which a core is a thing."""
_BASES = frozenset({"constant", "base", "chain", "price:real", "price:ppp"})
_DIRECTIONS = (
    re.compile(r"\bratio of (?:the )?([^\W\d]+)\b.*?\bto (?:the )?([^\W\d]+)"),
    re.compile(r"\b([^\W\d]+)[ -]to[ -](?:the )?([^\W\d]+)\b.*?\bratio\b"),
    re.compile(r"\bfrom (?:the )?([^\W\d]+)\b.*?\bto (?:the )?([^\W\d]+)"),
)


def is_number(word: str) -> bool:
    """Digits alone, with their points and commas."""
    return _DIGITS.fullmatch(word) is not None


def find_qualifiers(said: Sequence[str], folded: str, is_silent: Callable[[str], bool]) -> set[str]:
    """All qualifiers of a rewritten text. The rate of what is a change by itself is that change: an inflation rate."""
    heard = [word for word in said if not is_silent(word)]
    explicit = {*_plain(heard), *_negations(heard), *_bounds(heard), *_directions(folded)}
    implied = {word[1:] for word in heard if word.startswith("?")}
    if "measure:change" in implied:
        explicit.discard("measure:rate")
    if not _WITH_CORES.isdisjoint(heard):
        explicit.discard("scope:core")
    groups = {qualifier.split(":")[0] for qualifier in explicit}
    return explicit | {word for word in implied if word.split(":")[0] not in groups}


def find_codes(given: str) -> set[str]:
    """Codes of classifications: two different ones are two things, a missing one means nothing."""
    return {f"code:{code.strip('()').lower()}" for code in CODE.findall(given)}


def _numbers(heard: Sequence[str]) -> set[str]:
    """Numbers, and apart from them the years: "turnout 2020" speaks of a year, "2017 dollars" does not."""
    found: set[str] = set()
    for before, word, after in zip(("", *heard), heard, (*heard[1:], ""), strict=False):
        if is_number(word):
            is_year = _YEAR.fullmatch(word) and after not in _MONEY and before not in _BASES
            found.add(f"{'year' if is_year else 'number'}:{_digits(word)}")
    return found


def _plain(heard: Sequence[str]) -> set[str]:
    bound = {NEGATION, *BOUNDS}
    return _numbers(heard) | {word for word in heard if ":" in word and word not in bound and not word.startswith("?")}


def _digits(word: str) -> str:
    return word.replace(",", ".")


def _negations(heard: Sequence[str]) -> set[str]:
    """Each negation with the word after it; one at the end negates the whole."""
    return {
        f"not:{after.lstrip('?').rpartition(':')[2]}"
        for word, after in pairwise((*heard, "all"))
        if word == NEGATION and after != NEGATION
    }


def _bounds(heard: Sequence[str]) -> set[str]:
    """Each bound with the number before it ("65 or more") or after it ("under 5"); without a number it stands alone."""
    found: set[str] = set()
    for at, word in enumerate(heard):
        if word in BOUNDS:
            beside = [near for near in (*heard[max(at - 1, 0) : at], *heard[at + 1 : at + 2]) if is_number(near)]
            found.add(f"bound:{_digits(beside[0])}{BOUNDS[word]}" if beside else word)
    return found


def _directions(folded: str) -> set[str]:
    """The order is a qualifier: "Russian to Ukrainian losses" is not "Ukrainian to Russian losses"."""
    found = next((match for pattern in _DIRECTIONS if (match := pattern.search(folded))), None)
    return {f"order:{stem(found[1])}-{stem(found[2])}"} if found else set()
