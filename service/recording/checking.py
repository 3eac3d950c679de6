"""Checks: claims compared with what is stored, as they would be when they are stored; nothing is left behind."""

from collections.abc import Sequence

import msgspec

from service.claim import Claim, ClaimId
from service.policy import Policy, Tolerance
from service.recording.answers import NOTHING, Recording, recording_of
from service.recording.candidate_pages import ComparedPairs, compare_page, probe_of
from service.recording.look_alikes import Look, add_look_alikes
from service.recording.matches import Page, find_matches, further_of
from service.recording.mentioning import mention_disputes
from service.recording.recorder import Recorder
from service.recording.stored_forms import NO_PHRASE, form_probes
from service.storage import claims as claim_storage
from service.storage.pool import Connection
from service.stored import Place, Probe


async def check_claims(
    recorder: Recorder, claims: Sequence[Claim], policy: Policy | None = None, *, include_not_comparable: bool = False
) -> list[Recording]:
    """Compare claims with what is stored, and store nothing.

    Args:
        recorder: Whose policy is in force.
        claims: What to compare.
        policy: In place of the one in force; thresholds may be lower than those that neighbours are kept for.
        include_not_comparable: Also give look-alikes that are not comparable, with what separates them.
    """
    asking = await form_probes(recorder.vocabulary, recorder.sources, claims)
    used = policy or recorder.policy
    tolerance = used.tolerance if used.tolerance is not recorder.policy.tolerance else None
    async with recorder.database.connection() as connection:
        outcome, _ = await compare_page(connection, asking, used, tolerance)
        for one in asking:
            if one.claim.phrase_id == NO_PHRASE:
                await _add_beside_new_words(recorder, connection, one, outcome, used, tolerance)
        further = await further_of(connection, asking, outcome)
        disputes = await mention_disputes(connection, outcome.pairs)
    if include_not_comparable or used.suggested_threshold < recorder.policy.suggested_threshold:
        for one in asking:
            near = await recorder.vocabulary.look_alikes(one.claim.claim.metric, used)
            look = Look(used, tolerance, include_not_comparable)
            await add_look_alikes(recorder.database, outcome, one, near, look)
    return [
        recording_of(
            one.claim,
            outcome,
            used,
            stored=False,
            is_stored=False,
            further=further.get(one.claim.id, NOTHING),
            dispute=disputes.get(one.claim.id),
        )
        for one in asking
    ]


async def check_page(recorder: Recorder, claim: Claim, after: Place, limit: int) -> tuple[Recording, Place | None]:
    """Give a page of what a claim that is not stored matches, and where the next begins, None at the end."""
    [asking] = await form_probes(recorder.vocabulary, recorder.sources, [claim])
    async with recorder.database.connection() as connection:
        page = await find_matches(connection, asking, after, limit, recorder.policy)
    found = ComparedPairs({claim.id: page.pairs})
    return recording_of(asking.claim, found, recorder.policy, stored=False, is_stored=False), page.next


async def list_matches(recorder: Recorder, claim_id: ClaimId, after: Place | None, limit: int) -> Page | None:
    """Give a page of a stored claim's matches, as they are compared now. None if it is not stored."""
    async with recorder.database.connection() as connection:
        found = await claim_storage.get_claims(connection, [claim_id])
        if not found:
            return None
        return await find_matches(connection, probe_of(found[0]), after, limit, recorder.policy)


async def _add_beside_new_words(
    recorder: Recorder,
    connection: Connection,
    probe: Probe,
    outcome: ComparedPairs,
    policy: Policy,
    tolerance: Tolerance | None,
) -> None:
    """Compare a claim whose metric nobody has stored: by way of each neighbour, for it has no edges of its own.

    So a check leaves nothing behind, and a key that may only read cannot make the vocabulary grow.
    """
    claim = probe.claim
    near = await recorder.vocabulary.neighbours(connection, claim.claim.metric)
    asking = [probe._replace(claim=msgspec.structs.replace(claim, phrase_id=identifier)) for identifier, _ in near]
    found, _ = await compare_page(connection, asking, policy, tolerance) if asking else (ComparedPairs(), [])
    beside = [pair for pair in found.pairs.get(claim.id, ()) if pair.other.phrase_id == pair.one.phrase_id]
    known = {pair.other.id for pair in beside}
    by_topic = [pair for pair in outcome.pairs[claim.id] if pair.other.id not in known]
    outcome.pairs[claim.id] = [*beside, *by_topic]
