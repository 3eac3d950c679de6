"""Questions and the figures under them: one typed function for each query of sql/queries/questions.sql."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from service.breathing import Breath
from service.claim import Claim, Interval, Sameness
from service.dispute import DisputeChange, EarlierFigure, Figure, Outline, State
from service.policy import Tolerance
from service.storage.arrays import array_of
from service.storage.pool import Connection
from service.storage.queries import queries
from service.stored import StoredClaim, decode_claim

_SQL = queries("questions")
_FIGURES_AT_ONCE = 500
_encode = msgspec.json.Encoder().encode
_decode_outline = msgspec.json.Decoder(Outline).decode
_decode_state = msgspec.json.Decoder(State).decode
_decode_changes = msgspec.json.Decoder(tuple[DisputeChange, ...]).decode


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim of which something has changed."""

    id: int
    claim_id: UUID


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as it is found again."""

    key: str
    phrase: str
    place_key: str
    period_end: date
    has_subject: bool


class Asking(NamedTuple):
    """A question that asks for those beside it, and the last days under which they can stand."""

    id: int
    last_days: tuple[date, ...]


async def lock_disputes(connection: Connection, patience_milliseconds: int = 0) -> bool:
    """Take the work of deriving into this hand until the transaction ends; False when another hand has it.

    Args:
        connection: In a transaction; who waits does so in the order in which hands came.
        patience_milliseconds: How long another hand is waited for; 0: not at all.
    """
    if await connection.fetchval(_SQL["lock_disputes"]):
        return True
    if not patience_milliseconds:
        return False
    try:
        async with connection.transaction():
            await connection.execute(_SQL["limit_waiting"], f"{patience_milliseconds}ms")
            await connection.execute(_SQL["await_disputes"])
    except asyncpg.LockNotAvailableError:
        return False
    return True


async def find_marks(connection: Connection, limit: int) -> list[Mark]:
    """Give the oldest marks."""
    return [Mark(**row) for row in await connection.fetch(_SQL["find_marks"], limit)]


async def find_marks_of_claims(connection: Connection, claim_ids: Sequence[UUID]) -> list[Mark]:
    """Give the marks of these claims."""
    return [Mark(**row) for row in await connection.fetch(_SQL["find_marks_of_claims"], claim_ids)]


async def remove_marks(connection: Connection, marks: Sequence[Mark]) -> None:
    """Take marks away: what they ask for is done in this transaction."""
    await connection.execute(_SQL["remove_marks"], [one.id for one in marks])


async def find_marked_claims(connection: Connection, claim_ids: Sequence[UUID]) -> tuple[list[StoredClaim], set[UUID]]:
    """Give the claims that are there still, and which of them state a figure: in force, and no retractions."""
    rows = await connection.fetch(_SQL["find_marked_claims"], claim_ids)
    claims = [
        StoredClaim(row["id"], row["body"], row["source_id"], row["phrase_id"], row["superseded_by"]) for row in rows
    ]
    return claims, {row["id"] for row in rows if row["states_a_figure"]}


async def find_places(connection: Connection, claim_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Give the questions under which claims stand."""
    rows = await connection.fetch(_SQL["find_places"], claim_ids)
    return {row["claim_id"]: row["question_id"] for row in rows}


async def add_questions(connection: Connection, given: Sequence[QuestionRow]) -> dict[str, int]:
    """Give the ids of questions by their keys; unknown ones are made."""
    if not given:
        return {}
    rows = await connection.fetch(
        _SQL["add_questions"],
        [one.key for one in given],
        [one.phrase for one in given],
        [one.place_key for one in given],
        [one.period_end for one in given],
        [one.has_subject for one in given],
    )
    return {row["key"]: row["id"] for row in rows}


async def place_figures(connection: Connection, figures: Sequence[Figure]) -> None:
    """Put figures under their questions."""
    await connection.execute(
        _SQL["place_figures"],
        [one.claim_id for one in figures],
        [one.question_id for one in figures],
        [one.source_id for one in figures],
        [one.interval.low for one in figures],
        [one.interval.high for one in figures],
        [one.interval.low_open for one in figures],
        [one.interval.high_open for one in figures],
        [one.stated.low for one in figures],
        [one.stated.high for one in figures],
        [one.stated.low_open for one in figures],
        [one.stated.high_open for one in figures],
        [one.as_given for one in figures],
        [one.claimant for one in figures],
        [one.quote for one in figures],
        [one.published_at for one in figures],
        [one.url for one in figures],
    )


async def remove_figures(connection: Connection, claim_ids: Sequence[UUID]) -> None:
    """Take away what counts no more."""
    await connection.execute(_SQL["remove_figures"], claim_ids)


async def find_beside(connection: Connection, asking: Sequence[Asking]) -> list[tuple[int, int]]:
    """Give the pairs of questions, not linked yet, that block with each other and have figures that lie apart."""
    if not asking:
        return []
    rows = await connection.fetch(
        _SQL["find_beside"],
        [one.id for one in asking],
        [array_of(one.last_days) for one in asking],
    )
    return [(row["id"], row["other_id"]) for row in rows]


async def link_questions(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Note which questions may belong together."""
    await connection.execute(_SQL["link_questions"], [one for one, _ in pairs], [other for _, other in pairs])


async def find_linked(connection: Connection, question_ids: Sequence[int]) -> tuple[dict[int, set[int]], set[int]]:
    """Give all questions that lead to these ones, each with those beside it; and which of them rest."""
    found: dict[int, set[int]] = {}
    resting = set()
    for row in await connection.fetch(_SQL["find_linked"], question_ids):
        found.setdefault(row["id"], set())
        if row["other_id"] is not None:
            found[row["id"]].add(row["other_id"])
        if row["rests"]:
            resting.add(row["id"])
    return found, resting


async def put_off(connection: Connection, question_ids: Sequence[int]) -> None:
    """Note of questions that rest that something has changed."""
    await connection.execute(_SQL["put_off"], question_ids)


async def take_rested(connection: Connection, limit: int) -> list[int]:
    """Give questions that were put off and have rested: they are worked through in this transaction."""
    return [row["id"] for row in await connection.fetch(_SQL["take_rested"], limit)]


async def let_rest(connection: Connection, seconds: Mapping[int, float]) -> None:
    """Let questions rest for so many seconds each."""
    await connection.execute(_SQL["let_rest"], list(seconds), list(seconds.values()))


async def find_conflicting(connection: Connection, question_ids: Sequence[int]) -> set[int]:
    """Give those of the questions that can be in a dispute: several sources speak, or they are in one already."""
    return {row["id"] for row in await connection.fetch(_SQL["find_conflicting"], question_ids)}


async def find_figures(connection: Connection, question_ids: Sequence[int]) -> list[Figure]:
    """Give the figures in force of questions, and let others in while many are read."""
    rows = await connection.fetch(_SQL["find_figures"], question_ids, _FIGURES_AT_ONCE)
    if len(rows) < _FIGURES_AT_ONCE:
        return [_figure(row) for row in rows]
    found, breathe = [], Breath()
    async with connection.transaction():
        async for row in connection.cursor(_SQL["find_figures"], question_ids, None, prefetch=_FIGURES_AT_ONCE):
            found.append(_figure(row))
            await breathe()
    return found


async def find_figures_of_claims(connection: Connection, claim_ids: Sequence[UUID]) -> dict[UUID, Figure]:
    """Give the figures in force of these claims."""
    rows = await connection.fetch(_SQL["find_figures_of_claims"], claim_ids)
    return {row["claim_id"]: _figure(row) for row in rows}


async def find_earliest(connection: Connection, question_ids: Sequence[int]) -> dict[int, StoredClaim]:
    """Give the earliest claim in force of each question."""
    rows = await connection.fetch(_SQL["find_earliest"], question_ids)
    return {
        row["question_id"]: StoredClaim(
            row["id"], row["body"], row["source_id"], row["phrase_id"], topic_id=row["topic_id"]
        )
        for row in rows
    }


async def find_judged(connection: Connection, phrase_ids: Sequence[int]) -> dict[tuple[int, int], Sameness]:
    """Give what a desk has judged of these metrics."""
    rows = await connection.fetch(_SQL["find_judged"], phrase_ids)
    return {(row["phrase_id"], row["neighbour_id"]): Sameness(row["judged"]) for row in rows}


async def find_near(connection: Connection, claims: Iterable[StoredClaim]) -> set[tuple[int, int]]:
    """Give which topics of these claims were found to be neighbours, both ways."""
    topics = sorted({one.topic_id for one in claims if one.topic_id is not None})
    return {(row["topic_id"], row["neighbour_id"]) for row in await connection.fetch(_SQL["find_near"], topics)}


async def find_tolerances(connection: Connection, phrase_ids: Sequence[int]) -> dict[int, Tolerance]:
    """Give the tolerances that are set on these metrics."""
    rows = await connection.fetch(_SQL["find_tolerances"], phrase_ids)
    return {
        row["phrase_id"]: Tolerance(
            row["absolute"] or Decimal(0), row["relative_percent"] or Decimal(0), row["dimension"]
        )
        for row in rows
    }


async def find_earlier_figures(connection: Connection, claim_ids: Sequence[UUID]) -> dict[UUID, EarlierFigure]:
    """Give, by the claim that took its place, what its source said before."""
    rows = await connection.fetch(_SQL["find_earlier_figures"], claim_ids)
    return {row["superseded_by"]: _earlier(decode_claim(row["body"])) for row in rows}


def _earlier(claim: Claim) -> EarlierFigure:
    return EarlierFigure(claim.id, claim.quantity.as_given, claim.published_at)


def _figure(row: asyncpg.Record) -> Figure:
    claim_id, question_id, source_id, source, *ends, as_given, published_at, claimant, quote, url = row
    low, high, low_open, high_open, stated_low, stated_high, stated_low_open, stated_high_open = ends
    return Figure(
        claim_id=claim_id,
        question_id=question_id,
        source_id=source_id,
        source=source,
        interval=Interval(low, high, low_open, high_open),
        stated=Interval(stated_low, stated_high, stated_low_open, stated_high_open),
        as_given=as_given,
        published_at=published_at,
        claimant=claimant,
        quote=quote,
        url=url,
    )
