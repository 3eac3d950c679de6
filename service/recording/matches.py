"""What a stored claim matches, in pages: the rest of what its answer has listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.policy import Policy
from service.recording.answers import Further
from service.recording.candidate_pages import ComparedPairs
from service.recording.pairing import Compared, compare_with_candidates
from service.storage import claims as claim_storage
from service.storage.pool import Connection
from service.stored import Place, Probe


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the matches, and where the next begin; None at the end."""

    pairs: list[Compared]
    next: Place | None


async def further_of(connection: Connection, asking: Sequence[Probe], outcome: ComparedPairs) -> dict[UUID, Further]:
    """Count what was not looked at, for claims with more candidates than one answer looks at."""
    return {
        one.claim.id: await _count_further(connection, one, outcome.looked.get(one.claim.id, (0, 0)))
        for one in asking
        if one.claim.id in outcome.full
    }


async def _count_further(connection: Connection, asking: Probe, looked: tuple[int, int]) -> Further:
    apart, together = await claim_storage.count_candidates(connection, asking)
    return Further(max(0, apart - looked[0]), max(0, together - looked[1]))


async def find_matches(connection: Connection, asking: Probe, after: Place | None, limit: int, policy: Policy) -> Page:
    """Compare a claim with so many of its candidates; those that match are the page, which may be short or empty."""
    claim = asking.claim
    candidates = await claim_storage.find_candidates(connection, [asking._replace(after=after)], limit=limit)
    pairs = compare_with_candidates([claim], candidates, policy).pairs
    others = [pair for pair in pairs if pair.other.source_id != claim.source_id]
    return Page(others, candidates[-1].place if len(candidates) == limit else None)
