"""`fields=summary`: what a list or a single item is in a few plain fields, for pages that show many of them."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from msgspec import Meta, Struct

from service.api.claims import page_of_claims
from service.api.conflicts import page_of_conflicts
from service.api.disputes import page_of_disputes
from service.api.filters import claim_filters, conflict_filters, dispute_filters
from service.api.parameters import CursorParameter, KnownOn, Limit, Sort, Sorting, Source
from service.api.problems import documented
from service.api.schemas import ClaimRecord, Cursor, Hint
from service.claim import Claim, Severity
from service.conflict import Conflict, ConflictStatus
from service.dispute import Dispute
from service.errors import NotFound
from service.judging import gap_words
from service.policy import Policy
from service.recording import Clock
from service.storage.claims import ClaimFilters, get_claims
from service.storage.conflicts import ConflictFilters, get_conflicts
from service.storage.dispute_lists import DisputeFilters
from service.storage.disputes import get_dispute
from service.storage.pool import Database

_FAILURES = documented(HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
_FAILURES_OF_ONE = documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)


class ClaimSummary(Struct, frozen=True):
    """A claim in a line."""

    id: UUID
    source: Annotated[str, Meta(description="Who publishes it.", examples=["reuters"])]
    metric: Annotated[str, Meta(description="As given.", examples=["personnel losses"])]
    subject: Annotated[str | None, Meta(description="As given; null when it was not said.")]
    place: Annotated[str | None, Meta(description="The place's name; null when it was not said.")]
    figure: Annotated[str, Meta(description="As printed.", examples=["84,720"])]
    period: Annotated[str | None, Meta(description="As printed; null when it was assumed.", examples=["2022-11-20"])]
    period_start: Annotated[date, Meta(description="Its first day.")]
    period_end: Annotated[date, Meta(description="Its last day.")]
    published_at: datetime
    in_force: Annotated[bool, Meta(description="False when it was superseded or withdrawn.")]


class ConflictSummary(Struct, frozen=True):
    """A conflict in a line, the earlier claim first."""

    id: UUID
    status: ConflictStatus
    severity: Severity
    gap: Annotated[str, Meta(description="How far apart, in words.", examples=["36 %"])]
    metric: Annotated[str, Meta(description="Of the earlier claim, as given.", examples=["personnel losses"])]
    place: Annotated[str | None, Meta(description="The place's name; null when it was not said.")]
    period_end: Annotated[date, Meta(description="The last day of the period.")]
    sources: Annotated[tuple[str, str], Meta(description="Who says it.", examples=[["alpha wire", "beta news"]])]
    figures: Annotated[tuple[str, str], Meta(description="As printed.", examples=[["84,720", "62,310"]])]
    claims: Annotated[tuple[UUID, UUID], Meta(description="The two claims.")]
    opened_at: datetime


class DisputeSummary(Struct, frozen=True):
    """A dispute in a line."""

    id: UUID
    status: ConflictStatus
    severity: Severity
    gap: Annotated[str, Meta(description="Between the outermost figures, in words.", examples=["2.4 times"])]
    sentence: Annotated[str, Meta(description="The whole of it.")]
    position_count: Annotated[int, Meta(description="How many figures exclude each other.", examples=[4])]
    source_count: Annotated[int, Meta(description="Sources with a claim in it.", examples=[4])]
    assignee: Annotated[str | None, Meta(description="Who sees to it; null when nobody does.")]
    updated_at: datetime


class ClaimSummaryPage(Struct, frozen=True):
    """Claims in a line each."""

    items: list[ClaimSummary]
    next: Cursor
    hint: Hint


class ConflictSummaryPage(Struct, frozen=True):
    """Conflicts in a line each."""

    items: list[ConflictSummary]
    next: Cursor
    hint: Hint


class DisputeSummaryPage(Struct, frozen=True):
    """Disputes in a line each."""

    items: list[DisputeSummary]
    next: Cursor
    hint: Hint


class SummariesController(Controller):
    """Lists and single items in a few plain fields."""

    path = "/v1"

    @get(
        "/claims/summaries",
        operation_id="list_claim_summaries",
        tags=["claims"],
        summary="List claims in a line each",
        dependencies={"filters": Provide(claim_filters)},
        responses=_FAILURES,
    )
    async def list_claim_summaries(
        self,
        reading: NamedDependency[Database],
        filters: NamedDependency[ClaimFilters],
        clock: NamedDependency[Clock],
        source: Source = None,
        known_on: KnownOn = None,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> ClaimSummaryPage:
        """List what GET /v1/claims lists, in a few plain fields each; so does its `fields=summary`."""
        page = await page_of_claims(reading, filters, source, (known_on, clock()), (cursor, limit))
        return ClaimSummaryPage([_claim(one) for one in page.items], page.next, page.hint)

    @get(
        "/claims/{claim_id:uuid}/summary",
        operation_id="get_claim_summary",
        tags=["claims"],
        summary="Get a claim in a line",
        responses=_FAILURES_OF_ONE,
    )
    async def get_claim_summary(self, claim_id: FromPath[UUID], database: NamedDependency[Database]) -> ClaimSummary:
        """Get a claim in a few plain fields; so does `fields=summary` of GET /v1/claims/{claim_id}."""
        async with database.connection() as connection:
            found = await get_claims(connection, [claim_id])
        if not found:
            raise NotFound(f"There is no claim {claim_id}.")
        return _claim(ClaimRecord(found[0].claim, found[0].superseded_by, found[0].withdrawn))

    @get(
        "/conflicts/summaries",
        operation_id="list_conflict_summaries",
        tags=["conflicts"],
        summary="List conflicts in a line each",
        dependencies={"filters": Provide(conflict_filters)},
        responses=_FAILURES,
    )
    async def list_conflict_summaries(
        self,
        reading: NamedDependency[Database],
        filters: NamedDependency[ConflictFilters],
        policy: NamedDependency[Policy],
        source: Source = None,
        sort: Sort = Sorting.NEWEST,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> ConflictSummaryPage:
        """List what GET /v1/conflicts lists, in a few plain fields each; so does its `fields=summary`."""
        page = await page_of_conflicts(reading, filters, source, policy, (sort, cursor, limit))
        return ConflictSummaryPage([_conflict(one) for one in page.items], page.next, page.hint)

    @get(
        "/conflicts/{conflict_id:uuid}/summary",
        operation_id="get_conflict_summary",
        tags=["conflicts"],
        summary="Get a conflict in a line",
        responses=_FAILURES_OF_ONE,
    )
    async def get_conflict_summary(
        self, conflict_id: FromPath[UUID], database: NamedDependency[Database]
    ) -> ConflictSummary:
        """Get a conflict in a few plain fields; so does `fields=summary` of GET /v1/conflicts/{conflict_id}."""
        async with database.connection() as connection:
            found = await get_conflicts(connection, [conflict_id])
        if not found:
            raise NotFound(f"There is no conflict {conflict_id}.")
        return _conflict(found[0])

    @get(
        "/disputes/summaries",
        operation_id="list_dispute_summaries",
        tags=["disputes"],
        summary="List disputes in a line each",
        dependencies={"filters": Provide(dispute_filters)},
        responses=_FAILURES,
    )
    async def list_dispute_summaries(
        self,
        reading: NamedDependency[Database],
        filters: NamedDependency[DisputeFilters],
        clock: NamedDependency[Clock],
        source: Source = None,
        known_on: KnownOn = None,
        sort: Sort = Sorting.NEWEST,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> DisputeSummaryPage:
        """List what GET /v1/disputes lists, in a few plain fields each; so does its `fields=summary`."""
        page = await page_of_disputes(reading, filters, source, (known_on, clock()), (sort, cursor, limit))
        return DisputeSummaryPage([_dispute(one) for one in page.items], page.next, page.hint)

    @get(
        "/disputes/{dispute_id:uuid}/summary",
        operation_id="get_dispute_summary",
        tags=["disputes"],
        summary="Get a dispute in a line",
        responses=_FAILURES_OF_ONE,
    )
    async def get_dispute_summary(
        self, dispute_id: FromPath[UUID], database: NamedDependency[Database]
    ) -> DisputeSummary:
        """Get a dispute in a few plain fields; so does `fields=summary` of GET /v1/disputes/{dispute_id}."""
        async with database.connection() as connection:
            found = await get_dispute(connection, dispute_id)
        if found is None:
            raise NotFound(f"There is no dispute {dispute_id}.")
        return _dispute(found.dispute)


def _claim(record: ClaimRecord) -> ClaimSummary:
    claim = record.claim
    return ClaimSummary(
        claim.id,
        claim.source,
        claim.metric.as_given,
        claim.subject.as_given if claim.subject else None,
        _place(claim),
        claim.quantity.as_given,
        claim.period.as_given,
        claim.period.start,
        claim.period.end,
        claim.published_at,
        record.superseded_by is None and not record.withdrawn,
    )


def _conflict(conflict: Conflict) -> ConflictSummary:
    one, other = conflict.claims
    return ConflictSummary(
        conflict.id,
        conflict.status,
        conflict.severity,
        gap_words(conflict.gap),
        one.metric.as_given,
        _place(one),
        one.period.end,
        (one.source, other.source),
        (one.quantity.as_given, other.quantity.as_given),
        (one.id, other.id),
        conflict.opened_at,
    )


def _dispute(dispute: Dispute) -> DisputeSummary:
    return DisputeSummary(
        dispute.id,
        dispute.status,
        dispute.severity,
        gap_words(dispute.gap),
        dispute.sentence,
        dispute.position_count,
        dispute.source_count,
        dispute.assignee,
        dispute.updated_at,
    )


def _place(claim: Claim) -> str | None:
    return claim.place.name if claim.place else None
