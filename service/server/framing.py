"""Where a request's head begins and ends, seen from beside the parser: so that heads can have limits.

The server's parser takes a head of any size. This one, the same parser of the same library, sees the same bytes first
and keeps none of them: it counts. What is too long or no HTTP at all never reaches the other.
"""

import re
from enum import Enum

import httptools

from service.errors import ClaimdiffError, HeadTooLong, Malformed, TooLong

HEAD_BYTES = 32 * 1024
HEAD_FIELDS = 100
_PIECE_BYTES = 4 * 1024
"""Bytes are looked at in pieces of this size: a limit is exact to a piece."""
_OVERHEAD_OF_A_CHUNK = 16
"""Bytes around each byte of a chunked body: whoever sends more sends no body, but extensions and trailers."""
_LOOK = " Look at its first line and its headers, and at the address's length."
_OFFER = re.compile(rb"\A([A-Z]+ [^\r\n]+ HTTP/1\.1\r\n(?:[^\r\n]+\r\n)*?)upgrade:[^\r\n]*\r\n", re.IGNORECASE)


class Part(Enum):
    """What of a request the next byte belongs to."""

    NOTHING = "between two requests"
    HEAD = "a head"
    BODY = "a body"
    REST = "what follows the last request: nobody reads it"


class Framing:
    """The requests of one connection, as their bytes come."""

    def __init__(self, head_bytes: int = HEAD_BYTES, head_fields: int = HEAD_FIELDS) -> None:
        self.part = Part.NOTHING
        self._parser = httptools.HttpRequestParser(self)
        self._parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as the server's own parser has it
        self._most_bytes, self._most_fields = head_bytes, head_fields
        self._bytes = self._fields = self._body = self._overhead = 0
        self._is_in_target = False
        self._too_long: ClaimdiffError | None = None

    def take(self, data: bytes) -> bytes:
        """Give the bytes to be handed on.

        Raises:
            TooLong: The address has no end.
            HeadTooLong: The head has no end.
            Malformed: It is no HTTP.
        """
        if self.part is Part.NOTHING:
            data = without_offer(data)
        for start in range(0, len(data), _PIECE_BYTES):
            if self.part is Part.REST:
                return data[:start]
            self._look_at(data[start : start + _PIECE_BYTES])
        return data

    def _look_at(self, piece: bytes) -> None:
        whole_before, body_before, self._is_in_target = self.part, self._body, False
        if self.part is Part.NOTHING:
            self.part = Part.HEAD
        try:
            self._parser.feed_data(piece)
        except httptools.HttpParserUpgrade:
            self.part = Part.REST
        except httptools.HttpParserError as error:
            raise Malformed(f"This is no HTTP request that can be read.{_LOOK}") from error
        if self.part is Part.BODY and whole_before is Part.BODY:
            self._overhead += len(piece) - (self._body - body_before)
        if self.part is Part.HEAD and whole_before is not Part.BODY:
            self._bytes += len(piece)
        if (too_long := self._too_long or self._endless()) is not None:
            raise too_long

    def _endless(self) -> ClaimdiffError | None:
        if self._bytes > self._most_bytes and self._is_in_target:
            return TooLong(f"The address is longer than {self._most_bytes:,} bytes.")
        if max(self._bytes, self._overhead - _OVERHEAD_OF_A_CHUNK * self._body) > self._most_bytes:
            return HeadTooLong(f"The head is longer than {self._most_bytes:,} bytes. Send fewer or shorter headers.")
        if self._fields > self._most_fields:
            return HeadTooLong(f"The head has more than {self._most_fields} fields. Send fewer headers.")
        return None

    def on_message_begin(self) -> None:
        """Begin to count; called by the parser, as the others are."""
        self.part = Part.HEAD
        self._bytes = self._fields = self._body = self._overhead = 0

    def on_url(self, _: bytes) -> None:
        """Note that the address goes on."""
        self._is_in_target = True

    def on_header(self, _name: bytes, _value: bytes) -> None:
        """Count a field of the head, or one that trails the body."""
        self._fields += 1

    def on_headers_complete(self) -> None:
        """End the head; the parser would hide an error that was raised here."""
        self._too_long = self._endless()
        self.part, self._bytes = Part.BODY, 0

    def on_body(self, data: bytes) -> None:
        """Count what is really body."""
        self._body += len(data)

    def on_message_complete(self) -> None:
        """End the request."""
        self.part = Part.NOTHING
        self._fields = 0


def without_offer(data: bytes) -> bytes:
    """Give the first bytes of a request without the offer to go on in another protocol.

    Java's own HttpClient offers an upgrade to `h2c` with each request. A server may pass over it (RFC 9110, 7.8), but
    the parser stops at it, so that the body is lost and a good POST is answered with 400. The offer comes in the first
    bytes of a request or not at all.
    """
    return _OFFER.sub(rb"\1", data, count=1) if b"pgrade" in data or b"PGRADE" in data else data
