"""The nouns of events: what endpoints and feeds hear of, who hears of it unasked, and the page that it leads to."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.claim import Band, Severity, Term


class EventType(Term):
    """What endpoints and feeds hear of."""

    CONFLICT_CREATED = "conflict.created"
    CONFLICT_UPDATED = "conflict.updated"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_UPDATED = "dispute.updated"
    DISPUTE_SETTLED = "dispute.settled"
    ARTICLE_READ = "article.read"
    SERIES_FLAGGED = "series.flagged"
    CLAIM_WITHDRAWN = "claim.withdrawn"
    WEBHOOK_DISABLED = "webhook.disabled"
    WEBHOOK_TEST = "webhook.test"


class EndpointFormat(Term):
    """What the body looks like: Standard Webhooks, or a message for Slack's or Teams' incoming webhooks."""

    STANDARD = "standard"
    SLACK = "slack"
    TEAMS = "teams"


class Event(Struct, frozen=True):
    """Something that happened, as it goes to the outbox: its payload and what endpoints filter by."""

    id: UUID
    type: EventType
    occurred_at: datetime
    data: bytes
    """The payload's `data` as encoded JSON: for conflict events a Conflict."""
    metrics: tuple[str, ...] = ()
    """Normalised metric phrases of the claims concerned."""
    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Place keys."""
    severity: Severity | None = None
    band: Band | None = None
