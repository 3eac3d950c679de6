"""Slips of the pen: which known words an unknown word may be."""

from collections.abc import Iterator
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from service.matching.weights import UNKNOWN, word_weights

SHORTEST = 5
"""Letters. Below, one letter makes another word ("rate" and "rape")."""
LONG = 9
"""Letters. From here on two slips are one word's misfortune, if the other word is a known one."""


def may_slip(word: str) -> bool:
    """Digits never slip, nor do short words."""
    return len(word) >= SHORTEST and word.isalpha()


@lru_cache(maxsize=262_144)
def slip(one: str, other: str) -> float:
    """How alike two words are that differ by a slip, 0 for others.

    Slips are looked for only where one word is unknown: two known words are two words. The first letter is seldom the
    slip, and "bombs" are no "tombs".
    """
    known = (one in word_weights()) + (other in word_weights())
    if known == 2 or not (may_slip(one) and may_slip(other)):  # noqa: PLR2004
        return 0.0
    if one[0] != other[0]:
        return 0.0
    allowed = 2 if known and min(len(one), len(other)) >= LONG else 1
    distance = OSA.distance(one, other, score_cutoff=allowed)
    return 1.0 - distance / max(len(one), len(other)) if distance <= allowed else 0.0


@lru_cache(maxsize=65_536)
def meant_by(word: str) -> tuple[str, ...]:
    """The known words that an unknown word may be, the likest first; none for a known word."""
    if word in word_weights() or not may_slip(word):
        return ()
    found = {known for form in cuts(word) for known in _known_by_cut().get(form, ())}
    likely = [(-likeness, known) for known in found if (likeness := slip(word, known))]
    return tuple(known for _, known in sorted(likely))


@lru_cache(maxsize=262_144)
def weight_of(word: str) -> float:
    """What a word weighs; a misspelt one as the word it is likeliest to be, an unknown one as a rare one."""
    weight = word_weights().get(word)
    if weight is not None:
        return weight
    meant = meant_by(word)
    return word_weights()[meant[0]] if meant else UNKNOWN


def cuts(word: str) -> Iterator[str]:
    """The word, and the word less one letter; two words one slip apart share a cut. Long words: less two letters."""
    yield word
    yield from _less_one(word)
    if len(word) >= LONG:
        for shorter in _less_one(word):
            yield from _less_one(shorter)


def less_one(word: str) -> frozenset[str]:
    """The word and all its forms with one letter left out."""
    return frozenset((word, *_less_one(word)))


def _less_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


@cache
def _known_by_cut() -> dict[str, list[str]]:
    by_cut: dict[str, list[str]] = {}
    for word in filter(may_slip, word_weights()):
        for form in set(cuts(word)):
            by_cut.setdefault(form, []).append(word)
    return by_cut
