"""List, get and decide disputes."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import NoReturn
from uuid import UUID

from litestar import Controller, Response, get, patch
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from msgspec.structs import replace

from service.api.access import actor_of
from service.api.cursors import cursor_behind, read_cursor, write_cursor
from service.api.dispute_schemas import (
    DisputeAct,
    DisputeClaimPage,
    DisputePage,
    DisputePosition,
    DisputeRecord,
    DisputeStep,
    EvidencePage,
    RecommendationDraft,
)
from service.api.filters import dispute_filters, source_hint
from service.api.known_on import reading_as_of
from service.api.parameters import CursorParameter, KnownOn, Limit, Sort, Sorting, Source
from service.api.problems import documented
from service.api.requests import Request
from service.api.versions import IfMatch, version_seen
from service.dispute import PositionClaim, PositionOutline
from service.disputing import origins_sentence
from service.disputing.causes import with_cause
from service.errors import Invalid, NoLongerKept, NotFound
from service.knowledge import Knowledge
from service.policy import Policy
from service.recording import (
    Clock,
    Detail,
    HandOnDispute,
    Recalled,
    Recommending,
    change_dispute,
    describe_dispute,
    gather_evidence,
    know_dispute,
    list_figures,
    recall_dispute,
    recall_figures,
)
from service.storage import dispute_lists
from service.storage import disputes as storage
from service.storage.pool import Connection, Database


class DisputesController(Controller):
    """Disputes: one question, the figures that exclude each other, and who holds which."""

    path = "/v1/disputes"
    tags = ["disputes"]

    @get(
        operation_id="list_disputes",
        summary="List disputes, the newest or the gravest first",
        dependencies={"filters": Provide(dispute_filters)},
        responses=documented(HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_disputes(
        self,
        reading: NamedDependency[Database],
        filters: NamedDependency[dispute_lists.DisputeFilters],
        clock: NamedDependency[Clock],
        source: Source = None,
        known_on: KnownOn = None,
        sort: Sort = Sorting.NEWEST,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> DisputePage:
        """List disputes; filters are joined by "and". One that has become one with another is not listed.

        With `fields=summary` it answers as /v1/disputes/summaries does.
        """
        return await page_of_disputes(reading, filters, source, (known_on, clock()), (sort, cursor, limit))

    @get(
        "/{dispute_id:uuid}",
        operation_id="get_dispute",
        summary="Get a dispute with its positions, their claims and its history",
        responses=documented(
            HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE
        ),
    )
    async def get_dispute(
        self,
        dispute_id: FromPath[UUID],
        database: NamedDependency[Database],
        policy: NamedDependency[Policy],
        clock: NamedDependency[Clock],
        known_on: KnownOn = None,
    ) -> Response[DisputeRecord]:
        """Get who says which figure, since when, and who has moved; the ETag goes into If-Match when you change it.

        With `known_on` it is told as it was stored then, without what is worked out when it is asked for.
        """
        async with reading_as_of(database, known_on, clock()) as (connection, moment):
            if moment is None:
                return await _describe(connection, dispute_id, policy)
            recalled = await recall_dispute(connection, dispute_id)
        if recalled is None:
            await _refuse_unknown(database, dispute_id, moment)
        return _recalled(recalled, moment)

    @get(
        "/{dispute_id:uuid}/evidence",
        operation_id="get_dispute_evidence",
        summary="Get what speaks against claims of a dispute by arithmetic",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_dispute_evidence(
        self, dispute_id: FromPath[UUID], reading: NamedDependency[Database], policy: NamedDependency[Policy]
    ) -> EvidencePage:
        """Get sets of claims that cannot all be true, each with a claim of the dispute and the arithmetic written out.

        A rate, its time and the total; a share, its base and the count; a ratio and two levels; a change and its ends;
        parts and their whole; shares above a hundred per cent. It decides nothing.
        """
        async with reading.connection() as connection:
            detail = await describe_dispute(connection, dispute_id, policy)
            if detail is None:
                raise NotFound(f"There is no dispute {dispute_id}.")
            found, looked_at = await gather_evidence(connection, detail)
        smallest = [one.claim_id for one in found[0].claims] if found else []
        return EvidencePage(list(found), smallest, looked_at)

    @patch(
        "/{dispute_id:uuid}",
        operation_id="update_dispute",
        summary="Decide on a dispute, note, assign, recommend a figure, or undo what was done last",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.CONFLICT,
            HTTPStatus.PRECONDITION_FAILED,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.PRECONDITION_REQUIRED,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    async def update_dispute(
        self,
        dispute_id: FromPath[UUID],
        data: JSONBody[DisputeAct],
        request: Request,
        database: NamedDependency[Database],
        policy: NamedDependency[Policy],
        clock: NamedDependency[Clock],
        if_match: IfMatch = None,
    ) -> Response[DisputeRecord]:
        """Move a dispute along its life. To resolve or to dismiss it closes all of its conflicts with the same reason.

        What is resolved comes back on a new position only, what is dismissed only in a higher class of severity. A
        recommended figure is a person's mark with a reason; it falls off when its claim is superseded or withdrawn.
        """
        version = version_seen(if_match, f"/v1/disputes/{dispute_id}")
        act = _hand(data, actor_of(request))
        await change_dispute(database, dispute_id, act, expected_version=version, now=clock())
        async with database.connection() as connection:
            return await _describe(connection, dispute_id, policy)

    @get(
        "/{dispute_id:uuid}/claims",
        operation_id="list_dispute_claims",
        summary="List all claims of a dispute, position by position",
        responses=documented(
            HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE
        ),
    )
    async def list_dispute_claims(
        self,
        dispute_id: FromPath[UUID],
        reading: NamedDependency[Database],
        policy: NamedDependency[Policy],
        clock: NamedDependency[Clock],
        known_on: KnownOn = None,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> DisputeClaimPage:
        """List the claims in ascending order of their positions, as these are when the page is asked for.

        With `known_on` it lists the claims that stood in it then, the earliest first.
        """
        start = read_cursor(cursor, tuple[int])[0] if cursor else 0
        if start < 0:
            raise Invalid("This is no cursor of this list. Take `next` of the page before.", "cursor")
        async with reading_as_of(reading, known_on, clock()) as (connection, moment):
            row = await storage.get_dispute(connection, dispute_id)
            page = None
            if row is not None and moment is not None:
                page = await recall_figures(connection, row, start=start, limit=limit)
            elif row is not None:
                page = await list_figures(connection, dispute_id, policy, start=start, limit=limit)
        if page is None and moment is not None:
            await _refuse_unknown(reading, dispute_id, moment)
        if page is None:
            raise NotFound(f"There is no dispute {dispute_id}.")
        items, following = page
        return DisputeClaimPage(items, None if following is None else write_cursor((following,)), moment)


def _hand(data: DisputeAct, actor: str) -> HandOnDispute:
    given = data.recommended
    return HandOnDispute(
        actor,
        data.status,
        data.resolution,
        data.note,
        data.assignee,
        Recommending(given.claim_id, given.reason) if isinstance(given, RecommendationDraft) else given,
        data.undo,
    )


async def _newest(
    connection: Connection, filters: dispute_lists.DisputeFilters, cursor: str | None, limit: int
) -> tuple[list[storage.DisputeRow], str | None]:
    after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
    rows = await dispute_lists.list_disputes(connection, filters, after, limit)
    return rows, cursor_behind(rows, limit, lambda one: (one.opened_at, one.id))


async def _gravest(
    connection: Connection, filters: dispute_lists.DisputeFilters, cursor: str | None, limit: int
) -> tuple[list[storage.DisputeRow], str | None]:
    after = read_cursor(cursor, tuple[int, datetime, UUID]) if cursor else None
    rows = await dispute_lists.list_disputes_by_severity(connection, filters, after, limit)
    return rows, cursor_behind(rows, limit, lambda one: (one.severity_rank, one.opened_at, one.id))


async def page_of_disputes(
    reading: Database,
    filters: dispute_lists.DisputeFilters,
    source: str | None,
    known: tuple[str | None, datetime],
    place: tuple[Sorting, str | None, int],
) -> DisputePage:
    """Give a page: as it is known now or was on a day, in an order, behind a cursor and with so many items."""
    sort, cursor, limit = place
    async with reading_as_of(reading, *known) as (connection, moment):
        listed = _gravest if sort is Sorting.GRAVEST else _newest
        rows, following = await listed(connection, filters, cursor, limit)
    told = [row.dispute if moment else with_cause(row.dispute) for row in rows]
    return DisputePage(told, following, None if told else await source_hint(reading, source), moment)


async def _describe(connection: Connection, dispute_id: UUID, policy: Policy) -> Response[DisputeRecord]:
    detail = await describe_dispute(connection, dispute_id, policy)
    if detail is None:
        raise NotFound(f"There is no dispute {dispute_id}.")
    return _answer(detail, await know_dispute(connection, detail))


async def _refuse_unknown(database: Database, dispute_id: UUID, moment: datetime) -> NoReturn:
    """Refuse a dispute that is not to be found as it was then: there was none, or it told of what was erased since."""
    async with database.connection() as connection:
        row = await storage.get_dispute(connection, dispute_id)
    if row is not None and row.opened_at <= moment:
        raise NoLongerKept("What this dispute came to then is not kept: it told of a claim that was erased since.")
    raise NotFound(f"There was no dispute {dispute_id} at {moment.isoformat()}.")


def _recalled(recalled: Recalled, moment: datetime) -> Response[DisputeRecord]:
    positions = [_position(told, claims) for told, claims in recalled.positions]
    record = DisputeRecord(
        recalled.row.dispute,
        positions,
        _steps(recalled.history),
        causes=[],
        is_stale=recalled.row.is_stale,
        origins=[],
        origins_sentence="",
        still_carried=[],
        words_for_print=[],
        claims_looked_at=0,
        known_on=moment,
    )
    return Response(record)


def _steps(history: Sequence[storage.DisputeStep]) -> list[DisputeStep]:
    return [
        DisputeStep(
            one.version,
            one.at,
            one.actor,
            list(one.changes),
            one.status,
            one.resolution,
            one.note,
            one.assignee,
            one.recommended,
        )
        for one in history
    ]


def _answer(detail: Detail, known: Knowledge) -> Response[DisputeRecord]:
    shown = zip(detail.told, detail.positions, strict=True)
    positions = [_position(told, claims) for told, (_, claims) in shown]
    dispute = with_cause(detail.row.dispute)
    if known.causes:
        dispute = replace(dispute, cause=known.causes[0])
    record = DisputeRecord(
        dispute,
        positions,
        _steps(detail.history),
        causes=list(known.causes),
        is_stale=detail.row.is_stale,
        origins=list(known.origins),
        origins_sentence=origins_sentence(known.origins),
        still_carried=list(known.still_carried),
        words_for_print=list(known.words_for_print),
        claims_looked_at=known.claims_looked_at,
    )
    return Response(record, headers={"ETag": f'"{detail.row.version}"'})


def _position(told: PositionOutline, claims: list[PositionClaim]) -> DisputePosition:
    return DisputePosition(
        figure=told.figure,
        core=told.core,
        source_count=told.source_count,
        claim_count=told.claim_count,
        origin_count=told.origin_count,
        since=told.since,
        is_guest=told.is_guest,
        claims=claims,
    )
