"""Conflicts and their history: one typed function for each query of sql/queries/conflicts.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from service.claim import Band, Comparison, Feature, Gap, Sameness, Severity
from service.conflict import Conflict, ConflictId, ConflictStatus, Resolution
from service.storage.pool import Connection
from service.storage.queries import queries
from service.storage.registry import tolerance_beside
from service.stored import StandingConflict, StoredClaim, decode_claim

_SQL = queries("conflicts")
_encode = msgspec.json.Encoder().encode
_decode_gap = msgspec.json.Decoder(Gap).decode
_decode_features = msgspec.json.Decoder(tuple[Feature, ...]).decode


@dataclass(frozen=True, slots=True)
class Opening:
    """A pair to be stored, with what its claims are found by."""

    conflict: Conflict
    phrase_ids: tuple[int, int]


@dataclass(frozen=True, slots=True)
class HeldConflict:
    """A stored conflict that nobody else changes until the transaction ends."""

    id: UUID
    claim_ids: tuple[UUID, UUID]
    status: ConflictStatus
    closed_by_service: bool
    band: Band
    note: str | None


@dataclass(frozen=True, slots=True)
class ClosedConflict:
    """How a conflict that is held is to be closed, and why."""

    id: UUID
    status: ConflictStatus
    closed_by_service: bool
    resolution: Resolution
    note: str


@dataclass(frozen=True, slots=True)
class ConflictFilters:
    """What a list of conflicts may be narrowed by; None leaves it open."""

    phrase: str | None = None
    source_id: int | None = None
    place_key: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    since: datetime | None = None
    statuses: list[str] | None = None
    minimal_severity: int | None = None
    band: str = Band.CONFIRMED.value
    dispute_id: UUID | None = None
    is_ours: bool | None = None
    """Whether one of the two sources is the desk's own."""
    is_stale: bool | None = None
    """Whether it is a matter of time: one repeats an older figure of the other."""
    words: list[str] | None = None
    """Patterns, each of which is to be found."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step in a conflict's life."""

    conflict_id: UUID
    at: datetime
    actor: str
    act: str
    status: str
    resolution: str | None
    note: str | None


async def open_conflicts(connection: Connection, openings: Sequence[Opening]) -> set[UUID]:
    """Store the pairs that are not stored yet, each as it is given; give the ids of these conflicts."""
    if not openings:
        return set()
    pairs = [one.conflict for one in openings]
    rows = await connection.fetch(
        _SQL["open_conflicts"],
        [one.id for one in pairs],
        [one.claims[0].id for one in pairs],
        [one.claims[1].id for one in pairs],
        [one.phrase_ids[0] for one in openings],
        [one.phrase_ids[1] for one in openings],
        [_place_key(one) for one in pairs],
        [one.claims[1].period.end for one in pairs],
        [one.severity.value for one in pairs],
        [one.severity.rank for one in pairs],
        [_encode(one.gap).decode() for one in pairs],
        [one.band.value for one in pairs],
        [one.score for one in pairs],
        [one.reason for one in pairs],
        [_encode(one.features).decode() for one in pairs],
        [one.policy_version for one in pairs],
        [one.opened_at for one in pairs],
        [one.updated_at for one in pairs],
        [one.status.value for one in pairs],
        [one.stale for one in pairs],
    )
    return {row["id"] for row in rows}


async def hold_conflicts_of_pairs(
    connection: Connection, pairs: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], HeldConflict]:
    """Hold the stored conflicts of these pairs until the transaction ends; give them by their claims' ids."""
    rows = await connection.fetch(
        _SQL["hold_conflicts_of_pairs"], [first for first, _ in pairs], [second for _, second in pairs]
    )
    held = [
        HeldConflict(
            row["id"],
            (row["first_id"], row["second_id"]),
            ConflictStatus(row["status"]),
            row["closed_by_service"],
            Band(row["band"]),
            row["note"],
        )
        for row in rows
    ]
    return {one.claim_ids: one for one in held}


async def reopen_conflicts(connection: Connection, reopened: Sequence[Conflict]) -> None:
    """Write stored conflicts as they are judged now: status, note, and all that comes of comparing the two claims."""
    await connection.execute(
        _SQL["reopen_conflicts"],
        [one.id for one in reopened],
        [one.severity.value for one in reopened],
        [one.severity.rank for one in reopened],
        [_encode(one.gap).decode() for one in reopened],
        [one.band.value for one in reopened],
        [one.score for one in reopened],
        [one.reason for one in reopened],
        [_encode(one.features).decode() for one in reopened],
        [one.policy_version for one in reopened],
        [one.updated_at for one in reopened],
        [one.status.value for one in reopened],
        [one.note for one in reopened],
        [one.stale for one in reopened],
    )


async def find_standing_conflicts(
    connection: Connection, claim_ids: Sequence[UUID], after: UUID | None, limit: int
) -> list[StandingConflict]:
    """Give what is open around these claims, held, to be judged again; so many at a time, by their ids."""
    rows = await connection.fetch(_SQL["find_standing_conflicts"], claim_ids, after, limit)
    return [_standing(row) for row in rows]


async def close_conflicts(connection: Connection, closed: Sequence[ClosedConflict], now: datetime) -> None:
    """Close conflicts that are held, each with its reason and a sentence."""
    await connection.execute(
        _SQL["close_conflicts"],
        [one.id for one in closed],
        [one.status.value for one in closed],
        [one.closed_by_service for one in closed],
        [one.resolution.value for one in closed],
        [one.note for one in closed],
        now,
    )


async def rescore_conflicts(connection: Connection, compared: Sequence[tuple[UUID, Comparison]], now: datetime) -> None:
    """Write the band and score that conflicts have by now, which are held; they stand as before."""
    await connection.execute(
        _SQL["rescore_conflicts"],
        [identifier for identifier, _ in compared],
        [(one.band or Band.SUGGESTED).value for _, one in compared],
        [one.score for _, one in compared],
        [_encode(one.features).decode() for _, one in compared],
        now,
    )


async def get_conflicts(connection: Connection, ids: Sequence[UUID]) -> list[Conflict]:
    """Give the conflicts with these ids, both claims in them; unknown ids give none."""
    return [_conflict(row) for row in await connection.fetch(_SQL["get_conflicts"], ids)]


async def find_conflicts_of_claims(
    connection: Connection, claim_ids: Sequence[UUID], limit: int = 10_000
) -> dict[UUID, list[Conflict]]:
    """Give the conflicts of each claim, oldest first, whatever their status; no more than so many of all together."""
    found: dict[UUID, list[Conflict]] = {identifier: [] for identifier in claim_ids}
    for row in await connection.fetch(_SQL["find_conflicts_of_claims"], claim_ids, limit):
        for side in ("first_id", "second_id"):
            if row[side] in found:
                found[row[side]].append(_conflict(row))
    return found


async def list_conflicts(
    connection: Connection, filters: ConflictFilters, after: tuple[datetime, UUID] | None, limit: int
) -> list[Conflict]:
    """Give conflicts from the newest on, after the given place in that order."""
    rows = await connection.fetch(_SQL["list_conflicts"], *(after or (None, None)), *_narrowed(filters, limit))
    return [_conflict(row) for row in rows]


async def list_conflicts_by_severity(
    connection: Connection, filters: ConflictFilters, after: tuple[int, datetime, UUID] | None, limit: int
) -> list[Conflict]:
    """Give conflicts from the gravest on (the newest of equals first), after the given place in that order."""
    place = after or (None, None, None)
    rows = await connection.fetch(_SQL["list_conflicts_by_severity"], *place, *_narrowed(filters, limit))
    return [_conflict(row) for row in rows]


async def narrow_conflicts(
    connection: Connection, conflicts: Sequence[Conflict], filters: ConflictFilters
) -> list[Conflict]:
    """Give those of some conflicts, kept or worked out, that a list with these filters would hold, in their order."""
    rows = await connection.fetch(
        _SQL["narrow_conflicts"],
        [one.id for one in conflicts],
        [one.claims[0].id for one in conflicts],
        [one.claims[1].id for one in conflicts],
        [_place_key(one) for one in conflicts],
        [one.claims[1].period.end for one in conflicts],
        [one.updated_at for one in conflicts],
        [one.status.value for one in conflicts],
        [one.severity.rank for one in conflicts],
        [one.band.value for one in conflicts],
        [one.stale for one in conflicts],
        *_narrowed(filters, len(conflicts)),
    )
    wanted = {row["id"] for row in rows}
    return [one for one in conflicts if one.id in wanted]


async def find_conflicts_of_pairs(
    connection: Connection, pairs: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], Conflict]:
    """Give, by their claims' ids, the conflicts of these pairs that are kept."""
    rows = await connection.fetch(
        _SQL["find_conflicts_of_pairs"], [one for one, _ in pairs], [other for _, other in pairs]
    )
    return {(row["first_id"], row["second_id"]): _conflict(row) for row in rows}


async def lock_conflict(connection: Connection, conflict_id: UUID) -> tuple[ConflictStatus, int, bool] | None:
    """Hold a conflict until the transaction ends; give its status, version and whether we closed it, or None."""
    row = await connection.fetchrow(_SQL["lock_conflict"], conflict_id)
    return (ConflictStatus(row["status"]), row["version"], row["closed_by_service"]) if row else None


async def change_conflict(
    connection: Connection,
    conflict_id: UUID,
    status: ConflictStatus,
    *,
    resolution: Resolution | None,
    note: str | None,
    now: datetime,
) -> None:
    """Write a person's act on a conflict."""
    why = resolution.value if resolution else None
    await connection.execute(_SQL["change_conflict"], conflict_id, status.value, why, note, now)


async def get_history(connection: Connection, conflict_id: UUID) -> list[HistoryRow]:
    """Give a conflict's steps from the first to the last."""
    rows = await connection.fetch(_SQL["get_history"], conflict_id)
    return [HistoryRow(conflict_id, **row) for row in rows]


def _narrowed(filters: ConflictFilters, limit: int) -> tuple[object, ...]:
    return (
        filters.phrase,
        filters.source_id,
        filters.place_key,
        filters.period_from,
        filters.period_to,
        filters.since,
        filters.statuses,
        filters.minimal_severity,
        filters.band,
        limit,
        filters.dispute_id,
        filters.is_ours,
        filters.is_stale,
        filters.words,
    )


def _standing(row: asyncpg.Record) -> StandingConflict:
    first, second = (
        StoredClaim(
            row[f"{side}_id"],
            row[f"{side}_body"],
            row[f"{side}_source_id"],
            row[f"{side}_phrase_id"],
            row[f"{side}_superseded_by"],
            withdrawn=row[f"{side}_withdrawn"],
        )
        for side in ("first", "second")
    )
    return StandingConflict(
        id=row["id"],
        band=Band(row["band"]),
        score=row["score"],
        claims=(first, second),
        judged=Sameness(row["judged"]) if row["judged"] else None,
        tolerance=tolerance_beside(row),
        near=row["near"],
        is_retracted=row["is_retracted"],
        status=ConflictStatus(row["status"]),
    )


def _place_key(conflict: Conflict) -> str:
    return next((claim.place.key for claim in conflict.claims if claim.place), "")


def _conflict(row: asyncpg.Record) -> Conflict:
    return Conflict(
        id=ConflictId(row["id"]),
        claims=(decode_claim(row["first_body"]), decode_claim(row["second_body"])),
        status=ConflictStatus(row["status"]),
        resolution=Resolution(row["resolution"]) if row["resolution"] else None,
        note=row["note"],
        severity=Severity(row["severity"]),
        gap=_decode_gap(row["gap"]),
        band=Band(row["band"]),
        score=row["score"],
        reason=row["reason"],
        features=_decode_features(row["features"]),
        policy_version=row["policy_version"],
        opened_at=row["opened_at"],
        updated_at=row["updated_at"],
        version=row["version"],
        stale=row["stale"],
    )
