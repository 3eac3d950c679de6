"""Connections within limits, whatever is at their other end.

A `Guarded` connection stands between the system and the HTTP protocol of the server that is used, both of which are
`asyncio.Protocol`s: it hands on what may pass. It inherits from none of the server's classes and touches none of their
attributes, so that any release of it can be taken, and another server's protocol put in its place.

    between requests ──first byte──▶ head ──complete──▶ body ──complete──▶ answering ──▶ between requests
       75 s                          10 s               75 s between bytes     75 s without any of it being read
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from service.api.access import Peer
from service.errors import ClaimdiffError, TooManyConnections, TooSlow
from service.server.framing import HEAD_BYTES, HEAD_FIELDS, Framing, Part
from service.server.wire import Wire, refusal

_TICK_SECONDS = 0.5
_FAREWELL_SECONDS = 2.0
"""How long who was refused may go on sending: hung up at once, the refusal would be lost on the way."""
_ARRIVING_SECONDS = 1.0
"""How long who has just come may take to ask, when the service ends: hung up at once, the request would be lost."""
_TURNS = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process bears."""

    connections: int = 1000
    idle_seconds: float = 75.0
    head_seconds: float = 10.0
    head_bytes: int = HEAD_BYTES
    head_fields: int = HEAD_FIELDS


Inner = Callable[..., asyncio.Protocol]


@dataclass(slots=True, eq=False)
class House:
    """All connections of a process, and the limits that they are held to."""

    inner: Inner
    limits: Limits
    connections: "set[Guarded]" = field(default_factory=set)
    _is_ticking: bool = False

    def door(self, **given: Any) -> asyncio.Protocol:
        """Give the protocol of a new connection: what the server asks for by its setting `http`."""
        return Guarded(self, **given)

    def admit(self, connection: "Guarded") -> bool:
        """Take a connection in. When the house is full, who has been idle for longest has to go."""
        if len(self.connections) >= self.limits.connections:
            idle = [one for one in self.connections if one.is_idle]
            if not idle:
                return False
            min(idle, key=lambda one: one.since).leave()
        self.connections.add(connection)
        if not self._is_ticking:
            self._is_ticking = True
            asyncio.get_running_loop().call_later(_TICK_SECONDS, self._tick)
        return True

    def close(self) -> None:
        """Let what never ends by itself end: the service does."""
        for one in self.connections:
            one.peer.is_leaving = True

    async def hear_out(self) -> None:
        """Wait until who came last has asked, a second at most: to a service that ends nobody comes any more."""
        for _ in range(_TURNS):
            if not any(one.is_arriving for one in self.connections):
                return
            await asyncio.sleep(_ARRIVING_SECONDS / _TURNS)

    def _tick(self) -> None:
        now = time.monotonic()
        for one in tuple(self.connections):
            one.look(now)
        self._is_ticking = bool(self.connections)
        if self._is_ticking:
            asyncio.get_running_loop().call_later(_TICK_SECONDS, self._tick)


class Guarded(asyncio.Protocol):
    """One connection."""

    def __init__(self, house: House, *, app_state: dict[str, Any], **given: Any) -> None:
        self._house = house
        self._limits = house.limits
        self.peer = Peer(self._answered)
        self._inner = house.inner(app_state={**app_state, "peer": self.peer}, **given)
        self._framing = Framing(house.limits.head_bytes, house.limits.head_fields)
        self._leaves_at: float | None = None
        self._has_asked = False
        self._read, self._read_since = 0, 0.0
        self.since = time.monotonic()
        """When what it is doing began."""

    @property
    def is_idle(self) -> bool:
        """Say whether nothing is asked and nothing is answered on it."""
        return self._framing.part is Part.NOTHING and not self.peer.answering

    @property
    def is_arriving(self) -> bool:
        """Say whether it has just come and not asked yet, or is in the middle of what it asks."""
        if self._leaves_at is not None or time.monotonic() - self.since > _ARRIVING_SECONDS:
            return False
        return not self._has_asked or self._framing.part is Part.HEAD

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, or send it away."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its methods only
        self._wire = Wire(self._transport)
        self.peer.meet(transport.get_extra_info("sockname"), transport.get_extra_info("peername"))
        self._is_in = self._house.admit(self)
        if self._is_in:
            self._inner.connection_made(self._wire)  # type: ignore[arg-type]  # it does what a transport does
        else:
            self._refuse(TooManyConnections("As many connections as are taken are open. Try again in a moment.", 2))
            self._house.connections.add(self)

    def data_received(self, data: bytes) -> None:
        """Hand on what may pass."""
        if self._leaves_at is not None:
            return
        before = self._framing.part
        try:
            passed = self._framing.take(data)
        except ClaimdiffError as error:
            self._refuse(error)
            return
        if self._framing.part is not before or self._framing.part is Part.BODY:
            self.since = time.monotonic()
        self._has_asked = self._has_asked or self._framing.part is not Part.HEAD
        if passed:
            self._inner.data_received(passed)

    def eof_received(self) -> bool | None:
        """Pass on that nothing more comes."""
        if not self._is_in or self._leaves_at is not None:
            return None
        return self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._house.connections.discard(self)
        if self._is_in:
            self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        """Pass on that nobody reads."""
        if self._is_in:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Pass on that somebody reads again."""
        if self._is_in:
            self._inner.resume_writing()

    def look(self, now: float) -> None:
        """End it if it has taken longer than it may."""
        waited = now - self.since
        if self._leaves_at is not None:
            if now >= self._leaves_at:
                self._transport.abort()
        elif self._framing.part is Part.HEAD and waited > self._limits.head_seconds:
            self._refuse(TooSlow(f"The head took longer than {self._limits.head_seconds:g} s. Send it at once."))
        elif self._framing.part is Part.BODY and waited > self._limits.idle_seconds and self._transport.is_reading():
            self._transport.abort()
        elif self.is_idle and waited > self._limits.idle_seconds:
            self.leave()
        self._look_for_readers(now)

    def leave(self) -> None:
        """End an idle connection."""
        self._leaves_at = time.monotonic() + _FAREWELL_SECONDS
        self._wire.close()

    def _look_for_readers(self, now: float) -> None:
        """End it if an answer waits and nobody reads any of it."""
        waiting = self._transport.get_write_buffer_size()
        read = self._wire.written - waiting
        if not waiting or read != self._read:
            self._read, self._read_since = read, now
        elif now - self._read_since > self._limits.idle_seconds:
            self._transport.abort()

    def _answered(self) -> None:
        self.since = time.monotonic()
        if self._framing.part is Part.REST:
            self.leave()

    def _refuse(self, error: ClaimdiffError) -> None:
        """Say why, unless an answer is under way, which it would spoil; then end."""
        self._leaves_at = time.monotonic() + _FAREWELL_SECONDS
        if not self.peer.answering:
            self._wire.write(refusal(error))
        if self._transport.can_write_eof() and not self.peer.answering:
            asyncio.get_running_loop().call_soon(self._say_farewell)
        else:
            self._wire.close()

    def _say_farewell(self) -> None:
        if not self._transport.is_closing():
            self._transport.write_eof()
