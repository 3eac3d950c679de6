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
from collections.abc import Callable, Sequence
from weakref import WeakSet

from service.api.access.sockets import Row, Table, born, holder, holders, parent_of, read_rows, sockets

_BELIEVED_SECONDS = 2.0
"""For how long what was found of a connection is believed: what its process does besides may change."""
_MOST_REMEMBERED = 1000

End = tuple[str, int]
Ends = tuple[End, End]
"""Of a connection: ours, and theirs."""

NOT_TOLD = "this system does not tell whose program is at the other end"
STRANGER = "the program at the other end of this connection is none of the user who runs this service"
RELAY = "the program at the other end of this connection takes connections from others itself, as a proxy does"


class Peer:
    """One connection, as the application knows it: where it comes from, and what is being answered on it."""

    def __init__(self, on_answered: Callable[[], None] = lambda: None) -> None:
        self.answering = 0
        """Requests that are being answered."""
        self.begun = 0
        """Requests that came on it so far."""
        self.is_leaving = False
        """The service ends: what never ends by itself does so now."""
        self.ours: End | None = None
        self.theirs: End | None = None
        self.doubt: str | None = None
        self.believed_until = 0.0
        self._on_answered = on_answered

    def meet(self, ours: object, theirs: object) -> None:
        """Take in both ends of the connection, as the system names them."""
        self.ours, self.theirs = _end(ours), _end(theirs)

    def begin(self) -> None:
        """Note that a request is being answered."""
        self.begun += 1
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
        self._peers: WeakSet[Peer] = WeakSet()
        self._looking = asyncio.Lock()

    async def doubt(self, peer: Peer | None) -> str | None:
        """Say why a connection may not be one of this user's own programs; None when it certainly is.

        A look costs the same for one connection and for a hundred, so it takes in all on which something is asked.
        """
        if peer is None or peer.ours is None or peer.theirs is None or sys.platform != "linux":
            return NOT_TOLD
        self._peers.add(peer)
        if time.monotonic() >= peer.believed_until:
            async with self._looking:
                if time.monotonic() >= peer.believed_until:
                    await self._look_at_all(peer)
        return peer.doubt

    async def _look_at_all(self, peer: Peer) -> None:
        """Look at a connection, and at the others on which a request is answered from the beginning of it to its end.

        Only then does a proxy hold the connection that it hands on.
        """
        asked = [(one, one.begun) for one in self._peers if one is peer or one.answering]
        doubts = await asyncio.to_thread(self._look, [_ends_of(one) for one, _ in asked])
        until = time.monotonic() + _BELIEVED_SECONDS
        for (one, begun), doubt in zip(asked, doubts, strict=True):
            if one is peer or (one.answering and one.begun == begun):
                one.doubt, one.believed_until = doubt, until

    def _look(self, connections: Sequence[Ends]) -> list[str | None]:
        try:
            table = Table(read_rows())
            found = [table.find(theirs, ours) for ours, theirs in connections]
            programs = holders({row.inode for row in found if row is not None and row.user == os.geteuid()})
            doubts = {inode: self._doubt_of(pid, table) for inode, pid in programs.items()}
            # While its user was looked for, a connection may have ended and its number been given to another.
            after = Table(read_rows())
        except OSError:
            return [NOT_TOLD] * len(connections)
        return [
            STRANGER
            if row is None or row.user != os.geteuid() or after.find(theirs, ours) != row
            else doubts.get(row.inode, NOT_TOLD)
            for row, (ours, theirs) in zip(found, connections, strict=True)
        ]

    def _doubt_of(self, pid: int, table: Table) -> str | None:
        try:
            return RELAY if self._is_relay(pid, table) else None
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


def _ends_of(peer: Peer) -> Ends:
    if peer.ours is None or peer.theirs is None:
        raise AssertionError("only connections whose ends are known are looked at")
    return peer.ours, peer.theirs


def _end(address: object) -> End | None:
    if not isinstance(address, tuple) or len(address) < 2:  # noqa: PLR2004 - a Unix socket has a path
        return None
    return str(address[0]).partition("%")[0], int(address[1])
