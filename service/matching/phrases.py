"""Two phrases compared: the dear part, to be cached by the caller for each pair."""

import math
from functools import lru_cache

from msgspec import Struct

from service.claim import Band, Metric
from service.matching.likeness import NEAR, likeness
from service.matching.profiles import Profile, profile_of, rule_of, same_as
from service.policy import Policy

LEFTOVER_COST = 0.45
"""How fast words that stand on one side only sink the score: exp(-cost × their weight)."""
WEAKENED = 0.75
"""What remains when one side says something that the other does not: enough for a suggestion, never for more."""
SAYS_LITTLE = 0.2
"""Words up to this weight may be missing on one side ("people")."""
OTHER_WORDS = 0.995
"""Two phrases in other words are never quite as sure as one and the same."""


class PhraseComparison(Struct, frozen=True):
    """What two phrases have in common: a score from 0 to 1, the band it reaches, and what keeps them apart."""

    score: float
    band: Band | None
    separator: str | None
    left: tuple[tuple[str, ...], tuple[str, ...]]
    """Words and qualifiers of each side that the other side does not have."""


def compare_metrics(one: Metric, other: Metric, policy: Policy) -> PhraseComparison:
    """Compare two metrics by their phrases alone: a pure function of the phrases, the lexicon and the policy."""
    score, separator, left = compare_phrases(one.phrase, other.phrase)
    return PhraseComparison(score=score, band=band_of(score, separator, policy), separator=separator, left=left)


def band_of(score: float, separator: str | None, policy: Policy) -> Band | None:
    """The band that a score reaches; a separator leaves none."""
    if separator is not None or score < policy.suggested_threshold:
        return None
    return Band.CONFIRMED if score >= policy.confirmed_threshold else Band.SUGGESTED


Left = tuple[tuple[str, ...], tuple[str, ...]]


@lru_cache(maxsize=65_536)
def compare_phrases(one: str, other: str) -> tuple[float, str | None, Left]:
    """Score, separator, and what is left over on each side."""
    if one == other:
        return 1.0, None, ((), ())
    a, b = profile_of(one), profile_of(other)
    separator = separator_of(a, b)
    common, doubt, near, left = _align(a, b)
    score = OTHER_WORDS * _score(a, b, common, doubt, left)
    if separator is not None:
        return score * rule_of(separator[0]).apart, separator[1], left
    weakened = near or _weakened(a, b) or _says_more(a, left[0]) or _says_more(b, left[1])
    return score * (WEAKENED if weakened else 1.0), None, left


def _score(a: Profile, b: Profile, common: float, doubt: float, left: Left) -> float:
    total = a.total + b.total
    if not total:
        return 0.0
    over = doubt + sum(a.weights[word] for word in left[0]) + sum(b.weights[word] for word in left[1])
    return 2.0 * common / total * math.exp(-LEFTOVER_COST * over)


def _says_more(profile: Profile, left: tuple[str, ...]) -> bool:
    """A word on one side only that says something; qualifiers have rules of their own."""
    return any(":" not in word and profile.weights[word] > SAYS_LITTLE for word in left)


def _align(a: Profile, b: Profile) -> tuple[float, float, bool, Left]:
    """The weight in common, that of the doubts in it, whether words are only near, and the words without a partner."""
    doubt = 0.0
    near = False
    common = sum(weight for word, weight in a.weights.items() if word in b.weights)
    ours = [word for word in a.weights if word not in b.weights]
    theirs = [word for word in b.weights if word not in a.weights]
    pairs = sorted(
        ((like, x, y) for x in ours for y in theirs if ":" not in x and ":" not in y and (like := likeness(x, y))),
        key=lambda pair: (-pair[0], min(pair[1:]), max(pair[1:])),
    )
    for like, x, y in pairs:
        if x in ours and y in theirs:
            common += like * min(a.weights[x], b.weights[y])
            doubt += (1.0 - like) * min(a.weights[x], b.weights[y])
            near = near or (x, y) in NEAR
            ours.remove(x)
            theirs.remove(y)
    return common, doubt, near, (tuple(ours), tuple(theirs))


def separator_of(a: Profile, b: Profile) -> tuple[str, str] | None:
    """The first group of qualifiers that keeps two phrases apart, and how a person would name it.

    As ("casualty", "qualifier: killed and injured").
    """
    for group in sorted(a.groups.keys() | b.groups.keys()):
        ours, theirs = a.groups.get(group), b.groups.get(group)
        if ours is not None and theirs is not None:
            if ours != theirs and _folded(group, ours) != _folded(group, theirs):
                return group, _named(group, ours, theirs)
        elif rule_of(group).missing == "separates" and not _is_default(group, ours or theirs or frozenset()):
            return group, _named(group, ours, theirs)
    return None


def _folded(group: str, values: frozenset[str]) -> set[str]:
    return {same_as(group, value) for value in values}


def _weakened(a: Profile, b: Profile) -> bool:
    return any(
        _weakens(group, a.groups.get(group) or b.groups.get(group) or frozenset())
        for group in a.groups.keys() ^ b.groups.keys()
    )


def _weakens(group: str, values: frozenset[str]) -> bool:
    rule = rule_of(group)
    return not values.isdisjoint(rule.strong) or (rule.missing == "weakens" and not _is_default(group, values))


def _is_default(group: str, values: frozenset[str]) -> bool:
    return values <= set(rule_of(group).default)


def _named(group: str, ours: frozenset[str] | None, theirs: frozenset[str] | None) -> str:
    sides = [" + ".join(sorted(side)).replace("_", " ") if side else "none" for side in (ours, theirs)]
    return f"{'qualifier' if group != 'number' else 'number'}: {sides[0]} and {sides[1]}"
