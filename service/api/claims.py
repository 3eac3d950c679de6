"""POST, check, batch, get and list claims."""

import dataclasses
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, MediaType, Response, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from service.api.access import actor_of, sources_of
from service.api.batches import CHECKED_IN_A_ROUND, check_rounds, record_rounds, rounds_of_items, rounds_of_lines
from service.api.cursors import cursor_behind, read_cursor, write_cursor
from service.api.duplex import DuplexStream
from service.api.filters import claim_filters, source_hint
from service.api.idempotency import IdempotencyKey, Record, answered_once
from service.api.intake import Intake, WantedMatches, WantedNear
from service.api.known_on import reading_as_of
from service.api.lists import JSON, NDJSON, answers_list, as_lines, as_list, read_list
from service.api.overrides import (
    ConfirmedThreshold,
    NotComparable,
    SuggestedThreshold,
    ToleranceAbsolute,
    TolerancePercent,
    overridden,
    read_tolerance,
)
from service.api.parameters import CursorParameter, KnownOn, Limit, LoadId, Source
from service.api.problems import documented
from service.api.requests import Request
from service.api.schemas import (
    BatchLine,
    CheckedLine,
    ClaimPage,
    ClaimRecord,
    MatchPage,
    UncomparedClaim,
    UncomparedPage,
)
from service.claim import Claim, ClaimId
from service.errors import NotFound
from service.exchange import LINKED_MEDIA_TYPE, as_linked
from service.reading import Draft
from service.recording import (
    Clock,
    MatchesWanted,
    Recorded,
    Recorder,
    Recording,
    check_claims,
    check_page,
    erase_claim,
    find_near_misses,
    list_matches,
    match_of,
)
from service.settings import Settings
from service.storage import claims as storage
from service.storage import uncompared
from service.storage.loads import find_erased
from service.storage.pool import Database
from service.stored import Place


class ClaimsController(Controller):
    """Claims: one source's figure for one metric and one period."""

    path = "/v1/claims"
    tags = ["claims"]

    @post(
        operation_id="create_claim",
        summary="Store a claim and compare it with the stored ones",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.CONFLICT,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        )
        | {200: ResponseSpec(Recorded, generate_examples=False, description="Known already by its external id.")},
    )
    async def create_claim(
        self,
        data: JSONBody[Draft],
        request: Request,
        intake: NamedDependency[Intake],
        matches: WantedMatches = MatchesWanted.BEST,
        near: WantedNear = False,
        idempotency_key: IdempotencyKey = None,
    ) -> Response[Recorded]:
        """Store one claim. The answer says how it was understood, what it matches, and which conflicts it opened.

        The same (source, external_id) again answers the stored claim with status 200 and stores nothing. So does the
        same Idempotency-Key for a day: it gives the first answer again, with `Idempotent-Replayed: true`.
        """
        claim = intake.recorder.for_sources(sources_of(request)).read(data)
        plain = intake.group_commits[matches].record
        record = _with_near_misses(intake.recorder, plain) if near else plain
        if idempotency_key is not None:
            owner = getattr(request.scope.get("auth"), "id", None)
            asked = await request.body() + (b"" if matches is MatchesWanted.BEST else matches.value.encode())
            asked += b"near" if near else b""
            answer = await intake.once.record(owner, idempotency_key, asked, claim, record, matches)
            return answered_once(answer)
        recorded = await record(claim)
        status = HTTPStatus.CREATED if recorded.stored else HTTPStatus.OK
        return _written(recorded, status, matches)

    @post(
        "/check",
        operation_id="check_claim",
        status_code=200,
        summary="Compare a claim with the stored ones and store nothing",
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def check_claim(
        self,
        data: JSONBody[Draft],
        recorder: NamedDependency[Recorder],
        confirmed_threshold: ConfirmedThreshold = None,
        suggested_threshold: SuggestedThreshold = None,
        tolerance_relative_percent: TolerancePercent = None,
        tolerance_absolute: ToleranceAbsolute = None,
        include_not_comparable: NotComparable = False,
        matches: WantedMatches = MatchesWanted.BEST,
        near: WantedNear = False,
        cursor: Annotated[
            str | None,
            QueryParameter(
                description="With the same body: a page of all that it matches, as `rest` says; `start` for the first. "
                "Thresholds and tolerances play no part in it."
            ),
        ] = None,
    ) -> Response[Recorded]:
        """Answer what storing the claim would answer, with nothing stored.

        Thresholds and a tolerance may be set for this one check; GET /v1/matching tells those in force.
        """
        tolerance = read_tolerance(percent=tolerance_relative_percent, absolute=tolerance_absolute)
        used = overridden(
            recorder.policy, confirmed=confirmed_threshold, suggested=suggested_threshold, tolerance=tolerance
        )
        claims = [recorder.read(data)]
        if cursor is not None:
            return await _checked_page(recorder, claims[0], cursor)
        checked = await check_claims(recorder, claims, used, include_not_comparable=include_not_comparable)
        if near:
            checked = [await _add_near_misses(recorder, checked[0])]
        wanted = MatchesWanted.ALL if include_not_comparable and matches is MatchesWanted.BEST else matches
        return _written(checked[0], HTTPStatus.OK, wanted)

    @post(
        "/check/batch",
        operation_id="check_claims",
        status_code=200,
        summary="Compare many claims with the stored ones and store nothing: a JSON list, or NDJSON",
        media_type=NDJSON,
        request_max_body_size=None,
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.SERVICE_UNAVAILABLE)
        | {200: ResponseSpec(CheckedLine, generate_examples=False, media_type=NDJSON, description="One per claim.")},
    )
    async def check_claims(
        self,
        request: Request,
        recorder: NamedDependency[Recorder],
        settings: NamedDependency[Settings],
        matches: WantedMatches = MatchesWanted.BEST,
    ) -> DuplexStream:
        """Check a list of up to 1,000 claims; each is answered as a check of it alone is, in order.

        As `application/x-ndjson` it takes a stream of any length, one JSON object a line, and answers a line for each.
        The claims are compared with what is stored, and not with each other.
        """
        items, chunks = await read_list(request, settings.max_body_bytes)
        rounds = (
            rounds_of_lines(chunks, recorder, CHECKED_IN_A_ROUND)
            if items is None
            else rounds_of_items(items, recorder, CHECKED_IN_A_ROUND)
        )
        return _streamed(request, check_rounds(rounds, recorder, matches), brought_list=items is not None)

    @post(
        "/batch",
        operation_id="create_claims",
        status_code=200,
        summary="Store many claims: a JSON list, or NDJSON, streamed in and out",
        media_type=NDJSON,
        request_max_body_size=None,
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.SERVICE_UNAVAILABLE)
        | {200: ResponseSpec(BatchLine, generate_examples=False, media_type=NDJSON, description="A line per line.")},
    )
    async def create_claims(
        self,
        request: Request,
        recorder: NamedDependency[Recorder],
        settings: NamedDependency[Settings],
        load: LoadId = None,
    ) -> DuplexStream:
        """Store a list of up to 1,000 claims; an answer is given for each, in order.

        As `application/x-ndjson` it takes a stream of any length, one JSON object a line, and answers a line for each.
        Lines are answered as a list, and a list by lines, when `Accept` names that form alone.

        One bad line spoils no other. Lines of a broken connection are stored whole or not at all; with `external_id`
        in each, the same batch can be sent again and stores nothing twice. Read the answer while you send: the
        service takes no more than it can answer.
        """
        items, chunks = await read_list(request, settings.max_body_bytes)
        recorder = recorder.for_load(load).for_sources(sources_of(request))
        rounds = rounds_of_lines(chunks, recorder) if items is None else rounds_of_items(items, recorder)
        return _streamed(request, record_rounds(rounds, recorder), brought_list=items is not None)

    @get(
        operation_id="list_claims",
        summary="List claims, the newest publication first",
        dependencies={"filters": Provide(claim_filters)},
        responses=documented(HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_claims(
        self,
        reading: NamedDependency[Database],
        filters: NamedDependency[storage.ClaimFilters],
        clock: NamedDependency[Clock],
        source: Source = None,
        known_on: KnownOn = None,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> ClaimPage:
        """List claims; filters are joined by "and". With `fields=summary` it answers as /v1/claims/summaries does."""
        return await page_of_claims(reading, filters, source, (known_on, clock()), (cursor, limit))

    @get(
        "/{claim_id:uuid}",
        operation_id="get_claim",
        summary="Get a claim",
        responses=documented(
            HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE
        ),
    )
    async def get_claim(
        self,
        claim_id: FromPath[UUID],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
        known_on: KnownOn = None,
    ) -> Response[ClaimRecord]:
        """Get a stored claim as it was read, and what superseded it.

        With `Accept: application/ld+json` it is a Claim of schema.org, its figure an Observation in `about`.
        """
        async with reading_as_of(database, known_on, clock()) as (connection, moment):
            found = await storage.get_claims(connection, [claim_id])
            erased_at = None if found else await find_erased(connection, claim_id)
        if erased_at is not None:
            raise NotFound(f"The claim {claim_id} was erased on {erased_at.date()}.")
        if not found:
            raise NotFound(f"There {'was' if moment else 'is'} no claim {claim_id}.")
        kinds = ["application/json", LINKED_MEDIA_TYPE]
        if request.accept.best_match(kinds) == LINKED_MEDIA_TYPE:
            linked: Any = msgspec.json.encode(as_linked(found[0].claim))
            return Response(linked, media_type=LINKED_MEDIA_TYPE, headers={"Vary": "Accept"})
        return Response(
            ClaimRecord(found[0].claim, found[0].superseded_by, found[0].withdrawn), headers={"Vary": "Accept"}
        )

    @delete(
        "/{claim_id:uuid}",
        operation_id="erase_claim",
        summary="Erase a claim for good",
        status_code=204,
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def erase_claim(
        self,
        claim_id: FromPath[UUID],
        request: Request,
        database: NamedDependency[Database],
        clock: NamedDependency[Clock],
        why: Annotated[str | None, QueryParameter(max_length=500, description="Kept with the note of it.")] = None,
    ) -> None:
        """Erase a claim with its conflicts and all that was told of it; only that there was one, who and when is kept.

        What was sent to webhooks is with their receivers. Needs an admin key; it stands in the audit log.
        """
        await erase_claim(database, claim_id, actor_of(request), why, clock())

    @get(
        "/{claim_id:uuid}/matches",
        operation_id="list_matches",
        summary="List what a stored claim matches",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_matches(
        self,
        claim_id: FromPath[UUID],
        recorder: NamedDependency[Recorder],
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> MatchPage:
        """List all that a claim matches, in pages: figures that may lie apart first, then those that share a point."""
        after = read_cursor(cursor, Place) if cursor else None
        page = await list_matches(recorder, ClaimId(claim_id), after, limit)
        if page is None:
            raise NotFound(f"There is no claim {claim_id}.")
        items = [match_of(pair) for pair in page.pairs]
        return MatchPage(items, write_cursor(page.next) if page.next else None)

    @get(
        "/uncompared",
        operation_id="list_uncompared",
        summary="List claims that cannot be compared just now",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_uncompared(
        self, database: NamedDependency[Database], limit: Limit = 50, cursor: CursorParameter = None
    ) -> UncomparedPage:
        """List what is set aside, each with the reason and when it is tried again. It should be empty."""
        after = read_cursor(cursor, tuple[UUID])[0] if cursor else None
        async with database.connection() as connection:
            rows = await uncompared.list_set_aside(connection, after, limit)
        items = [msgspec.convert(one, UncomparedClaim, from_attributes=True) for one in rows]
        return UncomparedPage(items, cursor_behind(rows, limit, lambda row: (row.claim_id,)))


async def page_of_claims(
    reading: Database,
    filters: storage.ClaimFilters,
    source: str | None,
    known: tuple[str | None, datetime],
    place: tuple[str | None, int],
) -> ClaimPage:
    """Give a page: as it is known now or was on a day, behind a cursor and with so many items."""
    cursor, limit = place
    after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
    async with reading_as_of(reading, *known) as (connection, moment):
        rows = await storage.list_claims(connection, filters, after, limit)
    return ClaimPage(
        items=[ClaimRecord(one.claim, one.superseded_by, one.withdrawn) for one in rows],
        next=cursor_behind(rows, limit, lambda row: (row.claim.published_at, row.claim.id)),
        hint=None if rows else await source_hint(reading, source),
        known_on=moment,
    )


def _streamed(request: Request, rounds: AsyncIterator[Iterable[object]], *, brought_list: bool) -> DuplexStream:
    if answers_list(request, brought_list=brought_list):
        return DuplexStream(as_list(rounds), media_type=JSON)
    return DuplexStream(as_lines(rounds), media_type=NDJSON)


_PAGE = 50
_BEFORE_ALL = Place(-1, 0.0, datetime(2000, 1, 1, tzinfo=UTC), UUID(int=0))


def _with_near_misses(recorder: Recorder, record: Record) -> Record:
    async def recording(claim: Claim) -> Recording:
        return await _add_near_misses(recorder, await record(claim))

    return recording


async def _add_near_misses(recorder: Recorder, recording: Recording) -> Recording:
    return dataclasses.replace(recording, near=await find_near_misses(recorder, recording))


async def _checked_page(recorder: Recorder, claim: Claim, cursor: str) -> Response[Any]:
    after = _BEFORE_ALL if cursor == "start" else read_cursor(cursor, Place)
    recording, following = await check_page(recorder, claim, after, _PAGE)
    link = f"/v1/claims/check?matches=all&cursor={write_cursor(following)}" if following else None
    paged = dataclasses.replace(recording, is_page=True, goes_on_at=link)
    return _written(paged, HTTPStatus.OK, MatchesWanted.ALL)


def _written(recording: Recording, status: HTTPStatus, wanted: MatchesWanted) -> Response[Any]:
    return Response(recording.written(wanted), status_code=int(status), media_type=MediaType.JSON)
