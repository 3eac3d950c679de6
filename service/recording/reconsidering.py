"""What was compared before is compared again: who comes back into force, and which conflicts stand no longer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.claim import Comparison
from service.judging import Act
from service.policy import Policy
from service.recording.announcing import SERVICE_ACTOR, Change, announce_changes, changed_by
from service.recording.candidate_pages import compare_page, probe_of
from service.recording.closing import Refuted, close
from service.recording.deciding import decide, is_conflict, why_out_of_force, why_refuted
from service.recording.pairing import compare_and_judge
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage.pool import Connection
from service.stored import StandingConflict, StoredClaim

RECONSIDERED_AT_ONCE = 500
"""Conflicts in one transaction."""


async def restore(connection: Connection, probes: Sequence[StoredClaim], policy: Policy) -> None:
    """Put back in force what no later claim of its source supersedes any more. Committed before anything is compared.

    Of two claims that are restored at the same moment, the one that commits later sees the other, as ever.
    """
    superseded = [probe for probe in probes if probe.superseded_by is not None and not probe.withdrawn]
    if not superseded:
        return
    async with connection.transaction():
        await claim_storage.lock_claims(connection, sorted(probe.id for probe in superseded))
        found, _ = await compare_page(connection, [probe_of(one) for one in superseded], policy, explained=False)
        decided = decide(pair for pairs in found.pairs.values() for pair in pairs).superseded
        still = decided.keys() | {broken.one.id for broken in found.broken}
        await claim_storage.restore_claims(connection, [probe.id for probe in superseded if probe.id not in still])


async def reconsider(connection: Connection, claim_ids: Sequence[UUID], policy: Policy, now: datetime) -> None:
    """Close what the registry refutes by now, and note where only the score has moved; so many at a time.

    The claims are held meanwhile, so that nothing is opened beside it by what was read before.
    """
    after: UUID | None = None
    while True:
        async with connection.transaction():
            await claim_storage.lock_claims(connection, sorted(claim_ids))
            standing = await conflict_storage.find_standing_conflicts(
                connection, claim_ids, after, RECONSIDERED_AT_ONCE
            )
            await announce_changes(
                connection, await _judge_again(connection, standing, policy, now), now, actor=SERVICE_ACTOR
            )
        if len(standing) < RECONSIDERED_AT_ONCE:
            return
        after = standing[-1].id


async def _judge_again(
    connection: Connection, standing: Sequence[StandingConflict], policy: Policy, now: datetime
) -> list[Change]:
    refuted: list[Refuted] = []
    moved: list[tuple[UUID, Comparison]] = []
    for one in standing:
        if (why := why_out_of_force(one)) is not None:
            refuted.append((one, why))
            continue
        pair = compare_and_judge(*one.claims, policy, one.judged, one.tolerance, near=one.near)
        if not is_conflict(pair):
            refuted.append((one, why_refuted(pair)))
        elif (pair.band, pair.score) != (one.band, one.score):
            moved.append((one.id, pair.comparison))
    changes = await close(connection, refuted, now)
    if moved:
        await conflict_storage.rescore_conflicts(connection, moved, now)
        changes += await changed_by(connection, Act.RESCORE, [identifier for identifier, _ in moved])
    return changes
