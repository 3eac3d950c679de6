"""What a person does with a dispute: decide (its pairs go with it), note, assign, recommend a figure, undo."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from msgspec import UNSET, UnsetType

from service.conflict import ConflictStatus, Resolution
from service.dispute import DisputeChange, Recommendation
from service.errors import Clash, Invalid, NotFound, Stale
from service.judging import act_reaching, check_resolution, next_standing, standing_of
from service.recording.announcing import SERVICE_ACTOR, announce_changes, changed_by
from service.recording.dispute_changes import announce_disputes
from service.recording.dispute_decisions import as_decided, decided_at
from service.recording.pair_decisions import move_pairs
from service.storage import claims as claim_storage
from service.storage import decisions
from service.storage import disputes as storage
from service.storage.disputes import DisputeRow
from service.storage.pool import Connection, Database

PAIRS_AT_ONCE = 1_000
MOST_PAIRS_TOLD = 64
"""Of the pairs that a decision closes so many are announced one by one; the event of the dispute tells of all."""

_CHANGES = {
    ConflictStatus.OPEN: DisputeChange.REOPENED,
    ConflictStatus.ACKNOWLEDGED: DisputeChange.ACKNOWLEDGE,
    ConflictStatus.RESOLVED: DisputeChange.RESOLVE,
    ConflictStatus.DISMISSED: DisputeChange.DISMISS,
}


@dataclass(frozen=True, slots=True)
class Recommending:
    """Which claim a person recommends, and why."""

    claim_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class HandOnDispute:
    """What a person does with a dispute; what is not given stays as it is."""

    actor: str
    status: ConflictStatus | UnsetType = UNSET
    resolution: Resolution | None = None
    note: str | UnsetType | None = UNSET
    assignee: str | UnsetType | None = UNSET
    recommended: Recommending | UnsetType | None = UNSET
    undo: bool = False


async def change_dispute(
    database: Database, dispute_id: UUID, act: HandOnDispute, *, expected_version: int | None, now: datetime
) -> None:
    """Change what persons say of a dispute; a decision closes its pairs, and to take it back opens them.

    Args:
        database: Where the dispute stands.
        dispute_id: Which one.
        act: What is done, and by whom.
        expected_version: The version that the person has seen; None takes any.
        now: When.

    Raises:
        NotFound: There is no such dispute.
        Stale: It has another version by now.
        Clash: The act does not fit its status, it has become one with another, or there is nothing to undo.
        Invalid: Nothing is asked for, resolved without a resolution, or a claim is recommended that is not in it.
    """
    _check(act)
    async with database.transaction() as connection:
        row = await _hold(connection, dispute_id, expected_version)
        reached, changes = await (_undone(connection, row) if act.undo else _reached(connection, row, act, now))
        await decisions.decide_dispute(connection, as_decided(row, reached), now)
        await storage.note_steps(connection, {dispute_id: (row.version + 1, changes)}, now, act.actor)
        more = await _move_some_pairs(connection, row, act.actor, told=MOST_PAIRS_TOLD)
        await announce_disputes(connection, now)
    while more:
        async with database.transaction() as connection:
            more = await _move_some_pairs(connection, row, act.actor, told=0)


def _check(act: HandOnDispute) -> None:
    check_resolution(act.resolution, act.status)
    asked = [one for one in (act.status, act.note, act.assignee, act.recommended) if one is not UNSET]
    if act.undo and asked:
        raise Invalid("What was done last is undone by itself; leave the other fields out.", "/undo")
    if not act.undo and not asked:
        raise Invalid("Nothing is asked for. Give status, note, assignee, recommended, or undo.", "/status")


async def _hold(connection: Connection, dispute_id: UUID, expected_version: int | None) -> DisputeRow:
    row = await storage.hold_dispute(connection, dispute_id)
    if row is None:
        raise NotFound(f"There is no dispute {dispute_id}.")
    if row.merged_into is not None:
        raise Clash(f"This dispute has become one with {row.merged_into}.")
    if expected_version is not None and row.version != expected_version:
        raise Stale(f"The dispute has version {row.version} by now. Get it again and look at what was changed.")
    return row


async def _reached(
    connection: Connection, row: DisputeRow, act: HandOnDispute, now: datetime
) -> tuple[DisputeRow, list[DisputeChange]]:
    """Give the dispute as the act leaves it, and what has changed."""
    changes: list[DisputeChange] = []
    if act.status is not UNSET:
        standing = standing_of(row.status, closed_by_service=row.closed_by_service)
        status = next_standing(standing, act_reaching(act.status)).status
        row = replace(row, status=status, resolution=act.resolution, note=None)
        changes.append(_CHANGES[act.status])
    if act.note is not UNSET:
        row = replace(row, note=act.note)
        changes += [] if changes else [DisputeChange.NOTED]
    if act.assignee is not UNSET:
        row = replace(row, assignee=act.assignee)
        changes.append(DisputeChange.ASSIGNED)
    if act.recommended is not UNSET:
        given = act.recommended
        row = replace(row, recommended=await _recommendation(connection, row.id, given, act.actor, now))
        changes.append(DisputeChange.RECOMMENDATION_GONE if given is None else DisputeChange.RECOMMENDED)
    return row, changes


async def _recommendation(
    connection: Connection, dispute_id: UUID, given: Recommending | None, actor: str, now: datetime
) -> Recommendation | None:
    if given is None:
        return None
    found = await claim_storage.get_claims(connection, [given.claim_id])
    if not found or not await decisions.is_in_dispute(connection, given.claim_id, dispute_id):
        raise Invalid(
            f"The claim {given.claim_id} is none in force of this dispute. "
            f"GET /v1/disputes/{dispute_id}/claims lists those that are.",
            "/recommended/claim_id",
        )
    claim = found[0].claim
    return Recommendation(claim.id, claim.quantity.as_given, claim.source, given.reason, actor, now)


async def _move_some_pairs(connection: Connection, before: DisputeRow, actor: str, *, told: int) -> bool:
    """Close or open some of the pairs with their dispute; say whether there may be more."""
    row = await storage.hold_dispute(connection, before.id)
    if row is None or row.status is before.status:
        return False
    limit = told or PAIRS_AT_ONCE
    if row.status.is_closed:
        pairs = await decisions.find_pairs_to_close(connection, row.id, limit)
    elif before.status.is_closed:
        since = decided_at(await decisions.list_statuses(connection, row.id), before.status, SERVICE_ACTOR)
        pairs = await decisions.find_pairs_to_reopen(connection, row.id, before.status, since, limit)
    else:
        return False
    doing = act_reaching(row.status)
    ids = await move_pairs(connection, pairs, row)
    if told:
        await announce_changes(connection, await changed_by(connection, doing, ids), row.updated_at, actor=actor)
    else:
        await decisions.note_pairs(connection, ids, row, act=doing.value, actor=actor)
    return len(ids) == limit


async def _undone(connection: Connection, row: DisputeRow) -> tuple[DisputeRow, list[DisputeChange]]:
    """Give what stood before the last thing that a person did. That it was undone stands in the history too."""
    found = await decisions.find_act_to_undo(connection, row.id, SERVICE_ACTOR)
    if found is None or DisputeChange.UNDONE in found[0].changes:
        raise Clash("There is nothing to undo: no person has done anything since.")
    done, before = found
    if await decisions.has_moved_on(connection, row.id, done.version, done.status):
        raise Clash(f"The dispute has moved on by itself and is {row.status.value} now; it cannot go back.")
    recommended = before.recommended
    if recommended and not await decisions.is_in_dispute(connection, recommended.claim_id, row.id):
        recommended = None
    back = replace(
        row,
        status=before.status,
        resolution=before.resolution,
        note=before.note,
        assignee=before.assignee,
        recommended=recommended,
    )
    return back, [DisputeChange.UNDONE]
