"""A claim's first commit is not waited for until it is on the disk; the one before its answer is."""

from service.policy import Policy
from service.recording import Sources, Vocabulary
from service.recording.stored_forms import stored_form
from service.storage.claims import insert_claims
from service.storage.pool import Connection, Database
from service.storage.uncompared import mark_compared
from tests.builders import claim


async def waits_for_the_disk(connection: Connection) -> bool:
    how: str = await connection.fetchval("select current_setting('synchronous_commit')")
    return how == "on"


async def test_only_the_commit_of_what_is_published_is_hurried(database: Database) -> None:
    new = claim(1)
    [source] = await Sources(database).add([new.source])
    [phrase] = await Vocabulary(database, Policy()).phrase_ids([new.metric])
    async with database.connection() as connection:
        await connection.execute("set synchronous_commit = on")  # off on the tests' server, where nothing is to last
        async with connection.transaction():
            stored = await insert_claims(connection, [stored_form(new, source, phrase)])
            assert stored == {new.id}
            assert not await waits_for_the_disk(connection)
        async with connection.transaction():
            await mark_compared(connection, {new.id: 1})
            assert await waits_for_the_disk(connection)
        assert await connection.fetchval("select count(*) from uncompared") == 0
        await connection.execute("reset synchronous_commit")
