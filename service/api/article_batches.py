"""Many articles in one request: each is read and stored by itself, an answer for each, in order."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Any, NamedTuple

import msgspec

from service.api.article_answers import MOST_CONFLICTS
from service.api.article_reading import store_quietly
from service.api.article_schemas import ArticleLine, NewsArticle
from service.api.batches import of_wrong_shape, refusals_of, split_lines
from service.api.problems import problem_of
from service.api.requests import decode_strictly
from service.article import IN_FORCE, ReadingState
from service.errors import ClaimdiffError, Invalid, Malformed
from service.recording import Recorder

AT_ONCE = 4
"""Articles that are under way together: while one waits for the database, others are read."""


class _Line(NamedTuple):
    number: int
    external_id: str | None
    article: NewsArticle | ClaimdiffError


async def articles_of_lines(chunks: AsyncIterator[bytes], longest: int) -> AsyncIterator[_Line]:
    """Read the lines of a stream."""
    async for number, text in split_lines(chunks, longest):
        try:
            if len(text) > longest:
                raise Invalid(f"The line is longer than {longest:,} bytes. Send one article a line.")
            decoded = decode_strictly(text)
        except ClaimdiffError as error:
            yield _Line(number, None, error)
        else:
            yield _line(number, decoded)


async def articles_of_items(items: Sequence[Any]) -> AsyncIterator[_Line]:
    """Read the things of a list; they are numbered from 1."""
    for number, item in enumerate(items, start=1):
        yield _line(number, item)


async def store_articles(lines: AsyncIterator[_Line], recorder: Recorder) -> AsyncIterator[list[ArticleLine]]:
    """Store articles, a few at once, and give an answer for each in the order in which they came."""
    under_way: deque[asyncio.Task[ArticleLine]] = deque()
    try:
        async for line in lines:
            under_way.append(asyncio.create_task(_stored(line, recorder)))
            if len(under_way) == AT_ONCE:
                yield [await under_way.popleft()]
        while under_way:
            yield [await under_way.popleft()]
    finally:
        await asyncio.gather(*under_way, return_exceptions=True)


def _line(number: int, item: object) -> _Line:
    if not isinstance(item, dict):
        return _Line(number, None, Malformed("This is no JSON object. Send one article a line, or a list of them."))
    named = item.get("external_id")
    external_id = named if isinstance(named, str) else None
    try:
        return _Line(number, external_id, msgspec.convert(item, NewsArticle))
    except msgspec.ValidationError as error:
        return _Line(number, external_id, of_wrong_shape(error))


async def _stored(line: _Line, recorder: Recorder) -> ArticleLine:
    if isinstance(line.article, ClaimdiffError):
        return _refused(line, line.article)
    try:
        done = await store_quietly(line.article, recorder, recorder.clock())
    except ClaimdiffError as error:
        return _refused(line, error)
    states = [one.state for one in done.readings]
    return ArticleLine(
        line=line.number,
        outcome=done.outcome.value,
        id=done.article.id,
        version=done.article.version,
        external_id=line.external_id,
        claims=sum(state in IN_FORCE for state in states),
        waiting=states.count(ReadingState.WAITING),
        conflicts=done.conflicts[:MOST_CONFLICTS],
        refusal=[],
        type=None,
    )


def _refused(line: _Line, error: ClaimdiffError) -> ArticleLine:
    return ArticleLine(
        line=line.number,
        outcome="refused",
        id=None,
        version=None,
        external_id=line.external_id,
        claims=0,
        waiting=0,
        conflicts=[],
        refusal=refusals_of(error),
        type=problem_of(error).type,
    )
