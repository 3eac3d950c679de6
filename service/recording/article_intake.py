"""A text on its way in: read in a thread of its own, what is sure of it recorded, the rest compared.

SentArticle ──read──▶ ReadIn (figures, and the claims that they are) ──▶ recorded, or only compared
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from service.article import Anchors, Head, Reading, Said, StoredReading, TextForm
from service.articles import (
    Article,
    Found,
    Proposal,
    ReadArticle,
    State,
    Taken,
    anchors_turned,
    in_utf16,
    missed_by,
    read_article,
    take_proposals,
)
from service.claim import Anchor, Claim
from service.errors import Unreadable
from service.reading import check_text, check_url, read_published_at
from service.recording.answers import Recording
from service.recording.articles import NewArticle, NewReading, Outcome, RecordedArticle, record_article
from service.recording.checking import check_claims
from service.recording.recorder import Recorder

_AT_ONCE = 50
"""Figures that are compared in one snapshot."""

_encode = msgspec.json.Encoder(uuid_format="canonical").encode


@dataclass(frozen=True, slots=True)
class SentArticle:
    """A text as it is handed in, and what is known of it."""

    source: str
    text: str
    form: TextForm = TextForm.PLAIN
    title: str | None = None
    place: str | None = None
    language: str | None = None
    url: str | None = None
    published_at: str | None = None
    proposals: Sequence[Proposal] | None = None
    """Readings of an extractor of the caller's; None where there is none."""
    external_id: str | None = None
    keep_text: bool = False


@dataclass(frozen=True, slots=True)
class ReadIn:
    """A text as it was read, with the claims that its drafts are, or why they are none."""

    article: Article
    read: ReadArticle
    attempts: list[Claim | Unreadable | None]
    taken: list[Taken]
    missed: list[Anchor]

    @property
    def claims(self) -> list[Claim]:
        """Those that could be read."""
        return [one for one in self.attempts if isinstance(one, Claim)]

    @property
    def sha256(self) -> str:
        """What the text is known by."""
        return hashlib.sha256(self.article.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A text that was stored: what became of it, and what stands against each of its readings."""

    read: ReadIn
    recorded: RecordedArticle
    by_claim: Mapping[UUID, Recording] = field(default_factory=dict)

    @property
    def recordings(self) -> list[Recording | None]:
        """Of each reading what its claim has come to, or what it would come to; None where it is no claim."""
        is_known = self.recorded.outcome is Outcome.KNOWN  # its readings are those of the first time, proposals or not
        attempts = [None] * len(self.recorded.readings) if is_known else self.read.attempts
        return [self._recording_of(one, attempt) for one, attempt in zip(self.recorded.readings, attempts, strict=True)]

    def _recording_of(self, reading: StoredReading, attempt: Claim | Unreadable | None) -> Recording | None:
        if reading.claim_id is not None:
            return self.by_claim.get(reading.claim_id)
        return self.by_claim.get(attempt.id) if isinstance(attempt, Claim) else None


async def compare_article(recorder: Recorder, sent: SentArticle, now: datetime) -> tuple[ReadIn, dict[UUID, Recording]]:
    """Read a text and compare its figures with what is stored, by the ids of their claims; nothing is kept of it."""
    read = await asyncio.to_thread(read_in, sent, recorder, now)
    return read, await _compared(read.claims, recorder)


async def take_in(recorder: Recorder, sent: SentArticle, now: datetime) -> TakenIn:
    """Read and store a text, record what is sure of it, and compare what waits for a person."""
    recorder.hold_to_sources(sent.source)
    read = await asyncio.to_thread(read_in, sent, recorder, now)
    recorded = await record_article(recorder, _new_article(sent, read))
    by_claim = dict(recorded.recordings)
    if recorded.outcome is not Outcome.KNOWN:
        by_claim |= await _compared(_waiting(read), recorder)
    return TakenIn(read, recorded, by_claim)


async def take_in_quietly(recorder: Recorder, sent: SentArticle, now: datetime) -> RecordedArticle:
    """Read and store a text of many, whose figures nobody looks at one by one."""
    recorder.hold_to_sources(sent.source)
    read = await asyncio.to_thread(read_in, sent, recorder, now)
    return await record_article(recorder, _new_article(sent, read), explained=False)


def read_in(sent: SentArticle, recorder: Recorder, now: datetime) -> ReadIn:
    """Read a text, with what others propose; it takes a while.

    Raises:
        Unreadable: What is told of the text cannot be understood; of a figure that says so its attempt.
    """
    article = _article_of(sent, now)
    told = read_article(article)
    taken: list[Taken] = []
    missed: list[Anchor] = []
    read = told
    if sent.proposals is not None:
        published = article.published_as
        dated = [one._replace(draft=replace(one.draft, published_at=published)) for one in sent.proposals]
        read, taken = take_proposals(article, told, dated)
        missed = missed_by(told, taken)
    return ReadIn(article, read, [_attempt(one, recorder) for one in read.claims], taken, missed)


def anchors_of(found: Found) -> Anchors:
    """Give where the parts of a reading stand."""
    return Anchors(found.figure, found.quote, found.period, found.place, found.claimant)


def said_of(found: Found) -> Said:
    """Give how its fields are known."""
    known = found.known
    return Said(known.metric.value if known.metric else None, known.period.value, known.place.value)


def reasons_of(found: Found, attempt: Claim | Unreadable | None) -> list[str]:
    """Give what makes a reading unsure, or why it cannot be understood."""
    unread = [f"{attempt.pointer.strip('/')}: {attempt.problem}"] if isinstance(attempt, Unreadable) else []
    return [*found.reasons, *unread]


def _article_of(sent: SentArticle, now: datetime) -> Article:
    for name in ("source", "text", "title", "place", "language", "url", "external_id"):
        if (given := getattr(sent, name)) is not None:
            check_text(given, f"/{name}")
    check_url(sent.url)
    published_at = read_published_at(sent.published_at, now)
    return Article(
        sent.text,
        sent.source,
        published_at,
        published_at.isoformat(),
        sent.title,
        sent.url,
        sent.language,
        sent.place,
        sent.form,
    )


def _attempt(found: Found, recorder: Recorder) -> Claim | Unreadable | None:
    if found.draft is None:
        return None
    try:
        return recorder.read(found.draft)
    except Unreadable as error:
        return error


async def _compared(claims: Sequence[Claim], recorder: Recorder) -> dict[UUID, Recording]:
    recordings: list[Recording] = []
    for first in range(0, len(claims), _AT_ONCE):
        recordings += await check_claims(recorder, claims[first : first + _AT_ONCE])
    return {one.probe.id: one for one in recordings}


def _new_article(sent: SentArticle, read: ReadIn) -> NewArticle:
    article = read.article
    head = Head(
        sent.source,
        article.published_at,
        read.read.language,
        read.read.characters,
        sent.external_id,
        sent.url,
        sent.title,
        sent.place,
        sent.form,
    )
    turn = in_utf16(sent.text)
    readings = [
        NewReading(
            _reading_of(found, attempt, None if turn is None else anchors_turned(anchors_of(found), turn)),
            _sure(found, attempt),
        )
        for found, attempt in zip(read.read.claims, read.attempts, strict=True)
    ]
    return NewArticle(head, read.sha256, readings, sent.text if sent.keep_text else None)


def _sure(found: Found, attempt: Claim | Unreadable | None) -> Claim | None:
    return attempt if isinstance(attempt, Claim) and found.state is State.SURE else None


def _reading_of(found: Found, attempt: Claim | Unreadable | None, utf16: Anchors | None) -> Reading:
    draft = None if found.draft is None else _encode(found.draft).decode()
    return Reading(anchors_of(found), said_of(found), tuple(reasons_of(found, attempt)), draft, None, utf16)


def _waiting(read: ReadIn) -> list[Claim]:
    return [
        attempt
        for found, attempt in zip(read.read.claims, read.attempts, strict=True)
        if isinstance(attempt, Claim) and _sure(found, attempt) is None
    ]
