"""Disputes and their histories: one typed function for each query of sql/queries/disputes.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from service.conflict import ConflictStatus, Resolution
from service.dispute import Dispute, DisputeChange, DisputeId, Outline, PositionPage, Recommendation, State
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("disputes")
_encode = msgspec.json.Encoder().encode
_decode_outline = msgspec.json.Decoder(Outline).decode
_decode_state = msgspec.json.Decoder(State).decode
_decode_pages = msgspec.json.Decoder(tuple[PositionPage, ...]).decode
_decode_changes = msgspec.json.Decoder(tuple[DisputeChange, ...]).decode
_decode_recommendation = msgspec.json.Decoder(Recommendation).decode


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute as it is stored."""

    id: DisputeId
    head_id: int | None
    status: ConflictStatus
    resolution: Resolution | None
    note: str | None
    assignee: str | None
    recommended: Recommendation | None
    closed_by_service: bool
    settles_at: datetime | None
    outline: Outline
    state: State
    decided: State | None
    severity_rank: int
    opened_at: datetime
    updated_at: datetime
    merged_into: UUID | None
    version: int
    announced_version: int
    announced_at: datetime | None
    is_stale: bool
    """Whether all its open pairs are a matter of time."""

    @property
    def dispute(self) -> Dispute:
        """As it is answered."""
        told = {name: getattr(self.outline, name) for name in Outline.__struct_fields__}
        return Dispute(
            id=self.id,
            status=self.status,
            resolution=self.resolution,
            note=self.note,
            assignee=self.assignee,
            recommended=self.recommended,
            opened_at=self.opened_at,
            updated_at=self.updated_at,
            merged_into=self.merged_into,
            version=self.version,
            is_stale=self.is_stale,
            **told,
        )


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the claims in force for one dispute."""

    head_id: int
    outline: Outline
    state: State
    pages: tuple[PositionPage, ...] | None = None
    """What is shown of it by itself, where it is too large for working that out whenever somebody asks."""


class PairsFound(NamedTuple):
    """What the pairs of a dispute are like, each asked by itself."""

    is_open: bool
    """One waits for a decision."""
    is_fresh: bool
    """One that waits is more than a figure that was never brought up to date."""
    resolution: Resolution | None
    """With which a person resolved one last."""
    is_dismissed: bool
    is_new: bool
    """One was opened lately."""


@dataclass(frozen=True, slots=True)
class PairsSeen:
    """What has become of the pairs of a dispute."""

    status: ConflictStatus
    """Open while one of them is, or while there are none."""
    resolution: Resolution | None
    is_new: bool
    """Whether one was opened lately: it is news."""
    is_stale: bool = False
    """Whether some are open, and all of these are a matter of time."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What endpoints filter by."""

    phrases: list[str]
    places: list[str]
    sources: list[str]


@dataclass(frozen=True, slots=True)
class DisputeStep:
    """One step in a dispute's life."""

    version: int
    at: datetime
    actor: str
    changes: tuple[DisputeChange, ...]
    status: ConflictStatus
    resolution: Resolution | None
    note: str | None
    assignee: str | None
    recommended: Recommendation | None


async def find_disputes_of_questions(connection: Connection, question_ids: Sequence[int]) -> list[DisputeRow]:
    """Give the disputes around these questions and hold them, in the order of their ids."""
    return [dispute_of(row) for row in await connection.fetch(_SQL["find_disputes_of_questions"], question_ids)]


async def find_dispute_members(connection: Connection, question_ids: Sequence[int]) -> dict[int, UUID]:
    """Give the dispute that each of these questions is a member of."""
    rows = await connection.fetch(_SQL["find_dispute_members"], question_ids)
    return {row["id"]: row["dispute_id"] for row in rows}


async def insert_dispute(
    connection: Connection, identifier: UUID, derived: Derived, now: datetime, pairs: PairsSeen
) -> None:
    """Open a dispute, or write down one whose pairs a person has decided on before there were disputes."""
    outline = derived.outline
    await connection.execute(
        _SQL["insert_dispute"],
        identifier,
        derived.head_id,
        _encode(outline).decode(),
        _encode(derived.state).decode(),
        outline.severity.rank,
        outline.question.period.end,
        now,
        pairs.status.value,
        pairs.resolution.value if pairs.resolution else None,
        0 if pairs.is_new else 1,
        pairs.is_stale,
    )


async def look_at_pairs(connection: Connection, question_ids: Sequence[int], lately: datetime) -> PairsFound:
    """Say what the pairs of these questions' claims are like."""
    row = await connection.fetchrow(_SQL["look_at_pairs"], question_ids, lately)
    if row is None:
        raise AssertionError("a question without a table has one answer")
    resolution = Resolution(row["resolution"]) if row["resolution"] else None
    return PairsFound(row["is_open"], row["is_fresh"], resolution, row["is_dismissed"], row["is_new"])


async def hold_dispute(connection: Connection, dispute_id: UUID) -> DisputeRow | None:
    """Hold a dispute until the transaction ends; None if there is none."""
    row = await connection.fetchrow(_SQL["hold_dispute"], dispute_id)
    return dispute_of(row) if row else None


async def find_untold(connection: Connection, told_before: datetime, limit: int) -> list[DisputeRow]:
    """Give disputes with news: those never told of, and those last told of before a moment. They are held."""
    return [dispute_of(row) for row in await connection.fetch(_SQL["find_untold"], told_before, limit)]


async def find_changes(connection: Connection, row: DisputeRow) -> tuple[DisputeChange, ...]:
    """Give what has happened to a dispute since it was last told of, each change once."""
    found = await connection.fetch(_SQL["find_changes"], row.id, row.announced_version)
    return tuple(dict.fromkeys(change for step in found for change in _decode_changes(step["changes"])))


async def find_reach(connection: Connection, dispute_id: UUID, most_sources: int) -> Reach:
    """Give the metrics, places and sources of a dispute."""
    row = await connection.fetchrow(_SQL["find_reach"], dispute_id, most_sources)
    return Reach(row["phrases"], row["places"], row["sources"]) if row else Reach([], [], [])


async def mark_told(connection: Connection, ids: Sequence[UUID], now: datetime) -> None:
    """Note that the present versions were told of."""
    await connection.execute(_SQL["mark_told"], ids, now)


async def pass_over(connection: Connection, ids: Sequence[UUID]) -> None:
    """Note that the present versions are nothing to be told by themselves: they go with the next event."""
    await connection.execute(_SQL["pass_over"], ids)


async def drop_recommendation(connection: Connection, identifier: UUID, now: datetime) -> int:
    """Take off the recommended figure; give the version that this makes."""
    version: int = await connection.fetchval(_SQL["drop_recommendation"], identifier, now)
    return version


async def free_heads(connection: Connection, ids: Sequence[UUID]) -> None:
    """Let go of the heads of disputes, so that they can be given anew."""
    await connection.execute(_SQL["free_heads"], ids)


async def keep_head(connection: Connection, identifier: UUID, head_id: int) -> None:
    """Give a dispute its head, and change nothing else."""
    await connection.execute(_SQL["keep_head"], identifier, head_id)


async def write_dispute(connection: Connection, row: DisputeRow) -> None:
    """Write a dispute's next version."""
    await connection.execute(
        _SQL["write_dispute"],
        row.id,
        row.head_id,
        _encode(row.outline).decode(),
        _encode(row.state).decode(),
        row.severity_rank,
        row.outline.question.period.end,
        row.status.value,
        row.resolution.value if row.resolution else None,
        row.note,
        row.closed_by_service,
        row.settles_at,
        row.updated_at,
        row.version,
        write_state(row.decided),
        write_recommendation(row.recommended),
        row.is_stale,
    )


async def begin_settling(connection: Connection, ids: Sequence[UUID], at: datetime) -> None:
    """Note of disputes in which nobody excludes anybody any more when they are closed, if that lasts."""
    await connection.execute(_SQL["begin_settling"], ids, at)


class Ending(NamedTuple):
    """How the service ends a dispute, and why."""

    status: ConflictStatus
    resolution: Resolution


async def settle_disputes(connection: Connection, end: Ending, now: datetime, limit: int) -> dict[UUID, int]:
    """Close disputes in which nobody has excluded anybody for a while; give their versions."""
    rows = await connection.fetch(_SQL["settle_disputes"], now, limit, end.status.value, end.resolution.value)
    return {row["id"]: row["version"] for row in rows}


async def merge_disputes(
    connection: Connection, into: Mapping[UUID, UUID], end: Ending, now: datetime
) -> dict[UUID, int]:
    """Close disputes that have become one with others; give their versions."""
    rows = await connection.fetch(
        _SQL["merge_disputes"], list(into), list(into.values()), now, end.status.value, end.resolution.value
    )
    return {row["id"]: row["version"] for row in rows}


async def move_members(connection: Connection, members: Mapping[int, UUID]) -> None:
    """Write which dispute each question is a member of."""
    await connection.execute(_SQL["move_members"], list(members), list(members.values()))


async def replace_guests(
    connection: Connection, question_ids: Sequence[int], guests: Sequence[tuple[int, UUID]]
) -> None:
    """Write of these questions whose guests they are."""
    visiting, visited = [one for one, _ in guests], [other for _, other in guests]
    await connection.execute(_SQL["clear_guests"], question_ids, visiting, visited)
    await connection.execute(_SQL["add_guests"], visiting, visited)


async def note_steps(
    connection: Connection, steps: Mapping[UUID, tuple[int, Sequence[DisputeChange]]], now: datetime, actor: str
) -> None:
    """Write steps of histories, each with the status that the dispute has by now."""
    await connection.execute(
        _SQL["note_steps"],
        list(steps),
        [version for version, _ in steps.values()],
        now,
        actor,
        [_encode(changes).decode() for _, changes in steps.values()],
    )


async def get_dispute(connection: Connection, dispute_id: UUID) -> DisputeRow | None:
    """Give a dispute, or None."""
    row = await connection.fetchrow(_SQL["get_dispute"], dispute_id)
    return dispute_of(row) if row else None


async def keep_pages(connection: Connection, pages: Mapping[UUID, Sequence[PositionPage]]) -> None:
    """Keep what is shown of large disputes, in place of what was kept before."""
    await connection.execute(_SQL["keep_pages"], list(pages), [_encode(one).decode() for one in pages.values()])


async def get_pages(connection: Connection, dispute_id: UUID) -> tuple[PositionPage, ...] | None:
    """Give what is kept of a large dispute; None where nothing is."""
    kept = await connection.fetchval(_SQL["get_pages"], dispute_id)
    return _decode_pages(kept) if kept else None


async def get_dispute_questions(connection: Connection, dispute_id: UUID) -> tuple[list[int], list[int]]:
    """Give the questions that are members of a dispute, and those that are guests."""
    rows = await connection.fetch(_SQL["get_dispute_questions"], dispute_id)
    members = [row["id"] for row in rows if not row["is_guest"]]
    return members, [row["id"] for row in rows if row["is_guest"] and row["id"] not in members]


async def get_dispute_history(connection: Connection, dispute_id: UUID, limit: int) -> list[DisputeStep]:
    """Give the newest steps of a dispute, from the first of them to the last."""
    return [step_of(row) for row in await connection.fetch(_SQL["get_dispute_history"], dispute_id, limit)]


def step_of(row: asyncpg.Record) -> DisputeStep:
    """Read a step of a history."""
    return DisputeStep(
        row["version"],
        row["at"],
        row["actor"],
        _decode_changes(row["changes"]),
        ConflictStatus(row["status"]),
        Resolution(row["resolution"]) if row["resolution"] else None,
        row["note"],
        row["assignee"],
        read_recommendation(row["recommended"]),
    )


def read_recommendation(text: str | None) -> Recommendation | None:
    """Read what is stored of a recommendation."""
    return _decode_recommendation(text) if text else None


def write_state(state: State | None) -> str | None:
    """Give by what versions are told apart as it is stored."""
    return _encode(state).decode() if state else None


def write_recommendation(given: Recommendation | None) -> str | None:
    """Give a recommendation as it is stored."""
    return _encode(given).decode() if given else None


def dispute_of(row: asyncpg.Record) -> DisputeRow:
    """Give a row as the dispute that it stores."""
    return DisputeRow(
        id=DisputeId(row["id"]),
        head_id=row["head_id"],
        status=ConflictStatus(row["status"]),
        resolution=Resolution(row["resolution"]) if row["resolution"] else None,
        note=row["note"],
        assignee=row["assignee"],
        recommended=read_recommendation(row["recommended"]),
        closed_by_service=row["closed_by_service"],
        settles_at=row["settles_at"],
        outline=_decode_outline(row["outline"]),
        state=_decode_state(row["state"]),
        decided=_decode_state(row["decided"]) if row["decided"] else None,
        severity_rank=row["severity_rank"],
        opened_at=row["opened_at"],
        updated_at=row["updated_at"],
        merged_into=row["merged_into"],
        version=row["version"],
        announced_version=row["announced_version"],
        announced_at=row["announced_at"],
        is_stale=row["is_stale"],
    )
