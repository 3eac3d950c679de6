"""What was read in an article as it is answered: anchors in the units asked for, and how each figure stands."""

from collections.abc import Mapping, Sequence
from typing import assert_never
from uuid import UUID

import msgspec

from service.api.article_schemas import (
    ArticleClaim,
    ArticleReading,
    ArticleRecord,
    NotClaim,
    ProposalAnswer,
    ProposalOutcome,
    Standing,
)
from service.api.schemas import Refusal
from service.article import (
    Anchors,
    Offsets,
    ReadingCounts,
    ReadingState,
    StoredArticle,
    StoredReading,
)
from service.articles import Found, NoClaim, State, Taken, anchors_turned, in_utf16
from service.claim import Anchor, Claim, VerdictKind
from service.conflict import Conflict
from service.errors import Unreadable
from service.reading import Draft
from service.recording import Recording, anchors_of, match_of, reasons_of, said_of
from service.storage import conflicts as conflict_storage
from service.storage.pool import Connection

MOST_LISTED = 3
"""Matches of one figure in the answer; its draft, sent to /v1/claims/check, gets all."""
MOST_CONFLICTS = 200

_decode_draft = msgspec.json.Decoder(Draft).decode


class Placing:
    """Gives anchors in the units that are asked for."""

    def __init__(self, text: str, offsets: Offsets) -> None:
        self._turn = in_utf16(text) if offsets is Offsets.UTF16 else None

    def anchors(self, anchors: Anchors) -> Anchors:
        """Give the anchors of a reading; the same ones, where units do not differ."""
        return anchors if self._turn is None else anchors_turned(anchors, self._turn)

    def turned(self, found: Sequence[Anchor]) -> list[Anchor]:
        """Give anchors."""
        return list(found) if self._turn is None else [self._turn(one) for one in found]

    def proposals(self, taken: Sequence[Taken]) -> list[ProposalAnswer]:
        """Give what became of proposals."""
        return [
            ProposalAnswer(
                _outcome(one),
                None if one.found is None else self.turned([one.found.figure])[0],
                round(one.metric_share, 2),
                [Refusal(pointer, detail, None) for pointer, detail in one.refusals],
            )
            for one in taken
        ]

    def not_claims(self, found: Sequence[NoClaim]) -> list[NotClaim]:
        """Give the numbers that are no claims."""
        turn = self._turn or (lambda one: one)
        return [NotClaim(turn(one.selector), one.reason) for one in found]


def _outcome(taken: Taken) -> ProposalOutcome:
    if taken.found is None:
        return ProposalOutcome.REFUSED
    return ProposalOutcome.TAKEN if taken.found.state is State.SURE else ProposalOutcome.UNSURE


def answer_checked(
    found: Found, attempt: Claim | Unreadable | None, recording: Recording | None, place: Placing
) -> ArticleClaim:
    return ArticleClaim(
        State.UNSURE if isinstance(attempt, Unreadable) else found.state,
        reasons_of(found, attempt),
        standing_of(recording),
        place.anchors(anchors_of(found)),
        said_of(found),
        found.draft,
        recording.claim if recording else None,
        [match_of(pair) for pair in recording.pairs[:MOST_LISTED]] if recording else [],
        recording.counts if recording else None,
    )


def standing_of(recording: Recording | None) -> Standing:
    """Say how a figure stands to what is stored."""
    if recording is None:
        return Standing.NOT_UNDERSTOOD
    stand = {_stands(pair.verdict.kind) for pair in recording.pairs}
    return next((one for one in (Standing.CONFLICTS, Standing.AGREES) if one in stand), Standing.ALONE)


def _stands(kind: VerdictKind) -> Standing:
    match kind:
        case VerdictKind.CONFLICT:
            return Standing.CONFLICTS
        case VerdictKind.AGREE | VerdictKind.AGREE_BY_ROUNDING | VerdictKind.COMPATIBLE:
            return Standing.AGREES
        case VerdictKind.NOT_COMPARABLE:
            return Standing.ALONE
        case _:
            assert_never(kind)


async def conflicts_of(connection: Connection, readings: Sequence[StoredReading]) -> dict[UUID, list[Conflict]]:
    """Give the conflicts of the claims of readings."""
    ids = [one.claim_id for one in readings if one.claim_id is not None]
    return await conflict_storage.find_conflicts_of_claims(connection, ids, MOST_CONFLICTS) if ids else {}


def answer_article(article: StoredArticle, counts: ReadingCounts) -> ArticleRecord:
    """Give an article as it is answered."""
    head = article.head
    return ArticleRecord(
        article.id,
        article.version,
        head.source,
        head.title,
        head.url,
        head.external_id,
        head.published_at,
        head.language,
        head.place,
        head.form,
        article.sha256,
        head.characters,
        article.is_kept,
        article.stored_at,
        article.updated_at,
        article.withdrawn_at,
        counts,
    )


def answer_reading(
    one: StoredReading,
    conflicts: Mapping[UUID, list[Conflict]],
    offsets: Offsets = Offsets.CODE_POINTS,
    recording: Recording | None = None,
) -> ArticleReading:
    """Give a reading as it is answered; with what recording its claim has come to, if that is at hand."""
    opened = conflicts.get(one.claim_id, []) if one.claim_id is not None else []
    is_read = recording is not None or (one.state is ReadingState.WAITING and one.draft is None)
    return ArticleReading(
        one.id,
        one.version,
        one.state,
        list(one.reading.reasons),
        standing_of(recording) if is_read else None,
        one.reading.anchors_in(offsets),
        one.reading.said,
        None if one.draft is None else _decode_draft(one.draft),
        one.claim_id,
        recording.claim if recording else None,
        [match_of(pair) for pair in recording.pairs[:MOST_LISTED]] if recording else [],
        recording.counts if recording else None,
        [conflict.id for conflict in opened],
        one.replaced_by,
        one.decided_at,
        one.decided_by,
        one.note,
    )
