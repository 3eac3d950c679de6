"""A dispute told in bounded space: how far apart, how many, who, and the sentence."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from service.claim import Claim, ClaimId, Gap, Period, PeriodKind
from service.dispute import DisputedQuestion, Figure, Outline, Position, PositionOutline, PositionPage
from service.disputing.origins import count_origins, origins_of
from service.judging import gap_between, measure_gap, severity_of

MOST_POSITIONS = 16
MOST_SOURCES = 8
SHOWN_POSITIONS = 32
"""Of a dispute that is looked at by itself."""
SHOWN_CLAIMS = 8
"""Of one position, the earliest first; the rest is paged through."""
_SAID_POSITIONS = 4


def is_disputed(positions: Sequence[Position]) -> bool:
    """Say whether sources exclude each other: two positions, two sources, and not all of them guests."""
    if len(positions) < 2 or all(one.is_guest for one in positions):  # noqa: PLR2004 - two sides
        return False
    return len({figure.source_id for one in positions for figure in one.holders}) > 1


def outline_of(positions: Sequence[Position], earliest: Claim, origins: dict[ClaimId, int] | None = None) -> Outline:
    """Tell what positions come to.

    Args:
        positions: In ascending order; `is_disputed`.
        earliest: The claim whose words the question is shown in.
        origins: `origins_of` all their figures, where that is known.
    """
    counted = [one for one in positions if not one.is_guest]
    counted = counted if len(counted) > 1 else list(positions)
    unit = earliest.quantity.unit
    ends = _ends(counted[0].anchor, max(counted[-1].holders, key=_by_low))
    nearest = min(
        (_ends(one.anchor, other.anchor) for one, other in pairwise(counted)), key=lambda pair: pair[1] - pair[0]
    )
    figures = [figure for one in positions for figure in one.figures]
    question = _question_of(earliest)
    origins = origins_of(figures) if origins is None else origins
    told = tuple(outline_position(one, origins) for one in outermost(positions, MOST_POSITIONS))
    return Outline(
        question=question,
        severity=severity_of(*ends),
        gap=_gap(ends, unit.base),
        nearest_gap=_gap(nearest, unit.base),
        position_count=len(positions),
        source_count=len({figure.source_id for figure in figures}),
        claim_count=len(figures),
        origin_count=count_origins(figures, origins),
        positions=told,
        sentence=sentence_of(question, told, len(positions)),
    )


def sentence_of(question: DisputedQuestion, told: Sequence[PositionOutline], count: int) -> str:
    """Say who says what, of what, for when; the figures in ascending order, as printed.

    "COVID-19 deaths, Switzerland, as of 18 Mar 2020: 14 (WHO), 19 (ECDC), 21 (JHU), 33 (corona-data.ch)"
    """
    words = [word for word in (question.subject, question.metric) if word]
    what = " ".join(words)
    where = f", {question.place}" if question.place and question.place not in what else ""
    if count <= _SAID_POSITIONS:
        figures = ", ".join(f"{one.figure} ({_who(one)})" for one in told)
    else:
        first, last = told[0], told[-1]
        figures = f"between {first.figure} ({_who(first)}) and {last.figure} ({_who(last)}), {count} figures"
    return f"{what}{where}, {_period_words(question.period)}: {figures}"


def _who(one: PositionOutline) -> str:
    further = one.source_count - 1
    return f"{one.sources[0]} and {further} more" if further else one.sources[0]


def outermost(positions: Sequence[Position], most: int) -> Sequence[Position]:
    """Give all positions; of more than so many, half of that from either end."""
    half = most // 2
    return positions if len(positions) <= most else (*positions[:half], *positions[-half:])


def pages_of(positions: Sequence[Position], origins: dict[ClaimId, int]) -> tuple[PositionPage, ...]:
    """Give what a dispute shows of its positions by itself: the outermost, the earliest claims of each."""
    return tuple(_page_of(one, origins) for one in outermost(positions, SHOWN_POSITIONS))


def _page_of(position: Position, origins: dict[ClaimId, int]) -> PositionPage:
    holders = tuple(figure.claim_id for figure in position.holders[:SHOWN_CLAIMS])
    room = tuple(figure.claim_id for figure in position.room[: SHOWN_CLAIMS - len(holders)])
    return PositionPage(outline_position(position, origins), position.anchor.claim_id, holders, room)


def outline_position(position: Position, origins: dict[ClaimId, int]) -> PositionOutline:
    """Tell one position: its figure, who holds it, and how many origins these go back to."""
    first: dict[str, Figure] = {}
    for figure in position.holders:
        first.setdefault(figure.source, figure)
    named = list(first.values())[:MOST_SOURCES]
    return PositionOutline(
        figure=position.holders[0].as_given,
        core=position.core,
        sources=tuple(figure.source for figure in named),
        source_count=len({figure.source_id for figure in position.holders}),
        claim_count=len(position.figures),
        origin_count=count_origins(position.holders, origins),
        since=position.holders[0].published_at,
        is_guest=position.is_guest,
        claim_ids=tuple(figure.claim_id for figure in named),
    )


def _ends(lower: Figure, upper: Figure) -> tuple[Decimal, Decimal]:
    """Give the nearest ends of what the two print; where that overlaps, of what they can mean."""
    ends = gap_between(lower.stated, upper.stated) or gap_between(lower.interval, upper.interval)
    if ends is None:
        raise AssertionError("two positions exclude each other")
    return ends


def _gap(ends: tuple[Decimal, Decimal], unit: str) -> Gap:
    return measure_gap(*ends, unit)


def _by_low(figure: Figure) -> tuple[Decimal, tuple[object, ...]]:
    return figure.interval.low or Decimal(0), figure.age


def _period_words(period: Period) -> str:
    first, last = (f"{day.day} {day:%b %Y}" for day in (period.start, period.end))
    if period.kind is PeriodKind.AS_OF:
        return f"as of {last}"
    return last if period.start == period.end else f"{first} to {last}"


def _question_of(claim: Claim) -> DisputedQuestion:
    return DisputedQuestion(
        metric=claim.metric.as_given,
        subject=claim.subject.as_given if claim.subject else None,
        place=claim.place.name if claim.place else None,
        period=claim.period,
        unit=claim.quantity.unit,
    )
