"""`claimdiff export`."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, BinaryIO

import click
import msgspec

from service.claim import Claim, Conflict
from service.cli.places import database_address, service_in_process
from service.recording import Recorder
from service.settings import Settings, read_settings
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage.claims import ClaimFilters
from service.storage.conflicts import ConflictFilters

_PAGE = 500
_RISKY = ("=", "+", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a cell begins with it."""

Row = dict[str, object]


@click.command()
@click.argument("what", type=click.Choice(["claims", "conflicts"]))
@click.option("--format", "form", type=click.Choice(["ndjson", "csv"]), default="ndjson", show_default=True)
@click.option(
    "--output", type=click.File("wb", lazy=True), default="-", help="File to write.  [default: standard output]"
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]), help="Only from this time on.")
@click.option("--status", multiple=True, help="Only conflicts of this status; may be given several times.")
def export(what: str, form: str, output: BinaryIO, since: Any, status: tuple[str, ...]) -> None:
    """Write the stored claims or conflicts, the newest first.

    NDJSON holds each whole, as the API answers it; CSV the columns that a desk reads, safe to open as a spreadsheet.

    \b
    claimdiff export conflicts --status open --format csv --output conflicts.csv
    """
    settings = read_settings()
    with database_address(settings) as dsn:
        asyncio.run(_export(settings, dsn, what, form, output, since, status))


async def _export(
    settings: Settings, dsn: str, what: str, form: str, output: BinaryIO, since: Any, status: tuple[str, ...]
) -> None:
    async with service_in_process(settings, dsn) as service:
        if what == "claims":
            await _write(_all_claims(service.recorder, since), _claim_row, form, output)
        else:
            await _write(_all_conflicts(service.recorder, since, status), _conflict_row, form, output)


async def _write(found: AsyncIterator[Any], as_row: Callable[[Any], Row], form: str, output: BinaryIO) -> None:
    names: list[str] | None = None
    async for one in found:
        if form == "ndjson":
            output.write(msgspec.json.encode(one) + b"\n")
            continue
        row = as_row(one)
        if names is None:
            names = list(row)
            output.write(_csv_line(names))
        output.write(_csv_line([row[name] for name in names]))


async def _all_claims(recorder: Recorder, since: Any) -> AsyncIterator[Claim]:
    after = None
    while True:
        async with recorder.database.connection() as connection:
            page = await claim_storage.list_claims(connection, ClaimFilters(since=since), after, _PAGE)
        for stored in page:
            yield stored.claim
        if len(page) < _PAGE:
            return
        after = (page[-1].claim.published_at, page[-1].claim.id)


async def _all_conflicts(recorder: Recorder, since: Any, status: tuple[str, ...]) -> AsyncIterator[Conflict]:
    filters = ConflictFilters(since=since, statuses=list(status) or None)
    after = None
    while True:
        async with recorder.database.connection() as connection:
            page = await conflict_storage.list_conflicts(connection, filters, after, _PAGE)
        for conflict in page:
            yield conflict
        if len(page) < _PAGE:
            return
        after = (page[-1].opened_at, page[-1].id)


def _claim_row(claim: Claim) -> Row:
    quantity, period = claim.quantity, claim.period
    return {
        "id": claim.id,
        "source": claim.source,
        "claimant": claim.claimant,
        "metric": claim.metric.as_given,
        "subject": claim.subject.as_given if claim.subject else None,
        "place": claim.place.as_given if claim.place else None,
        "quantity": quantity.as_given,
        "low": quantity.interval.low,
        "high": quantity.interval.high,
        "dimension": quantity.unit.dimension,
        "period": period.as_given,
        "period_start": period.start,
        "period_end": period.end,
        "status": claim.status.value,
        "published_at": claim.published_at.isoformat(),
        "url": claim.url,
        "external_id": claim.external_id,
    }


def _conflict_row(conflict: Conflict) -> Row:
    one, other = conflict.claims
    return {
        "id": conflict.id,
        "status": conflict.status.value,
        "severity": conflict.severity.value,
        "gap_percent": conflict.gap.percent,
        "metric": one.metric.as_given,
        "subject": one.subject.as_given if one.subject else None,
        "place": one.place.as_given if one.place else None,
        "period_end": one.period.end,
        "first_source": one.source,
        "first_claimant": one.claimant,
        "first_quantity": one.quantity.as_given,
        "first_url": one.url,
        "second_source": other.source,
        "second_claimant": other.claimant,
        "second_quantity": other.quantity.as_given,
        "second_url": other.url,
        "reason": conflict.reason,
        "opened_at": conflict.opened_at.isoformat(),
    }


def _csv_line(cells: Sequence[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue().encode()


def _harmless(cell: object) -> str:
    """Keep a cell from being run as a formula; a negative number stays a number."""
    text = "" if cell is None else f"{cell}"
    risky = text.startswith(_RISKY) or (text.startswith("-") and not text[1:].replace(".", "", 1).isdigit())
    return f"'{text}" if risky else text
