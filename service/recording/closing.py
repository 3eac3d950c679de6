"""Close conflicts that cannot stand any more: by one rule and one statement, with the reason and a sentence."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from service.conflict import Resolution
from service.judging import Act, next_standing, standing_of
from service.recording.announcing import Change, changed_by
from service.recording.deciding import why_out_of_force
from service.storage import conflicts as conflict_storage
from service.storage.conflicts import ClosedConflict
from service.storage.pool import Connection
from service.stored import StandingConflict

MOST_CLOSED = 500
"""Conflicts that one commit closes around claims that fall; the sweep closes the rest."""

Refuted = tuple[StandingConflict, tuple[Resolution, str]]
"""A conflict that is held, and why it cannot stand."""


async def close_around(connection: Connection, fallen: Collection[UUID], now: datetime) -> list[Change]:
    """Close what is open around claims that have just fallen; as many as are given back are all that was looked at."""
    standing = await conflict_storage.find_standing_conflicts(connection, sorted(fallen), None, MOST_CLOSED)
    reasons = [(one, why_out_of_force(one)) for one in standing]
    return await close(connection, [(one, why) for one, why in reasons if why is not None], now)


async def close(connection: Connection, refuted: Sequence[Refuted], now: datetime) -> list[Change]:
    """Close conflicts that are held, each with its reason; give them as they are then."""
    if not refuted:
        return []
    closed = [_closed(one, *why) for one, why in refuted]
    await conflict_storage.close_conflicts(connection, closed, now)
    return await changed_by(connection, Act.CLOSE, [one.id for one in closed])


def _closed(conflict: StandingConflict, resolution: Resolution, note: str) -> ClosedConflict:
    reached = next_standing(standing_of(conflict.status, closed_by_service=False), Act.CLOSE)
    return ClosedConflict(conflict.id, reached.status, reached.is_by_service, resolution, note)
