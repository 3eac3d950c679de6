"""Sessions of browsers: an API key and a person's name, in exchange for a cookie that no script can read.

A browser sends the cookie with whatever a page makes it send, so the cookie alone is never enough: the request has to
come from a page of this service's own (the browser says so in a field that no page can set), and whatever is no mere
look shows a token that only such a page can have been told.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import Any

from litestar.connection import ASGIConnection
from litestar.types import Scope as Connection

from service.api.access.keyring import KeyRing, remember
from service.api.access.scopes import SAFE_METHODS
from service.api.access.tokens import SESSION_START, hashed, is_well_formed, new_token
from service.errors import Forbidden, Invalid, Unauthenticated
from service.recording import Clock
from service.storage import sessions as storage
from service.storage.pool import Database
from service.storage.sessions import SessionRow

LASTS = timedelta(hours=12)
LONGEST_NAME = 60
REMEMBERED = timedelta(seconds=2)
_NAME = re.compile(r"[\w][\w .,'’-]*")
"""No brackets: the key's name stands in them behind it, so that nobody can write somebody else's."""
_ENDED = "This session is not valid here (any more). Sign in again."


class Sessions:
    """The sessions that one process knows: looked up by the hash of their cookie, remembered for two seconds."""

    def __init__(self, database: Database, clock: Clock, ring: KeyRing) -> None:
        self._database = database
        self._clock = clock
        self._ring = ring
        self._remembered: dict[bytes, tuple[SessionRow, datetime]] = {}

    async def begin(self, key: str, person: str, peer: str) -> tuple[str, SessionRow]:
        """Exchange a key and a name for a session; give its cookie.

        Raises:
            Invalid: The name is none.
            Unauthenticated: The key is none.
            TooMany: The peer has shown too many wrong keys.
        """
        name = read_person(person)
        found = await self._ring.find(f"Bearer {key}", peer)
        now = self._clock()
        token = new_token(SESSION_START)
        session = SessionRow(hashed(token), found, name, now + LASTS)
        async with self._database.connection() as connection:
            await storage.add_session(connection, session, now)
        return token, session

    async def find(self, token: str, peer: str) -> SessionRow:
        """Give the session of a cookie.

        Raises:
            Unauthenticated: It is none, or has ended.
            TooMany: The peer has shown too many that are none.
        """
        if not is_well_formed(token, SESSION_START):
            raise Unauthenticated(_ENDED, shown=True)
        wanted, now = hashed(token), self._clock()
        known = self._remembered.get(wanted)
        if known is None:
            self._ring.refuse_guesses(peer)
        session = known[0] if known is not None and known[1] > now else await self._look_up(wanted, peer, now)
        if not session.is_usable(now):
            raise Unauthenticated(_ENDED, shown=True)
        return session

    async def end(self, session: SessionRow) -> None:
        """End a session; another process lets it in for no longer than it remembers."""
        self._remembered.pop(session.hash, None)
        async with self._database.connection() as connection:
            await storage.end_session(connection, session.hash)

    async def _look_up(self, wanted: bytes, peer: str, now: datetime) -> SessionRow:
        async with self._database.connection() as connection:
            session = await storage.find_session(connection, wanted)
        if session is None:
            self._remembered.pop(wanted, None)
            self._ring.count_wrong(peer)
            raise Unauthenticated(_ENDED, shown=True)
        remember(self._remembered, wanted, (session, now + REMEMBERED))
        return session


def read_person(given: str) -> str:
    """Give a person's name as it may stand in histories; raises Invalid."""
    name = " ".join(given.split())
    if not name or len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise Invalid(
            f'"{given[:LONGEST_NAME]}" is no name that can stand in histories. '
            f"Give your name in at most {LONGEST_NAME} letters, digits, spaces, hyphens and full stops.",
            "/name",
        )
    return name


def cookie_name(scheme: str) -> str:
    """Give the cookie's name. By https no other host of the domain can set one of this name (RFC 6265bis, 4.1.3.2)."""
    return "__Host-claimdiff_session" if scheme == "https" else "claimdiff_session"


def cookie_of(scope: Connection) -> str | None:
    """Give the session's cookie of a request, if it sends one; whatever else on this host sets beside it."""
    connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
    return connection.cookies.get(cookie_name(scope["scheme"]))


def csrf_of(token: str) -> str:
    """Give what a page of this service's own shows with each act. The cookie cannot be told from it."""
    return hashlib.sha256(b"csrf " + token.encode()).hexdigest()


def refuse_strangers(headers: dict[bytes, bytes]) -> None:
    """Raise Unauthenticated when a page of another origin made the browser send this."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        if site in (b"same-origin", b"none"):
            return
        raise Unauthenticated("A page of another origin made the browser send this; a session does not count there.")
    origin = headers.get(b"origin")
    if origin is not None and origin.partition(b"://")[2] != headers.get(b"host"):
        raise Unauthenticated("This was sent by a page of another origin; a session does not count there.")


def refuse_forged(method: str, headers: dict[bytes, bytes], token: str) -> None:
    """Raise Forbidden when an act does not show that a page of this service's own wants it."""
    if method in SAFE_METHODS:
        return
    shown = headers.get(b"x-csrf-token", b"")
    if not hmac.compare_digest(shown, csrf_of(token).encode()):
        raise Forbidden("With a session each act shows X-CSRF-Token as GET /console/session gives it.")
