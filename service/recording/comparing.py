"""Gather, decide, apply: compare claims that are stored and committed with all that blocking finds.

It runs in a snapshot that is younger than the commit of the claims it compares. Of two claims stored at the same
moment the one that commits later therefore sees the other, without a lock. What is found is carried out in one
transaction that holds the claims concerned, in the order of their ids: whoever supersedes one of them meanwhile is
seen, and nothing is opened against a claim that is no longer in force.

The registry of metrics (judgements, tolerances) may change between the snapshot and that transaction. Whoever changes
it raises its epoch, and puts the claims concerned back among the uncompared after the commit. Here the epoch is looked
at again while the claims are held: if it was raised, all is found anew; if it is raised later, the claims come again,
and who then compares them waits for these locks and sees what was opened here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from service.claim import (
    Band,
    ClaimId,
    Comparison,
    Conflict,
    ConflictId,
    ConflictStatus,
    Resolution,
)
from service.policy import Policy, Tolerance
from service.recording.announcing import SERVICE_ACTOR, Change, changed_by, tell
from service.recording.deciding import (
    Compared,
    Decisions,
    compare_and_judge,
    compare_with_candidates,
    conflicts,
    decide,
    in_order,
    is_retraction,
    why_refuted,
)
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage.claims import Settled, StoredClaim
from service.storage.conflicts import Opening
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection


@dataclass(slots=True)
class Outcome:
    """What comparing found of each claim: its pairs, and the conflicts that it opened."""

    pairs: dict[UUID, list[Compared]] = field(default_factory=dict)
    opened: dict[UUID, list[Conflict]] = field(default_factory=dict)


@dataclass(slots=True)
class RegistrySeen:
    """The registry's epoch as this process saw it last. A stale one costs a second look, never a wrong pair."""

    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """How claims are to be compared."""

    policy: Policy
    now: datetime
    """The time of what is opened and closed."""
    again: bool = False
    """True for claims that were compared before: what speaks no longer for a conflict closes it."""
    explained: bool = True
    """False when nobody will read the pairs that ask for nothing: they are left out of the outcome."""


async def compare_stored(
    connection: Connection, probes: Sequence[StoredClaim], task: Task, seen: RegistrySeen
) -> Outcome:
    """Compare claims that are stored and committed; store and announce the conflicts; mark the claims compared.

    Safe to run twice and by several processes at once: what is known is neither doubled nor announced again. What was
    found by judgements or tolerances that were changed meanwhile is thrown away and looked for once more.

    Args:
        connection: In no transaction: what is found must be younger than the claims' commit.
        probes: The claims.
        task: How.
        seen: What this process knows of the registry.
    """
    generations = {ClaimId(probe.id): probe.generation for probe in probes}
    if task.again:
        await _restore(connection, probes, task.policy)
    while True:
        basis = seen.epoch
        outcome = await find_matches(connection, probes, task.policy, explained=task.explained)
        decisions = decide(pair for pairs in outcome.pairs.values() for pair in pairs)
        if not task.again and not decisions.superseded and not decisions.conflicts:
            await claim_storage.mark_compared(connection, generations)
            return outcome
        async with connection.transaction():
            held = await claim_storage.lock_claims(connection, _concerned(decisions, generations, task))
            settled = await _settle(connection, decisions, generations, basis, task.now)
            seen.epoch = settled.epoch
            if seen.epoch != basis:
                continue
            changes = await changed_by(connection, "close", settled.closed)
            gone = settled.fallen | {identifier for identifier, newer in held.items() if newer is not None}
            standing = [pair for ids, pair in decisions.conflicts.items() if gone.isdisjoint(ids)]
            outcome.opened = await _open(connection, standing, task.policy, task.now)
            changes += [Change(one, "open") for opened in outcome.opened.values() for one in opened]
            if task.again:
                changes += await _reconsider(connection, list(generations), task.policy, task.now)
            await tell(connection, changes, task.now, actor=SERVICE_ACTOR)
        return outcome


def _concerned(decisions: Decisions, generations: Mapping[ClaimId, int], task: Task) -> list[UUID]:
    return sorted({*decisions.involved(), *(generations if task.again else ())})


async def _settle(
    connection: Connection, decisions: Decisions, generations: Mapping[ClaimId, int], basis: int, now: datetime
) -> Settled:
    """Carry out what is decided but for the conflicts to be opened."""
    newer = {
        old: (new.id, Resolution.RETRACTED if is_retraction(new) else Resolution.SUPERSEDED)
        for old, new in decisions.superseded.items()
    }
    return await claim_storage.settle_claims(connection, newer, generations, basis, now)


async def find_matches(
    connection: Connection,
    probes: Sequence[StoredClaim],
    policy: Policy,
    tolerance: Tolerance | None = None,
    *,
    explained: bool = True,
) -> Outcome:
    """Compare claims, stored or not, with all stored ones; change nothing. A given tolerance stands above set ones."""
    candidates = await claim_storage.find_candidates(connection, probes, explained=explained)
    outcome = Outcome(pairs={probe.id: [] for probe in probes})
    for pair in compare_with_candidates(probes, candidates, policy, tolerance, explained=explained):
        outcome.pairs[pair.one.id].append(pair)
    return outcome


async def _restore(connection: Connection, probes: Sequence[StoredClaim], policy: Policy) -> None:
    """Put back in force what no later claim of its source supersedes any more. Committed before anything is compared.

    Of two claims that are restored at the same moment, the one that commits later sees the other, as ever.
    """
    superseded = [probe for probe in probes if probe.superseded_by is not None]
    if not superseded:
        return
    async with connection.transaction():
        await claim_storage.lock_claims(connection, sorted(probe.id for probe in superseded))
        candidates = await claim_storage.find_candidates(connection, superseded)
        still = decide(compare_with_candidates(superseded, candidates, policy)).superseded
        await claim_storage.restore_claims(connection, [probe.id for probe in superseded if probe.id not in still])


async def _reconsider(connection: Connection, claim_ids: Sequence[UUID], policy: Policy, now: datetime) -> list[Change]:
    """Close what the registry refutes by now, and note where only the score has moved. The claims are held."""
    refuted: list[tuple[UUID, Resolution, str]] = []
    moved: list[tuple[UUID, Comparison]] = []
    for one in await conflict_storage.find_standing_conflicts(connection, claim_ids):
        pair = compare_and_judge(*one.claims, policy, one.judged, one.tolerance)
        if not conflicts(pair):
            refuted.append((one.id, *why_refuted(pair)))
        elif (pair.band, pair.score) != (one.band, one.score):
            moved.append((one.id, pair.comparison))
    changes = []
    if refuted:
        closed = await conflict_storage.close_refuted_conflicts(connection, refuted, now)
        changes += await changed_by(connection, "close", closed)
    if moved:
        rescored = await conflict_storage.rescore_conflicts(connection, moved, now)
        changes += await changed_by(connection, "rescore", rescored)
    return changes


async def _open(
    connection: Connection, pairs: Sequence[Compared], policy: Policy, now: datetime
) -> dict[UUID, list[Conflict]]:
    """Store the pairs; give those that are news, by the claim that asked."""
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
        opened.setdefault(pair.one.id, []).append(stored)
    return opened


def _conflict_of(pair: Compared, policy: Policy, now: datetime) -> Conflict:
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
    )


def _phrases_of(pair: Compared, conflict: Conflict) -> tuple[int, int]:
    phrases = {pair.one.id: pair.one.phrase_id, pair.other.id: pair.other.phrase_id}
    return phrases[conflict.claims[0].id], phrases[conflict.claims[1].id]
