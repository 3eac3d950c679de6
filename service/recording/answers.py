"""What is answered of a claim: looked into as structs, or written with what is stored in the bytes it is stored in."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, assert_never
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from service.claim import Band, Claim, ClaimId, Feature, Gap, Match, Severity, VerdictKind
from service.conflict import Conflict
from service.dispute import DisputeMention
from service.identity import mixed_scripts
from service.matching import NearMiss, compare_publications
from service.policy import Policy
from service.recording.candidate_pages import ComparedPairs
from service.recording.deciding import beside_in_one_load
from service.recording.pairing import Compared
from service.stored import StoredClaim

ANSWER_ORDER = {
    VerdictKind.CONFLICT: 0,
    VerdictKind.COMPATIBLE: 1,
    VerdictKind.AGREE_BY_ROUNDING: 2,
    VerdictKind.AGREE: 2,
    VerdictKind.NOT_COMPARABLE: 2,
}
"""Which matches are told first; those of one rank by their score."""
_encode = msgspec.json.Encoder(uuid_format="canonical").encode

CHECKED_REST = "/v1/claims/check?matches=all&cursor=start"
"""Where a check is sent again for what one answer cannot hold."""
BEST_OF_THE_REST = 10
"""Matches that agree, in an answer that holds the best."""
MOST_BEST = 15
"""Conflicting matches in such an answer."""
MOST_CONFLICTS = 15
"""Conflicts in any answer; the list of conflicts has them all."""
MOST_BEST_BYTES = 38_000
"""Of the best matches; a claim that contradicts a great many is answered in less than 50 kB."""
MOST_BYTES = 130_000
"""Of all matches in one answer; the rest is in pages. Conflicts have as much beside them, and all is below 200 kB."""
MOST_CONFLICT_BYTES = 60_000
BYTES_BESIDE = 1_300
"""Of features and reasons, beside the body of the claim."""


class MatchesWanted(Enum):
    """How much of what a claim matches an answer holds."""

    BEST = "best"
    ALL = "all"
    CONFLICTING = "conflicting"


class ComparisonState(Enum):
    """How far a claim was compared when it was answered."""

    COMPLETE = "complete"
    CONTINUES = "continues"
    SET_ASIDE = "set_aside"


class Further(Struct, frozen=True):
    """Claims beside this one that were not looked at for this answer."""

    apart: Annotated[int, Meta(description="Whose figures are not known to overlap with this one.")] = 0
    overlapping: Annotated[int, Meta(description="Whose figures certainly share a point with it.")] = 0


class Counts(Struct, frozen=True):
    """How many matches there are of each verdict, whether they are listed or not; and what was not looked at."""

    conflict: Annotated[int, Meta(description="Figures that cannot both stand.")]
    compatible: Annotated[int, Meta(description="A bound or a range leaves room for the other figure.")]
    agree_by_rounding: Annotated[int, Meta(description="Each can be the other, rounded or approximated.")]
    agree: Annotated[int, Meta(description="Both state the same.")]
    not_comparable: Annotated[int, Meta(description="Look-alikes with a separator, where they were asked for.")]
    further: Annotated[Further, Meta(description="What was not looked at for this answer.")]


NOTHING = Further()


class Recorded(Struct, frozen=True):
    """What became of a claim: as stored and understood, what it matches, and the conflicts that it opened."""

    claim: Claim
    stored: Annotated[
        bool, Meta(description="False when the claim was known already by its external id, or was only checked.")
    ]
    matches: Annotated[tuple[Match, ...], Meta(description="Conflicts first, then by score; `counts` tells of all.")]
    conflicts: tuple[Conflict, ...]
    policy_version: Annotated[
        str,
        Meta(
            description="Of the features, weights and thresholds that were used; GET /v1/matching describes those "
            "in force."
        ),
    ]
    counts: Annotated[Counts, Meta(description="How many matches there are of each verdict.")]
    rest: Annotated[
        str | None,
        Meta(description="Where the matches that are not listed are; null when all are. A check is sent there again."),
    ]
    comparison: Annotated[
        ComparisonState,
        Meta(
            description="`continues`: more pairs than one answer waits for, the service goes on. `set_aside`: it "
            "cannot be compared to its end just now and is tried again; `comparison_note` says why."
        ),
    ]
    comparison_note: Annotated[str | None, Meta(description="Why it is set aside; null otherwise.")]
    dispute: Annotated[
        DisputeMention | None,
        Meta(
            description="The dispute that the claim stands in, or would stand in, when it contradicts another; null "
            "when it contradicts none, or where that is still being worked out."
        ),
    ]
    warnings: Annotated[
        tuple[str, ...],
        Meta(
            description="What a person should look at before trusting it, in sentences.",
            examples=[["The source mixes Cyrillic and Latin letters in one word: it may pass for another one."]],
        ),
    ]
    near: Annotated[
        tuple[NearMiss, ...] | UnsetType,
        Meta(
            description="Up to five claims of other sources that are nearly the same, the nearest first, with what "
            "keeps them apart: why nothing was found. Only where `near=true` asks for it."
        ),
    ] = UNSET


@dataclass(frozen=True, slots=True)
class Recording:
    """What became of a claim, with its pairs as they were compared: to be looked into, or written as a Recorded."""

    probe: StoredClaim
    stored: bool
    pairs: list[Compared]
    """In the order of the answer."""
    conflicts: tuple[Conflict, ...]
    policy_version: str
    further: Further = NOTHING
    comparison: ComparisonState = ComparisonState.COMPLETE
    note: str | None = None
    is_page: bool = False
    """True of a check that is answered in pages: all of the page is listed."""
    goes_on_at: str | None = None
    """Where the next page is, then; None at the end."""
    is_stored: bool = True
    """False when it was only checked."""
    dispute: DisputeMention | None = None
    near: tuple[NearMiss, ...] | UnsetType = UNSET
    """What is nearly the same, where somebody asks."""
    beside: tuple[ClaimId, ...] = ()
    """Claims of the same source and upload that say something else of the same thing; neither is a correction."""

    @property
    def counts(self) -> Counts:
        """How many pairs there are of each verdict."""
        told = Counter(pair.verdict.kind for pair in self.pairs)
        return Counts(
            told[VerdictKind.CONFLICT],
            told[VerdictKind.COMPATIBLE],
            told[VerdictKind.AGREE_BY_ROUNDING],
            told[VerdictKind.AGREE],
            told[VerdictKind.NOT_COMPARABLE],
            self.further,
        )

    @property
    def claim(self) -> Claim:
        """The claim as stored and understood."""
        return self.probe.claim

    @property
    def matches(self) -> tuple[Match, ...]:
        """What it matches."""
        return tuple(match_of(pair) for pair in self.pairs)

    def written(self, wanted: MatchesWanted = MatchesWanted.BEST) -> bytes:
        """Give the JSON of a Recorded, with the claims in the very bytes in which they are stored."""
        listed = self.pairs if self.is_page else _listed(self.pairs, wanted)
        return _encode(
            _WrittenRecorded(
                Raw(self.probe.body),
                self.stored,
                [written_match(pair) for pair in listed],
                self._listed_conflicts(),
                self.policy_version,
                self.counts,
                self._rest(len(listed)),
                self.comparison,
                self.note,
                self.dispute,
                self.warnings,
                self.near,
            )
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should look at."""
        found = []
        if scripts := mixed_scripts(self.claim.source):
            mixed = " and ".join(scripts)
            found.append(f"The source mixes {mixed} letters in one word: it may pass for another one.")
        if self.beside:
            ids = ", ".join(str(one) for one in self.beside[:5])
            found.append(f"The same upload says something else of the same thing, and neither takes the place: {ids}.")
        return tuple(found)

    def _listed_conflicts(self) -> tuple[Conflict, ...]:
        first = self.conflicts[:MOST_CONFLICTS]
        sizes = list(itertools.accumulate(len(_encode(one)) for one in first))
        fitting = zip(first, sizes, strict=True)
        return tuple(one for one, size in fitting if size <= MOST_CONFLICT_BYTES or size == sizes[0])

    def _rest(self, listed: int) -> str | None:
        if self.is_page:
            return self.goes_on_at
        is_all = listed == len(self.pairs) and self.further == NOTHING and len(self.conflicts) <= MOST_CONFLICTS
        is_stored = self.is_stored
        if is_all:
            return None
        return f"/v1/claims/{self.probe.id}/matches" if is_stored else CHECKED_REST


def _listed(pairs: Sequence[Compared], wanted: MatchesWanted) -> list[Compared]:
    match wanted:
        case MatchesWanted.ALL:
            chosen = _small(pairs)
        case MatchesWanted.CONFLICTING:
            chosen = _small([pair for pair in pairs if pair.verdict.kind.is_conflict])
        case MatchesWanted.BEST:
            hard = [pair for pair in pairs if pair.verdict.kind.is_conflict][:MOST_BEST]
            rest = [pair for pair in pairs if not pair.verdict.kind.is_conflict]
            chosen = _small([*hard, *rest[:BEST_OF_THE_REST]], MOST_BEST_BYTES)
        case _:
            assert_never(wanted)
    return chosen


def _small(pairs: Sequence[Compared], most: int = MOST_BYTES) -> list[Compared]:
    """As many as the answer may hold by its bytes, and one in any case: a quote may be long."""
    sizes = list(itertools.accumulate(len(pair.other.body) + BYTES_BESIDE for pair in pairs))
    return [pair for pair, size in zip(pairs, sizes, strict=True) if size <= most or size == sizes[0]]


class WrittenMatch(Struct, frozen=True, gc=False):
    """A Match, field by field, with parts that are JSON already."""

    claim: Raw
    score: float
    band: Band | None
    verdict: VerdictKind
    reason: str
    separator: str | None
    severity: Severity | None
    gap: Gap | None
    features: tuple[Raw | Feature, ...]


class _WrittenRecorded(Struct, frozen=True):
    """A Recorded, field by field, with parts that are JSON already."""

    claim: Raw
    stored: bool
    matches: list[WrittenMatch]
    conflicts: tuple[Conflict, ...]
    policy_version: str
    counts: Counts
    rest: str | None
    comparison: ComparisonState
    comparison_note: str | None
    dispute: DisputeMention | None
    warnings: tuple[str, ...]
    near: tuple[NearMiss, ...] | UnsetType


def match_of(pair: Compared) -> Match:
    """Give a pair as it is answered."""
    verdict = pair.verdict
    return Match(
        claim=pair.other.claim,
        score=pair.score,
        band=pair.band,
        verdict=verdict.kind,
        reason=verdict.reason,
        separator=verdict.separator,
        severity=verdict.severity,
        gap=verdict.gap,
        features=pair.comparison.features,
    )


def written_match(pair: Compared) -> WrittenMatch:
    """Give a pair as it is answered, with the parts that are written already."""
    verdict = pair.verdict
    return WrittenMatch(
        claim=Raw(pair.other.body),
        score=pair.score,
        band=pair.band,
        verdict=verdict.kind,
        reason=verdict.reason,
        separator=verdict.separator,
        severity=verdict.severity,
        gap=verdict.gap,
        features=(*pair.likeness.written, compare_publications(*pair.published)),
    )


def recording_of(  # noqa: PLR0913 - what is known besides, by name
    probe: StoredClaim,
    outcome: ComparedPairs,
    policy: Policy,
    *,
    stored: bool,
    further: Further = NOTHING,
    is_stored: bool = True,
    dispute: DisputeMention | None = None,
) -> Recording:
    """Put together what became of a claim; its own source's claims are no matches."""
    found = outcome.pairs.get(probe.id, ())
    pairs = [pair for pair in found if pair.other.source_id != probe.source_id]
    beside = [ClaimId(pair.other.id) for pair in found if _says_otherwise(pair)]
    state = (
        ComparisonState.SET_ASIDE
        if probe.id in outcome.reasons
        else ComparisonState.CONTINUES
        if probe.id in outcome.continues
        else ComparisonState.COMPLETE
    )
    return Recording(
        probe,
        stored,
        sorted(pairs, key=answer_order),
        tuple(outcome.opened.get(probe.id, ())),
        policy.version,
        further,
        state,
        outcome.reasons.get(probe.id),
        is_stored=is_stored,
        dispute=dispute,
        beside=tuple(beside),
    )


def _says_otherwise(pair: Compared) -> bool:
    is_own = pair.one.source_id == pair.other.source_id
    return is_own and beside_in_one_load(pair) and pair.verdict.kind.is_conflict


def answer_order(pair: Compared) -> tuple[int, float, UUID]:
    """Conflicts first, then by score; the id settles the rest, so that answers are reproducible."""
    return ANSWER_ORDER[pair.verdict.kind], -pair.score, pair.other.id
