"""The nouns of conflicts: a stored pair that cannot both stand, where it is in its life, and why it was resolved."""

from datetime import datetime
from typing import NewType
from uuid import UUID

from msgspec import Struct

from service.claim import Band, Claim, Feature, Gap, Severity, Term

ConflictId = NewType("ConflictId", UUID)


class ConflictStatus(Term):
    """Where a conflict stands in its life."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"

    @property
    def is_closed(self) -> bool:
        """Whether it has been decided on, and waits for nobody."""
        return self in {ConflictStatus.RESOLVED, ConflictStatus.DISMISSED}


STANDING = tuple(one for one in ConflictStatus if not one.is_closed)
"""What waits for a decision. SQL says it in words of its own, which a test holds to this."""


class Resolution(Term):
    """Why a conflict was resolved."""

    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"
    DIFFERENT_DEFINITION = "different_definition"
    DIFFERENT_SCOPE = "different_scope"
    ERROR_IN_SOURCE = "error_in_source"
    OTHER = "other"


class Conflict(Struct, frozen=True):
    """A stored pair of claims of two sources that cannot both stand; the earlier claim first."""

    id: ConflictId
    claims: tuple[Claim, Claim]
    status: ConflictStatus
    resolution: Resolution | None
    note: str | None
    severity: Severity
    gap: Gap
    band: Band
    score: float
    reason: str
    features: tuple[Feature, ...]
    policy_version: str
    opened_at: datetime
    updated_at: datetime
    version: int
    stale: str | None = None
