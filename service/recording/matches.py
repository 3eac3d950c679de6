"""What a stored claim matches, in pages: the rest of what its answer has listed."""

from dataclasses import dataclass

from service.policy import Policy
from service.recording.answers import Further
from service.recording.pairing import Compared, compare_with_candidates
from service.storage import claims as claim_storage
from service.storage.pool import Connection
from service.stored import Place, Probe


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the matches, and where the next begin; None at the end."""

    pairs: list[Compared]
    next: Place | None


async def count_further(connection: Connection, asking: Probe, looked: tuple[int, int]) -> Further:
    """Count the claims beside the one that asks that were not looked at."""
    apart, together = await claim_storage.count_candidates(connection, asking)
    return Further(max(0, apart - looked[0]), max(0, together - looked[1]))


async def find_matches(connection: Connection, asking: Probe, after: Place | None, limit: int, policy: Policy) -> Page:
    """Compare a claim with so many of its candidates; those that match are the page, which may be short or empty."""
    claim = asking.claim
    candidates = await claim_storage.find_candidates(connection, [asking._replace(after=after)], limit=limit)
    pairs = compare_with_candidates([claim], candidates, policy).pairs
    others = [pair for pair in pairs if pair.other.source_id != claim.source_id]
    return Page(others, candidates[-1].place if len(candidates) == limit else None)
