"""What travels of links that are read without a key, and of searches that a person keeps."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.api.moments import MomentText
from service.api.schemas import Cursor
from service.claim import Severity
from service.conflict import ConflictStatus

Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Query = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00-\x1f\x7f#]*$")]
_Words = Annotated[str, Meta(min_length=1, max_length=500)]


class FeedFilters(Struct, frozen=True, forbid_unknown_fields=True):
    """Which disputes a feed gives; what is left out narrows nothing. As in the list of disputes."""

    metric: Annotated[_Words | None, Meta(description="Of this metric, in words.")] = None
    source: Annotated[_Words | None, Meta(description="Of this source, by name.")] = None
    place: Annotated[_Words | None, Meta(description="On this place, by name or code.")] = None
    period_from: Annotated[date | None, Meta(description="With periods that end on this day or later.")] = None
    period_to: Annotated[date | None, Meta(description="With periods that end on this day or earlier.")] = None
    status: Annotated[
        Annotated[list[ConflictStatus], Meta(max_length=4)] | None, Meta(description="One or more statuses.")
    ] = None
    severity: Annotated[Severity | None, Meta(description="This severity or graver.")] = None
    assignee: Annotated[_Words | None, Meta(description="Those that this person sees to.")] = None
    recommended: Annotated[bool | None, Meta(description="With a recommended figure, or with none yet.")] = None
    ours: Annotated[bool | None, Meta(description="With a source that is marked as the desk's own.")] = None
    stale: Annotated[bool | None, Meta(description="Those that are a matter of time only; false: none of them.")] = None
    q: Annotated[_Words | None, Meta(description="Whose words hold all of these.")] = None


class LinkDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A link to be made: a feed of disputes, or the plot of one."""

    name: Annotated[Name, Meta(description="What it is for.", examples=["foreign desk's feed reader"])]
    filters: Annotated[FeedFilters | None, Meta(description="Of a feed; without them it gives all disputes.")] = None
    dispute_id: Annotated[UUID | None, Meta(description="The link shows the plot of this dispute, and no feed.")] = None
    expires_at: Annotated[MomentText | None, Meta(description="From when on it is refused; null: never.")] = None


class LinkKind(Enum):
    """What a link gives, and nothing else."""

    DISPUTES = "disputes"
    PLOT = "plot"


class Link(Struct, frozen=True):
    """A link as it stands; its address is not kept."""

    id: UUID
    name: Annotated[str, Meta(description="What it is for.")]
    shows: Annotated[LinkKind, Meta(description="A feed of disputes, or a plot of one.")]
    filters: Annotated[FeedFilters | None, Meta(description="Which disputes a feed gives.")]
    dispute_id: Annotated[UUID | None, Meta(description="Whose plot it is.")]
    created_at: datetime
    created_by: Annotated[str, Meta(description="Who made it.")]
    expires_at: Annotated[datetime | None, Meta(description="From when on it is refused; null: never.")]
    revoked_at: Annotated[datetime | None, Meta(description="Since when it is refused.")]
    revoked_by: Annotated[str | None, Meta(description="Who revoked it.")]


class LinkAddress(Struct, frozen=True):
    """One form in which a link is read."""

    form: Annotated[str, Meta(description="`atom`, `json` (JSON Feed), `csv`, or `svg`.", examples=["atom"])]
    address: Annotated[str, Meta(description="Whoever has it can read it; keep it as one keeps a key.")]


class MadeLink(Struct, frozen=True):
    """A new link, whose addresses are shown this once."""

    link: Annotated[Link, Meta(description="The link as it will be listed.")]
    addresses: Annotated[list[LinkAddress], Meta(description="They are not shown again.")]


class LinkPage(Struct, frozen=True):
    """Links, the newest first."""

    items: list[Link]
    next: Cursor


class SearchDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A search to be kept."""

    name: Annotated[Name, Meta(description="One of the same name is replaced.", examples=["Ukraine, grave"])]
    query: Annotated[
        Query,
        Meta(description="What stands behind `?` in the address of the console's list.", examples=["severity=major"]),
    ]


class SavedSearch(Struct, frozen=True):
    """A search that a person keeps."""

    id: UUID
    name: Annotated[str, Meta(description="As the person calls it.")]
    query: Annotated[str, Meta(description="What stands behind `?` in the address of the console's list.")]
    created_at: datetime


class SearchList(Struct, frozen=True):
    """All that one person keeps, by name."""

    items: list[SavedSearch]
