"""A text is read in a thread of its own and compared; what is sure is recorded, if it is to be stored."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, assert_never
from uuid import UUID

import msgspec

from service.api.article_schemas import (
    ArticleClaim,
    ArticleDraft,
    ArticleNotice,
    ArticleReading,
    ArticleRecord,
    CheckedArticle,
    NewsArticle,
    NotClaim,
    ProposalAnswer,
    ProposalOutcome,
    ProposedClaim,
    ReadArticle,
    Standing,
)
from service.api.schemas import Refusal
from service.article import (
    Anchors,
    Head,
    Offsets,
    Reading,
    ReadingCounts,
    ReadingState,
    Said,
    StoredArticle,
    StoredReading,
)
from service.articles import (
    Article,
    Found,
    NoClaim,
    Proposal,
    State,
    Taken,
    in_utf16,
    missed_by,
    read_article,
    take_proposals,
)
from service.articles import ReadArticle as ReadText
from service.claim import Anchor, Claim, Conflict, VerdictKind
from service.errors import Unreadable
from service.reading import Draft, check_text, check_url, read_published_at
from service.recording import (
    NewArticle,
    NewReading,
    Outcome,
    RecordedArticle,
    Recorder,
    Recording,
    match_of,
    record_article,
)
from service.storage import articles as storage
from service.storage import conflicts as conflict_storage
from service.storage.pool import Connection

MOST_LISTED = 3
"""Matches of one figure in the answer; its draft, sent to /v1/claims/check, gets all."""
MOST_CONFLICTS = 200
_AT_ONCE = 50
"""Figures that are compared in one snapshot."""

_encode = msgspec.json.Encoder(uuid_format="canonical").encode
_decode_draft = msgspec.json.Decoder(Draft).decode


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
    place = _Placing(data.text, offsets)
    claims = [
        _checked(found, attempt, by_id.get(attempt.id) if isinstance(attempt, Claim) else None, place)
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
    told = dict(recorded.recordings)
    if recorded.outcome is not Outcome.KNOWN:
        told |= await _compared(_waiting(read), recorder)
    attempts = read.attempts if len(read.attempts) == len(recorded.readings) else [None] * len(recorded.readings)
    async with recorder.database.connection() as connection:
        conflicts = await conflicts_of(connection, recorded.readings)
        counts = await storage.count_readings(connection, [recorded.article.id])
    claims = [
        answer_reading(one, conflicts, offsets, _recording_of(one, attempt, told))
        for one, attempt in zip(recorded.readings, attempts, strict=True)
    ]
    place = _Placing(data.text, offsets)
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
        recordings += await recorder.check(claims[first : first + _AT_ONCE])
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
    place = _Placing(data.text, Offsets.UTF16)
    readings = [
        NewReading(_reading_of(found, attempt, place), _sure(found, attempt))
        for found, attempt in zip(read.read.claims, read.attempts, strict=True)
    ]
    return NewArticle(head, _digest(data.text), readings, data.text if data.keep_text else None)


def _sure(found: Found, attempt: Claim | Unreadable | None) -> Claim | None:
    return attempt if isinstance(attempt, Claim) and found.state is State.SURE else None


def _reading_of(found: Found, attempt: Claim | Unreadable | None, place: "_Placing") -> Reading:
    anchors = _anchors(found)
    draft = None if found.draft is None else _encode(found.draft).decode()
    utf16 = place.anchors(anchors)
    return Reading(
        anchors, _said(found), tuple(_reasons(found, attempt)), draft, None, None if utf16 is anchors else utf16
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


class _Placing:
    """Gives anchors in the units that are asked for."""

    def __init__(self, text: str, offsets: Offsets) -> None:
        self._turn = in_utf16(text) if offsets is Offsets.UTF16 else None

    def anchors(self, anchors: Anchors) -> Anchors:
        """Give the anchors of a reading; the same ones, where units do not differ."""
        turn = self._turn
        if turn is None:
            return anchors

        def turned(one: Anchor | None) -> Anchor | None:
            return None if one is None else turn(one)

        return Anchors(
            turn(anchors.figure),
            turn(anchors.quote),
            turned(anchors.period),
            turned(anchors.place),
            turned(anchors.claimant),
        )

    def turned(self, found: Sequence[Anchor]) -> list[Anchor]:
        """Give anchors."""
        return list(found) if self._turn is None else [self._turn(one) for one in found]

    def proposals(self, taken: Sequence[Taken]) -> list[ProposalAnswer]:
        """Give what became of proposals."""
        return [
            ProposalAnswer(
                _outcome(one),
                None if one.found is None else self.turned([one.found.figure])[0],
                round(one.metric_share, 2),
                [Refusal(pointer, detail, None) for pointer, detail in one.refusals],
            )
            for one in taken
        ]

    def not_claims(self, found: Sequence[NoClaim]) -> list[NotClaim]:
        """Give the numbers that are no claims."""
        turn = self._turn or (lambda one: one)
        return [NotClaim(turn(one.selector), one.reason) for one in found]


def _outcome(taken: Taken) -> ProposalOutcome:
    if taken.found is None:
        return ProposalOutcome.REFUSED
    return ProposalOutcome.TAKEN if taken.found.state is State.SURE else ProposalOutcome.UNSURE


def _anchors(found: Found) -> Anchors:
    return Anchors(found.figure, found.quote, found.period, found.place, found.claimant)


def _said(found: Found) -> Said:
    known = found.known
    return Said(known.metric.value if known.metric else None, known.period.value, known.place.value)


def _reasons(found: Found, attempt: Claim | Unreadable | None) -> list[str]:
    unread = [f"{attempt.pointer.strip('/')}: {attempt.problem}"] if isinstance(attempt, Unreadable) else []
    return [*found.reasons, *unread]


def _checked(
    found: Found, attempt: Claim | Unreadable | None, recording: Recording | None, place: _Placing
) -> ArticleClaim:
    return ArticleClaim(
        State.UNSURE if isinstance(attempt, Unreadable) else found.state,
        _reasons(found, attempt),
        standing_of(recording),
        place.anchors(_anchors(found)),
        _said(found),
        found.draft,
        recording.claim if recording else None,
        [match_of(pair) for pair in recording.pairs[:MOST_LISTED]] if recording else [],
        recording.counts if recording else None,
    )


def standing_of(recording: Recording | None) -> Standing:
    """Say how a figure stands to what is stored."""
    if recording is None:
        return Standing.NOT_UNDERSTOOD
    stand = {_stands(pair.verdict.kind) for pair in recording.pairs}
    return next((one for one in (Standing.CONFLICTS, Standing.AGREES) if one in stand), Standing.ALONE)


def _stands(kind: VerdictKind) -> Standing:
    match kind:
        case VerdictKind.CONFLICT:
            return Standing.CONFLICTS
        case VerdictKind.AGREE | VerdictKind.AGREE_BY_ROUNDING | VerdictKind.COMPATIBLE:
            return Standing.AGREES
        case VerdictKind.NOT_COMPARABLE:
            return Standing.ALONE
        case _:
            assert_never(kind)


def _notice(data: ArticleDraft, read: ReadText, claims: Sequence[ArticleClaim]) -> ArticleNotice:
    stand = [one.standing for one in claims]
    return ArticleNotice(_digest(data.text), read.language, read.characters, *(stand.count(one) for one in Standing))


async def conflicts_of(connection: Connection, readings: Sequence[StoredReading]) -> dict[UUID, list[Conflict]]:
    """Give the conflicts of the claims of readings."""
    ids = [one.claim_id for one in readings if one.claim_id is not None]
    return await conflict_storage.find_conflicts_of_claims(connection, ids, MOST_CONFLICTS) if ids else {}


def answer_article(article: StoredArticle, counts: ReadingCounts) -> ArticleRecord:
    """Give an article as it is answered."""
    head = article.head
    return ArticleRecord(
        article.id,
        article.version,
        head.source,
        head.title,
        head.url,
        head.external_id,
        head.published_at,
        head.language,
        head.place,
        head.form,
        article.sha256,
        head.characters,
        article.is_kept,
        article.stored_at,
        article.updated_at,
        article.withdrawn_at,
        counts,
    )


def answer_reading(
    one: StoredReading,
    conflicts: Mapping[UUID, list[Conflict]],
    offsets: Offsets = Offsets.CODE_POINTS,
    recording: Recording | None = None,
) -> ArticleReading:
    """Give a reading as it is answered; with what recording its claim has come to, if that is at hand."""
    opened = conflicts.get(one.claim_id, []) if one.claim_id is not None else []
    is_read = recording is not None or (one.state is ReadingState.WAITING and one.draft is None)
    return ArticleReading(
        one.id,
        one.version,
        one.state,
        list(one.reading.reasons),
        standing_of(recording) if is_read else None,
        one.reading.anchors_in(offsets),
        one.reading.said,
        None if one.draft is None else _decode_draft(one.draft),
        one.claim_id,
        recording.claim if recording else None,
        [match_of(pair) for pair in recording.pairs[:MOST_LISTED]] if recording else [],
        recording.counts if recording else None,
        [conflict.id for conflict in opened],
        one.replaced_by,
        one.decided_at,
        one.decided_by,
        one.note,
    )
