"""Endpoints to be called on each new conflict, and what was delivered to them."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from service.api.cursors import cursor_behind, read_cursor
from service.api.moments import read_moment
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.versions import version_of
from service.api.webhook_schemas import (
    DeliveryPage,
    DeliveryStatus,
    Redelivered,
    Redelivery,
    Webhook,
    WebhookChange,
    WebhookDelivery,
    WebhookDraft,
    WebhookPage,
    WebhookWithSecret,
)
from service.claim import Band, Severity
from service.errors import Invalid, NotFound, Stale
from service.event import EndpointFormat, Event, EventType
from service.identity import name_key
from service.notifying.addresses import check_url, networks_of, origin_of
from service.notifying.mailing import MAILTO, recipients_of
from service.notifying.signing import check_secret, new_secret
from service.reading import read_metric, read_place
from service.recording import Clock
from service.settings import Settings
from service.storage import outbox
from service.storage import webhooks as storage
from service.storage.identifiers import new_identifier
from service.storage.pool import Database
from service.storage.webhooks import EndpointFields, EndpointRow

_SEVERITIES = list(Severity)
_MAIL_SIZE = 100
"""Events in one e-mail, at least: it is a digest."""
_OLD_SECRET_LIVES = timedelta(hours=24)

_COMMON = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)
_WRITING = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, *_COMMON)
WebhookId = FromPath[UUID]


class WebhooksController(Controller):
    """Webhooks after Standard Webhooks."""

    path = "/v1/webhooks"
    tags = ["webhooks"]

    @post(operation_id="create_webhook", summary="Add an endpoint", responses=documented(*_WRITING))
    async def create_webhook(
        self,
        data: JSONBody[WebhookDraft],
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> WebhookWithSecret:
        """Add an endpoint. The answer shows its secret, this once."""
        _check_url(data.url, settings)
        secret = check_secret(data.secret) if data.secret else new_secret()
        now = clock()
        endpoint_id = new_identifier(now)
        async with database.transaction() as connection:
            await storage.add_endpoint(connection, endpoint_id, _gathered(_fields(data)), now)
            await storage.add_secret(connection, endpoint_id, secret, now)
            row = await _get(connection, endpoint_id)
        return WebhookWithSecret(_webhook(row), secret)

    @get(operation_id="list_webhooks", summary="List endpoints", responses=documented(HTTPStatus.SERVICE_UNAVAILABLE))
    async def list_webhooks(
        self, database: NamedDependency[Database], limit: Limit = 50, cursor: CursorParameter = None
    ) -> WebhookPage:
        """List endpoints in the order in which they were made; of their addresses only the beginning is shown.

        Of many receivers the rest is a secret. GET of one endpoint shows its whole address.
        """
        after = read_cursor(cursor, tuple[UUID])[0] if cursor else None
        async with database.connection() as connection:
            rows = await storage.list_endpoints(connection, after, limit)
        items = [msgspec.structs.replace(_webhook(row), url=origin_of(row.fields.url)) for row in rows]
        return WebhookPage(items, cursor_behind(rows, limit, lambda row: (row.id,)))

    @get("/{webhook_id:uuid}", operation_id="get_webhook", summary="Get an endpoint", responses=documented(*_COMMON))
    async def get_webhook(self, webhook_id: WebhookId, database: NamedDependency[Database]) -> Response[Webhook]:
        """Get an endpoint; its secret is not shown again."""
        async with database.connection() as connection:
            row = await _get(connection, webhook_id)
        return Response(_webhook(row), headers={"ETag": f'"{row.version}"'})

    @patch(
        "/{webhook_id:uuid}",
        operation_id="update_webhook",
        summary="Change, disable or enable an endpoint",
        responses=documented(*_WRITING, HTTPStatus.PRECONDITION_FAILED),
    )
    async def update_webhook(
        self,
        webhook_id: WebhookId,
        data: JSONBody[WebhookChange],
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        if_match: Annotated[str | None, HeaderParameter(name="If-Match", description="The ETag you have seen.")] = None,
    ) -> Response[Webhook]:
        """Change an endpoint. Enabled again, it gets what has waited."""
        if not isinstance(data.url, UnsetType):
            _check_url(data.url, settings)
        async with database.transaction() as connection:
            row = await _get(connection, webhook_id)
            reason = row.disabled_reason
            if not isinstance(data.enabled, UnsetType):
                reason = None if data.enabled else "disabled by hand"
            changed = await storage.change_endpoint(
                connection,
                webhook_id,
                _gathered(_changed(row.fields, data)),
                expected_version=version_of(if_match),
                disabled_reason=reason,
                now=clock(),
            )
            if not changed:
                raise Stale(f"The endpoint has version {row.version} by now. Get it again.")
            row = await _get(connection, webhook_id)
        return Response(_webhook(row), headers={"ETag": f'"{row.version}"'})

    @delete(
        "/{webhook_id:uuid}",
        operation_id="delete_webhook",
        summary="Remove an endpoint",
        responses=documented(*_COMMON),
    )
    async def delete_webhook(self, webhook_id: WebhookId, database: NamedDependency[Database]) -> None:
        """Remove an endpoint with its queue and its log."""
        async with database.transaction() as connection:
            if not await storage.delete_endpoint(connection, webhook_id):
                raise NotFound(f"There is no webhook {webhook_id}.")

    @post(
        "/{webhook_id:uuid}/secret",
        operation_id="rotate_webhook_secret",
        summary="Rotate the secret",
        responses=documented(*_COMMON),
    )
    async def rotate_webhook_secret(
        self, webhook_id: WebhookId, database: NamedDependency[Database], clock: NamedDependency[Clock]
    ) -> WebhookWithSecret:
        """Make a new secret. For 24 hours calls are signed with the old one too."""
        now, secret = clock(), new_secret()
        async with database.transaction() as connection:
            row = await _get(connection, webhook_id)
            await storage.expire_secrets(connection, webhook_id, now + _OLD_SECRET_LIVES)
            await storage.add_secret(connection, webhook_id, secret, now)
        return WebhookWithSecret(_webhook(row), secret)

    @post(
        "/{webhook_id:uuid}/test",
        operation_id="test_webhook",
        status_code=202,
        summary="Send a test event",
        responses=documented(*_COMMON),
    )
    async def test_webhook(
        self, webhook_id: WebhookId, database: NamedDependency[Database], clock: NamedDependency[Clock]
    ) -> None:
        """Put a webhook.test event into the endpoint's queue, whatever its filters."""
        now = clock()
        event = Event(
            new_identifier(now), EventType.WEBHOOK_TEST, now, msgspec.json.encode({"endpoint_id": webhook_id})
        )
        async with database.transaction() as connection:
            await _get(connection, webhook_id)
            await outbox.announce_to(connection, webhook_id, event)

    @get(
        "/{webhook_id:uuid}/deliveries",
        operation_id="list_webhook_deliveries",
        summary="List what was sent to an endpoint",
        responses=documented(*_COMMON, HTTPStatus.UNPROCESSABLE_ENTITY),
    )
    async def list_webhook_deliveries(
        self,
        webhook_id: WebhookId,
        database: NamedDependency[Database],
        status: Annotated[DeliveryStatus | None, QueryParameter(description="Only with this status.")] = None,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> DeliveryPage:
        """List deliveries from the newest on, with their last attempt."""
        after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
        async with database.connection() as connection:
            await _get(connection, webhook_id)
            rows = await storage.list_deliveries(connection, webhook_id, status.value if status else None, after, limit)
        items = [msgspec.convert(row, WebhookDelivery, from_attributes=True) for row in rows]
        return DeliveryPage(items, cursor_behind(rows, limit, lambda row: (row.created_at, row.id)))

    @post(
        "/{webhook_id:uuid}/deliveries/{delivery_id:uuid}/redeliver",
        operation_id="redeliver_webhook_delivery",
        status_code=202,
        summary="Send a delivery again",
        responses=documented(*_COMMON),
    )
    async def redeliver_webhook_delivery(
        self, webhook_id: WebhookId, delivery_id: FromPath[UUID], database: NamedDependency[Database]
    ) -> None:
        """Put a delivery back into the queue, delivered or not; it keeps its webhook-id."""
        async with database.transaction() as connection:
            if not await storage.redeliver_one(connection, webhook_id, delivery_id):
                raise NotFound(f"The webhook {webhook_id} has no delivery {delivery_id}.")

    @post(
        "/{webhook_id:uuid}/redeliver",
        operation_id="redeliver_failed_webhook_deliveries",
        status_code=202,
        summary="Send all failed deliveries again",
        responses=documented(*_WRITING),
    )
    async def redeliver_failed_webhook_deliveries(
        self, webhook_id: WebhookId, data: JSONBody[Redelivery], database: NamedDependency[Database]
    ) -> Redelivered:
        """Put all deliveries that failed since a time back into the queue."""
        async with database.transaction() as connection:
            await _get(connection, webhook_id)
            since = read_moment(data.since, "/since")
            return Redelivered(await storage.redeliver_failed(connection, webhook_id, since))


async def _get(connection: Any, webhook_id: UUID) -> EndpointRow:
    row = await storage.get_endpoint(connection, webhook_id)
    if row is None:
        raise NotFound(f"There is no webhook {webhook_id}.")
    return row


def _fields(draft: WebhookDraft) -> EndpointFields:
    return EndpointFields(
        url=draft.url,
        description=draft.description,
        format=draft.format.value,
        event_types=_values(draft.event_types),
        metrics=_phrases(draft.metrics),
        sources=_sources(draft.sources),
        places=_places(draft.places),
        minimal_severity_rank=draft.minimal_severity.rank,
        bands=_values(draft.bands) or [Band.CONFIRMED.value],
        digest_size=draft.digest_size,
        concurrency=draft.concurrency,
        ours=draft.ours,
    )


def _gathered(fields: EndpointFields) -> EndpointFields:
    """Make digests of what goes by e-mail: one mail at a time, of many events."""
    if not fields.url.startswith(MAILTO):
        return fields
    return dataclasses.replace(fields, digest_size=max(fields.digest_size, _MAIL_SIZE), concurrency=1)


def _changed(fields: EndpointFields, change: WebhookChange) -> EndpointFields:
    folds: dict[str, Any] = {
        "format": lambda one: one.value,
        "event_types": _values,
        "metrics": _phrases,
        "sources": _sources,
        "places": _places,
        "bands": _values,
    }
    given = {
        name: folds.get(name, lambda one: one)(value)
        for name in EndpointFields.__dataclass_fields__
        if not isinstance(value := getattr(change, name, UNSET), UnsetType)
    }
    if not isinstance(change.minimal_severity, UnsetType):
        given["minimal_severity_rank"] = change.minimal_severity.rank
    return EndpointFields(**{name: getattr(fields, name) for name in EndpointFields.__dataclass_fields__} | given)


def _values(kinds: Sequence[Enum] | None) -> list[str] | None:
    return [kind.value for kind in kinds] if kinds else None


def _phrases(metrics: Sequence[str] | None) -> list[str] | None:
    return [read_metric(metric).phrase for metric in metrics] if metrics else None


def _sources(sources: Sequence[str] | None) -> list[str] | None:
    return [name_key(source) for source in sources] if sources else None


def _places(places: Sequence[str] | None) -> list[str] | None:
    return [read_place(place).key for place in places] if places else None


def _webhook(row: EndpointRow) -> Webhook:
    fields = row.fields
    return Webhook(
        id=row.id,
        url=fields.url,
        description=fields.description,
        format=EndpointFormat(fields.format),
        event_types=[EventType(one) for one in fields.event_types] if fields.event_types else None,
        metrics=fields.metrics,
        sources=fields.sources,
        places=fields.places,
        minimal_severity=_SEVERITIES[fields.minimal_severity_rank],
        bands=[Band(one) for one in fields.bands],
        digest_size=fields.digest_size,
        concurrency=fields.concurrency,
        ours=fields.ours,
        enabled=row.disabled_reason is None,
        disabled_reason=row.disabled_reason,
        failing_since=row.failing_since,
        pending=row.pending,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )


def _check_url(url: str, settings: Settings) -> None:
    if url.startswith(MAILTO):
        recipients_of(url)
        if settings.smtp_url is None:
            raise Invalid("No server for e-mail is set here; the operator sets it by CLAIMDIFF_SMTP_URL.", "/url")
        return
    networks = networks_of(settings.webhook_networks, loopback=settings.webhook_loopback)
    check_url(url, allow_http=settings.webhook_allow_http, allowed_networks=networks)
