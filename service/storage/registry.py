"""What follows from judgements and tolerances, kept where comparing finds it: queries of sql/queries/judgements.sql.

Whoever changes the registry begins with `begin_change`: changes come one after the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import asyncpg

from service.claim import Sameness
from service.policy import Tolerance, narrowest
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("judgements")

Pair = tuple[int, int]


async def begin_change(connection: Connection) -> None:
    """Wait until nobody else changes the registry; then see what was changed before. First in a transaction."""
    await connection.fetchval(_SQL["begin_registry_change"])


async def find_judged_pairs(connection: Connection, phrase_ids: Iterable[int]) -> dict[Pair, Sameness]:
    """Give what is kept as following for the pairs that begin with one of these phrases."""
    rows = await connection.fetch(_SQL["find_judged_pairs"], list(phrase_ids))
    return {(row["phrase_id"], row["neighbour_id"]): Sameness(row["judged"]) for row in rows}


async def set_judged_pairs(connection: Connection, pairs: Mapping[Pair, Sameness]) -> None:
    """Keep what follows for these pairs, in both directions."""
    both = {pair: verdict for (one, other), verdict in pairs.items() for pair in ((one, other), (other, one))}
    ones, others = [one for one, _ in both], [other for _, other in both]
    await connection.execute(_SQL["set_judged_pairs"], ones, others, [verdict.value for verdict in both.values()])


async def forget_judged_pairs(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Nothing follows for these pairs any more; those that are no neighbours by their words are none at all."""
    both = {pair for one, other in pairs for pair in ((one, other), (other, one))}
    ones, others = [one for one, _ in both], [other for _, other in both]
    await connection.execute(_SQL["forget_judged_pairs"], ones, others)
    await connection.execute(_SQL["forget_edges_of_judgements_alone"], ones, others)


async def write_classes(connection: Connection, classes: Mapping[int, int], phrase_ids: Sequence[int]) -> None:
    """Keep which of these phrases are one metric; those that stand alone are not in `classes`."""
    await connection.execute(_SQL["forget_classes"], phrase_ids)
    await connection.execute(_SQL["add_classes"], list(classes), list(classes.values()))


async def find_tolerances(connection: Connection, phrase_ids: Sequence[int]) -> dict[int, Tolerance]:
    """Give the tolerances that these phrases are judged by."""
    return _tolerances(await connection.fetch(_SQL["find_tolerances"], phrase_ids))


async def find_set_tolerances(connection: Connection, phrase_ids: Sequence[int]) -> dict[int, Tolerance]:
    """Give the tolerances that a desk has set on these very phrases."""
    return _tolerances(await connection.fetch(_SQL["find_set_tolerances"], phrase_ids))


async def write_tolerances(
    connection: Connection, tolerances: Mapping[int, Tolerance], phrase_ids: Sequence[int]
) -> None:
    """Keep the tolerances that these phrases are judged by from now on."""
    await connection.execute(_SQL["forget_tolerances"], phrase_ids)
    await connection.execute(
        _SQL["add_tolerances"],
        list(tolerances),
        [one.relative_percent for one in tolerances.values()],
        [one.absolute for one in tolerances.values()],
        [one.dimension for one in tolerances.values()],
    )


async def requeue_phrases(connection: Connection, phrase_ids: Iterable[int]) -> None:
    """Note that the claims of these metrics are to be compared again once this transaction is committed."""
    await connection.execute(_SQL["requeue_phrases"], sorted(phrase_ids))


async def take_requeued_phrases(connection: Connection) -> list[int]:
    """Take what was noted; whoever takes it puts the claims back among the uncompared in the same transaction."""
    return [row["phrase_id"] for row in await connection.fetch(_SQL["take_requeued_phrases"])]


def tolerance_beside(row: asyncpg.Record) -> Tolerance | None:
    """Give the tolerance for a pair of claims from the columns of both metrics; None when neither has one."""
    ours = _tolerance(row["our_relative_percent"], row["our_absolute"], row["our_dimension"])
    theirs = _tolerance(row["their_relative_percent"], row["their_absolute"], row["their_dimension"])
    return narrowest((ours, theirs))


def _tolerances(rows: Sequence[asyncpg.Record]) -> dict[int, Tolerance]:
    found = {row["phrase_id"]: _tolerance(row["relative_percent"], row["absolute"], row["dimension"]) for row in rows}
    return {phrase_id: one for phrase_id, one in found.items() if one is not None}


def _tolerance(percent: Decimal | None, absolute: Decimal | None, dimension: str | None) -> Tolerance | None:
    if percent is None and absolute is None:
        return None
    return Tolerance(absolute or Decimal(0), percent or Decimal(0), dimension)
