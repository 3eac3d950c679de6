"""Who is at the other end of a connection: a program of this user on this machine, or anybody else?

Nothing that a request says can answer that: a proxy on this machine hands on what strangers say. The system can. Linux
keeps of every connection the user of the socket at its other end, and the process that holds it. A proxy of another
user (nginx's workers run as www-data) is told by the first. A proxy of the same user holds somebody else's connection
while it hands a request on, and is told by that. What cannot be found out is taken for a stranger.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable

from service.api.access.sockets import Row, Table, born, holder, parent_of, read_rows, sockets

_BELIEVED_SECONDS = 2.0
"""For how long what was found of a connection is believed: what its process does besides may change."""
_MOST_REMEMBERED = 1000

NOT_TOLD = "this system does not tell whose program is at the other end"
STRANGER = "the program at the other end of this connection is none of the user who runs this service"
RELAY = "the program at the other end of this connection takes connections from others itself, as a proxy does"


class Peer:
    """One connection, as the application knows it: where it comes from, and what is being answered on it."""

    def __init__(self, on_answered: Callable[[], None] = lambda: None) -> None:
        self.answering = 0
        """Requests that are being answered."""
        self.is_leaving = False
        """The service ends: what never ends by itself does so now."""
        self.ours: tuple[str, int] | None = None
        self.theirs: tuple[str, int] | None = None
        self.doubt: str | None = None
        self.believed_until = 0.0
        self._on_answered = on_answered

    def meet(self, ours: object, theirs: object) -> None:
        """Take in both ends of the connection, as the system names them."""
        self.ours, self.theirs = _end(ours), _end(theirs)

    def begin(self) -> None:
        """Note that a request is being answered."""
        self.answering += 1

    def finish(self) -> None:
        """Note that it was."""
        self.answering -= 1
        self._on_answered()


class Neighbours:
    """Tells programs of this user on this machine from everybody else.

    Args:
        parent: The process that started this one to serve beside others; its other children are this service too.
    """

    def __init__(self, parent: int | None = None) -> None:
        self._parent = parent
        self._relays: set[tuple[int, str]] = set()

    async def doubt(self, peer: Peer | None) -> str | None:
        """Say why a connection may not be one of this user's own programs; None when it certainly is."""
        if peer is None or peer.ours is None or peer.theirs is None or sys.platform != "linux":
            return NOT_TOLD
        if time.monotonic() >= peer.believed_until:
            peer.doubt = await asyncio.to_thread(self._look, peer.ours, peer.theirs)
            peer.believed_until = time.monotonic() + _BELIEVED_SECONDS
        return peer.doubt

    def _look(self, ours: tuple[str, int], theirs: tuple[str, int]) -> str | None:
        try:
            table = Table(read_rows())
            found = table.find(theirs, ours)
            if found is None or found.user != os.geteuid():
                return STRANGER
            program = holder(found.inode)
            if program is None:
                return NOT_TOLD
            if self._is_relay(program, table):
                return RELAY
            # While its user was looked for, a connection may have ended and its number been given to another.
            return None if Table(read_rows()).find(theirs, ours) == found else STRANGER
        except OSError:
            return NOT_TOLD

    def _is_relay(self, pid: int, table: Table) -> bool:
        if pid == os.getpid():
            return False
        known = (pid, born(pid))
        if known in self._relays:
            return True
        own = frozenset(sockets(pid))
        if not any(row.inode in own and table.was_accepted(row) and self._is_foreign(row, own, table) for row in table):
            return False
        if len(self._relays) >= _MOST_REMEMBERED:
            self._relays.clear()
        self._relays.add(known)
        return True

    def _is_foreign(self, row: Row, own: frozenset[int], table: Table) -> bool:
        """Say whether somebody else is at the other end: neither the program itself nor this service that calls it."""
        other = table.opposite(row)
        return other is None or (other.inode not in own and not self._is_ours(holder(other.inode)))

    def _is_ours(self, pid: int | None) -> bool:
        if pid is None:
            return False
        return pid == os.getpid() or (self._parent is not None and self._parent in (pid, parent_of(pid)))


def _end(address: object) -> tuple[str, int] | None:
    if not isinstance(address, tuple) or len(address) < 2:  # noqa: PLR2004 - a Unix socket has a path
        return None
    return str(address[0]).partition("%")[0], int(address[1])
