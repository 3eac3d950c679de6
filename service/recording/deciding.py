"""Decide, without touching anything: who conflicts with whom, who supersedes whom, why what is stored stands no more.

Two claims of one source do not conflict: the later one (by publication, then by id) supersedes the earlier. A source
that reports two different claimants' figures supersedes neither by the other. Which claims are superseded, and which
pairs of those in force conflict, depends on the set of stored claims alone and not on the order in which they came.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from service.claim import Band, Claim, Status
from service.conflict import Resolution
from service.identity import name_key
from service.recording.pairing import Compared
from service.stored import StandingConflict


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


def decide(compared: Iterable[Compared], decisions: Decisions | None = None) -> Decisions:
    """Turn comparisons into what is to be stored, beside what is decided already."""
    decisions = Decisions() if decisions is None else decisions
    for pair in compared:
        if pair.one.source_id == pair.other.source_id:
            _note_supersession(pair, decisions)
        elif is_conflict(pair):
            earlier, later = in_order(pair.one.claim, pair.other.claim)
            decisions.conflicts[earlier.id, later.id] = pair
    return decisions


def in_order(one: Claim, other: Claim) -> tuple[Claim, Claim]:
    """Give the earlier claim first: by publication, then by id."""
    return (one, other) if (one.published_at, one.id) <= (other.published_at, other.id) else (other, one)


def is_conflict(pair: Compared) -> bool:
    """Say whether two sources' claims are on the same metric and period and cannot both stand."""
    return (
        pair.band is not None
        and pair.verdict.kind.is_conflict
        and not is_retraction(pair.one.claim)
        and not is_retraction(pair.other.claim)
    )


def contradicts(pair: Compared) -> bool:
    """Say whether the other claim is another source's and conflicts."""
    return pair.one.source_id != pair.other.source_id and is_conflict(pair)


def why_out_of_force(standing: StandingConflict) -> tuple[Resolution, str] | None:
    """Say why a conflict cannot stand whatever its figures are: one of its claims counts no more. None if both do.

    The one rule for it, whoever closes: the comparison in which a claim falls, or the sweep. What a source says of its
    own figure comes first, that it withdraws it before that it states another; which of the two claims fell first does
    not matter.
    """
    first, second = standing.claims
    if first.source_id == second.source_id:
        return Resolution.OTHER, "Both claims are of one source."
    if standing.is_retracted:
        return Resolution.RETRACTED, "Its source has withdrawn one of the two figures."
    if first.superseded_by is not None or second.superseded_by is not None:
        return Resolution.SUPERSEDED, "A later claim of its source stands in the place of one of them."
    if first.withdrawn or second.withdrawn:
        return Resolution.RETRACTED, "The load or article that one of them came with took it back."
    return None


def why_refuted(pair: Compared) -> tuple[Resolution, str]:
    """Say why a stored pair is no conflict any more."""
    if pair.likeness.separator is not None:
        return Resolution.DIFFERENT_DEFINITION, pair.verdict.reason
    if pair.band is None:
        return Resolution.DIFFERENT_DEFINITION, "The two metrics are not taken for the same any more."
    return Resolution.OTHER, pair.verdict.reason


def is_retraction(claim: Claim) -> bool:
    """Say whether the claim withdraws a figure and states none."""
    return claim.status is Status.RETRACTED


def _note_supersession(pair: Compared, decisions: Decisions) -> None:
    """A source corrects what it has said in like words; what it says in other words stands beside it."""
    if pair.band is not Band.CONFIRMED or pair.is_lifted or not _same_voice(pair.one.claim, pair.other.claim):
        return
    if beside_in_one_load(pair):
        return
    earlier, later = in_order(pair.one.claim, pair.other.claim)
    known = decisions.superseded.get(earlier.id)
    if known is None or (later.published_at, later.id) < (known.published_at, known.id):
        decisions.superseded[earlier.id] = later


def beside_in_one_load(pair: Compared) -> bool:
    """Say whether two rows of one upload say things of one moment: neither is a correction of the other."""
    one, other = pair.one, pair.other
    return one.load_id is not None and one.load_id == other.load_id and pair.published[0] == pair.published[1]


def _same_voice(one: Claim, other: Claim) -> bool:
    """One source may report the figures of two claimants; neither is then a correction of the other."""
    if one.claimant is None or other.claimant is None:
        return True
    return name_key(one.claimant) == name_key(other.claimant)
