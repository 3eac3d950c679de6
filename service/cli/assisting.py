"""`claimdiff mcp`: a newsroom's assistants ask before they write, over the Model Context Protocol.

The tools call a running service as any other client does, so keys and scopes hold as everywhere. Over stdio the key is
that of whoever started the program; over HTTP each request brings its own, which is passed on and never replaced.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import click

from service.cli.house import find_key
from service.errors import ClaimdiffError
from service.settings import read_settings

KeyOf = Callable[[Mapping[str, str] | None], str | None]
"""Gives the key to show for a request with these headers. Raises NoKey."""
_LONGEST_ANSWER_SECONDS = 60


class NoKey(ClaimdiffError):
    """A request over HTTP shows no key."""


class Refused(ClaimdiffError):
    """The service refuses, or cannot be reached; the message is the one that it gives."""


@click.command()
@click.option("--server", help="Address of a running service.  [default: CLAIMDIFF_SERVER]")
@click.option("--key", help="Over stdio: API key for it; better given as CLAIMDIFF_KEY. The scope `read` is enough.")
@click.option("--http", is_flag=True, help="Serve HTTP at /mcp instead of stdio; each request brings its own key.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Over HTTP: address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Over HTTP.")
def mcp(server: str | None, key: str | None, http: bool, host: str, port: int) -> None:
    """Let assistants check figures, read texts and list disputes, over the Model Context Protocol.

    Needs the extra: pip install "claimdiff[mcp]".

    \b
    claimdiff mcp --server http://127.0.0.1:8000            for a program that starts it (stdio)
    claimdiff mcp --server https://figures.example --http   for many, each with a key of its own
    """
    settings = read_settings()
    address = server or settings.server
    if address is None:
        raise click.UsageError("Name a running service: --server http://127.0.0.1:8000, or CLAIMDIFF_SERVER.")
    own = key or settings.key
    if http:
        asyncio.run(
            make_server(address, key_of_request).run_streamable_http_async(host=host, port=port, stateless_http=True)
        )
    else:
        asyncio.run(make_server(address, lambda _: own or find_key(settings, address)).run_stdio_async())


def key_of_request(headers: Mapping[str, str] | None) -> str:
    """Give the key that a request shows. Raises NoKey."""
    shown = next((text for name, text in (headers or {}).items() if name.lower() == "authorization"), "")
    scheme, _, key = shown.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise NoKey('Show an API key of the service: "Authorization: Bearer …". "claimdiff keys create" makes one.')
    return key.strip()


def make_server(address: str, key_of: KeyOf) -> Any:
    """Give a server of the protocol whose tools ask the service at an address."""
    try:
        from service.cli.assistant_tools import Tools, server_of  # noqa: PLC0415 - needs an extra
    except ImportError as error:
        raise click.ClickException('This needs the extra: pip install "claimdiff[mcp]".') from error

    async def call(headers: Mapping[str, str] | None, method: str, path: str, **said: Any) -> Any:
        return await _ask(address, key_of(headers), method, path, **said)

    return server_of(Tools(call))


async def _ask(address: str, key: str | None, method: str, path: str, **said: Any) -> Any:
    """Ask the service. Raises Refused with its own words."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    limit = aiohttp.ClientTimeout(total=_LONGEST_ANSWER_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=limit) as session,
            session.request(method, f"{address.rstrip('/')}{path}", **said) as answer,
        ):
            body = await answer.read()
            status = answer.status
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        raise Refused(f"{address} cannot be reached: {error}") from error
    try:
        decoded = json.loads(body)
    except ValueError:
        decoded = {}
    if status != 200:  # noqa: PLR2004
        raise Refused(_problem(decoded, status))
    return decoded


def _problem(problem: Any, status: int) -> str:
    if not isinstance(problem, dict):
        return f"The service answers {status}."
    told = [f"{one.get('pointer', '')}: {one.get('detail', '')}" for one in problem.get("errors") or []]
    return " ".join([str(problem.get("detail") or f"The service answers {status}."), *told])
