"""Articles as they are kept: what is known of a text, and what was read in it. Plain nouns, no database."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from service.claim import Anchor


class TextForm(Enum):
    """How the text of an article is written."""

    PLAIN = "plain"
    HTML = "html"


class ReadingState(Enum):
    """`stored` as a claim, `waiting` for a person; `confirmed`, `corrected`, `dropped` by one; `gone` from the text."""

    STORED = "stored"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    DROPPED = "dropped"
    GONE = "gone"


IN_FORCE = frozenset({ReadingState.STORED, ReadingState.CONFIRMED, ReadingState.CORRECTED})
"""States in which a claim stands for a reading."""


class Anchors(Struct, frozen=True):
    """Where each part of a reading stands in the text; null where the text does not say it."""

    figure: Annotated[Anchor, Meta(description="The figure with its approximator and its unit.")]
    quote: Annotated[Anchor, Meta(description="The sentence.")]
    period: Annotated[Anchor | None, Meta(description="What time it speaks of.")]
    place: Annotated[Anchor | None, Meta(description="Where.")]
    claimant: Annotated[Anchor | None, Meta(description="To whom it is attributed.")]


class Said(Struct, frozen=True):
    """How each field of a reading is known."""

    metric: Annotated[
        str | None,
        Meta(
            description="`subject` of the verb, the thing `counted`, `both`, the noun `before` the figure, `carried` "
            "on from an earlier sentence, or `proposed`; null when it is not known."
        ),
    ]
    period: Annotated[str, Meta(description="`said`, `inherited` from an earlier sentence, or `assumed`.")]
    place: Annotated[
        str, Meta(description="`said` or of the `sentence`, `given`, of the whole `article`, or `assumed` to be none.")
    ]


class Reading(Struct, frozen=True):
    """A figure of a text: where it stands and what was read."""

    anchors: Anchors
    said: Said
    reasons: tuple[str, ...]
    draft: str | None
    """As POST /v1/claims takes it, in JSON; None without a metric."""
    corrected: str | None = None
    """The draft that a person put in its place."""
    utf16: Anchors | None = None
    """The anchors in UTF-16 code units, where they differ."""

    def anchors_in(self, offsets: "Offsets") -> Anchors:
        """Give the anchors in these units."""
        return self.utf16 or self.anchors if offsets is Offsets.UTF16 else self.anchors


class Offsets(Enum):
    """What offsets count: Unicode code points, as the answer is by default, or the UTF-16 units of a browser."""

    CODE_POINTS = "code_points"
    UTF16 = "utf16"


class Head(Struct, frozen=True):
    """What is known of an article."""

    source: str
    published_at: datetime
    language: str
    characters: int
    external_id: str | None = None
    url: str | None = None
    title: str | None = None
    place: str | None = None
    form: TextForm = TextForm.PLAIN


class StoredArticle(Struct, frozen=True):
    """An article as it is stored."""

    id: UUID
    version: int
    head: Head
    sha256: str
    is_kept: bool
    """Whether its text was kept."""
    stored_at: datetime
    updated_at: datetime
    read_at: datetime | None
    """None while the claims of this version are not all recorded."""
    withdrawn_at: datetime | None


class StoredReading(Struct, frozen=True):
    """A reading as it is stored."""

    id: UUID
    article_id: UUID
    version: int
    position: int
    state: ReadingState
    claim_id: UUID | None
    replaced_by: UUID | None
    reading: Reading
    decided_at: datetime | None = None
    decided_by: str | None = None
    note: str | None = None

    @property
    def draft(self) -> str | None:
        """What stands now: a person's correction, or what was read."""
        return self.reading.corrected or self.reading.draft


class Replaced(Struct, frozen=True):
    """A figure in the place of another."""

    before: Annotated[UUID, Meta(description="The reading that is gone.")]
    after: Annotated[UUID, Meta(description="The reading in its place.")]
    figure_before: Annotated[str, Meta(description="As the text had it.")]
    figure_after: Annotated[str, Meta(description="As it has it now.")]


class Changes(Struct, frozen=True):
    """What a corrected text says otherwise."""

    unchanged: Annotated[int, Meta(description="Readings that say what they said, with their claims as they were.")]
    replaced: Annotated[
        list[Replaced], Meta(description="Figures in the place of others; their claims supersede them.")
    ]
    added: Annotated[list[UUID], Meta(description="Readings that are new.")]
    gone: Annotated[list[UUID], Meta(description="Readings that vanished; their claims count no more.")]


class ReadingCounts(Struct, frozen=True):
    """How many readings of an article are in each state."""

    stored: Annotated[int, Meta(description="Sure, and claims.")] = 0
    waiting: Annotated[int, Meta(description="Unsure, until a person looks.")] = 0
    confirmed: Annotated[int, Meta(description="By a person.")] = 0
    corrected: Annotated[int, Meta(description="By a person.")] = 0
    dropped: Annotated[int, Meta(description="By a person.")] = 0
    gone: Annotated[int, Meta(description="Of earlier versions of the text.")] = 0


class ArticleNews(Struct, frozen=True):
    """What an event tells of an article that was read."""

    id: UUID
    version: Annotated[int, Meta(description="1, or higher for a corrected text.")]
    source: str
    title: str | None
    url: str | None
    external_id: str | None
    published_at: datetime
    sha256: Annotated[str, Meta(description="Of the text in UTF-8.")]
    readings: Annotated[ReadingCounts, Meta(description="How many of its figures are claims, and how many wait.")]
    conflicts: Annotated[list[UUID], Meta(description="The conflicts that its claims opened, at most 200.")]
    changes: Annotated[Changes | None, Meta(description="Of a corrected text: what it says otherwise.")]


decode_head = msgspec.json.Decoder(Head).decode
decode_reading = msgspec.json.Decoder(Reading).decode
