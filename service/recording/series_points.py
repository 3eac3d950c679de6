"""Series as they stand: claims in force put together, with what their sources said before and what they show."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.claim import Claim
from service.series import (
    LOOKED_BACK,
    RunningTotal,
    Series,
    SeriesCheck,
    SeriesPoint,
    Shape,
    by_end,
    check_series,
    phrases_of_new,
    phrases_of_parts,
    point_of,
    running_total_of,
    series_key,
)
from service.storage import series as storage
from service.storage.pool import Connection
from service.storage.series import PointFilters, PointKey, PointPlace
from service.stored import StoredClaim

MOST_CORRECTIONS = 5
MOST_BESIDE = 5_000
"""Figures that are looked at beside a page."""
Key = tuple[object, ...]


@dataclass(slots=True)
class _Part:
    """A series as far as it is on a page."""

    key: PointKey
    claim: Claim
    """Its first one here."""
    before: list[SeriesPoint] = field(default_factory=list)
    points: list[SeriesPoint] = field(default_factory=list)
    total: RunningTotal | None = None
    new: list[SeriesPoint] = field(default_factory=list)
    """What its source gives as new."""
    within: list[SeriesPoint] = field(default_factory=list)
    """What its source says of parts of it."""

    @property
    def who(self) -> Key:
        """Give whose it is, of whom and where: what the new ones and parts share with it."""
        return _who(self.claim)

    def told(self, *, is_checked: bool) -> Series:
        """Give it as it is answered."""
        claim = self.claim
        return Series(
            source=claim.source,
            claimant=claim.claimant,
            metric=claim.metric.as_given,
            subject=claim.subject.as_given if claim.subject else None,
            place=claim.place.name if claim.place else None,
            unit=claim.quantity.unit,
            kind=claim.quantity.kind,
            period_kind=claim.period.kind,
            running_total=self.total,
            is_continued=bool(self.before),
            points=tuple(self.points),
            checks=self._checks() if is_checked else (),
        )

    def _checks(self) -> tuple[SeriesCheck, ...]:
        return check_series(
            (*self.before, *self.points),
            is_total=self.total is not None,
            new=by_end(self.new),
            parts=self.within,
            shown_from=len(self.before),
        )


async def list_series(
    connection: Connection, filters: PointFilters, after: PointPlace | None, limit: int, *, is_checked: bool = True
) -> tuple[list[Series], PointPlace | None]:
    """Give series, so many points at a time, and the place of the last point when others may follow.

    Args:
        connection: Reads the present, or the past.
        filters: Which series.
        after: The last point of the page before.
        limit: The most points.
        is_checked: False for what was known once: what a series shows is said by the rules of today.
    """
    rows = await storage.list_points(connection, filters, after, limit)
    if not rows:
        return [], None
    parts = await _parts(connection, rows)
    if after is not None and rows[0][0].key == after.key:
        for stored in await storage.find_points_before(connection, rows[0][0], 2 * LOOKED_BACK):
            if part := parts.get(series_key(stored.claim, stored.phrase_id)):
                part.before.append(point_of(stored.claim))
    if is_checked:
        await _find_totals(connection, list(parts.values()))
        await _find_beside(connection, list(parts.values()))
    return [one.told(is_checked=is_checked) for one in parts.values()], rows[-1][0] if len(rows) == limit else None


async def _parts(connection: Connection, rows: Sequence[tuple[PointPlace, StoredClaim]]) -> dict[Key, _Part]:
    parts: dict[Key, _Part] = {}
    corrections = await storage.find_corrections(connection, [stored.id for _, stored in rows], MOST_CORRECTIONS)
    for place, stored in rows:
        key = series_key(stored.claim, stored.phrase_id)
        part = parts.setdefault(key, _Part(place.key, stored.claim))
        earlier = [one for one in corrections.get(stored.id, ()) if series_key(one, stored.phrase_id) == key]
        part.points.append(point_of(stored.claim, earlier))
    return parts


async def _find_totals(connection: Connection, parts: Sequence[_Part]) -> None:
    shapes = await storage.find_shapes(connection, list(dict.fromkeys(one.key for one in parts)))
    registered = await storage.find_cumulative(connection, sorted({one.key.phrase_id for one in parts}))
    for one in parts:
        one.total = running_total_of(one.claim, Shape(*shapes[one.key]), registered=registered.get(one.key.phrase_id))


async def _find_beside(connection: Connection, parts: Sequence[_Part]) -> None:
    """Find what the same sources give as new of their running totals, and of parts of what they count."""
    new = {id(one): set(phrases_of_new(one.claim.metric) if one.total else ()) for one in parts}
    within = {id(one): set(phrases_of_parts(one.claim)) for one in parts}
    phrases = sorted(set().union(*new.values(), *within.values()))
    if not phrases:
        return
    ends = [point.end for one in parts for point in one.points]
    span = min(ends), max(ends)
    by_who: dict[Key, list[_Part]] = {}
    for one in parts:
        by_who.setdefault(one.who, []).append(one)
    for stored in await storage.find_beside(connection, phrases, [one.key for one in parts], span, MOST_BESIDE):
        for one in by_who.get(_who(stored.claim), ()):
            if stored.claim.metric.phrase in new[id(one)]:
                one.new.append(point_of(stored.claim))
            elif stored.claim.metric.phrase in within[id(one)]:
                one.within.append(point_of(stored.claim))


def _who(claim: Claim) -> Key:
    return (
        claim.source,
        claim.claimant,
        claim.subject.key if claim.subject else None,
        claim.place.key if claim.place else None,
        claim.quantity.unit.dimension,
    )
