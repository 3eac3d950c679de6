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
    strong: list[str] = []
    apart: float = 0.7


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
UNRULED = Group(missing="weakens", weight=0.2)
_OPPOSITES = {word: name for name, opposite in GROUPS.opposite.items() for word in opposite.words}
_SAME = {
    (name, value): values[0] for name, group in GROUPS.qualifier.items() for values in group.same for value in values
}


def rule_of(group: str) -> Group:
    """The rule of a group; one without a rule weakens."""
    return GROUPS.qualifier.get(group, UNRULED)


def same_as(group: str, value: str) -> str:
    """The value that stands for all that do not exclude this one."""
    return _SAME.get((group, value), value)


@lru_cache(maxsize=65_536)
def profile_of(phrase: str) -> Profile:
    """Take a phrase apart. Pure, so the cache can never be stale."""
    weights: dict[str, float] = {}
    groups: dict[str, set[str]] = {}
    for token in phrase.split():
        group, _, value = token.partition(":")
        if value:
            groups.setdefault(group, set()).add(value)
            if value not in rule_of(group).default:
                weights[f"{group}:{same_as(group, value)}"] = rule_of(group).weight
            continue
        weights[token] = weight_of(token)
        if token in _OPPOSITES:
            groups.setdefault(_OPPOSITES[token], set()).add(token)
    frozen = {group: frozenset(values) for group, values in groups.items()}
    return Profile(weights=weights, groups=frozen, total=sum(weights.values()))
