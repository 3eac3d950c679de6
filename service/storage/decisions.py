"""What persons decide on disputes and their pairs: one typed function for each query of sql/queries/decisions.sql."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from service.conflict import ConflictStatus
from service.storage.disputes import DisputeRow, DisputeStep, step_of, write_recommendation, write_state
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("decisions")


class HeldPair(NamedTuple):
    """A conflict of a dispute, held until the transaction ends."""

    id: UUID
    status: ConflictStatus
    closed_by_service: bool


class StatusStep(NamedTuple):
    """A step in a dispute's history: when, by whom, and how it stood then."""

    at: datetime
    actor: str
    status: ConflictStatus


async def decide_dispute(connection: Connection, reached: DisputeRow, now: datetime) -> None:
    """Write a dispute as a person's act leaves it."""
    await connection.execute(
        _SQL["decide_dispute"],
        reached.id,
        reached.status.value,
        reached.resolution.value if reached.resolution else None,
        reached.note,
        reached.assignee,
        write_recommendation(reached.recommended),
        now,
        reached.closed_by_service,
        reached.settles_at,
        write_state(reached.decided),
    )


async def find_pairs_to_close(connection: Connection, dispute_id: UUID, limit: int) -> list[HeldPair]:
    """Give so many of a dispute's pairs that wait for a decision, held."""
    return [_held(row) for row in await connection.fetch(_SQL["find_pairs_to_close"], dispute_id, limit)]


async def find_pairs_opened_since(connection: Connection, dispute_id: UUID, limit: int) -> list[HeldPair]:
    """Give so many of a decided dispute's pairs that were opened since, held."""
    return [_held(row) for row in await connection.fetch(_SQL["find_pairs_opened_since"], dispute_id, limit)]


async def write_pairs(connection: Connection, reached: Mapping[UUID, ConflictStatus], decision: DisputeRow) -> None:
    """Write what becomes of pairs, which are held, with a person's decision on their dispute."""
    await connection.execute(
        _SQL["write_pairs"],
        list(reached),
        [status.value for status in reached.values()],
        decision.resolution.value if decision.resolution else None,
        decision.note,
        decision.updated_at,
    )


async def note_pairs(
    connection: Connection, ids: Sequence[UUID], decision: DisputeRow, *, act: str, actor: str
) -> None:
    """Note in the histories of pairs that they were closed with their dispute."""
    await connection.execute(_SQL["note_pairs"], ids, decision.updated_at, actor, act)


async def find_pairs_to_reopen(
    connection: Connection, dispute_id: UUID, closed_as: ConflictStatus, since: datetime | None, limit: int
) -> list[HeldPair]:
    """Give so many of a dispute's pairs that persons have closed so, since a moment or (None) ever, held."""
    rows = await connection.fetch(_SQL["find_pairs_to_reopen"], dispute_id, closed_as.value, limit, since)
    return [_held(row) for row in rows]


def _held(row: asyncpg.Record) -> HeldPair:
    return HeldPair(row["id"], ConflictStatus(row["status"]), row["closed_by_service"])


async def list_statuses(connection: Connection, dispute_id: UUID) -> list[StatusStep]:
    """Give the way of a dispute, from the first step to the last."""
    rows = await connection.fetch(_SQL["list_statuses"], dispute_id)
    return [StatusStep(row["at"], row["actor"], ConflictStatus(row["status"])) for row in rows]


async def find_act_to_undo(
    connection: Connection, dispute_id: UUID, service: str
) -> tuple[DisputeStep, DisputeStep] | None:
    """Give the newest step that a person took on a dispute, and the one before it; None when there is none."""
    rows = await connection.fetch(_SQL["find_act_to_undo"], dispute_id, service)
    return (step_of(rows[0]), step_of(rows[1])) if len(rows) > 1 else None


async def has_moved_on(connection: Connection, dispute_id: UUID, since: int, status: ConflictStatus) -> bool:
    """Say whether a dispute has had another status than this one after a version."""
    return bool(await connection.fetchval(_SQL["find_later_acts"], dispute_id, since, status.value))


async def is_in_dispute(connection: Connection, claim_id: UUID, dispute_id: UUID) -> bool:
    """Say whether a claim in force stands in a dispute."""
    return bool(await connection.fetchval(_SQL["is_in_dispute"], claim_id, dispute_id))
