"""What is known about a dispute: gathered when somebody asks, from its claims and what stands beside them, bounded."""

import asyncio
from collections.abc import Sequence

from service.claim import Claim
from service.dispute import Position, PositionClaim, PositionOutline
from service.disputing import find_carriers, list_origins
from service.disputing.arithmetic import find_evidence
from service.disputing.causes import Said, find_causes, said_of
from service.disputing.wording import LANGUAGES, Held, print_words
from service.knowledge import Cause, CauseName, Evidence, Knowledge, Likelihood, PrintedWords
from service.recording.dispute_reading import Detail
from service.storage import claims as claim_storage
from service.storage import knowledge as storage
from service.storage.pool import Connection

MOST_CLAIMS = 200
"""Of a dispute, and as many beside it, so many are looked at."""
MOST_BESIDE = 400
"""Of the same place, for evidence by arithmetic."""


async def know_dispute(connection: Connection, detail: Detail) -> Knowledge:
    """Say why its figures differ, where they come from, and who still carries one that was taken back."""
    _, own = _held(detail)
    if not own:
        return Knowledge((), origins=(), still_carried=(), words_for_print=(), claims_looked_at=0)
    phrases = sorted({claim.metric.phrase for claim in own})
    places = sorted({claim.place.key if claim.place else "" for claim in own})
    day = own[0].period.end
    kin = await storage.find_kin(connection, phrases, places, day, MOST_CLAIMS)
    corrections = await storage.find_corrections(connection, phrases, places, day, MOST_CLAIMS)
    recommended = await _recommended(connection, detail, own)
    return await asyncio.to_thread(_work_out, detail, kin, corrections, recommended)


async def _recommended(connection: Connection, detail: Detail, own: Sequence[Claim]) -> Claim | None:
    """Give the claim that a person recommends, also when it is not among those that are looked at."""
    mark = detail.row.recommended
    if mark is None:
        return None
    known = next((claim for claim in own if claim.id == mark.claim_id), None)
    found = [] if known else await claim_storage.get_claims(connection, [mark.claim_id])
    return found[0].claim if found else known


def _work_out(
    detail: Detail, kin: list[Claim], corrections: list[tuple[Claim, Claim]], recommended: Claim | None
) -> Knowledge:
    """Work it out of what was gathered; in a thread of its own, for hundreds of claims take a while."""
    held, own = _held(detail)
    series, others = _sorted_out(own[0], {claim.metric.phrase for claim in own}, kin)
    causes = find_causes(held, series, others)
    return Knowledge(
        causes=causes,
        origins=list_origins(own),
        still_carried=find_carriers(own, corrections),
        words_for_print=_words(detail, causes, series, recommended),
        claims_looked_at=len(own) + len(kin) + len(corrections),
    )


async def gather_evidence(connection: Connection, detail: Detail) -> tuple[tuple[Evidence, ...], int]:
    """Find what cannot be true together with a dispute's claims, and say how many claims were looked at."""
    _, own = _held(detail)
    if not own:
        return (), 0
    places = sorted({claim.place.key if claim.place else "" for claim in own})
    beside = await storage.find_beside(connection, places, own[0].period.end, MOST_BESIDE)
    found = await asyncio.to_thread(find_evidence, own, beside)
    return found, len({claim.id for claim in (*own, *beside)})


def _held(detail: Detail) -> tuple[list[list[Said]], list[Claim]]:
    """Give what is said position by position, guests left out, and all claims that are looked at."""
    left, held, own = MOST_CLAIMS, [], []
    for position, listed in detail.positions:
        claims = [one.claim for one in listed[:left]]
        left -= len(claims)
        own += claims
        holding = {figure.claim_id for figure in position.holders}
        if not position.is_guest:
            held.append([said_of(claim) for claim in claims if claim.id in holding])
    return [one for one in held if one], own


def _words(
    detail: Detail, causes: Sequence[Cause], series: Sequence[Said], recommended: Claim | None
) -> tuple[PrintedWords, ...]:
    """Say it for print, in every language; guests, which may speak of something else, are left out."""
    days = {one.claim_id: one.day for one in series if one.day is not None}
    stale = {
        cause.claim_ids[0]: days[cause.claim_ids[-1]]
        for cause in causes
        if cause.name is CauseName.STALE and cause.likelihood is Likelihood.LIKELY and cause.claim_ids[-1] in days
    }
    shown = zip(detail.positions, detail.told, strict=True)
    told = [held for (position, listed), one in shown if (held := _held_by(position, listed, one)).claims]
    if len(told) < 2:  # noqa: PLR2004 - two sides
        return ()
    hidden = max(0, detail.row.outline.position_count - len(detail.positions))
    return tuple(print_words(told, language, stale, hidden=hidden, recommended=recommended) for language in LANGUAGES)


def _held_by(position: Position, listed: Sequence[PositionClaim], told: PositionOutline) -> Held:
    holding = {figure.claim_id for figure in position.holders}
    claims = [one.claim for one in listed if one.claim.id in holding and not position.is_guest]
    listed_ids = {claim.id for claim in claims}
    named = {figure.source_id for figure in position.holders if figure.claim_id in listed_ids}
    return Held(claims, further=max(0, told.source_count - len(named)))


def _sorted_out(head: Claim, phrases: set[str], kin: list[Claim]) -> tuple[list[Said], list[Said]]:
    """Tell the figures of other days from those of other metrics on the same one; all of the same subject and unit."""
    alike = [claim for claim in kin if _is_alike(claim, head)]
    others = [said_of(one) for one in alike if one.metric.phrase not in phrases and one.period.end == head.period.end]
    series = [said_of(one) for one in alike if one.period.end != head.period.end]
    return series, others


def _is_alike(claim: Claim, head: Claim) -> bool:
    ours, theirs = (one.subject.key if one.subject else None for one in (claim, head))
    quantity, other = claim.quantity, head.quantity
    return (
        ours == theirs
        and (quantity.kind, quantity.unit.dimension) == (other.kind, other.unit.dimension)
        and claim.period.kind is head.period.kind
    )
