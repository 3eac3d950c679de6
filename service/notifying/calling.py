"""One HTTP call to an address that strangers have given us: guarded, bounded, without redirects."""

import asyncio
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

from service.notifying.addresses import Network, is_allowed, without_secrets

TIMEOUT_SECONDS = 15.0
LONGEST_ANSWER_BYTES = 2048
"""What is read and kept of an answer; the rest of a huge or endless one is never taken."""
_USER_AGENT = "claimdiff-webhooks/1"


class RefusedAddressError(OSError):
    """The name resolves to an address that must not be called."""


@dataclass(frozen=True, slots=True)
class CallResult:
    """What a call came to: a status with the start of the answer, or an error."""

    status: int | None
    start: str | None
    error: str | None
    retry_after: str | None
    milliseconds: int

    @property
    def succeeded(self) -> bool:
        """Say whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004


class GuardedResolver(AbstractResolver):
    """Resolves a name once and gives only addresses that may be called: what was checked is what is connected to."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve a name; raises RefusedAddressError when any of its addresses is refused."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        addresses = [(kind, place[0], place[1]) for kind, _, _, _, place in found]
        for _, address, _ in addresses:
            if not is_allowed(str(address), self._allowed):
                raise RefusedAddressError(f"{host} resolves to {address}, which must not be called")
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=int(number),
                family=kind,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, address, number in addresses
        ]

    async def close(self) -> None:
        """Nothing is held."""


class Caller:
    """Makes the calls, with one pool of connections and one guard for all of them."""

    def __init__(self, allowed: Sequence[Network] = (), *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._allowed = allowed
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=GuardedResolver(allowed), use_dns_cache=False, limit=0, socket_factory=self._open
            ),
            timeout=aiohttp.ClientTimeout(total=timeout_seconds),
            trust_env=False,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """End all connections."""
        await self._session.close()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> CallResult:
        """Post a body; never raises: whatever goes wrong is in the result."""
        started = time.monotonic()
        try:
            return await self._post(url, body, headers, started)
        except TimeoutError:
            return _failed("no answer in time", started)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _failed(without_secrets(_reason(error), url), started)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str], started: float) -> CallResult:
        sent = {"Content-Type": "application/json", "User-Agent": _USER_AGENT, **headers}
        async with self._session.post(url, data=body, headers=sent, allow_redirects=False) as response:
            start = without_secrets(await _read_start(response), url)
            return CallResult(response.status, start, None, response.headers.get("Retry-After"), _milliseconds(started))

    def _open(self, place: AddrInfoType) -> socket.socket:
        """Open a socket to what is really connected to: however it was spelt, and whoever resolved it."""
        family, kind, protocol, _, address = place
        if not is_allowed(str(address[0]), self._allowed):
            raise RefusedAddressError(f"{address[0]} must not be called")
        return socket.socket(family, kind, protocol)


async def _read_start(response: aiohttp.ClientResponse) -> str:
    read = b""
    async for chunk in response.content.iter_any():
        read += chunk
        if len(read) >= LONGEST_ANSWER_BYTES:
            break
    return read[:LONGEST_ANSWER_BYTES].decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _failed(reason: str, started: float) -> CallResult:
    return CallResult(None, None, reason, None, _milliseconds(started))


def _reason(error: BaseException) -> str:
    cause = error.__cause__ if isinstance(error.__cause__, RefusedAddressError) else error
    return f"{type(cause).__name__}: {cause}"[:300]


def _milliseconds(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
