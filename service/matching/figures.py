"""Two figures' units, kinds and sizes."""

import math
from decimal import Decimal

from service.claim import Quantity
from service.matching.encoding import nearness
from service.matching.spelling import ALIKE, likeness
from service.matching.things import is_general, same_thing
from service.matching.unsaid import completed, is_unsaid, told_of
from service.matching.wording import Numbers, Wording

_UNLIKE, _SAID = 0.4, 0.4
"""Counted things further apart in meaning may be two; what is nearer to a word of the other side is said there."""
_SHARES = frozenset({"percent", "percentage_points"})
_FROM, _RANGE = 0.2, 0.5
_SAME, _CLOSE, _NEAR, _FAR, _FARTHER, _FARTHEST, _ORDERS = 0.002, 0.03, 0.3, 0.7, 1.6, 3.4, 0.12
_SCALES = frozenset({3, 6, 9})


def measure_figures(one: Quantity, other: Quantity) -> Numbers:
    """All numbers that two quantities give."""
    unsaid = float(is_unsaid(told_of(one), told_of(other)))
    return {**units(completed(one, other)), **things(one, other), **sizes(one, other), "unit_unsaid": unsaid}


def units(one: Quantity) -> Numbers:
    """What they are figures of: per cent, money or a count. Only figures of one kind and dimension are weighed."""
    dimension = one.unit.dimension
    return {
        "in_percent": float(dimension in _SHARES),
        "in_money": float(dimension.startswith("money")),
        "counted": float(dimension == "count"),
    }


def things(one: Quantity, other: Quantity) -> Numbers:
    """What is counted: the same thing in two words, or two things."""
    ours, theirs = one.unit.thing, other.unit.thing
    numbers = {"both_name_things": float(bool(ours and theirs)), "things_unlike": 0.0}
    if ours and theirs and not same_thing(ours, theirs):
        numbers["things_unlike"] = 1.0 - max(0.0, min(1.0, (nearness(ours, theirs) - _FROM) / _RANGE))
    return numbers


def count_another(wording: Wording, one: Quantity, other: Quantity) -> float:
    """1 where what one side counts may be another thing than what the other does.

    Not where the other side says it anyway ("new cases: 432 new cases"), or it is people in general.
    """
    if things(one, other)["things_unlike"] <= _UNLIKE:
        return 0.0
    for words, beside in ((wording.ours, wording.other), (wording.theirs, wording.one)):
        counted = [word.word.surface for word in words if word.word.field == "thing" and not word.is_shared]
        said = [word.surface for word in beside.words.values() if word.field in {"metric", "subject"}]
        places = [
            word.surface for side in (wording.one, wording.other) for word in side.words.values() if word.kind == "name"
        ]
        if any(
            not is_general(thing) and not _is_said(thing, said) and not _live_in(thing, places) for thing in counted
        ):
            return 1.0
    return 0.0


def _is_said(thing: str, words: list[str]) -> bool:
    return any(nearness(thing, word) >= _SAID for word in words)


def _live_in(thing: str, names: list[str]) -> bool:
    """Whether what is counted is named after a place that is told: "Oklahomans", in Oklahoma."""
    return any(likeness(thing, name) >= ALIKE for name in names)


def sizes(one: Quantity, other: Quantity) -> Numbers:
    """How far apart the figures are: two outlets seldom differ by more than a factor of two on one thing."""
    ours, theirs = _middle(one), _middle(other)
    apart = abs(math.log(abs(float(ours / theirs)))) if ours and theirs else None
    if apart is not None and _is_slip_of_scale(apart):
        apart = _NEAR
    return {
        "figures_same": float(apart is not None and apart < _SAME),
        "figures_close": float(apart is not None and _SAME <= apart < _CLOSE),
        "figures_near": float(apart is not None and apart < _NEAR),
        "figures_doubled": float(apart is not None and _FAR < apart <= _FARTHER),
        "figures_far": float(apart is not None and apart > _FARTHER),
        "figures_very_far": float(apart is not None and apart > _FARTHEST),
        "signs_differ": float(bool(ours and theirs) and (ours or 0) * (theirs or 0) < 0),
    }


def _is_slip_of_scale(apart: float) -> bool:
    """A thousand or a million times: more likely a slip than another thing."""
    orders = apart / math.log(10)
    return round(orders) in _SCALES and abs(orders - round(orders)) < _ORDERS


def _middle(quantity: Quantity) -> Decimal | None:
    ends = [end for end in (quantity.stated.low, quantity.stated.high) if end is not None]
    return sum(ends, Decimal(0)) / len(ends) if ends else None
