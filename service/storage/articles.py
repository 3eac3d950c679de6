"""Articles and their readings: one typed function for each query of sql/queries/articles.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from service.article import (
    Head,
    Reading,
    ReadingCounts,
    ReadingState,
    StoredArticle,
    StoredReading,
    decode_head,
    decode_reading,
)
from service.identity import name_key
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("articles")
_encode = msgspec.json.Encoder(uuid_format="canonical").encode


@dataclass(frozen=True, slots=True)
class ArticleFilters:
    """What a list of articles may be narrowed by; None leaves it open."""

    source: str | None = None
    url: str | None = None
    external_id: str | None = None
    since: datetime | None = None
    waiting: bool = False


async def hold_articles_of(connection: Connection, source: str) -> None:
    """Hold the articles of a source alone until the transaction ends."""
    await connection.execute(_SQL["hold_articles_of"], name_key(source))


async def find_known(connection: Connection, head: Head, sha256: str) -> StoredArticle | None:
    """Give the article that is meant by its id, its address or its text, if it is stored."""
    row = await connection.fetchrow(_SQL["find_known"], name_key(head.source), head.external_id, head.url, sha256)
    return _article(row) if row else None


async def insert_article(connection: Connection, article: StoredArticle, text: str | None) -> None:
    """Store a new article."""
    head = article.head
    await connection.execute(
        _SQL["insert_article"],
        article.id,
        name_key(head.source),
        head.external_id,
        head.url,
        article.sha256,
        _encode(head).decode(),
        text,
        head.published_at,
        article.stored_at,
    )


async def correct_article(connection: Connection, article: StoredArticle, text: str | None) -> None:
    """Store a corrected text in the place of the one before."""
    head = article.head
    await connection.execute(
        _SQL["correct_article"],
        article.id,
        head.external_id,
        head.url,
        article.sha256,
        _encode(head).decode(),
        text,
        head.published_at,
        article.updated_at,
    )


async def note_read(connection: Connection, article: StoredArticle, now: datetime) -> bool:
    """Note that all claims of this version are recorded; say whether nobody has noted it before."""
    return await connection.fetchval(_SQL["note_read"], article.id, now, article.version) is not None


async def withdraw_article(connection: Connection, article_id: UUID, now: datetime, actor: str) -> bool:
    """Note that an article is taken back; say whether there is such a one."""
    return await connection.fetchval(_SQL["withdraw_article"], article_id, now, actor) is not None


async def get_article(connection: Connection, article_id: UUID) -> StoredArticle | None:
    """Give an article, None if there is no such one."""
    row = await connection.fetchrow(_SQL["get_article"], article_id)
    return _article(row) if row else None


async def get_text(connection: Connection, article_id: UUID) -> str | None:
    """Give the text of an article, if it was kept."""
    text: str | None = await connection.fetchval(_SQL["get_text"], article_id)
    return text


async def list_articles(
    connection: Connection, filters: ArticleFilters, after: tuple[datetime, UUID] | None, limit: int
) -> list[StoredArticle]:
    """Give articles, the last stored first."""
    rows = await connection.fetch(
        _SQL["list_articles"],
        *(after or (None, None)),
        None if filters.source is None else name_key(filters.source),
        filters.url,
        filters.external_id,
        filters.since,
        filters.waiting,
        limit,
    )
    return [_article(row) for row in rows]


async def count_readings(connection: Connection, article_ids: Sequence[UUID]) -> dict[UUID, ReadingCounts]:
    """Give how many readings of each article are in which state."""
    counts: dict[UUID, dict[str, int]] = {article_id: {} for article_id in article_ids}
    for row in await connection.fetch(_SQL["count_readings"], article_ids):
        counts[row["article_id"]][row["state"]] = row["readings"]
    return {article_id: ReadingCounts(**states) for article_id, states in counts.items()}


async def insert_readings(connection: Connection, readings: Sequence[StoredReading]) -> None:
    """Store new readings."""
    await connection.execute(
        _SQL["insert_readings"],
        [one.id for one in readings],
        [one.article_id for one in readings],
        [one.version for one in readings],
        [one.position for one in readings],
        [one.state.value for one in readings],
        [one.claim_id for one in readings],
        [_encode(one.reading).decode() for one in readings],
    )


async def move_readings(connection: Connection, readings: Sequence[StoredReading]) -> None:
    """Store where readings of a corrected text stand now, and in which state."""
    await connection.execute(
        _SQL["move_readings"],
        [one.id for one in readings],
        [one.position for one in readings],
        [_encode(one.reading).decode() for one in readings],
        [one.state.value for one in readings],
        [one.claim_id for one in readings],
    )


async def end_readings(connection: Connection, ended: Sequence[tuple[UUID, UUID | None]]) -> None:
    """Note that readings are gone from their text, each with the one in its place."""
    await connection.execute(_SQL["end_readings"], [one for one, _ in ended], [newer for _, newer in ended])


async def list_readings(
    connection: Connection,
    article_id: UUID,
    state: ReadingState | None = None,
    after: tuple[int, UUID] | None = None,
    limit: int = 10_000,
) -> list[StoredReading]:
    """Give the readings of an article in the order of its text."""
    told = None if state is None else state.value
    rows = await connection.fetch(_SQL["list_readings"], article_id, told, *(after or (None, None)), limit)
    return [_reading(row) for row in rows]


async def get_reading(connection: Connection, article_id: UUID, reading_id: UUID) -> StoredReading | None:
    """Give a reading, None if there is no such one."""
    row = await connection.fetchrow(_SQL["get_reading"], article_id, reading_id)
    return _reading(row) if row else None


async def hold_reading(connection: Connection, article_id: UUID, reading_id: UUID) -> StoredReading | None:
    """Give a reading and hold it until the transaction ends; None if there is no such one."""
    row = await connection.fetchrow(_SQL["hold_reading"], article_id, reading_id)
    return _reading(row) if row else None


async def decide_reading(connection: Connection, reading: StoredReading) -> None:
    """Store what a person has decided of a reading."""
    await connection.execute(
        _SQL["decide_reading"],
        reading.id,
        reading.state.value,
        reading.claim_id,
        _encode(reading.reading).decode(),
        reading.decided_at,
        reading.decided_by,
        reading.note,
    )


def _article(row: asyncpg.Record) -> StoredArticle:
    fields = dict(row)
    return StoredArticle(head=decode_head(fields.pop("body")), **fields)


def _reading(row: asyncpg.Record) -> StoredReading:
    fields = dict(row)
    reading: Reading = decode_reading(fields.pop("body"))
    return StoredReading(reading=reading, **fields | {"state": ReadingState(fields["state"])})
