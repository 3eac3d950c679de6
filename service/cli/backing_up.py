"""`claimdiff backup` and `restore`: all that is stored, as one file of PostgreSQL's own format."""

import asyncio
import contextlib
import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg
import click

from service.cli.places import database_address
from service.errors import ClaimdiffError
from service.settings import read_settings
from service.storage.embedded import find_binaries
from service.storage.migrations import migrate

_SHOWN_LINES = 6


class BackupFailed(ClaimdiffError):
    """The backup cannot be written or read; the message is PostgreSQL's own."""


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Write over FILE if it is there.")
def backup(file: Path, replace: bool) -> None:
    """Write all claims, decisions, keys and webhooks to FILE, also while the service runs.

    FILE appears when it is whole. `claimdiff restore FILE` takes it into an empty database, of this or a later
    version; so does pg_restore.
    """
    if file.exists() and not replace:
        raise click.UsageError(f"{file} is there already. Name another file, or write over it with --replace.")
    part = file.with_name(f"{file.name}.part")
    with database_address(read_settings()) as dsn:
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                _run(dsn, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", out=out.fileno())
                os.fsync(out.fileno())
            part.replace(file)
        except OSError as error:
            raise BackupFailed(f"{file} cannot be written: {error.strerror}.") from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    click.echo(f"{file}: {file.stat().st_size:,} bytes.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Take the backup in FILE into a database that holds nothing, and bring it to this program's version."""
    settings = read_settings()
    with database_address(settings) as dsn:
        if tables := asyncio.run(_count_tables(dsn)):
            raise BackupFailed(
                f"The database holds {tables} tables. Restore into an empty one: another DATABASE_URL, or another "
                "folder as CLAIMDIFF_DATA_DIR."
            )
        _run(dsn, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file))
        applied = asyncio.run(migrate(dsn, cache_statements=settings.statement_cache))
    click.echo(f"Restored. Applied: {', '.join(applied) or 'nothing, it was at this version'}.")


async def _count_tables(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        found = await connection.fetchval("select count(*) from pg_tables where schemaname = current_schema()")
        return int(found)
    finally:
        await connection.close()


def _run(dsn: str, program: str, *arguments: str, out: int | None = None) -> None:
    """Run a program of PostgreSQL's; the password goes where no list of processes shows it. Raises BackupFailed."""
    parts = urlsplit(dsn)
    user, at, host = parts.netloc.rpartition("@")
    shown = urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}"))
    environment = os.environ | ({"PGPASSWORD": unquote(parts.password)} if parts.password else {})
    command = [str(find_binaries() / program), f"--dbname={shown}", *arguments]
    ended = subprocess.run(command, env=environment, stdout=out, stderr=subprocess.PIPE, check=False)  # noqa: S603
    if ended.returncode:
        told = ended.stderr.decode(errors="replace").strip().splitlines()[:_SHOWN_LINES]
        raise BackupFailed("\n".join(told) or f"{program} ended with {ended.returncode}.")
