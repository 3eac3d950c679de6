"""Gather: a claim's candidates in pages, compared; nothing is changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from service.breathing import Breath
from service.conflict import Conflict
from service.judging import inside_of
from service.matching import last_days_of
from service.policy import Policy, Tolerance
from service.recording.pairing import Broken, Compared, Comparing, Round
from service.storage import claims as claim_storage
from service.storage import uncompared
from service.storage.pool import Connection
from service.stored import APART, TOGETHER, Candidate, Place, Probe, StoredClaim

CANDIDATES_AT_ONCE = 8_000
"""Of all claims of a round together: a page is some megabytes, whatever is stored."""
COMPARED_IN_A_GO = 100
"""Between two looks at the clock: others must not wait for thousands."""
FEWEST_AT_ONCE, MOST_AT_ONCE = 50, 1_000
"""Of one claim in one page."""


@dataclass(slots=True)
class ComparedPairs:
    """What comparing found of each claim: its pairs, and the conflicts that it opened."""

    pairs: dict[UUID, list[Compared]] = field(default_factory=dict)
    opened: dict[UUID, list[Conflict]] = field(default_factory=dict)
    continues: set[UUID] = field(default_factory=set)
    """Claims with pages left."""
    full: set[UUID] = field(default_factory=set)
    """Claims of whose candidates some were not looked at."""
    looked: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    """How many of other sources' claims were: not known to overlap with ours, and overlapping."""
    reasons: dict[UUID, str] = field(default_factory=dict)
    """By the claim that cannot be compared to its end: what is wrong."""
    broken: list[Broken] = field(default_factory=list)

    def add(self, page: "ComparedPairs", *, kept: bool) -> None:
        """Put a page's outcome to the rest; what was found only if somebody will read it."""
        self.full = page.full | (self.full - page.looked.keys())
        for claim_id, (apart, together) in page.looked.items():
            before = self.looked.get(claim_id, (0, 0))
            self.looked[claim_id] = before[0] + apart, before[1] + together
        self.reasons |= page.reasons
        if not kept:
            return
        for claim_id, pairs in page.pairs.items():
            self.pairs.setdefault(claim_id, []).extend(pairs)
        for claim_id, opened in page.opened.items():
            self.opened.setdefault(claim_id, []).extend(opened)


def probe_of(claim: StoredClaim, near_topics: tuple[int, ...] = ()) -> Probe:
    """Give a claim in the form in which it asks for its candidates; with its topic's neighbours, if none are stored."""
    understood = claim.claim
    inside = inside_of(understood.quantity.interval)
    return Probe(claim, last_days_of(understood), inside, near_topics=near_topics)


async def compare_page(
    connection: Connection,
    asking: Sequence[Probe],
    policy: Policy,
    tolerance: Tolerance | None = None,
    *,
    explained: bool = True,
    most: int | None = None,
) -> tuple[ComparedPairs, list[Probe]]:
    """Compare claims, stored or not, with the next of their candidates; change nothing.

    Args:
        connection: Sees what is committed.
        asking: The claims, each with how far it has come.
        policy: The policy in force.
        tolerance: Stands above those that are set for metrics.
        explained: False leaves out what asks for nothing.
        most: Of one claim in this page.

    Gives the outcome, and the claims that have candidates left, set forward.
    """
    limit = min(most or MOST_AT_ONCE, max(FEWEST_AT_ONCE, CANDIDATES_AT_ONCE // max(1, len(asking))))
    candidates = await claim_storage.find_candidates(connection, asking, explained=explained, limit=limit)
    claims = [one.claim for one in asking]
    done = await _compare(Comparing(claims, policy, tolerance, explained=explained), candidates)
    page = ComparedPairs(pairs={one.id: [] for one in claims}, broken=done.broken)
    for pair in done.pairs:
        page.pairs[pair.one.id].append(pair)
    if page.broken:
        await _find_reasons(connection, page)
    return page, _going_on(asking, candidates, page, limit)


async def _compare(comparing: Comparing, candidates: Sequence[Candidate]) -> Round:
    """Compare all of them, and let others in meanwhile."""
    breathe = Breath()
    for start in range(0, len(candidates), COMPARED_IN_A_GO):
        comparing.go_on(candidates[start : start + COMPARED_IN_A_GO])
        await breathe()
    return comparing.done


async def _find_reasons(connection: Connection, page: ComparedPairs) -> None:
    """What is set aside already has to find its pairs itself, so who stands beside it is done with it."""
    aside = await uncompared.find_set_aside(connection, [one.other.id for one in page.broken])
    for broken in page.broken:
        if not broken.is_others_fault and broken.other.id not in aside:
            page.reasons[broken.one.id] = broken.problem


def _going_on(asking: Sequence[Probe], candidates: Sequence[Candidate], page: ComparedPairs, limit: int) -> list[Probe]:
    """Give those that got as many candidates as there may be, to go on after the last one.

    They stop where the rest only shares a point with their own figure, which asks for nothing.
    """
    ranks: dict[int, Counter[int]] = {ordinal: Counter() for ordinal in range(len(asking))}
    last: dict[int, Place] = {}
    for one in candidates:
        ranks[one.ordinal][one.place.rank] += 1
        last[one.ordinal] = one.place
    page.looked = {asking[ordinal].claim.id: (seen[APART], seen[TOGETHER]) for ordinal, seen in ranks.items()}
    full = [ordinal for ordinal, seen in ranks.items() if seen.total() >= limit]
    page.full = {asking[ordinal].claim.id for ordinal in full}
    return [asking[ordinal]._replace(after=last[ordinal]) for ordinal in full if last[ordinal].rank <= APART]
