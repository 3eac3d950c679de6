"""The way of a claim: read, store and commit, then compare in a newer snapshot, judge, store conflicts, announce.

    draft ──read──▶ claim ──publish──▶ stored ──compare──▶ matches ──decide──▶ conflicts + events, in one commit

A claim is acknowledged only when both commits are done. If the process dies between them, the claim stands in
`uncompared` and the sweep finishes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

import msgspec
import structlog

from service.claim import Claim, ClaimId
from service.errors import ClaimdiffError, Forbidden
from service.identity import name_key
from service.judging import inside_of
from service.policy import Policy, Tolerance
from service.reading import Draft, read
from service.recording.answers import NOTHING, Further, Recording, recording_of
from service.recording.applying import RegistrySeen, Task, compare_stored
from service.recording.candidate_pages import Findings, compare_page, probe_of
from service.recording.deriving import derive_around
from service.recording.look_alikes import Look, add_look_alikes
from service.recording.matches import Page, count_further, find_matches
from service.recording.mentioning import mention_disputes
from service.recording.sources import Sources
from service.recording.vocabulary import Vocabulary
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage import loads, registry
from service.storage.identifiers import new_identifier
from service.storage.pool import AWAY, Connection, Database
from service.stored import Place, Probe, StoredClaim, encode_claim
from service.telemetry import prometheus

Clock = Callable[[], datetime]

NO_PHRASE = 0
"""Of a claim that is only checked, in words that nobody has stored: no phrase has this id."""
MOST_KNOWN = 200
"""Conflicts of a known claim that an answer tells again."""
_SOURCES_SHOWN = 5
LEFT_OVER_AT_ONCE = 500
LEASE_SECONDS = 30.0
"""Left-over claims are in one process's hands for so long; who dies with them gives them back by it."""

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
    load_id: UUID | None = None
    load_at: datetime | None = None
    """Stands in for `published_at` in all rows of one upload: they are published together."""
    only_of: Mapping[str, str] | None = None
    """Of whom claims are read, by the keys of their names; None: of anybody."""

    def for_load(self, load_id: UUID | None = None) -> "Recorder":
        """Give a recorder of one upload, a new one or one that is gone on with."""
        now = self.clock()
        return replace(self, load_id=load_id or new_identifier(now), load_at=now)

    def for_sources(self, sources: tuple[str, ...] | None) -> "Recorder":
        """Give a recorder that reads claims of these sources only, in any spelling of their names; None: of anybody."""
        return self if sources is None else replace(self, only_of={name_key(name): name for name in sources})

    def read(self, draft: Draft) -> Claim:
        """Read a draft into a claim with an id. Raises Unreadable, Invalid or Forbidden; nothing is stored."""
        now = self.clock()
        try:
            claim = read(draft, claim_id=ClaimId(new_identifier(now)), received_at=self.load_at or now)
        except ClaimdiffError:
            prometheus.CLAIMS.labels("unreadable").inc()
            raise
        self.hold_to_sources(claim.source)
        return claim

    def hold_to_sources(self, source: str) -> None:
        """Raise Forbidden where claims of this source are not to be stored."""
        if self.only_of is not None and name_key(source) not in self.only_of:
            allowed = ", ".join(f'"{name}"' for name in islice(self.only_of.values(), _SOURCES_SHOWN))
            more = ", …" if len(self.only_of) > _SOURCES_SHOWN else ""
            raise Forbidden(f"This key may store claims of {allowed}{more} only.", pointer="/source")

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
        incoming = await self._in_stored_form(claims)
        async with self.database.connection() as connection:
            if self.load_id is not None:
                await loads.open_load(connection, self.load_id, self.clock())
            published = await self._publish(connection, incoming)
            probes = [probe for probe, _ in published]
            outcome = await self._compare_each(connection, probes, explained=explained)
            await derive_around(connection, outcome.opened, self.policy, self.clock())
            if repeated := [probe.id for probe, is_new in published if not is_new]:
                known = await conflict_storage.find_conflicts_of_claims(connection, repeated, MOST_KNOWN)
                outcome.opened |= known
            further = await self._count_further(connection, probes, outcome) if explained else {}
            disputes = await mention_disputes(connection, outcome.pairs)
        _count(published, outcome)
        return [
            recording_of(
                probe,
                outcome,
                self.policy,
                stored=is_new,
                further=further.get(probe.id, NOTHING),
                dispute=disputes.get(probe.id),
            )
            for probe, is_new in published
        ]

    async def _compare_each(
        self, connection: Connection, probes: Sequence[StoredClaim], *, explained: bool
    ) -> Findings:
        """Compare claims that are committed. What breaks reaches only the claim that it belongs to."""
        task = Task(self.policy, self.clock(), explained=explained)
        try:
            return await compare_stored(connection, probes, task, self.seen)
        except (ClaimdiffError, *AWAY):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, each claim gets its own try and its own answer
            if len(probes) > 1:
                outcome = Findings()
                for probe in probes:
                    outcome.add(await self._compare_each(connection, [probe], explained=explained), kept=True)
                return outcome
            return await self._put_aside(connection, probes[0], error)

    async def _put_aside(self, connection: Connection, probe: StoredClaim, error: Exception) -> Findings:
        _log.warning("a claim cannot be compared and is set aside", claim=str(probe.id), problem=repr(error)[:500])
        reason = f"{type(error).__name__} while it was compared"
        await claim_storage.set_aside(connection, {probe.id: reason})
        return Findings({probe.id: []}, reasons={probe.id: reason})

    async def _count_further(
        self,
        connection: Connection,
        probes: Sequence[StoredClaim],
        outcome: Findings,
        near: Sequence[tuple[int, ...]] | None = None,
    ) -> dict[UUID, Further]:
        """Count what was not looked at, for claims with more candidates than one answer looks at.

        Args:
            connection: Sees what is committed.
            probes: The claims that have asked.
            outcome: What was looked at.
            near: The neighbours of each one's topic, where that is not stored.
        """
        topics = near or [()] * len(probes)
        return {
            probe.id: await count_further(connection, probe_of(probe, some), outcome.looked.get(probe.id, (0, 0)))
            for probe, some in zip(probes, topics, strict=True)
            if probe.id in outcome.full
        }

    async def recall(self, claim_id: ClaimId) -> Recording | None:
        """Give what recording a claim has come to; where that was broken off, finish it. None if it is not stored."""
        async with self.database.connection() as connection:
            probes = await claim_storage.get_claims(connection, [claim_id])
            if not probes:
                return None
            outcome = await self._compare_each(connection, probes, explained=True)
            further = await self._count_further(connection, probes, outcome)
            outcome.opened |= await conflict_storage.find_conflicts_of_claims(connection, [claim_id], MOST_KNOWN)
            disputes = await mention_disputes(connection, outcome.pairs)
        return recording_of(
            probes[0],
            outcome,
            self.policy,
            stored=True,
            further=further.get(claim_id, NOTHING),
            dispute=disputes.get(claim_id),
        )

    async def matches_of(self, claim_id: ClaimId, after: Place | None, limit: int) -> Page | None:
        """Give a page of a stored claim's matches, as they are compared. None if it is not stored."""
        async with self.database.connection() as connection:
            found = await claim_storage.get_claims(connection, [claim_id])
            if not found:
                return None
            return await find_matches(connection, probe_of(found[0]), after, limit, self.policy)

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
        phrase_ids = await self.vocabulary.known_ids([claim.metric for claim in claims])
        topics = await self.vocabulary.topics.known_or_near(claims)
        probes = [
            stored_form(claim, source_id or 0, phrase_id or NO_PHRASE, topic_id=topic_id)
            for claim, source_id, phrase_id, (topic_id, _) in zip(claims, source_ids, phrase_ids, topics, strict=True)
        ]
        used = policy or self.policy
        tolerance = used.tolerance if used.tolerance is not self.policy.tolerance else None
        asking = [probe_of(probe, near) for probe, (_, near) in zip(probes, topics, strict=True)]
        async with self.database.connection() as connection:
            outcome, _ = await compare_page(connection, asking, used, tolerance)
            for one in asking:
                if one.claim.phrase_id == NO_PHRASE:
                    await self._add_beside_new_words(connection, one, outcome, used, tolerance)
            further = await self._count_further(connection, probes, outcome, [near for _, near in topics])
            disputes = await mention_disputes(connection, outcome.pairs)
        if include_not_comparable or used.suggested_threshold < self.policy.suggested_threshold:
            for one in asking:
                near = await self.vocabulary.look_alikes(one.claim.claim.metric, used)
                look = Look(used, tolerance, include_not_comparable)
                await add_look_alikes(self.database, outcome, one, near, look)
        return [
            recording_of(
                probe,
                outcome,
                used,
                stored=False,
                is_stored=False,
                further=further.get(probe.id, NOTHING),
                dispute=disputes.get(probe.id),
            )
            for probe in probes
        ]

    async def check_page(self, claim: Claim, after: Place, limit: int) -> tuple[Recording, Place | None]:
        """Give a page of what a claim that is not stored matches, and where the next begins, None at the end."""
        [source_id] = await self.sources.find([claim.source])
        [phrase_id] = await self.vocabulary.known_ids([claim.metric])
        [(topic_id, near)] = await self.vocabulary.topics.known_or_near([claim])
        probe = stored_form(claim, source_id or 0, phrase_id or NO_PHRASE, topic_id=topic_id)
        async with self.database.connection() as connection:
            page = await find_matches(connection, probe_of(probe, near), after, limit, self.policy)
        recording = recording_of(probe, Findings({probe.id: page.pairs}), self.policy, stored=False, is_stored=False)
        return recording, page.next

    async def _add_beside_new_words(
        self, connection: Connection, probe: Probe, outcome: Findings, policy: Policy, tolerance: Tolerance | None
    ) -> None:
        """Compare a claim whose metric nobody has stored: by way of each neighbour, for it has no edges of its own.

        So a check leaves nothing behind, and a key that may only read cannot make the vocabulary grow.
        """
        claim = probe.claim
        near = await self.vocabulary.neighbours(connection, claim.claim.metric)
        asking = [probe._replace(claim=msgspec.structs.replace(claim, phrase_id=identifier)) for identifier, _ in near]
        found, _ = await compare_page(connection, asking, policy, tolerance) if asking else (Findings(), [])
        beside = [pair for pair in found.pairs.get(claim.id, ()) if pair.other.phrase_id == pair.one.phrase_id]
        known = {pair.other.id for pair in beside}
        by_topic = [pair for pair in outcome.pairs[claim.id] if pair.other.id not in known]
        outcome.pairs[claim.id] = [*beside, *by_topic]

    async def compare_left_over(self, *, older_than_seconds: float, limit: int = LEFT_OVER_AT_ONCE) -> int:
        """Compare what was stored but not compared, or is to be compared again; give how many claims that were.

        The first is left by a crash, or is one of more pairs than its request went through; the second by whoever
        changed the registry of metrics. Several processes share the work. What cannot be compared counts as done: it
        is tried again after a pause that grows.
        """
        await self.requeue_pending()
        async with self.database.connection() as connection:
            probes = await claim_storage.lease_uncompared(
                connection, older_than_seconds=older_than_seconds, limit=limit, lease_seconds=LEASE_SECONDS
            )
        if not probes:
            return 0
        await self._compare_again(probes)
        return len(probes)

    async def _compare_again(self, probes: Sequence[StoredClaim]) -> None:
        """Compare claims; what is wrong with one must not keep the others waiting."""
        task = Task(self.policy, self.clock(), again=True, explained=False, most_pages=None)
        async with self.database.connection() as connection:
            try:
                await compare_stored(connection, probes, task, self.seen)
            except (ClaimdiffError, *AWAY):
                raise
            except Exception as error:  # noqa: BLE001 - whatever it was, each claim gets its own try
                if len(probes) == 1:
                    await self._put_aside(connection, probes[0], error)
                    return
                alone = probes
            else:
                return
        for probe in alone:
            await self._compare_again([probe])

    async def requeue_pending(self) -> int:
        """Put back the claims of metrics on which the registry was changed; give how many these are."""
        async with self.database.transaction() as connection:
            phrase_ids = await registry.take_requeued_phrases(connection)
            return await claim_storage.requeue_claims_of_phrases(connection, phrase_ids) if phrase_ids else 0

    async def _in_stored_form(self, claims: Sequence[Claim]) -> list[StoredClaim]:
        phrase_ids = await self.vocabulary.phrase_ids([claim.metric for claim in claims])
        topic_ids = await self.vocabulary.topics.ids_of(claims)
        source_ids = await self.sources.add([claim.source for claim in claims])
        return [
            stored_form(claim, source_id, phrase_id, self.load_id, topic_id)
            for claim, source_id, phrase_id, topic_id in zip(claims, source_ids, phrase_ids, topic_ids, strict=True)
        ]

    @staticmethod
    async def _publish(connection: Connection, incoming: Sequence[StoredClaim]) -> list[tuple[StoredClaim, bool]]:
        """Store and commit. A claim whose external id is known gives the stored one, and False.

        An id that is stored already is a try of ours whose end we did not hear: it counts as stored by us.
        """
        new = await claim_storage.insert_claims(connection, incoming)
        repeated = [one for one in incoming if one.id not in new]
        if not repeated:
            return [(one, True) for one in incoming]
        new |= {one.id for one in await claim_storage.get_claims(connection, [one.id for one in repeated])}
        known = await claim_storage.find_by_external_ids(connection, repeated)
        return [(one, True) if one.id in new else (known[one.external_key], False) for one in incoming]


def stored_form(
    claim: Claim, source_id: int, phrase_id: int, load_id: UUID | None = None, topic_id: int | None = None
) -> StoredClaim:
    """Give a claim in the form in which it will be stored."""
    inside, body = inside_of(claim.quantity.interval), encode_claim(claim)
    return StoredClaim(
        claim.id, body, source_id, phrase_id, decoded=claim, load_id=load_id, inside=inside, topic_id=topic_id
    )


def _count(published: Sequence[tuple[StoredClaim, bool]], outcome: Findings) -> None:
    new = sum(is_new for _, is_new in published)
    prometheus.CLAIMS.labels("stored").inc(new)
    prometheus.CLAIMS.labels("known").inc(len(published) - new)
    opened = {conflict.id for conflicts in outcome.opened.values() for conflict in conflicts}
    prometheus.CONFLICTS.inc(len(opened))
