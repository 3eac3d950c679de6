import asyncpg
import pytest

from service.storage.migrations import MigrationError, load_migrations, migrate


async def test_a_database_at_the_newest_version_is_left_alone(dsn: str) -> None:
    assert await migrate(dsn) == []


async def test_a_database_of_a_newer_program_is_refused(dsn: str) -> None:
    await execute(dsn, "insert into migrations (name, checksum) values ('9999_later', '')")
    with pytest.raises(MigrationError, match="newer than this program: it has 9999_later"):
        await migrate(dsn)


async def test_a_migration_that_was_changed_after_it_was_applied_is_refused(dsn: str) -> None:
    name = load_migrations()[0].name
    await execute(dsn, "update migrations set checksum = 'other'")
    with pytest.raises(MigrationError, match=f"changed since: {name}"):
        await migrate(dsn)


async def test_a_migration_waits_no_longer_than_it_is_told(dsn: str) -> None:
    holder = await asyncpg.connect(dsn)
    try:
        async with holder.transaction():
            await holder.execute("lock table migrations")
            with pytest.raises(asyncpg.LockNotAvailableError):
                await migrate(dsn, lock_seconds=1)
    finally:
        await holder.close()


def test_migrations_are_numbered_without_doubles() -> None:
    numbers = [one.name.split("_")[0] for one in load_migrations()]
    assert numbers == sorted(set(numbers))


async def execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(statement)
    await connection.close()
