"""What decisions on disputes mean: a person's, the service's own, and when one that still holds was made. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from service.conflict import ConflictStatus, Resolution
from service.storage.decisions import StatusStep
from service.storage.disputes import DisputeRow, Ending

SETTLED = Ending(ConflictStatus.RESOLVED, Resolution.CORRECTED)
"""Of a dispute in which nobody has excluded anybody for a while."""
MERGED = Ending(ConflictStatus.RESOLVED, Resolution.OTHER)
"""Of a dispute that has become one with another."""


def as_decided(before: DisputeRow, reached: DisputeRow) -> DisputeRow:
    """Give a dispute with what a person's act on its status means.

    Whatever the service had begun with it ends. A decision is one on the figures as they are now: only when they change
    is the dispute opened again.
    """
    if not reached.status.is_closed:
        reached = replace(reached, decided=None)
    if reached.status is before.status:
        return reached
    decided = before.state if reached.status.is_closed else None
    return replace(reached, closed_by_service=False, settles_at=None, decided=decided)


def decided_at(steps: Sequence[StatusStep], status: ConflictStatus, service: str) -> datetime | None:
    """Say when the decision was made by which a dispute last had a status: at the first step of those that had it.

    None where the service made it, or nobody: then whatever persons have brought there belongs to it.

    Args:
        steps: From the first to the last.
        status: The one that it last had.
        service: The name under which the service acts.
    """
    decision: StatusStep | None = None
    for step in reversed(steps):
        if step.status is status:
            decision = step
        elif decision is not None:
            break
    return None if decision is None or decision.actor == service else decision.at
