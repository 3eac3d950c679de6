"""Beyond blocking, for a person who asks: what looks alike, and why it is not comparable.

Nothing here is part of the promise that no pair is missed; it is bounded everywhere, and stores nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.policy import Policy, Tolerance, narrowest
from service.recording.candidate_pages import ComparedPairs
from service.recording.pairing import Compared, compare_and_judge
from service.storage import claims as claim_storage
from service.storage import registry
from service.storage.pool import Database
from service.stored import Probe

MOST_SEPARATED = 50
"""Look-alikes in one answer; the likest are the ones that a person may have meant."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one check looks at what is alike."""

    policy: Policy
    tolerance: Tolerance | None
    """Given with the check; it stands above those that are set for metrics."""
    separated: bool
    """Whether what is not comparable is wanted too."""


async def add_look_alikes(
    database: Database, outcome: ComparedPairs, asking: Probe, phrase_ids: Sequence[int], look: Look
) -> None:
    """Add to a claim's pairs what the phrases that look like its own bring: matches, and if wanted separated ones."""
    probe = asking.claim
    async with database.connection() as connection:
        found = await claim_storage.find_claims_of_phrases(connection, asking, phrase_ids, elsewhere=look.separated)
        judged = await registry.find_judged_pairs(connection, [probe.phrase_id])
        tolerances = await registry.find_tolerances(connection, [probe.phrase_id, *phrase_ids])
    pairs = outcome.pairs[probe.id]
    known = {pair.other.id for pair in pairs} | {probe.id}
    compared = [
        compare_and_judge(
            probe,
            other,
            look.policy,
            judged.get((probe.phrase_id, other.phrase_id)),
            look.tolerance or narrowest((tolerances.get(probe.phrase_id), tolerances.get(other.phrase_id))),
            near=False,
        )
        for other in found
        if other.id not in known
    ]
    pairs += [pair for pair in compared if pair.band is not None]
    if look.separated:
        pairs += sorted((pair for pair in compared if pair.likeness.separator), key=_likest)[:MOST_SEPARATED]


def _likest(pair: Compared) -> tuple[float, str]:
    return -pair.score, str(pair.other.id)
