"""Sources that are one by the normal form of their names become one, online and some at a time.

Safe to break off and to take up, and by several processes at once: each step is a transaction of its own, what is left
is found again. Claims that change their source are compared again: what one source says of a thing twice is no
conflict, the later claim supersedes the earlier.
"""

from service.identity import name_key
from service.storage import sources as storage
from service.storage import uncompared
from service.storage.pool import Database

NAMES_AT_ONCE = 500
CLAIMS_AT_ONCE = 1_000


async def merge_names(database: Database) -> int:
    """Bring names to the present form and move claims; give how many names and claims that were, 0 when all is done."""
    done = await _renew_keys(database) + await _renew_filters(database)
    async with database.connection() as connection:
        left = await storage.find_claims_to_move(connection, NAMES_AT_ONCE)
    for source_id, into in left:
        async with database.transaction() as connection:
            moved = await storage.move_claims(connection, source_id, into, CLAIMS_AT_ONCE)
            await uncompared.requeue_claims(connection, sorted(moved))
        done += len(moved)
    return done


async def _renew_keys(database: Database) -> int:
    async with database.transaction() as connection:
        found = await storage.find_sources_of_other_keys(connection, NAMES_AT_ONCE)
        for source_id, name in found:
            key = name_key(name) or name
            other = await storage.find_key(connection, key, source_id)
            if other is None:
                await storage.write_key(connection, source_id, key)
            else:
                await storage.merge_source(connection, source_id, other)
    return len(found)


async def _renew_filters(database: Database) -> int:
    async with database.transaction() as connection:
        found = await storage.find_endpoints_of_other_names(connection, NAMES_AT_ONCE)
        for endpoint_id, names in found:
            await storage.write_endpoint_names(connection, endpoint_id, [name_key(name) for name in names])
    return len(found)
