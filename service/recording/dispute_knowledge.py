"""What is known about a dispute: gathered when somebody asks, from its claims and what stands beside them, bounded."""

from service.claim import Claim
from service.disputing import find_carriers, list_origins
from service.disputing.causes import Said, find_causes, is_stale, said_of
from service.knowledge import Knowledge
from service.recording.dispute_reading import Detail
from service.storage import knowledge as storage
from service.storage.pool import Connection

MOST_CLAIMS = 200
"""Of a dispute, and as many beside it, so many are looked at."""


async def know_dispute(connection: Connection, detail: Detail) -> Knowledge:
    """Say why its figures differ, where they come from, and who still carries one that was taken back."""
    held, own = _held(detail)
    if not own:
        return Knowledge((), is_stale=False, origins=(), still_carried=(), claims_looked_at=0)
    phrases = sorted({claim.metric.phrase for claim in own})
    places = sorted({claim.place.key if claim.place else "" for claim in own})
    day = own[0].period.end
    kin = await storage.find_kin(connection, phrases, places, day, MOST_CLAIMS)
    corrections = await storage.find_corrections(connection, phrases, places, day, MOST_CLAIMS)
    series, others = _sorted_out(own[0], phrases, kin)
    causes = find_causes(held, series, others)
    return Knowledge(
        causes=causes,
        is_stale=is_stale(held, causes),
        origins=list_origins(own),
        still_carried=find_carriers(own, corrections),
        claims_looked_at=len(own) + len(kin) + len(corrections),
    )


def _held(detail: Detail) -> tuple[list[list[Said]], list[Claim]]:
    """Give what is said position by position, guests left out, and all claims that are looked at."""
    left, held, own = MOST_CLAIMS, [], []
    for position, listed in detail.positions:
        claims = [one.claim for one in listed[:left]]
        left -= len(claims)
        own += claims
        holding = {figure.claim_id for figure in position.holders}
        if not position.is_guest:
            held.append([said_of(claim) for claim in claims if claim.id in holding])
    return [one for one in held if one], own


def _sorted_out(head: Claim, phrases: list[str], kin: list[Claim]) -> tuple[list[Said], list[Said]]:
    """Tell the figures of other days from those of other metrics on the same one; all of the same subject and unit."""
    alike = [claim for claim in kin if _is_alike(claim, head)]
    others = [said_of(one) for one in alike if one.metric.phrase not in phrases and one.period.end == head.period.end]
    series = [said_of(one) for one in alike if one.period.end != head.period.end]
    return series, others


def _is_alike(claim: Claim, head: Claim) -> bool:
    ours, theirs = (one.subject.key if one.subject else None for one in (claim, head))
    quantity, other = claim.quantity, head.quantity
    return (
        ours == theirs
        and (quantity.kind, quantity.unit.dimension) == (other.kind, other.unit.dimension)
        and claim.period.kind is head.period.kind
    )
