"""`claimdiff unload`: take an upload back whole."""

import asyncio
from uuid import UUID

import click

from service.cli.places import database_address, service_in_process
from service.cli.seeding import SEEDS_LOAD, take_seeds_back
from service.recording import sweep, withdraw_load
from service.settings import Settings, read_settings


@click.command()
@click.argument("load")
def unload(load: str) -> None:
    """Take an upload back whole: its claims are kept and count no more.

    LOAD is the id that each line of the batch's or import's answer names, or `seeds` for the example claims. What they
    superseded comes back into force, and their conflicts close.
    """
    settings = read_settings()
    with database_address(settings) as dsn:
        count = asyncio.run(_unload(settings, dsn, _read(load)))
    click.echo(f"Took back {count} claims.")


def _read(load: str) -> UUID:
    if load == "seeds":
        return SEEDS_LOAD
    try:
        return UUID(load)
    except ValueError:
        raise click.BadParameter("expected an id, as 0197a3f2-…, or seeds", param_hint="LOAD") from None


async def _unload(settings: Settings, dsn: str, load_id: UUID) -> int:
    async with service_in_process(settings, dsn) as service:
        if load_id == SEEDS_LOAD:
            count = await take_seeds_back(service, "command line")
        else:
            count = await withdraw_load(service.database, load_id, "command line", service.clock())
        await sweep(service.recorder)
    return count
