"""Decide, without touching anything: who conflicts with whom, who supersedes whom, why what is stored stands no more.

Two claims of one source do not conflict: the later one (by publication, then by id) supersedes the earlier. A source
that reports two different claimants' figures supersedes neither by the other. Which claims are superseded, and which
pairs of those in force conflict, depends on the set of stored claims alone and not on the order in which they came.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.claim import Band, Claim, Comparison, Period, PeriodKind, Sameness, Status, Verdict, VerdictKind
from service.conflict import Resolution
from service.identity import name_key
from service.judging import judge
from service.matching import Likeness, compare_publications, likeness_of
from service.policy import Policy, Tolerance
from service.recording.bases import may_have_other_bases
from service.stored import Candidate, StandingConflict, StoredClaim


class Compared(Struct, frozen=True, eq=False):
    """One claim beside another: do they speak of the same, and can both stand?"""

    one: StoredClaim
    other: StoredClaim
    likeness: Likeness
    verdict: Verdict
    score: float
    band: Band | None
    published: tuple[datetime, datetime]
    is_lifted: bool = False
    """Whether all their words together bring the two there, and not those of their metrics."""

    @property
    def comparison(self) -> Comparison:
        """All that the score comes from."""
        features = (*self.likeness.features, compare_publications(*self.published))
        return Comparison(self.score, self.band, features, self.likeness.separator)


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
    *,
    near: bool = True,
) -> Compared:
    """Compare two claims and judge their figures.

    Args:
        one: The claim that asks.
        other: The claim beside it.
        policy: The policy in force.
        judged: What a desk has judged of the two metrics; it outranks their words.
        tolerance: In place of the policy's.
        near: Whether their topics are neighbours.
    """
    likeness = likeness_of(one.claim, other.claim, judged, near=near)
    verdict = _verdict(one.claim, other.claim, likeness, policy.tolerance if tolerance is None else tolerance)
    published = one.claim.published_at, other.claim.published_at
    score, band, is_lifted = likeness.beside(*published, policy)
    band = as_far_as_told(band, one.claim, other.claim)
    return Compared(one, other, likeness, verdict, score, band, published, is_lifted)


def as_far_as_told(band: Band | None, one: Claim, other: Claim) -> Band | None:
    """Confirm nothing of a claim that does not say of what, and no day's count beside the running total of that day.

    "deaths" with neither place nor subject may be any. "919 on 27 March" and "9,134 as of 27 March" are two things as a
    rule; where a source says both for one, a person sees it. Two sources' anomalies have one base only if both name it.
    """
    if band is not Band.CONFIRMED:
        return band
    is_unsure = _tells_too_little(one) or _tells_too_little(other) or _is_day_beside_total(one.period, other.period)
    if not is_unsure and may_have_other_bases(one, other):
        is_unsure = name_key(one.source) != name_key(other.source)
    return Band.SUGGESTED if is_unsure else band


_ON_A_DAY = re.compile(
    r"\s*(?:on|am|le|el|il|w|dnia)\s+\D*\d|\s*(?:on |overnight )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\s*(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    re.IGNORECASE,
)


def _is_day_beside_total(one: Period, other: Period) -> bool:
    """Tell what is said of a day ("on 27 March", "Tuesday") from a total up to it; a bare date may be either."""
    if one.kind is other.kind or one.end != other.end:
        return False
    day = one if one.kind is PeriodKind.DURING else other
    return day.start == day.end and bool(_ON_A_DAY.match(day.as_given or ""))


def _tells_too_little(claim: Claim) -> bool:
    if claim.place is not None or claim.subject is not None:
        return False
    return sum(":" not in word for word in claim.metric.phrase.split()) <= 1


def _verdict(one: Claim, other: Claim, likeness: Likeness, tolerance: Tolerance) -> Verdict:
    if (separator := likeness.separator) is not None:
        return Verdict(VerdictKind.NOT_COMPARABLE, f"Not comparable: {separator}.", separator)
    return judge(one.quantity, other.quantity, tolerance)


@dataclass(frozen=True, slots=True)
class Broken:
    """A pair that cannot be compared, and why. Whoever set it aside tries again."""

    one: StoredClaim
    other: StoredClaim
    is_others_fault: bool
    """True when the stored claim beside ours cannot even be decoded."""
    problem: str


@dataclass(slots=True)
class Round:
    """What comparing claims with their candidates gives."""

    pairs: list[Compared] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)


def compare_with_candidates(
    probes: Sequence[StoredClaim],
    candidates: Iterable[Candidate],
    policy: Policy,
    tolerance: Tolerance | None = None,
    *,
    explained: bool = True,
) -> Round:
    """Compare claims with what blocking found for them; give the pairs that match. Total: no pair breaks another.

    Sources repeat each other: of the claims that say the same about one thing only the first is taken apart.

    Args:
        probes: The claims that ask.
        candidates: What was found, by the ordinal of the probe.
        policy: The policy in force.
        tolerance: In place of the policy's and of those that are set for metrics.
        explained: False leaves out what cannot ask for anything: other sources' figures that share a point with ours.
    """
    comparing = Comparing(probes, policy, tolerance, explained=explained)
    comparing.go_on(candidates)
    return comparing.done


class Comparing:
    """Claims that are compared with their candidates some at a time, with pauses between as whoever calls likes."""

    def __init__(
        self, probes: Sequence[StoredClaim], policy: Policy, tolerance: Tolerance | None = None, *, explained: bool
    ) -> None:
        self._sides = [_Side(probe, policy, tolerance, explained) for probe in probes]
        self.done = Round()

    def go_on(self, candidates: Iterable[Candidate]) -> None:
        """Compare with the next candidates."""
        for candidate in candidates:
            asking = self._sides[candidate.ordinal]
            try:
                pair = asking.beside(candidate)
            except Exception as error:  # noqa: BLE001 - whatever it was, it concerns this pair alone
                self.done.broken.append(_broken(asking.one, candidate.claim, error))
            else:
                if pair is not None:
                    self.done.pairs.append(pair)


class _Side:
    """The side of one claim that asks. What was said once is compared once."""

    def __init__(self, one: StoredClaim, policy: Policy, tolerance: Tolerance | None, explained: bool) -> None:  # noqa: FBT001 - passed on
        self.one = one
        self._published_at = one.claim.published_at
        self._policy, self._tolerance, self._explained = policy, tolerance, explained
        self._known: dict[object, _Judged] = {}

    def beside(self, candidate: Candidate) -> Compared | None:
        """Compare with one candidate; None when they do not match, or ask for nothing and nobody reads on."""
        one, other = self.one, candidate.claim
        outline = other.outline
        said = outline.said(other.phrase_id), candidate.near, one.source_id == other.source_id
        found = self._known.get(said)
        if found is None:
            found = self._known[said] = self._compared(candidate)
        published = self._published_at, outline.published_at
        score, band, is_lifted = found.likeness.beside(*published, self._policy)
        if band is None:
            return None
        verdict = found.verdict
        if verdict is None:
            verdict = found.verdict = self._verdict(candidate, found.likeness)
        if not self._explained and one.source_id != other.source_id and verdict.kind is not VerdictKind.CONFLICT:
            return None
        if band is Band.CONFIRMED and not found.tells_enough:
            band = Band.SUGGESTED
        return Compared(one, other, found.likeness, verdict, score, band, published, is_lifted)

    def _compared(self, candidate: Candidate) -> "_Judged":
        one, other = self.one.claim, candidate.claim.claim
        likeness = likeness_of(one, other, candidate.judged, near=candidate.near)
        return _Judged(likeness, as_far_as_told(Band.CONFIRMED, one, other) is Band.CONFIRMED)

    def _verdict(self, candidate: Candidate, likeness: Likeness) -> Verdict:
        tolerance = candidate.tolerance if self._tolerance is None else self._tolerance
        used = self._policy.tolerance if tolerance is None else tolerance
        return _verdict(self.one.claim, candidate.claim.claim, likeness, used)


@dataclass(slots=True)
class _Judged:
    """What holds of all claims that say the same."""

    likeness: Likeness
    tells_enough: bool
    verdict: Verdict | None = None
    """Their figures are judged once a claim matches: most that share a word with ours do not."""


def _broken(one: StoredClaim, other: StoredClaim, error: Exception) -> Broken:
    return Broken(one, other, not _can_be_decoded(other), f"{type(error).__name__} beside claim {other.id}")


def _can_be_decoded(stored: StoredClaim) -> bool:
    try:
        decoded, outline = stored.claim, stored.outline
    except Exception:  # noqa: BLE001 - that it cannot be is the answer
        return False
    return decoded.published_at == outline.published_at


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
        and pair.verdict.kind is VerdictKind.CONFLICT
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
