"""Whose a figure is: the claimant, the agency that the quote names, else who publishes; and which names are one."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from service.claim import Claim
from service.identity import name_key

_AGENCY = re.compile(r"\(([\w .-]{2,20})\)|^([\w-]{2,20})\s+[-–—]\s")
_WORD = re.compile(r"[\w']+")


def whose(claim: Claim) -> str:
    """Give whose figure it is: the claimant, the agency that the quote names, else who publishes it."""
    return told_by(claim) or claim.source


def told_by(claim: Claim) -> str | None:
    """Give whose figure it is besides who publishes it: the claimant, or the agency that the quote names."""
    return claim.claimant or _agency_of(claim.quote or "")


def is_one_person(one: str, other: str) -> bool:
    """Say whether two names are of one: the same, or a person's with and without titles and first names.

    "Gen. Milley", "Mark Milley"; only where one of the two has a title, for "health ministry" may be another one than
    "Gaza health ministry".
    """
    ours, theirs = name_of(one), name_of(other)
    if ours.key == theirs.key:
        return True
    if not ours.bare or not theirs.bare or not (ours.has_title or theirs.has_title):
        return False
    shorter, longer = sorted((ours.bare, theirs.bare), key=len)
    return shorter[-1] == longer[-1] and set(shorter) <= set(longer)


class Name(NamedTuple):
    """A name in its normal form, and without titles."""

    key: str
    bare: tuple[str, ...]
    has_title: bool


@lru_cache(maxsize=4096)
def name_of(name: str) -> Name:
    """Read a name."""
    key = name_key(name)
    words = _WORD.findall(key)
    bare = tuple(word for word in words if word not in _names()["titles"])
    return Name(key, bare, len(bare) < len(words))


@lru_cache(maxsize=512)
def _agency_of(quote: str) -> str | None:
    for found in _AGENCY.finditer(quote):
        name = (found[1] or found[2]).strip()
        if name_of(name).key in _names()["agencies"]:
            return name
    return None


@cache
def _names() -> dict[str, frozenset[str]]:
    table: dict[str, Any] = tomllib.loads((Path(__file__).parent / "lexicon/people.toml").read_text(encoding="utf-8"))
    return {name: frozenset(map(name_key, words)) for name, words in table.items()}
