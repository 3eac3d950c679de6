"""What a person decides of a reading: confirmed, corrected or dropped. Each act is kept with who and when."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import replace

from service.article import Head, ReadingState, StoredArticle, StoredReading
from service.claim import Claim
from service.errors import Clash, Invalid, NotFound, Unreadable
from service.reading import Draft
from service.recording.answers import Recording
from service.recording.articles import claim_of
from service.recording.recorder import Recorder
from service.recording.taking_back import withdraw_claims
from service.storage import articles as storage
from service.storage.identifiers import new_identifier


class ReadingAct(Enum):
    """`confirm` stores it as a claim if it is none yet; `correct` stores what `draft` says; `drop` takes it back."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    DROP = "drop"


class Decision(NamedTuple):
    """What a person does with a reading, and why."""

    act: ReadingAct
    changes: Mapping[str, Any]
    """Fields of the draft that are to be otherwise; None takes one away."""
    actor: str
    note: str | None


_STATES = {
    ReadingAct.CONFIRM: ReadingState.CONFIRMED,
    ReadingAct.CORRECT: ReadingState.CORRECTED,
    ReadingAct.DROP: ReadingState.DROPPED,
}


async def decide_reading(
    recorder: Recorder, article_id: UUID, reading_id: UUID, decision: Decision
) -> tuple[StoredReading, Recording | None]:
    """Confirm, correct or drop a reading; give it as it stands now, and what recording its claim has come to.

    Raises:
        NotFound: There is no such reading.
        Clash: It is gone from its text, or the article was taken back.
        Unreadable: The corrected draft cannot be read.
    """
    now = recorder.clock()
    async with recorder.database.transaction() as connection:
        article = await storage.get_article(connection, article_id)
        if article is not None:  # a correction of the text would not see what is decided meanwhile
            await storage.hold_articles_of(connection, article.head.source)
            article = await storage.get_article(connection, article_id)
        known = await storage.hold_reading(connection, article_id, reading_id)
        if article is None or known is None:
            raise NotFound(f"There is no reading {reading_id} of an article {article_id}.")
        if known.state is ReadingState.GONE or article.withdrawn_at is not None:
            raise Clash("The text says this no more, or was taken back. There is nothing to decide.")
        decided, claim = _decided(recorder, known, decision, article, now)
        await storage.decide_reading(connection, decided)
        if claim is None and known.claim_id is not None:
            await withdraw_claims(connection, {known.claim_id: None}, now)
    if claim is None:
        return decided, None
    [recording] = await recorder.for_load(article_id).record([claim])
    if known.claim_id is not None and known.claim_id != claim.id:
        async with recorder.database.transaction() as connection:
            await withdraw_claims(connection, {known.claim_id: claim.id}, now)
    return decided, recording


def _decided(
    recorder: Recorder, known: StoredReading, decision: Decision, article: StoredArticle, now: datetime
) -> tuple[StoredReading, Claim | None]:
    """Give a reading as a decision leaves it, and its claim; nothing is stored."""
    decided = replace(known, state=_STATES[decision.act], decided_at=now, decided_by=decision.actor, note=decision.note)
    if decision.act is ReadingAct.DROP:
        return decided, None
    if decision.act is ReadingAct.CORRECT:
        decided = replace(
            decided, reading=replace(known.reading, corrected=_corrected(known, decision.changes, article.head))
        )
    if decided.draft is None:
        raise Invalid("Its sentence does not tell what is measured. Correct it, with a metric.", "/act")
    is_new = known.claim_id is None or known.state is ReadingState.DROPPED or decision.act is ReadingAct.CORRECT
    decided = replace(decided, claim_id=new_identifier(now) if is_new else known.claim_id)
    try:
        return decided, claim_of(decided, recorder, article.version)
    except Unreadable as error:
        for one in (error, *error.others) if decision.act is ReadingAct.CORRECT else ():
            one.pointer = f"/draft{one.pointer}"
        raise


def _corrected(known: StoredReading, changes: Mapping[str, Any], head: Head) -> str:
    """Give the draft of a reading with some fields otherwise, as it is stored."""
    if not changes:
        raise Invalid("Nothing is corrected. Name the fields that are to be otherwise, or confirm it.", "/draft")
    anchors = known.reading.anchors
    told = {
        "source": head.source,
        "quantity": anchors.figure.exact,
        "quote": anchors.quote.exact,
        "url": head.url,
        "language": head.language,
        "published_at": head.published_at.isoformat(),
    }
    draft = {} if known.draft is None else msgspec.json.decode(known.draft)
    merged = told | draft | dict(changes)
    try:
        return msgspec.json.encode(msgspec.convert(merged, Draft)).decode()
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise Invalid(message, f"/draft{path.strip('`').replace('.', '/')}") from error
