"""`claimdiff listen`."""

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import aiohttp
import click
import msgspec
from aiohttp import web

from service.cli.house import find_key
from service.errors import ClaimdiffError
from service.notifying.formats import sentence_of
from service.notifying.signing import check_secret, verify
from service.settings import read_settings
from service.storage.outbox import FeedEvent

_LARGEST_CALL = 16_000_000
_STATUS_CREATED = 201


class CannotListen(ClaimdiffError):
    """The port is taken, or the service does not add the endpoint; the message says what to do."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on.  [default: a free one]")
@click.option("--secret", help="Of an endpoint that is there already; without it, one is added as long as this runs.")
@click.option("--server", help="The running service.  [default: CLAIMDIFF_SERVER, or http://127.0.0.1:8000]")
@click.option("--key", help="API key for it; better given as CLAIMDIFF_KEY.")
@click.option("--json", "as_json", is_flag=True, help="Print each call as it came, one a line.")
@click.option("--count", type=click.IntRange(min=1), help="End after so many calls.")
def listen(
    port: int, secret: str | None, server: str | None, key: str | None, as_json: bool, count: int | None
) -> None:
    """Receive webhooks on this machine, verify their signatures, and print them. Ctrl-C ends it.

    The service has to be allowed to call this machine:

    \b
    CLAIMDIFF_WEBHOOK_LOOPBACK=true claimdiff serve --seeds
    claimdiff listen
    """
    settings = read_settings()
    server = (server or settings.server or f"http://127.0.0.1:{settings.port}").rstrip("/")
    shown = key or settings.key or find_key(settings, server)
    receiver = _Receiver(as_json=as_json, count=count)
    if secret is not None:
        receiver.secret = check_secret(secret)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_listen(receiver, port, server, shown))


class _Receiver:
    """Takes calls, says of each whether its signature is right, and prints it."""

    def __init__(self, *, as_json: bool, count: int | None) -> None:
        self.secret: str | None = None
        self.is_done = asyncio.Event()
        self._as_json = as_json
        self._left = count

    async def take(self, request: web.Request) -> web.Response:
        """Answer a call as a good receiver does: 204 at once, 401 to what was not signed with the secret."""
        body = await request.read()
        headers = {name.lower(): text for name, text in request.headers.items()}
        now = datetime.now(UTC)
        fault = "there is no secret yet" if self.secret is None else verify(headers, body, self.secret, now)
        click.echo(body.decode(errors="replace") if self._as_json else _line(headers, body, fault, now))
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self.is_done.set()
        return web.Response(status=204 if fault is None else 401)


def _line(headers: dict[str, str], body: bytes, fault: str | None, now: datetime) -> str:
    signature = "signature valid" if fault is None else f"SIGNATURE WRONG: {fault}"
    told = _told(body) if fault is None else f"{len(body):,} bytes"
    return f"{now:%H:%M:%S}  {signature}  {headers.get('webhook-id', 'without an id')}  {told}"


def _told(body: bytes) -> str:
    """Say a signed call in words."""
    decoded = json.loads(body)
    if "text" in decoded:
        return str(decoded["text"])
    events = decoded["data"]["events"] if decoded.get("type") == "digest" else [decoded]
    return "; ".join(_sentence(one) for one in events)


def _sentence(event: dict[str, object]) -> str:
    data = msgspec.json.encode(event["data"]).decode()
    kind = str(event["type"])
    return f"{kind}  {sentence_of(FeedEvent(0, UUID(int=0), kind, datetime.now(UTC), data))}"


async def _listen(receiver: _Receiver, port: int, server: str, key: str | None) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, receiver.is_done.set)
    app = web.Application(client_max_size=_LARGEST_CALL)
    app.router.add_post("/{path:.*}", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        async with _endpoint(receiver, address, server, key):
            click.echo(f"Listening on {address}   Ctrl-C ends it.", err=True)
            await receiver.is_done.wait()
    except OSError as error:
        raise CannotListen(f"Cannot listen on port {port}: {error.strerror or error}. Choose another one.") from None
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def _endpoint(receiver: _Receiver, address: str, server: str, key: str | None) -> AsyncIterator[None]:
    """Let the service call the address as long as the block runs, unless the endpoint is there already."""
    if receiver.secret is not None:
        yield
        return
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=20)) as session:
        made = await _add(session, server, address)
        receiver.secret = made["secret"]
        click.echo(f"Endpoint {made['webhook']['id']} of {server}, with the secret {made['secret']}", err=True)
        try:
            yield
        finally:
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                await session.delete(f"{server}/v1/webhooks/{made['webhook']['id']}")


async def _add(session: aiohttp.ClientSession, server: str, address: str) -> dict[str, Any]:
    try:
        draft = {"url": address, "description": "claimdiff listen", "bands": ["confirmed", "suggested"]}
        async with session.post(f"{server}/v1/webhooks", json=draft) as answer:
            decoded = await answer.json(content_type=None)
    except (aiohttp.ClientError, OSError, ValueError, TimeoutError) as error:
        raise CannotListen(f"{server} cannot be reached: {error}. Start it with `claimdiff serve`.") from error
    if answer.status != _STATUS_CREATED:
        raise CannotListen(f"{server} answers {answer.status}: {decoded.get('detail')}")
    made: dict[str, Any] = decoded
    return made
