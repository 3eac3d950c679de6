"""Reading as it was known at a past moment, with the queries that read the present."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Annotated, NamedTuple

from msgspec import Meta

from service.api.moments import read_known_on
from service.errors import NoLongerKept
from service.storage.past import go_back
from service.storage.pool import Connection, Database

KnownAt = Annotated[
    datetime | None,
    Meta(description="The time as of which all of this was known, where `known_on` asked for one; null: now."),
]


class Reading(NamedTuple):
    """A connection to read from, and the moment as of which it tells; None: the present."""

    connection: Connection
    known_on: datetime | None


def lending_as_of(
    database: Database, known_on: str | None, now: datetime
) -> Callable[[], AbstractAsyncContextManager[Connection]]:
    """Give what lends connections, one after the other, that all read as `reading_as_of` does."""

    @asynccontextmanager
    async def lend() -> AsyncIterator[Connection]:
        async with reading_as_of(database, known_on, now) as (connection, _):
            yield connection

    return lend


@asynccontextmanager
async def reading_as_of(database: Database, known_on: str | None, now: datetime) -> AsyncIterator[Reading]:
    """Lend a connection that reads the present, or what was known on a day.

    Args:
        database: Where to read from.
        known_on: As the caller gave it.
        now: What is later cannot be asked for.

    Raises:
        Invalid: `known_on` is no moment, or has not come yet.
        NoLongerKept: It lies before all that is kept.
    """
    if known_on is None:
        async with database.connection() as connection:
            yield Reading(connection, None)
        return
    moment = read_known_on(known_on, now)
    async with database.connection() as connection, connection.transaction():
        kept_from = await go_back(connection, moment)
        if moment < kept_from:
            raise NoLongerKept(f"What was known before {kept_from.isoformat()} is not kept.")
        yield Reading(connection, moment)
