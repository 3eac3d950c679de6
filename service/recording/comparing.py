"""Gather, decide, apply: compare claims that are stored and committed with all that blocking finds.

It runs in a snapshot that is younger than the commit of the claims it compares. Of two claims stored at the same
moment the one that commits later therefore sees the other, without a lock. What is found is carried out in one
transaction that holds the claims concerned, in the order of their ids: whoever supersedes one of them meanwhile is
seen, and nothing is
opened against a claim that is no longer in force.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from service.claim import (
    Band,
    Claim,
    Conflict,
    ConflictId,
    ConflictStatus,
    Event,
    EventType,
    Resolution,
)
from service.policy import Policy
from service.recording.deciding import Compared, compare_and_judge, decide, in_order, is_retraction
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage import outbox
from service.storage.claims import StoredClaim
from service.storage.conflicts import HistoryRow, Opening
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection, Database

encode = msgspec.json.Encoder().encode

SERVICE_ACTOR = "claimdiff"
"""Who stands in the audit trail for what no person did."""


@dataclass(slots=True)
class Outcome:
    """What comparing found of each claim: its pairs, and the conflicts that it opened."""

    pairs: dict[UUID, list[Compared]] = field(default_factory=dict)
    opened: dict[UUID, list[Conflict]] = field(default_factory=dict)


async def compare_stored(database: Database, probes: Sequence[StoredClaim], policy: Policy, now: datetime) -> Outcome:
    """Compare claims that are stored and committed; store and announce the conflicts; mark the claims compared.

    Safe to run twice and by several processes at once: what is known is neither doubled nor announced again.
    """
    outcome = await find_matches(database, probes, policy)
    decisions = decide(pair for pairs in outcome.pairs.values() for pair in pairs)
    generations = {probe.claim.id: probe.generation for probe in probes}
    if not decisions.superseded and not decisions.conflicts:
        async with database.connection() as connection:
            await claim_storage.mark_compared(connection, generations)
        return outcome
    async with database.transaction() as connection:
        held = await claim_storage.lock_claims(connection, decisions.involved())
        fallen = await _supersede(connection, decisions.superseded, now) if decisions.superseded else set()
        gone = fallen | {identifier for identifier, newer in held.items() if newer is not None}
        standing = [pair for ids, pair in decisions.conflicts.items() if gone.isdisjoint(ids)]
        outcome.opened = await _open(connection, standing, policy, now)
        await claim_storage.mark_compared(connection, generations)
    return outcome


async def find_matches(database: Database, probes: Sequence[StoredClaim], policy: Policy) -> Outcome:
    """Compare claims, stored or not, with all stored ones; change nothing."""
    async with database.connection() as connection:
        candidates = await claim_storage.find_candidates(connection, probes)
    outcome = Outcome(pairs={probe.claim.id: [] for probe in probes})
    for candidate in candidates:
        probe = probes[candidate.ordinal]
        pair = compare_and_judge(probe, candidate.claim, policy)
        if pair.comparison.band is not None:
            outcome.pairs[probe.claim.id].append(pair)
    return outcome


async def _supersede(connection: Connection, superseded: dict[UUID, Claim], now: datetime) -> set[UUID]:
    """Note who takes whose place, close what was open around the earlier claims, and say so."""
    fallen = await claim_storage.supersede_claims(connection, {old: new.id for old, new in superseded.items()})
    if not fallen:
        return fallen
    reasons = {old: Resolution.RETRACTED if is_retraction(superseded[old]) else Resolution.SUPERSEDED for old in fallen}
    closed = await conflict_storage.close_conflicts_of_claims(connection, reasons, now)
    await announce_changes(connection, closed, now, actor=SERVICE_ACTOR, act="close")
    return fallen


async def _open(
    connection: Connection, pairs: Sequence[Compared], policy: Policy, now: datetime
) -> dict[UUID, list[Conflict]]:
    """Store the pairs and announce what is news; give the new conflicts by the claim that asked."""
    if not pairs:
        return {}
    drafts = [(pair, _conflict_of(pair, policy, now)) for pair in pairs]
    openings = [Opening(conflict, _phrases_of(pair, conflict)) for pair, conflict in drafts]
    news = await conflict_storage.open_conflicts(connection, openings)
    opened: dict[UUID, list[Conflict]] = {}
    for pair, conflict in drafts:
        known = news.get((conflict.claims[0].id, conflict.claims[1].id))
        if known is None:
            continue
        stored = msgspec.structs.replace(
            conflict, id=ConflictId(known.id), version=known.version, opened_at=known.opened_at
        )
        opened.setdefault(pair.one.claim.id, []).append(stored)
    everything = [conflict for conflicts in opened.values() for conflict in conflicts]
    await _write_steps(connection, everything, now, actor=SERVICE_ACTOR, act="open")
    await outbox.announce(connection, [event_of(EventType.CONFLICT_CREATED, one, now) for one in everything])
    return opened


async def announce_changes(
    connection: Connection, conflict_ids: Sequence[UUID], now: datetime, *, actor: str, act: str
) -> list[Conflict]:
    """Write the audit trail of conflicts that were just changed, and announce them; give them as they are now."""
    if not conflict_ids:
        return []
    changed = await conflict_storage.get_conflicts(connection, conflict_ids)
    await _write_steps(connection, changed, now, actor=actor, act=act)
    await outbox.announce(connection, [event_of(EventType.CONFLICT_UPDATED, one, now) for one in changed])
    return changed


async def _write_steps(
    connection: Connection, conflicts: Sequence[Conflict], now: datetime, *, actor: str, act: str
) -> None:
    steps = [
        HistoryRow(
            one.id, now, actor, act, one.status.value, one.resolution.value if one.resolution else None, one.note
        )
        for one in conflicts
    ]
    await conflict_storage.write_history(connection, steps)


def event_of(event_type: EventType, conflict: Conflict, now: datetime) -> Event:
    """Make the event that tells of a conflict, with what endpoints filter by."""
    return Event(
        id=new_identifier(now),
        type=event_type,
        occurred_at=now,
        data=encode(conflict),
        metrics=tuple(dict.fromkeys(claim.metric.phrase for claim in conflict.claims)),
        sources=tuple(dict.fromkeys(claim.source for claim in conflict.claims)),
        places=tuple(dict.fromkeys(claim.place.key for claim in conflict.claims if claim.place)),
        severity=conflict.severity,
        band=conflict.band,
    )


def _conflict_of(pair: Compared, policy: Policy, now: datetime) -> Conflict:
    verdict = pair.verdict
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
        band=pair.comparison.band or Band.SUGGESTED,
        score=pair.comparison.score,
        reason=verdict.reason,
        features=pair.comparison.features,
        policy_version=policy.version,
        opened_at=now,
        updated_at=now,
        version=1,
    )


def _phrases_of(pair: Compared, conflict: Conflict) -> tuple[int, int]:
    phrases = {pair.one.claim.id: pair.one.phrase_id, pair.other.claim.id: pair.other.phrase_id}
    return phrases[conflict.claims[0].id], phrases[conflict.claims[1].id]
