"""A normalised phrase taken apart: what its words weigh, and what its qualifiers say."""

import tomllib
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, convert

from service.matching.slips import weight_of

LEXICON = Path(__file__).parent / "lexicon"


class Group(Struct, frozen=True):
    """How the values of one group of qualifiers count; see lexicon/groups.toml."""

    missing: str
    weight: float
    same: list[list[str]] = []
    default: list[str] = []


class Opposite(Struct, frozen=True):
    """Words that exclude each other, and two metrics that they keep apart."""

    words: list[str]
    pair: tuple[str, str]


class Groups(Struct, frozen=True):
    """The whole of lexicon/groups.toml."""

    qualifier: dict[str, Group]
    opposite: dict[str, Opposite]


class Profile(Struct, frozen=True):
    """A phrase taken apart.

    `weights` holds what counts as evidence, words and qualifiers alike; `groups` what each group of qualifiers says,
    defaults included; `total` is the sum of the weights.
    """

    weights: dict[str, float]
    groups: dict[str, frozenset[str]]
    total: float


GROUPS = convert(tomllib.loads((LEXICON / "groups.toml").read_text(encoding="utf-8")), Groups)
UNRULED = Group(missing="neutral", weight=0.2)
_OPPOSITES = {word: name for name, opposite in GROUPS.opposite.items() for word in opposite.words}
_SAME = {
    (name, value): values[0] for name, group in GROUPS.qualifier.items() for values in group.same for value in values
}


def rule_of(group: str) -> Group:
    """The rule of a group; groups without one (as "order") only exclude when both sides speak."""
    return GROUPS.qualifier.get(group, UNRULED)


@lru_cache(maxsize=65_536)
def profile_of(phrase: str) -> Profile:
    """Take a phrase apart. Pure, so the cache can never be stale."""
    weights: dict[str, float] = {}
    groups: dict[str, set[str]] = {}
    for token in phrase.split():
        group, _, value = token.partition(":")
        if value:
            groups.setdefault(group, set()).add(_SAME.get((group, value), value))
            if value not in rule_of(group).default:
                weights[f"{group}:{_SAME.get((group, value), value)}"] = rule_of(group).weight
            continue
        weights[token] = weight_of(token)
        if token in _OPPOSITES:
            groups.setdefault(_OPPOSITES[token], set()).add(token)
    frozen = {group: frozenset(values) for group, values in groups.items()}
    return Profile(weights=weights, groups=frozen, total=sum(weights.values()))
