"""`claimdiff check`."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import click
import msgspec
from rich.console import Console

from service.claim import Claim, Match
from service.cli.house import find_key
from service.cli.places import database_address, service_in_process
from service.cli.records import FORMATS, format_of, read_claim_lines
from service.cli.tables import of_what, table_of_matches, table_of_near_misses, when
from service.errors import ClaimdiffError, Unreadable
from service.exchange import Layout
from service.matching import NearMiss
from service.reading import Draft
from service.recording import check_claims, find_near_misses
from service.settings import Settings, read_settings

CONFLICTS_FOUND = 3
"""The command's exit code when a claim conflicts, so that a script can ask."""


class CannotCheck(ClaimdiffError):
    """The claim cannot be read, or the service does not answer."""


class Checked(msgspec.Struct, frozen=True):
    """What `check` answers: the claim as understood, and what is stored of the same."""

    claim: Claim
    matches: tuple[Match, ...]
    near: tuple[NearMiss, ...] | msgspec.UnsetType = msgspec.UNSET


@click.command()
@click.argument("file", required=False, type=click.Path(allow_dash=True, exists=True, dir_okay=False))
@click.option("--metric", help='What is measured: "personnel losses".')
@click.option("--quantity", help='The figure as printed: "almost 85 thousand".')
@click.option("--period", help='What time it speaks of: "as of 2022-11-22", "October 2022".')
@click.option("--subject", help='Of whom or what: "Russian army".')
@click.option("--place", help='Where: "Ukraine".')
@click.option("--unit", help="The unit, when the figure is printed without.")
@click.option("--source", default="you", show_default=True, help="Who publishes it.")
@click.option("--claimant", help="Whose figure it is.")
@click.option("--language", help="Language of the text: en, de, fr, es, uk, ru, it, pl, pt.")
@click.option("--published-at", help="Date or time of publication.  [default: now]")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Format of FILE.  [default: by its name]")
@click.option("--near", is_flag=True, help="Also show what is nearly the same, and what keeps it apart.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one line of JSON for each claim.")
@click.option("--server", help="Address of a running service.  [default: CLAIMDIFF_SERVER, or none: the database]")
@click.option("--key", help="API key for it; better given as CLAIMDIFF_KEY.")
def check(
    file: str | None,
    form: str | None,
    near: bool,
    as_json: bool,
    server: str | None,
    key: str | None,
    **fields: str | None,
) -> None:
    """Compare one claim, or the claims of FILE, with what is stored. Stores nothing.

    Shows how the figure is read, what is stored of the same metric and period, and whether both can stand. Ends with 3
    when there is a conflict. With --near it says why nothing is found: what is nearly the same, in another period,
    place or unit, or of a part of the people.

    \b
    claimdiff check --metric "personnel losses" --subject "Russian army" --quantity "62,310" \\
                    --period "as of 2022-11-22"
    """
    settings = read_settings()
    drafts = _drafts_of(file, form, str(fields["source"])) if file else [_draft_of(fields)]
    with contextlib.ExitStack() as stack:
        server = server or settings.server
        if server:
            checked = asyncio.run(
                _over_http(server, key or settings.key or find_key(settings, server), drafts, near=near)
            )
        else:
            dsn = stack.enter_context(database_address(settings))
            checked = asyncio.run(_in_process(settings, dsn, drafts, near=near))
    for one in checked:
        _show(one, as_json=as_json)
    if any(match.verdict.is_conflict for one in checked for match in one.matches):
        sys.exit(CONFLICTS_FOUND)


def _drafts_of(file: str, form: str | None, source: str) -> list[dict[str, Any]]:
    with contextlib.ExitStack() as stack:
        opened = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
        records = list(read_claim_lines(opened, form or format_of(file), Layout(fill={"source": source})))
    if broken := next((one for one in records if one.problem), None):
        raise CannotCheck(f"{file}, row {broken.number}: {broken.problem}")
    return [{k: v for k, v in msgspec.json.decode(one.line).items() if k != "external_id"} for one in records]


def _draft_of(fields: dict[str, str | None]) -> dict[str, Any]:
    given = {name: text for name, text in fields.items() if text is not None}
    if missing := [name for name in ("metric", "quantity") if name not in given]:
        raise click.UsageError(f"Give a FILE, or at least {' and '.join(f'--{name}' for name in missing)}.")
    return given


async def _in_process(settings: Settings, dsn: str, drafts: Sequence[dict[str, Any]], *, near: bool) -> list[Checked]:
    async with service_in_process(settings, dsn) as service:
        try:
            claims = [service.recorder.read(msgspec.convert(draft, Draft)) for draft in drafts]
        except Unreadable as error:
            raise CannotCheck(_in_words(error)) from error
        except msgspec.ValidationError as error:
            raise CannotCheck(str(error)) from error
        found = await check_claims(service.recorder, claims)
        if not near:
            return [Checked(one.claim, one.matches) for one in found]
        return [Checked(one.claim, one.matches, await find_near_misses(service.recorder, one)) for one in found]


async def _over_http(server: str, key: str | None, drafts: Sequence[dict[str, Any]], *, near: bool) -> list[Checked]:
    address = f"{server.rstrip('/')}/v1/claims/check{'?near=true' if near else ''}"
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    checked = []
    try:
        async with aiohttp.ClientSession(headers=headers) as session:
            for draft in drafts:
                async with session.post(address, json=draft) as answer:
                    body = await answer.read()
                    if answer.status != 200:  # noqa: PLR2004
                        raise CannotCheck(f"{server} answers {answer.status}: {body.decode(errors='replace')[:1000]}")
                    checked.append(msgspec.json.decode(body, type=Checked))
    except (aiohttp.ClientError, OSError) as error:
        raise CannotCheck(f"{server} cannot be reached: {error}") from error
    return checked


def _in_words(error: Unreadable) -> str:
    faults = (error, *error.others)
    return "\n".join(f"{one.pointer.strip('/')}: {one.problem} Understood would be: {one.understood}" for one in faults)


def _show(checked: Checked, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(checked))
        return
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    claim = checked.claim
    interval, unit = claim.quantity.interval, claim.quantity.unit
    low = "unbounded" if interval.low is None else f"{interval.low:f}"
    high = "unbounded" if interval.high is None else f"{interval.high:f}"
    console.print(f"[bold]{of_what(claim)}[/], {when(claim)}: {claim.quantity.as_given}")
    console.print(f"Read as {claim.quantity.kind.value} from {low} to {high} {unit.base} ({unit.dimension})")
    if checked.matches:
        console.print(table_of_matches(checked.matches))
    else:
        console.print("Nothing is stored of the same metric and period.")
    if checked.near:
        console.print(table_of_near_misses(checked.near))
