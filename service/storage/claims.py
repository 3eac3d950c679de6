"""Sources and claims: one typed function for each query of sql/queries/claims.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from service.claim import ClaimId, Sameness, Status
from service.identity import KEY_VERSION, name_key
from service.storage.pool import Connection
from service.storage.queries import queries
from service.storage.registry import tolerance_beside
from service.stored import Candidate, Place, Probe, StoredClaim

_SQL = queries("claims")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source and how much it has published."""

    id: int
    key: str
    name: str
    created_at: datetime
    ours: bool
    claims: int
    open_conflicts: int


async def add_sources(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """Give the id of each source key; unknown sources are created."""
    keys = [name_key(name) for name in names]
    rows = await connection.fetch(_SQL["add_sources"], keys, [name.strip() for name in names], KEY_VERSION)
    known = {row["key"]: row["id"] for row in rows}
    if missing := [name for name in names if name_key(name) not in known]:
        # Another writer's insert committed after this statement's snapshot: the next one sees it.
        known |= await add_sources(connection, missing)
    return known


async def insert_claims(connection: Connection, claims: Sequence[StoredClaim]) -> set[UUID]:
    """Store what is new, in one commit; give the ids that were stored. The others' external ids are known already.

    They survive a crash of the server only together with the next commit: acknowledge none before `mark_compared` or
    `write_decisions` is committed.

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
        [one.inside[0] if one.inside else None for one in claims],
        [one.inside[1] if one.inside else None for one in claims],
        [one.load_id for one in claims],
        [one.topic_id for one in claims],
        [one.claim.place.country if one.claim.place else "" for one in claims],
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
    connection: Connection, probes: Sequence[Probe], *, explained: bool = True, limit: int = 1_000_000
) -> list[Candidate]:
    """Find what is worth comparing with each probe, in the order of `Place`; `ordinal` is the probe's in the sequence.

    Args:
        connection: Sees what is committed.
        probes: The claims that ask.
        explained: False leaves out most of what cannot ask for anything: other sources' figures that share a point
            with the probe's.
        limit: The most for each probe; whoever got that many asks again after the last one.
    """
    if not probes:
        return []
    claims = [one.claim for one in probes]
    rows = await connection.fetch(
        _SQL["find_candidates"],
        list(range(len(probes))),
        [one.id for one in claims],
        [one.source_id for one in claims],
        [one.phrase_id for one in claims],
        [one.claim.place.key if one.claim.place else "" for one in claims],
        [one.claim.subject is not None for one in claims],
        [one.end_from for one in probes],
        [one.end_to for one in probes],
        [one.inside[0] for one in probes],
        [one.inside[1] for one in probes],
        [one.claim.published_at for one in claims],
        explained,
        [one.after.rank if one.after else -1 for one in probes],
        [one.after.published_at if one.after else None for one in probes],
        [one.after.id if one.after else None for one in probes],
        limit,
        [one.after.nearness if one.after else None for one in probes],
        [one.topic_id for one in claims],
        [_array(one.near_topics) for one in probes],
        [one.claim.place.country if one.claim.place else "" for one in claims],
    )
    return [_candidate(row) for row in rows]


def _array(ids: tuple[int, ...]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


_NO_TOLERANCE = (None,) * 6


def _candidate(row: asyncpg.Record) -> Candidate:
    ordinal, judged, near, rank, nearness, published_at, *stored = row
    identifier, source_id, phrase_id, superseded_by, body, load_id, *told = stored
    return Candidate(
        ordinal,
        StoredClaim(identifier, body, source_id, phrase_id, superseded_by, load_id=load_id),
        Sameness(judged) if judged else None,
        None if tuple(told) == _NO_TOLERANCE else tolerance_beside(row),
        Place(rank, nearness, published_at, identifier),
        near=bool(near),
    )


async def count_candidates(connection: Connection, probe: Probe) -> tuple[int, int]:
    """Count other sources' claims in force that block with a probe: not known to overlap with it, and overlapping."""
    one = probe.claim
    row = await connection.fetchrow(
        _SQL["count_candidates"],
        one.id,
        one.source_id,
        one.phrase_id,
        one.claim.place.key if one.claim.place else "",
        one.claim.subject is not None,
        probe.end_from,
        probe.end_to,
        *probe.inside,
        one.topic_id,
        one.claim.place.country if one.claim.place else "",
        probe.near_topics,
    )
    return (row["apart"], row["together"]) if row else (0, 0)


async def find_claims_of_phrases(
    connection: Connection, probe: Probe, phrase_ids: Sequence[int], *, elsewhere: bool
) -> list[StoredClaim]:
    """Find claims in force with the probe's last day; `elsewhere`: also some of other times or places."""
    place = probe.claim.claim.place
    rows = await connection.fetch(
        _SQL["find_claims_of_phrases"],
        phrase_ids,
        place.key if place else "",
        probe.end_from,
        probe.end_to,
        elsewhere,
    )
    return [_stored(row, 1) for row in rows]


async def lock_claims(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Hold the claims until the transaction ends; give whether each of them is in force, as of now."""
    rows = await connection.fetch(_SQL["lock_claims"], ids)
    return {row["id"]: row["is_in_force"] for row in rows}


@dataclass(frozen=True, slots=True)
class DecisionsWritten:
    """What became of claims that were held."""

    epoch: int
    """Of the registry; if it is not the one that was asked for, nothing was done."""
    fallen: frozenset[UUID]
    """Claims that were in force until now."""


async def write_decisions(
    connection: Connection, newer_by_older: Mapping[UUID, UUID], generations: Mapping[ClaimId, int], epoch: int
) -> DecisionsWritten:
    """Note who supersedes whom, and take what was compared out of the uncompared.

    Args:
        connection: In a transaction that holds the claims.
        newer_by_older: By the superseded claim: the one in its place.
        generations: Of the claims that were compared.
        epoch: Of the registry, by which they were compared.
    """
    row = await connection.fetchrow(
        _SQL["write_decisions"],
        list(newer_by_older),
        list(newer_by_older.values()),
        epoch,
        list(generations),
        list(generations.values()),
    )
    if row is None:
        raise AssertionError("the registry has a state")
    return DecisionsWritten(row["epoch"], frozenset(row["fallen"]))


async def mark_compared(connection: Connection, generations: Mapping[ClaimId, int]) -> None:
    """Take the claims out of what is still to be compared, unless they were put back meanwhile."""
    await connection.execute(_SQL["mark_compared"], list(generations), list(generations.values()))


async def lease_uncompared(
    connection: Connection, *, older_than_seconds: float, limit: int, lease_seconds: float
) -> list[StoredClaim]:
    """Take claims that were stored but not compared: a crash's leftovers, or what a judgement asks for again."""
    rows = await connection.fetch(_SQL["lease_uncompared"], older_than_seconds, limit, lease_seconds)
    return [_stored(row, row["generation"]) for row in rows]


async def release_uncompared(connection: Connection, ids: Sequence[UUID]) -> None:
    """Give back what is not compared to its end, to be gone on with at once."""
    await connection.execute(_SQL["release_uncompared"], ids)


async def set_aside(connection: Connection, reasons: Mapping[UUID, str]) -> None:
    """Note why claims cannot be compared; they are tried again after a pause that grows."""
    await connection.execute(_SQL["set_aside"], list(reasons), list(reasons.values()))


async def blame_claims(connection: Connection, reasons: Mapping[UUID, str]) -> None:
    """Ask for stored claims that others could not be compared with to be compared again, each with what is wrong."""
    await connection.execute(_SQL["blame_claims"], list(reasons), list(reasons.values()))


async def find_set_aside(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Give which of the claims are set aside."""
    return {row["claim_id"] for row in await connection.fetch(_SQL["find_set_aside"], ids)}


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that cannot be compared."""

    claim_id: UUID
    reason: str
    attempts: int
    since: datetime
    next_try_at: datetime


async def list_set_aside(connection: Connection, after: UUID | None, limit: int) -> list[SetAside]:
    """Give what cannot be compared, in the order of ids."""
    return [SetAside(**row) for row in await connection.fetch(_SQL["list_set_aside"], after, limit)]


async def requeue_claims(connection: Connection, ids: Sequence[UUID]) -> None:
    """Ask for claims to be compared again, at once."""
    await connection.execute(_SQL["requeue_claims"], ids)


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
        filters.dispute_id,
        filters.is_ours,
        filters.words,
    )
    return [_stored(row, 1) for row in rows]


async def find_source(connection: Connection, name: str) -> int | None:
    """Give the source's id by its name, or None."""
    row = await connection.fetchrow(_SQL["find_source"], name_key(name))
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
    dispute_id: UUID | None = None
    is_ours: bool | None = None
    words: list[str] | None = None
    """Patterns, each of which is to be found."""


def _stored(row: asyncpg.Record, generation: int) -> StoredClaim:
    return StoredClaim(
        row["id"],
        row["body"],
        row["source_id"],
        row["phrase_id"],
        row["superseded_by"],
        generation,
        load_id=row["load_id"],
        withdrawn=row["withdrawn"],
        topic_id=row.get("topic_id"),
    )
