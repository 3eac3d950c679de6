"""`claimdiff keys`: make, list and revoke API keys, on the database itself."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import click
import msgspec
from rich import box
from rich.console import Console
from rich.table import Table

from service.api.access import ApiKey, KeyDraft, Scope, draw_key, shown
from service.api.moments import read_moment
from service.app import Service
from service.cli.places import database_address, service_in_process
from service.errors import ClaimdiffError, Invalid, NotFound
from service.settings import read_settings
from service.storage import keys as storage
from service.storage.audit import AuditRow, write_audit

_ACTOR = "command line"
_LIFETIME = re.compile(r"(\d{1,5})([hd])", re.ASCII)
_WIDTH_OF_FILES = 160

Given = TypeVar("Given")


@click.group()
def keys() -> None:
    """Make, list and revoke API keys.

    A key is shown once, when it is made, and stored only as its hash. It is needed everywhere but on loopback with the
    embedded database.

    \b
    claimdiff keys create --name desk --scope read --scope write --expires 365d
    claimdiff keys list
    claimdiff keys revoke cdk_7Hq2ZkPm
    """


@keys.command()
@click.option("--name", required=True, help="Who will use it; acts are logged under this name.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="read: list and check. write: store claims, move conflicts. admin: everything. May be given several times.",
)
@click.option("--source", "sources", multiple=True, help="Whose claims it may store; several times.  [default: any]")
@click.option("--expires", help="How long it lives, as 90d or 12h, or until when, as 2027-01-31.  [default: for ever]")
@click.option("--requests", type=click.IntRange(0), help="Requests a minute; 0: no limit.  [default: the service's]")
def create(
    name: str, scopes: tuple[str, ...], sources: tuple[str, ...], expires: str | None, requests: int | None
) -> None:
    """Make a key and print it, this once."""

    async def make(service: Service) -> tuple[ApiKey, str]:
        now = service.clock()
        given = {
            "name": name,
            "scopes": list(scopes),
            "requests_per_minute": requests,
            "sources": list(sources) or None,
        }
        try:
            draft = msgspec.convert(given | {"expires_at": _read_expiry(expires, now)}, KeyDraft)
        except msgspec.ValidationError as error:
            raise Invalid(str(error)) from None
        key, secret = draw_key(draft, now, _ACTOR)
        async with service.database.transaction() as connection:
            await storage.add_key(connection, key)
            await write_audit(connection, [_act(now, "create_key", f"/v1/keys/{key.id}")])
        return shown(key), secret

    key, secret = _run(make)
    click.echo(secret)
    until = f"until {key.expires_at:%Y-%m-%d %H:%M} UTC" if key.expires_at else "for ever"
    told = f'Key "{key.name}" ({", ".join(scope.value for scope in key.scopes)}), valid {until}. It is not shown again.'
    click.echo(told, err=True)


@keys.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
def list_(*, as_json: bool) -> None:
    """List all keys, also revoked and expired ones; never the keys themselves."""

    async def find(service: Service) -> list[ApiKey]:
        async with service.database.connection() as connection:
            return [shown(row) for row in await storage.list_keys(connection, None, 10_000)]

    found = _run(find)
    if as_json:
        for key in found:
            click.echo(msgspec.json.encode(key))
        return
    table = Table("prefix", "name", "scopes", "made", "expires", "last used", "state", box=box.SIMPLE_HEAD)
    now = datetime.now(UTC)
    for key in found:
        scopes = ", ".join(scope.value for scope in key.scopes)
        times = [_day(one) for one in (key.created_at, key.expires_at, key.last_used_at)]
        table.add_row(key.prefix, key.name, scopes, *times, _state(key, now))
    console = Console(highlight=False, markup=False)
    console.width = max(console.width, _WIDTH_OF_FILES) if not console.is_terminal else console.width
    console.print(table)


@keys.command()
@click.argument("key")
def revoke(key: str) -> None:
    """Refuse a key from now on. KEY is its prefix, as `list` shows it, its id, or the whole key."""

    async def refuse(service: Service) -> str:
        now = service.clock()
        async with service.database.transaction() as connection:
            found = await storage.find_keys_by_prefix(connection, key[:12] if key.startswith("cdk_") else key)
            if len(found) != 1:
                raise (Invalid("Several keys begin so. Give more of it.") if found else NotFound(f'No key is "{key}".'))
            await storage.revoke_key(connection, found[0].id, now, _ACTOR)
            await write_audit(connection, [_act(now, "revoke_key", f"/v1/keys/{found[0].id}")])
        return f'Revoked: {found[0].prefix}… "{found[0].name}". Running servers refuse it within two seconds.'

    click.echo(_run(refuse))


def _run(work: Callable[[Service], Awaitable[Given]]) -> Given:
    settings = read_settings()

    async def do(dsn: str) -> Given:
        async with service_in_process(settings, dsn) as service:
            return await work(service)

    with database_address(settings) as dsn:
        return asyncio.run(do(dsn))


def _read_expiry(text: str | None, now: datetime) -> str | None:
    """Give the moment as the API takes it; "90d" and "12h" count from now."""
    if text is None:
        return None
    found = _LIFETIME.fullmatch(text)
    try:
        if found is not None:
            return (now + timedelta(**{{"h": "hours", "d": "days"}[found[2]]: int(found[1])})).isoformat()
        return read_moment(text, "--expires").isoformat()
    except (Invalid, OverflowError):
        raise _CannotRead(f'Cannot read the expiry "{text}". Understood: 90d, 12h, 2027-01-31.') from None


class _CannotRead(ClaimdiffError):
    """An option that cannot be read."""


def _act(now: datetime, act: str, target: str) -> AuditRow:
    return AuditRow(now, _ACTOR, None, act, target, 200, None)


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "never"


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return f"revoked by {key.revoked_by}"
    return "expired" if key.expires_at is not None and key.expires_at <= now else "valid"
