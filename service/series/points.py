"""One source's figures of one thing over time, as they are put together from its claims."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.claim import Claim, ClaimId, Interval, Metric, PeriodKind, QuantityKind, Status, Unit
from service.dispute import EarlierFigure

Key = tuple[object, ...]
_TOTAL, _NEW = "flow:cumulative", "flow:new"
_NO_TOTAL = ("flow:", "measure:", "per:")
"""Groups of qualifiers that a running total has none of, but for "cumulative"."""
_PARTS = (
    *(f"age:{one}" for one in ("adults", "children", "elderly", "infants", "youth")),
    "certainty:confirmed",
    "sex:female",
    "sex:male",
)
"""Qualifiers that make a part of what is counted, where all of it has none of their group."""


class SeriesPoint(Struct, frozen=True):
    """A source's figure of one period."""

    claim_id: Annotated[ClaimId, Meta(description="The claim that says it.")]
    start: date
    end: date
    figure: Annotated[str, Meta(description="As printed.", examples=["84,720"])]
    interval: Annotated[Interval, Meta(description="What it can mean; a null end is a bound that is not said.")]
    stated: Annotated[Interval, Meta(description="The same without the written precision.")]
    status: Status
    published_at: datetime
    corrections: Annotated[
        tuple[EarlierFigure, ...],
        Meta(description="What it took the place of, the latest first; at most five."),
    ] = ()


class CheckKind(Enum):
    """What a series says about itself."""

    FALL = "fall"
    RESTART = "restart"
    HOLE = "hole"
    JUMP = "jump"
    INCREMENT = "increment"
    PART = "part"


class SeriesCheck(Struct, frozen=True):
    """Something in a series that a person should look at. It is no verdict."""

    kind: Annotated[
        CheckKind,
        Meta(
            description="`fall`: a running total that falls; `restart`: to less than half, so perhaps a new count; "
            "`hole`: no figure for more than three of the usual steps; `jump`: more than five times the largest rise "
            "of the last fourteen; `increment`: the rise of the total is not what the source gives as new; `part`: of "
            "a part of it (children, women, confirmed ones) the source gives more than of all."
        ),
    ]
    is_note: Annotated[bool, Meta(description="True for what is often right: a jump, a hole.")]
    claim_id: Annotated[ClaimId, Meta(description="The figure at which it shows.")]
    before_id: Annotated[ClaimId, Meta(description="The figure before it, or the one beside it that says otherwise.")]
    end: Annotated[date, Meta(description="The last day of its period.", examples=["2022-11-20"])]
    sentence: Annotated[
        str,
        Meta(
            description="What it is, with the figures.",
            examples=["Falls from 4,327 (2022-11-19) to 4,237 (2022-11-20)."],
        ),
    ]


class RunningTotal(Enum):
    """How it is known that a series is a running total."""

    SAID = "said"
    INFERRED = "inferred"


class Series(Struct, frozen=True):
    """One source's figures of one thing over time, or as much of them as is on this page."""

    source: Annotated[str, Meta(description="Who publishes.", examples=["reuters"])]
    claimant: str | None
    metric: Annotated[str, Meta(description="As given.", examples=["deaths"])]
    subject: Annotated[str | None, Meta(description="As given; null when it was not said.")]
    place: Annotated[str | None, Meta(description="The place's name; null when it was not said.")]
    unit: Unit
    kind: QuantityKind
    period_kind: Annotated[PeriodKind, Meta(description="Whether its figures are of spans or as of moments.")]
    running_total: Annotated[
        RunningTotal | None,
        Meta(
            description="`said` by its words or the registry of metrics, `inferred` from twenty daily steps that "
            "hardly ever fall, null for neither: then it may fall."
        ),
    ]
    is_continued: Annotated[bool, Meta(description="True when its beginning stands on the page before.")]
    points: Annotated[tuple[SeriesPoint, ...], Meta(description="In the order of their periods.")]
    checks: Annotated[tuple[SeriesCheck, ...], Meta(description="What it says about itself, on this page.")]


class Shape(Struct, frozen=True):
    """How the steps of a whole series go."""

    steps: int
    rises: int
    falls: int

    @property
    def is_of_a_total(self) -> bool:
        """Say whether steps go as a running total's do: up, and hardly ever down."""
        return self.steps >= 20 and self.rises >= 5 and self.falls * 20 <= self.rises  # noqa: PLR2004


def series_key(claim: Claim, phrase_id: int) -> Key:
    """Give what the claims of one series share: everything but the figure and its period."""
    quantity, period = claim.quantity, claim.period
    return (
        claim.source,
        claim.claimant,
        phrase_id,
        claim.subject.key if claim.subject else None,
        claim.place.key if claim.place else None,
        (quantity.kind, quantity.unit.dimension, quantity.unit.thing),
        (period.kind, period.accuracy),
    )


def point_of(claim: Claim, earlier: Sequence[Claim] = ()) -> SeriesPoint:
    """Give a claim as a point of its series, with what it took the place of, the latest first."""
    return SeriesPoint(
        claim_id=claim.id,
        start=claim.period.start,
        end=claim.period.end,
        figure=claim.quantity.as_given,
        interval=claim.quantity.interval,
        stated=claim.quantity.stated,
        status=claim.status,
        published_at=claim.published_at,
        corrections=tuple(EarlierFigure(one.id, one.quantity.as_given, one.published_at) for one in earlier),
    )


def running_total_of(claim: Claim, shape: Shape | None, *, registered: bool | None) -> RunningTotal | None:
    """Say whether a series counts up, and how that is known.

    Args:
        claim: Any of its claims.
        shape: How its steps go; None if nobody has looked.
        registered: What the registry of metrics says of it; None for nothing.
    """
    if claim.quantity.kind is not QuantityKind.LEVEL or registered is False:
        return None
    qualifiers = claim.metric.qualifiers
    if registered or _TOTAL in qualifiers or claim.period.since is not None:
        return RunningTotal.SAID
    is_daily = claim.period.start == claim.period.end and claim.quantity.unit.dimension == "count"
    if any(one.startswith(_NO_TOTAL) for one in qualifiers) or not is_daily:
        return None
    return RunningTotal.INFERRED if shape is not None and shape.is_of_a_total else None


def phrases_of_new(metric: Metric) -> list[str]:
    """Give how the new ones of a running total are called: "deaths" and "total deaths" go up by "new deaths"."""
    left = [one for one in metric.qualifiers if one != _TOTAL]
    if any(one.startswith(_NO_TOTAL) for one in left):
        return []
    return [_phrase(metric, [*left, *more]) for more in ((_NEW,), (_NEW, "per:day"), ("measure:change",))]


def phrases_of_parts(claim: Claim) -> list[str]:
    """Give how parts of what a claim counts are called: "children killed" are some of those "killed"."""
    metric, quantity = claim.metric, claim.quantity
    if quantity.kind is not QuantityKind.LEVEL or quantity.unit.dimension != "count":
        return []
    groups = {one.partition(":")[0] for one in metric.qualifiers}
    return [_phrase(metric, [*metric.qualifiers, one]) for one in _PARTS if one.partition(":")[0] not in groups]


def _phrase(metric: Metric, qualifiers: Iterable[str]) -> str:
    """Give the phrase of the same words with other qualifiers, as reading writes it."""
    words = [one for one in metric.phrase.split() if one not in metric.qualifiers]
    return " ".join([*words, *sorted(qualifiers)])


def by_end(points: Iterable[SeriesPoint]) -> Mapping[date, SeriesPoint]:
    """Give points by their last day; of several the one that was published last."""
    return {one.end: one for one in sorted(points, key=_published)}


def _published(point: SeriesPoint) -> tuple[datetime, UUID]:
    return point.published_at, point.claim_id
