"""Endpoints, their secrets and deliveries: one typed function for each query of sql/queries/webhooks.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("webhooks")


@dataclass(frozen=True, slots=True)
class EndpointFields:
    """What a caller sets of an endpoint; None as a filter leaves it open."""

    url: str
    description: str | None
    format: str
    event_types: list[str] | None
    metrics: list[str] | None
    sources: list[str] | None
    places: list[str] | None
    minimal_severity_rank: int
    bands: list[str]
    digest_size: int
    concurrency: int
    ours: bool

    def values(self) -> tuple[Any, ...]:
        """Give them in the order in which the queries take them."""
        return (
            self.url,
            self.description,
            self.format,
            self.event_types,
            self.metrics,
            self.sources,
            self.places,
            self.minimal_severity_rank,
            self.bands,
            self.digest_size,
            self.concurrency,
            self.ours,
        )


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """An endpoint as it is stored."""

    id: UUID
    fields: EndpointFields
    disabled_reason: str | None
    failing_since: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int
    pending: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery as it is stored."""

    id: UUID
    event_id: UUID
    type: str
    status: str
    attempts: int
    next_attempt_at: datetime
    created_at: datetime
    last_attempt_at: datetime | None
    response_status: int | None
    response_start: str | None
    error: str | None
    duration_milliseconds: int | None


async def add_endpoint(connection: Connection, endpoint_id: UUID, fields: EndpointFields, now: datetime) -> None:
    """Store a new endpoint."""
    await connection.execute(_SQL["add_endpoint"], endpoint_id, *fields.values(), now)


async def change_endpoint(
    connection: Connection,
    endpoint_id: UUID,
    fields: EndpointFields,
    *,
    expected_version: int | None,
    disabled_reason: str | None,
    now: datetime,
) -> bool:
    """Write an endpoint anew; False when it is gone or has another version."""
    changed = await connection.fetchrow(
        _SQL["change_endpoint"], endpoint_id, expected_version, *fields.values(), disabled_reason, now
    )
    return changed is not None


async def delete_endpoint(connection: Connection, endpoint_id: UUID) -> bool:
    """Remove an endpoint with its secrets and deliveries; False when there is none."""
    return await connection.fetchrow(_SQL["delete_endpoint"], endpoint_id) is not None


async def get_endpoint(connection: Connection, endpoint_id: UUID) -> EndpointRow | None:
    """Give an endpoint, or None."""
    row = await connection.fetchrow(_SQL["get_endpoint"], endpoint_id)
    return _endpoint(row) if row else None


async def list_endpoints(connection: Connection, after: UUID | None, limit: int) -> list[EndpointRow]:
    """Give endpoints in the order in which they were made."""
    return [_endpoint(row) for row in await connection.fetch(_SQL["list_endpoints"], after, limit)]


async def add_secret(connection: Connection, endpoint_id: UUID, secret: str, now: datetime) -> None:
    """Store a secret to sign with."""
    await connection.execute(_SQL["add_secret"], endpoint_id, secret, now)


async def expire_secrets(connection: Connection, endpoint_id: UUID, at: datetime) -> None:
    """Let the present secrets run out at the given time."""
    await connection.execute(_SQL["expire_secrets"], endpoint_id, at)


async def get_secrets(connection: Connection, endpoint_id: UUID, now: datetime) -> list[str]:
    """Give the secrets in force, the newest first."""
    return [row["secret"] for row in await connection.fetch(_SQL["get_secrets"], endpoint_id, now)]


async def list_deliveries(
    connection: Connection, endpoint_id: UUID, status: str | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[DeliveryRow]:
    """Give an endpoint's deliveries from the newest on."""
    rows = await connection.fetch(_SQL["list_deliveries"], endpoint_id, status, *(after or (None, None)), limit)
    names = DeliveryRow.__dataclass_fields__
    return [DeliveryRow(**{name: row[name] for name in names}) for row in rows]


async def redeliver_one(connection: Connection, endpoint_id: UUID, delivery_id: UUID) -> bool:
    """Send a delivery again; False when the endpoint has no such delivery."""
    return await connection.fetchrow(_SQL["redeliver_one"], endpoint_id, delivery_id) is not None


async def redeliver_failed(connection: Connection, endpoint_id: UUID, since: datetime) -> int:
    """Send all failed deliveries since a time again; give how many."""
    rows: Sequence[Any] = await connection.fetch(_SQL["redeliver_failed"], endpoint_id, since)
    return len(rows)


def _endpoint(row: Any) -> EndpointRow:
    fields = EndpointFields(**{name: row[name] for name in EndpointFields.__dataclass_fields__})
    return EndpointRow(
        row["id"],
        fields,
        row["disabled_reason"],
        row["failing_since"],
        row["created_at"],
        row["updated_at"],
        row["version"],
        row["pending"],
    )
