"""Forward-only migrations: each file of sql/migrations once, in order, by one process at a time."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from service.errors import ClaimdiffError
from service.storage.pool import connect
from service.storage.queries import queries, sql_folder

_LOCK = 0x636C61696D646966
"""Key of the advisory lock: "claimdif"."""

_LEDGER = """
create table if not exists migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
)
"""
_MEND_OFFSET = """
update feed_offset
set transactions = (newest.written_by::text)::bigint - (pg_current_xact_id()::text)::bigint + 1
from (select max(written_by) as written_by from events) as newest
where (newest.written_by::text)::bigint > (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint + transactions
"""
"""A server that has run fewer transactions than the one that wrote the events: sql/migrations/0010_restored.sql."""


class MigrationError(ClaimdiffError):
    """The database's history does not fit the files: it is newer, or a file was changed after it was applied."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """The SHA-256 of its text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def load_migrations(folder: Path | None = None) -> list[Migration]:
    """Load all migrations in the order of their names."""
    files = sorted((folder or sql_folder() / "migrations").glob("*.sql"))
    return [Migration(path.stem, path.read_text(encoding="utf-8")) for path in files]


async def migrate(
    dsn: str, *, lock_seconds: int = 60, statement_seconds: int = 3600, cache_statements: bool = True
) -> list[str]:
    """Bring the database to the newest version; give the names of what was applied, none if it was there already.

    Each migration commits together with its entry in the ledger. Other processes wait for the one that migrates. In a
    database that was restored from a backup the order of events is mended. A database that only reads is left as it is,
    if nothing is missing in it.

    Raises:
        MigrationError: The database is newer than this program, an applied file was changed, or it only reads and lacks
            something.
        Unavailable: It cannot be reached.
    """
    connection = await connect(dsn, cache_statements=cache_statements)
    try:
        if not await connection.fetchval(queries("gauges")["takes_writes"]):
            await _refuse_missing(connection)
            return []
        async with _as_allowed(), connection.transaction():
            await connection.execute(f"set local lock_timeout = '{lock_seconds}s'")
            await connection.execute(f"set local statement_timeout = '{statement_seconds}s'")
            await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
            await connection.execute(_LEDGER)
            applied = await _apply_missing(connection, load_migrations())
            await connection.execute(_MEND_OFFSET)
            return applied
    finally:
        await connection.close()


@asynccontextmanager
async def _as_allowed() -> AsyncIterator[None]:
    """Say what a role lacks, instead of PostgreSQL's bare refusal."""
    try:
        yield
    except asyncpg.InsufficientPrivilegeError as error:
        raise MigrationError(
            f"The role of DATABASE_URL may not change this database ({error}). Run `claimdiff migrate` as the role "
            "that owns it, or as its owner: GRANT CREATE ON SCHEMA public TO the role."
        ) from error
    except asyncpg.ReadOnlySQLTransactionError as error:
        raise MigrationError("The database of DATABASE_URL only reads; a replica cannot be migrated.") from error


async def _refuse_missing(connection: asyncpg.Connection) -> None:
    """Raise MigrationError when a database that nobody can write to is not at this program's version."""
    has_ledger = await connection.fetchval("select to_regclass('migrations') is not null")
    missing = await _missing(connection, load_migrations()) if has_ledger else ["all of them"]
    if missing:
        raise MigrationError(
            "The database only reads, and it lacks migrations: "
            f"{', '.join(one if isinstance(one, str) else one.name for one in missing)}. "
            "Run `claimdiff migrate` on the one that takes writes; a replica follows by itself."
        )


async def _missing(connection: asyncpg.Connection, migrations: list[Migration]) -> list[Migration]:
    applied = {row["name"]: row["checksum"] for row in await connection.fetch("select name, checksum from migrations")}
    if unknown := sorted(applied.keys() - {one.name for one in migrations}):
        raise MigrationError(f"The database is newer than this program: it has {', '.join(unknown)}. Update claimdiff.")
    if changed := [one.name for one in migrations if applied.get(one.name, one.checksum) != one.checksum]:
        raise MigrationError(f"Already applied, but changed since: {', '.join(changed)}. Add a new migration instead.")
    return [one for one in migrations if one.name not in applied]


async def _apply_missing(connection: asyncpg.Connection, migrations: list[Migration]) -> list[str]:
    missing = await _missing(connection, migrations)
    for one in missing:
        await connection.execute(one.sql)
        await connection.execute("insert into migrations (name, checksum) values ($1, $2)", one.name, one.checksum)
    return [one.name for one in missing]
