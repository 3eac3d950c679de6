"""What is sent and answered around webhooks: endpoints, secrets, deliveries."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.api.moments import MomentText
from service.api.schemas import Cursor
from service.claim import Band, Severity
from service.event import EndpointFormat, EventType

Address = Annotated[str, Meta(min_length=8, max_length=2000)]
Words = Annotated[str, Meta(min_length=1, max_length=500)]
Names = Annotated[list[Words], Meta(min_length=1, max_length=100)]
Description = Annotated[str, Meta(max_length=500)]
DigestSize = Annotated[int, Meta(ge=1, le=1000)]
Concurrency = Annotated[int, Meta(ge=1, le=64)]
Types = Annotated[list[EventType], Meta(min_length=1)]
Bands = Annotated[list[Band], Meta(min_length=1)]


class WebhookDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """An endpoint to be called. A filter that is left out lets everything through."""

    url: Annotated[
        Address,
        Meta(
            description="Where to post to; `mailto:desk@paper.example` sends digests by e-mail.",
            examples=["https://desk.example/claimdiff"],
        ),
    ]
    description: Annotated[Description | None, Meta(description="For people.")] = None
    format: EndpointFormat = EndpointFormat.STANDARD
    event_types: Annotated[
        Types | None, Meta(description="Only events of these types; by default `conflict.…` and `webhook.…`.")
    ] = None
    metrics: Annotated[Names | None, Meta(description="Only conflicts on these metrics, in words.")] = None
    sources: Annotated[Names | None, Meta(description="Only conflicts of these sources.")] = None
    places: Annotated[Names | None, Meta(description="Only conflicts on these places.")] = None
    minimal_severity: Annotated[Severity, Meta(description="Only this severity or graver.")] = Severity.SLIGHT
    bands: Annotated[
        Bands | None, Meta(description="Confirmed conflicts, suggested ones, or both; confirmed by default.")
    ] = None
    digest_size: Annotated[DigestSize, Meta(description="At most so many events in one call; 1 for each its own.")] = 1
    concurrency: Annotated[Concurrency, Meta(description="At most so many calls at once.")] = 4
    ours: Annotated[
        bool, Meta(description="Only what concerns sources that are marked as the desk's own (PATCH /v1/sources).")
    ] = False
    secret: Annotated[Words | None, Meta(description="A whsec_ secret of your own; otherwise one is made.")] = None


class WebhookChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be changed of an endpoint; what is left out stays."""

    url: Annotated[Address | UnsetType, Meta(description="Where to post to.")] = UNSET
    description: Annotated[Description | UnsetType | None, Meta(description="For people.")] = UNSET
    format: EndpointFormat | UnsetType = UNSET
    event_types: Annotated[Types | UnsetType | None, Meta(description="Null for `conflict.…` and `webhook.…`.")] = UNSET
    metrics: Annotated[Names | UnsetType | None, Meta(description="Null for all.")] = UNSET
    sources: Annotated[Names | UnsetType | None, Meta(description="Null for all.")] = UNSET
    places: Annotated[Names | UnsetType | None, Meta(description="Null for all.")] = UNSET
    minimal_severity: Severity | UnsetType = UNSET
    bands: Bands | UnsetType = UNSET
    digest_size: DigestSize | UnsetType = UNSET
    concurrency: Concurrency | UnsetType = UNSET
    ours: Annotated[bool | UnsetType, Meta(description="Only what concerns the desk's own sources.")] = UNSET
    enabled: Annotated[bool | UnsetType, Meta(description="False stops the calls and keeps the queue.")] = UNSET


class Webhook(Struct, frozen=True):
    """An endpoint as it stands."""

    id: UUID
    url: str
    description: str | None
    format: EndpointFormat
    event_types: list[EventType] | None
    metrics: Annotated[list[str] | None, Meta(description="As normalised phrases.")]
    sources: list[str] | None
    places: Annotated[list[str] | None, Meta(description="As place keys.")]
    minimal_severity: Severity
    bands: list[Band]
    digest_size: int
    concurrency: int
    ours: Annotated[bool, Meta(description="Only what concerns the desk's own sources.")]
    enabled: bool
    disabled_reason: Annotated[str | None, Meta(description="Why it is not called.")]
    failing_since: Annotated[datetime | None, Meta(description="Since when no call succeeded.")]
    pending: Annotated[int, Meta(description="Deliveries that wait.")]
    created_at: datetime
    updated_at: datetime
    version: int


class WebhookWithSecret(Struct, frozen=True):
    """An endpoint and its new secret, which is shown this once."""

    webhook: Webhook
    secret: Annotated[str, Meta(description="To verify signatures with. Keep it; it is not shown again.")]


class WebhookPage(Struct, frozen=True):
    """Endpoints in the order in which they were made."""

    items: list[Webhook]
    next: Cursor


class DeliveryStatus(Enum):
    """Waiting for an attempt, taken by the receiver, or given up."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookDelivery(Struct, frozen=True):
    """One event on its way to one endpoint."""

    id: UUID
    event_id: Annotated[UUID, Meta(description="The call's webhook-id, but for digests.")]
    type: str
    status: DeliveryStatus
    attempts: int
    next_attempt_at: datetime
    created_at: datetime
    last_attempt_at: datetime | None
    response_status: Annotated[int | None, Meta(description="HTTP status of the last attempt.")]
    response_start: Annotated[str | None, Meta(description="The start of the last answer.")]
    error: Annotated[str | None, Meta(description="Why the last attempt got no answer.")]
    duration_milliseconds: int | None


class DeliveryPage(Struct, frozen=True):
    """Deliveries from the newest on."""

    items: list[WebhookDelivery]
    next: Cursor


class Redelivery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which failed deliveries to send again."""

    since: Annotated[MomentText, Meta(description="Those made on this day, at this time, or later.")]


class Redelivered(Struct, frozen=True):
    """How many deliveries were put back into the queue."""

    deliveries: int
