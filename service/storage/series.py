"""Series: one typed function for each query of sql/queries/series.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import asyncpg
from msgspec import Struct

from service.claim import Band, Claim
from service.conflict import STANDING, ConflictStatus
from service.storage.pool import Connection
from service.storage.queries import queries
from service.stored import StoredClaim, decode_claim

_SQL = queries("series")


class DifferenceKey(Struct, frozen=True):
    """Two series beside each other, the one of the source that was seen first in front; also a place in their order."""

    low_phrase_id: int
    high_phrase_id: int
    place_key: str
    who: tuple[int, int, int]
    """The two sources, and the first one's phrase."""
    said: tuple[str, str, str, str, str]
    """Both places, both subjects, and the dimension."""

    @property
    def phrase_ids(self) -> tuple[int, int]:
        """The phrase of each side."""
        ours = self.who[2]
        return ours, self.high_phrase_id if ours == self.low_phrase_id else self.low_phrase_id


_BEFORE_ALL: tuple[object, ...] = (0, 0, "", [], [])


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """What two series differ in, as it is counted."""

    key: DifferenceKey
    first_id: UUID
    """Of the first conflict by its period."""
    gravest_id: UUID
    differing: int
    first_end: date
    last_end: date
    median_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class DifferenceFilters:
    """What a list of differences may be narrowed by; None leaves it open."""

    phrase: str | None = None
    source_id: int | None = None
    place_key: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    load_id: UUID | None = None
    other_load_id: UUID | None = None
    """With `load_id`: between these two uploads."""
    statuses: tuple[ConflictStatus, ...] = STANDING
    band: Band = Band.CONFIRMED


async def list_differences(
    connection: Connection, filters: DifferenceFilters, after: DifferenceKey | None, limit: int
) -> list[DifferenceRow]:
    """Give pairs of series that disagree, after the given one in their order."""
    rows = await connection.fetch(
        _SQL["list_differences"],
        *(_place(after) if after else _BEFORE_ALL),
        filters.phrase,
        filters.source_id,
        filters.place_key,
        filters.period_from,
        filters.period_to,
        filters.load_id,
        [one.value for one in filters.statuses],
        filters.band.value,
        limit,
        filters.other_load_id,
    )
    return [
        DifferenceRow(
            _key(row),
            row["first_id"],
            row["gravest_id"],
            row["differing"],
            row["first_end"],
            row["last_end"],
            row["median_percent"],
        )
        for row in rows
    ]


async def find_difference(connection: Connection, conflict_id: UUID) -> DifferenceKey | None:
    """Give the pair of series that a conflict lies in; None if there is no such conflict."""
    row = await connection.fetchrow(_SQL["find_difference"], conflict_id)
    return _key(row) if row else None


async def list_difference_days(
    connection: Connection,
    key: DifferenceKey,
    filters: DifferenceFilters,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[tuple[date, UUID]]:
    """Give the conflicts between two series in the order of their periods; of the filters, status and band count."""
    rows = await connection.fetch(
        _SQL["list_difference_days"],
        *_place(key),
        [one.value for one in filters.statuses],
        filters.band.value,
        *(after or (None, None)),
        limit,
    )
    return [(row["period_end"], row["id"]) for row in rows]


async def find_first_claims(connection: Connection, conflict_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Give, by conflict, the claim of the source that was seen first."""
    rows = await connection.fetch(_SQL["find_first_claims"], conflict_ids)
    return {row["id"]: row["claim_id"] for row in rows}


async def count_common(connection: Connection, keys: Sequence[DifferenceKey]) -> list[int]:
    """Count the last days of which both series speak, for each pair."""
    rows = await connection.fetch(
        _SQL["count_common"],
        list(range(len(keys))),
        [one.who[0] for one in keys],
        [one.who[1] for one in keys],
        [one.phrase_ids[0] for one in keys],
        [one.phrase_ids[1] for one in keys],
        *([one.said[place] for one in keys] for place in range(5)),
    )
    days = {row["ordinal"]: row["days"] for row in rows}
    return [days[ordinal] for ordinal in range(len(keys))]


async def count_beside(connection: Connection, load_id: UUID, other_id: UUID) -> int:
    """Count the claims of one upload that have one of another beside them."""
    count: int = await connection.fetchval(_SQL["count_beside"], load_id, other_id)
    return count


class PointKey(Struct, frozen=True):
    """What the claims of a series share in the database; several series may share it."""

    phrase_id: int
    place_key: str
    source_id: int
    subject_key: str
    dimension: str


class PointPlace(NamedTuple):
    """A place in the order of points."""

    key: PointKey
    period_end: date
    id: UUID


@dataclass(frozen=True, slots=True)
class PointFilters:
    """Which points are asked for; None leaves it open."""

    phrase: str
    place_key: str | None = None
    source_id: int | None = None
    subject_key: str | None = None
    period_from: date | None = None
    period_to: date | None = None


_BEFORE_ALL_POINTS = PointPlace(PointKey(0, "", 0, "", ""), date.min, UUID(int=0))


async def list_points(
    connection: Connection, filters: PointFilters, after: PointPlace | None, limit: int
) -> list[tuple[PointPlace, StoredClaim]]:
    """Give claims in force, series by series, each in the order of its periods."""
    rows = await connection.fetch(
        _SQL["list_points"],
        filters.phrase,
        *_flat(after or _BEFORE_ALL_POINTS),
        filters.place_key,
        filters.source_id,
        filters.subject_key,
        filters.period_from,
        filters.period_to,
        limit,
    )
    return [(_point_place(row), _stored(row)) for row in rows]


async def find_point(connection: Connection, claim_id: UUID) -> PointPlace | None:
    """Give a claim's place in the order of points; None if there is no such claim."""
    row = await connection.fetchrow(_SQL["find_point"], claim_id)
    return _point_place(row) if row else None


async def find_points_before(connection: Connection, place: PointPlace, limit: int) -> list[StoredClaim]:
    """Give the last claims before a place, of what shares its key, in the order of their periods."""
    rows = await connection.fetch(_SQL["find_points_before"], *_flat(place), limit)
    return [_stored(row) for row in reversed(rows)]


async def find_corrections(connection: Connection, claim_ids: Sequence[UUID], limit: int) -> dict[UUID, list[Claim]]:
    """Give, by claim, what its source said of the same before, the latest first."""
    found: dict[UUID, list[Claim]] = {}
    for row in await connection.fetch(_SQL["find_corrections"], claim_ids, limit):
        found.setdefault(row["present_id"], []).append(decode_claim(row["body"]))
    return found


async def find_shapes(connection: Connection, keys: Sequence[PointKey]) -> dict[PointKey, tuple[int, int, int]]:
    """Give how the steps of series go: how many there are, rise, and fall."""
    if not keys:
        return {}
    rows = await connection.fetch(
        _SQL["find_shapes"],
        list(range(len(keys))),
        [one.phrase_id for one in keys],
        [one.place_key for one in keys],
        [one.source_id for one in keys],
        [one.subject_key for one in keys],
        [one.dimension for one in keys],
    )
    return {keys[row["ordinal"]]: (row["steps"], row["rises"], row["falls"]) for row in rows}


async def find_beside(
    connection: Connection, phrases: Sequence[str], keys: Sequence[PointKey], span: tuple[date, date], limit: int
) -> list[StoredClaim]:
    """Give what the sources of these series say of other metrics, in the same places and in a span of days."""
    places, sources = sorted({one.place_key for one in keys}), sorted({one.source_id for one in keys})
    rows = await connection.fetch(_SQL["find_beside"], phrases, places, sources, *span, limit)
    return [_stored(row) for row in rows]


async def find_cumulative(connection: Connection, phrase_ids: Sequence[int]) -> dict[int, bool]:
    """Give what the registry says of metrics: whether they are running totals."""
    return {row["phrase_id"]: row["cumulative"] for row in await connection.fetch(_SQL["find_cumulative"], phrase_ids)}


def _flat(place: PointPlace) -> tuple[object, ...]:
    key = place.key
    return key.phrase_id, key.place_key, key.source_id, key.subject_key, key.dimension, place.period_end, place.id


def _point_place(row: asyncpg.Record) -> PointPlace:
    key = PointKey(row["phrase_id"], row["place_key"], row["source_id"], row["subject_key"], row["dimension"])
    return PointPlace(key, row["period_end"], row["id"])


def _stored(row: asyncpg.Record) -> StoredClaim:
    return StoredClaim(row["id"], row["body"], row["source_id"], row["phrase_id"], row["superseded_by"])


def _place(key: DifferenceKey) -> tuple[object, ...]:
    return key.low_phrase_id, key.high_phrase_id, key.place_key, list(key.who), list(key.said)


def _key(row: asyncpg.Record) -> DifferenceKey:
    return DifferenceKey(
        row["low_phrase_id"], row["high_phrase_id"], row["place_key"], tuple(row["who"]), tuple(row["said"])
    )
