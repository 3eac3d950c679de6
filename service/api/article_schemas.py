"""What travels of articles: texts as they are handed in, and what is read in them."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.api.schemas import Cursor, Note, Refusal
from service.article import Anchors, Changes, ReadingCounts, ReadingState, Said, TextForm
from service.articles import LANGUAGES, MOST_CHARACTERS, MOST_FIGURES, State
from service.claim import Anchor, Claim, Match
from service.reading import Draft, QuantityFields
from service.reading.draft import Address, Moment, Spot, Tag, Text
from service.reading.period import PeriodForm
from service.recording import Counts, Outcome, ReadingAct

Offset = Annotated[int, Meta(ge=0, le=MOST_CHARACTERS)]


class ProposedFigure(Struct, frozen=True, forbid_unknown_fields=True):
    """The figure of a proposal: its characters, and where they stand if they stand there more than once."""

    exact: Annotated[
        str, Meta(min_length=1, max_length=100, description="As the text has it, with all that belongs to it.")
    ]
    start: Annotated[Offset | None, Meta(description="Offset of its first character, in code points.")] = None
    prefix: Annotated[str, Meta(max_length=200, description="What stands right before it.")] = ""
    suffix: Annotated[str, Meta(max_length=200, description="What stands right behind it.")] = ""


class ProposedClaim(Struct, frozen=True, forbid_unknown_fields=True):
    """A reading of an extractor of your own. It is taken only as far as the text bears it out."""

    figure: Annotated[ProposedFigure, Meta(description="Where it stands.")]
    metric: Annotated[Text, Meta(description="What is measured, in words.", examples=["personnel losses"])]
    quantity: Annotated[
        str | QuantityFields | None, Meta(description="What the figure means; the service must read it to the same.")
    ] = None
    period: Annotated[str | PeriodForm | None, Meta(description="A time that the text tells, or of publication.")] = (
        None
    )
    subject: Annotated[Text | None, Meta(description="Of whom or what; it must be named in the text.")] = None
    place: Annotated[Spot | None, Meta(description="Where; it must be named in the text.")] = None
    claimant: Annotated[Text | None, Meta(description="Whose figure it is; it must be named in the text.")] = None


Proposals = Annotated[list[ProposedClaim], Meta(max_length=MOST_FIGURES)]


class ArticleDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A text as it is handed in, and what is known of it."""

    source: Annotated[Text, Meta(description="Who publishes it; claims of the same source are not held against it.")]
    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=MOST_CHARACTERS,
            description=f"The text, at most {MOST_CHARACTERS:,} characters and 500 figures.",
            examples=["Unemployment in France stood at 7.3 percent in March, the statistics office said."],
        ),
    ]
    format: Annotated[TextForm, Meta(description="`html`: tags, scripts and comments are left out.")] = TextForm.PLAIN
    title: Annotated[Text | None, Meta(description="The headline; helps to tell where the text is about.")] = None
    place: Annotated[Spot | None, Meta(description="Where its figures are from, unless a sentence says.")] = None
    language: Annotated[
        Tag | None,
        Meta(description=f"BCP 47 tag; told by its words when left out. Read are {', '.join(LANGUAGES)}."),
    ] = None
    url: Annotated[Address | None, Meta(description="Where it was published.")] = None
    published_at: Annotated[
        Moment | None,
        Meta(
            description="ISO 8601 date or date-time, against which days are read; now, when left out.",
            examples=["2025-04-30"],
        ),
    ] = None
    proposals: Annotated[
        Proposals | None, Meta(description="Readings of an extractor of your own, to be held against the text.")
    ] = None


class NewsArticle(ArticleDraft, frozen=True, forbid_unknown_fields=True):
    """A text that is to be read and stored."""

    external_id: Annotated[
        Text | None,
        Meta(description="The caller's own id: another text under it, or under its `url`, is a correction."),
    ] = None
    keep_text: Annotated[
        bool, Meta(description="Keep the whole text, too. Its hash and the quoted sentences are kept always.")
    ] = False


class Standing(Enum):
    """How a figure of an article stands to the stored claims."""

    CONFLICTS = "conflicts"
    AGREES = "agrees"
    ALONE = "alone"
    NOT_UNDERSTOOD = "not_understood"


class ArticleClaim(Struct, frozen=True):
    """A figure of the text: as a draft of a claim, as understood, and what is stored of the same."""

    state: Annotated[State, Meta(description="`unsure` readings wait for a person; `reasons` say why.")]
    reasons: Annotated[list[str], Meta(description="What makes it unsure, or why it cannot be understood.")]
    standing: Annotated[Standing, Meta(description="What the stored claims say of it.")]
    anchors: Annotated[Anchors, Meta(description="Where it stands.")]
    said: Annotated[Said, Meta(description="How its fields are known.")]
    draft: Annotated[Draft | None, Meta(description="The body for POST /v1/claims; null without a metric.")]
    claim: Annotated[Claim | None, Meta(description="The draft as understood; null when it cannot be.")]
    matches: Annotated[
        list[Match], Meta(description="The first three stored claims of the same metric and period, conflicts first.")
    ]
    counts: Annotated[Counts | None, Meta(description="How many there are of each verdict.")]


class NotClaim(Struct, frozen=True):
    """A number of the text that is no claim."""

    selector: Annotated[Anchor, Meta(description="Where it stands.")]
    reason: Annotated[
        str,
        Meta(
            description="`date`, `time of day`, `age`, `ordinal`, `name or identifier`, `duration`, `small cardinal`, "
            "`vague`, `a run of digits`, `not understood`.",
            examples=["date"],
        ),
    ]


class ProposalOutcome(Enum):
    """`taken` stands among the claims; `unsure` too, for a person; `refused` does not."""

    TAKEN = "taken"
    UNSURE = "unsure"
    REFUSED = "refused"


class ProposalAnswer(Struct, frozen=True):
    """What became of a proposal, in the order in which they were sent."""

    outcome: Annotated[ProposalOutcome, Meta(description="`taken`, `unsure` or `refused`.")]
    figure: Annotated[Anchor | None, Meta(description="Where its figure stands; null when it was refused.")]
    metric_share: Annotated[
        float, Meta(description="Of the words of its metric, how many stand near the figure; under a half is unsure.")
    ]
    refusal: Annotated[list[Refusal], Meta(description="What the text does not bear out; empty unless refused.")]


class ArticleNotice(Struct, frozen=True):
    """What an article is known by."""

    sha256: Annotated[str, Meta(description="Of the text in UTF-8: the same text has the same.")]
    language: Annotated[str, Meta(description="As given or as told by its words.", examples=["en"])]
    characters: Annotated[int, Meta(description="Unicode code points of the text as given.", examples=[2400])]
    conflicting: Annotated[int, Meta(description="Figures that stored claims contradict.")]
    agreeing: Annotated[int, Meta(description="Figures that stored claims bear out.")]
    alone: Annotated[int, Meta(description="Figures of which nothing is stored.")]
    not_understood: Annotated[int, Meta(description="Figures of which no claim can be read.")]


class CheckedArticle(Struct, frozen=True):
    """What an article says in figures, and what stands against it. Every number of the text is in one of the lists."""

    article: Annotated[ArticleNotice, Meta(description="The text in short.")]
    claims: Annotated[list[ArticleClaim], Meta(description="Its figures, from the first to the last.")]
    not_claims: Annotated[list[NotClaim], Meta(description="The other numbers, each with the reason.")]
    proposals: Annotated[list[ProposalAnswer], Meta(description="What became of each; empty where none were sent.")]
    missed: Annotated[list[Anchor], Meta(description="Figures that no proposal covers; empty where none were sent.")]


class ArticleRecord(Struct, frozen=True):
    """An article that is stored."""

    id: UUID
    version: Annotated[int, Meta(description="1, and one more for each corrected text.")]
    source: str
    title: str | None
    url: str | None
    external_id: str | None
    published_at: datetime
    language: str
    place: Annotated[str | None, Meta(description="As it was given.")]
    format: TextForm
    sha256: Annotated[str, Meta(description="Of its text in UTF-8.")]
    characters: int
    is_text_kept: Annotated[bool, Meta(description="Whether the text can be had from GET /v1/articles/{id}.")]
    stored_at: datetime
    updated_at: Annotated[datetime, Meta(description="When its present version came.")]
    withdrawn_at: Annotated[datetime | None, Meta(description="When it was taken back; null while it stands.")]
    readings: Annotated[ReadingCounts, Meta(description="How many of its figures are in which state.")]


class ArticleText(Struct, frozen=True):
    """A stored article, with its text if that was kept."""

    article: ArticleRecord
    text: Annotated[str | None, Meta(description="Null unless it was sent with `keep_text`.")]


class ArticlePage(Struct, frozen=True):
    """Articles, the last stored first."""

    items: list[ArticleRecord]
    next: Cursor


class ArticleReading(Struct, frozen=True):
    """A figure of a stored article: where it stands, what was read, which claim stands for it."""

    id: UUID
    version: Annotated[int, Meta(description="Of the article, in which it was first read.")]
    state: Annotated[
        ReadingState,
        Meta(
            description="`stored` as a claim; `waiting` for a person, `reasons` say why; `confirmed`, `corrected` or "
            "`dropped` by one; `gone` from the corrected text."
        ),
    ]
    reasons: Annotated[list[str], Meta(description="What makes it unsure, or why it cannot be understood.")]
    standing: Annotated[Standing | None, Meta(description="What the stored claims say of it; null in lists.")]
    anchors: Annotated[Anchors, Meta(description="Where it stands.")]
    said: Annotated[Said, Meta(description="How its fields are known.")]
    draft: Annotated[Draft | None, Meta(description="As it was read, or as a person corrected it; null: no metric.")]
    claim_id: Annotated[UUID | None, Meta(description="The claim that stands for it, or stood for it.")]
    claim: Annotated[Claim | None, Meta(description="That claim, or what a waiting one would be; null in lists.")]
    matches: Annotated[
        list[Match], Meta(description="The first three that it matches, conflicts first; none in lists.")
    ]
    counts: Annotated[Counts | None, Meta(description="How many there are of each verdict; null in lists.")]
    conflicts: Annotated[list[UUID], Meta(description="Of its claim, whatever became of them; at most 200 an answer.")]
    replaced_by: Annotated[UUID | None, Meta(description="The reading in its place, of a corrected text.")]
    decided_at: Annotated[datetime | None, Meta(description="When a person confirmed, corrected or dropped it.")]
    decided_by: Annotated[str | None, Meta(description="Who.")]
    note: Annotated[str | None, Meta(description="And why.")]


class ReadingPage(Struct, frozen=True):
    """Readings in the order of the text."""

    items: list[ArticleReading]
    next: Cursor


class ReadArticle(Struct, frozen=True):
    """What became of a text: its figures, which of them are claims now, and what stands against them."""

    article: ArticleRecord
    outcome: Annotated[Outcome, Meta(description="`stored`, `known` (the same text again), or `corrected`.")]
    claims: Annotated[list[ArticleReading], Meta(description="Its figures, from the first to the last.")]
    not_claims: Annotated[list[NotClaim], Meta(description="The other numbers, each with the reason.")]
    changes: Annotated[Changes | None, Meta(description="What a corrected text says otherwise; null for others.")]
    proposals: Annotated[list[ProposalAnswer], Meta(description="What became of each; empty where none were sent.")]
    missed: Annotated[list[Anchor], Meta(description="Figures that no proposal covers; empty where none were sent.")]


class ArticleLine(Struct, frozen=True):
    """What became of one article of many, in the order in which they came."""

    line: Annotated[int, Meta(description="Counted from 1; empty lines count.")]
    outcome: Annotated[str, Meta(description="`stored`, `known`, `corrected` or `refused`.", examples=["stored"])]
    id: Annotated[UUID | None, Meta(description="Of the article.")]
    version: Annotated[int | None, Meta(description="Of its text.")]
    external_id: str | None
    claims: Annotated[int, Meta(description="Of its figures that are claims.")]
    waiting: Annotated[int, Meta(description="Of its figures that wait for a person.")]
    conflicts: Annotated[list[UUID], Meta(description="The conflicts that it opened, at most 200.")]
    refusal: Annotated[list[Refusal], Meta(description="Empty unless it was refused.")]
    type: Annotated[str | None, Meta(description="The problem's type when it was refused, as `/problems/invalid`.")]


class ReadingFields(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a draft that are to be otherwise; null takes one away, what is left out stays."""

    metric: Annotated[Text | UnsetType, Meta(description="What is measured.")] = UNSET
    quantity: Annotated[str | QuantityFields | UnsetType, Meta(description="The figure.")] = UNSET
    period: Annotated[str | PeriodForm | UnsetType | None, Meta(description="What time it speaks of.")] = UNSET
    subject: Annotated[Text | UnsetType | None, Meta(description="Of whom or what.")] = UNSET
    place: Annotated[Spot | UnsetType | None, Meta(description="Where.")] = UNSET
    unit: Annotated[Text | UnsetType | None, Meta(description="The unit, when the figure is without.")] = UNSET
    claimant: Annotated[Text | UnsetType | None, Meta(description="Whose figure it is.")] = UNSET


class ReadingDecision(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person does with a reading."""

    act: Annotated[
        ReadingAct,
        Meta(
            description="`confirm` makes it a claim if it is none; `correct` puts a claim of `draft` in its place; "
            "`drop` takes its claim back."
        ),
    ]
    draft: Annotated[ReadingFields | None, Meta(description="With `correct`, otherwise left out.")] = None
    note: Annotated[Note | None, Meta(description="Why; kept with it.")] = None
