"""`claimdiff export`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from enum import Enum
from http import HTTPStatus
from inspect import signature
from typing import Any, BinaryIO

import aiohttp
import click

from service.api.filters import claim_filters, conflict_filters
from service.api.known_on import lending_as_of
from service.app import Service
from service.claim import Band, Severity
from service.cli.house import find_key
from service.cli.places import database_address, service_in_process
from service.conflict import ConflictStatus
from service.errors import ClaimdiffError
from service.exchange import ExportFormat, export_claims, export_conflicts, write_export
from service.recording import paging_of
from service.settings import Settings, read_settings


class CannotExport(ClaimdiffError):
    """A running service does not give what is asked of it."""


_PATIENCE = aiohttp.ClientTimeout(total=None, sock_read=300)
_CHUNK_BYTES = 64 * 1024
_NOT_GIVEN = (None, "", ())
_FORMATS = [one.value for one in ExportFormat]
_BY_LIST: dict[str, Callable[..., Any]] = {"claims": claim_filters, "conflicts": conflict_filters}
"""What each list is narrowed by: the parameters of these are the options of the same names."""


@click.command()
@click.argument("what", type=click.Choice(["claims", "conflicts"]))
@click.option("--format", "form", type=click.Choice(_FORMATS), default="ndjson", show_default=True)
@click.option(
    "--output", type=click.File("wb", lazy=True), default="-", help="File to write.  [default: standard output]"
)
@click.option("--metric", help="Only of this metric, in words.")
@click.option("--source", help="Only of this source.")
@click.option("--place", help="Only on this place, by name or code.")
@click.option("--period-from", type=click.DateTime(["%Y-%m-%d"]), help="Only periods that end on this day or later.")
@click.option("--period-to", type=click.DateTime(["%Y-%m-%d"]), help="Only periods that end on this day or earlier.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]), help="Only from this time on.")
@click.option("--in-force", is_flag=True, default=None, help="Only claims that were not superseded.")
@click.option(
    "--status",
    multiple=True,
    type=click.Choice([one.value for one in ConflictStatus]),
    help="Only conflicts of this status; may be given several times.",
)
@click.option(
    "--severity", type=click.Choice([one.value for one in Severity]), help="Only conflicts at least as grave."
)
@click.option(
    "--band", type=click.Choice([one.value for one in Band]), help="Only confirmed conflicts, or only suggested ones."
)
@click.option("--dispute", type=click.UUID, help="Only of this dispute.")
@click.option("--ours/--not-ours", default=None, help="Only with a source of the desk's own, or only without.")
@click.option("--stale/--not-stale", default=None, help="Only what is a matter of time, or only what is not.")
@click.option("--q", help="Only with these words.")
@click.option("--known-on", help="Only claims: as they were known at the end of this day, or at this time.")
@click.option("--server", help="Address of a running service.  [default: CLAIMDIFF_SERVER, or none: the database]")
@click.option("--key", help="API key for it; better given as CLAIMDIFF_KEY.")
@click.option("--bom", is_flag=True, help="Begin a CSV with a byte order mark, which Excel needs to see UTF-8.")
def export(
    what: str, form: str, output: BinaryIO, server: str | None, key: str | None, bom: bool, **filters: Any
) -> None:
    """Write the stored claims or conflicts, the newest first.

    NDJSON holds each whole, as the API answers it; CSV and XLSX the columns that a desk reads, safe to open in a
    spreadsheet. Files and filters are those of GET /v1/claims/export and GET /v1/conflicts/export.

    \b
    claimdiff export conflicts --status open --format xlsx --output conflicts.xlsx
    """
    given = {name: _READERS.get(name, _as_it_is)(value) for name, value in filters.items() if value not in _NOT_GIVEN}
    for name in given:
        if name not in signature(_BY_LIST[what]).parameters and (what, name) != ("claims", "known_on"):
            raise click.UsageError(f"--{name.replace('_', '-')} says nothing of {what}. Leave it out.")
    settings = read_settings()
    if server := server or settings.server:
        wanted = {"format": form, "bom": bom, **given}
        asyncio.run(
            _fetch(
                f"{server.rstrip('/')}/v1/{what}/export",
                key or settings.key or find_key(settings, server),
                wanted,
                output,
            )
        )
        return
    with database_address(settings) as dsn:
        asyncio.run(_export(settings, dsn, what, ExportFormat(form), output, bom, given))


async def _fetch(address: str, key: str | None, wanted: dict[str, Any], output: BinaryIO) -> None:
    """Write what a running service exports. Raises CannotExport, also when the file breaks off."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    parameters = [(name, _written(one)) for name, value in wanted.items() for one in _several(value)]
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=_PATIENCE) as session,
            session.get(address, params=parameters) as answer,
        ):
            if answer.status != HTTPStatus.OK:
                raise CannotExport(f"{address} answers {answer.status}: {(await answer.text())[:1000]}")
            async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
                output.write(chunk)
    except (aiohttp.ClientError, OSError) as error:
        raise CannotExport(f"{address} cannot be reached, or the file broke off: {error}") from error


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _written(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


async def _export(
    settings: Settings, dsn: str, what: str, form: ExportFormat, output: BinaryIO, bom: bool, given: dict[str, Any]
) -> None:
    async with service_in_process(settings, dsn) as service:
        write = _claims if what == "claims" else _conflicts
        async for chunk in await write(service, form, bom, given):
            output.write(chunk)


async def _claims(service: Service, form: ExportFormat, bom: bool, given: dict[str, Any]) -> AsyncIterator[bytes]:
    known_on = given.pop("known_on", None)
    filters = await claim_filters(service.database, **given)
    lend = lending_as_of(service.database, known_on, service.clock())
    return write_export(await export_claims(lend, filters), form, mark=bom)


async def _conflicts(service: Service, form: ExportFormat, bom: bool, given: dict[str, Any]) -> AsyncIterator[bytes]:
    filters = await conflict_filters(service.database, **given)
    paging = await paging_of(service.database, filters, service.policy)
    return write_export(await export_conflicts(paging), form, mark=bom)


def _as_it_is(value: Any) -> Any:
    return value


def _day(value: datetime) -> date:
    return value.date()


def _moment(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _statuses(values: tuple[str, ...]) -> list[ConflictStatus]:
    return [ConflictStatus(one) for one in values]


_READERS: dict[str, Callable[[Any], Any]] = {
    "period_from": _day,
    "period_to": _day,
    "since": _moment,
    "status": _statuses,
    "severity": Severity,
    "band": Band,
}
"""Options as the filters take them; a time without a zone is UTC."""
