"""Under which keys a phrase is stored and looked for, so that no match above the lower threshold is missed.

Let W and V be the weights of two phrases and C what they have in common; they match from 2C / (W + V) >= t on. As C is
at most V, C >= W·t / (2 - t): a least share of the own weight. So V lies between a least and a greatest weight: keys
carry the phrase's weight in steps (`@`), and only the steps in reach are looked for.

Order the words by weight, the heaviest first. Both phrases put forward their heaviest words, until the rest is lighter
than the least share. If they had no such word in common, all that they share would lie in the rest of the one whose
rest starts higher up, and that is too light. So one key (`^`) for each word that is put forward is enough.

A match in which one side says more is weakened, and needs so much in common that a word or two are put forward. In all
others the telling words of both are the same, and one key (`=`) for all of them together finds it.

Near synonyms weigh differently, so the order proves nothing for them: they are found under the key of their set if the
word is put forward on either side (`≈` looked for by those put forward, `≋` by the others).

A misspelt word is looked for as each known word that it may be; two unknown words one slip apart share a form with one
letter left out (`~`). Phrases in which every unknown word that tells something may be a known one have keys (`?`) for
their heaviest telling word, and for those that may be meant: so are they found by phrases that spell the word rightly.

What is found must also share something with each of several groups of words, which are so heavy that no match can leave
one of them out. Every phrase is stored under all its single words as well.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from zlib import crc32

from msgspec import Struct

from service.claim import Metric
from service.matching.near_words import LEXICON, NEAR, SETS
from service.matching.phrases import OTHER_WORDS, WEAKENED, is_missed
from service.matching.profiles import SAYS_LITTLE, Profile, profile_of
from service.matching.slips import less_one, may_slip, meant_by, weight_of
from service.matching.weights import word_weights
from service.policy import Policy

Keys = tuple[int, ...]

KEPT_FROM = Policy().suggested_threshold
"""Keys are made for scores from here on; who looks for less likely ones compares all phrases that share a rare word."""
_ROUNDING = 1e-6
_LEAST = (KEPT_FROM - _ROUNDING) / OTHER_WORDS
_LEAST_WEAKENED = min(_LEAST / WEAKENED, 1.0)
_HALF, _HALF_WEAKENED = _LEAST / 2.0, _LEAST_WEAKENED / 2.0
_STEP = math.log(1.1)
_MOST_READINGS = 64
"""Ways to read the unknown words of one phrase; phrases with more are looked for by their single words."""


def _share(least: float) -> float:
    """What share of its own weight a phrase must have in common with another, for the given likeness."""
    return least / (2.0 - least)


SHARE, SHARE_WEAKENED = _share(_LEAST), _share(_LEAST_WEAKENED)


class Parts(Struct, frozen=True):
    """A phrase as blocking sees it."""

    profile: Profile
    forward: list[str]
    """Known words and qualifiers that are put forward, the heaviest first."""
    behind: list[str]
    odd: dict[str, tuple[str, ...]]
    """Unknown words that may be misspelt, each with the known words that it may be."""
    telling: list[str]
    """Known words that tell something, sorted."""
    top: list[str]
    """The heaviest of these; all known words when none tells anything."""
    share: float
    """The least share that another phrase must have in common, unless the telling words are the same."""


@cache
def keys_version() -> int:
    """A number that changes with the way keys are made and the lexicon they are made from."""
    names = ("weights.tsv", "near.toml", "groups.toml")
    lexicon = b"".join((LEXICON / name).read_bytes() for name in names)
    return crc32(lexicon + f"2 {KEPT_FROM}".encode())


def blocking_keys(phrase: str) -> Keys:
    """The keys under which a phrase is stored: stable signed 32-bit integers, ascending."""
    parts = _parts(phrase)
    if not parts.profile.total:
        return _numbers(phrase.split())
    return _numbers([*_wide(parts.profile.weights), *_stored(parts)])


def probe_keys(metric: Metric, policy: Policy) -> Keys:
    """The keys of a phrase's rarest words alone, ascending: what matches shares one of them, and much else does."""
    profile = profile_of(metric.phrase)
    if not profile.total:
        return _numbers(metric.phrase.split())
    return _numbers(_wide(_rarest(profile, policy.suggested_threshold)))


class Search(Struct, frozen=True):
    """What to look for: phrases with any of `sure`, or any of `alike` or `same` and one of each of its `beside`."""

    sure: Keys
    alike: Keys = ()
    beside_alike: tuple[Keys, Keys, Keys] = ((), (), ())
    same: Keys = ()
    beside_same: tuple[Keys, Keys, Keys] = ((), (), ())


def search_for(metric: Metric, policy: Policy) -> Search:
    """Say what the neighbours of a phrase are found by."""
    parts = _parts(metric.phrase)
    if not parts.profile.total or policy.suggested_threshold < KEPT_FROM:
        return Search(probe_keys(metric, policy))
    sure, same = _probed_as_same(parts)
    return Search(
        _numbers(sure),
        _numbers(_probed(parts)),
        _beside(_groups(parts)),
        _numbers(same),
        _beside([[token] for token in _heaviest(parts.profile.telling, parts.profile)]),
    )


def screen(metric: Metric) -> Callable[[str], bool]:
    """Give a cheap test for phrases found by keys; what fails it is no match. For scores from `KEPT_FROM` on only."""
    profile = profile_of(metric.phrase)
    telling = profile.telling - SETS.keys() - profile.odd
    firm = {token: weight for token, weight in profile.weights.items() if _is_firm(token)}
    near = {token: NEAR[token] for token in firm if token in NEAR}
    loose = profile.total - math.fsum(firm.values()) + _ROUNDING

    def may_match(phrase: str) -> bool:
        words = phrase.split()
        common = firm.keys() & words
        weight = loose + sum([firm[word] for word in common])
        for word in near.keys() - common:
            likeness = max([near[word][other] for other in words if other in near[word]], default=0.0)
            weight += likeness * firm[word]
        both = profile.total + sum([weight_of(word) for word in words if ":" not in word])
        if weight >= _HALF_WEAKENED * both or (weight >= _HALF * both and common >= telling):
            return True
        return any(_is_odd(word) for word in words if word not in common)

    return may_match


def _is_firm(token: str) -> bool:
    """Whether it has no partner but itself and its near synonyms."""
    return ":" not in token and not _is_odd(token)


def _is_odd(word: str) -> bool:
    return word not in word_weights() and may_slip(word)


def _parts(phrase: str) -> Parts:
    profile = profile_of(phrase)
    odd = {token: meant_by(token) for token in profile.odd}
    share = SHARE_WEAKENED if profile.telling else SHARE
    ordered = sorted(profile.weights.keys() - odd.keys(), key=lambda token: (-profile.weights[token], token))
    # Unknown words that are no known ones are always found, and no part of the rest.
    rest = profile.total - math.fsum(profile.weights[token] for token, meant in odd.items() if not meant)
    count = 0
    while count < len(ordered) and rest >= share * profile.total - _ROUNDING:
        rest -= profile.weights[ordered[count]]
        count += 1
    telling = [token for token in ordered if token in profile.telling]
    return Parts(profile, ordered[:count], ordered[count:], odd, sorted(telling), telling[:1] or ordered, share)


def _stored(parts: Parts) -> Iterator[str]:
    step = _step(parts.profile.total)
    yield from (f"^{token}@{step}" for token in parts.forward)
    yield from (f"^{word}@{step}" for meant in parts.odd.values() for word in meant)
    yield from (f"≈{words}@{step}" for token in parts.profile.weights for words in SETS.get(token, ()))
    yield from (f"≋{words}@{step}" for token in (*parts.forward, *parts.odd) for words in SETS.get(token, ()))
    if parts.profile.telling and not parts.odd:
        yield _together(parts.telling)
    elif parts.profile.telling and _may_be_known(parts):
        yield from (f"?{token}" for token in _named(parts))


def _probed(parts: Parts) -> Iterator[str]:
    steps = _steps(parts.profile.total, parts.share)
    yield from (f"^{token}@{step}" for token in parts.forward for step in steps)
    yield from (f"≈{words}@{step}" for words in _sets((*parts.forward, *parts.odd)) for step in steps)
    yield from (f"≋{words}@{step}" for words in _sets(parts.behind) for step in steps)
    widest = _steps(parts.profile.total, SHARE)
    yield from (f"^{word}@{step}" for meant in parts.odd.values() for word in meant for step in widest)
    yield from (f"~{form}" for token in parts.odd for form in less_one(token))


def _probed_as_same(parts: Parts) -> tuple[list[str], list[str]]:
    """What finds phrases with the same telling words: surely, and only beside each of these words."""
    if not parts.profile.telling:
        return [], []
    if not parts.odd:
        return [_together(parts.telling)], [f"?{token}" for token in parts.top]
    forms = [f"~{form}" for token in parts.odd for form in less_one(token)]
    if not _may_be_known(parts):
        return [], forms
    readings = _readings(parts)
    singly = list(_named(parts)) if readings is None else []
    return readings or [], [*singly, *forms, *(f"?{token}" for token in _named(parts))]


def _heaviest(tokens: Iterable[str], profile: Profile) -> list[str]:
    return sorted(tokens, key=lambda token: (-profile.weights[token], token))


def _groups(parts: Parts) -> list[list[str]]:
    """Words in groups that are each too heavy for none of it to be shared."""
    spare = (1.0 - parts.share) * parts.profile.total + _ROUNDING
    groups: list[list[str]] = []
    group: list[str] = []
    for token in _heaviest(parts.profile.weights, parts.profile):
        group.append(token)
        if math.fsum(parts.profile.weights[one] for one in group) > spare:
            groups.append(group)
            group = []
    return groups


def _beside(groups: list[list[str]]) -> tuple[Keys, Keys, Keys]:
    """The keys of three groups; of fewer, some twice."""
    first, second, third = (_numbers(_wide(groups[min(at, len(groups) - 1)])) if groups else () for at in range(3))
    return first, second, third


def _sets(tokens: Iterable[str]) -> set[str]:
    return {words for token in tokens for words in SETS.get(token, ())}


def _may_be_known(parts: Parts) -> bool:
    return all(meant for token, meant in parts.odd.items() if token in parts.profile.telling)


def _named(parts: Parts) -> Iterator[str]:
    yield from parts.top
    yield from (word for meant in parts.odd.values() for word in meant)


def _together(telling: Iterable[str]) -> str:
    return f"={' '.join(sorted(telling))}"


def _readings(parts: Parts) -> list[str] | None:
    """The telling words together, unknown ones read as each known one that they may be; None if these are too many."""
    choices = [_choices(token, meant, parts.profile) for token, meant in parts.odd.items()]
    if math.prod(map(len, choices)) > _MOST_READINGS:
        return None
    return [_together({*parts.telling, *filter(None, chosen)}) for chosen in product(*choices)]


def _choices(token: str, meant: tuple[str, ...], profile: Profile) -> list[str]:
    """An unknown word that tells nothing may be missing, and so may a known word that it is meant to be."""
    telling = [word for word in meant if word_weights()[word] > SAYS_LITTLE]
    return telling if token in profile.telling and len(telling) == len(meant) else [*telling, ""]


def _step(weight: float) -> int:
    return math.floor(math.log(weight) / _STEP)


def _steps(weight: float, share: float) -> range:
    return range(_step(weight * share * (1 - _ROUNDING)), _step(weight / share * (1 + _ROUNDING)) + 1)


def _rarest(profile: Profile, threshold: float) -> list[str]:
    """The heaviest tokens, until the rest is too light to reach the threshold alone; the other side shows all."""
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


def _wide(tokens: Iterable[str]) -> Iterator[str]:
    """Every word by itself, with what it may stand for."""
    for token in tokens:
        yield token
        yield from (f"≈{words}" for words in SETS.get(token, ()))
        if ":" not in token and token not in word_weights() and may_slip(token):
            yield from meant_by(token)
            yield from (f"~{form}" for form in less_one(token))


def _numbers(keys: Iterable[str]) -> Keys:
    return tuple(sorted({_number(key) for key in keys}))


def _number(key: str) -> int:
    number = crc32(key.encode())
    return number - (1 << 32) if number >= 1 << 31 else number
