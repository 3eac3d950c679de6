"""The pairs of a dispute, worked out from its figures: never all at once, for of 2,000 figures they are two million."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from service.dispute import Figure
from service.disputing.positions import high_end, low_end
from service.policy import Tolerance

Pair = tuple[Figure, Figure]
"""The earlier figure first."""
Place = tuple[datetime, UUID, datetime, UUID]
"""The ages of a pair, the later one first: a place in the order in which pairs are given."""


def contradictions(figures: Sequence[Figure], tolerance: Tolerance, after: Place | None = None) -> Iterator[Pair]:
    """Give the pairs of two sources that cannot both stand, the newest later figure first, then the newest earlier one.

    Args:
        figures: Of a dispute.
        tolerance: How far apart two figures may lie and still stand together.
        after: The place of the last pair that was given before.
    """
    last, before = (after[:2], after[2:]) if after else (None, None)
    by_high = sorted(figures, key=lambda one: high_end(one, tolerance))
    highs = [high_end(one, tolerance) for one in by_high]
    by_low = sorted(figures, key=low_end)
    lows = [low_end(one) for one in by_low]
    for later in sorted(figures, key=lambda one: one.age, reverse=True):
        if last is not None and later.age > last:
            continue
        below = by_high[: bisect_left(highs, low_end(later))]
        above = by_low[bisect_right(lows, high_end(later, tolerance)) :]
        others = [one for one in (*below, *above) if one.age < later.age and one.source_id != later.source_id]
        for earlier in sorted(others, key=lambda one: one.age, reverse=True):
            if before is None or later.age != last or earlier.age < before:
                yield earlier, later
