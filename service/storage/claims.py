"""Sources and claims: one typed function for each query of sql/queries/claims.sql."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Raw, Struct

from service.claim import Claim, ClaimId, Interval, Period, PeriodKind, Resolution, Sameness, Status
from service.policy import Tolerance
from service.storage.pool import Connection
from service.storage.queries import queries
from service.storage.registry import tolerance_beside

_SQL = queries("claims")
_encode = msgspec.json.Encoder(uuid_format="canonical").encode
decode_claim = msgspec.json.Decoder(Claim).decode

_LONG_SPAN_DAYS = 28
"""From this length on, a day's difference at the end of a span is notation and not another period."""


class Outline(Struct, frozen=True):
    """What of a stored claim is compared, each part as it is written: equal bytes say the same."""

    metric: Raw
    quantity: Raw
    period: Raw
    subject: Raw
    place: Raw
    status: Raw
    published_at: datetime

    def said(self, phrase_id: int) -> tuple[int, bytes, bytes, bytes, bytes, bytes, bytes]:
        """Give what two claims have in common when comparing either with a third says the same."""
        return (
            phrase_id,
            bytes(self.metric),
            bytes(self.quantity),
            bytes(self.period),
            bytes(self.subject),
            bytes(self.place),
            bytes(self.status),
        )


_decode_outline = msgspec.json.Decoder(Outline).decode


class StoredClaim(Struct, eq=False):
    """A claim as it is stored, with what storage knows of it besides. It is decoded when somebody looks into it."""

    id: UUID
    body: str
    source_id: int
    phrase_id: int
    superseded_by: UUID | None = None
    generation: int = 1
    decoded: Claim | None = None

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        if self.decoded is None:
            self.decoded = decode_claim(self.body)
        return self.decoded

    @property
    def outline(self) -> Outline:
        """The parts that are compared, not decoded."""
        return _decode_outline(self.body)

    @property
    def external_key(self) -> tuple[int, str | None]:
        """What the caller's own id is unique by."""
        return self.source_id, self.claim.external_id


class Candidate(Struct, frozen=True, eq=False):
    """A stored claim that blocking found worth comparing with the probe of that ordinal."""

    ordinal: int
    claim: StoredClaim
    row: asyncpg.Record

    @property
    def judged(self) -> Sameness | None:
        """What a desk has judged of the two metrics."""
        judged = self.row["judged"]
        return Sameness(judged) if judged else None

    @property
    def tolerance(self) -> Tolerance | None:
        """Set for the two metrics, in place of the policy's."""
        return tolerance_beside(self.row)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source and how much it has published."""

    id: int
    key: str
    name: str
    created_at: datetime
    claims: int
    open_conflicts: int


def source_key(name: str) -> str:
    """Fold case and spaces: "Reuters" and " reuters" are one source."""
    return " ".join(name.casefold().split())


def encode_claim(claim: Claim) -> str:
    """Give the body as it is stored and answered."""
    return _encode(claim).decode()


def stored_form(claim: Claim, source_id: int, phrase_id: int) -> StoredClaim:
    """Give a claim in the form in which it will be stored."""
    return StoredClaim(claim.id, encode_claim(claim), source_id, phrase_id, decoded=claim)


def end_window(period: Period) -> tuple[date, date]:
    """Give the last days under which a comparable claim can stand: one day's leeway for spans of 28 days or more."""
    if period.kind is PeriodKind.DURING and (period.end - period.start).days + 1 >= _LONG_SPAN_DAYS:
        leeway = timedelta(days=1)
        return period.end - leeway, period.end + leeway
    return period.end, period.end


async def add_sources(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """Give the id of each source key; unknown sources are created."""
    keys = [source_key(name) for name in names]
    rows = await connection.fetch(_SQL["add_sources"], keys, [name.strip() for name in names])
    known = {row["key"]: row["id"] for row in rows}
    if missing := [name for name in names if source_key(name) not in known]:
        # Another writer's insert committed after this statement's snapshot: the next one sees it.
        known |= await add_sources(connection, missing)
    return known


async def insert_claims(connection: Connection, claims: Sequence[StoredClaim]) -> set[UUID]:
    """Store what is new, in one commit; give the ids that were stored. The others' external ids are known already.

    They survive a crash of the server only together with the next commit: acknowledge none before `mark_compared` or
    `settle_claims` is committed.

    Args:
        connection: In no transaction: nothing else that is done in it would be waited for either.
        claims: What to store.
    """
    if not claims:
        return set()
    rows = await connection.fetch(
        _SQL["insert_claims"],
        [one.id for one in claims],
        [one.source_id for one in claims],
        [one.claim.external_id for one in claims],
        [one.phrase_id for one in claims],
        [one.claim.quantity.unit.dimension for one in claims],
        [one.claim.place.key if one.claim.place else "" for one in claims],
        [one.claim.subject.key if one.claim.subject else "" for one in claims],
        [one.claim.period.end for one in claims],
        [one.claim.published_at for one in claims],
        [one.claim.received_at for one in claims],
        [one.claim.status is Status.RETRACTED for one in claims],
        [one.body for one in claims],
        *_insides(claims),
    )
    return {row["id"] for row in rows}


async def find_by_external_ids(
    connection: Connection, claims: Sequence[StoredClaim]
) -> dict[tuple[int, str | None], StoredClaim]:
    """Give, by source and external id, the claims that stand under the external ids of the given ones."""
    if not claims:
        return {}
    rows = await connection.fetch(
        _SQL["find_by_external_ids"], [one.source_id for one in claims], [one.claim.external_id for one in claims]
    )
    return {known.external_key: known for known in (_stored(row, 1) for row in rows)}


async def find_candidates(
    connection: Connection, probes: Sequence[StoredClaim], *, explained: bool = True
) -> list[Candidate]:
    """Find what is worth comparing with each probe; `ordinal` is the probe's place in the sequence.

    Args:
        connection: Sees what is committed.
        probes: The claims that ask.
        explained: False leaves out most of what cannot ask for anything: other sources' figures that share a point
            with the probe's.
    """
    if not probes:
        return []
    windows = [end_window(one.claim.period) for one in probes]
    rows = await connection.fetch(
        _SQL["find_candidates"],
        list(range(len(probes))),
        [one.id for one in probes],
        [one.source_id for one in probes],
        [one.phrase_id for one in probes],
        [one.claim.place.key if one.claim.place else "" for one in probes],
        [one.claim.subject is not None for one in probes],
        [first for first, _ in windows],
        [last for _, last in windows],
        *_insides(probes),
        [one.claim.published_at for one in probes],
        explained,
    )
    return [
        Candidate(ordinal, StoredClaim(identifier, body, source_id, phrase_id, superseded_by), row)
        for row in rows
        for ordinal, _, identifier, source_id, phrase_id, superseded_by, body, *_ in (row,)
    ]


async def find_claims_of_phrases(
    connection: Connection, probe: Claim, phrase_ids: Sequence[int], *, elsewhere: bool
) -> list[StoredClaim]:
    """Find claims in force with the probe's last day; `elsewhere`: also some of other times or places."""
    rows = await connection.fetch(
        _SQL["find_claims_of_phrases"],
        phrase_ids,
        probe.place.key if probe.place else "",
        *end_window(probe.period),
        elsewhere,
    )
    return [_stored(row, 1) for row in rows]


async def lock_claims(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Hold the claims until the transaction ends; give who superseded each of them, as of now."""
    rows = await connection.fetch(_SQL["lock_claims"], ids)
    return {row["id"]: row["superseded_by"] for row in rows}


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of claims that were held."""

    epoch: int
    """Of the registry; if it is not the one that was asked for, nothing was done."""
    fallen: frozenset[UUID]
    """Claims that were in force until now."""
    closed: list[UUID]
    """Conflicts around them that were open."""


async def settle_claims(
    connection: Connection,
    newer_by_older: Mapping[UUID, tuple[UUID, Resolution]],
    generations: Mapping[ClaimId, int],
    epoch: int,
    now: datetime,
) -> Settled:
    """Note who supersedes whom, close what was open around those, and take what was compared out of the uncompared.

    Args:
        connection: In a transaction that holds the claims.
        newer_by_older: By the superseded claim: the one in its place, and why its conflicts close.
        generations: Of the claims that were compared.
        epoch: Of the registry, by which they were compared.
        now: The time of what is closed.
    """
    row = await connection.fetchrow(
        _SQL["settle_claims"],
        list(newer_by_older),
        [newer for newer, _ in newer_by_older.values()],
        [why.value for _, why in newer_by_older.values()],
        now,
        epoch,
        list(generations),
        list(generations.values()),
    )
    if row is None:
        raise AssertionError("the registry has a state")
    return Settled(row["epoch"], frozenset(row["fallen"]), row["closed"])


async def mark_compared(connection: Connection, generations: Mapping[ClaimId, int]) -> None:
    """Take the claims out of what is still to be compared, unless they were put back meanwhile."""
    await connection.execute(_SQL["mark_compared"], list(generations), list(generations.values()))


async def find_uncompared(connection: Connection, *, older_than_seconds: float, limit: int) -> list[StoredClaim]:
    """Find claims that were stored but not compared: a crash's leftovers, or what a judgement asks for again."""
    rows = await connection.fetch(_SQL["find_uncompared"], older_than_seconds, limit)
    return [_stored(row, row["generation"]) for row in rows]


async def count_uncompared(connection: Connection) -> tuple[int, float]:
    """Give how many claims wait for comparison, and for how many seconds the oldest has."""
    row = await connection.fetchrow(_SQL["count_uncompared"])
    return (row["claims"], row["oldest_seconds"]) if row else (0, 0.0)


async def requeue_claims_of_phrases(connection: Connection, phrase_ids: Sequence[int]) -> int:
    """Ask for all claims of these metrics to be compared again; give how many these are."""
    status = await connection.execute(_SQL["requeue_claims_of_phrases"], phrase_ids)
    return int(status.rpartition(" ")[2])


async def restore_claims(connection: Connection, ids: Sequence[UUID]) -> None:
    """Put claims back in force that nothing supersedes any more."""
    await connection.execute(_SQL["restore_claims"], ids)


async def get_claims(connection: Connection, ids: Sequence[UUID]) -> list[StoredClaim]:
    """Give the stored claims with these ids, in no order; unknown ids give none."""
    return [_stored(row, 1) for row in await connection.fetch(_SQL["get_claims"], ids)]


async def list_claims(
    connection: Connection, filters: "ClaimFilters", after: tuple[datetime, UUID] | None, limit: int
) -> list[StoredClaim]:
    """Give claims from newest to oldest publication, after the given place in that order."""
    published_at, identifier = after or (None, None)
    rows = await connection.fetch(
        _SQL["list_claims"],
        published_at,
        identifier,
        filters.phrase,
        filters.source_id,
        filters.place_key,
        filters.period_from,
        filters.period_to,
        filters.since,
        filters.superseded,
        limit,
    )
    return [_stored(row, 1) for row in rows]


async def find_source(connection: Connection, name: str) -> int | None:
    """Give the source's id by its name, or None."""
    row = await connection.fetchrow(_SQL["find_source"], source_key(name))
    return row["id"] if row else None


async def list_sources(connection: Connection, after: int, limit: int) -> list[SourceRow]:
    """Give sources in the order in which they were first seen."""
    return [SourceRow(**row) for row in await connection.fetch(_SQL["list_sources"], after, limit)]


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What a list of claims may be narrowed by; None leaves it open."""

    phrase: str | None = None
    source_id: int | None = None
    place_key: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    since: datetime | None = None
    superseded: bool = True


def _stored(row: asyncpg.Record, generation: int) -> StoredClaim:
    return StoredClaim(row["id"], row["body"], row["source_id"], row["phrase_id"], row["superseded_by"], generation)


def _insides(claims: Sequence[StoredClaim]) -> tuple[list[float], list[float]]:
    insides = [inside_of(one.claim.quantity.interval) for one in claims]
    return [low for low, _ in insides], [high for _, high in insides]


def inside_of(interval: Interval) -> tuple[float, float]:
    """Give ends that lie within the interval for certain, each the next float inwards; infinite where it is unbounded.

    Two intervals overlap for certain when each low one lies below the other's high one. The converse does not hold.
    """
    low = -math.inf if interval.low is None else math.nextafter(float(interval.low), math.inf)
    high = math.inf if interval.high is None else math.nextafter(float(interval.high), -math.inf)
    return low, high
