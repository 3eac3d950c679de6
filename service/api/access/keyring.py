"""Finds the key that a request shows, and keeps when each was last used."""

import hmac
import ipaddress
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from service.api.access.tokens import hashed, is_well_formed
from service.errors import TooMany, Unauthenticated
from service.recording import Clock
from service.settings import Settings
from service.storage import keys as storage
from service.storage.keys import KeyRow
from service.storage.pool import Database

REMEMBERED = timedelta(seconds=2)
"""For how long a look-up is believed: a revoked key is let in no longer than this by another process."""
WRONG_REMEMBERED = timedelta(seconds=10)
"""For how long a key is believed to be none: one that is made meanwhile by another process is let in so much later."""
_MOST_REMEMBERED = 10_000
WRONG_KEYS_IN_A_MINUTE = 60
"""From one address; more are answered 429, and looked for no more than LOOKS_BEYOND."""
LOOKS_BEYOND = 60
"""In a minute and for all such addresses together: behind a proxy somebody with a good key may share one."""
_BEARER = "bearer "
_HANDED_ON = frozenset(
    {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip", b"via"}
)
_ADVICE = 'Show a key as "Authorization: Bearer cdk_…"; `claimdiff keys create --name NAME --scope SCOPE` makes one.'


T = TypeVar("T")


@dataclass(slots=True)
class _Remembered:
    key: KeyRow
    until: datetime


class KeyRing:
    """The keys of one process: looked up by their hash, remembered for two seconds."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._remembered: dict[bytes, _Remembered] = {}
        self._unknown: dict[bytes, datetime] = {}
        self._looks_beyond = 0
        self._uses: dict[UUID, datetime] = {}
        self._wrong: Counter[str] = Counter()
        self._wrong_minute: datetime | None = None

    async def find(self, authorization: str | None, peer: str) -> KeyRow:
        """Give the key of an Authorization header.

        Raises:
            Unauthenticated: There is none, or it is no valid key (any more).
            TooMany: The peer has shown too many wrong keys.
            Unavailable: The database cannot be asked.
        """
        if authorization is None:
            raise Unauthenticated(f"This needs an API key. {_ADVICE}")
        try:
            key = await self._find(authorization, peer)
        except Unauthenticated:
            self.count_wrong(peer)
            raise
        self._uses[key.id] = self._clock()
        return key

    async def write_uses(self) -> None:
        """Write when keys were last used; what cannot be written now is kept for later."""
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            async with self._database.connection() as connection:
                await storage.note_uses(connection, uses)
        except BaseException:
            self._uses = uses | self._uses
            raise

    def forget(self) -> None:
        """Look every key up anew, because one was made or revoked."""
        self._remembered.clear()
        self._unknown.clear()

    async def _find(self, authorization: str, peer: str) -> KeyRow:
        if authorization[: len(_BEARER)].lower() != _BEARER:
            raise Unauthenticated(f"The Authorization header is no bearer key. {_ADVICE}", shown=True)
        token = authorization[len(_BEARER) :].strip()
        if not is_well_formed(token):
            raise Unauthenticated(f"This is no API key, or it was mistyped or cut off. {_ADVICE}", shown=True)
        key = await self._look_up(hashed(token), peer)
        now = self._clock()
        if key is None:
            raise Unauthenticated(f"This API key is not known here. {_ADVICE}", shown=True)
        if key.revoked_at is not None:
            raise Unauthenticated(f"The API key {key.prefix}… was revoked. {_ADVICE}", shown=True)
        if not key.is_usable(now):
            raise Unauthenticated(f"The API key {key.prefix}… expired at {key.expires_at:%Y-%m-%dT%H:%MZ}.", shown=True)
        return key

    async def _look_up(self, wanted: bytes, peer: str) -> KeyRow | None:
        now = self._clock()
        known = self._remembered.get(wanted)
        if known is not None and known.until > now:
            return known.key
        if (until := self._unknown.get(wanted)) is not None and until > now:
            return None
        if known is None:
            self.refuse_guesses(peer)
        async with self._database.connection() as connection:
            key = await storage.find_key(connection, wanted)
        if key is None or not hmac.compare_digest(key.hash, wanted):
            remember(self._unknown, wanted, now + WRONG_REMEMBERED)
            return None
        remember(self._remembered, wanted, _Remembered(key, now + REMEMBERED))
        return key

    def refuse_guesses(self, peer: str) -> None:
        """Raise TooMany instead of a look, for a key that nobody has shown yet from an address of many wrong ones."""
        self._begin_minute()
        if self._wrong[peer] >= WRONG_KEYS_IN_A_MINUTE:
            self._looks_beyond += 1
            if self._looks_beyond > LOOKS_BEYOND:
                raise self._too_many()

    def count_wrong(self, peer: str) -> None:
        """Note that a peer has shown what is none; raises TooMany when that is too often."""
        self._begin_minute()
        if len(self._wrong) >= _MOST_REMEMBERED:
            self._wrong.clear()
        self._wrong[peer] += 1
        if self._wrong[peer] > WRONG_KEYS_IN_A_MINUTE:
            raise self._too_many()

    def _begin_minute(self) -> None:
        minute = self._clock().replace(second=0, microsecond=0)
        if minute != self._wrong_minute:
            self._wrong_minute, self._looks_beyond = minute, 0
            self._wrong.clear()

    def _too_many(self) -> TooMany:
        seconds = 60 - self._clock().second
        return TooMany("Too many wrong API keys from this address. Look at the key that you send.", seconds)


def remember(held: dict[bytes, T], wanted: bytes, value: T) -> None:
    """Keep something, in place of what was kept first when there is too much."""
    if wanted not in held and len(held) >= _MOST_REMEMBERED:
        del held[next(iter(held))]
    held[wanted] = value


def needs_keys(settings: Settings) -> bool:
    """Say whether every request needs a key: always, but on loopback with the embedded database."""
    return settings.database_url is not None or not is_loopback(settings.host) or not settings.keyless


def said_by_others(headers: dict[bytes, bytes], trusted_origins: frozenset[str]) -> str | None:
    """Say what in a request's head speaks against one of this user's own programs; None when nothing does.

    That nothing does proves nothing: see `peers`. But a browser is a program of this user too, and hands on what pages
    of others want: from their own address, or (DNS rebinding) under a name of their own that leads here.
    """
    if headers.keys() & _HANDED_ON:
        return "it was handed on by a proxy"
    host = headers.get(b"host", b"").decode("latin-1").lower()
    if not _names_loopback(f"//{host}"):
        return "it was sent to another name than this machine's own"
    origin = headers.get(b"origin", b"").decode("latin-1").lower()
    if origin in trusted_origins:
        return None
    if origin and origin != f"http://{host}":
        return f"it comes from a page of {origin[:100]}, which CLAIMDIFF_CORS_ORIGINS does not name"
    if headers.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin"):
        return "it was sent by a page of another origin"
    return None


@lru_cache(maxsize=64)
def _names_loopback(address: str) -> bool:
    try:
        return is_loopback(urlsplit(address).hostname or "")
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
