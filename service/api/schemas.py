"""What travels besides the nouns: pages, records and the few requests that are not a draft of a claim.

Answers have no defaults: every field is always there, so that generated clients need not ask.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.api.known_on import KnownAt
from service.claim import Claim, Match
from service.conflict import Conflict, ConflictStatus, Resolution
from service.recording import Recorded

Note = Annotated[str, Meta(max_length=4000)]
Hint = Annotated[
    str | None,
    Meta(
        description="Why nothing is found, where a filter names a source that is not stored; null otherwise.",
        examples=['There is no source "Reutres" here. Did you mean "Reuters"?'],
    ),
]
Cursor = Annotated[str | None, Meta(description="Give it as `cursor` to get what follows; null at the end.")]


class ClaimRecord(Struct, frozen=True):
    """A stored claim, and whether it is still in force."""

    claim: Claim
    superseded_by: Annotated[
        UUID | None, Meta(description="The id of the same source's later claim that took its place.")
    ]
    withdrawn: Annotated[bool, Meta(description="True when the load that it came with was taken back.")]


class MatchPage(Struct, frozen=True):
    """What a stored claim matches: its page may be short, the end is where `next` is null."""

    items: list[Match]
    next: Cursor


class UncomparedClaim(Struct, frozen=True):
    """A stored claim that cannot be compared to its end. It is tried again after pauses that grow to a day."""

    claim_id: Annotated[UUID, Meta(description="The claim.")]
    reason: Annotated[str, Meta(description="What went wrong when it was tried last.")]
    attempts: Annotated[int, Meta(description="How often it was tried.")]
    since: Annotated[datetime, Meta(description="When it was to be compared.", examples=["2022-11-22T10:15:00Z"])]
    next_try_at: Annotated[datetime, Meta(description="When it is tried again.")]


class UncomparedPage(Struct, frozen=True):
    """What is set aside, in the order of ids."""

    items: list[UncomparedClaim]
    next: Cursor


class ClaimPage(Struct, frozen=True):
    """Claims from the newest publication on."""

    items: list[ClaimRecord]
    next: Cursor
    hint: Hint
    known_on: KnownAt = None


class ConflictPage(Struct, frozen=True):
    """Conflicts in the order that was asked for."""

    items: list[Conflict]
    next: Cursor
    hint: Hint


class ConflictStep(Struct, frozen=True):
    """One step in a conflict's life."""

    at: datetime
    actor: Annotated[str, Meta(description="Who did it; the service itself is `claimdiff`.")]
    act: Annotated[
        str,
        Meta(
            description="open, acknowledge, resolve, dismiss, reopen, close, new_evidence (found again after it was "
            "closed), band_rose (suggested before) or rescore."
        ),
    ]
    status: ConflictStatus
    resolution: Resolution | None
    note: str | None


class ConflictRecord(Struct, frozen=True):
    """A conflict with its audit trail."""

    conflict: Conflict
    history: Annotated[list[ConflictStep], Meta(description="From the first step to the last.")]


class ConflictChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person does with a conflict."""

    status: Annotated[
        ConflictStatus, Meta(description="The new status; `open` takes back what was closed or acknowledged.")
    ]
    resolution: Annotated[Resolution | None, Meta(description="Required with `resolved`, otherwise left out.")] = None
    note: Annotated[Note | None, Meta(description="Kept with the conflict and in its history.")] = None


class MetricName(Struct, frozen=True):
    """A metric, named."""

    id: UUID
    name: Annotated[str, Meta(description="The canonical name, or the first wording.")]


class SourceLag(Struct, frozen=True):
    """A source that repeats what another one gave so many days before, on five of seven days."""

    behind: Annotated[str, Meta(description="Whose figures it repeats.", examples=["JHU"])]
    days: Annotated[int, Meta(description="How many days later.", examples=[1])]
    since: Annotated[datetime, Meta(description="Since when it is known.", examples=["2022-11-22T10:15:00Z"])]


class Source(Struct, frozen=True):
    """Who publishes."""

    name: Annotated[str, Meta(description="As first given.")]
    key: Annotated[str, Meta(description="Folded: sources with the same key are one.")]
    first_seen_at: datetime
    ours: Annotated[
        bool, Meta(description="Marked as the desk's own: lists and feeds tell what it is contradicted in.")
    ]
    claims: Annotated[int, Meta(description="Claims stored of it.")]
    open_conflicts: Annotated[int, Meta(description="Confirmed conflicts of its claims that are not closed.")]
    mixed_scripts: Annotated[
        list[str],
        Meta(
            description="Scripts whose letters look alike and that one word of the name mixes: it may pass for another "
            "source. Empty for an honest name.",
            examples=[["Cyrillic", "Latin"]],
        ),
    ]
    lags: Annotated[
        list[SourceLag],
        Meta(description="Whom it repeats later as a rule: such figures are told as stale, and raise no alarm."),
    ]


class SourceChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a source."""

    name: Annotated[
        str, Meta(min_length=1, max_length=500, description="Which one, in any spelling; one that is new is created.")
    ]
    ours: Annotated[bool, Meta(description="Whether it is the desk's own.")]


class SourcePage(Struct, frozen=True):
    """Sources in the order in which they were first seen."""

    items: list[Source]
    next: Cursor


class Refusal(Struct, frozen=True):
    """A line of a batch that was not stored, and why."""

    pointer: str
    detail: str
    understood: str | None


class BatchLine(Struct, frozen=True):
    """What became of one line of a batch, in the order of the lines."""

    line: Annotated[int, Meta(description="Counted from 1; empty lines count.")]
    outcome: Annotated[str, Meta(description="`stored`, `known` (by its external id) or `refused`.")]
    id: Annotated[UUID | None, Meta(description="The stored claim.")]
    external_id: str | None
    matches: Annotated[int, Meta(description="How many stored claims of other sources contradict it.")]
    conflicts: Annotated[list[UUID], Meta(description="The conflicts that this line opened.")]
    beside: Annotated[
        list[UUID],
        Meta(
            description="Claims of the same source and upload that say something else of the same thing: both are "
            "kept, neither takes the other's place, and a person should look at them."
        ),
    ]
    load: Annotated[UUID | None, Meta(description="The upload; DELETE /v1/loads/{load} takes it back whole.")]
    refusal: Annotated[list[Refusal], Meta(description="Empty unless it was refused.")]
    type: Annotated[str | None, Meta(description="The problem's type when it was refused, as `/problems/unreadable`.")]


class CheckedLine(Struct, frozen=True):
    """What one claim of many was checked to, in the order in which they came."""

    line: Annotated[int, Meta(description="Counted from 1; empty lines count.")]
    outcome: Annotated[str, Meta(description="`checked` or `refused`.", examples=["checked"])]
    answer: Annotated[Recorded | None, Meta(description="What a check of it alone answers; null when refused.")]
    refusal: Annotated[list[Refusal], Meta(description="Empty unless it was refused.")]
    type: Annotated[str | None, Meta(description="The problem's type when it was refused, as `/problems/unreadable`.")]


class Load(Struct, frozen=True):
    """An upload: a batch or an import."""

    id: UUID
    created_at: datetime
    withdrawn_at: Annotated[datetime | None, Meta(description="When it was taken back; null while it stands.")]
    withdrawn_by: Annotated[str | None, Meta(description="Who took it back.")]


class LoadPage(Struct, frozen=True):
    """Uploads, the newest first."""

    items: list[Load]
    next: Cursor


class Withdrawn(Struct, frozen=True):
    """What taking a load back has come to."""

    claims: Annotated[int, Meta(description="Claims that count no more. They are kept, and answered as withdrawn.")]


class CellRefusal(Struct, frozen=True):
    """Why a row of a table was not stored, and by which cell."""

    column: Annotated[
        str | None,
        Meta(description="Name of the column; null when it is the whole row, or a field that was filled in."),
    ]
    cell: Annotated[str | None, Meta(description="The cell's address, as spreadsheets give it.", examples=["C7"])]
    field: Annotated[str | None, Meta(description="The claim's field, as `quantity`.", examples=["quantity"])]
    detail: Annotated[str, Meta(description="What is wrong with it, and what to change.")]
    given: Annotated[str | None, Meta(description="What stands there, shortened.")]
    understood: Annotated[str | None, Meta(description="What would be understood.")]


class ReadAs(Struct, frozen=True):
    """How a text was read where it does not say so itself; a guess may be wrong."""

    encoding: Annotated[
        str | None,
        Meta(description="Told by its bytes: null of UTF-8 and of what was said.", examples=["windows-1252"]),
    ] = None
    delimiter: Annotated[
        str | None,
        Meta(description="Told by its lines: null of commas and of what was said.", examples=["semicolon"]),
    ] = None


class ImportRow(Struct, frozen=True):
    """What became of one row of a table, in the order of the rows."""

    row: Annotated[int, Meta(description="As a spreadsheet numbers rows: the header is row 1.", examples=[2])]
    line: Annotated[int, Meta(description="The line of the file on which the row begins.", examples=[2])]
    outcome: Annotated[
        str, Meta(description="`stored`, `known` (by its external id), `refused`, or `skipped`: no claim is meant.")
    ]
    cell: Annotated[str | None, Meta(description="The address of the figure's cell.", examples=["C7"])] = None
    note: Annotated[
        str | None,
        Meta(
            description="Why it was skipped: a title, a note, an empty cell. Or that another row of the same file "
            "contradicts it."
        ),
    ] = None
    id: Annotated[UUID | None, Meta(description="The stored claim.")] = None
    external_id: Annotated[
        str | None, Meta(description="The row's own, or one made of its content: the same file stores nothing twice.")
    ] = None
    matches: Annotated[int, Meta(description="How many stored claims of other sources contradict it.")] = 0
    conflicts: Annotated[list[UUID], Meta(description="The conflicts that this row opened.")] = []
    beside: Annotated[
        list[UUID],
        Meta(
            description="Claims of the same source and upload that say something else of the same thing: both are "
            "kept, neither takes the other's place, and a person should look at them."
        ),
    ] = []
    load: Annotated[UUID | None, Meta(description="The upload; DELETE /v1/loads/{load} takes it back whole.")] = None
    refusal: Annotated[list[CellRefusal], Meta(description="Empty unless it was refused.")] = []
    type: Annotated[
        str | None, Meta(description="The problem's type when it was refused, as `/problems/unreadable`.")
    ] = None
    read_as: Annotated[
        ReadAs | None,
        Meta(
            description="What of the file's encoding and delimiter was guessed: with the first row, and again with the "
            "first one after a letter told more. `charset` of the Content-Type and `delimiter` say otherwise."
        ),
    ] = None
