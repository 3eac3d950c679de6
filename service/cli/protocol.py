"""How bytes become requests: uvicorn's protocol, mended for clients that offer HTTP/2 over plain HTTP.

Java's own HttpClient offers an upgrade to `h2c` with each request. A server may pass over it (RFC 9110, 7.8), but
the parser stops at it, so that the body is lost and a good POST is answered with 400. The offer is taken out before it
is parsed; it comes in the first bytes of a request or not at all.
"""

import re

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as _Parsing
except ImportError:  # where there is no httptools; this one reads on after such an offer by itself
    from uvicorn.protocols.http.h11_impl import H11Protocol as _Parsing  # type: ignore[assignment]

PROTOCOL = "service.cli.protocol:Protocol"
"""For uvicorn's `http`, which takes it by name so that worker processes find it."""

_OFFER = re.compile(rb"\A([A-Z]+ [^\r\n]+ HTTP/1\.1\r\n(?:[^\r\n]+\r\n)*?)upgrade:[ \t]*h2c[ \t]*\r\n", re.IGNORECASE)


class Protocol(_Parsing):
    """Passes over an offer to go on in HTTP/2."""

    def data_received(self, data: bytes) -> None:
        """Take bytes from the connection."""
        is_in_a_body = getattr(self.cycle, "more_body", False)  # there is none before the first request
        super().data_received(data if is_in_a_body else without_offer(data))


def without_offer(data: bytes) -> bytes:
    """Give the first bytes of a request without the offer to go on in HTTP/2."""
    return _OFFER.sub(rb"\1", data, count=1) if b"h2c" in data else data
