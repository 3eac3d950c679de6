"""Decide, without touching anything: who conflicts with whom, who supersedes whom, what is to be announced.

Two claims of one source do not conflict: the later one (by publication, then by id) supersedes the earlier. A source
that reports two different claimants' figures supersedes neither by the other. Which claims are superseded, and which
pairs of those in force conflict, depends on the set of stored claims alone and not on the order in which they came.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from service.claim import Band, Claim, Comparison, Match, Resolution, Sameness, Status, Verdict, VerdictKind
from service.judging import gap_between, judge
from service.matching import compare
from service.policy import Policy, Tolerance
from service.storage.claims import StoredClaim


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim beside another: do they speak of the same, and can both stand?"""

    one: StoredClaim
    other: StoredClaim
    comparison: Comparison
    verdict: Verdict

    def match(self) -> Match:
        """Give the pair as it is answered to who sent `one`."""
        return Match(
            claim=self.other.claim,
            score=self.comparison.score,
            band=self.comparison.band,
            verdict=self.verdict.kind,
            reason=self.verdict.reason,
            separator=self.verdict.separator,
            severity=self.verdict.severity,
            gap=self.verdict.gap,
            features=self.comparison.features,
        )


@dataclass(slots=True)
class Decisions:
    """What a round of comparisons asks storage to do."""

    superseded: dict[UUID, Claim] = field(default_factory=dict)
    """By the id of the earlier claim: the claim that takes its place."""
    conflicts: dict[tuple[UUID, UUID], Compared] = field(default_factory=dict)
    """By the ids of the pair, the earlier claim first."""

    def involved(self) -> list[UUID]:
        """Give the ids of all claims that are to be held while this is carried out."""
        ids = set(self.superseded)
        for pair in self.conflicts:
            ids.update(pair)
        return sorted(ids)


def compare_and_judge(
    one: StoredClaim,
    other: StoredClaim,
    policy: Policy,
    judged: Sameness | None = None,
    tolerance: Tolerance | None = None,
) -> Compared:
    """Compare two claims and judge their figures.

    Args:
        one: The claim that asks.
        other: The claim beside it.
        policy: The policy in force.
        judged: What a desk has judged of the two metrics; it outranks their words.
        tolerance: In place of the policy's.
    """
    comparison = compare(one.claim, other.claim, policy, judged)
    if comparison.separator is not None:
        reason = f"Not comparable: {comparison.separator}."
        return Compared(one, other, comparison, Verdict(VerdictKind.NOT_COMPARABLE, reason, comparison.separator))
    used = policy.tolerance if tolerance is None else tolerance
    return Compared(one, other, comparison, judge(one.claim.quantity, other.claim.quantity, used))


def may_matter(one: StoredClaim, other: StoredClaim) -> bool:
    """Say whether comparing two claims could ask for anything: figures of two sources that share a point do not."""
    if one.source_id == other.source_id:
        return True
    return gap_between(one.claim.quantity.interval, other.claim.quantity.interval) is not None


def decide(compared: Iterable[Compared]) -> Decisions:
    """Turn comparisons into what is to be stored."""
    decisions = Decisions()
    for pair in compared:
        if pair.one.source_id == pair.other.source_id:
            _note_supersession(pair, decisions)
        elif conflicts(pair):
            earlier, later = in_order(pair.one.claim, pair.other.claim)
            decisions.conflicts[earlier.id, later.id] = pair
    return decisions


def in_order(one: Claim, other: Claim) -> tuple[Claim, Claim]:
    """Give the earlier claim first: by publication, then by id."""
    return (one, other) if (one.published_at, one.id) <= (other.published_at, other.id) else (other, one)


def conflicts(pair: Compared) -> bool:
    """Say whether two sources' claims are on the same metric and period and cannot both stand."""
    return (
        pair.comparison.band is not None
        and pair.verdict.kind is VerdictKind.CONFLICT
        and not is_retraction(pair.one.claim)
        and not is_retraction(pair.other.claim)
    )


def why_refuted(pair: Compared) -> tuple[Resolution, str]:
    """Say why a stored pair is no conflict any more."""
    if pair.comparison.separator is not None:
        return Resolution.DIFFERENT_DEFINITION, pair.verdict.reason
    if pair.comparison.band is None:
        return Resolution.DIFFERENT_DEFINITION, "The two metrics are not taken for the same any more."
    return Resolution.OTHER, pair.verdict.reason


def is_retraction(claim: Claim) -> bool:
    """Say whether the claim withdraws a figure and states none."""
    return claim.status is Status.RETRACTED


def _note_supersession(pair: Compared, decisions: Decisions) -> None:
    if pair.comparison.band is not Band.CONFIRMED or not _same_voice(pair.one.claim, pair.other.claim):
        return
    earlier, later = in_order(pair.one.claim, pair.other.claim)
    known = decisions.superseded.get(earlier.id)
    if known is None or (later.published_at, later.id) < (known.published_at, known.id):
        decisions.superseded[earlier.id] = later


def _same_voice(one: Claim, other: Claim) -> bool:
    """One source may report the figures of two claimants; neither is then a correction of the other."""
    if one.claimant is None or other.claimant is None:
        return True
    return one.claimant.casefold().split() == other.claimant.casefold().split()
