"""A decision on what two series disagree on: all of their conflicts that stand are decided with the same reason."""

from datetime import date, datetime
from uuid import UUID

from service.conflict import STANDING
from service.errors import NotFound
from service.judging import act_reaching, check_resolution, next_standing, standing_of
from service.recording.announcing import announce_changes, changed_by
from service.recording.conflict_acts import DeskAct
from service.storage import conflicts as conflict_storage
from service.storage import series as storage
from service.storage.pool import Connection, Database
from service.storage.series import DifferenceFilters, DifferenceKey

AT_ONCE = 50
"""Conflicts of one commit; others wait no longer for their turn."""


async def decide_difference(database: Database, conflict_id: UUID, act: DeskAct, now: datetime) -> int:
    """Decide all conflicts between two series that stand; give how many these were.

    Each has its step in its own history, and whoever listens hears of each. Broken off, it is done as far as it came,
    and the same act goes on with the rest.

    Raises:
        NotFound: There is no such conflict.
        Invalid: Resolved without a resolution, or a resolution with another status.
    """
    check_resolution(act.resolution, act.status)
    async with database.connection() as connection:
        key = await storage.find_difference(connection, conflict_id)
    if key is None:
        raise NotFound(f"There is no conflict {conflict_id}.")
    decided, after = 0, None
    while True:
        async with database.transaction() as connection:
            step, after = await _decide_some(connection, key, after, act, now)
        decided += step
        if after is None:
            return decided


async def _decide_some(
    connection: Connection, key: DifferenceKey, after: tuple[date, UUID] | None, act: DeskAct, now: datetime
) -> tuple[int, tuple[date, UUID] | None]:
    """Decide some, in the order of their periods; give how many, and where the next begin."""
    page = await storage.list_difference_days(connection, key, DifferenceFilters(), after, AT_ONCE)
    doing, done = act_reaching(act.status), []
    for conflict_id in sorted(one for _, one in page):
        held = await conflict_storage.lock_conflict(connection, conflict_id)
        if held is None or held[0] not in STANDING or held[0] is act.status:
            continue
        reached = next_standing(standing_of(held[0], closed_by_service=held[2]), doing).status
        await conflict_storage.change_conflict(
            connection, conflict_id, reached, resolution=act.resolution, note=act.note, now=now
        )
        done.append(conflict_id)
    await announce_changes(connection, await changed_by(connection, doing, done), now, actor=act.actor)
    return len(done), page[-1] if len(page) == AT_ONCE else None
