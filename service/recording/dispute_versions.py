"""Which dispute is which: what was found is written over what stood there, and each dispute keeps its id for ever.

A dispute goes on where most of its claims are. Two that become one go on as the one with most claims, the older of
equals; the other says where. What splits off is a new dispute.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from service.conflict import ConflictStatus
from service.dispute import DisputeChange, Group
from service.disputing import changes_between, is_lifted
from service.judging import act_reaching
from service.recording.announcing import SERVICE_ACTOR
from service.recording.crowding import PAIRS_KEPT
from service.recording.dispute_decisions import MERGED
from service.recording.pair_decisions import move_pairs, pairs_seen
from service.storage import decisions
from service.storage import disputes as storage
from service.storage.disputes import Derived, DisputeRow, PairsSeen
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection

LATELY = timedelta(hours=1)
"""What was found before is brought over from a time without disputes, and no news."""
_CLOSED_AT_ONCE = 500

Steps = dict[UUID, tuple[int, Sequence[DisputeChange]]]


@dataclass(frozen=True, slots=True)
class Found:
    """A group of questions, and the dispute that it comes to; None when nobody excludes anybody."""

    group: Group
    claims: int
    derived: Derived | None


@dataclass(slots=True)
class Assigned:
    """What was found, each with the dispute that it goes on as."""

    known: list[tuple[Found, DisputeRow]] = field(default_factory=list)
    new: list[Found] = field(default_factory=list)
    left: list[DisputeRow] = field(default_factory=list)
    """Disputes that no group goes on with."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is known and noted while versions are written."""

    connection: Connection
    now: datetime
    settles_at: datetime
    """When a dispute that is over is closed, if that lasts."""
    before: Mapping[int, UUID]
    """The disputes that the questions were members of."""
    ids: dict[int, UUID] = field(default_factory=dict)
    """The disputes that they are members of now, by their heads."""
    steps: Steps = field(default_factory=dict)
    decided: list[DisputeRow] = field(default_factory=list)
    """Disputes that a person has decided on, and that have changed."""
    new: set[int] = field(default_factory=set)
    """Heads of groups that no dispute stands for yet."""

    async def look_at_pairs(self, found: Found) -> PairsSeen:
        """Say what has become of the pairs of a group. Where not all of them are kept, they decide on nothing."""
        if found.claims > PAIRS_KEPT and found.group.head not in self.new:
            return PairsSeen(ConflictStatus.OPEN, None, is_new=False)
        return pairs_seen(await storage.look_at_pairs(self.connection, found.group.members, self.now - LATELY))


async def write_versions(
    connection: Connection, questions: Sequence[int], found: Sequence[Found], now: datetime, *, settles_at: datetime
) -> None:
    """Write what was found of these questions.

    Args:
        connection: In the transaction that holds the work.
        questions: All that were looked at.
        found: Their groups.
        now: The time of what is opened and changed.
        settles_at: When a dispute that is over is closed, if that lasts.
    """
    standing = await storage.find_disputes_of_questions(connection, questions)
    before = await storage.find_dispute_members(connection, questions)
    writing = Writing(connection, now, settles_at, before)
    assigned = _assign(found, standing, before)
    staying = {row.id for one, row in assigned.known if one.group.head == row.head_id}
    if moving := [row.id for row in standing if row.id not in staying and row.head_id is not None]:
        await storage.free_heads(connection, moving)
    writing.new.update(one.group.head for one in assigned.new)
    for one in assigned.new:
        if one.derived is not None:
            await _open(writing, one, one.derived)
    for one, row in assigned.known:
        await _go_on(writing, one, row)
    await _write_members(writing, questions, found)
    await _end(writing, assigned)
    await _take_off_recommendations(writing, [row for _, row in assigned.known])
    for row in writing.decided:
        await _close_with(writing, row)
    await _keep_pages(writing, found)
    if writing.steps:
        await storage.note_steps(connection, writing.steps, now, SERVICE_ACTOR)


def _assign(found: Sequence[Found], standing: Sequence[DisputeRow], before: Mapping[int, UUID]) -> Assigned:
    """Let each dispute go on as the group that holds most of its questions' claims, disputed ones first."""
    rows: dict[UUID, DisputeRow] = {row.id: row for row in standing if row.merged_into is None}
    claims: list[tuple[bool, int, DisputeRow, Found]] = []
    for one in found:
        held = Counter(before[member] for member in one.group.members if member in before)
        claims += [(one.derived is None, -count, rows[at], one) for at, count in held.items() if at in rows]
    claims.sort(key=lambda claim: (claim[0], claim[1], claim[2].opened_at, claim[2].id, claim[3].group.head))
    assigned = Assigned()
    heads: set[int] = set()
    for _, _, row, one in claims:
        if row.id in rows and one.group.head not in heads:
            del rows[row.id]
            heads.add(one.group.head)
            assigned.known.append((one, row))
    assigned.new = [one for one in found if one.group.head not in heads]
    assigned.left = list(rows.values())
    return assigned


async def _open(writing: Writing, found: Found, derived: Derived) -> None:
    identifier = new_identifier(writing.now)
    pairs = await writing.look_at_pairs(found)
    await storage.insert_dispute(writing.connection, identifier, derived, writing.now, pairs)
    is_split = any(member in writing.before for member in found.group.members)
    writing.ids[found.group.head] = identifier
    writing.steps[identifier] = (1, [DisputeChange.OPENED, *([DisputeChange.SPLIT] if is_split else [])])


async def _go_on(writing: Writing, found: Found, row: DisputeRow) -> None:
    writing.ids[found.group.head] = row.id
    pairs = await writing.look_at_pairs(found)
    changed = None if found.derived is None else _next_version(row, found.derived, pairs, writing.now)
    if changed is not None and changed[0].status.is_closed and not changed[0].closed_by_service:
        writing.decided.append(changed[0])
    if changed is None:
        if found.group.head != row.head_id:
            await storage.keep_head(writing.connection, row.id, found.group.head)
        return
    written, changes = changed
    await storage.write_dispute(writing.connection, written)
    if changes:
        writing.steps[row.id] = (written.version, changes)


def _next_version(
    row: DisputeRow, derived: Derived, pairs: PairsSeen, now: datetime
) -> tuple[DisputeRow, list[DisputeChange]] | None:
    """Give a dispute's next version and what has changed; None when nothing has.

    One that was about to settle and stands as it stood before is no new version.
    """
    changes = list(changes_between(row.state, derived.state))
    if pairs.status is ConflictStatus.OPEN and _comes_back(row, derived):
        changes.append(DisputeChange.REOPENED)
        row = replace(row, status=ConflictStatus.OPEN, resolution=None, note=None, closed_by_service=False)
    elif pairs.status.is_closed and not row.status.is_closed:
        is_resolved = pairs.status is ConflictStatus.RESOLVED
        changes.append(DisputeChange.RESOLVE if is_resolved else DisputeChange.DISMISS)
        row = replace(row, status=pairs.status, resolution=pairs.resolution, decided=derived.state)
    if not changes and row.settles_at is None and row.is_stale is pairs.is_stale:
        return None
    if changes:
        row = replace(row, updated_at=now, version=row.version + 1)
    written = replace(
        row,
        head_id=derived.head_id,
        outline=derived.outline,
        state=derived.state,
        severity_rank=derived.outline.severity.rank,
        settles_at=None,
        is_stale=pairs.is_stale,
    )
    return written, changes


def _comes_back(row: DisputeRow, derived: Derived) -> bool:
    """What the service has closed comes back by itself; what a person has decided, when that does not cover it."""
    if not row.status.is_closed:
        return False
    if row.closed_by_service:
        return True
    is_dismissed = row.status is ConflictStatus.DISMISSED
    return is_lifted(row.decided or row.state, derived.state, is_dismissed=is_dismissed)


async def _take_off_recommendations(writing: Writing, rows: Sequence[DisputeRow]) -> None:
    """Take off a recommended figure whose claim is out of force, and say so."""
    for row in rows:
        if row.recommended is None or await decisions.is_in_dispute(
            writing.connection, row.recommended.claim_id, row.id
        ):
            continue
        version = await storage.drop_recommendation(writing.connection, row.id, writing.now)
        _, changes = writing.steps.get(row.id, (version, []))
        writing.steps[row.id] = version, [*changes, DisputeChange.RECOMMENDATION_GONE]


async def _close_with(writing: Writing, row: DisputeRow) -> None:
    """Close pairs that came into a dispute after it was decided on, as far as the decision covers them."""
    pairs = await decisions.find_pairs_opened_since(writing.connection, row.id, _CLOSED_AT_ONCE)
    if pairs:
        ids = await move_pairs(writing.connection, pairs, row)
        act = act_reaching(row.status).value
        await decisions.note_pairs(writing.connection, ids, row, act=act, actor=SERVICE_ACTOR)


async def _write_members(writing: Writing, questions: Sequence[int], found: Sequence[Found]) -> None:
    members: dict[int, UUID] = {}
    guests: list[tuple[int, UUID]] = []
    for one in found:
        if (dispute_id := writing.ids.get(one.group.head)) is not None:
            members |= dict.fromkeys(one.group.members, dispute_id)
            guests += [(guest, dispute_id) for guest in one.group.guests]
    await storage.move_members(writing.connection, members)
    await storage.replace_guests(writing.connection, questions, guests)


async def _keep_pages(writing: Writing, found: Sequence[Found]) -> None:
    """Keep what is shown of large disputes, also where that makes no new version."""
    pages = {
        writing.ids[one.group.head]: one.derived.pages
        for one in found
        if one.derived is not None and one.derived.pages is not None
    }
    if pages:
        await storage.keep_pages(writing.connection, pages)


async def _end(writing: Writing, assigned: Assigned) -> None:
    """Let what nobody goes on with become one with another, or settle."""
    into: dict[UUID, UUID] = {}
    groups = [*(one for one, _ in assigned.known), *assigned.new]
    for row in assigned.left:
        gone_to = Counter(
            writing.ids[one.group.head]
            for one in groups
            for member in one.group.members
            if writing.before.get(member) == row.id and one.group.head in writing.ids
        )
        if gone_to:
            into[row.id] = min(gone_to, key=lambda at: (-gone_to[at], at))
    if into:
        for merged, version in (await storage.merge_disputes(writing.connection, into, MERGED, writing.now)).items():
            writing.steps[merged] = (version, [DisputeChange.MERGED])
    over = [row.id for one, row in assigned.known if one.derived is None]
    over += [row.id for row in assigned.left if row.id not in into]
    if over:
        await storage.begin_settling(writing.connection, over, writing.settles_at)
