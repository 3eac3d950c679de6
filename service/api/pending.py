"""Pairs of metrics that wait for a person or a model to say whether they are one."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct, convert

from service.api.cursors import cursor_behind, read_cursor
from service.api.parameters import CursorParameter, Metric
from service.api.problems import documented
from service.api.schemas import Cursor, MetricName
from service.api.words import Words, read_words
from service.claim import Claim
from service.matching import Ground
from service.reading import read_metric
from service.recording import Pending, Recorder, Sample, list_pending
from service.storage.pending import PendingFilters

LARGEST_PAGE = 50
_LONGEST_QUOTE = 500


class PendingClaim(Struct, frozen=True):
    """What a claim says, in short."""

    id: UUID
    source: str
    metric: Annotated[str, Meta(description="What is measured, as given.", examples=["personnel losses"])]
    subject: Annotated[
        str | None, Meta(description="Of whom or what, as given; null when it was not said.", examples=["Russian army"])
    ]
    place: Annotated[str | None, Meta(description="Where; null when it was not said.", examples=["Ukraine"])]
    figure: Annotated[str, Meta(description="As printed.", examples=["almost 85 thousand"])]
    period: Annotated[
        str, Meta(description="As printed, or the day that it was assumed to be of.", examples=["as of 2022-11-20"])
    ]
    quote: Annotated[
        str | None, Meta(description=f"The sentence that it stands in, of a long one {_LONGEST_QUOTE} characters.")
    ]
    published_at: Annotated[str, Meta(description="The day.", examples=["2022-11-22"])]


class PendingSample(Struct, frozen=True):
    """A claim of each metric that cannot both stand, if the two are one."""

    conflict_id: Annotated[UUID, Meta(description="The suggested conflict.")]
    claims: Annotated[list[PendingClaim], Meta(description="In the order of `metrics`.")]
    reason: str


class AnswerEffect(Struct, frozen=True):
    """What an answer would change, by comparing the claims as they would be compared after it."""

    opens: Annotated[int, Meta(description="Confirmed conflicts that nobody sees today.", examples=[1])]
    confirms: Annotated[int, Meta(description="Suggested conflicts that would be confirmed.", examples=[4])]
    closes: Annotated[int, Meta(description="Conflicts that would close.", examples=[0])]


class PendingPair(Struct, frozen=True):
    """Two metrics that are only suggested to be one."""

    metrics: Annotated[list[MetricName], Meta(description="The two; the one that was seen first stands first.")]
    conflicts: Annotated[int, Meta(description="Suggested conflicts between the two that wait.", examples=[4])]
    score: Annotated[float, Meta(description="Of the likest of these, as the conflict tells it.", examples=[0.79])]
    chance: Annotated[
        float | None,
        Meta(
            description="That the claims of the first sample are of one thing, by all their words and figures, as the "
            "model of GET /v1/matching reckons it; null where it does not weigh them.",
            examples=[0.64],
        ),
    ]
    speaking_for: Annotated[
        list[Ground], Meta(description="What speaks for the first sample's being of one thing, the strongest first.")
    ]
    against: Annotated[list[Ground], Meta(description="What speaks against it, the strongest first.")]
    samples: Annotated[list[PendingSample], Meta(description="Up to three, the likest first.")]
    if_same: Annotated[AnswerEffect, Meta(description="What `same` would change.")]
    if_different: Annotated[AnswerEffect, Meta(description="What `different` would change.")]
    at_least: Annotated[
        bool, Meta(description="True where not all was compared: an answer changes so much at least.", examples=[False])
    ]


class PendingPage(Struct, frozen=True):
    """Pairs that wait, those between which most waits first. A page may be short; the end is where `next` is null."""

    items: list[PendingPair]
    next: Cursor


class PendingController(Controller):
    """What waits for a judgement."""

    path = "/v1/judgements/pending"
    tags = ["metrics"]

    @get(
        operation_id="list_pending_judgements",
        summary="List pairs of metrics that wait for a judgement",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_pending_judgements(
        self,
        recorder: NamedDependency[Recorder],
        metric: Metric = None,
        min_score: Annotated[
            float,
            QueryParameter(
                ge=0.0,
                le=1.0,
                schema_extra={"minimum": 0.0},
                description="Only pairs whose likest conflict has this score or a higher one.",
            ),
        ] = 0.0,
        q: Words = None,
        limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, description="Items on a page.")] = 20,
        cursor: CursorParameter = None,
    ) -> PendingPage:
        """List metrics that conflicts only suggest to be one, those first of which an answer changes most.

        Each with claims of both, what speaks for it and against it, and what `same` and `different` would open and
        close. Answer with POST /v1/judgements, by the ids of the two metrics and under an author of your own; a model
        may answer as well as a person. Pairs of one metric whose subjects or places differ are no matter of it.
        """
        after = read_cursor(cursor, tuple[int, int, int]) if cursor else None
        filters = PendingFilters(read_metric(metric).phrase if metric else None, min_score, read_words(q))
        rows, found = await list_pending(recorder.database, recorder.policy, filters, after, limit)
        following = cursor_behind(rows, limit, lambda row: (row.conflicts, *row.phrase_ids))
        return PendingPage([_pair(one) for one in found], following)


def _pair(pending: Pending) -> PendingPair:
    row = pending.row
    return PendingPair(
        metrics=[MetricName(*one) for one in zip(row.metric_ids, row.names, strict=True)],
        conflicts=row.conflicts,
        score=row.score,
        chance=pending.chance,
        speaking_for=list(pending.grounds.speaking_for),
        against=list(pending.grounds.against),
        samples=[_sample(one) for one in pending.samples],
        if_same=convert(pending.if_same, AnswerEffect, from_attributes=True),
        if_different=convert(pending.if_different, AnswerEffect, from_attributes=True),
        at_least=pending.is_bounded,
    )


def _sample(sample: Sample) -> PendingSample:
    return PendingSample(sample.conflict_id, [_claim(one) for one in sample.claims], sample.reason)


def _claim(claim: Claim) -> PendingClaim:
    return PendingClaim(
        id=claim.id,
        source=claim.source,
        metric=claim.metric.as_given,
        subject=claim.subject.as_given if claim.subject else None,
        place=claim.place.as_given if claim.place else None,
        figure=claim.quantity.as_given,
        period=claim.period.as_given or claim.period.end.isoformat(),
        quote=claim.quote[:_LONGEST_QUOTE] if claim.quote else None,
        published_at=claim.published_at.date().isoformat(),
    )
