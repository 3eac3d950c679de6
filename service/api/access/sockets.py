"""Connections and who holds them, as Linux tells of them in /proc."""

import os
import sys
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
_LISTENING = "0A"
_SOCKET = "socket:["


class Row(NamedTuple):
    """A line of /proc/net/tcp: one end of a connection, as the system writes it."""

    local: str
    remote: str
    state: str
    user: int
    inode: int


class Table:
    """All connections of this machine at one moment."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = {(row.local, row.remote): row for row in rows}
        self._taken = {_port(row.local) for row in self._rows.values() if row.state == _LISTENING}

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def find(self, local: tuple[str, int], remote: tuple[str, int]) -> Row | None:
        """Find the end of a connection that has this local address; IPv4 may be written as IPv6."""
        for near, far in zip(_written(local), _written(remote), strict=True):
            row = self._rows.get((near, far))
            if row is not None and row.inode:
                return row
        return None

    def was_accepted(self, row: Row) -> bool:
        """Say whether the other side began the connection: it came to a port that somebody listens on."""
        return row.state != _LISTENING and _port(row.local) in self._taken

    def opposite(self, row: Row) -> Row | None:
        """Find the other end of a connection, if that is on this machine."""
        return next(
            (
                self._rows[(far, near)]
                for near, far in zip(_spellings(row.local), _spellings(row.remote), strict=True)
                if (far, near) in self._rows
            ),
            None,
        )


def read_rows() -> Iterator[Row]:
    """Read both tables of TCP."""
    for name in ("tcp", "tcp6"):
        path = _PROC / "net" / name
        if path.exists():
            for line in path.read_text().splitlines()[1:]:
                cells = line.split()
                yield Row(cells[1], cells[2], cells[3], int(cells[7]), int(cells[9]))


def holder(inode: int) -> int | None:
    """Find the process of this user that holds a socket."""
    return holders({inode}).get(inode)


def holders(inodes: AbstractSet[int]) -> dict[int, int]:
    """Find the processes of this user that hold sockets. The youngest are looked at first: most calls are of those."""
    mine, found = os.geteuid(), dict[int, int]()
    for pid in sorted((int(name) for name in os.listdir(_PROC) if name.isdigit()), reverse=True):  # noqa: PTH208 - thousands
        if len(found) == len(inodes):
            break
        if _user_of(pid) == mine:
            found |= {inode: pid for inode in sockets(pid) if inode in inodes and inode not in found}
    return found


def sockets(pid: int) -> Iterator[int]:
    """Give the sockets of a process; none of one that cannot be looked into."""
    folder = f"{_PROC}/{pid}/fd"
    try:
        names = os.listdir(folder)  # noqa: PTH208 - a path object for each of thousands would cost more than the look
    except OSError:
        return
    for name in names:
        try:
            target = os.readlink(f"{folder}/{name}")  # noqa: PTH115 - the same
        except OSError:
            continue
        if target.startswith(_SOCKET):
            yield int(target[len(_SOCKET) : -1])


def _user_of(pid: int) -> int | None:
    try:
        return os.stat(f"{_PROC}/{pid}").st_uid  # noqa: PTH116 - the same
    except OSError:
        return None


def _stat(pid: int) -> Sequence[str]:
    """Give the fields of /proc/…/stat from the state on; the name before them may hold anything."""
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def born(pid: int) -> str:
    """Give when a process began; with its number that names it for ever."""
    return _stat(pid)[19]


def parent_of(pid: int) -> int:
    """Give the process that started one, or took it over."""
    return int(_stat(pid)[1])


def _port(written: str) -> str:
    return written.rpartition(":")[2]


def _written(end: tuple[str, int]) -> list[str]:
    """Give an address as /proc/net/tcp and /proc/net/tcp6 write it: in words of this machine's byte order."""
    address, port = ip_address(end[0]), f"{end[1]:04X}"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if isinstance(address, IPv4Address):
        mapped = IPv6Address(f"::ffff:{address}")
        return [f"{_words(address.packed)}:{port}", f"{_words(mapped.packed)}:{port}"]
    return [f"{_words(address.packed)}:{port}"] * 2


def _words(packed: bytes) -> str:
    return "".join(f"{int.from_bytes(packed[at : at + 4], sys.byteorder):08X}" for at in range(0, len(packed), 4))


def _spellings(written: str) -> list[str]:
    """Give an end as it is written, and as the same address is written in the other table."""
    address, _, port = written.partition(":")
    mapped = "0000000000000000" + _words(b"\0\0\xff\xff")
    if len(address) == 8:  # noqa: PLR2004 - an IPv4 address in hexadecimal digits
        return [written, f"{mapped}{address}:{port}"]
    return [written, f"{address[24:]}:{port}" if address.startswith(mapped) else written]
