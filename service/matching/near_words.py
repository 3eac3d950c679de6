"""Words that are not equal, and yet may mean the same: near synonyms, and slips of the pen."""

import tomllib
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

from service.matching.slips import slip

LEXICON = Path(__file__).parent / "lexicon"


def _sets() -> list[tuple[float, list[str]]]:
    listed: dict[str, list[list[str]]] = tomllib.loads((LEXICON / "near.toml").read_text(encoding="utf-8"))
    return [(float(strength), words) for strength, sets in sorted(listed.items()) for words in sets]


def _near() -> dict[str, dict[str, float]]:
    """The later, stronger set wins."""
    near: dict[str, dict[str, float]] = {}
    for strength, words in _sets():
        for one in words:
            near.setdefault(one, {}).update({other: strength for other in words if other != one})
    return near


def _names() -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for _, words in _sets():
        for word in words:
            names.setdefault(word, []).append(" ".join(sorted(words)))
    return {word: tuple(listed) for word, listed in names.items()}


NEAR = _near()
"""To each word those near it, and how near."""
SETS = _names()
"""The sets that a word is in, each under the name of its words."""


class Partner(NamedTuple):
    """A word of one side and one of the other that may stand for each other; the likest sort first."""

    unlike: float
    ours: str
    theirs: str
    is_slip: bool


def partners(
    ours: AbstractSet[str], theirs: AbstractSet[str], our_odd: AbstractSet[str], their_odd: AbstractSet[str]
) -> list[Partner]:
    """All pairs of words that may stand for each other; slips are looked for among the odd words alone."""
    found = [
        Partner(-strength, one, other, is_slip=False)
        for one in ours
        for other, strength in NEAR.get(one, _NOTHING).items()
        if other in theirs
    ]
    if not our_odd.isdisjoint(ours) or not their_odd.isdisjoint(theirs):
        found += [
            Partner(-likeness, one, other, is_slip=True)
            for one in ours
            for other in theirs
            if (one in our_odd or other in their_odd) and (likeness := slip(one, other))
        ]
    return sorted(found)


_NOTHING: dict[str, float] = {}
