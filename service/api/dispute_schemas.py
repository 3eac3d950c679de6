"""What travels around disputes besides the nouns: pages, records and their positions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.api.known_on import KnownAt
from service.api.schemas import Cursor, Hint, Note
from service.claim import Interval
from service.conflict import ConflictStatus, Resolution
from service.dispute import Dispute, DisputeChange, PositionClaim, Recommendation
from service.knowledge import Carrier, Cause, Evidence, Origin, PrintedWords


class DisputePage(Struct, frozen=True):
    """Disputes in the order that was asked for."""

    items: list[Dispute]
    next: Cursor
    hint: Hint = None
    known_on: KnownAt = None


class DisputePosition(Struct, frozen=True):
    """Claims that can stand together; it excludes the other positions."""

    figure: Annotated[str, Meta(description="As the earliest of its claims prints it.", examples=["84,720"])]
    core: Annotated[Interval, Meta(description="What all claims that hold it have in common.")]
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
    claims: Annotated[
        list[PositionClaim],
        Meta(description="The earliest eight that hold it; GET /v1/disputes/{dispute_id}/claims gives all."),
    ]


class DisputeStep(Struct, frozen=True):
    """One step in a dispute's life."""

    version: int
    at: datetime
    actor: Annotated[str, Meta(description="Who did it; the service itself is `claimdiff`.")]
    changes: Annotated[list[DisputeChange], Meta(description="What has changed with this version.")]
    status: ConflictStatus
    resolution: Resolution | None
    note: str | None
    assignee: Annotated[str | None, Meta(description="Who saw to it then.", examples=["Mara"])]
    recommended: Annotated[Recommendation | None, Meta(description="The figure that was recommended then.")]


class RecommendationDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that a person recommends, by its claim."""

    claim_id: Annotated[UUID, Meta(description="A claim in force of this dispute.")]
    reason: Annotated[str, Meta(min_length=1, max_length=2000, description="Why; it is shown wherever the figure is.")]


class DisputeAct(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person does with a dispute; what is left out stays as it is."""

    status: Annotated[
        ConflictStatus | UnsetType,
        Meta(description="The new status; `open` takes back what was closed or acknowledged."),
    ] = UNSET
    resolution: Annotated[Resolution | None, Meta(description="Required with `resolved`, otherwise left out.")] = None
    note: Annotated[
        Note | UnsetType | None,
        Meta(description="Kept with the dispute and in its history; a new status without one takes the old one away."),
    ] = UNSET
    assignee: Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType | None,
        Meta(description="Who sees to it; null: nobody."),
    ] = UNSET
    recommended: Annotated[
        RecommendationDraft | UnsetType | None,
        Meta(description="The figure to print, as a person's mark; null takes it off. It falls off with its claim."),
    ] = UNSET
    undo: Annotated[
        bool, Meta(description="Goes back to what stood before the last thing that a person did. It goes alone.")
    ] = False


class DisputeRecord(Struct, frozen=True):
    """A dispute with its positions as they stand now, and its history.

    With `known_on` it is what was stored then: what is only worked out when it is asked for (causes, origins, words for
    print) is left out, and no claims were looked at for it.
    """

    dispute: Dispute
    positions: Annotated[
        list[DisputePosition],
        Meta(description="In ascending order; of more than 32 the lowest and the highest sixteen."),
    ]
    history: Annotated[list[DisputeStep], Meta(description="The newest hundred steps, the latest last.")]
    causes: Annotated[
        list[Cause],
        Meta(
            description="What may explain that the figures differ, the likeliest first, at most eight: by their "
            "digits, by the series of their sources, by other metrics of the same day. None of it is a verdict."
        ),
    ]
    is_stale: Annotated[
        bool,
        Meta(
            description="True when it is a matter of time only: whoever contradicts another one repeats an older "
            "figure of its series. It raises no alarm."
        ),
    ]
    origins: Annotated[
        list[Origin], Meta(description="Where the figures come from, those that most sources carry first.")
    ]
    origins_sentence: Annotated[str, Meta(description="The same, counted.", examples=["3 articles, 1 origin"])]
    still_carried: Annotated[
        list[Carrier], Meta(description="Who still carries a figure that its origin has corrected or withdrawn.")
    ]
    words_for_print: Annotated[
        list[PrintedWords],
        Meta(
            description="The dispute in a sentence for print, in English, German, French, Spanish and Ukrainian; empty "
            "when nobody excludes anybody any more."
        ),
    ]
    claims_looked_at: Annotated[
        int,
        Meta(
            description="How many claims this was worked out from: at most 200 of its own, eight a position, 200 "
            "beside it, and 200 corrections.",
            examples=[4],
        ),
    ]
    known_on: KnownAt = None


class DisputeClaimPage(Struct, frozen=True):
    """All claims of a dispute, position by position in ascending order; of a past moment the earliest first."""

    items: list[PositionClaim]
    next: Cursor
    known_on: KnownAt = None


class EvidencePage(Struct, frozen=True):
    """Claims that cannot all be true together with those of a dispute. Evidence, no verdict."""

    items: Annotated[list[Evidence], Meta(description="Sets of claims, the smallest first; at most fifty.")]
    smallest_set: Annotated[
        list[UUID],
        Meta(description="The fewest claims that cannot all be true; empty when nothing speaks against any."),
    ]
    claims_looked_at: Annotated[
        int,
        Meta(
            description="How many claims this was worked out from: at most 200 of the dispute and 400 of its place, of "
            "the same day, the year before and the year after.",
            examples=[12],
        ),
    ]
