"""The outermost layer: what holds for every request and every answer, also for those that no handler sees.

Every request gets an id, which stands in its answer, in its problem document and in the log. Every answer gets the
headers that keep browsers from doing what it is not meant for. What cannot be a request of ours is refused here.
"""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes
from uuid import uuid4

import msgspec
import structlog
from litestar import Litestar
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.api.access.peers import Peer
from service.api.leading import lead_to_summary
from service.api.problems import MEDIA_TYPE, Problem, headers_of, problem_of
from service.errors import ClaimdiffError, Malformed, TooLong, TooSlow, WrongType
from service.telemetry.prometheus import note_request

LONGEST_PATH = 2_000
LONGEST_QUERY = 8_000
SLOWEST_BYTES = 1_000
"""A body may come this slowly, by the second, without using up what it is waited for."""

_SANE_ID = re.compile(rb"[A-Za-z0-9._~-]{8,64}")
_QUIET = ("/health", "/metrics")
_NO_CONTENT = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", _NO_CONTENT),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
)
"""Given where a handler has not said otherwise."""
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")

_encode = msgspec.json.Encoder().encode
_log = structlog.get_logger()


class Application(Litestar):
    """The application with the outermost layer around it. `state.body_seconds`: how long a slow body is waited for."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or run the life span."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        peer: Peer | None = scope.setdefault("state", {}).get("peer")
        if peer is not None:
            peer.begin()
        try:
            await _exchange(super().__call__, scope, _Arriving(receive, self.state.body_seconds), send)
        finally:
            if peer is not None:
                peer.finish()


async def _exchange(app: ASGIApp, scope: Any, receive: Any, send: Any) -> None:
    started = time.perf_counter()
    request_id = _request_id(scope)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    sent = _Sent(scope, send, request_id)
    try:
        _refuse_the_impossible(scope)
        lead_to_summary(scope)
        await app(scope, receive, sent)
    except ClaimdiffError as error:
        if sent.status:
            raise
        await _answer(sent, problem_of(error), headers_of(error))
    finally:
        _note(scope, sent.status, time.perf_counter() - started)


def _request_id(scope: Any) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode() if _SANE_ID.fullmatch(given) else uuid4().hex


class _Sent:
    """Sends an answer with the headers that every answer has; `status` is 0 until it begins."""

    def __init__(self, scope: Scope, send: Send, request_id: str) -> None:
        self._scope = scope
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], *self._missing({name.lower() for name, _ in message["headers"]})]
        await self._send(message)

    def _missing(self, given: set[bytes]) -> list[tuple[bytes, bytes]]:
        headers = [(b"x-request-id", self._request_id.encode())]
        headers += [pair for pair in _SECURITY if pair[0] not in given]
        if self._scope["scheme"] == "https":
            headers.append(_STRICT_TRANSPORT)
        allowance = self._scope["state"].get("allowance")
        return headers if allowance is None else headers + allowance.headers()


class _Arriving:
    """Waits for a body's bytes as long as they come at a bearable pace; raises TooSlow when they do not."""

    def __init__(self, receive: Receive, seconds: float) -> None:
        self._receive = receive
        self._seconds = self._seconds_left = seconds
        self._is_whole = False

    async def __call__(self) -> Any:
        if self._is_whole:
            return await self._receive()
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds_left):
                message: Any = await self._receive()
        except TimeoutError:
            raise TooSlow(
                f"The body comes too slowly: less than {SLOWEST_BYTES:,} bytes a second for {self._seconds:g} s. "
                "Send it at once, or in smaller parts."
            ) from None
        arrived = len(message.get("body", b""))
        self._seconds_left += arrived / SLOWEST_BYTES - (time.monotonic() - started)
        self._is_whole = not message.get("more_body", False)
        return message


def _refuse_the_impossible(scope: Any) -> None:
    """Raise what is wrong with a request's address or encoding; nothing behind has to look again."""
    path, query = scope.get("raw_path") or scope["path"].encode(), scope["query_string"]
    if len(path) > LONGEST_PATH:
        raise TooLong(f"The path is longer than {LONGEST_PATH:,} bytes.")
    if len(query) > LONGEST_QUERY:
        raise TooLong(f"The query is longer than {LONGEST_QUERY:,} bytes. Ask for less at once, and page through it.")
    if b"%" in path or b"%" in query:
        _refuse_undecodable(path + b"?" + query)
    encoding = b", ".join(value for name, value in scope["headers"] if name == b"content-encoding")
    if encoding not in (b"", b"identity"):
        raise WrongType("Compressed bodies are not taken. Send it as it is.")


def _refuse_undecodable(address: bytes) -> None:
    try:
        text = unquote_to_bytes(address).decode()
    except UnicodeDecodeError:
        raise Malformed("The address is not UTF-8 when its %-codes are decoded.") from None
    if "\x00" in text:
        raise Malformed("The address holds NUL, which nothing here is named by.")


async def _answer(send: Callable[[Any], Any], problem: Problem, headers: dict[str, str]) -> None:
    body = _encode(problem)
    pairs = [("content-type", MEDIA_TYPE), ("content-length", str(len(body))), ("connection", "close")]
    encoded = [(name.lower().encode(), text.encode()) for name, text in [*headers.items(), *pairs]]
    await send({"type": "http.response.start", "status": problem.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _note(scope: Any, status: int, seconds: float) -> None:
    """Count the request, and write a line of it: its path without the query, who asked, how long it took."""
    route = scope.get("path_template") or "unknown"
    note_request(scope["method"], route, status, seconds)
    write = _log.debug if scope["path"].startswith(_QUIET) else _log.info
    client = scope.get("client")
    write(
        "request",
        method=scope["method"],
        path=scope["path"],
        status=status,
        milliseconds=round(seconds * 1000, 1),
        peer=client[0] if client else None,
    )
