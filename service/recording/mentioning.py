"""Which dispute a claim that conflicts stands in: named in answers and in events."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from service.claim import Band
from service.conflict import Conflict
from service.dispute import DisputeMention
from service.recording.crowding import distance
from service.recording.deciding import contradicts
from service.recording.pairing import Compared
from service.storage.mentions import DisputeSize, find_disputes_of_claims
from service.storage.pool import Connection

_LOOKED_AT = 3
"""Of the claims that one contradicts; the strongest of those that are certain."""


async def mention_disputes(
    connection: Connection, pairs: Mapping[UUID, Sequence[Compared]]
) -> dict[UUID, DisputeMention]:
    """Give, by the claim that asks, the dispute that it stands in, or that those it contradicts stand in."""
    bands: dict[UUID, Band] = {}
    looked: dict[UUID, list[UUID]] = {}
    for claim_id, found in pairs.items():
        apart = sorted((pair for pair in found if contradicts(pair)), key=_strongest_first)
        if apart:
            bands[claim_id] = apart[0].band or Band.SUGGESTED
            looked[claim_id] = [claim_id, *(pair.other.id for pair in apart[:_LOOKED_AT])]
    sizes = await _find(connection, looked.values())
    standing = {one: [sizes[other] for other in others if other in sizes] for one, others in looked.items()}
    return {one: _mention(found[0], bands[one]) for one, found in standing.items() if found}


async def mention_of_conflicts(connection: Connection, found: Sequence[Conflict]) -> dict[UUID, DisputeMention]:
    """Give, by the conflict, the dispute that its claims stand in."""
    claims = {one.id: [claim.id for claim in one.claims] for one in found}
    sizes = await _find(connection, claims.values())
    standing = {one: [sizes[other] for other in others if other in sizes] for one, others in claims.items()}
    bands = {one.id: one.band for one in found}
    return {one: _mention(several[0], bands[one]) for one, several in standing.items() if several}


async def _find(connection: Connection, looked: Iterable[Sequence[UUID]]) -> dict[UUID, DisputeSize]:
    ids = sorted({one for several in looked for one in several})
    return await find_disputes_of_claims(connection, ids) if ids else {}


def _mention(size: DisputeSize, band: Band) -> DisputeMention:
    return DisputeMention(size.id, band, size.position_count, size.claim_count, f"/v1/disputes/{size.id}")


def _strongest_first(pair: Compared) -> tuple[bool, object, UUID]:
    rank, share, absolute = distance(pair.verdict.severity, pair.verdict.gap)
    return pair.band is not Band.CONFIRMED, (-rank, -share, -absolute), pair.other.id
