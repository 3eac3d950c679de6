"""Stale figures are told apart before anybody is alarmed: one repeats an older figure of the source it contradicts."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from service.claim import Claim
from service.disputing.causes import MOST_DAYS_OLD, Said, find_repetition, said_of
from service.judging import inside_of
from service.recording.pairing import Compared
from service.storage.pool import Connection
from service.storage.stale import Repeating, StaleFigure, find_repeated
from service.stored import StoredClaim

_FEWEST_DIGITS = 3


class Staleness(NamedTuple):
    """Why a pair is a matter of time."""

    sentence: str
    figure: StaleFigure


async def find_staleness(connection: Connection, pairs: Sequence[Compared]) -> dict[UUID, dict[UUID, Staleness]]:
    """Give the pairs that are a matter of time, by the claim that asks and the one beside it.

    Args:
        connection: Sees what is committed.
        pairs: Figures of two sources that cannot both stand.
    """
    sides = [side for pair in pairs for side in ((pair, pair.one, pair.other), (pair, pair.other, pair.one))]
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
            found.setdefault(pair.one.id, {}).setdefault(pair.other.id, staleness)
    return found


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
