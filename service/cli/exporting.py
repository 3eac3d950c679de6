"""`claimdiff export`."""

import asyncio
from typing import Any, BinaryIO

import click

from service.cli.places import database_address, service_in_process
from service.exchange import ExportFormat, export_claims, export_conflicts, write_export
from service.settings import Settings, read_settings
from service.storage.claims import ClaimFilters
from service.storage.conflicts import ConflictFilters

_FORMATS = [one.value for one in ExportFormat]


@click.command()
@click.argument("what", type=click.Choice(["claims", "conflicts"]))
@click.option("--format", "form", type=click.Choice(_FORMATS), default="ndjson", show_default=True)
@click.option(
    "--output", type=click.File("wb", lazy=True), default="-", help="File to write.  [default: standard output]"
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]), help="Only from this time on.")
@click.option("--status", multiple=True, help="Only conflicts of this status; may be given several times.")
@click.option("--bom", is_flag=True, help="Begin a CSV with a byte order mark, which Excel needs to see UTF-8.")
def export(what: str, form: str, output: BinaryIO, since: Any, status: tuple[str, ...], bom: bool) -> None:
    """Write the stored claims or conflicts, the newest first.

    NDJSON holds each whole, as the API answers it; CSV and XLSX the columns that a desk reads, safe to open in a
    spreadsheet. The files are those of GET /v1/claims/export and GET /v1/conflicts/export.

    \b
    claimdiff export conflicts --status open --format xlsx --output conflicts.xlsx
    """
    settings = read_settings()
    with database_address(settings) as dsn:
        asyncio.run(_export(settings, dsn, what, ExportFormat(form), output, (since, status, bom)))


async def _export(
    settings: Settings,
    dsn: str,
    what: str,
    form: ExportFormat,
    output: BinaryIO,
    narrowed: tuple[Any, tuple[str, ...], bool],
) -> None:
    since, status, bom = narrowed
    async with service_in_process(settings, dsn) as service:
        if what == "claims":
            export = await export_claims(service.database, ClaimFilters(since=since))
            chunks = write_export(export, form, mark=bom)
        else:
            conflicts = await export_conflicts(
                service.database, ConflictFilters(since=since, statuses=list(status) or None)
            )
            chunks = write_export(conflicts, form, mark=bom)
        async for chunk in chunks:
            output.write(chunk)
