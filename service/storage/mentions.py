"""Which dispute claims stand in, in short: queries of sql/queries/mentions.sql."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from service.dispute import DisputeId
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("mentions")


class DisputeSize(Struct, frozen=True):
    """A dispute, and how large it is."""

    id: DisputeId
    position_count: int
    claim_count: int


class _Told(Struct, frozen=True):
    position_count: int
    claim_count: int


_decode_told = msgspec.json.Decoder(_Told).decode


async def find_disputes_of_claims(connection: Connection, claim_ids: Sequence[UUID]) -> dict[UUID, DisputeSize]:
    """Give the dispute in which each of these claims stands, as a member or as a guest."""
    found = {}
    for row in await connection.fetch(_SQL["find_disputes_of_claims"], claim_ids):
        told = _decode_told(row["outline"])
        found[row["claim_id"]] = DisputeSize(DisputeId(row["id"]), told.position_count, told.claim_count)
    return found
