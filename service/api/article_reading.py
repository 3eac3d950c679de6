"""Texts as they are handed in, and the answer to what was read in them."""

from collections.abc import Sequence
from datetime import datetime

from service.api.article_answers import Placing, answer_article, answer_checked, answer_reading, conflicts_of
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
from service.article import Offsets
from service.articles import Proposal
from service.claim import Claim
from service.reading import Draft
from service.recording import (
    ReadIn,
    RecordedArticle,
    Recorder,
    SentArticle,
    compare_article,
    take_in,
    take_in_quietly,
)
from service.storage import articles as storage


async def check_article(
    data: ArticleDraft, recorder: Recorder, now: datetime, offsets: Offsets = Offsets.CODE_POINTS
) -> CheckedArticle:
    """Read an article in a thread of its own, and compare its figures with what is stored."""
    read, by_claim = await compare_article(recorder, _sent(data), now)
    place = Placing(data.text, offsets)
    claims = [
        answer_checked(found, attempt, by_claim.get(attempt.id) if isinstance(attempt, Claim) else None, place)
        for found, attempt in zip(read.read.claims, read.attempts, strict=True)
    ]
    return CheckedArticle(
        _notice(read, claims),
        claims,
        place.not_claims(read.read.no_claims),
        place.proposals(read.taken),
        place.turned(read.missed),
    )


async def store_article(
    data: NewsArticle, recorder: Recorder, now: datetime, offsets: Offsets = Offsets.CODE_POINTS
) -> ReadArticle:
    """Read an article, store it with its readings, record the sure ones, and answer what stands against each."""
    taken = await take_in(recorder, _sent(data), now)
    recorded, read = taken.recorded, taken.read
    async with recorder.database.connection() as connection:
        conflicts = await conflicts_of(connection, recorded.readings)
        counts = await storage.count_readings(connection, [recorded.article.id])
    claims = [
        answer_reading(one, conflicts, offsets, recording)
        for one, recording in zip(recorded.readings, taken.recordings, strict=True)
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
    return await take_in_quietly(recorder, _sent(data), now)


def _sent(data: ArticleDraft) -> SentArticle:
    stored = data if isinstance(data, NewsArticle) else None
    return SentArticle(
        source=data.source,
        text=data.text,
        form=data.format,
        title=data.title,
        place=data.place,
        language=data.language,
        url=data.url,
        published_at=data.published_at,
        proposals=None if data.proposals is None else [_proposal(one, data) for one in data.proposals],
        external_id=stored.external_id if stored else None,
        keep_text=stored is not None and stored.keep_text,
    )


def _proposal(given: ProposedClaim, data: ArticleDraft) -> Proposal:
    figure = given.figure
    draft = Draft(
        source=data.source,
        metric=given.metric,
        quantity=figure.exact,
        period=given.period,
        subject=given.subject,
        place=given.place,
        claimant=given.claimant,
        url=data.url,
        language=data.language,
        published_at=data.published_at,
    )
    return Proposal(figure.exact, figure.start, figure.prefix, figure.suffix, draft, given.quantity)


def _notice(read: ReadIn, claims: Sequence[ArticleClaim]) -> ArticleNotice:
    stand = [one.standing for one in claims]
    counts = (stand.count(one) for one in Standing)
    return ArticleNotice(read.sha256, read.read.language, read.read.characters, *counts)
