"""A normalised phrase taken apart: what its words weigh, and what its qualifiers say."""

import math
import tomllib
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, convert

from service.matching.slips import may_slip, weight_of
from service.matching.weights import word_weights

LEXICON = Path(__file__).parent / "lexicon"
SAYS_LITTLE = 0.2
"""Words up to this weight may be missing on one side ("people")."""


class Group(Struct, frozen=True):
    """How the values of one group of qualifiers count; see lexicon/groups.toml."""

    missing: str
    weight: float
    same: list[list[str]] = []
    default: list[str] = []
    strong: list[str] = []
    apart: float = 0.6


class Opposite(Struct, frozen=True):
    """Words that exclude each other, and two metrics that they keep apart."""

    words: list[str]
    pair: tuple[str, str]


class Groups(Struct, frozen=True):
    """The whole of lexicon/groups.toml."""

    qualifier: dict[str, Group]
    opposite: dict[str, Opposite]


class Profile(Struct, frozen=True):
    """A phrase taken apart."""

    weights: dict[str, float]
    """What counts as evidence, words and qualifiers alike."""
    tokens: frozenset[str]
    """The keys of `weights`."""
    total: float
    """The sum of the weights."""
    groups: dict[str, frozenset[str]]
    """What each group of qualifiers says, defaults included."""
    separating: frozenset[str]
    """Groups that separate from a phrase that is silent on them."""
    weakening: frozenset[str]
    """Groups that weaken the likeness to a phrase that is silent on them."""
    telling: frozenset[str]
    """Words that another phrase cannot leave out without being something else."""
    odd: frozenset[str]
    """Unknown words, long enough to be a slip of another."""


GROUPS = convert(tomllib.loads((LEXICON / "groups.toml").read_text(encoding="utf-8")), Groups)
UNRULED = Group(missing="weakens", weight=0.2)
_OPPOSITES = {word: name for name, opposite in GROUPS.opposite.items() for word in opposite.words}
_SAME = {
    (name, value): values[0] for name, group in GROUPS.qualifier.items() for values in group.same for value in values
}


def rule_of(group: str) -> Group:
    """The rule of a group; one without a rule weakens, and words that exclude each other say nothing by silence."""
    return GROUPS.qualifier.get(group, _NEUTRAL if group in GROUPS.opposite else UNRULED)


_NEUTRAL = Group(missing="neutral", weight=0.0)


def same_as(group: str, value: str) -> str:
    """The value that stands for all that do not exclude this one."""
    return _SAME.get((group, value), value)


@lru_cache(maxsize=65_536)
def profile_of(phrase: str) -> Profile:
    """Take a phrase apart. Pure, so the cache can never be stale."""
    tokens = phrase.split()
    groups = _groups(tokens)
    weights = dict(pair for token in tokens if (pair := _weighed(token)) is not None)
    return Profile(
        weights=weights,
        tokens=frozenset(weights),
        total=math.fsum(weights.values()),
        groups=groups,
        separating=frozenset(group for group, values in groups.items() if _separates(group, values)),
        weakening=frozenset(group for group, values in groups.items() if weakens(group, values)),
        telling=frozenset(word for word, weight in weights.items() if ":" not in word and weight > SAYS_LITTLE),
        odd=frozenset(filter(_is_odd, weights)),
    )


def _weighed(token: str) -> tuple[str, float] | None:
    """A token and its weight; a value that silence also means is no evidence."""
    group, _, value = token.partition(":")
    if not value:
        return token, weight_of(token)
    rule = rule_of(group)
    return None if value in rule.default else (f"{group}:{same_as(group, value)}", rule.weight)


def _groups(tokens: list[str]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for token in tokens:
        group, _, value = token.partition(":")
        if value:
            groups.setdefault(group, set()).add(value)
        elif token in _OPPOSITES:
            groups.setdefault(_OPPOSITES[token], set()).add(token)
    return {group: frozenset(groups[group]) for group in sorted(groups)}


def _separates(group: str, values: frozenset[str]) -> bool:
    rule = rule_of(group)
    return rule.missing == "separates" and not values <= set(rule.default)


def weakens(group: str, values: frozenset[str]) -> bool:
    """Whether these values weaken the likeness to a phrase that is silent on their group."""
    rule = rule_of(group)
    return not values.isdisjoint(rule.strong) or (rule.missing == "weakens" and not values <= set(rule.default))


def _is_odd(token: str) -> bool:
    return token not in word_weights() and may_slip(token)
