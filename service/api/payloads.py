"""What webhooks and the event feed carry: a struct for each type of event."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.article import ArticleNews
from service.conflict import Conflict
from service.dispute import AnnouncedConflict, DisputeNews
from service.knowledge import WithdrawnNews
from service.series import SeriesNews

When = Annotated[datetime, Meta(description="When it became true.", examples=["2022-11-22T10:15:00Z"])]


class EndpointNotice(Struct, frozen=True):
    """Which endpoint is meant."""

    endpoint_id: Annotated[UUID, Meta(description="The id of the webhook.")]


class DisabledEndpoint(Struct, frozen=True):
    """An endpoint that is not called any more, and why."""

    endpoint_id: Annotated[UUID, Meta(description="The id of the webhook.")]
    url: Annotated[
        str,
        Meta(
            description="Where it was to be called, without the path, which may be a secret.",
            examples=["https://desk.example/…"],
        ),
    ]
    reason: Annotated[str, Meta(description="Why it is not called any more.")]


class ConflictCreated(Struct, frozen=True, tag_field="type", tag="conflict.created"):
    """Two sources' figures that cannot both stand were found."""

    timestamp: When
    data: Annotated[AnnouncedConflict, Meta(description="The conflict as it was opened.")]


class ConflictUpdated(Struct, frozen=True, tag_field="type", tag="conflict.updated"):
    """A conflict was acknowledged, resolved, dismissed, reopened, or closed because a claim was superseded."""

    timestamp: When
    data: Annotated[Conflict, Meta(description="The conflict as it stands now.")]


class DisputeOpened(Struct, frozen=True, tag_field="type", tag="dispute.opened"):
    """Sources exclude each other on a question: it has become a dispute. Sent to those who ask for it."""

    timestamp: When
    data: Annotated[DisputeNews, Meta(description="The dispute as it was opened.")]


class DisputeUpdated(Struct, frozen=True, tag_field="type", tag="dispute.updated"):
    """A dispute has changed; at most once a minute, with all that has happened. Sent to those who ask for it."""

    timestamp: When
    data: Annotated[DisputeNews, Meta(description="The dispute as it stands now, and what has changed.")]


class DisputeSettled(Struct, frozen=True, tag_field="type", tag="dispute.settled"):
    """A dispute was decided, or nobody excludes anybody any more. Sent to those who ask for it."""

    timestamp: When
    data: Annotated[DisputeNews, Meta(description="The dispute as it stands now, and what has changed.")]


class ArticleRead(Struct, frozen=True, tag_field="type", tag="article.read"):
    """An article was read and its sure claims stored, or a corrected text was. Sent to those who ask for it."""

    timestamp: When
    data: Annotated[ArticleNews, Meta(description="The article, how many claims it makes, what they opened.")]


class SeriesFlagged(Struct, frozen=True, tag_field="type", tag="series.flagged"):
    """A source's running total falls, which was corrected later in more than 85 of 100 cases. Sent to those who ask."""

    timestamp: When
    data: Annotated[SeriesNews, Meta(description="The series, and where it falls.")]


class ClaimWithdrawn(Struct, frozen=True, tag_field="type", tag="claim.withdrawn"):
    """A source still carries a figure that its origin has corrected or withdrawn. Sent to those who ask."""

    timestamp: When
    data: Annotated[WithdrawnNews, Meta(description="Who carries it, and what the origin says now.")]


class WebhookDisabled(Struct, frozen=True, tag_field="type", tag="webhook.disabled"):
    """An endpoint is not called any more, because it said so (410) or failed for too long."""

    timestamp: When
    data: Annotated[DisabledEndpoint, Meta(description="The endpoint.")]


class WebhookTest(Struct, frozen=True, tag_field="type", tag="webhook.test"):
    """A call that was asked for to see whether calls arrive."""

    timestamp: When
    data: Annotated[EndpointNotice, Meta(description="The endpoint that was asked to be tested.")]


OneEvent = (
    ConflictCreated
    | ConflictUpdated
    | DisputeOpened
    | DisputeUpdated
    | DisputeSettled
    | ArticleRead
    | SeriesFlagged
    | ClaimWithdrawn
    | WebhookDisabled
    | WebhookTest
)


class DigestEvents(Struct, frozen=True):
    """Events that go in one call."""

    events: Annotated[list[OneEvent], Meta(description="In the order in which they became true.")]


class Digest(Struct, frozen=True, tag_field="type", tag="digest"):
    """Several events in one call, for endpoints with a `digest_size` above 1."""

    timestamp: When
    data: Annotated[DigestEvents, Meta(description="The events.")]


EVENTS: list[type[Struct]] = [
    ConflictCreated,
    ConflictUpdated,
    DisputeOpened,
    DisputeUpdated,
    DisputeSettled,
    ArticleRead,
    SeriesFlagged,
    ClaimWithdrawn,
    WebhookDisabled,
    WebhookTest,
    Digest,
]


def reference(kind: type[Struct]) -> dict[str, str]:
    """Give the place of a struct's schema in the API document."""
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
