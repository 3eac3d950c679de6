"""The way out of a connection: the head of an answer goes out with its body, and it is known whether anybody reads.

Each write would be a system call, and wake whoever reads it.
"""

import asyncio
from typing import Any

import msgspec

from service.api.problems import MEDIA_TYPE, headers_of, problem_of
from service.errors import ClaimdiffError


class Wire:
    """A transport that holds what is written until more comes, or until the loop's next turn."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held = b""
        self.written = 0
        """Bytes handed on so far; less what still waits, those that somebody has read."""

    def write(self, data: bytes) -> None:
        """Hold the first bytes; send them together with the next."""
        self.written += len(data)
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


def refusal(error: ClaimdiffError) -> bytes:
    """Give the whole answer to what never becomes a request."""
    problem = problem_of(error)
    body = msgspec.json.encode(problem)
    own = "".join(f"{name}: {text}\r\n" for name, text in headers_of(error).items() if name != "Connection")
    head = (
        f"HTTP/1.1 {problem.status} {problem.title}\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n"
        f"{own}X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
