"""What two series disagree on: one finding for all of their days, in a sentence.

"NYT and COVID Tracking, deaths, Alabama: 212 of 340 days differ, median 2.1 %, first on 2020-03-26"
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, NamedTuple
from uuid import UUID

from msgspec import Meta, Struct

from service.claim import Accuracy, Claim, ClaimId, Gap, Period, Severity, Unit
from service.conflict import Conflict, ConflictId, ConflictStatus

_NAMES = {
    Accuracy.DAY: ("day", "days"),
    Accuracy.WEEK: ("week", "weeks"),
    Accuracy.MONTH: ("month", "months"),
    Accuracy.QUARTER: ("quarter", "quarters"),
    Accuracy.HALF: ("half-year", "half-years"),
    Accuracy.YEAR: ("year", "years"),
    Accuracy.FISCAL_YEAR: ("fiscal year", "fiscal years"),
    Accuracy.DECADE: ("decade", "decades"),
}
"""How the periods of a series are called, one and several."""
_PERIODS = ("period", "periods")


class Counted(NamedTuple):
    """What was counted of two series."""

    differing: int
    """Periods on which the two cannot both stand."""
    common: int
    """Periods of which both speak."""
    last_end: date
    median_percent: Decimal | None
    """None where no share can be given: around zero."""


class SeriesSide(Struct, frozen=True):
    """One of the two series: who, of what, in its own words."""

    source: str
    metric: Annotated[str, Meta(description="As given.", examples=["deaths"])]
    subject: Annotated[str | None, Meta(description="As given; null when it was not said.")]
    place: Annotated[str | None, Meta(description="The place's name; null when it was not said.")]
    place_given: Annotated[str | None, Meta(description="The place as given.", examples=["Korea, Rep."])] = None


class SeriesDifference(Struct, frozen=True):
    """Two sources' series of one thing, and on how many of their periods they cannot both stand."""

    id: Annotated[
        ConflictId,
        Meta(
            description="The first of its conflicts by period, which names it; any other of its conflicts does as well."
        ),
    ]
    sentence: Annotated[
        str,
        Meta(
            description="The whole of it.",
            examples=["NYT and COVID Tracking, deaths, Alabama: 212 of 340 days differ, median 2.1 %, first on …"],
        ),
    ]
    sides: Annotated[
        tuple[SeriesSide, SeriesSide], Meta(description="The source that was seen first stands first, here and below.")
    ]
    unit: Unit
    differing: Annotated[int, Meta(description="Periods on which the two cannot both stand.", examples=[212])]
    common: Annotated[int, Meta(description="Periods of which both speak, by their last day.", examples=[340])]
    median_percent: Annotated[
        Decimal | None, Meta(description="The median gap, as a share of the smaller figure; null around zero.")
    ]
    severity: Annotated[Severity, Meta(description="Of the gravest of its days.")]
    first: Annotated[Period, Meta(description="The first period on which they differ.")]
    last_end: Annotated[date, Meta(description="The last day of the last such period.", examples=["2021-03-07"])]


class DifferingDay(Struct, frozen=True):
    """One period on which two series differ: both figures, and the conflict that they are."""

    conflict_id: Annotated[ConflictId, Meta(description="The conflict that it is.")]
    period: Period
    figures: Annotated[tuple[str, str], Meta(description="As printed, in the order of `sides`.")]
    claims: Annotated[tuple[ClaimId, ClaimId], Meta(description="The two claims, in the same order.")]
    gap: Gap
    severity: Severity
    status: ConflictStatus
    reason: str


def difference_of(first: Conflict, gravest: Severity, counted: Counted, first_claim: UUID) -> SeriesDifference:
    """Tell of two series, in the words of the first pair of claims that differ.

    Args:
        first: The first of their conflicts by period.
        gravest: The severity of the gravest.
        counted: What was counted.
        first_claim: Which of the two claims is of the side that stands first.
    """
    one, other = _in_order(first, first_claim)
    return SeriesDifference(
        id=first.id,
        sentence=_sentence(one, other, counted),
        sides=(_side(one), _side(other)),
        unit=one.quantity.unit,
        differing=counted.differing,
        common=max(counted.common, counted.differing),
        median_percent=counted.median_percent,
        severity=gravest,
        first=one.period,
        last_end=counted.last_end,
    )


def day_of(conflict: Conflict, first_claim: UUID) -> DifferingDay:
    """Tell of one period on which two series differ; `first_claim` is of the side that stands first."""
    one, other = _in_order(conflict, first_claim)
    return DifferingDay(
        conflict_id=conflict.id,
        period=one.period,
        figures=(one.quantity.as_given, other.quantity.as_given),
        claims=(one.id, other.id),
        gap=conflict.gap,
        severity=conflict.severity,
        status=conflict.status,
        reason=conflict.reason,
    )


def _in_order(conflict: Conflict, first_claim: UUID) -> tuple[Claim, Claim]:
    one, other = conflict.claims
    return (one, other) if one.id == first_claim else (other, one)


def _side(claim: Claim) -> SeriesSide:
    return SeriesSide(
        source=claim.source,
        metric=claim.metric.as_given,
        subject=claim.subject.as_given if claim.subject else None,
        place=claim.place.name if claim.place else None,
        place_given=claim.place.as_given if claim.place else None,
    )


def _sentence(one: Claim, other: Claim, counted: Counted) -> str:
    common = max(counted.common, counted.differing)
    name = _NAMES.get(one.period.accuracy, _PERIODS)[common != 1]
    verb = "differs" if counted.differing == 1 else "differ"
    median = "" if counted.median_percent is None else f", median {counted.median_percent:f} %"
    return (
        f"{one.source} and {other.source}, {_what(one)}: {counted.differing:,} of {common:,} {name} {verb}{median}, "
        f"first on {_when(one.period)}"
    )


def _what(claim: Claim) -> str:
    parts = [claim.metric.as_given, claim.subject and claim.subject.as_given, claim.place and claim.place.name]
    return ", ".join(part for part in parts if part)


def _when(period: Period) -> str:
    return period.end.isoformat() if period.start == period.end else period.as_given or f"{period.start}/{period.end}"
