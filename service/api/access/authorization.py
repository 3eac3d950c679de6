"""The gate: who is it, may they, how often, what did they do. It stands after the routing, before a body is read."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Send
from litestar.types import Scope as Connection

from service.api.access.audit_log import Journal, is_an_act
from service.api.access.home import Home
from service.api.access.keyring import KeyRing, needs_keys, said_by_others
from service.api.access.limits import Limiter
from service.api.access.peers import Neighbours
from service.api.access.scopes import SAFE_METHODS, Scope, allows, is_about_keys, scope_needed
from service.api.access.sessions import Sessions, cookie_of, refuse_forged, refuse_strangers
from service.api.requests import Request
from service.errors import Forbidden, TooMany, Unauthenticated, Unavailable
from service.recording import Clock
from service.settings import Settings
from service.storage.audit import AuditRow
from service.storage.keys import KeyRow
from service.storage.pool import Database

_BY_ADDRESS = "/v1/reconcile"
_MOST_FIELDS = 20
NOBODY = "desk"
"""Who acts where no key is needed."""
_FLUSH_SECONDS = 1.0
_LOWEST_REFUSAL = 400

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Access:
    """What the gate of one process needs; built when the service opens."""

    needs_keys: bool
    trusted_origins: frozenset[str]
    ring: KeyRing
    sessions: Sessions
    limiter: Limiter
    journal: Journal
    clock: Clock
    home: Home
    neighbours: Neighbours

    async def flush(self) -> None:
        """Write what is written in batches: last uses, counted acts. What cannot be written is kept."""
        for write in (self.ring.write_uses, self.journal.write_counted):
            with contextlib.suppress(Unavailable):
                await write()

    async def flush_until_cancelled(self) -> None:
        """Write every second; whoever ends the service writes once more."""
        while True:
            await asyncio.sleep(_FLUSH_SECONDS)
            await self.flush()


def open_access(settings: Settings, database: Database, clock: Clock, home: Home) -> Access:
    """Build the gate's parts for one process."""
    ring = KeyRing(database, clock)
    return Access(
        needs_keys=needs_keys(settings),
        trusted_origins=frozenset(read_origins(settings.cors_origins)),
        ring=ring,
        sessions=Sessions(database, clock, ring),
        limiter=Limiter(database, clock, settings.requests_per_minute),
        journal=Journal(database, clock),
        clock=clock,
        home=home,
        neighbours=Neighbours(home.parent),
    )


def read_origins(text: str) -> list[str]:
    """Read a comma-separated list of origins, as https://desk.example."""
    return [one.strip().rstrip("/") for one in text.split(",") if one.strip()]


class Gate(ASGIMiddleware):
    """Lets a request pass with the key that it needs, in its minute's limit, and writes down what it changed."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Connection, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Refuse, or hand on."""
        access: Access = scope["litestar_app"].state.access
        method, path = str(scope.get("method")), scope["path_template"]
        needed = scope_needed(method, path)
        if needed is not None:
            await _admit(access, scope, needed)
        if is_an_act(method, path):
            send = _noting(access, scope, send)
        await next_app(scope, receive, send)


async def _admit(access: Access, scope: Connection, needed: Scope) -> None:
    """Let a request in by its key, or as one of the user's own programs on this machine."""
    headers = dict(scope["headers"])
    shown = headers.get(b"authorization", b"").decode("latin-1") or key_in_address(scope)
    cookie = None if shown else cookie_of(scope)
    if cookie is not None and await _is_session(access, scope, cookie, needed):
        return
    if access.needs_keys or (shown and not access.home.is_shown_by(shown)):
        await _let_in(access, scope, needed, shown)
        return
    doubt = said_by_others(headers, access.trusted_origins)
    if doubt is None and not shown:
        doubt = await _doubt(access, scope)
    if doubt is not None:
        raise Unauthenticated(f"This needs an API key, because {doubt}. {access.home.advice}")


def key_in_address(scope: Connection) -> str:
    """Give what `key` of the query shows, as a header would, where programs of others cannot send one; "" elsewhere."""
    if not scope["path_template"].startswith(_BY_ADDRESS) or b"key=" not in scope["query_string"]:
        return ""
    if any(name == b"authorization" for name, _ in scope["headers"]):
        return ""
    found = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=_MOST_FIELDS).get("key", [])
    return f"Bearer {found[0]}" if len(found) == 1 else ""


async def _is_session(access: Access, scope: Connection, cookie: str, needed: Scope) -> bool:
    """Let a browser in by its session; False when it has none and may come in without."""
    headers, client = dict(scope["headers"]), scope.get("client")
    try:
        refuse_strangers(headers)
        session = await access.sessions.find(cookie, client[0] if client else "")
    except Unauthenticated:
        if access.needs_keys:
            raise
        return False
    refuse_forged(str(scope.get("method")), headers, cookie)
    await _enter(access, scope, needed, session.key, session.actor)
    return True


async def _doubt(access: Access, scope: Connection) -> str | None:
    """Say why a request without any key is not let in. Keys are made by those who have one."""
    if str(scope.get("method")) not in SAFE_METHODS and is_about_keys(scope["path_template"]):
        return "API keys are made and revoked by those who have one"
    return await access.neighbours.doubt(scope["state"].get("peer"))


async def _let_in(access: Access, scope: Connection, needed: Scope, shown: str) -> None:
    """Raise Unauthenticated, Forbidden or TooMany, or note in the connection whose key it is."""
    client = scope.get("client")
    key = await access.ring.find(shown or None, client[0] if client else "")
    if key_in_address(scope) and key.scopes != (Scope.READ.value,):
        raise Forbidden(
            "A key that stands in an address may do nothing but read, for addresses are kept and shown. Make one: "
            "claimdiff keys create --name openrefine --scope read.",
            needed.value,
        )
    await _enter(access, scope, needed, key, key.name)


async def _enter(access: Access, scope: Connection, needed: Scope, key: KeyRow, actor: str) -> None:
    """Note whose request it is, if the key may do it and has not done too much."""
    scope["auth"], scope["user"] = key, actor
    structlog.contextvars.bind_contextvars(key=key.prefix)
    if not allows(key.scopes, needed):
        raise Forbidden(
            f"This needs a key with the scope {needed.value}; the key {key.prefix}… has {', '.join(key.scopes)}.",
            needed.value,
        )
    await spend(access, scope, key)


async def spend(access: Access, scope: Connection, key: KeyRow) -> None:
    """Count a request of a key; raises TooMany when its minute is used up."""
    allowance = await access.limiter.spend(key)
    if allowance is None:
        return
    scope["state"]["allowance"] = allowance
    if not allowance.is_granted:
        raise TooMany(
            f"The key {key.prefix}… may send {allowance.limit} requests a minute. Go on in "
            f"{allowance.resets_in_seconds} s, send claims in batches, or ask for a higher limit.",
            allowance.resets_in_seconds,
        )


def _noting(access: Access, scope: Connection, send: Send) -> Send:
    """Write the act down before its answer begins. An act that was done is not taken back when that fails."""

    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < _LOWEST_REFUSAL:
            try:
                await access.journal.note(_act(access, scope, message["status"]))
            except Unavailable:
                _log.exception("an act could not be written to the audit log", path=scope["path"])
        await send(message)

    return noting


def _act(access: Access, scope: Connection, status: int) -> AuditRow:
    key: KeyRow | None = scope.get("auth")
    handler: Any = scope["route_handler"]
    return AuditRow(
        at=access.clock(),
        actor=str(scope["user"]) if key else NOBODY,
        key_id=key.id if key else None,
        act=str(getattr(handler, "operation_id", None) or handler.handler_name),
        target=scope["path"],
        status=status,
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
    )


def sources_of(request: Request) -> tuple[str, ...] | None:
    """Give of whom the request's key may store claims; None: of anybody."""
    key: KeyRow | None = request.scope.get("auth")
    return None if key is None else key.sources


def actor_of(request: Request) -> str:
    """Give who acts: the API key's owner, or the desk where no key is needed."""
    return str(request.scope.get("user") or NOBODY)
