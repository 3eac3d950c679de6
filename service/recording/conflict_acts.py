"""What a person does with a conflict: acknowledge, resolve, dismiss, reopen. Every step is kept and announced."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.conflict import Conflict, ConflictStatus, Resolution
from service.errors import NotFound, Stale
from service.judging import act_reaching, check_resolution, next_standing, standing_of
from service.recording.announcing import announce_changes, changed_by
from service.storage import conflicts as conflict_storage
from service.storage.pool import Database


@dataclass(frozen=True, slots=True)
class DeskAct:
    """A person's act: the status to reach, why, and who did it."""

    status: ConflictStatus
    resolution: Resolution | None
    note: str | None
    actor: str


async def change_conflict(
    database: Database, conflict_id: UUID, act: DeskAct, *, expected_version: int | None, now: datetime
) -> Conflict:
    """Change a conflict's status.

    Args:
        database: Where the conflict stands.
        conflict_id: Which one.
        act: What is done, and by whom.
        expected_version: The version that the person has seen; None takes any.
        now: When.

    Raises:
        NotFound: There is no such conflict.
        Stale: It has another version by now.
        Clash: The act does not fit its status.
        Invalid: Resolved without a resolution, or a resolution with another status.
    """
    check_resolution(act.resolution, act.status)
    async with database.transaction() as connection:
        held = await conflict_storage.lock_conflict(connection, conflict_id)
        if held is None:
            raise NotFound(f"There is no conflict {conflict_id}.")
        status, version, closed_by_service = held
        if expected_version is not None and version != expected_version:
            raise Stale(f"The conflict has version {version} by now. Get it again and look at what was changed.")
        standing = standing_of(status, closed_by_service=closed_by_service)
        doing = act_reaching(act.status)
        reached = next_standing(standing, doing).status
        await conflict_storage.change_conflict(
            connection, conflict_id, reached, resolution=act.resolution, note=act.note, now=now
        )
        [change] = await changed_by(connection, doing, [conflict_id])
        await announce_changes(connection, [change], now, actor=act.actor)
    return change.conflict
