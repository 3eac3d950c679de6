"""Figures that repeat older ones: one typed function for each query of sql/queries/stale.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from service.claim import Claim
from service.storage.pool import Connection
from service.storage.queries import queries
from service.stored import StoredClaim, decode_claim

_SQL = queries("stale")


class Repeating(NamedTuple):
    """A figure, and a claim of the series whose older figures it is held against."""

    inside: tuple[float, float]
    day: date
    beside: StoredClaim


@dataclass(frozen=True, slots=True)
class Turning:
    """A conflict that is held, which may have become a matter of time, or be one no more."""

    id: UUID
    stale: str | None
    claims: tuple[StoredClaim, StoredClaim]


class StaleFigure(NamedTuple):
    """A claim that repeats an older figure of another source."""

    claim_id: UUID
    source_id: int
    behind_id: int
    days: int
    period_end: date
    earlier_id: UUID


@dataclass(frozen=True, slots=True)
class Lag:
    """A source that repeats another one so many days later, as a rule."""

    source_id: int
    behind: str
    days: int
    since: datetime


async def find_repeated(connection: Connection, asked: Sequence[Repeating], most_days: int) -> list[tuple[int, Claim]]:
    """Give what series give alike for so many days before, each with the place of who asked, the latest first."""
    if not asked:
        return []
    beside = [one.beside for one in asked]
    rows = await connection.fetch(
        _SQL["find_repeated"],
        list(range(len(asked))),
        [one.phrase_id for one in beside],
        [one.claim.place.key if one.claim.place else "" for one in beside],
        [one.source_id for one in beside],
        [one.claim.subject.key if one.claim.subject else "" for one in beside],
        [one.claim.quantity.unit.dimension for one in beside],
        [one.day for one in asked],
        [one.inside[0] for one in asked],
        [one.inside[1] for one in asked],
        most_days,
    )
    return [(row["ordinal"], decode_claim(row["body"])) for row in rows]


async def note_stale(connection: Connection, figures: Sequence[StaleFigure], now: datetime) -> None:
    """Write down stale figures, and the lags that they make known."""
    if figures:
        await connection.execute(_SQL["note_stale"], *map(list, zip(*figures, strict=True)), now)


async def hold_turning(
    connection: Connection, claim_ids: Sequence[UUID], most_days: int, after: UUID | None, limit: int
) -> list[Turning]:
    """Hold what waits for a decision and hangs on whether one of these claims is repeated; so many, by their ids."""
    rows = await connection.fetch(_SQL["hold_turning"], claim_ids, most_days, after, limit)
    return [
        Turning(
            row["id"],
            row["stale"],
            (
                StoredClaim(row["first_id"], row["first_body"], row["first_source_id"], row["first_phrase_id"]),
                StoredClaim(row["second_id"], row["second_body"], row["second_source_id"], row["second_phrase_id"]),
            ),
        )
        for row in rows
    ]


async def write_staleness(connection: Connection, sentences: Mapping[UUID, str | None], now: datetime) -> None:
    """Write of conflicts that are held why they are a matter of time, or None; mark them, so that disputes follow."""
    await connection.execute(_SQL["write_staleness"], list(sentences), list(sentences.values()), now)


async def find_lags(connection: Connection, source_ids: Sequence[int]) -> list[Lag]:
    """Give the known lags of sources, those first known first."""
    return [Lag(**row) for row in await connection.fetch(_SQL["find_lags"], source_ids)]
