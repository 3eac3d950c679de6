"""What is answered of a claim: looked into as structs, or written with what is stored in the bytes it is stored in."""

from dataclasses import dataclass
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from service.claim import Band, Claim, Conflict, Feature, Gap, Match, Severity, VerdictKind
from service.matching import compare_publications
from service.policy import Policy
from service.recording.comparing import Outcome
from service.recording.deciding import Compared
from service.storage.claims import StoredClaim

_VERDICT_ORDER = {kind: place for place, kind in enumerate((VerdictKind.CONFLICT, VerdictKind.COMPATIBLE))}
_encode = msgspec.json.Encoder(uuid_format="canonical").encode


class Recorded(Struct, frozen=True):
    """What became of a claim: as stored and understood, what it matches, and the conflicts that it opened."""

    claim: Claim
    stored: bool
    """False when the claim was known already by its external id, or was only checked."""
    matches: tuple[Match, ...]
    conflicts: tuple[Conflict, ...]
    policy_version: str
    """Of the features, weights and thresholds that were used; GET /v1/matching describes those in force."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What became of a claim, with its pairs as they were compared: to be looked into, or written as a Recorded."""

    probe: StoredClaim
    stored: bool
    pairs: list[Compared]
    """In the order of the answer."""
    conflicts: tuple[Conflict, ...]
    policy_version: str

    @property
    def claim(self) -> Claim:
        """The claim as stored and understood."""
        return self.probe.claim

    @property
    def matches(self) -> tuple[Match, ...]:
        """What it matches."""
        return tuple(_match(pair) for pair in self.pairs)

    def written(self) -> bytes:
        """Give the JSON of a Recorded, with the claims in the very bytes in which they are stored."""
        matches = [_written_match(pair) for pair in self.pairs]
        return _encode(
            _WrittenRecorded(Raw(self.probe.body), self.stored, matches, self.conflicts, self.policy_version)
        )


class _WrittenMatch(Struct, frozen=True, gc=False):
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
    matches: list[_WrittenMatch]
    conflicts: tuple[Conflict, ...]
    policy_version: str


def _match(pair: Compared) -> Match:
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


def _written_match(pair: Compared) -> _WrittenMatch:
    verdict = pair.verdict
    return _WrittenMatch(
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


def recording_of(probe: StoredClaim, outcome: Outcome, policy: Policy, *, stored: bool) -> Recording:
    """Put together what became of a claim; its own source's claims are no matches."""
    pairs = [pair for pair in outcome.pairs.get(probe.id, ()) if pair.other.source_id != probe.source_id]
    return Recording(
        probe, stored, sorted(pairs, key=_answer_order), tuple(outcome.opened.get(probe.id, ())), policy.version
    )


def _answer_order(pair: Compared) -> tuple[int, float, UUID]:
    """Conflicts first, then by score; the id settles the rest, so that answers are reproducible."""
    return _VERDICT_ORDER.get(pair.verdict.kind, len(_VERDICT_ORDER)), -pair.score, pair.other.id
