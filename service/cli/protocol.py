"""How bytes become requests, and answers bytes: uvicorn's protocol, mended in three places.

What is no HTTP request, or has an address that the parser gives up on, is refused with a problem document as everything
else is. And clients may offer HTTP/2 over plain HTTP.

Java's own HttpClient offers an upgrade to `h2c` with each request. A server may pass over it (RFC 9110, 7.8), but
the parser stops at it, so that the body is lost and a good POST is answered with 400. The offer is taken out before it
is parsed; it comes in the first bytes of a request or not at all.

And the head of an answer goes out with its body: each write would be a system call, and wake whoever reads it.
"""

import asyncio
import re
from typing import Any

import msgspec

from service.api.problems import MEDIA_TYPE, problem_of
from service.errors import Malformed

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as _Parsing
except ImportError:  # where there is no httptools; this one reads on after such an offer by itself
    from uvicorn.protocols.http.h11_impl import H11Protocol as _Parsing  # type: ignore[assignment]

PROTOCOL = "service.cli.protocol:Protocol"
"""For uvicorn's `http`, which takes it by name so that worker processes find it."""

_OFFER = re.compile(rb"\A([A-Z]+ [^\r\n]+ HTTP/1\.1\r\n(?:[^\r\n]+\r\n)*?)upgrade:[ \t]*h2c[ \t]*\r\n", re.IGNORECASE)


class Protocol(_Parsing):
    """Passes over an offer to go on in HTTP/2, and writes an answer at once."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection."""
        super().connection_made(Gathering(transport))  # type: ignore[arg-type]

    def data_received(self, data: bytes) -> None:
        """Take bytes from the connection."""
        is_in_a_body = getattr(self.cycle, "more_body", False)  # there is none before the first request
        super().data_received(data if is_in_a_body else without_offer(data))

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be parsed, and hang up."""
        self.transport.write(refusal(msg))
        self.transport.close()


class Gathering:
    """A transport that holds what is written until more comes, or until the loop's next turn."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held = b""

    def write(self, data: bytes) -> None:
        """Hold the first bytes; send them together with the next."""
        if self._held:
            self._send(data)
        elif data:
            self._held = data
            asyncio.get_running_loop().call_soon(self._send)

    def close(self) -> None:
        """Send what is held, and close."""
        self._send()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def _send(self, more: bytes = b"") -> None:
        if not self._held:
            return
        held, self._held = self._held, b""
        if not self._transport.is_closing():
            self._transport.writelines((held, more) if more else (held,))


def refusal(message: str) -> bytes:
    """Give the whole answer to what cannot be parsed."""
    problem = problem_of(Malformed(f"{message} Look at its first line and its headers, and at the address's length."))
    body = msgspec.json.encode(problem)
    head = (
        f"HTTP/1.1 {problem.status} Bad Request\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n"
        "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def without_offer(data: bytes) -> bytes:
    """Give the first bytes of a request without the offer to go on in HTTP/2."""
    return _OFFER.sub(rb"\1", data, count=1) if b"h2c" in data else data
