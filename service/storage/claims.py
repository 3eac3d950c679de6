"""Claims: one typed function for each query of sql/queries/claims.sql."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from service.claim import ClaimId, Sameness, Status
from service.storage.arrays import array_of
from service.storage.pool import Connection
from service.storage.queries import queries
from service.storage.registry import tolerance_beside
from service.stored import Candidate, Place, Probe, StoredClaim

_SQL = queries("claims")


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
    return {known.external_key: known for known in (stored_claim_of(row, 1) for row in rows)}


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
        [array_of(one.last_days) for one in probes],
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
        [array_of(one.near_topics) for one in probes],
        [one.claim.place.country if one.claim.place else "" for one in claims],
    )
    return [_candidate(row) for row in rows]


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
        probe.last_days,
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
        probe.last_days,
        elsewhere,
    )
    return [stored_claim_of(row, 1) for row in rows]


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


async def supersede_quietly(
    connection: Connection, newer_by_older: Mapping[UUID, UUID], generations: Mapping[ClaimId, int], epoch: int
) -> tuple[int, bool]:
    """Write decisions that open nothing, in one commit; give the registry's epoch, and whether it was done.

    Nothing is done when the registry was changed, or when a conflict is open around a claim that would fall.

    Args:
        connection: In no transaction: the claims are held no longer than this takes.
        newer_by_older: By the superseded claim: the one in its place.
        generations: Of the claims that were compared.
        epoch: Of the registry, by which they were compared.
    """
    older = sorted(newer_by_older)
    row = await connection.fetchrow(
        _SQL["supersede_quietly"],
        older,
        [newer_by_older[one] for one in older],
        epoch,
        list(generations),
        list(generations.values()),
    )
    if row is None:
        raise AssertionError("a function gives a row")
    return row["epoch"], row["is_done"]


async def restore_claims(connection: Connection, ids: Sequence[UUID]) -> None:
    """Put claims back in force that nothing supersedes any more."""
    await connection.execute(_SQL["restore_claims"], ids)


async def get_claims(connection: Connection, ids: Sequence[UUID]) -> list[StoredClaim]:
    """Give the stored claims with these ids, in no order; unknown ids give none."""
    return [stored_claim_of(row, 1) for row in await connection.fetch(_SQL["get_claims"], ids)]


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
    return [stored_claim_of(row, 1) for row in rows]


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


def stored_claim_of(row: asyncpg.Record, generation: int) -> StoredClaim:
    """Give a row as the claim that it stores."""
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
