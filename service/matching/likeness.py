"""Words that are not equal, and yet may mean the same: near synonyms, and slips of the pen."""

import tomllib
from pathlib import Path

from service.matching.slips import slip

LEXICON = Path(__file__).parent / "lexicon"


def _near() -> dict[tuple[str, str], float]:
    listed: dict[str, list[list[str]]] = tomllib.loads((LEXICON / "near.toml").read_text(encoding="utf-8"))
    return {
        (one, other): float(strength)
        for strength, sets in sorted(listed.items())
        for words in sets
        for one in words
        for other in words
        if one != other
    }


def _neighbours() -> dict[str, tuple[str, ...]]:
    listed: dict[str, set[str]] = {}
    for one, other in NEAR:
        listed.setdefault(one, set()).add(other)
    return {word: tuple(sorted(others)) for word, others in listed.items()}


NEAR = _near()
NEIGHBOURS = _neighbours()


def likeness(one: str, other: str) -> float:
    """How far two different words may stand for each other, from 0 to 1; symmetric."""
    return NEAR.get((one, other)) or slip(one, other)
