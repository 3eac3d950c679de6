"""The way of a claim: read, store and commit, then compare in a newer snapshot, judge, store conflicts, announce.

    draft ──read──▶ claim ──publish──▶ stored ──compare──▶ matches ──decide──▶ conflicts + events, in one commit

A claim is acknowledged only when both commits are done. If the process dies between them, the claim stands in
`uncompared` and the sweep finishes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from service.claim import Claim, ClaimId, Conflict, Match, VerdictKind
from service.errors import ClaimdiffError
from service.policy import Policy
from service.reading import Draft, read
from service.recording.comparing import Outcome, RegistrySeen, Task, compare_stored, find_matches
from service.recording.looking import Look, add_look_alikes
from service.recording.vocabulary import Vocabulary
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage import registry
from service.storage.claims import StoredClaim, encode_claim, source_key
from service.storage.identifiers import new_identifier
from service.storage.pool import Database
from service.telemetry import figures

Clock = Callable[[], datetime]

_VERDICT_ORDER = {kind: place for place, kind in enumerate((VerdictKind.CONFLICT, VerdictKind.COMPATIBLE))}


class Recorded(Struct, frozen=True):
    """What became of a claim: as stored and understood, what it matches, and the conflicts that it opened."""

    claim: Claim
    stored: bool
    """False when the claim was known already by its external id, or was only checked."""
    matches: tuple[Match, ...]
    conflicts: tuple[Conflict, ...]
    policy_version: str
    """Of the features, weights and thresholds that were used; GET /v1/matching describes those in force."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Everything the pipeline needs; its state is in the database alone, so that many processes can serve it."""

    database: Database
    vocabulary: Vocabulary
    policy: Policy
    clock: Clock
    seen: RegistrySeen = field(default_factory=RegistrySeen)

    def read(self, draft: Draft) -> Claim:
        """Read a draft into a claim with an id. Raises Unreadable or Invalid; nothing is stored."""
        now = self.clock()
        try:
            return read(draft, claim_id=ClaimId(new_identifier(now)), received_at=now)
        except ClaimdiffError:
            figures.CLAIMS.labels("unreadable").inc()
            raise

    async def record(self, claims: Sequence[Claim], *, explained: bool = True) -> list[Recorded]:
        """Store claims and compare them; the answers stand in the order of the claims.

        A claim whose external id is known is not stored again; the stored one is answered, with its conflicts.

        Args:
            claims: What to store.
            explained: False gives the conflicts only, and not the matches that agree, and is sooner done.
        """
        with figures.RECORD_SECONDS.time():
            return await self._record(claims, explained=explained)

    async def _record(self, claims: Sequence[Claim], *, explained: bool) -> list[Recorded]:
        published = await self._publish(claims)
        probes = [probe for probe, _ in published]
        task = Task(self.policy, self.clock(), explained=explained)
        outcome = await compare_stored(self.database, probes, task, self.seen)
        _count(published, outcome)
        if repeated := [probe.claim.id for probe, is_new in published if not is_new]:
            async with self.database.connection() as connection:
                outcome.opened |= await conflict_storage.find_conflicts_of_claims(connection, repeated)
        return [_recorded(probe, outcome, self.policy, stored=is_new) for probe, is_new in published]

    async def recall(self, claim_id: ClaimId) -> Recorded | None:
        """Give what recording a claim has come to; where that was broken off, finish it. None if it is not stored."""
        async with self.database.connection() as connection:
            probes = await claim_storage.get_claims(connection, [claim_id])
        if not probes:
            return None
        outcome = await compare_stored(self.database, probes, Task(self.policy, self.clock()), self.seen)
        async with self.database.connection() as connection:
            outcome.opened |= await conflict_storage.find_conflicts_of_claims(connection, [claim_id])
        return _recorded(probes[0], outcome, self.policy, stored=True)

    async def check(
        self, claims: Sequence[Claim], policy: Policy | None = None, *, include_not_comparable: bool = False
    ) -> list[Recorded]:
        """Compare claims with what is stored, and store nothing.

        Args:
            claims: What to compare.
            policy: In place of the one in force; thresholds may be lower than those that neighbours are kept for.
            include_not_comparable: Also give look-alikes that are not comparable, with what separates them.
        """
        names = list({source_key(claim.source): claim.source for claim in claims}.values())
        async with self.database.connection() as connection:
            source_ids = {source_key(name): await claim_storage.find_source(connection, name) for name in names}
        phrase_ids = await self.vocabulary.phrase_ids([claim.metric for claim in claims])
        probes = [
            StoredClaim(claim, "", source_ids[source_key(claim.source)] or 0, phrase_id)
            for claim, phrase_id in zip(claims, phrase_ids, strict=True)
        ]
        used = policy or self.policy
        tolerance = used.tolerance if used.tolerance is not self.policy.tolerance else None
        outcome = await find_matches(self.database, probes, used, tolerance)
        if include_not_comparable or used.suggested_threshold < self.policy.suggested_threshold:
            for probe in probes:
                near = await self.vocabulary.look_alikes(probe.claim.metric, used)
                look = Look(used, tolerance, include_not_comparable)
                await add_look_alikes(self.database, outcome, probe, near, look)
        return [_recorded(probe, outcome, used, stored=False) for probe in probes]

    async def compare_left_over(self, *, older_than_seconds: float, limit: int = 500) -> int:
        """Compare what was stored but not compared, or is to be compared again; give how many claims that were.

        The first is left by a crash, the second by whoever changed the registry of metrics.
        """
        await self.requeue_pending()
        async with self.database.connection() as connection:
            probes = await claim_storage.find_uncompared(connection, older_than_seconds=older_than_seconds, limit=limit)
        if probes:
            task = Task(self.policy, self.clock(), again=True, explained=False)
            await compare_stored(self.database, probes, task, self.seen)
        return len(probes)

    async def requeue_pending(self) -> int:
        """Put back the claims of metrics on which the registry was changed; give how many these are."""
        async with self.database.transaction() as connection:
            phrase_ids = await registry.take_requeued_phrases(connection)
            return await claim_storage.requeue_claims_of_phrases(connection, phrase_ids) if phrase_ids else 0

    async def _publish(self, claims: Sequence[Claim]) -> list[tuple[StoredClaim, bool]]:
        """Store and commit. A claim whose external id is known gives the stored one, and False."""
        phrase_ids = await self.vocabulary.phrase_ids([claim.metric for claim in claims])
        async with self.database.connection() as connection:
            names = {source_key(claim.source): claim.source for claim in claims}
            source_ids = await claim_storage.add_sources(connection, list(names.values()))
            drafts = [
                StoredClaim(claim, encode_claim(claim), source_ids[source_key(claim.source)], phrase_id)
                for claim, phrase_id in zip(claims, phrase_ids, strict=True)
            ]
            new = await claim_storage.insert_claims(connection, drafts)
            repeated = [draft for draft in drafts if draft.claim.id not in new]
            known = await claim_storage.find_by_external_ids(connection, repeated)
        return [(draft, True) if draft.claim.id in new else (known[draft.external_key], False) for draft in drafts]


def _count(published: Sequence[tuple[StoredClaim, bool]], outcome: Outcome) -> None:
    new = sum(is_new for _, is_new in published)
    figures.CLAIMS.labels("stored").inc(new)
    figures.CLAIMS.labels("known").inc(len(published) - new)
    opened = {conflict.id for conflicts in outcome.opened.values() for conflict in conflicts}
    figures.CONFLICTS.inc(len(opened))


def _recorded(probe: StoredClaim, outcome: Outcome, policy: Policy, *, stored: bool) -> Recorded:
    pairs = [pair for pair in outcome.pairs.get(probe.claim.id, ()) if pair.other.source_id != probe.source_id]
    matches = sorted((pair.match() for pair in pairs), key=_match_order)
    return Recorded(
        claim=probe.claim,
        stored=stored,
        matches=tuple(matches),
        conflicts=tuple(outcome.opened.get(probe.claim.id, ())),
        policy_version=policy.version,
    )


def _match_order(match: Match) -> tuple[int, float, str]:
    """Conflicts first, then by score; the id settles the rest, so that answers are reproducible."""
    return _VERDICT_ORDER.get(match.verdict, len(_VERDICT_ORDER)), -match.score, str(match.claim.id)
