"""What a page shows it asks the public API for, as any other client does, without leaving the process.

Who asks, and from where, is handed on, so that keys, limits, sessions and the audit hold as they do for everybody.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec
from litestar import Litestar, Request
from litestar.types import Message

from service.errors import Unavailable

_OWN = frozenset(
    b"accept accept-encoding content-length content-type expect idempotency-key if-match origin range sec-fetch-site "
    b"transfer-encoding x-csrf-token".split()
)
"""What a page says itself to the API, whatever the browser said to the page."""
_SAYS_WHO = (b"origin", b"sec-fetch-site")
_REFUSED = 400

Query = Iterable[tuple[str, str]]


class Answer(msgspec.Struct, frozen=True):
    """What the API has answered."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def is_refusal(self) -> bool:
        """Say whether the API has refused."""
        return self.status >= _REFUSED

    def json(self) -> Any:
        """Decode what was answered."""
        return msgspec.json.decode(self.body)

    def detail(self) -> str:
        """Say why it was refused."""
        problem = self.json()
        return str(problem.get("detail") or problem.get("title"))


class Content(NamedTuple):
    """What is brought to the API."""

    body: bytes
    kind: str = "application/json"


async def ask(request: Request[Any, Any, Any], path: str, query: Query = ()) -> Answer:
    """Read something of the API for whoever opens a page.

    Also when a page of another site led here: what is shown by it, no other page can read.
    """
    said = [(b"sec-fetch-site", b"same-origin")] if b"sec-fetch-site" in _headers(request) else []
    return await _exchange(request, "GET", path, query, [*_handed_on(request), *said], b"")


async def act(
    request: Request[Any, Any, Any],
    method: str,
    path: str,
    body: Mapping[str, object],
    csrf: str,
    version: str | None = None,
) -> Answer:
    """Do something for whoever sent a form; refused when a page of another site made the browser send it."""
    content = Content(msgspec.json.encode(body))
    matched = [(b"if-match", f'"{version}"'.encode())] if version is not None else []
    return await _exchange(request, method, path, (), [*_said(request, content, csrf), *matched], content.body)


async def bring(request: Request[Any, Any, Any], path: str, query: Query, content: Content, csrf: str) -> Answer:
    """Bring what is no JSON, under the same rule as `act`."""
    return await _exchange(request, "POST", path, query, _said(request, content, csrf), content.body)


def _said(request: Request[Any, Any, Any], content: Content, csrf: str) -> list[tuple[bytes, bytes]]:
    headers = _headers(request)
    said = [(name, headers[name]) for name in _SAYS_WHO if name in headers]
    said += [(b"content-type", content.kind.encode()), (b"content-length", str(len(content.body)).encode())]
    said += [(b"x-csrf-token", csrf.encode())] if csrf else []
    return [*_handed_on(request), *said]


def _headers(request: Request[Any, Any, Any]) -> dict[bytes, bytes]:
    return dict(request.scope["headers"])


def _handed_on(request: Request[Any, Any, Any]) -> list[tuple[bytes, bytes]]:
    kept = [pair for pair in request.scope["headers"] if pair[0] not in _OWN]
    return [*kept, (b"accept", b"application/json")]


async def _exchange(
    request: Request[Any, Any, Any],
    method: str,
    path: str,
    query: Query,
    headers: list[tuple[bytes, bytes]],
    content: bytes,
) -> Answer:
    scope: Any = {
        name: request.scope.get(name)
        for name in ("type", "asgi", "http_version", "server", "client", "scheme", "root_path", "extensions")
    }
    scope |= {"method": method, "path": path, "raw_path": path.encode(), "headers": headers}
    scope |= {"query_string": urlencode(list(query)).encode(), "state": {"peer": request.scope["state"].get("peer")}}
    got: list[Message] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        got.append(message)

    await Litestar.__call__(request.app, scope, receive, send)
    if not got or got[0]["type"] != "http.response.start":
        raise Unavailable("The service gave no answer to its own page. Try it again.")
    body = b"".join(one["body"] for one in got if one["type"] == "http.response.body")
    return Answer(got[0]["status"], list(got[0]["headers"]), body)
