"""Judgements on pairs of metrics: one typed function for each query of sql/queries/judgements.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from service.claim import Sameness
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("judgements")


@dataclass(frozen=True, slots=True)
class NewJudgement:
    """A judgement to be kept."""

    id: UUID
    phrase_ids: tuple[int, int]
    verdict: Sameness
    author: str
    note: str | None
    made_at: datetime
    synonym_of: int | None = None


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A judgement that is kept, in force unless it was withdrawn; the metric that was seen first stands first."""

    id: UUID
    phrase_ids: tuple[int, int]
    verdict: Sameness
    author: str
    note: str | None
    synonym_of: int | None
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True)
class NamedMetric:
    """A metric by its id, its canonical name or first wording, and its phrase."""

    id: UUID
    name: str
    phrase: str


@dataclass(frozen=True, slots=True)
class JudgementRecord:
    """A judgement with the metrics that it is on."""

    row: JudgementRow
    metrics: tuple[NamedMetric, NamedMetric]
    synonym_of: UUID | None


@dataclass(frozen=True, slots=True)
class JudgementFilters:
    """What a list of judgements may be narrowed by."""

    phrase_id: int | None = None
    verdict: str | None = None
    withdrawn: bool = False
    author: str | None = None


async def find_judgements_around(connection: Connection, phrase_ids: Sequence[int]) -> list[JudgementRow]:
    """Give all judgements in force that bear on these metrics, the first made first."""
    return [_row(row) for row in await connection.fetch(_SQL["find_judgements_around"], phrase_ids)]


async def add_judgements(connection: Connection, new: Sequence[NewJudgement]) -> None:
    """Keep new judgements."""
    await connection.execute(
        _SQL["add_judgements"],
        [one.id for one in new],
        [one.phrase_ids[0] for one in new],
        [one.phrase_ids[1] for one in new],
        [one.verdict.value for one in new],
        [one.author for one in new],
        [one.note for one in new],
        [one.synonym_of for one in new],
        [one.made_at for one in new],
    )


async def withdraw_judgements(connection: Connection, ids: Sequence[UUID], now: datetime, actor: str) -> None:
    """Note that these judgements are no longer in force."""
    await connection.execute(_SQL["withdraw_judgements"], ids, now, actor)


async def find_judgements_of(connection: Connection, author: str, limit: int) -> list[JudgementRow]:
    """Give judgements of an author that are in force and stand for no synonym, in the order of ids."""
    return [_row(row) for row in await connection.fetch(_SQL["find_judgements_of"], author, limit)]


async def get_judgements(connection: Connection, ids: Sequence[UUID]) -> list[JudgementRecord]:
    """Give judgements with their metrics, the newest first; unknown ids give none."""
    return [_judgement_of(row) for row in await connection.fetch(_SQL["get_judgements"], ids)]


async def list_judgements(
    connection: Connection, filters: JudgementFilters, after: tuple[datetime, UUID] | None, limit: int
) -> list[JudgementRecord]:
    """Give judgements from the newest on, after the given place in that order."""
    narrowed = filters.phrase_id, filters.verdict, filters.withdrawn, filters.author
    rows = await connection.fetch(_SQL["list_judgements"], *(after or (None, None)), *narrowed, limit)
    return await get_judgements(connection, [row["id"] for row in rows])


def _row(row: asyncpg.Record) -> JudgementRow:
    return JudgementRow(
        id=row["id"],
        phrase_ids=(row["first_phrase_id"], row["second_phrase_id"]),
        verdict=Sameness(row["verdict"]),
        author=row["author"],
        note=row["note"],
        synonym_of=row["synonym_of"],
        made_at=row["made_at"],
        withdrawn_at=row["withdrawn_at"],
        withdrawn_by=row["withdrawn_by"],
    )


def _judgement_of(row: asyncpg.Record) -> JudgementRecord:
    first, second = (
        NamedMetric(row[f"{side}_metric_id"], row[f"{side}_name"], row[f"{side}_phrase"])
        for side in ("first", "second")
    )
    return JudgementRecord(_row(row), (first, second), row["synonym_of_metric_id"])
