"""An article is stored with its readings, and the sure ones are recorded as claims are; then it is told of.

Three commits: the article and its readings with the ids that their claims will have; the claims, as an upload under the
article's id (recording.recorder); what the text says no more is taken back, and the event written. Whoever sends the
text again after it broke off between two of them goes on: an id that is known is not stored twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID

import msgspec
from msgspec.structs import replace

from service.article import IN_FORCE, ArticleNews, Changes, Head, Reading, ReadingState, StoredArticle, StoredReading
from service.claim import Claim, ClaimArticle, ClaimId
from service.errors import NotFound
from service.event import Event, EventType
from service.identity import name_key
from service.reading import Draft
from service.recording.answers import Recording
from service.recording.article_changes import Revision, revise
from service.recording.recorder import Recorder
from service.recording.taking_back import withdraw_claims, withdraw_load
from service.storage import articles as storage
from service.storage import loads, outbox
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection

CLAIMS_AT_ONCE = 50
"""Of one article, recorded in one commit."""
_MOST_TOLD = 200

_encode = msgspec.json.Encoder(uuid_format="canonical").encode
_decode_draft = msgspec.json.Decoder(Draft).decode


class Outcome(Enum):
    """What became of a text: stored anew, known already, or stored as a correction of the one before."""

    STORED = "stored"
    KNOWN = "known"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class NewReading:
    """A figure of a text that is to be stored: what was read, and its claim where it is sure."""

    reading: Reading
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class NewArticle:
    """A text that is to be stored, with what was read in it."""

    head: Head
    sha256: str
    readings: Sequence[NewReading]
    text: str | None = None
    """None where it is not to be kept."""


@dataclass(slots=True)
class RecordedArticle:
    """What became of a text."""

    article: StoredArticle
    outcome: Outcome
    readings: list[StoredReading]
    """Those that it has now, in its order."""
    recordings: dict[UUID, Recording] = field(default_factory=dict)
    """By the id of the claim; of a known text there are none."""
    changes: Changes | None = None

    @property
    def conflicts(self) -> list[UUID]:
        """What its claims opened."""
        return list(dict.fromkeys(one.id for told in self.recordings.values() for one in told.conflicts))


async def record_article(recorder: Recorder, new: NewArticle, *, explained: bool = True) -> RecordedArticle:
    """Store an article with its readings, and record the sure ones as claims.

    The same text of the same source again stores nothing. Another text under the same external id or address is its
    correction: claims that it says as before stay, others supersede or take back.

    Args:
        recorder: Reads, stores and compares claims.
        new: The text.
        explained: False gives the conflicts only, and not what agrees, and is sooner done.
    """
    now = recorder.clock()
    claims: dict[UUID, Claim] = {one.claim.id: one.claim for one in new.readings if one.claim is not None}
    async with recorder.database.transaction() as connection:
        recorded, revision = await _publish(connection, new, now)
    if recorded.article.read_at is None:
        await _record_claims(recorder, recorded, claims, explained=explained)
        await _finish(recorder, recorded, revision, now)
    return recorded


async def _publish(connection: Connection, new: NewArticle, now: datetime) -> tuple[RecordedArticle, Revision]:
    """Store the article and its readings, or find it; nothing of its claims."""
    await storage.hold_articles_of(connection, new.head.source)
    known = await storage.find_known(connection, new.head, new.sha256)
    if known is None:
        article = StoredArticle(
            new_identifier(now), 1, new.head, new.sha256, new.text is not None, now, now, None, None
        )
        readings = _readings_of(article, new.readings, now)
        await storage.insert_article(connection, article, new.text)
        await storage.insert_readings(connection, readings)
        return RecordedArticle(article, Outcome.STORED, readings), Revision()
    before = await storage.list_readings(connection, known.id)
    if known.sha256 == new.sha256:
        standing = [one for one in before if one.state is not ReadingState.GONE]
        return RecordedArticle(known, Outcome.KNOWN, standing), _broken_off(before)
    article = replace(
        known,
        version=known.version + 1,
        head=_followed(known.head, new.head),
        sha256=new.sha256,
        is_kept=new.text is not None,
        updated_at=now,
        read_at=None,
    )
    revision = revise(before, known.head, _readings_of(article, new.readings, now), article.head)
    await _store_revision(connection, article, new.text, revision)
    readings = sorted((*revision.kept, *revision.added), key=lambda one: one.position)
    return RecordedArticle(article, Outcome.CORRECTED, readings, changes=revision.changes), revision


def _followed(before: Head, head: Head) -> Head:
    """Give what is known of a corrected text; the id and the address stay what they were where it comes without."""
    return replace(head, external_id=head.external_id or before.external_id, url=head.url or before.url)


async def _store_revision(connection: Connection, article: StoredArticle, text: str | None, revision: Revision) -> None:
    await storage.correct_article(connection, article, text)
    await storage.move_readings(connection, revision.kept)
    await storage.insert_readings(connection, revision.added)
    ended: list[tuple[UUID, UUID | None]] = [(before.id, after.id) for before, after in revision.replaced]
    await storage.end_readings(connection, ended + [(one.id, None) for one in revision.gone])


def _broken_off(before: Sequence[StoredReading]) -> Revision:
    """Give again what a text says no more, for one whose recording was broken off."""
    by_id = {one.id: one for one in before}
    gone = [one for one in before if one.state is ReadingState.GONE]
    return Revision(
        replaced=[(one, by_id[one.replaced_by]) for one in gone if one.replaced_by in by_id],
        gone=[one for one in gone if one.replaced_by not in by_id],
    )


def _readings_of(article: StoredArticle, new: Sequence[NewReading], now: datetime) -> list[StoredReading]:
    return [
        StoredReading(
            new_identifier(now),
            article.id,
            article.version,
            position,
            ReadingState.STORED if one.claim is not None else ReadingState.WAITING,
            None if one.claim is None else one.claim.id,
            None,
            one.reading,
        )
        for position, one in enumerate(new)
    ]


async def _record_claims(
    recorder: Recorder, recorded: RecordedArticle, claims: Mapping[UUID, Claim], *, explained: bool
) -> None:
    """Record the claims of the readings that stand, those that are recorded already too: these are not stored again."""
    loading = recorder.for_load(recorded.article.id)
    standing = [one for one in recorded.readings if one.state in IN_FORCE and one.claim_id is not None]
    for first in range(0, len(standing), CLAIMS_AT_ONCE):
        some = standing[first : first + CLAIMS_AT_ONCE]
        made = [claim_of(one, recorder, recorded.article.version, claims.get(one.claim_id)) for one in some]  # type: ignore[arg-type]
        recorded.recordings |= {one.probe.id: one for one in await loading.record(made, explained=explained)}


def claim_of(reading: StoredReading, recorder: Recorder, version: int, read: Claim | None = None) -> Claim:
    """Give the claim that a reading stands for, read anew unless it is at hand, with where it stands in its article."""
    if read is None:
        read = recorder.read(_decode_draft(reading.draft or "{}"))
    anchors = reading.reading.anchors
    where = ClaimArticle(
        reading.article_id, version, reading.id, anchors.figure, anchors.quote.start, anchors.quote.end
    )
    return replace(read, id=ClaimId(reading.claim_id or read.id), article=where)


async def _finish(recorder: Recorder, recorded: RecordedArticle, revision: Revision, now: datetime) -> None:
    """Take back what the text says no more, and tell of the article, once."""
    newer: dict[UUID, UUID | None] = {one.claim_id: None for one in revision.gone if one.claim_id is not None}
    newer |= {before.claim_id: after.claim_id for before, after in revision.replaced if before.claim_id is not None}
    article = recorded.article
    async with recorder.database.transaction() as connection:
        if newer:
            await withdraw_claims(connection, newer, now)
        if await storage.note_read(connection, article, now):
            counts = await storage.count_readings(connection, [article.id])
            head = article.head
            news = ArticleNews(
                article.id,
                article.version,
                head.source,
                head.title,
                head.url,
                head.external_id,
                head.published_at,
                article.sha256,
                counts[article.id],
                list(recorded.conflicts)[:_MOST_TOLD],
                recorded.changes,
            )
            await outbox.announce(connection, [_event_of(news, recorded, now)])


def _event_of(news: ArticleNews, recorded: RecordedArticle, now: datetime) -> Event:
    claims = [one.claim for one in recorded.recordings.values()]
    return Event(
        id=new_identifier(now),
        type=EventType.ARTICLE_READ,
        occurred_at=now,
        data=_encode(news),
        metrics=tuple(dict.fromkeys(claim.metric.phrase for claim in claims)),
        sources=tuple(dict.fromkeys((name_key(news.source), news.source))),
        places=tuple(dict.fromkeys(claim.place.key for claim in claims if claim.place)),
    )


async def withdraw_article(recorder: Recorder, article_id: UUID, actor: str) -> int:
    """Take an article back whole; give how many claims count no more by it. Again, it goes on where it broke off.

    Raises:
        NotFound: There is no such article.
    """
    now = recorder.clock()
    async with recorder.database.transaction() as connection:
        if not await storage.withdraw_article(connection, article_id, now, actor):
            raise NotFound(f"There is no article {article_id}.")
        await loads.open_load(connection, article_id, now)
    return await withdraw_load(recorder.database, article_id, actor, now)
