"""Two phrases compared: the dear part, to be cached by the caller for each pair."""

import math
from functools import lru_cache

from msgspec import Struct

from service.claim import Band, Metric
from service.matching.near_words import partners
from service.matching.profiles import Profile, profile_of, rule_of, same_as, weakens
from service.policy import Policy

WEAKENED = 0.75
"""What remains when one side says something that the other does not: enough for a suggestion, never for more."""
OTHER_WORDS = 0.995
"""Two phrases in other words are never quite as sure as one and the same."""
DIGITS = 6
"""Scores are rounded, so that the same pair gives the same bytes on every machine."""

_NAMED = frozenset({"number", "year", "code"})
"""Groups that are named for themselves, not as qualifiers."""

Left = tuple[tuple[str, ...], tuple[str, ...]]


class PhraseComparison(Struct, frozen=True):
    """What two phrases have in common: a score from 0 to 1, the band it reaches, and what keeps them apart."""

    score: float
    band: Band | None
    separator: str | None
    left: Left
    """Words and qualifiers of each side that the other side does not have."""


def compare_metrics(one: Metric, other: Metric, policy: Policy) -> PhraseComparison:
    """How much of what the two metrics say both of them say, rare words counting more.

    A word that only one side says, or that is merely near one of the other side's, leaves a suggestion at most; a
    qualifier that differs separates. A pure function of the two phrases, the lexicon and the policy; symmetric.
    """
    if one.phrase <= other.phrase:
        score, separator, left = compare_phrases(one.phrase, other.phrase)
    else:
        score, separator, (theirs, ours) = compare_phrases(other.phrase, one.phrase)
        left = (ours, theirs)
    return PhraseComparison(score, band_of(score, separator, policy), separator, left)


def band_of(score: float, separator: str | None, policy: Policy) -> Band | None:
    """The band that a score reaches; a separator leaves none."""
    if separator is not None or score < policy.suggested_threshold:
        return None
    return Band.CONFIRMED if score >= policy.confirmed_threshold else Band.SUGGESTED


@lru_cache(maxsize=65_536)
def compare_phrases(one: str, other: str) -> tuple[float, str | None, Left]:
    """Score, separator, and what is left over on each side; call it with the phrases in their order."""
    if one == other:
        return 1.0, None, ((), ())
    a, b = profile_of(one), profile_of(other)
    common, near, left = _align(a, b)
    total = a.total + b.total
    score = OTHER_WORDS * 2.0 * common / total if total else 0.0
    apart = _group_apart(a, b)
    if apart is not None:
        named = _named(apart, a.groups.get(apart), b.groups.get(apart))
        return round(score * rule_of(apart).apart, DIGITS), named, left
    if near or _says_more(a, b, left):
        score *= WEAKENED
    return round(score, DIGITS), None, left


def _align(a: Profile, b: Profile) -> tuple[float, bool, Left]:
    """The weight in common, whether some words are only near each other, and the words without a partner."""
    common = [a.weights[word] for word in a.tokens & b.tokens]
    ours, theirs = set(a.tokens - b.tokens), set(b.tokens - a.tokens)
    near = False
    for unlike, x, y, is_slip in partners(ours, theirs, a.odd, b.odd):
        if x in ours and y in theirs:
            common.append(-unlike * min(a.weights[x], b.weights[y]))
            near = near or not is_slip
            ours.remove(x)
            theirs.remove(y)
    return math.fsum(common), near, (tuple(sorted(ours)), tuple(sorted(theirs)))


def _says_more(a: Profile, b: Profile, left: Left) -> bool:
    """Whether one side says something, in words or qualifiers, on which the other is silent."""
    if not a.telling.isdisjoint(left[0]) or not b.telling.isdisjoint(left[1]):
        return True
    if a.groups == b.groups:
        return False
    return any(group not in b.groups for group in a.weakening) or any(group not in a.groups for group in b.weakening)


def is_missed(profile: Profile, token: str) -> bool:
    """Whether the score of any phrase without this token is weakened at least."""
    group, _, value = token.partition(":")
    if not value:
        return token in profile.telling
    return rule_of(group).missing == "separates" or weakens(group, frozenset((value,)))


def _group_apart(a: Profile, b: Profile) -> str | None:
    """The first group of qualifiers that keeps two phrases apart."""
    if a.groups == b.groups:
        return None
    apart = [group for group, ours in a.groups.items() if group in b.groups and differ(group, ours, b.groups[group])]
    apart += [group for group in a.separating if group not in b.groups]
    apart += [group for group in b.separating if group not in a.groups]
    return min(apart, default=None)


def differ(group: str, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two that both speak of a group of qualifiers say different things of it."""
    return ours != theirs and {same_as(group, value) for value in ours} != {same_as(group, value) for value in theirs}


def _named(group: str, ours: frozenset[str] | None, theirs: frozenset[str] | None) -> str:
    """As a person would say it, in one order for both directions: "qualifier: killed and wounded"."""
    said = sorted(" + ".join(sorted(side)).replace("_", " ") for side in (ours, theirs) if side)
    first, second = (*said, "none")[:2]
    return f"{group if group in _NAMED else 'qualifier'}: {first} and {second}"
