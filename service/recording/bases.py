"""Figures that are told against a base: an anomaly of 0.4 against 1951-1980 is another one against 1981-2010."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from service.claim import Claim

LEXICON = Path(__file__).with_name("bases.toml")
BEGINNINGS: tuple[str, ...] = tuple(tomllib.loads(LEXICON.read_text(encoding="utf-8"))["beginnings"])
_AGAINST_A_BASE = re.compile(rf"\b(?:{'|'.join(map(re.escape, BEGINNINGS))})", re.IGNORECASE)
_SPAN = re.compile(r"(?<!\d)(\d{4})\s*(?:[-–—/]|to|bis|à|a|по|до)\s*(\d{4})(?!\d)")


def may_have_other_bases(one: Claim, other: Claim) -> bool:
    """Whether one of two figures is told against a base, and not both name the same one."""
    ours, theirs = _base(*_words(one)), _base(*_words(other))
    return (ours, theirs) != (None, None) and (ours != theirs or not ours)


def _words(claim: Claim) -> tuple[str, str, str]:
    subject = claim.subject.as_given if claim.subject else ""
    return claim.metric.as_given, subject, claim.quantity.remark or ""


@lru_cache(maxsize=4096)
def _base(*words: str) -> tuple[str, ...] | None:
    """Give the years of the base, none of them where it is not named; None of what is told against no base."""
    said = " ".join(words)
    if not _AGAINST_A_BASE.search(said):
        return None
    found = _SPAN.search(said)
    return found.groups() if found else ()
