"""The columns of exported tables: what a desk reads of a claim and of a conflict, one after the other."""

from collections.abc import Callable

from service.claim import Claim
from service.conflict import Conflict
from service.exchange.cells import Cell
from service.judging import gap_words
from service.stored import StoredClaim

_Of = Callable[[Claim], Cell]

_CLAIM: dict[str, _Of] = {
    "source": lambda claim: claim.source,
    "claimant": lambda claim: claim.claimant,
    "metric": lambda claim: claim.metric.as_given,
    "subject": lambda claim: claim.subject.as_given if claim.subject else None,
    "place": lambda claim: claim.place.as_given if claim.place else None,
    "quantity": lambda claim: claim.quantity.as_given,
    "low": lambda claim: claim.quantity.interval.low,
    "high": lambda claim: claim.quantity.interval.high,
    "approximator": lambda claim: claim.quantity.approximator.value,
    "unit_name": lambda claim: claim.quantity.unit.name,
    "dimension": lambda claim: claim.quantity.unit.dimension,
    "base_unit": lambda claim: claim.quantity.unit.base,
    "period": lambda claim: claim.period.as_given,
    "period_kind": lambda claim: claim.period.kind.value,
    "period_start": lambda claim: claim.period.start,
    "period_end": lambda claim: claim.period.end,
    "status": lambda claim: claim.status.value,
    "published_at": lambda claim: claim.published_at,
    "received_at": lambda claim: claim.received_at,
    "language": lambda claim: claim.language,
    "quote": lambda claim: claim.quote,
    "url": lambda claim: claim.url,
    "external_id": lambda claim: claim.external_id,
}

_OF_BOTH = ("metric", "subject", "place", "period_start", "period_end")
_OF_EACH = ("source", "claimant", "quantity", "low", "high", "published_at", "url")


def _of_stored(give: _Of) -> Callable[[StoredClaim], Cell]:
    return lambda stored: give(stored.claim)


def _of_claim(place: int, give: _Of) -> Callable[[Conflict], Cell]:
    return lambda conflict: give(conflict.claims[place])


CLAIM_COLUMNS: dict[str, Callable[[StoredClaim], Cell]] = {
    "id": lambda stored: stored.claim.id,
    **{name: _of_stored(give) for name, give in _CLAIM.items()},
    "superseded_by": lambda stored: stored.superseded_by,
}

CONFLICT_COLUMNS: dict[str, Callable[[Conflict], Cell]] = {
    "id": lambda conflict: conflict.id,
    "status": lambda conflict: conflict.status.value,
    "resolution": lambda conflict: conflict.resolution.value if conflict.resolution else None,
    "severity": lambda conflict: conflict.severity.value,
    "gap": lambda conflict: gap_words(conflict.gap),
    "gap_absolute": lambda conflict: conflict.gap.absolute,
    "gap_percent": lambda conflict: conflict.gap.percent,
    "gap_factor": lambda conflict: conflict.gap.factor,
    **{name: _of_claim(0, _CLAIM[name]) for name in _OF_BOTH},
    **{f"first_{name}": _of_claim(0, _CLAIM[name]) for name in _OF_EACH},
    **{f"second_{name}": _of_claim(1, _CLAIM[name]) for name in _OF_EACH},
    "base_unit": lambda conflict: conflict.gap.unit,
    "reason": lambda conflict: conflict.reason,
    "score": lambda conflict: conflict.score,
    "note": lambda conflict: conflict.note,
    "opened_at": lambda conflict: conflict.opened_at,
    "updated_at": lambda conflict: conflict.updated_at,
}
