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

from service.claim import Claim, ClaimId
from service.errors import ClaimdiffError, Forbidden
from service.identity import name_key
from service.policy import Policy
from service.reading import Draft, read
from service.recording.answers import NOTHING, Recording, recording_of
from service.recording.applying import RegistrySeen, Task
from service.recording.candidate_pages import ComparedPairs, probe_of
from service.recording.deriving import derive_around
from service.recording.matches import further_of
from service.recording.mentioning import mention_disputes
from service.recording.setting_aside import compare_or_set_aside
from service.recording.sources import Sources
from service.recording.stored_forms import form_claims
from service.recording.vocabulary import Vocabulary
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage import loads
from service.storage.identifiers import new_identifier
from service.storage.pool import Connection, Database
from service.stored import StoredClaim
from service.telemetry import prometheus

Clock = Callable[[], datetime]

MOST_KNOWN = 200
"""Conflicts of a known claim that an answer tells again."""
_SOURCES_SHOWN = 5


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

    async def record(self, claims: Sequence[Claim], *, explained: bool = True, at_once: bool = True) -> list[Recording]:
        """Store claims and compare them; the answers stand in the order of the claims.

        A claim whose external id is known is not stored again; the stored one is answered, with its conflicts.

        Args:
            claims: What to store.
            explained: False gives the conflicts only, and not the matches that agree, and is sooner done.
            at_once: False leaves the disputes that this opens to whoever derives beside the requests, soon and together
                with others; the answers name those that there are.
        """
        with prometheus.RECORD_SECONDS.time():
            return await self._record(claims, explained=explained, at_once=at_once)

    async def _record(self, claims: Sequence[Claim], *, explained: bool, at_once: bool) -> list[Recording]:
        incoming = await self.in_stored_form(claims)
        async with self.database.connection() as connection:
            if self.load_id is not None:
                await loads.open_load(connection, self.load_id, self.clock())
            published = await self._publish(connection, incoming)
            probes = [probe for probe, _ in published]
            outcome = await compare_or_set_aside(connection, probes, self._task(explained=explained), self.seen)
            if at_once:
                await derive_around(connection, outcome.opened, self.policy, self.clock())
            if repeated := [probe.id for probe, is_new in published if not is_new]:
                known = await conflict_storage.find_conflicts_of_claims(connection, repeated, MOST_KNOWN)
                outcome.opened |= known
            further = await further_of(connection, [probe_of(one) for one in probes], outcome) if explained else {}
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

    async def recall(self, claim_id: ClaimId) -> Recording | None:
        """Give what recording a claim has come to; where that was broken off, finish it. None if it is not stored."""
        async with self.database.connection() as connection:
            probes = await claim_storage.get_claims(connection, [claim_id])
            if not probes:
                return None
            outcome = await compare_or_set_aside(connection, probes, self._task(explained=True), self.seen)
            further = await further_of(connection, [probe_of(one) for one in probes], outcome)
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

    def _task(self, *, explained: bool) -> Task:
        return Task(self.policy, self.clock(), explained=explained)

    async def in_stored_form(self, claims: Sequence[Claim]) -> list[StoredClaim]:
        """Give claims as they will be stored; what their words say is added to the vocabularies."""
        return await form_claims(self.vocabulary, self.sources, claims, self.load_id)

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


def _count(published: Sequence[tuple[StoredClaim, bool]], outcome: ComparedPairs) -> None:
    new = sum(is_new for _, is_new in published)
    prometheus.CLAIMS.labels("stored").inc(new)
    prometheus.CLAIMS.labels("known").inc(len(published) - new)
    opened = {conflict.id for conflicts in outcome.opened.values() for conflict in conflicts}
    prometheus.CONFLICTS.inc(len(opened))
