"""What is nearly the same as a claim, for a person who asks why nothing was found.

Beyond blocking, as `look_alikes` is: it finds nothing that is compared, and stores nothing. It looks where all but one
condition holds: the neighbours of the claim's topic and metric at other times and places, and topics that share its
words and were found to be others.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from service.claim import Sameness
from service.matching import Missed, NearMiss, miss_of, nearest
from service.reading.topic import read_topic
from service.recording.answers import Recording
from service.recording.candidate_pages import probe_of
from service.recording.pairing import compare_and_judge
from service.recording.recorder import Recorder
from service.recording.stored_forms import NO_PHRASE
from service.storage import near_misses as storage
from service.storage import registry
from service.storage.registry import Pair
from service.stored import StoredClaim

MOST_NEIGHBOURS = 20
"""Topics and metrics of each kind that are looked at."""
MOST_COMPARED = 300
MOST_BYTES = 30_000
"""Of all claims that are told; a quote may be long."""


async def find_near_misses(recorder: Recorder, recording: Recording) -> tuple[NearMiss, ...]:
    """Give what is nearly the same as a claim that was recorded or checked, the nearest first."""
    probe = recording.probe
    vocabulary, claim = recorder.vocabulary, probe.claim
    async with recorder.database.connection() as connection:
        alike = await vocabulary.topics.alike(connection, read_topic(claim), MOST_NEIGHBOURS)
        metrics, topics = await storage.find_neighbour_ids(connection, probe.phrase_id, probe.topic_id, MOST_NEIGHBOURS)
        if probe.phrase_id == NO_PHRASE:
            known = await vocabulary.neighbours(connection, claim.metric)
            metrics = [identifier for identifier, _ in sorted(known, key=lambda one: (-one[1].score, one[0]))]
        found = await storage.find_near_claims(
            connection,
            probe_of(probe),
            list(dict.fromkeys((*topics, *alike))),
            metrics[:MOST_NEIGHBOURS],
            MOST_COMPARED,
        )
        judged = await registry.find_judged_pairs(connection, [probe.phrase_id])
    matching = {pair.other.id for pair in recording.pairs} | {probe.id}
    others = [one for one in found if one.id not in matching]
    missed = await asyncio.to_thread(_missed, recorder, probe, others, judged)
    return tuple(_small(nearest(missed), {one.id: one for one in others}))


def _missed(
    recorder: Recorder, probe: StoredClaim, others: Sequence[StoredClaim], judged: dict[Pair, Sameness]
) -> list[Missed]:
    found = []
    for other in others:
        said = judged.get((probe.phrase_id, other.phrase_id))
        if compare_and_judge(probe, other, recorder.policy, said).band is None:
            found.append(miss_of(probe.claim, other.claim, said))
    return [one for one in found if one is not None]


def _small(near: Sequence[NearMiss], stored: dict[UUID, StoredClaim]) -> list[NearMiss]:
    told, left = [], MOST_BYTES
    for one in near:
        left -= len(stored[one.claim.id].body)
        if left >= 0:
            told.append(one)
    return told
