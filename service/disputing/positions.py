"""Positions by interval maths: how many figures exclude each other, and who can stand with which.

Two figures can stand together if their intervals share a point; a tolerance moves each high end up (`judging.reach`).
What can stand with what is then an interval graph, and the fewest values that explain all claims are as many as the
largest set of claims that exclude each other. The sweep goes by the high end: a figure that overlaps no anchor so far
becomes an anchor. Nothing chains: 100, 100.9, 101.8, 102.7 at 1 % are two positions.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from service.claim import Interval
from service.dispute import Figure, Position
from service.judging import has_room, reach
from service.policy import Tolerance

_NONE = Tolerance()
_UNBOUNDED, _BOUNDED = 1, 0


class End(NamedTuple):
    """An end as it is ordered: unbounded ones outermost, and an open end lies a shade inside of a closed one."""

    side: int
    at: Decimal | Fraction
    shade: int


class _Span(NamedTuple):
    """A figure between its ends, the high one moved by the tolerance."""

    high: End
    low: End
    claim_id: UUID
    figure: Figure


def find_positions(
    members: Iterable[Figure], guests: Iterable[Figure] = (), tolerance: Tolerance = _NONE
) -> tuple[Position, ...]:
    """Give the positions in ascending order. The order of the figures does not matter.

    Args:
        members: Figures of the question, in one dimension's base unit.
        guests: Figures that may speak of something else. They never make members exclude each other; those that can
            stand with no member make positions of their own.
        tolerance: How far apart two figures may lie and still stand together.
    """
    own = sorted(_span(one, tolerance) for one in members)
    visiting = sorted(_span(one, tolerance) for one in guests)
    anchors = _anchors(own)
    apart = [span for span in visiting if not _overlapped(span, anchors)]
    beside = [span for span in visiting if _overlapped(span, anchors)]
    found = _gather(anchors, [*own, *beside], is_guest=False)
    if apart:
        found += _gather(_anchors(apart), apart, is_guest=True)
    return tuple(sorted(found, key=_place_of))


def exclude_each_other(some: Iterable[Figure], others: Iterable[Figure], tolerance: Tolerance = _NONE) -> bool:
    """Say whether any figure of the one side cannot stand beside any of the other."""
    ours, theirs = [_span(one, tolerance) for one in some], [_span(one, tolerance) for one in others]
    if not ours or not theirs:
        return False
    return max(one.low for one in ours) > min(one.high for one in theirs) or max(one.low for one in theirs) > min(
        one.high for one in ours
    )


def _anchors(spans: Sequence[_Span]) -> list[_Span]:
    """Sweep by the high end: whoever begins behind the last anchor's end excludes all anchors."""
    anchors: list[_Span] = []
    for span in spans:
        if not anchors or span.low > anchors[-1].high:
            anchors.append(span)
    return anchors


def _gather(anchors: Sequence[_Span], spans: Sequence[_Span], *, is_guest: bool) -> list[Position]:
    holders: list[list[Figure]] = [[] for _ in anchors]
    room: list[list[Figure]] = [[] for _ in anchors]
    for span in spans:
        overlapped = _overlapped(span, anchors)
        if len(overlapped) == 1:
            holders[overlapped[0]].append(span.figure)
        else:
            room[_listed_under(span.figure, anchors, overlapped)].append(span.figure)
    return [
        Position(
            core=_core([one.interval for one in held] or [anchor.figure.interval]),
            anchor=anchor.figure,
            holders=tuple(sorted(held, key=_age_of)),
            room=tuple(sorted(roomy, key=_age_of)),
            is_guest=is_guest,
        )
        for anchor, held, roomy in zip(anchors, holders, room, strict=True)
    ]


def _overlapped(span: _Span, anchors: Sequence[_Span]) -> range:
    """Give the places of the anchors that a figure overlaps: they stand beside each other."""
    first = bisect_left(anchors, span.low, key=lambda one: one.high)
    last = bisect_left(anchors, True, lo=first, key=lambda one: one.low > span.high)  # noqa: FBT003 - a key
    return range(first, last)


def _listed_under(figure: Figure, anchors: Sequence[_Span], overlapped: range) -> int:
    """Give the anchor that holds the stated value; else the lowest that is overlapped."""
    low, high = _low(figure.stated), _high(figure.stated, _NONE)
    return next(
        (at for at in overlapped if low <= anchors[at].high and anchors[at].low <= high),
        overlapped[0],
    )


def _core(intervals: Sequence[Interval]) -> Interval:
    low = max(intervals, key=_low)
    high = min(intervals, key=lambda one: _high(one, _NONE))
    return Interval(low.low, high.high, low_open=low.low_open, high_open=high.high_open)


def low_end(figure: Figure) -> End:
    """Give where a figure begins."""
    return _low(figure.interval)


def high_end(figure: Figure, tolerance: Tolerance) -> End:
    """Give how far a figure reaches: who begins behind it excludes it."""
    return _high(figure.interval, tolerance)


def _span(figure: Figure, tolerance: Tolerance) -> _Span:
    return _Span(high_end(figure, tolerance), low_end(figure), figure.claim_id, figure)


def _low(interval: Interval) -> End:
    if interval.low is None:
        return End(-_UNBOUNDED, Decimal(0), 0)
    return End(_BOUNDED, interval.low, int(interval.low_open))


def _high(interval: Interval, tolerance: Tolerance) -> End:
    if interval.high is None:
        return End(_UNBOUNDED, Decimal(0), 0)
    if not has_room(tolerance):
        return End(_BOUNDED, interval.high, -int(interval.high_open))
    return End(_BOUNDED, reach(interval.high, tolerance), 1)  # who begins just behind it is within the tolerance


def _place_of(position: Position) -> tuple[End, End, str]:
    interval = position.anchor.interval
    return _high(interval, _NONE), _low(interval), str(position.anchor.claim_id)


def _age_of(figure: Figure) -> tuple[object, ...]:
    return figure.age
