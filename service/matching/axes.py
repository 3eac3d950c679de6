"""Qualifiers wherever they stand: agreement, difference and silence on each axis, and what certainly separates."""

from collections.abc import Mapping

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


def measure_axes(wording: Wording) -> Numbers:
    """All numbers that the qualifiers of two topics give."""
    ours, theirs = said_by(wording.one.topic), said_by(wording.other.topic)
    return {**hard_axes(ours, theirs), **soft_axes(ours, theirs), **numbers_named(ours, theirs)}


def said_by(topic: Topic) -> Said:
    """What a topic says on each axis."""
    said: dict[str, set[str]] = {}
    for qualifier in topic.qualifiers:
        group, _, value = qualifier.partition(":")
        if (group, value) != ("number", "1"):
            said.setdefault(group, set()).add(same_as(group, value))
    return {group: frozenset(values) for group, values in said.items()}


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
    ours, theirs = said_by(wording.one.topic), said_by(wording.other.topic)
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
