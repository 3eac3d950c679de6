"""The nouns of events: what endpoints and feeds hear of, who hears of it unasked, and the page that it leads to."""

from datetime import datetime
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from service.claim import Band, Severity, Term


class Wish(Enum):
    """What readers hear of only when they ask for it: there was none of it when the first receivers were written."""

    DISPUTES = "disputes"
    ARTICLES = "articles"
    FINDINGS = "findings"


class Page(Enum):
    """The console's page that an event leads to."""

    CONFLICT = "conflict"
    DISPUTE = "dispute"
    SERIES = "series"


class Handling(NamedTuple):
    """How events of a type are handed on."""

    asked_by: Wish | None
    """None: everybody hears of it who names no types."""
    page: Page | None


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

    @property
    def handling(self) -> Handling:
        """Who hears of it unasked, and where it leads."""
        return _HANDLING[self]


_HANDLING = {
    EventType.CONFLICT_CREATED: Handling(None, Page.CONFLICT),
    EventType.CONFLICT_UPDATED: Handling(None, Page.CONFLICT),
    EventType.DISPUTE_OPENED: Handling(Wish.DISPUTES, Page.DISPUTE),
    EventType.DISPUTE_UPDATED: Handling(Wish.DISPUTES, Page.DISPUTE),
    EventType.DISPUTE_SETTLED: Handling(Wish.DISPUTES, Page.DISPUTE),
    EventType.ARTICLE_READ: Handling(Wish.ARTICLES, None),
    EventType.SERIES_FLAGGED: Handling(Wish.FINDINGS, Page.SERIES),
    EventType.CLAIM_WITHDRAWN: Handling(Wish.FINDINGS, Page.SERIES),
    EventType.WEBHOOK_DISABLED: Handling(None, None),
    EventType.WEBHOOK_TEST: Handling(None, None),
}


def types_heard(wishes: frozenset[Wish] = frozenset()) -> list[EventType]:
    """Give the types of which a reader with these wishes hears; without any, what was told from the beginning."""
    return [kind for kind in EventType if kind.handling.asked_by is None or kind.handling.asked_by in wishes]


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
