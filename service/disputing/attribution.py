"""Who a figure goes back to: claims that quote one claimant or carry one text count once, and who carries it still."""

from collections.abc import Sequence

from service.claim import Claim, Status
from service.disputing.origins import attribution_of, group_origins, is_one_origin, is_same_figure
from service.disputing.people import is_one_person, name_of, whose
from service.judging import gap_between
from service.knowledge import Carrier, Origin, OriginKind


def list_origins(claims: Sequence[Claim]) -> tuple[Origin, ...]:
    """Give the origins of claims, those that most sources carry first."""
    ordered = sorted(claims, key=lambda claim: (claim.published_at, claim.id))
    gathered: dict[int, list[Claim]] = {}
    for claim, first in zip(ordered, group_origins([attribution_of(claim) for claim in ordered]), strict=True):
        gathered.setdefault(first, []).append(claim)
    found = [_origin(held) for held in gathered.values()]
    return tuple(sorted(found, key=lambda origin: -len(origin.sources)))


def origins_sentence(origins: Sequence[Origin]) -> str:
    """Count them in words: "3 articles, 1 origin"."""
    articles = sum(len(one.claim_ids) for one in origins)
    return f"{articles} article{'s' * (articles != 1)}, {len(origins)} origin{'s' * (len(origins) != 1)}"


def find_carriers(claims: Sequence[Claim], corrections: Sequence[tuple[Claim, Claim]]) -> tuple[Carrier, ...]:
    """Say who still carries a figure that its origin has taken back.

    Args:
        claims: Claims in force.
        corrections: Claims of an origin, each with the claim of the same source that took its place.
    """
    last = {older.id: newer for older, newer in corrections}
    found: dict[tuple[object, object], Carrier] = {}
    for older, following in corrections:
        newer, steps = following, 0
        while newer.id in last and steps < len(last):
            newer, steps = last[newer.id], steps + 1
        if _is_same_figure(older, newer) and newer.status is not Status.RETRACTED:
            continue
        saying = [claim for claim in claims if _is_same_figure(claim, older)]
        if _is_stood_by(older, saying):
            continue
        for claim in saying:
            if _carries(claim, older, newer):
                found[claim.id, newer.id] = _carrier(claim, older, newer)
    return tuple(sorted(found.values(), key=lambda one: (one.source, one.claim_id)))


def _is_stood_by(older: Claim, saying: Sequence[Claim]) -> bool:
    """Whoever quoted it has corrected it, but whose figure it is still says so."""
    return any(is_one_person(claim.source, whose(older)) for claim in saying)


def _carries(claim: Claim, older: Claim, newer: Claim) -> bool:
    """It states, with the old figure, not the new one too, of the same origin, and is of another source."""
    if name_of(claim.source).key == name_of(older.source).key:
        return False
    if newer.status is not Status.RETRACTED and gap_between(claim.quantity.interval, newer.quantity.interval) is None:
        return False
    return is_one_origin(attribution_of(claim), attribution_of(older)) or is_one_person(whose(claim), older.source)


def _carrier(claim: Claim, older: Claim, newer: Claim) -> Carrier:
    is_taken_back = newer.status is Status.RETRACTED
    figure, now = claim.quantity.as_given, None if is_taken_back else newer.quantity.as_given
    what = f"has corrected to {now}" if now else "has withdrawn"
    return Carrier(
        claim_id=claim.id,
        source=claim.source,
        figure=figure,
        origin=whose(older),
        now=now,
        withdrawn_at=newer.published_at,
        corrected_by=newer.id,
        sentence=f"{claim.source} still carries {figure}, which {whose(older)} {what}.",
    )


def _is_same_figure(one: Claim, other: Claim) -> bool:
    return is_same_figure(one.quantity.stated, other.quantity.stated)


def _origin(held: Sequence[Claim]) -> Origin:
    sources = tuple(dict.fromkeys(claim.source for claim in held))
    named = next((claim.claimant for claim in held if claim.claimant), None)
    kind = OriginKind.TEXT if len(sources) > 1 else OriginKind.SOURCE
    kind = OriginKind.CLAIMANT if named is not None else kind
    figures = tuple(dict.fromkeys(claim.quantity.as_given for claim in held))
    return Origin(kind, named or whose(held[0]), sources, figures, tuple(claim.id for claim in held))
