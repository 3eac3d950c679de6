"""The nouns of a dispute: figures of one question, the positions that they make, and what is answered of them.

A dispute is one living object for one question: who says which figure, since when, and what became of it. Everything
but its life (status, note, version) is a pure function of the claims in force.
"""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, NewType
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.claim import Band, Claim, ClaimId, Gap, Interval, Period, Severity, Unit
from service.conflict import Conflict, ConflictStatus, Resolution
from service.knowledge import Cause

DisputeId = NewType("DisputeId", UUID)


class Figure(Struct, frozen=True, eq=False):
    """What a claim in force says, as far as a dispute needs it."""

    claim_id: ClaimId
    question_id: int
    source_id: int
    source: str
    """Its name, as it is shown."""
    interval: Interval
    stated: Interval
    as_given: str
    published_at: datetime
    claimant: str | None = None
    """Whose figure it is besides who publishes it, by the normal form of the name."""
    quote: str | None = None
    """The words of a long quote."""
    url: str | None = None
    """Where it was published."""

    @property
    def age(self) -> tuple[datetime, UUID]:
        """The order of publication, the same for everybody."""
        return self.published_at, self.claim_id


class Position(Struct, frozen=True, eq=False):
    """Figures that can stand together. Two positions exclude each other."""

    core: Interval
    """What all who hold it have in common."""
    anchor: Figure
    """The figure that ends first: it lies in no other position."""
    holders: tuple[Figure, ...]
    """Those that can stand with this position alone, the earliest first."""
    room: tuple[Figure, ...] = ()
    """Those that leave room for other positions too, and state a figure of this one."""
    is_guest: bool = False
    """True when only guests hold it: claims that may speak of something else."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All that are listed under it."""
        return self.holders + self.room


class PositionPage(Struct, frozen=True, array_like=True):
    """A position as far as a dispute shows it, kept with a dispute of a great many claims."""

    told: "PositionOutline"
    anchor: ClaimId
    holders: tuple[ClaimId, ...]
    """Those of its claims that are shown: they hold it,"""
    room: tuple[ClaimId, ...]
    """or leave room for others."""


class Question(Struct, frozen=True):
    """What claims must share to be compared, and how much of it is said."""

    id: int
    saying: tuple[bool, int, bool, bool]
    """Place given, words of the subject, an exact day, a period that was told: the more, the better a head."""
    age: tuple[datetime, UUID]
    """Of its earliest claim in force."""


class Group(Struct, frozen=True):
    """The questions of one dispute: its head, those that meet it alone, and those that may belong elsewhere."""

    head: int
    members: tuple[int, ...]
    """The head is one of them."""
    guests: tuple[int, ...] = ()


class DisputeChange(Enum):
    """What has happened to a dispute between two versions."""

    OPENED = "opened"
    NEW_POSITION = "new_position"
    POSITION_GONE = "position_gone"
    SOURCE_JOINED = "source_joined"
    SOURCE_LEFT = "source_left"
    FIGURE_CORRECTED = "figure_corrected"
    SEVERITY_RAISED = "severity_raised"
    SEVERITY_LOWERED = "severity_lowered"
    MERGED = "merged"
    SPLIT = "split"
    SETTLED = "settled"
    REOPENED = "reopened"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    DISMISS = "dismiss"
    NOTED = "noted"
    ASSIGNED = "assigned"
    RECOMMENDED = "recommended"
    RECOMMENDATION_GONE = "recommendation_gone"
    UNDONE = "undone"


class Recommendation(Struct, frozen=True):
    """The figure that a person recommends: a mark with a reason, never worked out. It falls off with its claim."""

    claim_id: Annotated[ClaimId, Meta(description="The claim that states it.")]
    figure: Annotated[str, Meta(description="As printed.", examples=["84,720"])]
    source: Annotated[str, Meta(description="Who publishes it.", examples=["reuters"])]
    reason: Annotated[str, Meta(description="Why.", examples=["the register, counted by name"])]
    by: Annotated[str, Meta(description="Who recommends it.", examples=["foreign desk"])]
    at: datetime


class DisputedQuestion(Struct, frozen=True):
    """What the dispute is about, in the words of the earliest claim."""

    metric: Annotated[str, Meta(description="What is measured, as given.", examples=["COVID-19 deaths"])]
    subject: Annotated[str | None, Meta(description="Of whom or what, as given; null when it was not said.")]
    place: Annotated[str | None, Meta(description="The place's name; null when it was not said.")]
    period: Period
    unit: Unit


class PositionOutline(Struct, frozen=True):
    """A figure that excludes the others, and who holds it."""

    figure: Annotated[str, Meta(description="As the earliest of its claims prints it.", examples=["84,720"])]
    core: Annotated[Interval, Meta(description="What all claims that hold it have in common.")]
    sources: Annotated[tuple[str, ...], Meta(description="Who holds it, the earliest first; at most eight.")]
    source_count: Annotated[
        int, Meta(description="How many sources hold it. Who leaves room for others too supports none.", examples=[2])
    ]
    claim_count: Annotated[int, Meta(description="Claims that hold it, and those listed under it.", examples=[2])]
    origin_count: Annotated[
        int, Meta(description="Sources that quote one claimant or one text count once.", examples=[1])
    ]
    since: Annotated[datetime, Meta(description="When it was first published.", examples=["2022-11-21T00:00:00Z"])]
    is_guest: Annotated[
        bool, Meta(description="True when all of its claims may speak of something else: they say less.")
    ]
    claim_ids: Annotated[
        tuple[ClaimId, ...], Meta(description="The earliest claim of each of these sources, in the same order.")
    ] = ()


class Outline(Struct, frozen=True):
    """All of a dispute that follows from the claims in force, bounded in size."""

    question: DisputedQuestion
    severity: Severity
    gap: Gap
    nearest_gap: Gap
    position_count: int
    source_count: int
    claim_count: int
    origin_count: int
    positions: tuple[PositionOutline, ...]
    sentence: str


class Dispute(Struct, frozen=True):
    """One question on which sources exclude each other: one object with its positions, however many pairs these are."""

    id: DisputeId
    question: DisputedQuestion
    sentence: Annotated[
        str,
        Meta(
            description="The whole of it in a sentence, never without its date.",
            examples=["COVID-19 deaths, Switzerland, as of 18 Mar 2020: 14 (WHO), 19 (ECDC)"],
        ),
    ]
    status: ConflictStatus
    resolution: Resolution | None
    note: str | None
    assignee: Annotated[str | None, Meta(description="Who sees to it; null when nobody does.", examples=["Mara"])]
    recommended: Annotated[
        Recommendation | None,
        Meta(description="The figure that a person recommends; null when none is, or when its claim is out of force."),
    ]
    severity: Severity
    gap: Annotated[Gap, Meta(description="Between the outermost positions; the severity is of this one.")]
    nearest_gap: Annotated[Gap, Meta(description="Between the two positions nearest to each other.")]
    position_count: Annotated[int, Meta(description="How many figures exclude each other.", examples=[4])]
    source_count: Annotated[int, Meta(description="Sources with a claim in it.", examples=[4])]
    claim_count: Annotated[int, Meta(description="Claims in force.", examples=[4])]
    origin_count: Annotated[
        int, Meta(description="Sources that quote one claimant or one text count once.", examples=[3])
    ]
    positions: Annotated[
        tuple[PositionOutline, ...],
        Meta(description="In ascending order; of more than sixteen the lowest and the highest eight."),
    ]
    opened_at: Annotated[datetime, Meta(description="When it was opened.", examples=["2022-11-22T10:15:00Z"])]
    updated_at: datetime
    merged_into: Annotated[
        UUID | None, Meta(description="The dispute that it has become one with; it is told there from then on.")
    ]
    version: int
    cause: Annotated[
        Cause | None,
        Meta(
            description="What explains it likeliest by its figures alone; null when nothing does. "
            "GET /v1/disputes/{dispute_id} gives all causes, those by the series of its sources too."
        ),
    ] = None
    is_stale: Annotated[
        bool,
        Meta(
            description="True when it is a matter of time only: whoever contradicts another one repeats an older "
            "figure of its series. It raises no alarm."
        ),
    ] = False


class DisputeMention(Struct, frozen=True):
    """The dispute that a claim which conflicts stands in, in short."""

    id: DisputeId
    band: Annotated[Band, Meta(description="Of the claim's contradictions: `confirmed` if one of them is.")]
    position_count: Annotated[int, Meta(description="How many figures exclude each other.", examples=[4])]
    claim_count: Annotated[int, Meta(description="Claims in force.", examples=[4])]
    link: Annotated[
        str,
        Meta(description="Where it stands.", examples=["/v1/disputes/0184a3c2-7c3e-7b52-9d41-5f0a3c2e8b10"]),
    ]


class Crowd(Struct, frozen=True):
    """A claim that contradicts sixteen others or more: it is told of once, by its strongest contradiction."""

    claim_id: Annotated[ClaimId, Meta(description="The claim that is told of.")]
    conflict_count: Annotated[
        int, Meta(description="How many stored claims it contradicts; 64 stands for as many or more.", examples=[64])
    ]
    dispute: Annotated[
        DisputeMention | None, Meta(description="The dispute that they stand in; null while it is being worked out.")
    ]


class AnnouncedConflict(Conflict, frozen=True):
    """A conflict as it was opened."""

    crowd: Annotated[
        Crowd | UnsetType,
        Meta(description="There when it stands for all contradictions of a claim that has sixteen or more."),
    ] = UNSET


class DisputeNews(Struct, frozen=True):
    """A dispute as it stands, and what has happened to it since it was last told of."""

    dispute: Dispute
    changes: Annotated[
        tuple[DisputeChange, ...], Meta(description="What has happened since the last event, each named once.")
    ]


class EarlierFigure(Struct, frozen=True):
    """What a source said before it moved."""

    claim_id: Annotated[UUID, Meta(description="The claim that is superseded.")]
    figure: Annotated[str, Meta(description="As printed.", examples=["84,720"])]
    published_at: datetime


class Role(Enum):
    """How a claim stands in a position: it holds it alone, or leaves room for others too."""

    HOLDS = "holds"
    LEAVES_ROOM = "leaves_room"


class PositionClaim(Struct, frozen=True):
    """A claim listed under a position."""

    claim: Claim
    role: Annotated[
        Role | None,
        Meta(description="Null where it was not kept: of a past moment, where no position names it."),
    ]
    is_guest: Annotated[bool, Meta(description="True when it may speak of something else: it says less.")]
    moved_from: Annotated[
        EarlierFigure | None, Meta(description="The figure of the same source that it took the place of.")
    ]


class State(Struct, frozen=True, array_like=True):
    """What two versions are told apart by: bounded, the positions by their cores and who holds them."""

    severity_rank: int
    cores: tuple[tuple[Decimal | None, Decimal | None], ...]
    holders: tuple[tuple[int, ...], ...]
    room: tuple[int, ...]
    """Sources that leave room for several of them."""
    position_count: int
    source_count: int
    digest: str
    """Of everything, however large."""
