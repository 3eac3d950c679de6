"""Compare a claim with its candidates, pair by pair: do the two speak of the same, and can both figures stand? Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from service.claim import Band, Claim, Comparison, PeriodKind, Quantity, Sameness, Verdict, VerdictKind
from service.identity import name_key
from service.judging import judge
from service.matching import Likeness, compare_publications, completed, likeness_of
from service.policy import Policy, Tolerance
from service.recording.bases import may_have_other_bases
from service.stored import Candidate, StoredClaim


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
    is_unsure = _tells_too_little(one) or _tells_too_little(other) or _is_day_beside_total(one, other)
    if not is_unsure and may_have_other_bases(one, other):
        is_unsure = name_key(one.source) != name_key(other.source)
    return Band.SUGGESTED if is_unsure else band


_ON_A_DAY = re.compile(
    r"\s*(?:on|am|le|el|il|w|dnia)\s+\D*\d|\s*(?:on |overnight )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\s*(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    re.IGNORECASE,
)


def _is_day_beside_total(one: Claim, other: Claim) -> bool:
    """Tell what is said of a day ("on 27 March", "Tuesday") from a total up to it.

    A bare date may be either; a figure that is a small part of the other is then the day's own.
    """
    if one.period.kind is other.period.kind or one.period.end != other.period.end:
        return False
    day, total = (one, other) if one.period.kind is PeriodKind.DURING else (other, one)
    is_said = bool(_ON_A_DAY.match(day.period.as_given or ""))
    return day.period.start == day.period.end and (is_said or _is_small_part(day.quantity, total.quantity))


_PART = 3
"""A day's figure is seldom more than a third of the total, and two sources seldom differ so much."""


def _is_small_part(day: Quantity, total: Quantity) -> bool:
    high, low = day.stated.high, total.stated.low
    return day.unit.dimension == "count" and high is not None and low is not None and 0 < high * _PART <= low


def _tells_too_little(claim: Claim) -> bool:
    if claim.place is not None or claim.subject is not None:
        return False
    return sum(":" not in word for word in claim.metric.phrase.split()) <= 1


def _verdict(one: Claim, other: Claim, likeness: Likeness, tolerance: Tolerance) -> Verdict:
    if (separator := likeness.separator) is not None:
        return Verdict(VerdictKind.NOT_COMPARABLE, f"Not comparable: {separator}.", separator)
    ours, theirs = completed(one.quantity, other.quantity), completed(other.quantity, one.quantity)
    return judge(ours, theirs, tolerance)


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
        if not self._explained and one.source_id != other.source_id and not verdict.kind.is_conflict:
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
