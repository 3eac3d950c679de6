"""Two places as a hierarchy: site, town, region, country; given on one side, said or silent on the other."""

from msgspec import Struct

from service.claim import PART_OF, Place
from service.matching.sides import Side, side_of
from service.matching.spelling import ALIKE, likeness
from service.matching.wording import Numbers
from service.topic import Topic

_SHORTEST = 3
_WORLD = "001"
_WORLDWIDE = frozenset(
    {"global", "world", "worldwide", "earth", "globally", "mondial", "mondiale", "mundial", "weltweit"}
)
_KINDS = frozenset(
    {"near", "off", "district", "province", "region", "county", "state", "city", "town", "area", "department"}
)
"""What a place is, or how near: "near Rumichaca", "Buzi district"."""


class Where(Struct, frozen=True):
    """A claim's place taken apart."""

    country: str | None
    within: str | None
    region: str | None
    """The state or province that is known to hold it."""
    named: frozenset[str]
    """Countries of the place and of the topic's words."""


def where(place: Place | None, topic: Topic) -> Where:
    """Take a place apart: its country, its name below that, and all countries that the claim names."""
    said = frozenset(PART_OF.get(code, code) for code in topic.countries)
    if place is None:
        return Where(None, None, None, said)
    country = place.country or None
    within = place.key.rpartition("/")[2] if country is None or "/" in place.key else None
    region = place.key.rpartition("/")[0].partition("/")[2] if country else ""
    return Where(country, within, region or None, said | ({country} if country else frozenset()))


def measure_places(one: Where, other: Where, ours: Topic, theirs: Topic) -> Numbers:
    """All numbers that two places give."""
    both = all(is_of_the_world(place, topic) for place, topic in ((one, ours), (other, theirs)))
    return {**countries(one, other), **within(one, other, ours, theirs), "both_say_world": float(both)}


def is_of_the_world(place: Where, topic: Topic) -> bool:
    """Whether a claim speaks of the whole world, in its place or in its words."""
    return place.country == _WORLD or (not place.named and any(word.surface in _WORLDWIDE for word in topic.words))


def countries(one: Where, other: Where) -> Numbers:
    """The same country, another, or one that only one side names."""
    both, known = bool(one.country and other.country), one.named & other.named
    more, less = one.named - other.named, other.named - one.named
    return {
        "same_country": float(both),
        "country_on_one_side": float(bool(one.country) != bool(other.country) and not known),
        "country_said_otherwise": float(not both and bool(known)),
        "named_countries_differ": float(bool(one.named) and bool(other.named) and not known),
        "each_names_another": float(bool(more) and bool(less) and bool(known)),
        "one_names_more": float(bool(known) and bool(more) != bool(less)),
        "both_have_places": float(_has(one) and _has(other)),
        "neither_has_a_place": float(not _has(one) and not _has(other)),
    }


def _has(one: Where) -> bool:
    return one.country is not None or one.within is not None


def within(one: Where, other: Where, ours: Topic, theirs: Topic) -> Numbers:
    """Town, region or site: the same, said elsewhere, or on one side only. Two towns are not weighed."""
    numbers = dict.fromkeys(("same_within", "within_said", "within_lone", "within_on_one_side"), 0.0)
    if one.within and other.within:
        return numbers | _both_within(one.within, other.within, (side_of(ours), side_of(theirs)))
    name, side = (one.within, side_of(theirs)) if one.within else (other.within, side_of(ours))
    if name is None:
        return numbers
    numbers["within_on_one_side"] = 1.0
    return numbers | ({"within_said": 1.0} if _is_said(name, side) else {"within_lone": 1.0})


def _both_within(one: str, other: str, sides: tuple[Side, Side]) -> Numbers:
    if _is_one_name(set(one.split()), set(other.split())):
        return {"same_within": 1.0}
    if _is_said(one, sides[1]) or _is_said(other, sides[0]):
        return {"within_said": 1.0}
    return {}


def _is_one_name(one: set[str], other: set[str]) -> bool:
    """Tell "Valencia region" and "Valencia" from two provinces, which share the word for what they are."""
    if one - _KINDS and other - _KINDS:
        one, other = one - _KINDS, other - _KINDS
    ours, theirs = one - other, other - one
    return not ours or not theirs or all(any(likeness(a, b) >= ALIKE for b in theirs) for a in ours)


def _is_said(name: str, side: Side) -> bool:
    return any(
        likeness(part, word.surface) >= ALIKE
        for part in name.split()
        if len(part) >= _SHORTEST
        for word in side.words.values()
    )


def places_apart(one: Where, other: Where) -> str | None:
    """Name what certainly keeps two places apart: two countries, of which the whole world counts as one, or two states.

    "Franklin County, Ohio" and "Franklin County, Kansas" share nothing but their name.
    """
    if not one.country or not other.country:
        return None
    if one.country != other.country:
        return f"place: {one.country} and {other.country}"
    if one.region and other.region and one.region != other.region:
        return f"place: {one.region} and {other.region}"
    return None
