"""What claims show is told once: a running total that falls, a figure that is carried on after it was withdrawn.

It is looked for where disputes are derived, and goes into the same commit.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.claim import Claim
from service.disputing import find_carriers
from service.event import Event, EventType
from service.identity import name_key
from service.knowledge import Carrier, WithdrawnNews
from service.series import (
    CheckKind,
    RunningTotal,
    SeriesNews,
    Shape,
    check_series,
    point_of,
    running_total_of,
    series_key,
)
from service.storage import findings as storage
from service.storage import outbox
from service.storage import series as series_storage
from service.storage.findings import Fallen
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection

MOST_CLAIMS = 200
"""Of some questions, and as many corrections, so many are looked at."""
_RISING = Shape(100, 100, 0)
_FALLS_SELDOM = 6
"""Where one step in so many falls, nothing is counted up."""
_encode = msgspec.json.Encoder().encode
_Found = tuple[UUID, UUID]


async def announce_findings(
    connection: Connection, claim_ids: Sequence[UUID], question_ids: Sequence[int], now: datetime
) -> None:
    """Announce what these claims and questions show, in the caller's transaction."""
    found = {**await _falls(connection, claim_ids, now), **await _carried(connection, question_ids, now)}
    fresh = await storage.note_findings(connection, list(found))
    await outbox.announce(connection, [event for key, event in found.items() if key in fresh])


async def _falls(connection: Connection, claim_ids: Sequence[UUID], now: datetime) -> dict[_Found, Event]:
    """Find falls of running totals; whether a series is one is looked up only where it falls."""
    fallen = [
        one
        for one in await storage.find_falls(connection, claim_ids)
        if series_key(one.before, one.key.phrase_id) == series_key(one.claim, one.key.phrase_id)
    ]
    if not fallen:
        return {}
    registered = await series_storage.find_cumulative(connection, sorted({one.key.phrase_id for one in fallen}))
    totals = await _totals(connection, fallen, registered)
    told = ((one, _fall(one, total, now)) for one, total in zip(fallen, totals, strict=True) if total is not None)
    return {(one.claim.id, one.before.id): event for one, event in told if event is not None}


async def _totals(
    connection: Connection, fallen: Sequence[Fallen], registered: Mapping[int, bool]
) -> list[RunningTotal | None]:
    """Say of each fall whether its series counts up.

    A series is gone through, which may be long, only where nothing else tells and the steps around go up as a rule.
    """

    def told_by(one: Fallen, shape: Shape | None) -> RunningTotal | None:
        return running_total_of(one.claim, shape, registered=registered.get(one.key.phrase_id))

    may_be = [one for one in fallen if told_by(one, None) is None and told_by(one, _RISING) is not None]
    around = await storage.find_steps_around(connection, may_be)
    unsure = [one for one, (steps, falls) in zip(may_be, around, strict=True) if falls * _FALLS_SELDOM < steps]
    shapes = await series_storage.find_shapes(connection, list(dict.fromkeys(one.key for one in unsure)))
    return [told_by(one, Shape(*shapes[one.key]) if one.key in shapes else None) for one in fallen]


def _fall(fallen: Fallen, total: RunningTotal, now: datetime) -> Event | None:
    claim = fallen.claim
    checks = check_series([point_of(fallen.before), point_of(claim)], is_total=True, shown_from=1)
    falls = [one for one in checks if one.kind in {CheckKind.FALL, CheckKind.RESTART}]
    if not falls:
        return None
    news = SeriesNews(
        source=claim.source,
        metric=claim.metric.as_given,
        subject=claim.subject.as_given if claim.subject else None,
        place=claim.place.name if claim.place else None,
        running_total=total,
        check=falls[0],
    )
    return _event(EventType.SERIES_FLAGGED, _encode(news), [claim], now)


async def _carried(connection: Connection, question_ids: Sequence[int], now: datetime) -> dict[_Found, Event]:
    """Find who still carries a figure of these questions that its origin has corrected or withdrawn."""
    corrections = await storage.find_taken_back(connection, question_ids, MOST_CLAIMS)
    if not corrections:
        return {}
    claims = await storage.find_claims_beside(connection, question_ids, MOST_CLAIMS)
    known: dict[UUID, Claim] = {claim.id: claim for claim in (*claims, *(newer for _, newer in corrections))}
    found = {}
    for carrier in find_carriers(claims, corrections):
        of = [known[one] for one in (carrier.claim_id, carrier.corrected_by) if one in known]
        found[carrier.claim_id, carrier.corrected_by] = _event(
            EventType.CLAIM_WITHDRAWN, _encode(_withdrawn(carrier, of[0])), of, now
        )
    return found


def _withdrawn(carrier: Carrier, claim: Claim) -> WithdrawnNews:
    return WithdrawnNews(
        metric=claim.metric.as_given,
        subject=claim.subject.as_given if claim.subject else None,
        place=claim.place.name if claim.place else None,
        period=claim.period,
        carrier=carrier,
    )


def _event(kind: EventType, data: bytes, claims: Iterable[Claim], now: datetime) -> Event:
    told = list(claims)
    return Event(
        id=new_identifier(now),
        type=kind,
        occurred_at=now,
        data=data,
        metrics=tuple(dict.fromkeys(claim.metric.phrase for claim in told)),
        sources=tuple(dict.fromkeys(name for claim in told for name in (name_key(claim.source), claim.source))),
        places=tuple(dict.fromkeys(claim.place.key for claim in told if claim.place)),
    )
