"""`claimdiff migrate`, `settings` and `version`."""

import asyncio
import os

import click
from rich import box
from rich.console import Console
from rich.table import Table

from service import __version__
from service.settings import describe_settings, read_settings
from service.storage.migrations import migrate as apply_migrations


@click.command()
def migrate() -> None:
    """Bring the database to this program's version. Forward only; safe to run from many machines at once.

    `serve` does this by itself when it starts; run it alone before a rollout, with a role that may create tables.
    """
    from service.cli.places import database_address  # noqa: PLC0415 - the others of this file need not wait for it

    present = read_settings()
    with database_address(present) as dsn:
        applied = asyncio.run(apply_migrations(dsn, cache_statements=present.statement_cache))
    click.echo(f"Applied: {', '.join(applied)}." if applied else "The database is at this program's version already.")


@click.command()
def settings() -> None:
    """List all settings with meaning, default and value in force; secrets are hidden."""
    table = Table("setting", "default", "in force", "meaning", box=box.SIMPLE_HEAD)
    for one in describe_settings(read_settings(os.environ)):
        table.add_row(one.variable, one.default, one.value, one.meaning)
    Console(highlight=False, width=None if os.isatty(1) else 160).print(table)


@click.command()
def version() -> None:
    """Print the version."""
    click.echo(f"claimdiff {__version__}")
