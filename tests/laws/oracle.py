"""All claims compared pair by pair, without index and SQL: what must be stored, whatever happened on the way."""

from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

import asyncpg

from service.claim import Band, Claim, VerdictKind
from service.judging import judge
from service.matching import compare
from service.policy import Policy
from service.storage.claims import decode_claim

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class State:
    """Which claims are superseded, and which pairs of those in force conflict."""

    superseded: frozenset[UUID]
    conflicts: frozenset[Pair]


def expected(claims: list[Claim], policy: Policy) -> State:
    """Derive the state from the set of claims alone."""
    ordered = sorted(claims, key=lambda claim: (claim.published_at, claim.id))
    superseded: set[UUID] = set()
    conflicts: set[Pair] = set()
    for earlier, later in combinations(ordered, 2):
        comparison = compare(earlier, later, policy)
        if comparison.band is None:
            continue
        if _source(earlier) == _source(later):
            if comparison.band is Band.CONFIRMED and _one_voice(earlier, later):
                superseded.add(earlier.id)
        elif judge(earlier.quantity, later.quantity).kind is VerdictKind.CONFLICT:
            conflicts.add((earlier.id, later.id))
    gone = superseded | {claim.id for claim in claims if claim.status.value == "retracted"}
    return State(frozenset(superseded), frozenset(pair for pair in conflicts if gone.isdisjoint(pair)))


async def stored(dsn: str) -> tuple[list[Claim], State]:
    """Read what is stored."""
    connection = await asyncpg.connect(dsn)
    try:
        claims = await connection.fetch("select id, superseded_by, body from claims")
        pairs = await connection.fetch(
            "select first_id, second_id from conflicts where not (status = 'resolved' and closed_by_service)"
        )
        left = await connection.fetchval("select count(*) from uncompared")
        unannounced = await connection.fetchval(
            "select count(*) from conflicts where not exists (select 1 from events "
            "where type = 'conflict.created' and data::json ->> 'id' = conflicts.id::text)"
        )
    finally:
        await connection.close()
    assert left == 0, f"{left} claims were left uncompared"
    assert unannounced == 0, f"{unannounced} conflicts were never announced"
    assert len(pairs) == len({frozenset(pair) for pair in pairs}), "a conflict is stored twice"
    superseded = frozenset(row["id"] for row in claims if row["superseded_by"] is not None)
    found = State(superseded, frozenset((row["first_id"], row["second_id"]) for row in pairs))
    return [decode_claim(row["body"]) for row in claims], found


async def assert_stored_is_expected(dsn: str, policy: Policy) -> int:
    """Compare the two states; gives the number of conflicts."""
    claims, found = await stored(dsn)
    wanted = expected(claims, policy)
    assert found.superseded == wanted.superseded
    missed, extra = wanted.conflicts - found.conflicts, found.conflicts - wanted.conflicts
    assert not missed, f"{len(missed)} of {len(wanted.conflicts)} conflicts were missed"
    assert not extra, f"{len(extra)} conflicts are stored that are none"
    return len(wanted.conflicts)


def _source(claim: Claim) -> str:
    return " ".join(claim.source.casefold().split())


def _one_voice(one: Claim, other: Claim) -> bool:
    if one.claimant is None or other.claimant is None:
        return True
    return one.claimant.casefold().split() == other.claimant.casefold().split()
