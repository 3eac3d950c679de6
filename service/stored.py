"""What is compared: a claim as it is stored, and what blocking found beside it. Plain nouns, no database."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from service.claim import Band, Claim, Sameness
from service.conflict import ConflictStatus
from service.policy import Tolerance

_encode = msgspec.json.Encoder(uuid_format="canonical").encode
decode_claim = msgspec.json.Decoder(Claim).decode


class Outline(Struct, frozen=True):
    """What of a stored claim is compared, each part as it is written: equal bytes say the same."""

    metric: Raw
    quantity: Raw
    period: Raw
    subject: Raw
    place: Raw
    status: Raw
    published_at: datetime
    language: Raw = Raw(b"null")

    def said(self, phrase_id: int) -> tuple[int, bytes, bytes, bytes, bytes, bytes, bytes, bytes]:
        """Give what two claims have in common when comparing either with a third says the same."""
        return (
            phrase_id,
            bytes(self.metric),
            bytes(self.quantity),
            bytes(self.period),
            bytes(self.subject),
            bytes(self.place),
            bytes(self.status),
            bytes(self.language),
        )


_decode_outline = msgspec.json.Decoder(Outline).decode


class StoredClaim(Struct, eq=False):
    """A claim as it is stored, with what storage knows of it besides. It is decoded when somebody looks into it."""

    id: UUID
    body: str
    source_id: int
    phrase_id: int
    superseded_by: UUID | None = None
    generation: int = 1
    decoded: Claim | None = None
    load_id: UUID | None = None
    """The upload that it came with."""
    inside: tuple[float, float] | None = None
    """What the figure means for certain, in numbers that the database compares; None when nobody asked yet."""
    withdrawn: bool = False
    """Its load was taken back: it is kept, and counts for nothing."""
    topic_id: int | None = None
    """None in claims beside others, where it is not asked for, and in those that came before there were topics."""

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        if self.decoded is None:
            self.decoded = decode_claim(self.body)
        return self.decoded

    @property
    def outline(self) -> Outline:
        """The parts that are compared, not decoded."""
        return _decode_outline(self.body)

    @property
    def external_key(self) -> tuple[int, str | None]:
        """What the caller's own id is unique by."""
        return self.source_id, self.claim.external_id


class Place(NamedTuple):
    """How far the candidates of a probe were looked at: in the order in which they are given."""

    rank: int
    nearness: float
    """Of figures that lie apart: the farther, the lower; 0 of all others."""
    published_at: datetime
    id: UUID


OWN, APART, TOGETHER = 0, 1, 2
"""The ranks: of the same source; of others, the figures not known to overlap; of others, those that overlap."""


class Probe(NamedTuple):
    """A claim that asks for its candidates: where they can stand, and how far they were looked at."""

    claim: StoredClaim
    last_days: tuple[date, ...]
    """Under which a comparable claim can stand."""
    inside: tuple[float, float]
    after: Place | None = None
    near_topics: tuple[int, ...] = ()
    """The neighbours of a topic that nobody has stored."""


class Candidate(Struct, frozen=True, eq=False):
    """A stored claim that blocking found worth comparing with the probe of that ordinal."""

    ordinal: int
    claim: StoredClaim
    judged: Sameness | None
    """What a desk has judged of the two metrics."""
    tolerance: Tolerance | None
    """Set for the two metrics, in place of the policy's."""
    place: Place
    near: bool = False
    """Whether the topics of the two are neighbours."""


class StandingConflict(Struct, frozen=True, eq=False):
    """A conflict that is open, with all that judging it again needs."""

    id: UUID
    band: Band
    score: float
    claims: tuple[StoredClaim, StoredClaim]
    judged: Sameness | None
    tolerance: Tolerance | None
    near: bool
    """Whether the topics of the two are neighbours."""
    is_retracted: bool
    """Whether a claim that supersedes one of them withdraws its figure."""
    status: ConflictStatus = ConflictStatus.OPEN


def encode_claim(claim: Claim) -> str:
    """Give the body as it is stored and answered."""
    return _encode(claim).decode()
