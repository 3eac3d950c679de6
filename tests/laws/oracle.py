"""All claims compared pair by pair, without index and SQL: what must be stored, whatever happened on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from itertools import combinations, product
from uuid import UUID

import asyncpg

from service.claim import Band, Claim, Sameness, VerdictKind
from service.identity import name_key
from service.judging import judge
from service.matching import compare
from service.matching.topic_keys import hash_of
from service.policy import Policy, Tolerance
from service.reading.topic import read_topic
from service.recording.pairing import as_far_as_told
from service.stored import decode_claim

Pair = tuple[UUID, UUID]

KEPT = 64
"""A claim that contradicts fewer is kept with each of them; one that contradicts more, with the strongest."""


@dataclass(frozen=True)
class State:
    """Which claims are superseded, and which pairs of those in force conflict."""

    superseded: frozenset[UUID]
    conflicts: frozenset[Pair]
    crowded: frozenset[UUID] = frozenset()
    """Stored claims that contradict so many that not each pair is kept."""


@dataclass(frozen=True)
class Desk:
    """What people have said of metrics, by their phrases: judgements in force, tolerances as set."""

    judgements: tuple[tuple[str, str, Sameness], ...] = ()
    tolerances: dict[str, Tolerance] = field(default_factory=dict)
    near: frozenset[tuple[UUID, UUID]] = frozenset()
    """Topics that were found to be neighbours when they were first seen, by their hashes."""

    def are_near(self, one: Claim, other: Claim) -> bool:
        return (hash_of(read_topic(one)), hash_of(read_topic(other))) in self.near

    def class_of(self, phrase: str) -> frozenset[str]:
        """All that is the same: grown until nothing is added."""
        found = {phrase}
        while True:
            ends = [{one, other} for one, other, said in self.judgements if said is Sameness.SAME]
            grown = found.union(*(pair for pair in ends if pair & found))
            if grown == found:
                return frozenset(found)
            found = grown

    def judged(self, one: str, other: str) -> Sameness | None:
        """What follows for two phrases."""
        ours, theirs = self.class_of(one), self.class_of(other)
        apart = any({a, b} & ours and {a, b} & theirs for a, b, said in self.judgements if said is Sameness.DIFFERENT)
        if ours == theirs:
            assert not any({a, b} <= ours for a, b, said in self.judgements if said is Sameness.DIFFERENT)
            return Sameness.SAME if one != other else None
        return Sameness.DIFFERENT if apart else None

    def tolerance(self, one: str, other: str) -> Tolerance | None:
        """The narrowest that is set on any wording of the two."""
        wordings = self.class_of(one) | self.class_of(other)
        found = [self.tolerances[phrase] for phrase in sorted(wordings) if phrase in self.tolerances]
        return reduce(Tolerance.narrower, found) if found else None


NOBODY = Desk()


def expected(claims: list[Claim], policy: Policy, desk: Desk = NOBODY) -> State:
    """Derive the state from the set of claims, and what a desk has said of their metrics, alone."""
    ordered = sorted(claims, key=lambda claim: (claim.published_at, claim.id))
    superseded: set[UUID] = set()
    conflicts: set[Pair] = set()
    said = {
        (one, other): (desk.judged(one, other), desk.tolerance(one, other) or policy.tolerance)
        for one, other in product({claim.metric.phrase for claim in claims}, repeat=2)
    }
    for earlier, later in combinations(ordered, 2):
        judged, tolerance = said[earlier.metric.phrase, later.metric.phrase]
        comparison = compare(earlier, later, policy, judged, near=desk.are_near(earlier, later))
        by_words = compare(earlier, later, policy, judged, near=False)
        band = as_far_as_told(comparison.band, earlier, later)
        if band is None:
            continue
        if _source(earlier) == _source(later):
            band = as_far_as_told(by_words.band, earlier, later)
            if band is Band.CONFIRMED and _one_voice(earlier, later):
                superseded.add(earlier.id)
            continue
        if judge(earlier.quantity, later.quantity, tolerance).kind is VerdictKind.CONFLICT:
            conflicts.add((earlier.id, later.id))
    gone = superseded | {claim.id for claim in claims if claim.status.value == "retracted"}
    return State(frozenset(superseded), frozenset(pair for pair in conflicts if gone.isdisjoint(pair)))


async def stored_desk(dsn: str) -> Desk:
    """Read what people have said, not what the service has made of it."""
    connection = await asyncpg.connect(dsn)
    try:
        phrases = {row["id"]: row["phrase"] for row in await connection.fetch("select id, phrase from phrases")}
        judged = await connection.fetch("select * from judgements where withdrawn_at is null")
        said = await connection.fetch(
            "select * from metrics where tolerance_base is not null or tolerance_relative_percent is not null"
        )
        near = await connection.fetch(
            "select one.hash as ours, other.hash as theirs from topic_edges "
            "join topics as one on one.id = topic_id join topics as other on other.id = neighbour_id"
        )
    finally:
        await connection.close()
    judgements = tuple(
        (phrases[row["first_phrase_id"]], phrases[row["second_phrase_id"]], Sameness(row["verdict"])) for row in judged
    )
    tolerances = {
        phrases[row["phrase_id"]]: Tolerance(
            row["tolerance_base"] or Decimal(0),
            row["tolerance_relative_percent"] or Decimal(0),
            row["tolerance_dimension"],
        )
        for row in said
    }
    return Desk(judgements, tolerances, frozenset((row["ours"], row["theirs"]) for row in near))


async def stored(dsn: str) -> tuple[list[Claim], State]:
    """Read what is stored."""
    connection = await asyncpg.connect(dsn)
    try:
        claims = await connection.fetch("select id, superseded_by, body from claims")
        pairs = await connection.fetch(
            "select first_id, second_id from conflicts where not (status = 'resolved' and closed_by_service)"
        )
        left = await connection.fetchval(
            "select (select count(*) from uncompared where reason is null) + (select count(*) from requeued_phrases)"
        )
        told = await connection.fetch(
            "select data::json ->> 'id' as id, data::json -> 'crowd' ->> 'claim_id' as claim_id, "
            "(data::json -> 'crowd' ->> 'conflict_count')::integer as count from events where type = 'conflict.created'"
        )
        opened = await connection.fetch("select id, first_id, second_id, stale is not null as is_stale from conflicts")
    finally:
        await connection.close()
    assert left == 0, f"{left} claims were left uncompared"
    ids, many = {row["id"] for row in told}, {row["claim_id"]: row["count"] for row in told if row["claim_id"]}
    unannounced = [
        row
        for row in opened
        if not row["is_stale"]
        and str(row["id"]) not in ids
        and not {str(row["first_id"]), str(row["second_id"])} & many.keys()
    ]
    assert not unannounced, f"{len(unannounced)} conflicts were never announced"
    known = {row["id"]: decode_claim(row["body"]) for row in claims}
    for row in opened:
        one, other = known[row["first_id"]], known[row["second_id"]]
        if row["is_stale"]:
            is_repeated = _repeats(one, other, known.values()) or _repeats(other, one, known.values())
            assert is_repeated, f"{row['id']} is called stale"
    assert len(pairs) == len({frozenset(pair) for pair in pairs}), "a conflict is stored twice"
    superseded = frozenset(row["id"] for row in claims if row["superseded_by"] is not None)
    crowded = frozenset(UUID(claim_id) for claim_id, count in many.items() if count >= KEPT)
    found = State(superseded, frozenset((row["first_id"], row["second_id"]) for row in pairs), crowded)
    return [decode_claim(row["body"]) for row in claims], found


def _repeats(one: Claim, other: Claim, claims: Iterable[Claim]) -> bool:
    """Say whether a figure is one that the other's source gave for one of the seven days before."""
    return any(
        name_key(before.source) == name_key(other.source)
        and before.metric.phrase == other.metric.phrase
        and before.quantity.interval == one.quantity.interval
        and 1 <= (one.period.end - before.period.end).days <= 7
        for before in claims
    )


async def assert_stored_is_expected(dsn: str, policy: Policy) -> int:
    """Compare the two states; gives the number of conflicts."""
    claims, found = await stored(dsn)
    wanted = expected(claims, policy, await stored_desk(dsn))
    assert found.superseded == wanted.superseded
    missed, extra = missed_of(wanted, found), found.conflicts - wanted.conflicts
    assert not missed, f"{len(missed)} of {len(wanted.conflicts)} conflicts were missed"
    assert not extra, f"{len(extra)} conflicts are stored that are none"
    return len(wanted.conflicts)


def missed_of(wanted: State, found: State) -> set[Pair]:
    """Give the pairs that are not stored and should be: each but those of claims that contradict too many."""
    return {pair for pair in wanted.conflicts - found.conflicts if found.crowded.isdisjoint(pair)}


def _source(claim: Claim) -> str:
    return name_key(claim.source)


def _one_voice(one: Claim, other: Claim) -> bool:
    if one.claimant is None or other.claimant is None:
        return True
    return name_key(one.claimant) == name_key(other.claimant)
