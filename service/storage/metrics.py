"""The registry of metrics: one typed function for each query of sql/queries/metrics.sql."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
import msgspec

from service.claim import Measure, Metric
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("metrics")
_decode = msgspec.json.Decoder(Metric).decode


@dataclass(frozen=True, slots=True)
class SetTolerance:
    """A tolerance as a desk has set it; `base` is `absolute` in the base unit of `dimension`."""

    relative_percent: Decimal | None
    absolute: Decimal | None
    unit: str | None
    base: Decimal | None
    dimension: str | None


@dataclass(frozen=True, slots=True)
class MetricFields:
    """What a desk says of a metric."""

    name: str
    definition: str | None
    measure: Measure | None
    cumulative: bool | None
    unit: str | None
    synonyms: tuple[str, ...]
    tolerance: SetTolerance | None


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric as it stands: read from use, and what a desk says of it. Counts are of all its wordings."""

    phrase_id: int
    id: UUID
    metric: Metric
    fields: MetricFields
    registered: bool
    same: tuple[tuple[UUID, str], ...]
    claims: int
    sources: int
    open_conflicts: int
    first_seen_at: datetime
    updated_at: datetime | None
    updated_by: str | None
    version: int


@dataclass(frozen=True, slots=True)
class MetricFilters:
    """What a list of metrics may be narrowed by."""

    text: str | None = None
    registered: bool = False
    unused: bool = False


async def list_metrics(connection: Connection, filters: MetricFilters, after: int, limit: int) -> list[MetricRow]:
    """Give metrics in the order in which they were first seen, after the phrase with the given id."""
    rows = await connection.fetch(_SQL["list_metrics"], after, filters.text, filters.registered, filters.unused, limit)
    return await get_metrics(connection, [row["id"] for row in rows])


async def get_metrics(connection: Connection, phrase_ids: Sequence[int]) -> list[MetricRow]:
    """Give metrics by their phrases' ids, in the order of these; unknown ids give none."""
    return [_row(row) for row in await connection.fetch(_SQL["get_metrics"], phrase_ids)]


async def find_phrase_of_metric(connection: Connection, metric_id: UUID) -> int | None:
    """Give the id of a metric's phrase, or None."""
    found: int | None = await connection.fetchval(_SQL["find_phrase_of_metric"], metric_id)
    return found


async def find_metric_names(connection: Connection, phrase_ids: Iterable[int]) -> dict[int, tuple[UUID, str]]:
    """Give id and name of the metrics of these phrases."""
    rows = await connection.fetch(_SQL["find_metric_names"], list(phrase_ids))
    return {row["id"]: (row["metric_id"], row["name"]) for row in rows}


async def lock_metric(connection: Connection, phrase_id: int) -> int:
    """Hold what a desk says of a metric until the transaction ends; give its version, 0 when it says nothing."""
    row = await connection.fetchrow(_SQL["lock_metric"], phrase_id)
    return row["version"] if row else 0


async def write_metric(connection: Connection, phrase_id: int, fields: MetricFields, now: datetime, actor: str) -> None:
    """Keep what a desk says of a metric; the version grows."""
    tolerance = fields.tolerance or SetTolerance(None, None, None, None, None)
    await connection.execute(
        _SQL["write_metric"],
        phrase_id,
        fields.name,
        fields.definition,
        fields.measure.value if fields.measure else None,
        fields.cumulative,
        fields.unit,
        list(fields.synonyms),
        tolerance.relative_percent,
        tolerance.absolute,
        tolerance.unit,
        tolerance.base,
        tolerance.dimension,
        now,
        actor,
    )


def _row(row: asyncpg.Record) -> MetricRow:
    return MetricRow(
        phrase_id=row["id"],
        id=row["metric_id"],
        metric=_decode(row["metric"]),
        fields=_fields(row),
        registered=row["registered"],
        same=tuple(zip(row["same_ids"], row["same_names"], strict=True)),
        claims=row["claims"],
        sources=row["sources"],
        open_conflicts=row["open_conflicts"],
        first_seen_at=row["first_seen_at"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
        version=row["version"],
    )


def _fields(row: asyncpg.Record) -> MetricFields:
    percent, absolute = row["tolerance_relative_percent"], row["tolerance_absolute"]
    tolerance = None
    if percent is not None or absolute is not None:
        tolerance = SetTolerance(
            percent, absolute, row["tolerance_unit"], row["tolerance_base"], row["tolerance_dimension"]
        )
    return MetricFields(
        name=row["name"] or row["as_given"],
        definition=row["definition"],
        measure=Measure(row["measure"]) if row["measure"] else None,
        cumulative=row["cumulative"],
        unit=row["unit"],
        synonyms=tuple(row["synonyms"] or ()),
        tolerance=tolerance,
    )
