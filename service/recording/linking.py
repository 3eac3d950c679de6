"""Which questions may belong together: found as claims are found, by their blocks, one comparison for two questions."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from service.claim import Band, Claim, Sameness
from service.matching import compare, last_days_of
from service.policy import Policy
from service.recording.bases import may_have_other_bases
from service.recording.pairing import as_far_as_told
from service.storage import questions as storage
from service.storage.pool import Connection
from service.storage.questions import Asking
from service.stored import StoredClaim

Judged = Mapping[tuple[int, int], Sameness]
Near = AbstractSet[tuple[int, int]]


async def link_questions(connection: Connection, asked: Mapping[int, Claim], policy: Policy) -> None:
    """Note which other questions the given ones may belong to: a figure lies apart, and they are the same metric.

    Args:
        connection: In the transaction in which the figures were placed.
        asked: Any claim of each question.
        policy: The policy in force.
    """
    asking = [Asking(one, last_days_of(claim)) for one, claim in asked.items()]
    beside = await storage.find_beside(connection, asking)
    if not beside:
        return
    earliest = await storage.find_earliest(connection, sorted({one for pair in beside for one in pair}))
    known = [(one, other) for one, other in beside if one in earliest and other in earliest]
    judged = await storage.find_judged(connection, sorted({one.phrase_id for one in earliest.values()}))
    near = await storage.find_near(connection, earliest.values())
    linked = [(one, other) for one, other in known if meet(earliest[one], earliest[other], judged, near, policy)]
    await storage.link_questions(connection, _both_ways(linked))


def meet(ours: StoredClaim, theirs: StoredClaim, judged: Judged, near: Near, policy: Policy) -> bool:
    """Say whether two claims speak of the same for certain, as their conflict is recorded.

    A claim meets itself when it says of what it speaks.

    Args:
        ours: A claim.
        theirs: Another one.
        judged: What a desk has said of their metrics.
        near: Which topics were found to be neighbours; others lift nothing.
        policy: The policy in force.
    """
    if may_have_other_bases(ours.claim, theirs.claim):
        return False
    if ours.id == theirs.id:
        return as_far_as_told(Band.CONFIRMED, ours.claim, theirs.claim) is Band.CONFIRMED
    said = judged.get((ours.phrase_id, theirs.phrase_id))
    are_near = (ours.topic_id, theirs.topic_id) in near
    band = compare(ours.claim, theirs.claim, policy, said, near=are_near).band
    return as_far_as_told(band, ours.claim, theirs.claim) is Band.CONFIRMED


def _both_ways(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted({pair for one, other in pairs for pair in ((one, other), (other, one))})
