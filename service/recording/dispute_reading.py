"""A dispute as it stands now, with its claims: worked out from the stored figures when somebody asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.breathing import aside
from service.dispute import Figure, Position, PositionClaim, PositionOutline, PositionPage, Role
from service.disputing import SHOWN_CLAIMS, SHOWN_POSITIONS, find_positions, origins_of, outermost, pages_of
from service.policy import Policy, Tolerance
from service.recording.deriving import tolerance_among
from service.recording.resting import RESTS_FROM
from service.storage import claims as claim_storage
from service.storage import disputes as storage
from service.storage import past
from service.storage import questions as question_storage
from service.storage.disputes import DisputeRow, DisputeStep
from service.storage.pool import Connection

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Detail:
    """A dispute with its positions and its history, bounded."""

    row: DisputeRow
    positions: list[tuple[Position, list[PositionClaim]]]
    """Of a dispute of a great many claims a position has only those that are shown."""
    history: list[DisputeStep]
    told: list[PositionOutline]
    """What the positions come to, in the same order."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A dispute as it was stored at a past moment."""

    row: DisputeRow
    positions: list[tuple[PositionOutline, list[PositionClaim]]]
    history: list[DisputeStep]


async def recall_dispute(connection: Connection, dispute_id: UUID) -> Recalled | None:
    """Give a dispute with what was stored of its positions; None if there was none.

    Args:
        connection: It reads the past: nothing is worked out anew.
        dispute_id: Which one.
    """
    row = await storage.get_dispute(connection, dispute_id)
    if row is None:
        return None
    ids = [one for told in row.outline.positions for one in told.claim_ids]
    stored = {one.id: one.claim for one in await claim_storage.get_claims(connection, ids)}
    earlier = await question_storage.find_earlier_figures(connection, ids)
    positions = [
        (
            told,
            [
                PositionClaim(stored[one], Role.HOLDS, told.is_guest, earlier.get(one))
                for one in told.claim_ids
                if one in stored
            ],
        )
        for told in row.outline.positions
    ]
    return Recalled(row, positions, await storage.get_dispute_history(connection, dispute_id, MOST_STEPS))


async def recall_figures(
    connection: Connection, row: DisputeRow, *, start: int, limit: int
) -> tuple[list[PositionClaim], int | None]:
    """Give some of the claims that stood in a dispute, the earliest first, and where the next ones begin.

    Args:
        connection: It reads the past: nothing is worked out anew, so a role is known of those that were named alone.
        row: The dispute as it stood.
        start: How many are passed over.
        limit: The most.
    """
    found = await past.find_claims_of_dispute(connection, row.id, start, limit + 1)
    claims = found[:limit]
    earlier = await question_storage.find_earlier_figures(connection, [claim.id for claim, _ in claims])
    holding = {one for told in row.outline.positions for one in told.claim_ids}
    listed = [
        PositionClaim(claim, Role.HOLDS if claim.id in holding else None, is_guest, earlier.get(claim.id))
        for claim, is_guest in claims
    ]
    return listed, start + limit if len(found) > limit else None


async def describe_dispute(connection: Connection, dispute_id: UUID, policy: Policy) -> Detail | None:
    """Give a dispute with its positions in ascending order and the claims of each; None if there is none.

    Of a great many claims it is told as it was last worked through, which a claim that joins it does not wait for.
    """
    row = await storage.get_dispute(connection, dispute_id)
    if row is None:
        return None
    kept = await storage.get_pages(connection, dispute_id) if _is_large(row) else None
    if kept is None:
        positions, guests = await _positions_of(connection, dispute_id, policy)
        pages: Sequence[PositionPage] = await _pages_of(positions)
        shown = outermost(positions, SHOWN_POSITIONS)
    else:
        pages, shown = await _kept_positions(connection, kept)
        _, visiting = await storage.get_dispute_questions(connection, dispute_id)
        guests = set(visiting)
    listed = [figure for one in shown for figure in one.figures[:SHOWN_CLAIMS]]
    claims = await _claims_of(connection, listed, shown, guests)
    told = [
        (one, [claims[figure.claim_id] for figure in one.figures[:SHOWN_CLAIMS] if figure.claim_id in claims])
        for one in shown
    ]
    history = await storage.get_dispute_history(connection, dispute_id, MOST_STEPS)
    return Detail(row, told, history, [page.told for page in pages])


def _is_large(row: DisputeRow) -> bool:
    return row.merged_into is None and row.outline.claim_count >= RESTS_FROM


async def _pages_of(positions: Sequence[Position]) -> tuple[PositionPage, ...]:
    figures = [figure for one in positions for figure in one.figures]
    return await aside(len(figures), lambda: pages_of(positions, origins_of(figures)))


async def _kept_positions(
    connection: Connection, kept: Sequence[PositionPage]
) -> tuple[Sequence[PositionPage], list[Position]]:
    """Give what is kept of the positions that are still held, and these with the claims that are shown."""
    ids = [one for page in kept for one in (page.anchor, *page.holders, *page.room)]
    figures = await question_storage.find_figures_of_claims(connection, ids)
    pages = [page for page in kept if any(one in figures for one in page.holders)]
    return pages, [_kept_position(page, figures) for page in pages]


def _kept_position(page: PositionPage, figures: Mapping[UUID, Figure]) -> Position:
    holders = tuple(figures[one] for one in page.holders if one in figures)
    return Position(
        core=page.told.core,
        anchor=figures.get(page.anchor, holders[0]),
        holders=holders,
        room=tuple(figures[one] for one in page.room if one in figures),
        is_guest=page.told.is_guest,
    )


async def list_figures(
    connection: Connection, dispute_id: UUID, policy: Policy, *, start: int, limit: int
) -> tuple[list[PositionClaim], int | None]:
    """Give some of a dispute's claims, position by position in ascending order, and where the next ones begin."""
    positions, guests = await _positions_of(connection, dispute_id, policy)
    figures = [figure for one in positions for figure in one.figures]
    page = figures[start : start + limit]
    claims = await _claims_of(connection, page, positions, guests)
    following = start + limit if start + limit < len(figures) else None
    return [claims[one.claim_id] for one in page if one.claim_id in claims], following


async def _positions_of(connection: Connection, dispute_id: UUID, policy: Policy) -> tuple[list[Position], set[int]]:
    figures, guests, tolerance = await find_figures_of(connection, dispute_id, policy)
    own = [one for one in figures if one.question_id not in guests]
    visiting = [one for one in figures if one.question_id in guests]
    return list(await aside(len(figures), lambda: find_positions(own, visiting, tolerance))), guests


async def find_figures_of(
    connection: Connection, dispute_id: UUID, policy: Policy
) -> tuple[list[Figure], set[int], Tolerance]:
    """Give a dispute's figures, which of its questions are guests, and the tolerance that holds among them."""
    members, guests = await storage.get_dispute_questions(connection, dispute_id)
    figures = await question_storage.find_figures(connection, [*members, *guests])
    earliest = list((await question_storage.find_earliest(connection, [*members, *guests])).values())
    tolerances = await question_storage.find_tolerances(connection, sorted({one.phrase_id for one in earliest}))
    return figures, set(guests), tolerance_among(earliest, tolerances, policy)


async def _claims_of(
    connection: Connection, figures: Sequence[Figure], positions: Sequence[Position], guests: set[int]
) -> dict[UUID, PositionClaim]:
    ids = [one.claim_id for one in figures]
    stored = {one.id: one.claim for one in await claim_storage.get_claims(connection, ids)}
    earlier = await question_storage.find_earlier_figures(connection, ids)
    holding = {figure.claim_id for one in positions for figure in one.holders}
    return {
        one.claim_id: PositionClaim(
            claim=stored[one.claim_id],
            role=Role.HOLDS if one.claim_id in holding else Role.LEAVES_ROOM,
            is_guest=one.question_id in guests,
            moved_from=earlier.get(one.claim_id),
        )
        for one in figures
        if one.claim_id in stored
    }
