"""Stale figures are told apart before anybody is alarmed: one repeats an older figure of the source it contradicts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from service.claim import Claim
from service.disputing.causes import MOST_DAYS_OLD, Said, find_repetition, said_of
from service.judging import Act, inside_of
from service.recording.announcing import SERVICE_ACTOR, announce_changes, changed_by
from service.storage.pool import Connection
from service.storage.stale import (
    Repeating,
    StaleFigure,
    Turning,
    find_repeated,
    hold_turning,
    note_stale,
    write_staleness,
)
from service.stored import StoredClaim

_FEWEST_DIGITS = 3
TURNED_AT_ONCE = 200
Pair = tuple[StoredClaim, StoredClaim]


class Staleness(NamedTuple):
    """Why a pair is a matter of time."""

    sentence: str
    figure: StaleFigure


async def find_staleness(connection: Connection, pairs: Sequence[Pair]) -> dict[UUID, dict[UUID, Staleness]]:
    """Give the pairs that are a matter of time, by the one claim and the other.

    Args:
        connection: Sees what is committed.
        pairs: Figures of two sources that cannot both stand.
    """
    sides = [side for pair in pairs for side in ((pair, pair[0], pair[1]), (pair, pair[1], pair[0]))]
    told = [(pair, older, newer, said) for pair, older, newer in sides if (said := _digits_of(older.claim))]
    asked = [_asking(older, series) for _, older, newer, _ in told for series in (newer, older)]
    before: defaultdict[int, list[Claim]] = defaultdict(list)
    for ordinal, earlier in await find_repeated(connection, asked, MOST_DAYS_OLD):
        before[ordinal].append(earlier)
    found: dict[UUID, dict[UUID, Staleness]] = {}
    for ordinal, (pair, older, newer, said) in enumerate(told):
        theirs, ours = (_of_one_kind(before[2 * ordinal + at], older.claim) for at in (0, 1))
        if not theirs or not _said_first(theirs, ours):
            continue
        if (staleness := _staleness(older, newer, said, theirs[0])) is not None:
            found.setdefault(pair[0].id, {}).setdefault(pair[1].id, staleness)
    return found


async def follow_staleness(connection: Connection, claims: Sequence[StoredClaim], now: datetime) -> None:
    """Judge anew what these claims may have made a matter of time, or a conflict in earnest: earlier ones of a series.

    What turns is written and told, and marked, so that its dispute follows. In the caller's transaction.

    Args:
        connection: In a transaction.
        claims: That have come into force, or fallen out of it.
        now: The time of what turns.
    """
    telling = [one.id for one in claims if _digits_of(one.claim) is not None]
    after: UUID | None = None
    while telling:
        held = await hold_turning(connection, telling, MOST_DAYS_OLD, after, TURNED_AT_ONCE)
        await _turn(connection, held, now)
        if len(held) < TURNED_AT_ONCE:
            return
        after = held[-1].id


async def _turn(connection: Connection, held: Sequence[Turning], now: datetime) -> None:
    found = await find_staleness(connection, [one.claims for one in held])
    by_id = {one.id: found.get(one.claims[0].id, {}).get(one.claims[1].id) for one in held}
    changed = [one for one in held if (one.stale is None) is not (by_id[one.id] is None)]
    if not changed:
        return
    ids = [one.id for one in changed]
    told = {one: None if (staleness := by_id[one]) is None else staleness.sentence for one in ids}
    await write_staleness(connection, told, now)
    await note_stale(connection, [one.figure for one in by_id.values() if one is not None], now)
    changes = [replace(one, has_turned=True) for one in await changed_by(connection, Act.RESCORE, ids)]
    await announce_changes(connection, changes, now, actor=SERVICE_ACTOR)


def _asking(older: StoredClaim, series: StoredClaim) -> Repeating:
    return Repeating(inside_of(older.claim.quantity.interval), older.claim.period.end, series)


def _digits_of(claim: Claim) -> Said | None:
    said = said_of(claim)
    return said if said.printed is not None and said.printed.length >= _FEWEST_DIGITS else None


def _of_one_kind(earlier: Sequence[Claim], claim: Claim) -> list[Claim]:
    """Give levels of spans as long as the claim's, the latest first."""
    return [
        one
        for one in earlier
        if one.quantity.kind is claim.quantity.kind
        and one.period.kind is claim.period.kind
        and one.period.end - one.period.start == claim.period.end - claim.period.start
    ]


def _said_first(theirs: Sequence[Claim], ours: Sequence[Claim]) -> bool:
    """Of two series that stand still, the one that came to a figure later repeats the other."""
    return not ours or theirs[-1].period.end < ours[-1].period.end


def _staleness(older: StoredClaim, newer: StoredClaim, said: Said, earlier: Claim) -> Staleness | None:
    cause = find_repetition(said, said_of(newer.claim), said_of(earlier))
    if cause is None:
        return None
    day = older.claim.period.end
    days = (day - earlier.period.end).days
    return Staleness(cause.sentence, StaleFigure(older.id, older.source_id, newer.source_id, days, day, earlier.id))
