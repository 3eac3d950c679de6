"""Open conflicts: what is stored is what is announced, and a pair that is known goes on by the table of its life."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.breathing import Breath
from service.claim import Band
from service.conflict import Conflict, ConflictId, ConflictStatus
from service.judging import Act, Standing, act_of_evidence, next_standing, standing_of
from service.policy import Policy
from service.recording.announcing import Change, changed_by
from service.recording.deciding import in_order
from service.recording.pairing import Compared
from service.recording.staleness import Staleness, find_staleness
from service.storage import conflicts as conflict_storage
from service.storage.conflicts import HeldConflict, Opening
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection
from service.storage.stale import note_stale


async def open_pairs(
    connection: Connection, pairs: Sequence[Compared], policy: Policy, now: datetime
) -> dict[UUID, list[Change]]:
    """Store pairs that conflict; give those that are news, as they are stored, by the claim that asked.

    Args:
        connection: In a transaction that holds the claims.
        pairs: Of claims in force.
        policy: By which they were judged.
        now: The time of the opening.
    """
    if not pairs:
        return {}
    judged: dict[tuple[UUID, UUID], tuple[Compared, Conflict]] = {}
    breathe = Breath()
    stale = await find_staleness(connection, [(pair.one, pair.other) for pair in pairs])
    for pair in pairs:
        conflict = conflict_of(pair, policy, now, stale.get(pair.one.id, {}).get(pair.other.id))
        judged[conflict.claims[0].id, conflict.claims[1].id] = pair, conflict
        await breathe()
    openings = [Opening(conflict, _phrases_of(pair, conflict)) for pair, conflict in judged.values()]
    new = await conflict_storage.open_conflicts(connection, openings)
    await note_stale(connection, [one.figure for several in stale.values() for one in several.values()], now)
    changes = {ids: Change(one, Act.OPEN) for ids, (_, one) in judged.items() if one.id in new}
    known = [ids for ids in judged if ids not in changes]
    if known:
        reopened = await _reopen(connection, {ids: judged[ids][1] for ids in known})
        changes |= {(one.conflict.claims[0].id, one.conflict.claims[1].id): one for one in reopened}
    news: dict[UUID, list[Change]] = {}
    for ids, (pair, _) in judged.items():
        if ids in changes:
            news.setdefault(pair.one.id, []).append(changes[ids])
    return news


async def _reopen(connection: Connection, judged: dict[tuple[UUID, UUID], Conflict]) -> list[Change]:
    """Go on with stored conflicts that are found again: what the table allows is written and read back."""
    held = await conflict_storage.hold_conflicts_of_pairs(connection, list(judged))
    acts: dict[UUID, Act] = {}
    reopened = []
    for ids, one in held.items():
        standing = standing_of(one.status, closed_by_service=one.closed_by_service)
        act = act_of_evidence(standing, one.band, judged[ids].band)
        if act is not None:
            acts[one.id] = act
            reopened.append(_again(judged[ids], one, standing, act))
    if not reopened:
        return []
    await conflict_storage.reopen_conflicts(connection, reopened)
    return [
        change for act in dict.fromkeys(acts.values()) for change in await changed_by(connection, act, _by(act, acts))
    ]


def _again(judged: Conflict, held: HeldConflict, standing: Standing, act: Act) -> Conflict:
    """Give a stored conflict as it is judged now; the sentence with which the service closed it falls."""
    note = None if standing.is_by_service else held.note
    status = next_standing(standing, act).status
    return msgspec.structs.replace(judged, id=ConflictId(held.id), status=status, note=note)


def _by(act: Act, acts: dict[UUID, Act]) -> list[UUID]:
    return [identifier for identifier, one in acts.items() if one is act]


def conflict_of(pair: Compared, policy: Policy, now: datetime, staleness: Staleness | None = None) -> Conflict:
    """Give a pair that conflicts as the conflict that it is: new, of this moment; a matter of time, where it is one."""
    verdict, comparison = pair.verdict, pair.comparison
    if verdict.gap is None or verdict.severity is None:
        raise AssertionError("a verdict of conflict carries its gap and severity")
    return Conflict(
        id=ConflictId(new_identifier(now)),
        claims=in_order(pair.one.claim, pair.other.claim),
        status=ConflictStatus.OPEN,
        resolution=None,
        note=None,
        severity=verdict.severity,
        gap=verdict.gap,
        band=comparison.band or Band.SUGGESTED,
        score=comparison.score,
        reason=verdict.reason,
        features=comparison.features,
        policy_version=policy.version,
        opened_at=now,
        updated_at=now,
        version=1,
        stale=staleness and staleness.sentence,
    )


def _phrases_of(pair: Compared, conflict: Conflict) -> tuple[int, int]:
    phrases = {pair.one.id: pair.one.phrase_id, pair.other.id: pair.other.phrase_id}
    return phrases[conflict.claims[0].id], phrases[conflict.claims[1].id]
