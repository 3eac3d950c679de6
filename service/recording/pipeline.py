"""The way of a claim: read, store and commit, then compare in a newer snapshot, judge, store conflicts, announce.

    draft ──read──▶ claim ──publish──▶ stored ──compare──▶ matches ──decide──▶ conflicts + events, in one commit

A claim is acknowledged only when both commits are done. If the process dies between them, the claim stands in
`uncompared` and the sweep finishes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from service.claim import Claim, ClaimId
from service.errors import ClaimdiffError
from service.policy import Policy
from service.reading import Draft, read
from service.recording.answers import Recording, recording_of
from service.recording.comparing import Outcome, RegistrySeen, Task, compare_stored, find_matches
from service.recording.look_alikes import Look, add_look_alikes
from service.recording.sources import Sources
from service.recording.vocabulary import Vocabulary
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage import registry
from service.storage.claims import StoredClaim, stored_form
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection, Database
from service.telemetry import prometheus

Clock = Callable[[], datetime]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Recorder:
    """Everything the pipeline needs; its state is in the database alone, so that many processes can serve it."""

    database: Database
    vocabulary: Vocabulary
    sources: Sources
    policy: Policy
    clock: Clock
    seen: RegistrySeen = field(default_factory=RegistrySeen)

    def read(self, draft: Draft) -> Claim:
        """Read a draft into a claim with an id. Raises Unreadable or Invalid; nothing is stored."""
        now = self.clock()
        try:
            return read(draft, claim_id=ClaimId(new_identifier(now)), received_at=now)
        except ClaimdiffError:
            prometheus.CLAIMS.labels("unreadable").inc()
            raise

    async def record(self, claims: Sequence[Claim], *, explained: bool = True) -> list[Recording]:
        """Store claims and compare them; the answers stand in the order of the claims.

        A claim whose external id is known is not stored again; the stored one is answered, with its conflicts.

        Args:
            claims: What to store.
            explained: False gives the conflicts only, and not the matches that agree, and is sooner done.
        """
        with prometheus.RECORD_SECONDS.time():
            return await self._record(claims, explained=explained)

    async def _record(self, claims: Sequence[Claim], *, explained: bool) -> list[Recording]:
        drafts = await self._in_stored_form(claims)
        async with self.database.connection() as connection:
            published = await self._publish(connection, drafts)
            task = Task(self.policy, self.clock(), explained=explained)
            outcome = await compare_stored(connection, [probe for probe, _ in published], task, self.seen)
            if repeated := [probe.id for probe, is_new in published if not is_new]:
                outcome.opened |= await conflict_storage.find_conflicts_of_claims(connection, repeated)
        _count(published, outcome)
        return [recording_of(probe, outcome, self.policy, stored=is_new) for probe, is_new in published]

    async def recall(self, claim_id: ClaimId) -> Recording | None:
        """Give what recording a claim has come to; where that was broken off, finish it. None if it is not stored."""
        async with self.database.connection() as connection:
            probes = await claim_storage.get_claims(connection, [claim_id])
            if not probes:
                return None
            outcome = await compare_stored(connection, probes, Task(self.policy, self.clock()), self.seen)
            outcome.opened |= await conflict_storage.find_conflicts_of_claims(connection, [claim_id])
        return recording_of(probes[0], outcome, self.policy, stored=True)

    async def check(
        self, claims: Sequence[Claim], policy: Policy | None = None, *, include_not_comparable: bool = False
    ) -> list[Recording]:
        """Compare claims with what is stored, and store nothing.

        Args:
            claims: What to compare.
            policy: In place of the one in force; thresholds may be lower than those that neighbours are kept for.
            include_not_comparable: Also give look-alikes that are not comparable, with what separates them.
        """
        source_ids = await self.sources.find([claim.source for claim in claims])
        phrase_ids = await self.vocabulary.phrase_ids([claim.metric for claim in claims])
        probes = [
            stored_form(claim, source_id or 0, phrase_id)
            for claim, source_id, phrase_id in zip(claims, source_ids, phrase_ids, strict=True)
        ]
        used = policy or self.policy
        tolerance = used.tolerance if used.tolerance is not self.policy.tolerance else None
        async with self.database.connection() as connection:
            outcome = await find_matches(connection, probes, used, tolerance)
        if include_not_comparable or used.suggested_threshold < self.policy.suggested_threshold:
            for probe in probes:
                near = await self.vocabulary.look_alikes(probe.claim.metric, used)
                look = Look(used, tolerance, include_not_comparable)
                await add_look_alikes(self.database, outcome, probe, near, look)
        return [recording_of(probe, outcome, used, stored=False) for probe in probes]

    async def compare_left_over(self, *, older_than_seconds: float, limit: int = 500) -> int:
        """Compare what was stored but not compared, or is to be compared again; give how many claims that were.

        The first is left by a crash, the second by whoever changed the registry of metrics.
        """
        await self.requeue_pending()
        async with self.database.connection() as connection:
            probes = await claim_storage.find_uncompared(connection, older_than_seconds=older_than_seconds, limit=limit)
        if not probes:
            return 0
        try:
            await self._compare_again(probes)
        except ClaimdiffError:
            raise
        except Exception:  # noqa: BLE001 - whatever it was, each claim gets its own try
            _log.exception("left-over claims cannot be compared together, each is tried by itself")
            return sum([await self._is_compared_again(probe) for probe in probes])
        return len(probes)

    async def _compare_again(self, probes: Sequence[StoredClaim]) -> None:
        task = Task(self.policy, self.clock(), again=True, explained=False)
        async with self.database.connection() as connection:
            await compare_stored(connection, probes, task, self.seen)

    async def _is_compared_again(self, probe: StoredClaim) -> bool:
        """Compare one claim; what is wrong with it must not keep the others waiting."""
        try:
            await self._compare_again([probe])
        except ClaimdiffError:
            raise
        except Exception:  # noqa: BLE001 - as above
            _log.exception("a claim cannot be compared and is left uncompared", claim=str(probe.id))
            return False
        return True

    async def requeue_pending(self) -> int:
        """Put back the claims of metrics on which the registry was changed; give how many these are."""
        async with self.database.transaction() as connection:
            phrase_ids = await registry.take_requeued_phrases(connection)
            return await claim_storage.requeue_claims_of_phrases(connection, phrase_ids) if phrase_ids else 0

    async def _in_stored_form(self, claims: Sequence[Claim]) -> list[StoredClaim]:
        phrase_ids = await self.vocabulary.phrase_ids([claim.metric for claim in claims])
        source_ids = await self.sources.add([claim.source for claim in claims])
        return [
            stored_form(claim, source_id, phrase_id)
            for claim, source_id, phrase_id in zip(claims, source_ids, phrase_ids, strict=True)
        ]

    @staticmethod
    async def _publish(connection: Connection, drafts: Sequence[StoredClaim]) -> list[tuple[StoredClaim, bool]]:
        """Store and commit. A claim whose external id is known gives the stored one, and False."""
        new = await claim_storage.insert_claims(connection, drafts)
        repeated = [draft for draft in drafts if draft.id not in new]
        known = await claim_storage.find_by_external_ids(connection, repeated)
        return [(draft, True) if draft.id in new else (known[draft.external_key], False) for draft in drafts]


def _count(published: Sequence[tuple[StoredClaim, bool]], outcome: Outcome) -> None:
    new = sum(is_new for _, is_new in published)
    prometheus.CLAIMS.labels("stored").inc(new)
    prometheus.CLAIMS.labels("known").inc(len(published) - new)
    opened = {conflict.id for conflicts in outcome.opened.values() for conflict in conflicts}
    prometheus.CONFLICTS.inc(len(opened))
