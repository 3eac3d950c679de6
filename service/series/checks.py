"""What a series says about itself: falls of a running total, holes, jumps, and rises that are not what is given as new.

Measured on series that their publishers later corrected (19,484 figures of army losses, 387,804 of the pandemic): a
fall of a running total was corrected in 86 and 97 of 100 cases, so each is told. A jump of five times the largest of
fourteen days was in 33 and 91, so it is a note. Smaller jumps were right as a rule, and are not told.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median_low

from service.claim import Interval
from service.judging import gap_between
from service.series.points import CheckKind, SeriesCheck, SeriesPoint

LOOKED_BACK = 15
"""Points before the first one of a page that its checks look at."""
_FEWEST_STEPS = 5
_USUAL_STEPS = 3
_JUMP_TIMES, _JUMP_STEPS, _FEWEST_RISES = 5, 14, 7
_JUMP_SHARE = Decimal("0.05")
_TWO = Decimal(2)
_DAY = timedelta(days=1)


def check_series(
    points: Sequence[SeriesPoint],
    *,
    is_total: bool,
    new: Mapping[date, SeriesPoint] | None = None,
    parts: Sequence[SeriesPoint] = (),
    shown_from: int = 0,
) -> tuple[SeriesCheck, ...]:
    """Give what points say about themselves, in their order.

    Args:
        points: In the order of their periods.
        is_total: Whether they are a running total; only such a one may not fall.
        new: What the same source gives as new, by day.
        parts: What the same source says of parts of it.
        shown_from: Where the points begin that are asked about; those before are looked at only.
    """
    found = [*_holes(points), *_parts_above(points, parts)]
    if is_total:
        found += [*_falls(points), *_jumps(points), *_increments(points, new or {})]
    shown = {one.claim_id: place for place, one in enumerate(points) if place >= shown_from}
    return tuple(
        sorted((one for one in found if one.claim_id in shown), key=lambda one: (shown[one.claim_id], one.kind.value))
    )


def _falls(points: Sequence[SeriesPoint]) -> Iterator[SeriesCheck]:
    for before, point in pairwise(points):
        low, high = before.interval.low, point.interval.high
        if low is None or high is None or gap_between(before.interval, point.interval) is None or high > low:
            continue
        words = f"from {_said(before)} to {_said(point)}"
        if high * _TWO < low:
            yield _check(
                CheckKind.RESTART, before, point, f"Falls {words}, to less than half. Was the count restarted?"
            )
        else:
            yield _check(CheckKind.FALL, before, point, f"Falls {words}, and a running total cannot.")


def _holes(points: Sequence[SeriesPoint]) -> Iterator[SeriesCheck]:
    steps = [(point.end - before.end).days for before, point in pairwise(points)]
    for place, ((before, point), step) in enumerate(zip(pairwise(points), steps, strict=True)):
        near = steps[max(0, place - _JUMP_STEPS) : place] + steps[place + 1 : place + 1 + _JUMP_STEPS]
        usual = median_low(near) if len(near) >= _FEWEST_STEPS else 0
        if usual and step > _USUAL_STEPS * usual:
            missing = f"between {before.end} and {point.end}, {step:,} days; the usual step is {_days(usual)}"
            yield _check(CheckKind.HOLE, before, point, f"No figure {missing}.", is_note=True)


def _jumps(points: Sequence[SeriesPoint]) -> Iterator[SeriesCheck]:
    values = [_middle(one.stated) for one in points]
    rises = [None if b is None or a is None else b - a for a, b in pairwise(values)]
    for place, ((before, point), rise) in enumerate(zip(pairwise(points), rises, strict=True)):
        last = [one for one in rises[max(0, place - _JUMP_STEPS) : place] if one is not None]
        value = values[place]
        if rise is None or value is None or len(last) < _FEWEST_RISES:
            continue
        largest = max(last)
        if largest > 0 and rise > _JUMP_TIMES * largest and rise > _JUMP_SHARE * abs(value):
            words = f"Rises by {rise:,f} from {_said(before)} to {_said(point)}"
            largest_words = f"the largest rise of the {len(last)} steps before was {largest:,f}"
            yield _check(CheckKind.JUMP, before, point, f"{words}; {largest_words}.", is_note=True)


def _increments(points: Sequence[SeriesPoint], new: Mapping[date, SeriesPoint]) -> Iterator[SeriesCheck]:
    for before, point in pairwise(points):
        said = new.get(point.end)
        if said is None or point.end - before.end != _DAY:
            continue
        rise = _difference(_meant(before), _meant(point))
        if gap_between(rise, _meant(said)) is not None:
            printed = _words(_difference(before.stated, point.stated))
            words = f"from {_said(before)} to {_said(point)} is {printed}"
            yield _check(
                CheckKind.INCREMENT, said, point, f"The rise {words}, and the source gives {said.figure} as new."
            )


def _parts_above(points: Sequence[SeriesPoint], parts: Sequence[SeriesPoint]) -> Iterator[SeriesCheck]:
    whole = {(one.start, one.end): one for one in points}
    for part in parts:
        point = whole.get((part.start, part.end))
        if point is None or gap_between(point.interval, part.interval) is None:
            continue
        low, high = part.interval.low, point.interval.high
        if low is not None and high is not None and high <= low:
            words = f"Of a part of it the source gives {part.figure}, and of all {_said(point)}."
            yield _check(CheckKind.PART, part, point, words)


def _meant(point: SeriesPoint) -> Interval:
    """Give what a figure can mean; what is counted to the last one is meant as it is printed."""
    low, high = point.interval.low, point.interval.high
    return point.stated if low is not None and high is not None and high - low <= 1 else point.interval


def _difference(before: Interval, after: Interval) -> Interval:
    """Give what the rise from one figure to the other can be."""
    low = None if after.low is None or before.high is None else after.low - before.high
    high = None if after.high is None or before.low is None else after.high - before.low
    return Interval(
        low,
        high,
        low_open=after.low_open or before.high_open,
        high_open=after.high_open or before.low_open,
    )


def _words(interval: Interval) -> str:
    low, high = (("…" if end is None else f"{end:,f}") for end in (interval.low, interval.high))
    return low if low == high else f"{low} to {high}"


def _middle(interval: Interval) -> Decimal | None:
    if interval.low is None or interval.high is None:
        return None
    return (interval.low + interval.high) / _TWO


def _said(point: SeriesPoint) -> str:
    return f"{point.figure} ({point.end})"


def _days(count: int) -> str:
    return "a day" if count == 1 else f"{count:,} days"


def _check(
    kind: CheckKind, before: SeriesPoint, point: SeriesPoint, sentence: str, *, is_note: bool = False
) -> SeriesCheck:
    return SeriesCheck(
        kind=kind,
        is_note=is_note,
        claim_id=point.claim_id,
        before_id=before.claim_id,
        end=point.end,
        sentence=sentence,
    )
