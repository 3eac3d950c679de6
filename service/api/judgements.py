"""A desk's judgements on pairs of metrics: "same" or "different"; they outrank the words."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from service.api.access import actor_of
from service.api.cursors import cursor_behind, read_cursor
from service.api.metrics import Words, phrase_of
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.requests import Request
from service.api.schemas import Cursor, MetricName, Note
from service.claim import Sameness
from service.errors import NotFound
from service.reading import read_metric
from service.recording import Recorder, compare_concerned, make_judgement, withdraw_judgement, withdraw_judgements_of
from service.storage import judgements as storage
from service.storage.judgements import JudgementRecord
from service.storage.metrics import find_phrase_of_metric
from service.storage.pool import Database
from service.storage.vocabulary import find_phrases

Author = Annotated[str, Meta(min_length=1, max_length=200)]


class JudgementDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Two metrics, and whether they are the same."""

    metric_a: Annotated[Words, Meta(description="A metric, by its id or in words.", examples=["death toll"])]
    metric_b: Annotated[Words, Meta(description="The other one.", examples=["fatalities reported"])]
    verdict: Annotated[Sameness, Meta(description="`same`, or `different` for not the same.")]
    author: Annotated[Author | None, Meta(description="Who judges; otherwise the owner of the API key.")] = None
    note: Annotated[Note | None, Meta(description="Why.")] = None


class Judgement(Struct, frozen=True):
    """A judgement as it is kept; what was withdrawn is kept as well."""

    id: UUID
    metrics: Annotated[list[MetricName], Meta(description="The two metrics; the one that was seen first stands first.")]
    verdict: Sameness
    author: str
    note: str | None
    synonym_of: Annotated[
        UUID | None, Meta(description="The metric whose synonym the other one is; taken back by changing that metric.")
    ]
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None


class JudgementMade(Struct, frozen=True):
    """A judgement in force, and how many stored claims were compared again for it."""

    judgement: Judgement
    claims_compared_again: Annotated[
        int, Meta(description="Of many, the last are still being compared when this is answered.")
    ]


class JudgementsWithdrawn(Struct, frozen=True):
    """What taking back all judgements of an author has come to."""

    withdrawn: Annotated[int, Meta(description="Judgements that were in force until now.", examples=[120])]
    claims_compared_again: Annotated[
        int, Meta(description="Of many, the last are still being compared when this is answered.")
    ]


class JudgementPage(Struct, frozen=True):
    """Judgements from the newest on."""

    items: list[Judgement]
    next: Cursor


class JudgementsController(Controller):
    """Judgements on pairs of metrics."""

    path = "/v1/judgements"
    tags = ["metrics"]

    @post(
        operation_id="create_judgement",
        summary="Judge two metrics the same, or not the same",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.CONFLICT,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        )
        | {200: ResponseSpec(JudgementMade, generate_examples=False, description="It stands already.")},
    )
    async def create_judgement(
        self, data: JSONBody[JudgementDraft], request: Request, recorder: NamedDependency[Recorder]
    ) -> Response[JudgementMade]:
        """Keep a judgement; it outranks the words from now on, for stored claims too.

        Conflicts that it reveals are opened, those that it refutes are closed with the reason. "Same" is transitive,
        and what differs from one metric differs from all that are the same. A judgement that those in force rule out
        is answered 409 with each of the judgements in `errors`, its id in the pointer. One that stands already is
        answered 200.

        A service of your own that knows which metrics are the same (by embeddings, or from a catalogue) may judge as
        well: under its own `author`, so that its judgements can be told from people's and taken back.
        """
        pair = (
            await phrase_of(recorder, data.metric_a, "/metric_a"),
            await phrase_of(recorder, data.metric_b, "/metric_b"),
        )
        author = (data.author or "").strip() or actor_of(request)
        judgement_id, is_new = await make_judgement(recorder, pair, data.verdict, author, data.note)
        claims = await compare_concerned(recorder) if is_new else 0
        async with recorder.database.connection() as connection:
            [record] = await storage.get_judgements(connection, [judgement_id])
        status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
        return Response(JudgementMade(_judgement(record), claims), status_code=int(status))

    @get(
        operation_id="list_judgements",
        summary="List judgements, the newest first",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_judgements(
        self,
        database: NamedDependency[Database],
        metric: Annotated[
            str | None, QueryParameter(max_length=500, description="On this metric, by its id or in words.")
        ] = None,
        verdict: Annotated[Sameness | None, QueryParameter(description="Only those with this verdict.")] = None,
        author: Annotated[str | None, QueryParameter(max_length=200, description="Only those of this author.")] = None,
        withdrawn: Annotated[bool, QueryParameter(description="Also those that were withdrawn.")] = False,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> JudgementPage:
        """List judgements as they were made; what follows from them stands in `same_as` of each metric."""
        after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
        phrase_id = await _known_phrase(database, metric) if metric else None
        filters = storage.JudgementFilters(phrase_id, verdict.value if verdict else None, withdrawn, author)
        async with database.connection() as connection:
            records = await storage.list_judgements(connection, filters, after, limit)
        following = cursor_behind(records, limit, lambda record: (record.row.made_at, record.row.id))
        return JudgementPage([_judgement(record) for record in records], following)

    @delete(
        operation_id="withdraw_judgements",
        summary="Take back all judgements of an author",
        status_code=200,
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def withdraw_judgements(
        self,
        request: Request,
        recorder: NamedDependency[Recorder],
        author: Annotated[
            str, QueryParameter(min_length=1, max_length=200, description="Whose, exactly as the list tells it.")
        ],
    ) -> JudgementsWithdrawn:
        """Undo all that an author has judged, as one would undo each: what a model was wrong about goes at once.

        They are kept as withdrawn. What stands for a synonym stays, and goes with its metric. Called again it goes on
        where it was broken off; where nothing of that author is in force, nothing happens.
        """
        withdrawn = await withdraw_judgements_of(recorder, author, actor_of(request))
        return JudgementsWithdrawn(withdrawn, await compare_concerned(recorder) if withdrawn else 0)

    @get(
        "/{judgement_id:uuid}",
        operation_id="get_judgement",
        summary="Get a judgement",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_judgement(self, judgement_id: FromPath[UUID], database: NamedDependency[Database]) -> Judgement:
        """Get a judgement, in force or withdrawn."""
        async with database.connection() as connection:
            found = await storage.get_judgements(connection, [judgement_id])
        if not found:
            raise NotFound(f"There is no judgement {judgement_id}.")
        return _judgement(found[0])

    @delete(
        "/{judgement_id:uuid}",
        operation_id="withdraw_judgement",
        summary="Take a judgement back",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def withdraw_judgement(
        self, judgement_id: FromPath[UUID], request: Request, recorder: NamedDependency[Recorder]
    ) -> None:
        """Undo a judgement and all that followed from it, for stored claims too; it is kept as withdrawn."""
        await withdraw_judgement(recorder, judgement_id, actor_of(request))
        await compare_concerned(recorder)


async def _known_phrase(database: Database, given: str) -> int:
    """Give the phrase of a metric that is named by its id or in words; 0, which none has, when it is unknown."""
    async with database.connection() as connection:
        try:
            return await find_phrase_of_metric(connection, UUID(given.strip())) or 0
        except ValueError:
            phrase = read_metric(given).phrase
            return (await find_phrases(connection, [phrase])).get(phrase, (0, True))[0]


def _judgement(record: JudgementRecord) -> Judgement:
    row = record.row
    return Judgement(
        id=row.id,
        metrics=[MetricName(one.id, one.name) for one in record.metrics],
        verdict=row.verdict,
        author=row.author,
        note=row.note,
        synonym_of=record.synonym_of,
        made_at=row.made_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
    )
