"""Claims that were stored before there were topics get theirs, while all goes on.

In batches, each in a commit of its own: it can be broken off at any moment and goes on where it was. Until a claim is
reached it is found as it was before, by its phrase; when it is, it is compared again by its topic, so that nothing that
came meanwhile is missed.
"""

import structlog

from service.recording.topics import Topics
from service.storage import topics as storage
from service.storage.pool import Database
from service.stored import decode_claim

_log = structlog.get_logger()

AT_ONCE = 200


async def give_topics(database: Database, topics: Topics) -> int:
    """Give some earlier claims their topics; give how many these were, none when all have theirs."""
    async with database.connection() as connection:
        found = await storage.find_claims_without_topic(connection, AT_ONCE)
    if not found:
        return 0
    claims = [decode_claim(body) for _, body in found]
    countries = [claim.place.country if claim.place else "" for claim in claims]
    told = zip(await topics.ids_of(claims), countries, strict=True)
    async with database.transaction() as connection:
        await storage.write_topics_of_claims(connection, dict(zip((one for one, _ in found), told, strict=True)))
    _log.info("gave earlier claims their topics", claims=len(found))
    return len(found)
