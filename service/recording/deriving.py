"""Disputes are derived from the claims in force: gather, decide, apply, by one hand at a time.

Whatever changes a claim leaves a mark in its own transaction. Whoever derives takes the lock first and reads then, so
it sees all that the marks speak of; what it writes and the marks it takes away go in one commit. So it is safe twice,
what is broken off is done again, and the order in which claims came plays no part in what is found.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from service.breathing import aside
from service.claim import Claim, Sameness
from service.conflict import Conflict
from service.dispute import DisputeChange, Figure, Group
from service.disputing import (
    claimant_key,
    connected,
    exclude_each_other,
    find_positions,
    group_questions,
    is_disputed,
    origins_of,
    outline_of,
    pages_of,
    question_key,
    question_of,
    quote_key,
    state_of,
)
from service.errors import Unavailable
from service.judging import tolerance_within
from service.policy import Policy, Tolerance, narrowest
from service.recording.announcing import SERVICE_ACTOR
from service.recording.crowding import PAIRS_KEPT
from service.recording.dispute_changes import announce_disputes
from service.recording.dispute_decisions import SETTLED
from service.recording.dispute_versions import Found, write_versions
from service.recording.findings import announce_findings
from service.recording.linking import link_questions, meet
from service.recording.resting import RESTS_FROM, put_off, rests_of
from service.recording.staleness import follow_staleness
from service.storage import disputes as storage
from service.storage import questions as question_storage
from service.storage.disputes import Derived
from service.storage.mentions import find_disputes_of_claims
from service.storage.pool import AWAY, Connection, Database
from service.storage.questions import Mark, QuestionRow
from service.stored import StoredClaim

MARKS_AT_ONCE = 300
PAUSE_SECONDS = 0.05
"""Between two looks, also while much is to be done: claims that come in go first."""
A_BURST = 20
GATHERING_SECONDS = 0.25
"""After so many marks, and not all that one look takes: what comes meanwhile of one question is derived once."""
LONGEST_PAUSE_SECONDS = 0.4
"""Between two looks when there was nothing to be done for a while."""
PATIENCE_MILLISECONDS = 300
"""How long a request waits for another hand that derives just then; after that it is left to the next one."""
SETTLING = timedelta(minutes=15)
"""A source that corrects itself, and then back again, opens and closes nothing."""
SETTLED_AT_ONCE = 100

_log = structlog.get_logger()


@dataclass(slots=True)
class Gathered:
    """What is known of questions that may belong together."""

    figures: dict[int, list[Figure]] = field(default_factory=dict)
    earliest: dict[int, StoredClaim] = field(default_factory=dict)
    judged: Mapping[tuple[int, int], Sameness] = field(default_factory=dict)
    near: AbstractSet[tuple[int, int]] = frozenset()
    """Topics that are neighbours."""
    tolerances: Mapping[int, Tolerance] = field(default_factory=dict)

    def tolerance_of(self, questions: Iterable[int], policy: Policy) -> Tolerance:
        """Give the narrowest that is set on any of their metrics."""
        return tolerance_among([self.earliest[one] for one in questions], self.tolerances, policy)


def tolerance_among(claims: Sequence[StoredClaim], known: Mapping[int, Tolerance], policy: Policy) -> Tolerance:
    """Give the narrowest tolerance that is set on any of these claims' metrics, as far as it holds for their unit."""
    found = narrowest(known.get(phrase_id) for phrase_id in sorted({one.phrase_id for one in claims}))
    if found is None:
        return policy.tolerance
    return tolerance_within(found, claims[0].claim.quantity.unit.dimension)


async def derive_until_cancelled(database: Database, policy: Policy, clock: Callable[[], datetime]) -> None:
    """Derive what is marked, and settle what is over, again and again."""
    pause = PAUSE_SECONDS
    while True:
        done = 0
        with contextlib.suppress(Unavailable):
            async with database.connection() as connection:
                done = await derive_disputes(connection, policy, clock())
                done += await settle_disputes(connection, clock())
        pause = pause_after(done, pause)
        await asyncio.sleep(pause)


def pause_after(done: int, pause: float) -> float:
    """Give how long to wait after so much was done, and after which pause: ever longer while nothing is."""
    if not done:
        return min(2 * pause, LONGEST_PAUSE_SECONDS)
    return GATHERING_SECONDS if A_BURST <= done < MARKS_AT_ONCE else PAUSE_SECONDS


async def derive_around(
    connection: Connection, opened: Mapping[UUID, Sequence[Conflict]], policy: Policy, now: datetime
) -> None:
    """Derive the disputes of conflicts that were opened just now. What cannot be done now is done soon."""
    claim_ids = sorted({claim.id for found in opened.values() for conflict in found for claim in conflict.claims})
    if not claim_ids:
        return
    try:
        standing = await find_disputes_of_claims(connection, claim_ids)
        if any(one.claim_count > PAIRS_KEPT for one in standing.values()):
            return  # it is there and can be named; to work through so many is not for a request
        await derive_disputes(connection, policy, now, claim_ids, patience_milliseconds=PATIENCE_MILLISECONDS)
    except AWAY:
        raise
    except Exception:  # noqa: BLE001 - the marks stay, and the next hand tries again
        _log.exception("disputes were not derived at once; they will be")


async def derive_disputes(
    connection: Connection,
    policy: Policy,
    now: datetime,
    claim_ids: Sequence[UUID] | None = None,
    *,
    patience_milliseconds: int = 0,
) -> int:
    """Derive what is marked, some at a time; give how much that was, nothing when another hand is at it.

    Questions of a great many claims that were worked through just now are put off (`resting`).

    Args:
        connection: In no transaction: what is read must be younger than the lock.
        policy: The policy in force.
        now: The time of what is opened and changed.
        claim_ids: Only the marks of these claims.
        patience_milliseconds: How long another hand is waited for, in the order in which hands came.
    """
    async with connection.transaction():
        if not await question_storage.lock_disputes(connection, patience_milliseconds):
            return 0
        if claim_ids is None:
            marks = await question_storage.find_marks(connection, MARKS_AT_ONCE)
        else:
            marks = await question_storage.find_marks_of_claims(connection, claim_ids)
        touched, changed = await _place(connection, marks, policy) if marks else ([], [])
        rested = [] if claim_ids else await question_storage.take_rested(connection, MARKS_AT_ONCE)
        if touched or rested:
            await _derive(connection, sorted({*touched, *rested}), policy, now)
        if marks:
            await follow_staleness(connection, changed, now)
            await announce_findings(connection, sorted({one.claim_id for one in marks}), touched, now)
            await question_storage.remove_marks(connection, marks)
        if marks or rested:
            await announce_disputes(connection, now)
    return len(marks) + len(rested)


async def settle_disputes(connection: Connection, now: datetime) -> int:
    """Close disputes in which nobody has excluded anybody for a while; give how many these were. Tell what is due."""
    async with connection.transaction():
        settled = await storage.settle_disputes(connection, SETTLED, now, SETTLED_AT_ONCE)
        steps = {one: (version, [DisputeChange.SETTLED]) for one, version in settled.items()}
        if steps:
            await storage.note_steps(connection, steps, now, SERVICE_ACTOR)
        await announce_disputes(connection, now)
    return len(settled)


async def _place(connection: Connection, marks: Sequence[Mark], policy: Policy) -> tuple[list[int], list[StoredClaim]]:
    """Put the marked claims under their questions, or take them away; give the questions concerned, and them."""
    claim_ids = sorted({one.claim_id for one in marks})
    stored, stating = await question_storage.find_marked_claims(connection, claim_ids)
    placed = await question_storage.find_places(connection, claim_ids)
    known = [one for one in stored if _can_be_read(one)]
    readable = {one.id: one for one in known if one.id in stating}
    keys = {one.id: question_key(one.claim) for one in readable.values()}
    rows = {keys[one.id]: _question_row(keys[one.id], one.claim) for one in readable.values()}
    ids = await question_storage.add_questions(connection, list(rows.values()))
    if readable:
        await question_storage.place_figures(
            connection, [_figure_of(one, ids[keys[one.id]]) for one in readable.values()]
        )
    if gone := sorted(placed.keys() - readable.keys()):
        await question_storage.remove_figures(connection, gone)
    await link_questions(connection, {ids[keys[one.id]]: one.claim for one in readable.values()}, policy)
    return sorted({*placed.values(), *ids.values()}), known


def _can_be_read(stored: StoredClaim) -> bool:
    try:
        return bool(stored.claim.id)
    except Exception as error:  # noqa: BLE001 - it is set aside by whoever compares it
        _log.warning("a claim cannot be decoded and stands in no dispute", claim=str(stored.id), problem=repr(error))
        return False


def _question_row(key: str, claim: Claim) -> QuestionRow:
    place_key = claim.place.key if claim.place else ""
    return QuestionRow(key, claim.metric.phrase, place_key, claim.period.end, has_subject=claim.subject is not None)


def _figure_of(stored: StoredClaim, question_id: int) -> Figure:
    claim = stored.claim
    return Figure(
        claim_id=claim.id,
        question_id=question_id,
        source_id=stored.source_id,
        source=claim.source,
        interval=claim.quantity.interval,
        stated=claim.quantity.stated,
        as_given=claim.quantity.as_given,
        published_at=claim.published_at,
        claimant=claimant_key(claim),
        quote=quote_key(claim),
        url=claim.url,
    )


async def _derive(connection: Connection, touched: Sequence[int], policy: Policy, now: datetime) -> None:
    links, resting = await question_storage.find_linked(connection, touched)
    if resting:
        waiting = put_off(links, resting)
        await question_storage.put_off(connection, sorted(waiting.intersection(touched)))
        links = {one: beside for one, beside in links.items() if one not in waiting}
    single = [one for one, beside in links.items() if not beside]
    concerned = await question_storage.find_conflicting(connection, single) | (links.keys() - set(single))
    if not concerned:
        return
    gathered = await _gather(connection, sorted(concerned))
    parts = _parts(links, concerned)
    claims = {one: len(figures) for one, figures in gathered.figures.items()}
    found = await aside(
        sum(claims.values()), lambda: [one for part in parts for one in _decide(part, gathered, policy)]
    )
    await write_versions(connection, sorted(concerned), found, now, settles_at=now + SETTLING)
    if rests := rests_of(parts, claims):
        await question_storage.let_rest(connection, rests)


def _parts(links: Mapping[int, set[int]], concerned: set[int]) -> list[list[int]]:
    return connected(sorted(concerned), lambda one, other: other in links[one])


async def _gather(connection: Connection, questions: Sequence[int]) -> Gathered:
    gathered = Gathered(earliest=await question_storage.find_earliest(connection, questions))
    for one in await question_storage.find_figures(connection, questions):
        if one.question_id in gathered.earliest:
            gathered.figures.setdefault(one.question_id, []).append(one)
    phrases = sorted({one.phrase_id for one in gathered.earliest.values()})
    gathered.judged = await question_storage.find_judged(connection, phrases)
    gathered.near = await question_storage.find_near(connection, gathered.earliest.values())
    gathered.tolerances = await question_storage.find_tolerances(connection, phrases)
    return gathered


def _decide(questions: Sequence[int], gathered: Gathered, policy: Policy) -> list[Found]:
    """Group the questions and find the positions of each group; those in which nobody excludes anybody, too."""
    known: dict[tuple[int, int], bool] = {}

    def meets(one: int, other: int) -> bool:
        pair = min(one, other), max(one, other)
        if pair not in known:
            known[pair] = meet(
                gathered.earliest[pair[0]], gathered.earliest[pair[1]], gathered.judged, gathered.near, policy
            )
        return known[pair]

    def conflicts(one: int, other: int) -> bool:
        tolerance = gathered.tolerance_of((one, other), policy)
        return exclude_each_other(gathered.figures[one], gathered.figures[other], tolerance) and meets(one, other)

    present = [one for one in questions if one in gathered.figures and meets(one, one)]
    found = []
    for part in connected(present, conflicts):
        kin = [question_of(one, gathered.earliest[one].claim) for one in part]
        found += [_found(group, gathered, policy) for group in group_questions(kin, meets)]
    return found


def _found(group: Group, gathered: Gathered, policy: Policy) -> Found:
    members = [figure for one in group.members for figure in gathered.figures[one]]
    guests = [figure for one in group.guests for figure in gathered.figures[one]]
    positions = find_positions(members, guests, gathered.tolerance_of((*group.members, *group.guests), policy))
    if not is_disputed(positions):
        return Found(group, len(members), None)
    origins = origins_of([figure for one in positions for figure in one.figures])
    outline = outline_of(positions, gathered.earliest[group.head].claim, origins)
    pages = pages_of(positions, origins) if outline.claim_count >= RESTS_FROM else None
    return Found(group, len(members), Derived(group.head, outline, state_of(positions, outline.severity), pages))
