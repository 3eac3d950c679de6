"""What claims must share to stand in one question: everything that they say but the figure and who says it."""

import hashlib
import re
from datetime import datetime
from uuid import UUID

import msgspec

from service.claim import Accuracy, Claim, PeriodKind, Status
from service.dispute import Question
from service.disputing.people import told_by
from service.identity import name_key

LONG_QUOTE = 40
"""Characters from which on an equal quote is no accident."""
_MOST_KEPT = 300
"""Characters of a quote by which it is known again."""
_WORD = re.compile(r"[\w']+")
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
    """Give whose figure it is besides who publishes it, so that it is known again."""
    told = told_by(claim)
    return name_key(told) or None if told else None


def quote_key(claim: Claim) -> str | None:
    """Give a long quote by its words; None for a short one, which many print."""
    if claim.quote is None or len(claim.quote) < LONG_QUOTE:
        return None
    words = " ".join(_WORD.findall(claim.quote[: 2 * _MOST_KEPT].casefold()))[:_MOST_KEPT]
    return words if len(words) >= LONG_QUOTE else None
