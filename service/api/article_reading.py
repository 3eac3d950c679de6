"""A text is read in a thread of its own and compared; what is sure is recorded, if it is to be stored."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from service.api.article_answers import (
    Placing,
    anchors_of,
    answer_article,
    answer_checked,
    answer_reading,
    conflicts_of,
    reasons_of,
    said_of,
)
from service.api.article_schemas import (
    ArticleClaim,
    ArticleDraft,
    ArticleNotice,
    CheckedArticle,
    NewsArticle,
    ProposedClaim,
    ReadArticle,
    Standing,
)
from service.article import Head, Offsets, Reading, StoredReading
from service.articles import Article, Found, Proposal, State, Taken, missed_by, read_article, take_proposals
from service.articles import ReadArticle as ReadText
from service.claim import Anchor, Claim
from service.errors import Unreadable
from service.reading import Draft, check_text, check_url, read_published_at
from service.recording import (
    NewArticle,
    NewReading,
    Outcome,
    RecordedArticle,
    Recorder,
    Recording,
    check_claims,
    record_article,
)
from service.storage import articles as storage

_AT_ONCE = 50
"""Figures that are compared in one snapshot."""

_encode = msgspec.json.Encoder(uuid_format="canonical").encode


class _Read(NamedTuple):
    """A text as it was read, with the claims that its drafts are, or why they are none."""

    article: Article
    read: ReadText
    attempts: list[Claim | Unreadable | None]
    taken: list[Taken]
    missed: list[Anchor]

    @property
    def claims(self) -> list[Claim]:
        return [one for one in self.attempts if isinstance(one, Claim)]


async def check_article(
    data: ArticleDraft, recorder: Recorder, now: datetime, offsets: Offsets = Offsets.CODE_POINTS
) -> CheckedArticle:
    """Read an article in a thread of its own, and compare its figures with what is stored."""
    read = await asyncio.to_thread(_read, data, recorder, now)
    by_id = await _compared(read.claims, recorder)
    place = Placing(data.text, offsets)
    claims = [
        answer_checked(found, attempt, by_id.get(attempt.id) if isinstance(attempt, Claim) else None, place)
        for found, attempt in zip(read.read.claims, read.attempts, strict=True)
    ]
    return CheckedArticle(
        _notice(data, read.read, claims),
        claims,
        place.not_claims(read.read.no_claims),
        place.proposals(read.taken),
        place.turned(read.missed),
    )


async def store_article(
    data: NewsArticle, recorder: Recorder, now: datetime, offsets: Offsets = Offsets.CODE_POINTS
) -> ReadArticle:
    """Read an article, store it with its readings, record the sure ones, and answer what stands against each."""
    recorder.hold_to_sources(data.source)
    read = await asyncio.to_thread(_read, data, recorder, now)
    recorded = await record_article(recorder, _new_article(data, read))
    is_known = recorded.outcome is Outcome.KNOWN  # its readings are those of the first time, proposals then or not
    told = dict(recorded.recordings)
    if not is_known:
        told |= await _compared(_waiting(read), recorder)
    attempts = [None] * len(recorded.readings) if is_known else read.attempts
    async with recorder.database.connection() as connection:
        conflicts = await conflicts_of(connection, recorded.readings)
        counts = await storage.count_readings(connection, [recorded.article.id])
    claims = [
        answer_reading(one, conflicts, offsets, _recording_of(one, attempt, told))
        for one, attempt in zip(recorded.readings, attempts, strict=True)
    ]
    place = Placing(data.text, offsets)
    return ReadArticle(
        answer_article(recorded.article, counts[recorded.article.id]),
        recorded.outcome,
        claims,
        place.not_claims(read.read.no_claims),
        recorded.changes,
        place.proposals(read.taken),
        place.turned(read.missed),
    )


async def store_quietly(data: NewsArticle, recorder: Recorder, now: datetime) -> RecordedArticle:
    """Read and store an article of many, whose figures nobody looks at one by one."""
    recorder.hold_to_sources(data.source)
    read = await asyncio.to_thread(_read, data, recorder, now)
    return await record_article(recorder, _new_article(data, read), explained=False)


def _read(data: ArticleDraft, recorder: Recorder, now: datetime) -> _Read:
    article = _article_of(data, now)
    told = read_article(article)
    taken: list[Taken] = []
    missed: list[Anchor] = []
    read = told
    if data.proposals is not None:
        read, taken = take_proposals(article, told, [_proposal(one, article) for one in data.proposals])
        missed = missed_by(told, taken)
    return _Read(article, read, [_attempt(one, recorder) for one in read.claims], taken, missed)


def _proposal(given: ProposedClaim, article: Article) -> Proposal:
    figure = given.figure
    draft = Draft(
        source=article.source,
        metric=given.metric,
        quantity=figure.exact,
        period=given.period,
        subject=given.subject,
        place=given.place,
        claimant=given.claimant,
        url=article.url,
        language=article.language,
        published_at=article.published_as,
    )
    return Proposal(figure.exact, figure.start, figure.prefix, figure.suffix, draft, given.quantity)


def _article_of(data: ArticleDraft, now: datetime) -> Article:
    for field in ("source", "text", "title", "place", "language", "url", "external_id"):
        if (given := getattr(data, field, None)) is not None:
            check_text(given, f"/{field}")
    check_url(data.url)
    published_at = read_published_at(data.published_at, now)
    return Article(
        data.text,
        data.source,
        published_at,
        published_at.isoformat(),
        data.title,
        data.url,
        data.language,
        data.place,
        data.format,
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


def _new_article(data: NewsArticle, read: _Read) -> NewArticle:
    article = read.article
    head = Head(
        data.source,
        article.published_at,
        read.read.language,
        read.read.characters,
        data.external_id,
        data.url,
        data.title,
        data.place,
        data.format,
    )
    place = Placing(data.text, Offsets.UTF16)
    readings = [
        NewReading(_reading_of(found, attempt, place), _sure(found, attempt))
        for found, attempt in zip(read.read.claims, read.attempts, strict=True)
    ]
    return NewArticle(head, _digest(data.text), readings, data.text if data.keep_text else None)


def _sure(found: Found, attempt: Claim | Unreadable | None) -> Claim | None:
    return attempt if isinstance(attempt, Claim) and found.state is State.SURE else None


def _reading_of(found: Found, attempt: Claim | Unreadable | None, place: Placing) -> Reading:
    anchors = anchors_of(found)
    draft = None if found.draft is None else _encode(found.draft).decode()
    utf16 = place.anchors(anchors)
    return Reading(
        anchors, said_of(found), tuple(reasons_of(found, attempt)), draft, None, None if utf16 is anchors else utf16
    )


def _waiting(read: _Read) -> list[Claim]:
    return [
        attempt
        for found, attempt in zip(read.read.claims, read.attempts, strict=True)
        if isinstance(attempt, Claim) and _sure(found, attempt) is None
    ]


def _recording_of(
    reading: StoredReading, attempt: Claim | Unreadable | None, told: Mapping[UUID, Recording]
) -> Recording | None:
    if reading.claim_id is not None:
        return told.get(reading.claim_id)
    return told.get(attempt.id) if isinstance(attempt, Claim) else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _notice(data: ArticleDraft, read: ReadText, claims: Sequence[ArticleClaim]) -> ArticleNotice:
    stand = [one.standing for one in claims]
    return ArticleNotice(_digest(data.text), read.language, read.characters, *(stand.count(one) for one in Standing))
