"""Evidence as it is told: the claims, and the arithmetic written out."""

from collections.abc import Sequence

from service.disputing.arithmetic.reckoned import Reckoned
from service.knowledge import Evidence, EvidenceClaim, Relation


def evidence_of(relation: Relation, some: Sequence[Reckoned], arithmetic: str) -> Evidence:
    """Give claims that cannot all be true, with the arithmetic."""
    claims = [one.claim for one in some]
    told = tuple(
        EvidenceClaim(claim.id, claim.source, claim.metric.as_given, claim.quantity.as_given, claim.url)
        for claim in claims
    )
    return Evidence(relation, told, arithmetic)


def given_words(one: Reckoned) -> str:
    """Say a figure with what it is of and who gives it."""
    return f"{one.claim.quantity.as_given} ({one.claim.metric.as_given}, {one.claim.source})"
