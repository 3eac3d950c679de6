"""Under which keys a phrase is stored and looked for, so that no match above the lower threshold is missed.

A phrase is stored under a key for each of its words, and looked for under the keys of its rarest words only. If
another phrase shares none of these, all that both have in common weighs at most the rest S of our own weight W, and the
score is at most 2S / (W + S). So the rest may be left out while that stays below the threshold t: S < t·W / (2 - t).

And if one of the words that were looked for says something, its absence weakens the score: then t is the threshold
divided by what remains of a weakened score. In practice the one or two rarest words of a phrase are enough.

Near synonyms share the key of their set. A misspelt word also has the keys of the known words it may be; two unknown
words one slip apart share a form with one letter left out (the deletion neighbourhood).
"""

from collections.abc import Iterator
from zlib import crc32

from service.claim import Metric
from service.matching.likeness import SETS
from service.matching.phrases import WEAKENED, is_missed
from service.matching.profiles import Profile, profile_of
from service.matching.slips import less_one, may_slip, meant_by
from service.matching.weights import word_weights
from service.policy import Policy


def blocking_keys(metric: Metric) -> tuple[int, ...]:
    """The keys under which a phrase is stored: stable signed 32-bit integers, ascending."""
    return _keys(_tokens(metric.phrase))


def probe_keys(metric: Metric, policy: Policy) -> tuple[int, ...]:
    """The keys under which the neighbours of a phrase are looked for: those of its rarest words, ascending."""
    profile = profile_of(metric.phrase)
    tokens = _rarest(profile, policy.suggested_threshold)
    return _keys(tokens or _tokens(metric.phrase))


def _tokens(phrase: str) -> list[str]:
    return list(profile_of(phrase).weights) or phrase.split()


def _rarest(profile: Profile, threshold: float) -> list[str]:
    """The heaviest tokens, until the rest is too light to reach the threshold alone."""
    ordered = sorted(profile.weights, key=lambda token: (-profile.weights[token], token))
    rest = profile.total
    needed = threshold
    taken: list[str] = []
    for token in ordered:
        if rest < needed * profile.total / (2.0 - needed):
            break
        taken.append(token)
        rest -= profile.weights[token]
        if is_missed(profile, token):
            needed = min(threshold / WEAKENED, 1.0)
    return taken


def _keys(tokens: list[str]) -> tuple[int, ...]:
    return tuple(sorted({_number(key) for token in tokens for key in _spellings(token)}))


def _spellings(token: str) -> Iterator[str]:
    yield token
    yield from (f"≈{words}" for words in SETS.get(token, ()))
    if ":" in token or token in word_weights() or not may_slip(token):
        return
    yield from meant_by(token)
    yield from (f"~{form}" for form in less_one(token))


def _number(key: str) -> int:
    number = crc32(key.encode())
    return number - (1 << 32) if number >= 1 << 31 else number
