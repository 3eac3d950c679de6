"""Series: one typed function for each query of sql/queries/series.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import asyncpg
from msgspec import Struct

from service.claim import Band, ConflictStatus
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("series")
STANDING = (ConflictStatus.OPEN, ConflictStatus.ACKNOWLEDGED)
"""What has not been decided."""


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
) -> list[UUID]:
    """Give the conflicts between two series in the order of their periods; of the filters, status and band count."""
    rows = await connection.fetch(
        _SQL["list_difference_days"],
        *_place(key),
        [one.value for one in filters.statuses],
        filters.band.value,
        *(after or (None, None)),
        limit,
    )
    return [row["id"] for row in rows]


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


def _place(key: DifferenceKey) -> tuple[object, ...]:
    return key.low_phrase_id, key.high_phrase_id, key.place_key, list(key.who), list(key.said)


def _key(row: asyncpg.Record) -> DifferenceKey:
    return DifferenceKey(
        row["low_phrase_id"], row["high_phrase_id"], row["place_key"], tuple(row["who"]), tuple(row["said"])
    )
