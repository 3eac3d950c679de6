"""What claims must share to stand in one question: everything that they say but the figure and who says it."""

import hashlib
import re
from datetime import datetime
from uuid import UUID

import msgspec

from service.claim import Accuracy, Claim, PeriodKind, Status
from service.dispute import Question
from service.identity import name_key

LONG_QUOTE = 40
"""Characters from which on an equal quote is no accident."""
_WORDS = re.compile(r"\W+")
_encode = msgspec.json.Encoder(order="deterministic").encode


def question_key(claim: Claim) -> str:
    """Give the key of a claim's question: equal keys are one question."""
    period, quantity = claim.period, claim.quantity
    said = (
        claim.metric.phrase,
        claim.subject.key if claim.subject else None,
        claim.place.key if claim.place else None,
        (quantity.kind, quantity.unit.dimension, quantity.unit.thing),
        (period.kind, period.start, period.end, period.since, period.assumed, period.is_fiscal_start_unknown),
        claim.status is Status.PROJECTED,
    )
    return hashlib.sha256(_encode(said)).hexdigest()


def question_of(question_id: int, earliest: Claim) -> Question:
    """Give a question with how much it says, from its earliest claim in force."""
    period = earliest.period
    saying = (
        earliest.place is not None,
        len(earliest.subject.key.split()) if earliest.subject else 0,
        period.kind is PeriodKind.AS_OF or period.accuracy is Accuracy.DAY,
        not period.assumed,
    )
    age: tuple[datetime, UUID] = earliest.published_at, earliest.id
    return Question(question_id, saying, age)


def claimant_key(claim: Claim) -> str | None:
    """Give whose figure it is, so that it is known again."""
    return name_key(claim.claimant) or None if claim.claimant else None


def quote_key(claim: Claim) -> str | None:
    """Give a long quote by its words; None for a short one, which many print."""
    if claim.quote is None or len(claim.quote) < LONG_QUOTE:
        return None
    words = _WORDS.sub(" ", claim.quote.casefold()).strip()
    return hashlib.sha256(words.encode()).hexdigest() if len(words) >= LONG_QUOTE else None
