"""What two series disagree on, gathered: counted by the database, told in the words of their first difference."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from uuid import UUID

from service.conflict import Conflict
from service.series import Counted, DifferingDay, SeriesDifference, day_of, difference_of
from service.storage import conflicts as conflict_storage
from service.storage import series as storage
from service.storage.pool import Connection, Database
from service.storage.series import DifferenceFilters, DifferenceKey, DifferenceRow

PAGE = 200


async def list_differences(
    connection: Connection, filters: DifferenceFilters, after: DifferenceKey | None, limit: int
) -> tuple[list[SeriesDifference], DifferenceKey | None]:
    """Give pairs of series that disagree, and the place of the last one when others may follow."""
    rows = await storage.list_differences(connection, filters, after, limit)
    told = await _in_words(connection, rows)
    return told, rows[-1].key if len(rows) == limit else None


async def _in_words(connection: Connection, rows: Sequence[DifferenceRow]) -> list[SeriesDifference]:
    if not rows:
        return []
    wanted = sorted({one for row in rows for one in (row.first_id, row.gravest_id)})
    known: dict[UUID, Conflict] = {one.id: one for one in await conflict_storage.get_conflicts(connection, wanted)}
    common = await storage.count_common(connection, [row.key for row in rows])
    first = await storage.find_first_claims(connection, [row.first_id for row in rows])
    return [
        difference_of(
            known[row.first_id],
            known[row.gravest_id].severity,
            Counted(row.differing, days, row.last_end, row.median_percent),
            first[row.first_id],
        )
        for row, days in zip(rows, common, strict=True)
        if row.first_id in known and row.gravest_id in known  # the others were erased just now
    ]


async def list_days(
    connection: Connection,
    key: DifferenceKey,
    filters: DifferenceFilters,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[DifferingDay]:
    """Give the periods on which two series differ, in order."""
    ids = [one for _, one in await storage.list_difference_days(connection, key, filters, after, limit)]
    known: dict[UUID, Conflict] = {one.id: one for one in await conflict_storage.get_conflicts(connection, ids)}
    first = await storage.find_first_claims(connection, ids)
    return [day_of(known[one], first[one]) for one in ids if one in known and one in first]


async def all_differences(database: Database, filters: DifferenceFilters) -> AsyncIterator[SeriesDifference]:
    """Give all pairs of series that disagree, page by page; no connection is held in between."""
    after: DifferenceKey | None = None
    while True:
        async with database.connection() as connection:
            found, after = await list_differences(connection, filters, after, PAGE)
        for one in found:
            yield one
        if after is None:
            return
