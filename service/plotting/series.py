"""Series as they are drawn: steps over time, dashed over holes, whiskers for what a figure can mean, rings on falls."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from service.claim import ClaimId, Interval
from service.plotting.drawing import COLOURS, Scale, element, frame, label, shorten
from service.series import CheckKind, Series, SeriesPoint

WIDEST, NARROWEST = 720, 320
_HEIGHT, _LEFT, _RIGHT, _TOP = 320, 84, 16, 44
_LEGEND_ROW = 18
_LETTER, _EDGE = 7, 8
"""So wide is a letter, as most are."""
_MOST_STEPS = 900
"""Of all series together; of longer ones every so many is drawn, and each with a ring."""
_MOST_WHISKERS, _MOST_RINGS = 60, 40
_RINGED = frozenset({CheckKind.FALL, CheckKind.RESTART})
_Place = tuple[SeriesPoint, Decimal]


def plot_series(series: Sequence[Series], width: int = WIDEST) -> bytes:
    """Draw at most six series, as wide as it is to be shown; the others are named in the text."""
    drawn = [(one, places) for one in series if (places := _places(one))][:COLOURS]
    height = _HEIGHT + _LEGEND_ROW * len(drawn)
    left = _left(width)
    parts = [label(shorten(_title(series), _letters(width, left)), left, 22)]
    if drawn:
        parts += _axes(drawn, width)
        across, up = _scales(drawn, width)
        for place, (one, places) in enumerate(drawn):
            lines = "".join(_lines(one, places, across, up, _MOST_STEPS // len(drawn)))
            parts.append(element("g", lines + _legend(one, place, width), class_=f"c{place}"))
    else:
        parts.append(label("There is no figure to draw.", _LEFT, _HEIGHT / 2, class_="s"))
    return frame(width, height, _title(series), _description(series), parts)


def _places(one: Series) -> list[_Place]:
    """Give the points that have a place: a figure with an end at least."""
    return [(point, at) for point in one.points if (at := _at(point.stated) or _at(point.interval)) is not None]


def _at(interval: Interval) -> Decimal | None:
    if interval.low is not None and interval.high is not None:
        return (interval.low + interval.high) / 2
    return interval.low if interval.low is not None else interval.high


def _scales(drawn: Sequence[tuple[Series, list[_Place]]], width: int) -> tuple[Scale, Scale]:
    days = [Decimal(point.end.toordinal()) for _, places in drawn for point, _ in places]
    values = [at for _, places in drawn for _, at in places]
    return Scale(days, _LEFT, width - _RIGHT), Scale(values, _HEIGHT - 30, _TOP)


def _axes(drawn: Sequence[tuple[Series, list[_Place]]], width: int) -> Iterator[str]:
    values = [at for _, places in drawn for _, at in places]
    ends = [point.end for _, places in drawn for point, _ in places]
    floor = _HEIGHT - 24
    yield element("path", class_="a", d=f"M{_LEFT - 6} {_TOP}V{floor}H{width - _RIGHT}")
    for value, y in ((max(values), _TOP + 4), (min(values), _HEIGHT - 28)):
        yield label(_short(value), _LEFT - 10, y, class_="s", text_anchor="end")
    yield label(min(ends).isoformat(), _LEFT, floor + 16, class_="s")
    yield label(max(ends).isoformat(), width - _RIGHT, floor + 16, class_="s", text_anchor="end")


def _lines(one: Series, places: Sequence[_Place], across: Scale, up: Scale, most: int) -> Iterator[str]:
    ringed = [check.claim_id for check in one.checks if check.kind in _RINGED][:_MOST_RINGS]
    holes = {check.claim_id for check in one.checks if check.kind is CheckKind.HOLE}
    thinned = _thinned(places, most, {*ringed, *holes})
    at = {point.claim_id: (_day(point.end, across), up(value)) for point, value in thinned}
    solid, dashed = [], []
    for (before, _), (point, _) in pairwise(thinned):
        (x, y), (next_x, next_y) = at[before.claim_id], at[point.claim_id]
        if point.claim_id in holes:
            dashed.append(f"M{x:g} {y:g}L{next_x:g} {next_y:g}")
            solid.append(f"M{next_x:g} {next_y:g}")
        else:
            solid.append(f"H{next_x:g}V{next_y:g}" if y != next_y else f"H{next_x:g}")
    first = at[thinned[0][0].claim_id]
    yield element("path", class_="l", d=f"M{first[0]:g} {first[1]:g}{''.join(solid)}")
    if dashed:
        yield element("path", class_="h", d="".join(dashed))
    yield from (element("circle", class_="r", cx=at[key][0], cy=at[key][1], r=5) for key in ringed if key in at)
    if len(thinned) <= _MOST_WHISKERS:
        yield from _whiskers(thinned, at, up)


def _whiskers(thinned: Sequence[_Place], at: Mapping[ClaimId, tuple[float, float]], up: Scale) -> Iterator[str]:
    for point, _ in thinned:
        x, y = at[point.claim_id]
        yield element("circle", class_="d", cx=x, cy=y, r=2)
        low, high = (None if end is None else up(end) for end in (point.interval.low, point.interval.high))
        if low is not None and high is not None and abs(low - high) > 2:  # noqa: PLR2004 - else it is hidden by its dot
            yield element("line", class_="r", x1=x, x2=x, y1=max(0, min(low, _HEIGHT)), y2=max(0, min(high, _HEIGHT)))


def _thinned(places: Sequence[_Place], most: int, kept: Collection[ClaimId]) -> Sequence[_Place]:
    """Leave out so many points that the rest fits, but none that is to be seen and none before such a one."""
    if len(places) <= most:
        return places
    step = -(-len(places) // max(1, most - 2 * len(kept)))
    wanted = {place for place, (point, _) in enumerate(places) if point.claim_id in kept}
    wanted |= {place - 1 for place in wanted if place} | {len(places) - 1}
    return [one for place, one in enumerate(places) if place % step == 0 or place in wanted]


def _legend(one: Series, place: int, width: int) -> str:
    y = _HEIGHT + 12 + place * _LEGEND_ROW
    left = _left(width)
    mark = element("line", class_="l", x1=left, x2=left + 18, y1=y - 4, y2=y - 4)
    parts = [one.source, one.metric, one.subject, one.place, one.unit.name]
    return mark + label(shorten(", ".join(part for part in parts if part), _letters(width, left + 24)), left + 24, y)


def _left(width: int) -> float:
    """Give where titles and legends begin: below the axis where there is room, else at the edge."""
    return _LEFT if width == WIDEST else _EDGE


def _letters(width: int, left: float) -> int:
    """Give how many letters stand beside each other in what is left of the width."""
    return int(width - left - _RIGHT) // _LETTER


def _day(day: date, across: Scale) -> float:
    return across(Decimal(day.toordinal()))


def _short(value: Decimal) -> str:
    return f"{value:,f}" if len(f"{value:,f}") <= 11 else f"{value:.3g}"  # noqa: PLR2004


def _title(series: Sequence[Series]) -> str:
    whats = dict.fromkeys(", ".join(part for part in (one.metric, one.place) if part) for one in series)
    return (
        f"{'; '.join(list(whats)[:3])}: {', '.join(dict.fromkeys(one.source for one in series))}"
        if series
        else "Nothing"
    )


def _description(series: Sequence[Series]) -> str:
    return " ".join(_told(one) for one in series) or "No figure is stored of it."


def _told(one: Series) -> str:
    first, last = one.points[0], one.points[-1]
    checks = f" {one.checks[0].sentence}" if one.checks else ""
    more = f" And {len(one.checks) - 1} more such." if len(one.checks) > 1 else ""
    return (
        f"{one.source}: {len(one.points):,} figures, from {first.figure} ({first.end}) to {last.figure} ({last.end})."
        f"{checks}{more}"
    )
