"""Positions by interval maths: how many figures exclude each other, and who can stand with which.

Two figures can stand together if their intervals share a point; a tolerance moves each high end up (`judging.reach`).
What can stand with what is then an interval graph, and the fewest values that explain all claims are as many as the
largest set of claims that exclude each other. The sweep goes by the high end: a figure that overlaps no anchor so far
becomes an anchor. Nothing chains: 100, 100.9, 101.8, 102.7 at 1 % are two positions.
"""

from bisect import bisect_left, bisect_right
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
    anchors = _Anchors(own)
    apart = [span for span in visiting if not anchors.overlapped(span)]
    beside = [span for span in visiting if anchors.overlapped(span)]
    found = _gather(anchors, [*own, *beside], is_guest=False)
    if not apart:
        return tuple(found)
    return tuple(sorted(found + _gather(_Anchors(apart), apart, is_guest=True), key=_place_of))


def exclude_each_other(some: Iterable[Figure], others: Iterable[Figure], tolerance: Tolerance = _NONE) -> bool:
    """Say whether any figure of the one side cannot stand beside any of the other."""
    ours, theirs = [_span(one, tolerance) for one in some], [_span(one, tolerance) for one in others]
    if not ours or not theirs:
        return False
    return max(one.low for one in ours) > min(one.high for one in theirs) or max(one.low for one in theirs) > min(
        one.high for one in ours
    )


class _Anchors:
    """Figures that exclude each other, in ascending order: both their ends ascend, too."""

    def __init__(self, spans: Sequence[_Span]) -> None:
        """Sweep by the high end: whoever begins behind the last anchor's end excludes all anchors."""
        self.spans: list[_Span] = []
        for span in spans:
            if not self.spans or span.low > self.spans[-1].high:
                self.spans.append(span)
        self._lows = [span.low for span in self.spans]
        self._highs = [span.high for span in self.spans]

    def overlapped(self, span: _Span) -> range:
        """Give the places of the anchors that a figure overlaps: they stand beside each other."""
        first = bisect_left(self._highs, span.low)
        return range(first, bisect_right(self._lows, span.high, lo=first))


def _gather(anchors: _Anchors, spans: Sequence[_Span], *, is_guest: bool) -> list[Position]:
    holders: list[list[Figure]] = [[] for _ in anchors.spans]
    room: list[list[Figure]] = [[] for _ in anchors.spans]
    for span in spans:
        overlapped = anchors.overlapped(span)
        if len(overlapped) == 1:
            holders[overlapped[0]].append(span.figure)
        else:
            room[_listed_under(span.figure, anchors.spans, overlapped)].append(span.figure)
    return [
        Position(
            core=_core([one.interval for one in held] or [anchor.figure.interval]),
            anchor=anchor.figure,
            holders=tuple(sorted(held, key=_age_of)),
            room=tuple(sorted(roomy, key=_age_of)),
            is_guest=is_guest,
        )
        for anchor, held, roomy in zip(anchors.spans, holders, room, strict=True)
    ]


def _listed_under(figure: Figure, anchors: Sequence[_Span], overlapped: range) -> int:
    """Give the anchor that holds the stated value; else the lowest that is overlapped."""
    low, high = _low(figure.stated), _high(figure.stated, _NONE)
    return next(
        (at for at in overlapped if low <= anchors[at].high and anchors[at].low <= high),
        overlapped[0],
    )


def _core(intervals: Sequence[Interval]) -> Interval:
    if len(intervals) == 1:
        return intervals[0]
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
