"""Articles: a text in, its figures out, each with what is stored against it; and what becomes of each."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from service.api.access import actor_of, sources_of
from service.api.article_answers import answer_article, answer_reading, conflicts_of
from service.api.article_batches import articles_of_items, articles_of_lines, store_articles
from service.api.article_reading import check_article, store_article
from service.api.article_schemas import (
    ArticleDraft,
    ArticleLine,
    ArticlePage,
    ArticleReading,
    ArticleText,
    CheckedArticle,
    NewsArticle,
    ReadArticle,
    ReadingDecision,
    ReadingFields,
    ReadingPage,
)
from service.api.cursors import cursor_behind, read_cursor
from service.api.duplex import DuplexStream
from service.api.lists import JSON, NDJSON, answers_list, as_lines, as_list, read_list
from service.api.moments import moment_parameter, read_moment
from service.api.parameters import CursorParameter, Limit, Source
from service.api.problems import documented
from service.api.requests import Request
from service.api.schemas import Withdrawn
from service.article import Offsets, ReadingState, StoredArticle
from service.claim import ClaimId
from service.errors import Invalid, NotFound
from service.recording import Clock, Decision, Outcome, ReadingAct, Recorder, decide_reading, withdraw_article
from service.settings import Settings
from service.storage import articles as storage
from service.storage.pool import Connection, Database

CountedIn = Annotated[
    Offsets,
    QueryParameter(description="What offsets count: Unicode `code_points`, or the `utf16` units of a browser."),
]


class ArticlesController(Controller):
    """Articles: texts whose figures are read, compared and stored."""

    path = "/v1/articles"
    tags = ["articles"]

    @post(
        operation_id="create_article",
        summary="Read a text, store its sure figures as claims, and compare them",
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
        | {200: ResponseSpec(ReadArticle, generate_examples=False, description="The same text was read before.")},
    )
    async def create_article(
        self,
        data: JSONBody[NewsArticle],
        request: Request,
        recorder: NamedDependency[Recorder],
        clock: NamedDependency[Clock],
        offsets: CountedIn = Offsets.CODE_POINTS,
    ) -> Response[ReadArticle]:
        """Store a text by what is known of it, and each of its figures as a reading.

        Sure readings are claims of its source at once and open conflicts as any claim does; others wait for a person,
        with the reasons. The same text again stores nothing. Another text under the same external id or address is its
        correction: figures that stay keep their claims, changed ones supersede them, and what vanished counts no more.
        """
        stored = await store_article(data, recorder.for_sources(sources_of(request)), clock(), offsets)
        status = HTTPStatus.OK if stored.outcome is Outcome.KNOWN else HTTPStatus.CREATED
        return Response(stored, status_code=int(status))

    @post(
        "/check",
        operation_id="check_article",
        status_code=200,
        summary="Read the figures of a text and compare them; store nothing",
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def check_article(
        self,
        data: JSONBody[ArticleDraft],
        recorder: NamedDependency[Recorder],
        clock: NamedDependency[Clock],
        offsets: CountedIn = Offsets.CODE_POINTS,
    ) -> CheckedArticle:
        """Answer each figure of a text as a draft of a claim, with where it stands and what is stored of the same.

        Offsets count Unicode code points of the text as given, or what `offsets` says. Numbers that are no claims are
        listed with the reason.
        """
        return await check_article(data, recorder, clock(), offsets)

    @post(
        "/batch",
        operation_id="create_articles",
        status_code=200,
        summary="Read and store many texts: a JSON list, or NDJSON, streamed in and out",
        media_type=NDJSON,
        request_max_body_size=None,
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.SERVICE_UNAVAILABLE)
        | {200: ResponseSpec(ArticleLine, generate_examples=False, media_type=NDJSON, description="One per article.")},
    )
    async def create_articles(
        self, request: Request, recorder: NamedDependency[Recorder], settings: NamedDependency[Settings]
    ) -> DuplexStream:
        """Store a list of texts, each as POST /v1/articles does; an answer in short is given for each, in order.

        As `application/x-ndjson` it takes a stream of any length, one JSON object a line. One bad text spoils no other;
        the same batch sent again stores nothing twice.
        """
        items, chunks = await read_list(request, settings.max_body_bytes)
        lines = articles_of_lines(chunks, settings.max_body_bytes) if items is None else articles_of_items(items)
        rounds = store_articles(lines, recorder.for_sources(sources_of(request)))
        if answers_list(request, brought_list=items is not None):
            return DuplexStream(as_list(rounds), media_type=JSON)
        return DuplexStream(as_lines(rounds), media_type=NDJSON)

    @get(
        operation_id="list_articles",
        summary="List stored articles, the last stored first",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_articles(
        self,
        reading: NamedDependency[Database],
        source: Source = None,
        url: Annotated[str | None, QueryParameter(max_length=2000, description="Published there.")] = None,
        external_id: Annotated[str | None, QueryParameter(max_length=500, description="With this id.")] = None,
        since: Annotated[str | None, moment_parameter("Published on this day, at this time, or later.")] = None,
        waiting: Annotated[bool, QueryParameter(description="Only those with readings that wait.")] = False,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> ArticlePage:
        """List articles; filters are joined by "and"."""
        after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
        filters = storage.ArticleFilters(
            source, url, external_id, read_moment(since, "since") if since else None, waiting
        )
        async with reading.connection() as connection:
            rows = await storage.list_articles(connection, filters, after, limit)
            counts = await storage.count_readings(connection, [row.id for row in rows])
        items = [answer_article(row, counts[row.id]) for row in rows]
        return ArticlePage(items, cursor_behind(rows, limit, lambda row: (row.stored_at, row.id)))

    @get(
        "/{article_id:uuid}",
        operation_id="get_article",
        summary="Get a stored article",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_article(self, article_id: FromPath[UUID], database: NamedDependency[Database]) -> ArticleText:
        """Get what is known of an article, with its text if that was kept."""
        async with database.connection() as connection:
            article = await _article(connection, article_id)
            counts = await storage.count_readings(connection, [article_id])
            text = await storage.get_text(connection, article_id) if article.is_kept else None
        return ArticleText(answer_article(article, counts[article_id]), text)

    @delete(
        "/{article_id:uuid}",
        operation_id="withdraw_article",
        summary="Take an article back whole",
        status_code=200,
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def withdraw_article(
        self, article_id: FromPath[UUID], request: Request, recorder: NamedDependency[Recorder]
    ) -> Withdrawn:
        """Take back all claims of an article: they are kept and count no more. The same text may then come anew.

        What they superseded comes back into force and their conflicts close, within seconds. Calling it again goes on
        where it was broken off.
        """
        await _hold_to_sources(recorder, request, article_id)
        return Withdrawn(await withdraw_article(recorder, article_id, actor_of(request)))

    @get(
        "/{article_id:uuid}/claims",
        operation_id="list_readings",
        summary="List what was read in an article",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_readings(
        self,
        article_id: FromPath[UUID],
        database: NamedDependency[Database],
        in_state: Annotated[
            ReadingState | None, QueryParameter(name="state", description="Only those in this state.")
        ] = None,
        offsets: CountedIn = Offsets.CODE_POINTS,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> ReadingPage:
        """List the readings of an article in the order of its text, those of earlier versions among them as `gone`."""
        after = read_cursor(cursor, tuple[int, UUID]) if cursor else None
        async with database.connection() as connection:
            await _article(connection, article_id)
            rows = await storage.list_readings(connection, article_id, in_state, after, limit)
            conflicts = await conflicts_of(connection, rows)
        items = [answer_reading(row, conflicts, offsets) for row in rows]
        return ReadingPage(items, cursor_behind(rows, limit, lambda row: (row.position, row.id)))

    @get(
        "/{article_id:uuid}/claims/{reading_id:uuid}",
        operation_id="get_reading",
        summary="Get a reading of an article, and what its claim matches",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_reading(
        self,
        article_id: FromPath[UUID],
        reading_id: FromPath[UUID],
        recorder: NamedDependency[Recorder],
        offsets: CountedIn = Offsets.CODE_POINTS,
    ) -> ArticleReading:
        """Get where a figure stands, what was read and by what, and what is stored against it."""
        async with recorder.database.connection() as connection:
            found = await storage.get_reading(connection, article_id, reading_id)
            if found is None:
                raise NotFound(f"There is no reading {reading_id} of an article {article_id}.")
            conflicts = await conflicts_of(connection, [found])
        recording = None if found.claim_id is None else await recorder.recall(ClaimId(found.claim_id))
        return answer_reading(found, conflicts, offsets, recording)

    @patch(
        "/{article_id:uuid}/claims/{reading_id:uuid}",
        operation_id="decide_reading",
        summary="Confirm, correct or drop a reading",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.CONFLICT,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    async def decide_reading(
        self,
        article_id: FromPath[UUID],
        reading_id: FromPath[UUID],
        data: JSONBody[ReadingDecision],
        request: Request,
        recorder: NamedDependency[Recorder],
    ) -> ArticleReading:
        """Decide what becomes of a reading; who decided, when and why is kept with it, and counted with its article.

        A reading that waits becomes a claim when it is confirmed. A correction is a claim of its own in the place of
        what was read. A dropped one counts no more; confirming it brings it back.
        """
        await _hold_to_sources(recorder, request, article_id)
        decision = Decision(data.act, _changes(data), actor_of(request), data.note)
        decided, recording = await decide_reading(recorder, article_id, reading_id, decision)
        async with recorder.database.connection() as connection:
            conflicts = await conflicts_of(connection, [decided])
        return answer_reading(decided, conflicts, recording=recording)


def _changes(data: ReadingDecision) -> dict[str, object]:
    if data.draft is None:
        return {}
    if data.act is not ReadingAct.CORRECT:
        raise Invalid("A draft goes with `correct` alone.", "/draft")
    fields = ReadingFields.__struct_fields__
    return {name: one for name in fields if (one := getattr(data.draft, name)) is not msgspec.UNSET}


async def _article(connection: Connection, article_id: UUID) -> StoredArticle:
    found = await storage.get_article(connection, article_id)
    if found is None:
        raise NotFound(f"There is no article {article_id}.")
    return found


async def _hold_to_sources(recorder: Recorder, request: Request, article_id: UUID) -> None:
    """Refuse whom the article's source is not."""
    async with recorder.database.connection() as connection:
        article = await _article(connection, article_id)
    recorder.for_sources(sources_of(request)).hold_to_sources(article.head.source)
