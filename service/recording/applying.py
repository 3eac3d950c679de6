"""Gather, decide, apply: compare claims that are stored and committed with all that blocking finds.

It runs in a snapshot that is younger than the commit of the claims it compares. Of two claims stored at the same
moment the one that commits later therefore sees the other, without a lock. What is found is carried out in
transactions that hold the claims concerned, in the order of their ids: whoever supersedes one of them meanwhile is
seen, and nothing is opened against a claim that is no longer in force.

One claim may stand against any number of others. They are looked at in pages, those that lie farthest apart first, and
what a page asks for is one transaction: its size is bounded, and so are memory and answer. A claim that contradicts too
many to keep each pair (`crowding`) is done when that is certain. A request goes through some pages at most; what is
left the sweep goes on with, for the claim stays among the uncompared until all its pages are done. A pair is never
dropped: what cannot be compared sets its claim aside with the reason, and is tried again.

The registry of metrics (judgements, tolerances) may change between the snapshot and a transaction. Whoever changes it
raises its epoch, and puts the claims concerned back among the uncompared after the commit. Here the epoch is looked at
again while the claims are held: if it was raised, the page is found anew; if it is raised later, the claims come again,
and who then compares them waits for these locks and sees what was opened here.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from service.breathing import Breath
from service.claim import Band, ClaimId
from service.conflict import ConflictId
from service.dispute import Crowd, DisputeMention
from service.policy import Policy
from service.recording.announcing import SERVICE_ACTOR, Change, announce_changes
from service.recording.candidate_pages import COMPARED_IN_A_GO, ComparedPairs, compare_page, probe_of
from service.recording.closing import MOST_CLOSED, close_around
from service.recording.crowding import PAIRS_KEPT, TOLD_EACH, Counts, distance, thin_out
from service.recording.deciding import Decisions, decide
from service.recording.dispute_changes import MOST_SOURCES
from service.recording.mentioning import mention_of_conflicts
from service.recording.opening import open_pairs
from service.recording.pairing import Compared
from service.recording.reconsidering import reconsider, restore
from service.storage import claims as claim_storage
from service.storage import disputes as dispute_storage
from service.storage import uncompared
from service.storage.pool import Connection
from service.stored import Probe, StoredClaim

PAGES_OF_A_REQUEST = 3
"""After these a request is answered, and the sweep goes on."""
FIRST_AT_ONCE = 100
"""Of one claim in its first page: enough to see that it contradicts too many to keep each pair."""


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
    most_pages: int | None = PAGES_OF_A_REQUEST
    """None: all."""


async def compare_and_apply(
    connection: Connection, probes: Sequence[StoredClaim], task: Task, seen: RegistrySeen
) -> ComparedPairs:
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
        await restore(connection, probes, task.policy)
    asking = [probe_of(one) for one in probes if not one.withdrawn]
    outcome = ComparedPairs({probe.id: [] for probe in probes})
    looking = _Looking(task, seen)
    for number in itertools.count(1):
        is_last = task.most_pages is not None and number >= task.most_pages
        open_yet = {one: generation for one, generation in generations.items() if one not in outcome.reasons}
        looking.most = FIRST_AT_ONCE if number == 1 else None
        page, asking = await _apply_page(connection, asking, open_yet, looking)
        outcome.add(page, kept=task.most_pages is not None)
        if not asking:
            break
        if is_last:
            outcome.continues = {one.claim.id for one in asking}
            await uncompared.release_uncompared(connection, list(outcome.continues))
            break
    if task.again:
        await reconsider(connection, list(generations), task.policy, task.now)
        await uncompared.mark_compared(connection, _finished(generations, outcome, asking))
    if outcome.reasons:
        await uncompared.set_aside(connection, outcome.reasons)
    return outcome


def _finished(
    generations: Mapping[ClaimId, int], outcome: ComparedPairs, asking: Sequence[Probe]
) -> dict[ClaimId, int]:
    """Give the claims that nothing more is to be done for."""
    left = {one.claim.id for one in asking} | set(outcome.reasons)
    return {claim_id: generation for claim_id, generation in generations.items() if claim_id not in left}


@dataclass(slots=True)
class _Looking:
    """How far the comparison has come."""

    task: Task
    seen: RegistrySeen
    counts: Counts = field(default_factory=dict)
    """Contradictions that were found so far."""
    most: int | None = None
    """Candidates of one claim in the next page."""


async def _apply_page(
    connection: Connection, asking: Sequence[Probe], generations: Mapping[ClaimId, int], looking: _Looking
) -> tuple[ComparedPairs, list[Probe]]:
    """Compare claims with the next of their candidates, and carry out what that asks for, in one transaction.

    Gives the outcome, and the claims that have candidates left, set forward. Those that have none are marked compared,
    but for a comparison that is made again.
    """
    task = looking.task
    while True:
        page, left = await compare_page(connection, asking, task.policy, explained=task.explained, most=looking.most)
        kept = thin_out(page.pairs, looking.counts)
        left = [one for one in left if one.claim.id not in kept.crowded]
        if blamed := {one.other.id: "It cannot be decoded." for one in page.broken if one.is_others_fault}:
            await uncompared.blame_claims(connection, blamed)
        finished = {} if task.again else _finished(generations, page, left)
        decisions = await _decide(kept.pairs)
        if not decisions.conflicts:
            done = await _quietly(connection, decisions, finished, looking.seen)
            if done is None:
                continue
            if done:
                break
        async with connection.transaction():
            opened = await _carry_out(connection, decisions, finished, looking, kept.counts)
        if opened is None:
            continue
        page.opened = {claim_id: [one.conflict for one in news] for claim_id, news in opened.items()}
        break
    looking.counts |= kept.counts
    return page, left


async def _quietly(
    connection: Connection, decisions: Decisions, finished: Mapping[ClaimId, int], seen: RegistrySeen
) -> bool | None:
    """Carry out what opens nothing in one statement.

    False, with nothing done, where something is to be closed; None when the registry was changed since it was read.
    """
    if not decisions.superseded:
        await uncompared.mark_compared(connection, finished)
        return True
    newer, basis = {older: later.id for older, later in decisions.superseded.items()}, seen.epoch
    seen.epoch, is_done = await claim_storage.supersede_quietly(connection, newer, finished, basis)
    return is_done if seen.epoch == basis else None


async def _carry_out(
    connection: Connection, decisions: Decisions, finished: Mapping[ClaimId, int], looking: _Looking, counts: Counts
) -> dict[UUID, list[Change]] | None:
    """Hold the claims, then supersede, close, open and announce; give what is news, by the claim that asked.

    None, with nothing done, when the registry was changed since it was read.
    """
    task, seen, basis = looking.task, looking.seen, looking.seen.epoch
    held = await claim_storage.lock_claims(connection, decisions.involved())
    newer = {older: later.id for older, later in decisions.superseded.items()}
    written = await claim_storage.write_decisions(connection, newer, finished, basis)
    seen.epoch = written.epoch
    if seen.epoch != basis:
        return None
    changes = await close_around(connection, written.fallen, task.now) if written.fallen else []
    if len(changes) >= MOST_CLOSED:
        await uncompared.requeue_claims(connection, sorted(written.fallen))
    in_force = {claim_id for claim_id, is_in_force in held.items() if is_in_force} - written.fallen
    standing = [pair for ids, pair in decisions.conflicts.items() if in_force.issuperset(ids)]
    opened = await open_pairs(connection, standing, task.policy, task.now)
    changes += await _news(connection, opened, counts)
    await announce_changes(connection, changes, task.now, actor=SERVICE_ACTOR)
    return opened


async def _news(connection: Connection, opened: Mapping[UUID, Sequence[Change]], counts: Counts) -> list[Change]:
    """Tell of each conflict; of a claim with many contradictions by the strongest of them, which names the dispute."""
    changes: list[Change] = []
    standing: dict[ConflictId, tuple[UUID, int]] = {}
    for claim_id, news in opened.items():
        for band in Band:
            some = [one for one in news if one.conflict.band is band]
            count = max(len(some), counts[claim_id][band] if claim_id in counts else 0)
            if not some or count < TOLD_EACH:
                changes += some
                continue
            first = max(some, key=_strength)
            standing[first.conflict.id] = claim_id, min(count, PAIRS_KEPT)
            changes += [replace(one, is_told=one is first) for one in some]
    told = [one.conflict for one in changes if one.conflict.id in standing]
    disputes = await mention_of_conflicts(connection, told) if told else {}
    return [
        await _crowded(connection, one, *standing[one.conflict.id], disputes.get(one.conflict.id))
        if one.conflict.id in standing
        else one
        for one in changes
    ]


def _strength(news: Change) -> tuple[object, ...]:
    """Of what alarms and is seen for the first time, the farthest apart."""
    one = news.conflict
    return one.stale is None, news.act.is_first_seen, *distance(one.severity, one.gap), one.id


async def _crowded(
    connection: Connection, change: Change, claim_id: UUID, count: int, dispute: DisputeMention | None
) -> Change:
    """Tell of a conflict for all that its claim contradicts; it concerns all sources of the dispute."""
    sources: Sequence[str] = ()
    if dispute is not None:
        sources = (await dispute_storage.find_reach(connection, dispute.id, MOST_SOURCES)).sources
    return replace(change, crowd=Crowd(ClaimId(claim_id), count, dispute), sources=tuple(sources))


async def _decide(pairs: Sequence[Compared]) -> Decisions:
    """Decide on all pairs of a page, and let others in meanwhile."""
    decisions, breathe = Decisions(), Breath()
    for start in range(0, len(pairs), COMPARED_IN_A_GO):
        decide(pairs[start : start + COMPARED_IN_A_GO], decisions)
        await breathe()
    return decisions
