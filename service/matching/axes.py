"""Qualifiers wherever they stand: agreement, difference and silence on each axis, and what certainly separates."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from service.matching.profiles import GROUPS, rule_of, same_as
from service.matching.wording import Numbers, Wording
from service.topic import Topic

_SOFT = frozenset(
    {
        "measure",
        "frequency",
        "per",
        "adjustment",
        "bound",
        "number",
        "year",
        "prices",
        "code",
        "povertyline",
        "direction",
    }
)
"""Axes on which wordings differ without meaning it, or that are looked at by themselves."""
_APART = (
    "casualty", "sex", "age", "scope", "price", "outlook", "certainty",
    "flow", "gross", "movement", "sector", "statistic", "dose", "not",
)  # fmt: skip
_HARMLESS = frozenset({"mean"})
"""What may be left out on one side: prices, rents and incomes of many are averages anyway."""
_MOST, _MOST_WEAK = 2.0, 3.0
_OPPOSITES = {word: name for name, opposite in GROUPS.opposite.items() for word in opposite.words}
Said = Mapping[str, frozenset[str]]
_WHOLES = {"sex": frozenset({"male", "female"}), "age": frozenset({"adults", "children"})}
"""Parts that together are all: "men and women", "adults and children"."""


def _load() -> dict[str, dict[str, tuple[tuple[str, ...], frozenset[str]]]]:
    """By the group and value the beginnings of words that imply it, and whole words."""
    path = Path(__file__).parent / "lexicon" / "implied.toml"
    found: dict[str, dict[str, tuple[tuple[str, ...], frozenset[str]]]] = {}
    for qualifier, words in tomllib.loads(path.read_text(encoding="utf-8"))["implied"].items():
        group, _, value = qualifier.partition(":")
        whole = frozenset(word.rstrip("$") for word in words if word.endswith("$"))
        beginnings = tuple(word for word in words if not word.endswith("$"))
        found.setdefault(group, {})[value] = beginnings, whole
    return found


IMPLIED = _load()


def measure_axes(wording: Wording) -> Numbers:
    """All numbers that the qualifiers of two topics give."""
    ours, theirs = heard_of(wording.one.topic, wording.other.topic)
    return {**hard_axes(ours, theirs), **soft_axes(ours, theirs), **numbers_named(ours, theirs)}


def said_by(topic: Topic) -> Said:
    """What a topic says on each axis."""
    said: dict[str, set[str]] = {}
    for qualifier in topic.qualifiers:
        group, _, value = qualifier.partition(":")
        if (group, value) != ("number", "1"):
            said.setdefault(group, set()).add(same_as(group, value))
    return {group: frozenset(values) for group, values in said.items()}


def heard_of(one: Topic, other: Topic) -> tuple[Said, Said]:
    """What each says on each axis; where one is silent on an axis, what its words imply of what the other says."""
    ours, theirs = (
        {axis: said for axis, said in said_by(topic).items() if said != _WHOLES.get(axis)} for topic in (one, other)
    )
    for silent, topic, beside in ((ours, one, theirs), (theirs, other, ours)):
        for axis in [axis for axis in beside if axis in IMPLIED and axis not in silent]:
            if implied := implied_by(topic, axis) & beside[axis]:
                silent[axis] = implied
    return ours, theirs


@lru_cache(maxsize=16_384)
def implied_by(topic: Topic, axis: str) -> frozenset[str]:
    """What the words of a topic imply on an axis, whatever field they stand in."""
    surfaces = [part for word in topic.words for part in word.surface.split()]
    return frozenset(
        value
        for value, (beginnings, whole) in IMPLIED[axis].items()
        if any(word in whole or word.startswith(beginnings) for word in surfaces)
    )


def hard_axes(ours: Said, theirs: Said) -> Numbers:
    """Killed and injured, men and women, new and total: where both say the same, and where only one speaks.

    What differs for certain is not weighed (`what_separates`).
    """
    weak, same = 0.0, 0.0
    numbers = {f"only_one_says_{group}": 0.0 for group in _APART}
    for group in (ours.keys() | theirs.keys()) - _SOFT:
        one, other = ours.get(group, frozenset()), theirs.get(group, frozenset())
        if one and other:
            same += one == other
            weak += 0.5 * (bool(one & other) and one != other)
        elif not (one | other) <= set(rule_of(group).default):
            numbers |= {f"only_one_says_{group}": 1.0} if group in _APART else {}
            weak += rule_of(group).missing != "separates" and not (one | other) <= _HARMLESS
    casualties = ours.get("casualty", frozenset()) & theirs.get("casualty", frozenset())
    return numbers | {
        "same_casualty": float(bool(casualties)),
        "axes_weakened": min(_MOST_WEAK, weak),
        "axes_same": min(_MOST, same),
    }


def soft_axes(ours: Said, theirs: Said) -> Numbers:
    """Level, share and change; monthly and annual; per day: axes on which people are careless."""
    one, other = ours.get("measure", frozenset()) - {"count"}, theirs.get("measure", frozenset()) - {"count"}
    often, as_often = ours.get("frequency", frozenset()), theirs.get("frequency", frozenset())
    return {
        "only_one_says_change": float(("change" in one) != ("change" in other)),
        "only_one_says_share": float(("share" in one) != ("share" in other)),
        "same_measure": float(bool(one) and one == other),
        "same_frequency": float(bool(often & as_often)),
        "only_one_says_frequency": float(bool(often) != bool(as_often)),
        "only_one_says_per": float(bool(ours.get("per")) != bool(theirs.get("per"))),
    }


def are_opposites(wording: Wording) -> bool:
    """Whether words of the two exclude each other: exports and imports, tanks and planes."""
    ours = {_OPPOSITES[form]: form for form in wording.one.words if form in _OPPOSITES}
    theirs = {_OPPOSITES[form]: form for form in wording.other.words if form in _OPPOSITES}
    return any(
        ours[name] not in wording.other.words and theirs[name] not in wording.one.words
        for name in ours.keys() & theirs.keys()
    )


def numbers_named(ours: Said, theirs: Said) -> Numbers:
    """Numbers in names and bounds, exactly: LC-40 and LC-60, under 5 and under 15."""
    one, other = _numbers(ours), _numbers(theirs)
    return {
        "only_one_names_a_number": float(bool(one) != bool(other)),
        "same_number": float(bool(one & other)),
    }


def _numbers(said: Said) -> frozenset[str]:
    bounds = {value.strip("+-") for value in said.get("bound", frozenset()) if value[0].isdigit()}
    return said.get("number", frozenset()) | bounds


def what_separates(wording: Wording) -> str | None:
    """Name what certainly keeps two topics apart: a differing value on one axis, or a number in a name."""
    ours, theirs = heard_of(wording.one.topic, wording.other.topic)
    for group in sorted((ours.keys() & theirs.keys()) - _SOFT):
        if not ours[group] & theirs[group]:
            return f"qualifier: {_named(ours[group], theirs[group])}"
    for group in sorted((ours.keys() ^ theirs.keys()) - _SOFT):
        said = ours.get(group) or theirs.get(group) or frozenset()
        if rule_of(group).missing == "separates" and not said <= set(rule_of(group).default):
            return f"qualifier: {_named(said, frozenset())}"
    often, as_often = ours.get("frequency", frozenset()), theirs.get("frequency", frozenset())
    if often and as_often and not often & as_often:
        return f"qualifier: {_named(often, as_often)}"
    one, other = _numbers(ours), _numbers(theirs)
    return f"number: {_named(one - other, other - one)}" if one - other and other - one else None


def _named(ours: frozenset[str], theirs: frozenset[str]) -> str:
    said = sorted(" + ".join(sorted(side)).replace("_", " ") for side in (ours, theirs) if side)
    first, second = (*said, "none")[:2]
    return f"{first} and {second}"
