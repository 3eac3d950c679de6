"""The conflicts of a large dispute, a page at a time: worked out, for only some of them are kept."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

import msgspec

from service.breathing import aside
from service.claim import Band
from service.conflict import Conflict, ConflictId
from service.disputing import contradictions
from service.disputing.contradictions import Pair, Place
from service.policy import Policy, Tolerance
from service.recording.crowding import PAIRS_KEPT
from service.recording.deciding import in_order, is_conflict
from service.recording.dispute_reading import find_figures_of
from service.recording.opening import conflict_of
from service.recording.pairing import Compared, compare_and_judge
from service.recording.staleness import Staleness, find_staleness
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage import disputes as storage
from service.storage import questions as question_storage
from service.storage.conflicts import ConflictFilters
from service.storage.disputes import DisputeRow
from service.storage.pool import Connection, Database

_PAIRS = UUID("8f0f6c0e-52a4-4c6a-9d7e-6f1d0a6f2b11")
LOOKED_AT = 2_000
"""Pairs that are looked at for one page, most of which a filter may leave out."""
Paging = Callable[[Any, int], Awaitable[tuple[list[Conflict], Any]]]
"""Gives so many conflicts after a place, and the place of the next ones; None before the first and behind the last."""


async def find_large_dispute(connection: Connection, filters: ConflictFilters) -> DisputeRow | None:
    """Give the dispute that a list is narrowed to, when not all of its pairs are kept."""
    if filters.dispute_id is None or filters.band != Band.CONFIRMED.value:
        return None
    row = await storage.get_dispute(connection, filters.dispute_id)
    return row if row is not None and row.outline.claim_count > PAIRS_KEPT else None


async def paging_of(database: Database, filters: ConflictFilters, policy: Policy) -> Paging:
    """Give what pages through all conflicts that the filters find, the newest first, be they kept or worked out."""
    async with database.connection() as connection:
        large = await find_large_dispute(connection, filters)

    async def page(after: Any, limit: int) -> tuple[list[Conflict], Any]:
        async with database.connection() as connection:
            if large is not None:
                return await list_pairs(connection, large, filters, policy, after, limit)
            kept = await conflict_storage.list_conflicts(connection, filters, after, limit)
        return kept, (kept[-1].opened_at, kept[-1].id) if len(kept) == limit else None

    return page


async def list_pairs(
    connection: Connection, row: DisputeRow, filters: ConflictFilters, policy: Policy, after: Place | None, limit: int
) -> tuple[list[Conflict], Place | None]:
    """Give some conflicts of a dispute, the newest claim's first, and where the next ones begin; None at the end.

    A page may be short or empty where a filter leaves most out; the list ends when there is no place to go on from.

    A conflict that is kept is given as it is; one that is worked out stands as its dispute does, with version 0.

    Args:
        connection: Sees what is committed.
        row: The dispute.
        filters: All of them narrow the list, as they narrow one of conflicts that are kept.
        policy: The policy in force.
        after: The last pair of the page before.
        limit: The most.
    """
    figures, _, tolerance = await find_figures_of(connection, row.id, policy)
    wanted, looked = await aside(
        len(figures), lambda: _looked_through(contradictions(figures, tolerance, after), filters.source_id, limit)
    )
    items = await _conflicts_of(connection, wanted, row, policy, tolerance)
    narrowed = await conflict_storage.narrow_conflicts(connection, items, filters)
    return narrowed, None if looked is None else _place_of(looked)


def _looked_through(pairs: Iterator[Pair], source_id: int | None, limit: int) -> tuple[list[Pair], Pair | None]:
    """Give the pairs of a source, and the last one that was looked at."""
    wanted: list[Pair] = []
    looked: Pair | None = None
    for looked in islice(pairs, LOOKED_AT):
        if source_id is None or source_id in {one.source_id for one in looked}:
            wanted.append(looked)
        if len(wanted) == limit:
            break
    return wanted, looked


def _place_of(pair: Pair) -> Place:
    earlier, later = pair
    return *later.age, *earlier.age


async def _conflicts_of(
    connection: Connection, pairs: Sequence[Pair], row: DisputeRow, policy: Policy, tolerance: Tolerance
) -> list[Conflict]:
    ids = [(earlier.claim_id, later.claim_id) for earlier, later in pairs]
    claims = await claim_storage.get_claims(connection, sorted({one for pair in ids for one in pair}))
    stored = {one.id: one for one in claims}
    judged = await question_storage.find_judged(connection, sorted({one.phrase_id for one in claims}))
    kept = await conflict_storage.find_conflicts_of_pairs(connection, ids)
    compared: dict[tuple[UUID, UUID], Compared] = {}
    for pair in ids:
        if pair not in kept and stored.keys() >= set(pair):
            one, other = stored[pair[0]], stored[pair[1]]
            found = compare_and_judge(one, other, policy, judged.get((one.phrase_id, other.phrase_id)), tolerance)
            if is_conflict(found) and found.band is Band.CONFIRMED:
                compared[pair] = found
    stale = await find_staleness(connection, [(pair.one, pair.other) for pair in compared.values()])
    worked_out = {
        pair: _worked_out(one, row, policy, stale.get(one.one.id, {}).get(one.other.id))
        for pair, one in compared.items()
    }
    return [(kept | worked_out)[pair] for pair in ids if pair in kept or pair in worked_out]


def _worked_out(pair: Compared, row: DisputeRow, policy: Policy, staleness: Staleness | None) -> Conflict:
    one, other = in_order(pair.one.claim, pair.other.claim)
    judged = conflict_of(pair, policy, max(one.received_at, other.received_at), staleness)
    return msgspec.structs.replace(
        judged,
        id=ConflictId(uuid5(_PAIRS, f"{one.id} {other.id}")),
        status=row.status,
        resolution=row.resolution,
        note=row.note,
        updated_at=row.updated_at,
        version=0,
    )
