"""Claims in the form in which they are stored: with the ids of their source, their phrase and their topic."""

from collections.abc import Sequence
from uuid import UUID

from service.claim import Claim
from service.judging import inside_of
from service.recording.candidate_pages import probe_of
from service.recording.sources import Sources
from service.recording.vocabulary import Vocabulary
from service.stored import Probe, StoredClaim, encode_claim

NO_PHRASE = 0
"""Of a claim that is only checked, in words that nobody has stored: no phrase has this id."""


async def form_claims(
    vocabulary: Vocabulary, sources: Sources, claims: Sequence[Claim], load_id: UUID | None
) -> list[StoredClaim]:
    """Give claims as they will be stored; sources, phrases and topics that are new are added, and committed."""
    phrase_ids = await vocabulary.phrase_ids([claim.metric for claim in claims])
    topic_ids = await vocabulary.topics.ids_of(claims)
    source_ids = await sources.add([claim.source for claim in claims])
    return [
        stored_form(claim, source_id, phrase_id, load_id, topic_id)
        for claim, source_id, phrase_id, topic_id in zip(claims, source_ids, phrase_ids, topic_ids, strict=True)
    ]


async def form_probes(vocabulary: Vocabulary, sources: Sources, claims: Sequence[Claim]) -> list[Probe]:
    """Give claims as they ask for their candidates; nothing is added, so what is new of them has no id."""
    source_ids = await sources.find([claim.source for claim in claims])
    phrase_ids = await vocabulary.known_ids([claim.metric for claim in claims])
    topics = await vocabulary.topics.known_or_near(claims)
    return [
        probe_of(stored_form(claim, source_id or 0, phrase_id or NO_PHRASE, topic_id=topic_id), near)
        for claim, source_id, phrase_id, (topic_id, near) in zip(claims, source_ids, phrase_ids, topics, strict=True)
    ]


def stored_form(
    claim: Claim, source_id: int, phrase_id: int, load_id: UUID | None = None, topic_id: int | None = None
) -> StoredClaim:
    """Give a claim in the form in which it will be stored."""
    inside, body = inside_of(claim.quantity.interval), encode_claim(claim)
    return StoredClaim(
        claim.id, body, source_id, phrase_id, decoded=claim, load_id=load_id, inside=inside, topic_id=topic_id
    )
