"""All claims put into questions, disputes and positions by the long way round, without index, SQL, sweep or sorting.

It shares no code with the service but reading, matching and what a confirmed band is. What must be stored follows from
the claims in force alone.
"""

from dataclasses import dataclass
from itertools import product

import asyncpg
import msgspec

from service.claim import Band, Claim, Interval
from service.identity import name_key
from service.matching import compare
from service.policy import Policy
from service.recording.pairing import as_far_as_told
from service.stored import decode_claim
from tests.laws.oracle import Desk, expected, stored_desk

Sides = tuple[frozenset[str], ...]
"""Who holds each position alone, in ascending order."""
KEPT = 64
"""Positions of which a version keeps who holds them."""


@dataclass(frozen=True)
class Told:
    """What a dispute comes to."""

    positions: int
    sides: Sides


def share_a_point(one: Interval, other: Interval) -> bool:
    """Say whether two figures can both stand."""
    for left, right in ((one, other), (other, one)):
        if left.high is None or right.low is None:
            continue
        if left.high < right.low or (left.high == right.low and (left.high_open or right.low_open)):
            return False
    return True


def disputes_of(claims: list[Claim], policy: Policy, desk: Desk) -> list[Told]:
    """Give what must be disputed, from the set of all claims and which topics are neighbours."""
    gone = expected(claims, policy, desk).superseded
    standing = [one for one in claims if one.id not in gone and one.status.value != "retracted"]
    questions: dict[object, list[Claim]] = {}
    for one in sorted(standing, key=lambda claim: (claim.published_at, claim.id)):
        questions.setdefault(_said(one), []).append(one)
    several = list(questions.values())
    meets = {
        (one, other): _meet(several[one][0], several[other][0], policy, desk)
        for one, other in product(range(len(several)), repeat=2)
    }
    apart = {
        (one, other): meets[one, other]
        and any(not share_a_point(_of(a), _of(b)) for a, b in product(several[one], several[other]))
        for one, other in product(range(len(several)), repeat=2)
    }
    found = []
    for part in _parts([at for at in range(len(several)) if meets[at, at]], apart):
        found += [told for group in _groups(part, several, meets) if (told := _told(*group)) is not None]
    return found


def _said(claim: Claim) -> object:
    unit, period = claim.quantity.unit, claim.period
    return (
        claim.metric.phrase,
        claim.subject and claim.subject.key,
        claim.place and claim.place.key,
        (claim.quantity.kind, unit.dimension, unit.thing, claim.status.value == "projected"),
        (period.kind, period.start, period.end, period.since, period.assumed, period.is_fiscal_start_unknown),
    )


def _meet(one: Claim, other: Claim, policy: Policy, desk: Desk) -> bool:
    near = desk.are_near(one, other)
    band = Band.CONFIRMED if one.id == other.id else compare(one, other, policy, near=near).band
    return as_far_as_told(band, one, other) is Band.CONFIRMED


def _of(claim: Claim) -> Interval:
    return claim.quantity.interval


def _parts(nodes: list[int], joined: dict[tuple[int, int], bool]) -> list[list[int]]:
    parts: list[list[int]] = []
    for node in nodes:
        touching = [part for part in parts if any(joined[node, other] or joined[other, node] for other in part)]
        parts = [part for part in parts if part not in touching]
        parts.append([node, *(one for part in touching for one in part)])
    return parts


def _groups(
    part: list[int], several: list[list[Claim]], meets: dict[tuple[int, int], bool]
) -> list[tuple[list[Claim], list[Claim]]]:
    """Give members and guests of each head, by the words of the page on disputes."""

    def how_much_is_said(at: int) -> tuple[object, ...]:
        first = several[at][0]
        is_day = first.period.kind.value == "as_of" or first.period.accuracy.value == "day"
        words = len(first.subject.key.split()) if first.subject else 0
        return first.place is None, -words, not is_day, first.period.assumed, first.published_at, first.id

    heads: list[int] = []
    for at in sorted(part, key=how_much_is_said):
        if not [head for head in heads if meets[at, head]]:
            heads.append(at)
    met = {at: {head for head in heads if head == at or meets[at, head]} for at in part}
    groups = []
    for head in heads:
        members = [at for at in part if met[at] == {head}]
        guests = [at for at in part if head in met[at] and len(met[at]) > 1]
        guests += [
            at
            for at in part
            if head not in met[at]
            and any(meets[at, host] and head in met[host] and not met[at] & met[host] for host in part)
        ]
        groups.append(([one for at in members for one in several[at]], [one for at in guests for one in several[at]]))
    return groups


def _told(members: list[Claim], guests: list[Claim]) -> Told | None:
    anchors = _anchors(members)
    assert len(anchors) == _most_that_exclude_each_other(members)
    apart = [one for one in guests if all(not share_a_point(_of(one), _of(anchor)) for anchor in anchors)]
    beside = [one for one in guests if one not in apart]
    sides = [*_sides(anchors, members + beside), *_sides(_anchors(apart), apart)]
    holders = {source for _, _, held in sides for source in held}
    if len(sides) < 2 or not members or len(holders) < 2:
        return None
    ordered = [held for _, _, held in sorted(sides, key=lambda side: (side[0], side[1]))]
    return Told(len(sides), tuple(ordered[:KEPT]))


def _high(claim: Claim) -> tuple[bool, object, bool]:
    high = _of(claim).high
    return high is None, 0 if high is None else high, not _of(claim).high_open


def _low(claim: Claim) -> tuple[bool, object, bool]:
    low = _of(claim).low
    return low is not None, 0 if low is None else low, _of(claim).low_open


def _anchors(claims: list[Claim]) -> list[Claim]:
    """Again and again the one that ends first of those that exclude all so far."""
    anchors: list[Claim] = []
    while left := [one for one in claims if all(not share_a_point(_of(one), _of(anchor)) for anchor in anchors)]:
        anchors.append(min(left, key=lambda one: (_high(one), _low(one), one.id)))
    return anchors


def _most_that_exclude_each_other(claims: list[Claim]) -> int:
    """The longest row of figures each of which lies behind the one before, by trying all last ones."""
    ordered = sorted(claims, key=lambda one: (_low(one), _high(one)))
    best: list[int] = []
    for at, one in enumerate(ordered):
        below = [best[b] for b in range(at) if not share_a_point(_of(ordered[b]), _of(one))]
        best.append(1 + max(below, default=0))
    return max(best, default=0)


def _sides(anchors: list[Claim], claims: list[Claim]) -> list[tuple[object, object, frozenset[str]]]:
    held: list[set[str]] = [set() for _ in anchors]
    for one in claims:
        met = [at for at, anchor in enumerate(anchors) if one is anchor or share_a_point(_of(one), _of(anchor))]
        if len(met) == 1:
            held[met[0]].add(name_key(one.source))
    return [(_high(anchor), _low(anchor), frozenset(some)) for anchor, some in zip(anchors, held, strict=True)]


async def stored_disputes(dsn: str) -> tuple[list[Claim], list[Told]]:
    """Read the claims, and what stands in disputes that are not over."""
    connection = await asyncpg.connect(dsn)
    try:
        left = await connection.fetchval("select count(*) from dispute_marks")
        claims = [decode_claim(row["body"]) for row in await connection.fetch("select body from claims")]
        names = {row["id"]: row["key"] for row in await connection.fetch("select id, key from sources")}
        rows = await connection.fetch("select state from disputes where merged_into is null and settles_at is null")
    finally:
        await connection.close()
    assert left == 0, f"{left} marks were left"
    found = []
    for row in rows:
        _, _, holders, _, count, *_ = msgspec.json.decode(row["state"])
        found.append(Told(count, tuple(frozenset(names[source] for source in side) for side in holders)))
    return claims, found


async def assert_disputes_are_expected(dsn: str, policy: Policy) -> int:
    """Compare the two; gives how many disputes there are. No judgement, tolerance or settling plays a part here."""
    claims, found = await stored_disputes(dsn)
    missed, extra = differences(disputes_of(claims, policy, await stored_desk(dsn)), found)
    assert not missed, (
        f"{len(missed)} disputes are missed or say something else: {missed[:3]}, and there are {extra[:3]}"
    )
    assert not extra, f"{len(extra)} disputes are stored that are none: {extra[:3]}"
    return len(found)


def differences(wanted: list[Told], found: list[Told]) -> tuple[list[Told], list[Told]]:
    """Give what is wanted and not there, and what is there and not wanted."""
    missed, extra = list(wanted), []
    for one in found:
        if one in missed:
            missed.remove(one)
        else:
            extra.append(one)
    return missed, extra
