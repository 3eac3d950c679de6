"""What is told of series and of figures taken back: one typed function for each query of sql/queries/findings.sql."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from service.claim import Claim
from service.storage.pool import Connection
from service.storage.queries import queries
from service.storage.series import PointKey
from service.stored import decode_claim

_SQL = queries("findings")


class Fallen(NamedTuple):
    """Two figures beside each other in one series, of which the later one is lower for certain."""

    key: PointKey
    before: Claim
    claim: Claim


async def find_falls(connection: Connection, claim_ids: Sequence[UUID]) -> list[Fallen]:
    """Give where these claims fall, or what comes behind them does."""
    rows = await connection.fetch(_SQL["find_falls"], claim_ids)
    return [
        Fallen(
            PointKey(row["phrase_id"], row["place_key"], row["source_id"], row["subject_key"], row["dimension"]),
            decode_claim(row["before_body"]),
            decode_claim(row["body"]),
        )
        for row in rows
    ]


async def find_steps_around(connection: Connection, fallen: Sequence[Fallen]) -> list[tuple[int, int]]:
    """Give how many steps there are in a series around each fall, of a dozen before and behind, and how many fall."""
    if not fallen:
        return []
    rows = await connection.fetch(
        _SQL["find_steps_around"],
        [one.key.phrase_id for one in fallen],
        [one.key.place_key for one in fallen],
        [one.key.source_id for one in fallen],
        [one.key.subject_key for one in fallen],
        [one.key.dimension for one in fallen],
        [one.claim.period.end for one in fallen],
    )
    return [(row["steps"], row["falls"]) for row in rows]


async def find_taken_back(connection: Connection, question_ids: Sequence[int], limit: int) -> list[tuple[Claim, Claim]]:
    """Give claims of these questions that were superseded, each with the claim that took its place."""
    rows = await connection.fetch(_SQL["find_taken_back"], question_ids, limit)
    return [(decode_claim(row["body"]), decode_claim(row["newer_body"])) for row in rows]


async def find_claims_beside(connection: Connection, question_ids: Sequence[int], limit: int) -> list[Claim]:
    """Give claims in force of these questions, and of those that may belong to them."""
    rows = await connection.fetch(_SQL["find_claims_beside"], question_ids, limit)
    return [decode_claim(row["body"]) for row in rows]


async def note_findings(connection: Connection, found: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Note what is told of; give what was not told of before."""
    if not found:
        return set()
    rows = await connection.fetch(_SQL["note_findings"], [one for one, _ in found], [other for _, other in found])
    return {(row["claim_id"], row["beside_id"]) for row in rows}
